package nexhelm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import nexhelm.http.StubServer;
import nexhelm.json.Json;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Starting, entering and ending workspaces, and what their daemon's answers look like. */
@Timeout(60)
class WorkspaceCommandsTest {
    private static final String TOKEN = "wst-991-abc";
    private static final String START = "POST /agent-workspace/start";

    @TempDir
    Path home;

    private final StubServer backend = StubServer.start();
    private TestWorld world;

    @BeforeEach
    void signIn() {
        world = TestWorld.signedIn(home, backend.url()).env("PATH", System.getenv("PATH"));
        backend.on(START, answer("ws-7", backend.url() + "/d"))
                .on("POST /d/tunnel/authorize_key", "{\"ok\": true}")
                .on("POST /agent-workspace/ws-7/end", "{\"workspace_id\": \"ws-7\", \"status\": \"ended\"}");
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    private static String answer(String id, String endpoint) {
        return "{\"workspace_id\": \"" + id + "\", \"endpoint\": \"" + endpoint + "\", \"session_token\": \"" + TOKEN
                + "\", \"expires_at\": \"2026-12-01T00:00:00Z\"}";
    }

    @Test
    void a_started_workspace_is_shown_without_its_token() {
        var result = world.nex("workspace", "start");
        assertEquals(0, result.code(), result.all());
        assertFalse(result.all().contains(TOKEN), result.all());
        assertTrue(result.out().contains("ws-7") && result.out().contains("next: nex code tree"), result.out());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"endpoint": "http://127.0.0.1:1", "session_token": "t"}                                    | workspace_id
        {"workspace_id": "ws-7", "session_token": "t"}                                              | endpoint
        {"workspace_id": "ws-7", "endpoint": "http://127.0.0.1:1", "session_token": null}           | session_token
        {"workspace_id": "../x", "endpoint": "http://127.0.0.1:1", "session_token": "t"}            | id
        {"workspace_id": "a\\nb", "endpoint": "http://127.0.0.1:1", "session_token": "t"}           | id
        {"workspace_id": "ws-7", "endpoint": "http://work.example.test", "session_token": "t"}      | plain http
        [1]                                                                                         | object
        """)
    void an_answer_that_cannot_be_used_keeps_what_was_there(String answer, String word) {
        world.file(".nex/active_workspace", "{\"workspace_id\": \"old\"}", "rw-------");
        backend.on(START, answer);
        var result = world.nex("workspace", "start");
        assertTrue(result.code() == 3 || result.code() == 2, result.all());
        assertTrue(result.err().contains(word), result.err());
        assertEquals("{\"workspace_id\": \"old\"}", world.read(".nex/active_workspace"));
    }

    @Test
    void entering_writes_one_host_and_ending_takes_everything_away_again() {
        world.file(".ssh/config", "Host *\n  User me\n", "rw-r--r--");
        world.file(".nex/known_hosts", "ws-7 ssh-ed25519 AAAA\nother ssh-ed25519 BBBB\n");
        var entered = world.nex("workspace", "enter", "--no-open");
        assertEquals(0, entered.code(), entered.all());
        assertTrue(
                entered.out().contains("VS Code's Remote - SSH does not work with a local workspace"), entered.out());
        var scripted = world.nex("workspace", "enter", "--json");
        assertTrue(scripted.out().contains("vscode-remote://ssh-remote+nex.ws-7/workspace"), scripted.all());
        String config = world.read(".ssh/config");
        assertTrue(config.startsWith("# >>> nex-managed") && config.endsWith("Host *\n  User me\n"), config);
        assertTrue(config.contains("Host nex.ws-7\n    HostName ws-7\n"), config);
        assertTrue(Files.exists(home.resolve(".nex/keys/ws-7.pub")));
        assertEquals(0, world.nex("workspace", "enter", "--no-open").code());
        assertEquals(config, world.read(".ssh/config"), "entering twice changes nothing");

        assertEquals(0, world.nex("workspace", "end").code());
        assertEquals("Host *\n  User me\n", world.read(".ssh/config"));
        assertEquals("other ssh-ed25519 BBBB\n", world.read(".nex/known_hosts"));
        for (String file : new String[] {"active_workspace", "workspaces/ws-7.json", "keys/ws-7", "keys/ws-7.pub"}) {
            assertFalse(Files.exists(home.resolve(".nex").resolve(file)), file);
        }
    }

    @Test
    void a_workspace_that_is_gone_is_forgotten() {
        world.nex("workspace", "start");
        backend.on("POST /agent-workspace/ws-7/end", StubServer.json(404, "{\"detail\": \"no workspace\"}"));
        assertEquals(3, world.nex("workspace", "end").code());
        assertFalse(Files.exists(home.resolve(".nex/active_workspace")));
    }

    @Test
    void the_ssh_config_may_be_a_link_and_keeps_its_mode() throws Exception {
        world.file("dotfiles/ssh", "Host a\n", "rw-r--r--");
        Files.createDirectories(home.resolve(".ssh"));
        Files.createSymbolicLink(home.resolve(".ssh/config"), home.resolve("dotfiles/ssh"));
        assertEquals(0, world.nex("workspace", "enter", "--no-open").code());
        assertTrue(Files.isSymbolicLink(home.resolve(".ssh/config")));
        assertTrue(world.read("dotfiles/ssh").contains("nex.ws-7"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# >>> nex-managed (do not edit by hand) >>>\nHost mine\n",
                "# <<< nex-managed <<<\n# >>> nex-managed (do not edit by hand) >>>\n",
                "# >>> nex-managed (do not edit by hand) >>>\nHost mine\n  Port 1\n# <<< nex-managed <<<\n",
                "# >>> nex-managed (do not edit by hand) >>>\nPort 1\n# <<< nex-managed <<<\n"
            })
    void a_block_that_somebody_changed_is_refused_and_left_as_it_is(String config) {
        world.file(".ssh/config", config, "rw-------");
        var result = world.nex("workspace", "enter", "--no-open");
        assertEquals(4, result.code(), result.all());
        assertTrue(result.err().contains("changed by hand"), result.err());
        assertEquals(config, world.read(".ssh/config"));
        assertEquals(List.of(), backend.asked(), "nothing is started that could not be entered");
    }

    @Test
    void ending_cleans_up_around_what_is_damaged_and_says_what_is_left() {
        assertEquals(0, world.nex("workspace", "enter", "--no-open").code());
        String damaged = "# >>> nex-managed (do not edit by hand) >>>\nHost mine\n";
        world.file(".ssh/config", damaged, "rw-------").file(".nex/active_workspace", "{oops", "rw-------");
        world.file(".nex/known_hosts", "ws-7 ssh-ed25519 AAAA\n");
        var result = world.nex("workspace", "end", "ws-7");
        assertEquals(0, result.code(), result.all());
        assertTrue(result.out().contains("! left here: active_workspace: active_workspace is damaged"), result.out());
        assertTrue(result.out().contains("! left here: the host nex.ws-7: "), result.out());
        assertEquals(damaged, world.read(".ssh/config"));
        assertEquals("{oops", world.read(".nex/active_workspace"));
        assertEquals("", world.read(".nex/known_hosts"));
        for (String file : new String[] {"workspaces/ws-7.json", "keys/ws-7", "keys/ws-7.pub"}) {
            assertFalse(world.has(".nex/" + file), file);
        }
        var json = world.nex("workspace", "end", "ws-7", "--json");
        assertTrue(json.out().contains("\"left\": ["), json.out());
        assertEquals(2, world.nex("workspace", "end").code(), "without an id nobody knows which one is meant");
    }

    @Test
    void a_workspace_that_nobody_answers_for_is_forgotten_here() {
        assertEquals(0, world.nex("workspace", "enter", "--no-open").code());
        backend.on("POST /agent-workspace/ws-7/end", StubServer.json(503, "{\"detail\": \"workspaces_off\"}"));
        var refused = world.nex("workspace", "end");
        assertEquals(3, refused.code());
        assertTrue(refused.err().contains("nex workspace end ws-7 --local"), refused.err());
        assertTrue(world.has(".nex/active_workspace"));
        int asked = backend.seen().size();
        var result = world.nex("workspace", "end", "--local");
        assertEquals(0, result.code(), result.all());
        assertTrue(result.out().contains("forgotten"), result.out());
        assertEquals(asked, backend.seen().size());
        for (String file : new String[] {"active_workspace", "workspaces/ws-7.json", "keys/ws-7", "keys/ws-7.pub"}) {
            assertFalse(world.has(".nex/" + file), file);
        }
        assertEquals("", world.read(".ssh/config"));
    }

    @Test
    void an_entry_that_is_refused_leaves_the_active_workspace_and_says_what_runs() {
        world.file(".nex/active_workspace", "{\"workspace_id\": \"ws-1\"}", "rw-------");
        backend.on("POST /d/tunnel/authorize_key", StubServer.json(403, "{\"detail\": \"no shell\"}"));
        var result = world.nex("workspace", "enter", "--no-open");
        assertEquals(3, result.code(), result.all());
        assertTrue(
                result.err().contains("the workspace ws-7 runs and is not entered: nex workspace end ws-7"),
                result.err());
        assertEquals("{\"workspace_id\": \"ws-1\"}", world.read(".nex/active_workspace"));
        assertEquals(0, world.nex("workspace", "end", "ws-7").code());
        assertFalse(world.has(".nex/workspaces/ws-7.json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"se_default", "se_read_only"})
    void a_scope_without_a_shell_is_refused_before_anything_is_started(String scope) {
        var result = world.nex("workspace", "enter", "--no-open", "--scope", scope);
        assertEquals(4, result.code(), result.all());
        assertTrue(result.err().contains("nex workspace start --scope " + scope), result.err());
        assertEquals(List.of(), backend.asked());
    }

    @Test
    void entering_as_json_is_one_document() {
        var result = world.nex("workspace", "enter", "--json");
        assertEquals(0, result.code(), result.all());
        assertTrue(result.out().startsWith("{") && result.out().contains("\"host\": \"nex.ws-7\""), result.out());
        assertEquals("", result.err());
    }

    private TestWorld.Result code(String route, String answer, String... args) {
        world.file(
                ".nex/active_workspace",
                "{\"workspace_id\": \"ws-7\", \"endpoint\": \"" + backend.url() + "\", \"session_token\": \"" + TOKEN
                        + "\"}",
                "rw-------");
        backend.on("POST " + route, answer);
        return world.nex(args);
    }

    @Test
    void files_trees_and_hits_are_shown_as_people_read_them() {
        assertEquals(
                "a\n\tb [x]\n",
                code("/code/read", "{\"content\": \"a\\n\\tb [x]\\n\"}", "code", "read", "x")
                        .out());
        assertEquals(
                "app/\n  main.py\nREADME.md\n",
                code(
                                "/code/tree",
                                "{\"entries\": [\"app/\", {\"path\": \"app/main.py\", \"type\": \"file\"},"
                                        + " \"README.md\"]}",
                                "code",
                                "tree")
                        .out());
        assertEquals(
                "a.py:3: def fee():\n",
                code(
                                "/code/search",
                                "{\"matches\": [{\"path\": \"a.py\", \"line\": 3, \"text\": \"def fee():\"}]}",
                                "code",
                                "search",
                                "fee")
                        .out());
    }

    @Test
    void a_file_that_is_read_into_another_keeps_every_byte_and_acts_on_no_terminal() {
        String raw = "a\r\n\fnext: nex code tree\n\u001b[31mred\u001b[0m größe";
        String answer = Json.compact(Json.object().put("path", "x").put("content", raw));
        var env = world.env("NEXHELM_CHECKOUT", "/somewhere"); // where suggestions are spelt another way
        assertEquals(raw, code("/code/read", answer, "code", "read", "x").out());
        assertEquals(
                "",
                code("/code/read", "{\"content\": \"\"}", "code", "read", "x").out());
        env.terminal();
        String shown = code("/code/read", answer, "code", "read", "x").out();
        assertTrue(shown.contains("␛[31mred␛[0m größe\n"), shown);
        assertFalse(shown.contains("\u001b") || shown.contains("\f"), shown);
    }

    @Test
    void a_file_that_was_cut_off_is_told_apart_from_its_text() {
        var result = code("/code/read", "{\"content\": \"ab\", \"truncated\": true}", "code", "read", "x");
        assertEquals("ab", result.out());
        assertTrue(result.err().contains("not all of it"), result.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        test      | {"exit_code": 0, "stdout": "3 ok"}     | 0 | ✓ passed
        test      | {"exit_code": 1, "stdout": "1 failed"} | 1 | ✗ failed (exit 1)
        lint      | {"exit_code": 2, "stdout": "E501"}     | 1 | ✗ failed (exit 2)
        typecheck | {"exit_code": 0, "stdout": ""}         | 0 | ✓ passed
        test      | {"exit_code": 137, "timed_out": true}  | 1 | ✗ cut off at its time limit
        """)
    void a_check_exits_as_it_went(String verb, String answer, int exit, String said) {
        var result = code("/exec/" + verb, answer, "code", verb, "backend");
        assertEquals(exit, result.code(), result.all());
        assertTrue(result.out().contains(said), result.out());
    }

