package nexhelm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import nexhelm.json.Json;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code config list|get|set}. */
class ConfigCommandTest {

    @TempDir
    Path home;

    private TestWorld world;

    @BeforeEach
    void profile() {
        world = TestWorld.in(home)
                .config(TestWorld.configOf("https://lab.test")
                        .replace("\"user_id\"", "\"future\": [1], \"github_fgt\": \"github_pat_9\", \"user_id\""));
    }

    @Test
    void list_shows_everything_but_secrets() throws Exception {
        var result = world.nex("config", "list");
        assertEquals(0, result.code(), result.all());
        assertTrue(result.out().startsWith("backend_url                  https://lab.test\n"), result.out());
        assertTrue(result.out().contains("cli_token                    (set)\n"), result.out());
        assertTrue(result.out().contains("keychain                     off\n"), result.out());
        var json = Json.parse(world.nex("config", "list", "--json").out());
        assertEquals("(set)", json.path("github_fgt").asText());
        assertEquals(1, json.path("future").size());
        for (String[] words : new String[][] {{"config", "list"}, {"config", "list", "--json"}}) {
            String all = world.nex(words).all();
            assertFalse(all.contains(TestWorld.TOKEN) || all.contains("github_pat_9"), all);
        }
    }

    @Test
    void get_prints_the_bare_value() {
        assertEquals(
                "https://lab.test\n", world.nex("config", "get", "backend_url").out());
        assertEquals(
                "lab.read lab.write agent.run tasks.read tasks.write\n",
                world.nex("config", "get", "scopes").out());
        assertEquals("\n", world.nex("config", "get", "client_name").out());
        assertEquals(
                "null\n", world.nex("config", "get", "client_name", "--json").out());
        var secret = world.nex("config", "get", "cli_token");
        assertEquals(2, secret.code());
        assertEquals(
                "usage: cli_token is a secret and not shown; nex auth token prints it for scripts\n", secret.err());
        assertTrue(world.nex("config", "get", "backend_ur").err().contains("did you mean backend_url?"));
    }

    @Test
    void set_changes_one_setting_and_keeps_the_rest() throws Exception {
        assertEquals(
                "ok frontend_url is now https://front.test\n",
                world.nex("config", "set", "frontend_url", "https://front.test/")
                        .out());
        assertEquals(
                0, world.nex("config", "set", "default_sandbox_user_id", "sb-1").code());
        assertEquals(0, world.nex("config", "set", "client_id", "c-9").code());
        var saved = Json.parse(world.read(".nex/config"));
        assertEquals("https://front.test", saved.path("frontend_url").asText());
        assertEquals("sb-1", saved.path("default_sandbox_user_id").asText());
        assertEquals("c-9", saved.path("client_id").asText());
        assertEquals(TestWorld.TOKEN, saved.path("cli_token").asText());
        assertEquals(1, saved.path("future").size());
        assertEquals("rw-------", world.mode(".nex/config"));
        assertEquals(
                "ok default_sandbox_user_id is now not set\n",
                world.nex("config", "set", "default_sandbox_user_id", "").out());
        assertTrue(Json.parse(world.read(".nex/config"))
                .path("default_sandbox_user_id")
                .isNull());
    }

    @Test
    void what_a_login_writes_and_what_makes_no_sense_is_refused() {
        String before = world.read(".nex/config");
        for (String[] words : new String[][] {
            {"cli_token", "x"},
            {"user_id", "x"},
            {"backend_url", "https://x.test"},
            {"keychain", "maybe"},
            {"frontend_url", "http://far.test"},
            {"clientid", "x"}
        }) {
            var result = world.nex("config", "set", words[0], words[1]);
            assertEquals(2, result.code(), words[0]);
            assertTrue(result.err().lines().count() <= 2, result.err());
        }
        assertTrue(world.nex("config", "set", "clientid", "x").err().contains("did you mean client_id?"));
        assertEquals(before, world.read(".nex/config"));
        world.env("NEX_BACKEND_URL", "https://x.test").env("NEX_TOKEN", "t");
        assertEquals(2, world.nex("config", "set", "client_id", "c").code(), "there is no file to change");
    }

    @Test
    void a_value_with_control_characters_is_refused() {
        String before = world.read(".nex/config");
        for (String key : new String[] {"client_id", "default_sandbox_user_id", "frontend_url"}) {
            var result = world.nex("config", "set", key, "https://a.test/\u001b[31m\nb");
            assertEquals(4, result.code(), result.all());
            assertTrue(result.err().contains("the value of " + key + " has control characters"), result.err());
        }
        assertEquals(before, world.read(".nex/config"));
    }

    @Test
    void a_misspelt_word_gets_a_hint() {
        assertEquals(
                "usage: there is no topic 'exit-code'; did you mean exit-codes?"
                        + " (topics: commands, exit-codes, environment, files)\n",
                world.nex("help", "exit-code").err());
        assertEquals(
                "usage: unknown option --limt; did you mean --limit?\n  see nex workflow list --help\n",
                world.nex("workflow", "list", "--limt", "3").err());
    }
}
