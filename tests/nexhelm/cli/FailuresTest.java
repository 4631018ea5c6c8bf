package nexhelm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nexhelm.http.RawServer;
import nexhelm.http.StubServer;
import nexhelm.http.StubServer.Reply;
import nexhelm.json.Json;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the backend does: one clear line, the right exit code, one JSON document, and never a secret or an escape code. */
class FailuresTest {
    private static final List<List<String>> COMMANDS = List.of(
            List.of("workflow", "show", "r"),
            List.of("workflow", "list"),
            List.of("workflow", "trace", "r"),
            List.of("workflow", "export", "r"),
            List.of("workflow", "run", "r"),
            List.of("workflow", "run", "r", "--standalone"),
            List.of("workflow", "verifier", "r"),
            List.of("workflow", "evaluator", "r"),
            List.of("workflow", "files", "r"),
            List.of("workflow", "refine", "r", "-m", "x"),
            List.of("workflow", "designer", "--transcript-text", "t"),
            List.of("workflow", "integration-engineer", "--transcript-text", "t"),
            List.of("workflow", "cancel", "r"),
            List.of("workflow", "cancel", "--all-active"),
            List.of("workflow", "sandbox-accounts"),
            List.of("tasks", "list-defs"),
            List.of("tasks", "list-schedules"));

    @TempDir
    Path home;

    private StubServer backend = StubServer.start();
    private TestWorld world;