    @Test
    void another_workspace_is_named_by_its_id() {
        world.file(
                ".nex/workspaces/ws-9.json",
                "{\"endpoint\": \"" + backend.url() + "/nine\", \"session_token\": \"" + TOKEN + "\"}",
                "rw-------");
        var result = code("/nine/code/tree", "{\"entries\": []}", "code", "tree", "--workspace-id", "ws-9");
        assertEquals(0, result.code(), result.all());
        assertEquals(
                "POST /nine/code/tree {\"path\":\".\",\"max_depth\":2}",
                backend.only().toString());
        assertEquals(
                2, world.nex("code", "tree", "--workspace-id", "../../etc/x").code());
    }

    @Test
    void a_session_that_is_over_says_how_to_get_another() {
        backend.on("POST /code/tree", StubServer.json(401, "{\"detail\": \"expired " + TOKEN + "\"}"));
        world.file(
                ".nex/active_workspace",
                "{\"workspace_id\": \"ws-7\", \"endpoint\": \"" + backend.url() + "\", \"session_token\": \"" + TOKEN
                        + "\", \"expires_at\": \"2026-03-04T13:00:00Z\"}",
                "rw-------");
        var result = world.nex("code", "tree");
        assertEquals(3, result.code());
        assertTrue(result.err().contains("it ends at 2026-03-04T13:00:00Z"), result.err());
        assertFalse(result.all().contains(TOKEN), result.all());
    }

    @Test
    void the_proxy_is_called_by_ssh_and_not_shown_to_people() {
        assertFalse(world.nex("workspace", "--help").out().contains("_proxy"));
        assertEquals(2, world.nex("workspace", "_proxy", "ws-none").code());
    }
}
