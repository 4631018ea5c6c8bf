package nexhelm.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import nexhelm.http.StubServer;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which login a call uses, and the commands that change it. */
class ProfilesTest {
    @TempDir
    Path home;

    private final StubServer backend = StubServer.start().on("GET /workflow-lab/runs", "{\"runs\": []}");
    private TestWorld world;

    @BeforeEach
    void threeProfiles() {
        world = TestWorld.in(home)
                .config(TestWorld.configOf(backend.url()).replace("u-1", "u-default"))
                .file(".nex/profiles/a", TestWorld.configOf(backend.url()).replace("u-1", "u-a"), "rw-------")
                .file(".nex/profiles/local", TestWorld.configOf(backend.url()).replace("u-1", "u-local"), "rw-------");
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    @Test
    void the_option_beats_the_variable_which_beats_the_pair_which_beats_the_current_one() {
        assertEquals("u-default", user("workflow", "list"));
        world.nex("profile", "use", "a");
        assertEquals("u-a", user("workflow", "list"));
        world.env("NEX_BACKEND_URL", backend.url()).env("NEX_TOKEN", "t").env("NEX_USER_ID", "u-env");
        assertEquals("u-env", user("workflow", "list"));
        world.env("NEX_PROFILE", "local");
        assertEquals("u-local", user("workflow", "list"));
        assertEquals("u-default", user("workflow", "list", "--profile", "default"));
        assertEquals("u-default", user("--profile", "default", "workflow", "list"));
        assertEquals("u-default", user("workflow", "--profile=default", "list"));
        assertEquals("u-a", user("--profile", "default", "workflow", "list", "--profile", "a"), "the last one counts");
    }

    @Test
    void address_and_token_in_the_environment_belong_together() {
        var result = world.env("NEX_BACKEND_URL", backend.url()).nex("workflow", "list");
        assertEquals(2, result.code());
        assertEquals(
                "config error: NEX_BACKEND_URL and NEX_TOKEN belong together; NEX_TOKEN is not set\n", result.err());
        var other = TestWorld.in(home).env("NEX_TOKEN", "geheim").nex("workflow", "list");
        assertEquals(2, other.code());
        assertEquals(
                "config error: NEX_BACKEND_URL and NEX_TOKEN belong together; NEX_BACKEND_URL is not set\n",
                other.err());
        assertEquals(List.of(), backend.asked());
    }

    @Test
    void the_environments_token_says_who_it_is_and_the_guard_holds_for_it_too() {
        String claims = Base64.getUrlEncoder().withoutPadding().encodeToString("{\"sub\": \"u-sub\"}".getBytes());
        world.env("NEX_BACKEND_URL", backend.url() + "/").env("NEX_TOKEN", "h." + claims + ".s\n");
        assertEquals("u-sub", user("workflow", "list"));
        assertEquals(
                "Bearer h." + claims + ".s", backend.seen().get(0).headers().get("authorization"));
        for (String url : List.of("https://api.nexhelm.ai", "http://10.0.0.1", "nonsense")) {
            assertEquals(
                    2, world.env("NEX_BACKEND_URL", url).nex("workflow", "list").code(), url);
        }
    }

    @Test
    void list_marks_the_current_one_and_shows_no_secret() {
        world.nex("profile", "use", "local");
        var table = world.nex("profile", "list");
        assertEquals("""
               NAME     BACKEND%1$s  USER
               default  %2$s  odalys@nexhelm.ai
               a        %2$s  odalys@nexhelm.ai
            *  local    %2$s  odalys@nexhelm.ai
            """.formatted(" ".repeat(backend.url().length() - 7), backend.url()), table.out());
        var json = world.nex("profile", "list", "--json");
        assertTrue(json.out().startsWith("[\n  {\n    \"name\": \"default\",\n    \"current\": false,"), json.out());
        assertFalse((table.all() + json.all()).contains(TestWorld.TOKEN));
    }

    @Test
    void list_survives_files_that_cannot_be_read_and_an_empty_home(@TempDir Path empty) {
        world.file(".nex/profiles/broken", "{")
                .file(".nex/profiles/numbers", "{\"backend_url\": 1, \"user_email\": null}");
        assertEquals(0, world.nex("profile", "list").code());
        var fresh = TestWorld.in(empty);
        assertEquals(
                "no profiles yet; sign in with nex auth setup -e EMAIL, or see nex try\n",
                fresh.nex("profile", "list").out());
        assertEquals("[]\n", fresh.nex("profile", "list", "--json").out());
    }

    @Test
    void use_and_show() {
        assertEquals(
                "ok current profile is now a\n",
                world.nex("profile", "use", "a").out());
        assertEquals("a\n", world.read(".nex/current_profile"));
        var show = world.nex("profile", "show");
        assertTrue(show.out().contains("u-a") && show.out().contains("server-issued token"), show.out());
        assertFalse(show.all().contains(TestWorld.TOKEN));
        assertTrue(world.nex("profile", "show", "local", "--json").out().contains("\"user_id\": \"u-local\""));
        assertEquals(
                "ok current profile is now default\n",
                world.nex("profile", "use", "default").out());
        assertFalse(world.has(".nex/current_profile"));
    }

    @Test
    void a_profile_that_is_not_there_is_named_with_those_that_are() {
        for (String[] command :
                new String[][] {{"workflow", "list", "--profile", "nobody"}, {"profile", "use", "nobody"}}) {
            var result = world.nex(command);
            assertEquals(2, result.code());
            assertTrue(result.err().startsWith("config error: there is no profile nobody"), result.err());
            assertTrue(result.err().endsWith("\n  profiles here: default, a, local\n"), result.err());
        }
        var nobody = world.nex("profile", "show", "nobody");
        assertEquals(2, nobody.code());
        assertTrue(
                nobody.err().startsWith("config error: there is no profile nobody\n  profiles here: "), nobody.err());
    }

    @Test
    void a_current_profile_that_was_deleted_is_told() {
        world.file(".nex/current_profile", "gone\n");
        var result = world.nex("workflow", "list");
        assertEquals(2, result.code());
        assertTrue(result.err().contains("there is no profile gone"), result.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../config", "..", ".", ".hidden", "a/b", "a\\b", "", " ", "a b", "-x", "ä", "x\n"})
    void a_name_never_leads_out_of_the_folder(String name) {
        for (String[] command : new String[][] {
            {"workflow", "list", "--profile", name},
            {"profile", "show", name},
            {"profile", "use", name},
            {"auth", "clear", "--profile", name},
            {"auth", "setup", "--user-id", "u", "--client-id", "c", "--profile", name}
        }) {
            var result = world.nex(command);
            assertEquals(2, result.code(), String.join(" ", command));
        }
        var result = world.env("NEX_PROFILE", name.isEmpty() ? "../x" : name).nex("workflow", "list");
        assertEquals(2, result.code());
        assertEquals(List.of(), backend.asked());
        assertTrue(world.has(".nex/config"));
    }

    @Test
    void a_current_profile_file_with_a_bad_name_counts_as_none() {
        world.file(".nex/current_profile", "../../etc/passwd\n");
        assertEquals("u-default", user("workflow", "list"));
    }

    @Test
    void clear_removes_the_current_one_and_names_what_is_current_next() {
        world.nex("profile", "use", "a");
        assertEquals(
                """
                ok removed %s
                current profile is now default
                """.formatted(home.resolve(".nex/profiles/a")),
                world.nex("auth", "clear").out());
        assertEquals("u-default", user("workflow", "list"));
        assertEquals(
                """
                ok removed %s
                current profile is now local
                """.formatted(home.resolve(".nex/config")),
                world.nex("auth", "clear").out());
        assertEquals("u-local", user("workflow", "list"));
        assertEquals(
                """
                ok removed %s
                no profile is left; sign in with nex auth setup -e EMAIL, or see nex try
                """.formatted(home.resolve(".nex/profiles/local")),
                world.nex("auth", "clear").out());
        assertEquals(0, world.nex("auth", "clear").code(), "nothing there is fine");
    }

    @Test
    void clear_of_another_profile_leaves_the_current_one() {
        assertEquals(
                "ok removed " + home.resolve(".nex/profiles/a") + "\n",
                world.nex("auth", "clear", "--profile", "a").out());
        assertEquals("u-default", user("workflow", "list"));
    }

    /** The user that a call was made for. */
    private String user(String... command) {
        var result = world.nex(command);
        assertEquals(0, result.code(), result.all());
        List<String> asked = backend.asked();
        return asked.get(asked.size() - 1).replaceFirst(".*user_id=([^&]*).*", "$1");
    }
}