    @BeforeEach
    void signIn() {
        world = TestWorld.signedIn(home, backend.url());
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    @Test
    void a_wrong_input_is_called_as_it_is_typed() {
        assertEquals(
                "usage: --limit must be a whole number, not \"x\"\n",
                world.nex("workflow", "list", "-n", "x").err());
        assertEquals(
                "invalid input: --schedule-config is required\n",
                world.nex("tasks", "create-schedule", "td-1", "--name", "N", "--frequency", "daily")
                        .err());
        assertEquals(
                "invalid input: --verdict must be 'approved', 'rejected', or omitted, not 'maybe'\n",
                world.nex("workflow", "evaluator", "r", "--verdict", "maybe").err());
        assertEquals(
                "invalid input: RUN_ID is required: it is empty\n",
                world.nex("workflow", "show", " ").err());
    }

    @Test
    void web_pages_broken_json_redirects_and_refusals_are_one_line_each_for_every_command() throws Exception {
        List<Reply> replies = List.of(
                StubServer.text(200, "text/html", "<html>Sign in to the WiFi</html>"),
                StubServer.text(200, "application/json", "{\"runs\": [{\"id\": "),
                StubServer.text(200, "application/json", "\"just text\""),
                StubServer.text(200, "text/plain", "hello"),
                StubServer.text(301, "", "", "Location", "https://elsewhere.test/"),
                StubServer.text(500, "text/html", "<h1>Oops</h1>\n<p>at com.example.Main(Main.java:1)"),
                StubServer.text(502, "", ""),
                StubServer.json(422, "{\"detail\": [{\"loc\": [\"query\"], \"msg\": \"bad\"}]}"),
                StubServer.json(403, "{\"detail\": \"no\"}"));
        for (Reply reply : replies) {
            answerEverythingWith(reply);
            for (List<String> command : COMMANDS) {
                var human = world.nex(command.toArray(String[]::new));
                assertEquals(3, human.code(), command + " " + human.all());
                assertEquals("", human.out(), command.toString());
                List<String> lines = lines(human.err());
                assertTrue(lines.size() <= 2 && lines.get(0).startsWith("backend error ("), human.err());
                var json = world.nex(with(command, "--json"));
                assertEquals(3, json.code());
                var error = Json.parse(json.out()).path("error");
                assertEquals(3, error.path("exit").asInt());
                assertEquals("backend", error.path("kind").asText());
                assertEquals(1, json.err().lines().count(), json.err());
            }
        }
    }

    @Test
    void an_empty_answer_is_told_where_something_was_expected() {
        answerEverythingWith(StubServer.text(200, "application/json", ""));
        for (List<String> command : COMMANDS) {
            if (command.get(0).equals("workflow")) {
                var result = world.nex(command.toArray(String[]::new));
                assertEquals(3, result.code(), command + result.all());
                assertTrue(result.err().contains("answered nothing"), result.err());
            }
        }
        assertEquals("[]\n", world.nex("tasks", "list-defs", "--json").out());
    }

    @Test
    void nobody_there_is_exit_1_with_the_address_and_may_be_tried_again() throws Exception {
        String url = backend.url();
        backend.close();
        for (List<String> command : COMMANDS) {
            var result = world.nex(with(command, "--json"));
            assertEquals(1, result.code(), command.toString());
            var error = Json.parse(result.out()).path("error");
            assertEquals(
                    "no answer from the backend: nobody answers at " + url + " (connection refused)",
                    error.path("message").asText());
            assertEquals("network", error.path("kind").asText());
            assertTrue(error.path("retryable").asBoolean());
            assertTrue(error.path("status").isNull());
        }
        backend = StubServer.start();
    }

    @Test
    void the_failure_document_has_all_its_fields() {
        backend.on(
                "GET /workflow-lab/runs/r",
                StubServer.text(503, "application/json", "{\"detail\": \"down [for] tea\"}", "Retry-After", "30"));
        var result = world.nex("workflow", "show", "r", "--json");
        assertEquals("""
            {
              "error": {
                "kind": "backend",
                "message": "backend error (503) GET /workflow-lab/runs/r -> 503: down [for] tea",
                "hint": "try again in 30 s",
                "status": 503,
                "exit": 3,
                "retryable": true
              }
            }
            """, result.out());
        assertEquals("backend error (503) GET /workflow-lab/runs/r -> 503: down [for] tea\n", result.err());
    }

    @Test
    void retry_after_is_told_as_it_came_in_seconds_or_as_a_date() {
        String[][] cases = {
            {"429", "7", "try again in 7 s"},
            {"503", "Wed, 21 Oct 2026 07:28:00 GMT", "try again after Wed, 21 Oct 2026 07:28:00 GMT"},
            {"429", "", "try again later"},
            {"503", "x".repeat(500), "try again after " + "x".repeat(40) + "…"}
        };
        for (String[] c : cases) {
            answerEverythingWith(StubServer.text(
                    Integer.parseInt(c[0]), "text/plain", "busy", c[1].isEmpty() ? "X-None" : "Retry-After", c[1]));
            var result = world.nex("workflow", "list");
            assertEquals(3, result.code());
            assertTrue(result.err().endsWith("busy\n  " + c[2] + "\n"), result.err());
        }
    }

    @Test
    void an_expired_token_is_said_to_be_expired() {
        answerEverythingWith(StubServer.json(401, "{\"detail\": \"bad token\"}"));
        assertTrue(world.nex("workflow", "list").err().contains("the backend does not accept this token"));
        world.now("2099-01-01T00:00:00Z")
                .env("X", "")
                .config(TestWorld.configOf(backend.url()).replace("4102444800", "1000"));
        var result = world.nex("workflow", "list");
        assertEquals(3, result.code());
        assertTrue(
                result.err()
                        .startsWith("the token in the config has expired; nothing was sent\n"
                                + "  sign in again: nex auth setup -e EMAIL"),
                result.err());
    }

    @Test
    void a_long_refusal_is_cut() {
        answerEverythingWith(StubServer.json(500, "{\"detail\": \"" + "z".repeat(100_000) + "\"}"));
        assertTrue(world.nex("workflow", "list").err().length() < 700);
        answerEverythingWith(StubServer.text(500, "text/plain", "z".repeat(100_000)));
        assertTrue(world.nex("workflow", "list").err().length() < 700);
    }

    @Test
    void control_characters_of_a_server_never_reach_the_terminal() {
        String evil = "\\u001b[2J\\u001b]0;x\\u0007 \\u009b31m \\u202e \\u0008 \\r\\n \\u0000 \\u007f[b]";
        String run = ("{'id': 'EVIL', 'status': 'EVIL', 'view_url': 'EVIL', 'task_definition_id': 'EVIL',"
            + " 'created_at': 'EVIL', 'verifier_thread_id': 'EVIL', 'verifier_client_task_id': 7, 'error_message':"
            + " 'EVIL', 'sandbox_user_id': 's', 'interaction': {'kind': 'EVIL', 'prompt': 'EVIL'}, 'not_applied':"
            + " ['EVIL'], 'proposal': {'task_name': 'EVIL', 'summary': 'EVIL', 'description': 'EVIL',"
            + " 'step_performers': ['EVIL'], 'missing': ['EVIL']}}")
                .replace('\'', '"')
                .replace("EVIL", evil);
        String message = "{'role': 'EVIL', 'content': [{'type': 'text', 'text': 'EVIL'}, {'type': 'EVIL', 'x':"
            + " 'EVIL'}, {'type': 'tool_use', 'name': 'EVIL', 'status': 'EVIL', 'input': {'EVIL': 'EVIL'}, 'result':"
            + " 'EVIL'}]}";
        String rows = "[{'id': 'EVIL', 'name': 'EVIL', 'description': 'EVIL', 'frequency': 'EVIL', 'status': 'EVIL'}]";
        String everything = run.substring(0, run.length() - 1)
                + (", 'runs': [" + run.replace('"', '\'') + "], 'files': [{'path': 'EVIL', 'kind': 'EVIL'}],"
                                + " 'messages': [" + message
                                + "], 'sandbox_accounts': [{'sandbox_user_id': 'EVIL', 'providers': ['EVIL']}],"
                                + " 'capabilities_needed': [{'priority': 'EVIL', 'capability': 'EVIL',"
                                + " 'closest_analog': 'EVIL'}], 'task_definitions': " + rows + ", 'schedules': " + rows
                                + ", 'task_definition': {'name': 'EVIL'}}")
                        .replace('\'', '"')
                        .replace("EVIL", evil);
        var events = new ArrayList<String>();
        for (String type : List.of(
                "thread_initialized",
                "token",
                "ai_message_complete",
                "tool_start",
                "tool_end",
                "status",
                "simulated_approval",
                "odd",
                "interaction",
                "error")) {
            events.add(("{'type': '" + type
                            + "', 'data': {'thread_id': 'EVIL', 'text': 'EVIL', 'name': 'EVIL', 'input': {'a':"
                            + " 'EVIL'}, 'output': 'EVIL', 'title': 'EVIL', 'state': 'started', 'step': 1, 'prompt':"
                            + " 'EVIL', 'kind': 'EVIL', 'tool': 'EVIL', 'message': 'EVIL'}}")
                    .replace('\'', '"')
                    .replace("EVIL", evil));
        }
        answerEverythingWith(StubServer.json(everything));
        backend.on("POST /langchain-agent/chat", StubServer.events(events.toArray(String[]::new)));
        world.terminal();
        for (List<String> command : COMMANDS) {
            for (List<String> more :
                    List.of(List.<String>of(), List.of("--json"), List.of("--fields", "id,status,runs"))) {
                harmless(world.stdin("n\n").nex(with(command, more.toArray(String[]::new))), command);
            }
        }
        harmless(world.nex("workflow", "run", "r", "--events"), List.of("--events"));
        harmless(world.nex("tasks", "trigger", "x"), List.of("trigger"));
        harmless(world.nex("auth", "status"), List.of("status"));
        harmless(world.env("BROWSER", "true").nex("workflow", "show", "r", "--web"), List.of("--web"));
        answerEverythingWith(StubServer.json(418, "{\"detail\": \"" + evil + "\"}"));
        for (List<String> command : COMMANDS) {
            harmless(world.nex(command.toArray(String[]::new)), command);
            harmless(world.nex(with(command, "--json")), command);
        }
        harmless(world.nex("doctor"), List.of("doctor"));
        harmless(world.nex("workflow", "show", "\u001b[2J"), List.of("own argument"));
        harmless(world.nex("work\u001b[2Jflow"), List.of("own word"));
        harmless(world.nex("workflow", "list", "--\u001b[2J"), List.of("own option"));
    }

    @Test
    void a_stack_trace_needs_nex_debug() {
        world.config("{\"backend_url\": \"" + backend.url() + "\", \"user_id\": \"u\", \"cli_token\": \"t\"}");
        var bomb = new java.io.InputStream() {
            @Override
            public int read() {
                throw new IllegalStateException("boom");
            }
        };
        for (boolean debug : new boolean[] {false, true}) {
            if (debug) {
                world.env("NEX_DEBUG", "1");
            }
            var err = new java.io.ByteArrayOutputStream();
            var base = world.world();
            var streams = new nexhelm.world.Terminal(
                    bomb, base.terminal().out(), new java.io.PrintStream(err, true), false, false, false, 80, false);
            int code = Nex.run(new String[] {"workflow", "designer", "-f", "-"}, base.with(streams));
            assertEquals(1, code);
            assertEquals(debug, err.toString().contains("at nexhelm."), err.toString());
            assertTrue(err.toString().contains("this should not have happened: IllegalStateException"), err.toString());
        }
    }

    @Test
    void a_connection_that_breaks_off_is_no_success_for_any_command() {
        try (var raw = RawServer.saying(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"runs\": []}")) {
            world.config(TestWorld.configOf(raw.url()));
            for (List<String> command : COMMANDS) {
                var result = world.nex(command.toArray(String[]::new));
                assertEquals(1, result.code(), command + result.all());
                // JDK 25 notices it by itself and in other words.
                assertTrue(result.err().matches("(?s).*(ended after 12 of 500 bytes|broke off).*"), result.err());
                assertEquals("", result.out());
            }
        }
    }

    @Test
    void without_any_config_every_command_names_the_file_and_both_ways_on(@TempDir Path empty) {
        var fresh = TestWorld.in(empty);
        for (List<String> command : COMMANDS) {
            var result = fresh.nex(command.toArray(String[]::new));
            assertEquals(2, result.code(), command.toString());
            assertEquals(
                    "config error: not set up, there is no " + empty.resolve(".nex/config") + "\n"
                            + "  try it without an account: nex try; or sign in: nex auth setup -e EMAIL\n",
                    result.err());
        }
        assertEquals(1, fresh.nex("auth", "status").code());
        assertEquals(1, fresh.nex("doctor").code());
        assertFalse(fresh.has(".nex"), "nothing is made by asking");
    }

    private void answerEverythingWith(Reply reply) {
        for (String route : List.of(
                "GET /workflow-lab/runs/r",
                "GET /workflow-lab/runs",
                "GET /workflow-lab/runs/r/task-definition",
                "POST /workflow-lab/runs/r/start-verification",
                "POST /workflow-lab/runs/r/finalise",
                "GET /workflow-lab/runs/r/files",
                "POST /workflow-lab/runs/r/refine",
                "POST /workflow-lab/runs",
                "POST /workflow-lab/integration-engineer",
                "POST /workflow-lab/runs/r/cancel",
                "GET /workflow-lab/sandbox-accounts",
                "GET /task_definitions",
                "GET /task-schedules",
                "POST /task-schedules/x/trigger",
                "POST /langchain-agent/chat")) {
            backend.on(route, reply);
        }
    }

    private static void harmless(TestWorld.Result result, List<String> command) {
        String text = result.all();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean bad = c < ' ' && c != '\n' && c != '\t' || c >= 0x7f && c <= 0x9f || c == '\u202e';
            assertFalse(
                    bad, () -> command + " printed " + Integer.toHexString(c) + " in " + text.replace('\u001b', '!'));
        }
        assertFalse(text.contains("this should not have happened"), command + text);
    }

    private static String[] with(List<String> command, String... more) {
        var all = new ArrayList<>(command);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static List<String> lines(String text) {
        return text.lines()
                .filter(line -> !line.startsWith("kickoff: ")
                        && !line.startsWith("standalone: ")
                        && !line.startsWith("running "))
                .toList();
    }
}
