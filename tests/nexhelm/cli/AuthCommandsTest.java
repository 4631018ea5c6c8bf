package nexhelm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nexhelm.http.StubServer;
import nexhelm.json.Json;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing in, looking who one is, checking the set-up. */
class AuthCommandsTest {
    private static final String BUNDLE = """
        {"cli_token": "tok-1", "user_id": "u-7", "user_email": "ada@nexhelm.ai", "user_name": "Ada", "expires_at": 1772622000,
         "scopes": ["lab.read"], "clients": [{"id": "c-1", "name": "One", "email": "1@x"}, {"id": "c-2", "name": null}]}\
        """;

    @TempDir
    Path home;

    private final StubServer backend = StubServer.start();
    private TestWorld world;

    @BeforeEach
    void site() {
        backend.on(
                        "GET /auth/cli-config",
                        "{\"supabase_url\": \"" + backend.url() + "/\", \"supabase_anon_key\": \"anon\","
                                + " \"frontend_url\": \"https://front.test\"}")
                .on("POST /auth/v1/token", "{\"access_token\": \"acc\"}")
                .on("POST /auth/cli-token", BUNDLE)
                .on("GET /workflow-lab/runs", "{\"runs\": []}");
        world = TestWorld.in(home);
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    @Test
    void setup_with_e_mail_asks_password_and_client_saves_and_checks() throws Exception {
        var result =
                world.stdin("geheim\n2\n").nex("auth", "setup", "-b", backend.url() + "/", "-e", " ada@nexhelm.ai ");
        assertEquals(0, result.code(), result.all());
        assertEquals("""
            ok authenticated as ada@nexhelm.ai
            ok saved to %s (mode 0600), profile default is now current
            ok GET /workflow-lab/runs reachable
            """.formatted(home.resolve(".nex/config")), result.out());
        assertEquals("""
            signing in at %s, accounts of @nexhelm.ai
            Password for ada@nexhelm.ai: Your clients (2):
               1  c-1  One  1@x
               2  c-2  -  -
            Pick by # (Enter to skip):\s\
            """.formatted(backend.url()), result.err());
        var saved = Json.parse(world.read(".nex/config"));
        assertEquals("tok-1", saved.path("cli_token").asText());
        assertEquals("c-2", saved.path("client_id").asText());
        assertEquals(backend.url(), saved.path("backend_url").asText());
        assertEquals(1772622000, saved.path("cli_token_expires_at").asLong());
        assertEquals("rw-------", world.mode(".nex/config"));
        assertEquals("rwx------", world.mode(".nex"));
        assertEquals(
                List.of("GET /auth/cli-config", "POST /auth/v1/token?grant_type=password", "POST /auth/cli-token"),
                backend.asked().subList(0, 3));
        assertEquals(
                "{\"email\":\"ada@nexhelm.ai\",\"password\":\"geheim\"}",
                backend.seen().get(1).body());
        assertEquals("anon", backend.seen().get(1).headers().get("apikey"));
        assertFalse(backend.seen().get(2).headers().containsKey("authorization"));
    }

    @Test
    void the_password_comes_from_the_variable_or_from_standard_input_untouched() {
        world.env("NEX_PASSWORD", " from env ")
                .nex("auth", "setup", "-b", backend.url(), "-e", "a@b", "--client-id", "c-1");
        assertTrue(
                backend.seen().get(1).body().endsWith("\"password\":\" from env \"}"),
                backend.seen().get(1).body());
        var result = world.stdin(" pö w \r\nrest")
                .nex(
                        "auth",
                        "setup",
                        "-b",
                        backend.url(),
                        "-e",
                        "a@b",
                        "--client-id",
                        "c-1",
                        "--password-stdin",
                        "--skip-verify");
        assertEquals(0, result.code());
        assertTrue(
                backend.seen().get(5).body().endsWith("\"password\":\" pö w \"}"),
                backend.seen().get(5).body());
        assertFalse(result.err().contains("Password"), result.err());
    }

    @Test
    void a_new_login_keeps_what_the_profile_had_beyond_it() throws Exception {
        world.config("{\"backend_url\": \"" + backend.url()
                + "/\", \"user_id\": \"old\", \"cli_token\": \"old\", \"github_fgt\":"
                + " \"gh\", \"default_sandbox_user_id\": \"sb\", \"future\": [1]}");
        signIn();
        var saved = Json.parse(world.read(".nex/config"));
        assertEquals("gh", saved.path("github_fgt").asText());
        assertEquals("sb", saved.path("default_sandbox_user_id").asText());
        assertEquals(1, saved.path("future").size());
        assertEquals("tok-1", saved.path("cli_token").asText());
    }

    private static final String ELSEWHERE =
            "{\"backend_url\": \"https://old.test\", \"user_id\": \"old\", \"user_email\": \"ann@old.test\","
                    + " \"cli_token\": \"tok-old\", \"github_fgt\": \"gh-old\", \"default_sandbox_user_id\": \"sb\","
                    + " \"future\": [1]}";

    @Test
    void a_login_at_another_backend_replaces_one_only_when_told_and_takes_no_token_along() throws Exception {
        world.config(ELSEWHERE);
        var refused = signIn();
        assertEquals(2, refused.code(), refused.all());
        assertTrue(
                refused.err()
                        .contains(
                                "the profile default holds the login of ann@old.test at https://old.test, with a linked"
                                        + " GitHub token and a default sandbox"),
                refused.err());
        assertTrue(refused.err().contains("--yes replaces it, --profile NAME keeps both"), refused.err());
        assertEquals(ELSEWHERE, world.read(".nex/config"));
        assertEquals(List.of(), backend.asked(), "nothing is asked before that is clear");

        var beside = signIn("--profile", "new");
        assertEquals(0, beside.code(), beside.all());
        assertEquals(ELSEWHERE, world.read(".nex/config"));
        assertFalse(world.read(".nex/profiles/new").contains("gh-old"));

        var replaced = signIn("--yes");
        assertEquals(0, replaced.code(), replaced.all());
        assertTrue(replaced.err().contains("linked for https://old.test is not kept"), replaced.err());
        var saved = Json.parse(world.read(".nex/config"));
        assertEquals("tok-1", saved.path("cli_token").asText());
        assertTrue(saved.path("github_fgt").isNull()
                && saved.path("default_sandbox_user_id").isNull());
        assertFalse(saved.has("future"));
        assertFalse(replaced.all().contains("gh-old") || replaced.all().contains("tok-old"), replaced.all());
    }

    @Test
    void on_a_terminal_it_is_asked_before_a_login_at_another_backend_is_lost() {
        world.config(ELSEWHERE).terminal();
        var no = world.stdin("n\n").nex("auth", "setup", "-b", backend.url(), "-e", "a@b", "--client-id", "c-1");
        assertEquals(1, no.code(), no.all());
        assertTrue(no.err().contains("Replace it by a login at " + backend.url() + "? [y/N]"), no.err());
        assertEquals(ELSEWHERE, world.read(".nex/config"));
        var yes = world.stdin("y\npw\n").nex("auth", "setup", "-b", backend.url(), "-e", "a@b", "--client-id", "c-1");
        assertEquals(0, yes.code(), yes.all());
        assertTrue(world.read(".nex/config").contains("tok-1"));
    }

    @Test
    void a_login_that_replaces_the_current_profile_at_the_same_backend_keeps_what_that_one_had() throws Exception {
        world.file(
                        ".nex/profiles/work",
                        ELSEWHERE.replace("https://old.test", backend.url()).replace("gh-old", "gh-here"),
                        "rw-------")
                .file(".nex/current_profile", "work\n");
        var result = signIn();
        assertEquals(0, result.code(), result.all());
        assertTrue(result.err().contains("what the profile work has for this backend is taken over"), result.err());
        assertEquals(
                "gh-here",
                Json.parse(world.read(".nex/config")).path("github_fgt").asText());
    }

    @Test
    void nobody_there_to_pick_a_client_is_like_enter_and_an_only_client_is_taken() throws Exception {
        var nobody = world.env("NEX_PASSWORD", "pw").stdin("").nex("auth", "setup", "-b", backend.url(), "-e", "a@b");
        assertEquals(0, nobody.code(), nobody.all());
        assertEquals("", Json.parse(world.read(".nex/config")).path("client_id").asText());
        backend.on(
                "POST /auth/cli-token",
                "{\"cli_token\": \"tok-1\", \"user_id\": \"u\", \"clients\": [{\"id\": \"c-5\", \"name\": \"Five\"}]}");
        var one = world.nex("auth", "setup", "-b", backend.url(), "-e", "a@b");
        assertEquals(0, one.code(), one.all());
        assertTrue(one.err().contains("working for your only client: c-5  Five"), one.err());
        assertEquals(
                "c-5", Json.parse(world.read(".nex/config")).path("client_id").asText());
    }

    @Test
    void a_new_login_over_a_file_that_cannot_be_read_keeps_it_beside() {
        world.config("{\"github_fgt\": \"precious\", oops");
        var result = signIn();
        assertEquals(0, result.code(), result.all());
        assertTrue(
                result.err()
                        .contains("could not be read; what it held is kept in " + home.resolve(".nex/config.broken")),
                result.err());
        assertEquals("{\"github_fgt\": \"precious\", oops", world.read(".nex/config.broken"));
        assertEquals("rw-------", world.mode(".nex/config.broken"));
        assertTrue(world.read(".nex/config").contains("tok-1"));
    }

    @Test
    void a_login_into_another_profile_makes_it_current_and_leaves_the_first() {
        signIn();
        String before = world.read(".nex/config");
        var result =
                world.nex("auth", "setup", "-b", backend.url(), "-e", "a@b", "--client-id", "c-9", "--profile", "work");
        assertTrue(result.out().contains("profile work is now current"), result.out());
        assertTrue(result.err().contains("warn c-9 is not among your clients; saved all the same"), result.err());
        assertEquals(before, world.read(".nex/config"));
        assertEquals("work\n", world.read(".nex/current_profile"));
        assertEquals("rw-------", world.mode(".nex/profiles/work"));
        assertTrue(world.nex("auth", "status").out().contains("profiles/work"));
    }

    @Test
    void production_and_plain_http_are_refused_before_the_first_request() {
        for (String url : List.of("https://api.nexhelm.ai", "API.nexhelm.ai.", "http://backend.test", "nonsense")) {
            var result = world.env("NEX_PASSWORD", "geheim").nex("auth", "setup", "-b", url, "-e", "a@b");
            assertEquals(2, result.code(), url);
            assertTrue(
                    result.err().startsWith("config error: ")
                            && result.err().lines().count() == 1,
                    result.err());
        }
        backend.on(
                "GET /auth/cli-config",
                "{\"supabase_url\": \"http://supabase.test\", \"supabase_anon_key\": \"anon\"}");
        var result = world.nex("auth", "setup", "-b", backend.url(), "-e", "a@b");
        assertEquals(2, result.code());
        assertTrue(result.err().contains("supabase_url is plain http to another machine"), result.err());
        assertEquals(List.of("GET /auth/cli-config"), backend.asked());
        assertFalse(world.has(".nex"));
    }

    @Test
    void what_a_login_meets_is_one_line_with_the_recorded_code() {
        Object[][] cases = {
            {"GET /auth/cli-config", StubServer.json("{}"), 3},
            {"GET /auth/cli-config", StubServer.text(200, "text/html", "<p>"), 3},
            {"GET /auth/cli-config", StubServer.json(500, "{}"), 3},
            {"GET /auth/cli-config", StubServer.text(302, "", "", "Location", "/x"), 3},
            {"POST /auth/v1/token", StubServer.json(400, "{\"error_description\": \"wrong [x]\"}"), 4},
            {"POST /auth/v1/token", StubServer.json("{}"), 4},
            {"POST /auth/v1/token", StubServer.text(200, "text/html", "<p>"), 4},
            {"POST /auth/v1/token", StubServer.json("[]"), 4},
            {"POST /auth/cli-token", StubServer.json(403, "{\"detail\": \"outsider\"}"), 3},
            {"POST /auth/cli-token", StubServer.json(500, "{}"), 3},
            {"POST /auth/cli-token", StubServer.json("{\"cli_token\": 5}"), 3},
            {"POST /auth/cli-token", StubServer.json("{\"cli_token\": \"t\", \"user_id\": \"\"}"), 3},
            {"POST /auth/cli-token", StubServer.json("null"), 3},
        };
        for (Object[] c : cases) {
            site();
            backend.on((String) c[0], (StubServer.Reply) c[1]);
            var result = signIn();
            assertEquals(c[2], result.code(), c[0] + result.all());
            assertTrue(
                    result.err()
                                    .lines()
                                    .filter(line -> !line.startsWith("signing in"))
                                    .count()
                            <= 2,
                    result.err());
            assertFalse(world.has(".nex/config"));
        }
        backend.close();
        assertEquals(4, signIn().code(), "nobody there");
    }

    @Test
    void setup_for_local_minting_asks_what_is_missing() throws Exception {
        var result = world.stdin("u-9\nc-9\n").nex("auth", "setup", "-b", backend.url(), "--skip-verify");
        assertEquals(0, result.code(), result.all());
        var saved = Json.parse(world.read(".nex/config"));
        assertEquals("u-9", saved.path("user_id").asText());
        assertTrue(saved.path("cli_token").isNull());
        assertEquals(
                1, world.stdin("").nex("auth", "setup", "-b", backend.url()).code());
        assertEquals(
                4,
                world.stdin(" \nc\n").nex("auth", "setup", "-b", backend.url()).code());
    }

    @Test
    void status_shows_backend_profile_and_time_left() {
        signIn();
        var result = world.nex("auth", "status");
        assertEquals("""
            backend_url                  %s
            frontend_url                 https://front.test
            user_id                      u-7
            user_name                    Ada
            user_email                   ada@nexhelm.ai
            client_id                    c-1
            client_name                  One
            client_email                 1@x
            auth_mode                    server-issued token
            token_expires_in             1h 0m
            scopes                       lab.read
            profile                      default
            config_file                  %s
            ok GET /workflow-lab/runs reachable
            """.formatted(backend.url(), home.resolve(".nex/config")), result.out());
        assertEquals(0, result.code());
    }

    @Test
    void status_tells_scripts_only_when_asked() throws Exception {
        signIn();
        assertEquals(0, world.nex("auth", "status", "--exit-status").code());
        world.now("2026-03-05T00:00:00Z");
        assertEquals(0, world.nex("auth", "status").code());
        assertTrue(world.nex("auth", "status").out().contains("expired; sign in again: nex auth setup -e EMAIL"));
        assertEquals(1, world.nex("auth", "status", "--exit-status").code());
        var json = Json.parse(world.nex("auth", "status", "--json").out());
        assertTrue(json.path("token_expired").asBoolean());
        assertTrue(json.path("reachable").asBoolean());
        backend.on("GET /workflow-lab/runs", StubServer.json(401, "{}"));
        world.now("2026-03-04T10:00:00Z");
        assertEquals(0, world.nex("auth", "status").code());
        assertEquals(1, world.nex("auth", "status", "--exit-status").code());
        assertEquals(
                401,
                Json.parse(world.nex("auth", "status", "--json").out())
                        .path("probe_status")
                        .asInt());
    }

    @Test
    void status_of_the_environments_login() {
        world.env("NEX_BACKEND_URL", backend.url()).env("NEX_TOKEN", "t");
        var result = world.nex("auth", "status");
        assertTrue(result.out().contains("config_file                  NEX_BACKEND_URL, NEX_TOKEN\n"), result.out());
        assertTrue(result.out().contains("profile                      <env vars>\n"), result.out());
    }

    @Test
    void doctor_is_green_or_says_what_to_do() throws Exception {
        signIn();
        var green = world.nex("doctor");
        assertEquals("""
            ok   config %s (profile default)
            ok   mode 0600
            ok   the token was issued by the backend and has not expired
            ok   %s reachable
            warn nex-mcp is not installed, so assistants start it through JBang: nex install
            ok   5 agent(s) registered: lab_workflow, tasks, sandbox, workspace, code
            all checks passed
            """.formatted(home.resolve(".nex/config"), backend.url()), green.out());
        assertEquals(0, green.code());
        world.file(".nex/config", world.read(".nex/config"), "rw-r--r--").now("2026-03-05T00:00:00Z");
        backend.on("GET /workflow-lab/runs", StubServer.json(404, "{}"));
        var red = world.nex("doctor", "--json");
        assertEquals(1, red.code());
        var json = Json.parse(red.out());
        assertEquals(2, json.path("failed").asInt());
        assertEquals(
                List.of("ok", "warn", "fail", "fail", "warn", "ok"),
                json.path("checks").findValuesAsText("state"));
        assertTrue(world.nex("doctor").out().contains("warn mode 0644, others may read the token: chmod 600 "));
    }

    @Test
    void doctor_looks_at_the_agents_even_when_the_config_is_broken() {
        world.config("{");
        var result = world.nex("doctor");
        assertEquals(1, result.code());
        assertTrue(
                result.out().contains("fail " + home.resolve(".nex/config") + " is not JSON at line 1"), result.out());
        assertTrue(
                result.out()
                        .endsWith("ok   5 agent(s) registered: lab_workflow, tasks, sandbox, workspace, code\n"
                                + "1 check(s) failed\n"),
                result.out());
    }

    private TestWorld.Result signIn(String... more) {
        var args = new ArrayList<>(
                List.of("auth", "setup", "-b", backend.url(), "-e", "a@b", "--client-id", "c-1", "--skip-verify"));
        args.addAll(List.of(more));
        return world.env("NEX_PASSWORD", "geheim").nex(args.toArray(String[]::new));
    }
}
