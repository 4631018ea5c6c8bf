package nexhelm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import nexhelm.http.RawServer;
import nexhelm.http.StubServer;
import nexhelm.json.Json;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Running a workflow: what is sent, what is shown while it works, and how the end is told. */
@Timeout(60)
class RunCommandTest {
    private static final String START = "POST /workflow-lab/runs/r-1/start-verification";
    private static final String CHAT = "POST /langchain-agent/chat";
    private static final String RUN =
            "{\"id\": \"r-1\", \"status\": \"verifying\", \"task_definition_id\": \"td\", \"verifier_client_task_id\":"
                    + " 7}";
    private static final String THREAD = "{\"type\": \"thread_initialized\", \"data\": {\"thread_id\": \"th-1\"}}";
    private static final String COMPLETE = "{\"type\": \"complete\", \"data\": {}}";

    @TempDir
    Path home;

    private final StubServer backend = StubServer.start().on(START, RUN);
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
    void a_run_off_a_terminal_shows_the_record_the_conversation_and_the_end() {
        backend.on(
                CHAT,
                StubServer.events(
                        THREAD,
                        "{\"type\": \"token\", \"data\": {\"text\": \"Hel\"}}",
                        "{\"type\": \"token\", \"data\": {\"text\": \"lo [x]\"}}",
                        "{\"type\": \"ai_message_complete\", \"data\": {\"content\": \"Hello [x]\"}}",
                        "{\"type\": \"tool_start\", \"data\": {\"name\": \"send_mail\", \"input\": {\"to\": \"a\"}}}",
                        "{\"type\": \"tool_end\", \"data\": {\"output\": \"" + "y".repeat(300) + "\"}}",
                        COMPLETE));
        var result = world.nex("workflow", "run", "r-1", "-k", "go");
        assertEquals(0, result.code());
        assertTrue(result.out().endsWith("""

            ── conversation ──
            thread: th-1
            assistant: Hello [x]
            → send_mail {"to":"a"}
            ← %s...

            ✓ stop_reason: complete  thread: th-1
            next: nex workflow evaluator r-1 --verifier-thread-id th-1 --verdict approved
            """.formatted("y".repeat(277))), result.out());
        assertEquals("kickoff: go\n", result.err());
        assertEquals(
                "{\"user_id\":\"u-1\",\"message\":\"go\",\"provider\":\"openai\",\"client_task_id\":7,"
                        + "\"task_definition_id\":\"td\"}",
                backend.seen().get(1).body());
        assertEquals("text/event-stream", backend.seen().get(1).headers().get("accept"));
    }

    @Test
    void on_a_terminal_it_is_shown_once_while_it_happens_and_words_of_the_agent_are_not_changed() {
        backend.on(
                CHAT,
                StubServer.events(
                        THREAD,
                        "{\"type\": \"status\", \"data\": {\"step\": 1, \"of\": 2, \"state\": \"started\", \"title\":"
                                + " \"Read [it]\"}}",
                        "{\"type\": \"token\", \"data\": {\"text\": \"First \"}}",
                        "{\"type\": \"token\", \"data\": {\"text\": \"step by step\"}}",
                        COMPLETE));
        var result = world.terminal().nex("workflow", "run", "r-1", "-k", "go");
        assertEquals("""
            kickoff: go
            running …
            thread: th-1
            0:00 step 1 of 2  Read [it]
            assistant: First step by step
            """, result.err());
        assertFalse(result.out().contains("conversation"), result.out());
        assertTrue(result.out().contains("✓ stop_reason: complete"));
    }

    @Test
    void as_json_stdout_is_one_document_and_stderr_is_empty() throws Exception {
        backend.on(CHAT, StubServer.events(THREAD, "{\"type\": \"odd\", \"x\": [1.0, \"\u2028\"]}", COMPLETE));
        var result = world.terminal().nex("workflow", "run", "r-1", "--json");
        var json = Json.parse(result.out());
        assertEquals("", result.err());
        assertEquals(3, json.path("events").size());
        assertEquals(
                Json.parse("{\"type\": \"odd\", \"x\": [1.0, \"\u2028\"]}"),
                json.path("events").get(1));
        assertEquals("complete", json.path("stop_reason").asText());
        assertEquals("th-1", json.path("thread_id").asText());
        assertFalse(json.has("error"));
    }

    @Test
    void events_are_lines_of_json_that_no_terminal_acts_upon() throws Exception {
        backend.on(
                CHAT,
                StubServer.events(
                        THREAD, "{\"type\": \"token\", \"data\": {\"text\": \"\u009b31m \\u001b[2J ü\"}}", COMPLETE));
        var result = world.nex("workflow", "run", "r-1", "--events");
        List<String> lines = result.out().lines().toList();
        assertEquals(3, lines.size());
        assertEquals(
                "\u009b31m \u001b[2J ü",
                Json.parse(lines.get(1)).path("data").path("text").asText());
        assertTrue(result.out().chars().allMatch(c -> c == '\n' || c >= ' ' && c < 0x7f), result.out());
        assertTrue(result.err().endsWith("stop_reason: complete\n"), result.err());
    }

    @Test
    void the_exit_status_follows_the_stop_reason_only_when_asked() {
        String[][] ends = {
            {COMPLETE, "complete", "0"},
            {"{\"type\": \"error\", \"data\": {\"message\": \"no\"}}", "error", "1"},
            {"{\"type\": \"interaction\", \"data\": {\"prompt\": \"ok?\"}}", "interaction", "5"},
            {THREAD, "cut_off", "6"}
        };
        for (String[] end : ends) {
            backend.on(CHAT, StubServer.events(end[0]));
            assertEquals(0, world.nex("workflow", "run", "r-1").code(), end[1]);
            for (String mode : List.of("--json", "--events", "--exit-status")) {
                var result = world.nex("workflow", "run", "r-1", "--exit-status", mode);
                assertEquals(Integer.parseInt(end[2]), result.code(), end[1] + mode);
                assertTrue(result.all().contains(end[1]), result.all());
            }
        }
    }

    @Test
    void an_error_says_what_the_agent_said_however_it_is_wrapped() {
        String[][] errors = {
            {"{\"message\": \"m\"}", "m"},
            {"{\"error\": \"e\"}", "e"},
            {"\"text\"", "text"},
            {"{}", "unknown error"},
            {"{\"error\": {\"message\": \"deep\"}}", "deep"},
            {"null", "unknown error"},
            {"[1]", "unknown error"}
        };
        for (String[] error : errors) {
            backend.on(CHAT, StubServer.events("{\"type\": \"error\", \"data\": " + error[0] + "}"));
            var result = world.nex("workflow", "run", "r-1");
            assertTrue(result.out().contains("✗ stop_reason: error  " + error[1] + "\n"), result.out());
        }
    }

    @Test
    void malformed_events_are_kept_and_break_nothing() throws Exception {
        backend.on(
                CHAT,
                StubServer.events(
                        "{\"type\": \"thread_initialized\", \"data\": null}",
                        "{\"type\": [\"complete\"], \"data\": 5}",
                        "{}",
                        "{\"type\": \"tool_start\"}",
                        "{\"type\": \"tool_end\", \"data\": \"x\"}",
                        "{\"type\": \"token\", \"data\": {\"text\": {}}}",
                        "[1]",
                        "ping",
                        "[DONE]",
                        "{\"broken",
                        "{\"type\": \"status\", \"data\": {\"step\": \"one\"}}",
                        "{\"type\": \"interaction\", \"data\": [1]}",
                        THREAD,
                        COMPLETE));
        var json = Json.parse(world.nex("workflow", "run", "r-1", "--json").out());
        assertEquals(10, json.path("events").size());
        assertEquals("complete", json.path("stop_reason").asText());
        assertEquals("th-1", json.path("thread_id").asText());
        assertEquals(0, world.nex("workflow", "run", "r-1").code());
        assertEquals(0, world.terminal().nex("workflow", "run", "r-1").code());
    }

    @Test
    void a_stream_that_breaks_off_keeps_its_events_and_says_why() throws Exception {
        try (var raw = raw((connection, request) -> {
            RawServer.say(connection, RawServer.STREAM + "\r\n" + RawServer.chunk("data: " + THREAD + "\n\n"));
            Thread.sleep(50);
            connection.setSoLinger(true, 0);
        })) {
            var json = Json.parse(world.nex("workflow", "run", "r-1", "--json").out());
            assertEquals("cut_off", json.path("stop_reason").asText());
            assertEquals("th-1", json.path("thread_id").asText());
            assertEquals(1, json.path("events").size());
            assertEquals(
                    "the connection to " + raw.url() + " broke off",
                    json.path("cause").asText());
            var human = world.nex("workflow", "run", "r-1");
            assertTrue(human.out().contains("… stop_reason: cut_off  thread: th-1"), human.out());
            assertTrue(human.out().contains("\nwhy: the connection to " + raw.url() + " broke off\n"), human.out());
            assertTrue(
                    raw.requests().stream()
                                    .filter(r -> r.startsWith("POST /langchain"))
                                    .count()
                            == 2,
                    "not resumed");
        }
    }

    @Test
    void after_complete_late_events_are_taken_and_the_server_need_not_close() throws Exception {
        try (var raw = raw((connection, request) -> {
            RawServer.say(connection, RawServer.STREAM + "\r\n" + RawServer.chunk("data: " + COMPLETE + "\n\n"));
            Thread.sleep(150);
            RawServer.say(
                    connection, RawServer.chunk("data: {\"type\": \"token\", \"data\": {\"text\": \"late\"}}\n\n"));
            Thread.sleep(60_000);
        })) {
            long start = System.nanoTime();
            var json = Json.parse(world.nex("workflow", "run", "r-1", "--json").out());
            assertEquals(2, json.path("events").size(), raw.url());
            assertEquals("complete", json.path("stop_reason").asText());
            assertTrue(System.nanoTime() - start < 5e9);
        }
    }

    @Test
    void after_complete_a_server_that_never_stops_talking_does_not_hold_us() throws Exception {
        try (var raw = raw((connection, request) -> {
            RawServer.say(connection, RawServer.STREAM + "\r\n" + RawServer.chunk("data: " + COMPLETE + "\n\n"));
            while (true) {
                RawServer.say(connection, RawServer.chunk("data: ping\n\n"));
                Thread.sleep(100);
            }
        })) {
            long start = System.nanoTime();
            assertEquals(0, world.nex("workflow", "run", "r-1", "--json").code(), raw.url());
            assertTrue(System.nanoTime() - start < 10e9);
        }
    }

    @Test
    void a_stream_goes_on_where_it_broke_off_when_the_engine_offers_it() throws Exception {
        try (var raw = raw((connection, request) -> {
            if (request.startsWith("POST /langchain")) {
                RawServer.say(
                        connection,
                        RawServer.STREAM + "X-Nex-Resume: /langchain-agent/threads/th-1/events\r\n\r\n"
                                + RawServer.chunk("id: 41\ndata: " + THREAD
                                        + "\n\nid: 42\ndata: {\"type\": \"a\"}\n\nid: 43\ndata: {\"ty"));
                Thread.sleep(50);
                connection.setSoLinger(true, 0);
            } else {
                RawServer.say(
                        connection,
                        RawServer.STREAM + "\r\n"
                                + RawServer.chunk(
                                        "id: 43\ndata: {\"type\": \"b\"}\n\nid: 44\ndata: " + COMPLETE + "\n\n")
                                + "0\r\n\r\n");
            }
        })) {
            var json = Json.parse(world.nex("workflow", "run", "r-1", "--json").out());
            assertEquals("complete", json.path("stop_reason").asText());
            assertEquals(
                    List.of("thread_initialized", "a", "b", "complete"),
                    json.path("events").findValuesAsText("type"));
            String resumed = raw.requests().get(raw.requests().size() - 1);
            assertTrue(resumed.startsWith("GET /langchain-agent/threads/th-1/events?user_id=u-1 "), resumed);
            assertTrue(resumed.contains("\r\nLast-Event-ID: 42\r\n"), resumed);
            assertTrue(resumed.contains("\r\nAuthorization: Bearer " + TestWorld.TOKEN + "\r\n"), resumed);
        }
    }

    @Test
    void a_resume_address_elsewhere_does_not_get_the_token() throws Exception {
        try (var elsewhere = StubServer.start();
                var raw = raw((connection, request) -> {
                    RawServer.say(
                            connection,
                            request.startsWith("POST /langchain")
                                    ? RawServer.STREAM + "X-Nex-Resume: " + elsewhere.url() + "/steal\r\n\r\n"
                                            + RawServer.chunk("data: " + THREAD + "\n\n")
                                    : "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n");
                    Thread.sleep(50);
                    connection.setSoLinger(true, 0);
                })) {
            var json = Json.parse(world.nex("workflow", "run", "r-1", "--json").out());
            assertEquals("cut_off", json.path("stop_reason").asText(), raw.url());
            assertEquals(List.of(), elsewhere.asked());
            assertEquals(
                    "the connection to " + raw.url() + " broke off",
                    json.path("cause").asText());
        }
    }

    @Test
    void a_refused_chat_is_the_backends_refusal() {
        backend.on(CHAT, StubServer.text(429, "application/json", "{\"detail\": \"busy\"}", "Retry-After", "12"));
        var busy = world.nex("workflow", "run", "r-1");
        assertEquals(3, busy.code());
        assertTrue(
                busy.err()
                        .endsWith("backend error (429) POST /langchain-agent/chat -> 429: busy\n  try again in 12 s\n"),
                busy.err());
        backend.on(CHAT, StubServer.text(302, "", "", "Location", "https://login.test/?next=x"));
        var redirect = world.nex("workflow", "run", "r-1");
        assertEquals(3, redirect.code());
        assertTrue(
                redirect.err().contains("-> 302: a redirect to https://login.test/, which is not followed"),
                redirect.err());
        backend.on(CHAT, StubServer.text(200, "text/html; charset=utf-8", "<h1>Sign in</h1>"));
        var page = world.nex("workflow", "run", "r-1");
        assertEquals(3, page.code());
        assertTrue(page.err().contains("answered a web page, not JSON"), page.err());
        assertEquals("", busy.out() + redirect.out() + page.out());
    }

    @Test
    void a_run_that_was_started_before_goes_on_and_a_real_400_is_not_lost() {
        backend.on(START, StubServer.json(400, "{\"detail\": \"wrong state\"}"))
                .on("GET /workflow-lab/runs/r-1", RUN)
                .on(CHAT, StubServer.events(COMPLETE));
        assertEquals(0, world.nex("workflow", "run", "r-1").code());
        backend.on("GET /workflow-lab/runs/r-1", "{\"id\": \"r-1\", \"verifier_client_task_id\": null}");
        var result = world.nex("workflow", "run", "r-1");
        assertEquals(1, result.code());
        assertTrue(result.err().contains("has no verification task: POST"), result.err());
        assertTrue(result.err().contains("wrong state"), result.err());
    }

    @Test
    void standalone_hitl_and_impersonation_go_into_the_chat() {
        backend.on("GET /workflow-lab/runs/r-1", RUN).on(CHAT, StubServer.events(COMPLETE));
        world.nex("workflow", "run", "r-1", "--standalone", "--hitl", "--as", " Boss@x.test ", "-k", "go");
        assertEquals(
                "{\"user_id\":\"u-1\",\"message\":\"go\",\"provider\":\"openai\",\"task_definition_id\":\"td\","
                        + "\"impersonator_email\":\"odalys@nexhelm.ai\",\"target_user_email\":\"Boss@x.test\","
                        + "\"read_only\":true,\"hitl\":true}",
                backend.seen().get(1).body());
        var own = world.nex("workflow", "run", "r-1", "--as", "ODALYS@nexhelm.ai");
        assertTrue(own.err().startsWith("--as names your own account: a normal run, with writes\n"), own.err());
    }

    @Test
    void watch_attaches_to_the_thread_and_answer_goes_on_with_it() {
        String waiting = "{\"id\": \"r-1\", \"status\": \"verifying\", \"verifier_thread_id\": \"th-1\","
                + " \"verifier_client_task_id\": 7, \"interaction\": {\"interaction_id\": \"i-1\", \"kind\":"
                + " \"%s\", \"prompt\": \"Send?\"}}";
        backend.on("GET /workflow-lab/runs/r-1", waiting.formatted("approval"))
                .on("GET /langchain-agent/threads/th-1/events", StubServer.events(THREAD, COMPLETE))
                .on(CHAT, StubServer.events(THREAD, COMPLETE));
        assertEquals(0, world.nex("workflow", "watch", "r-1").code());
        assertEquals(
                "GET /langchain-agent/threads/th-1/events?user_id=u-1",
                backend.asked().get(1));
        assertEquals(0, world.nex("workflow", "answer", "r-1", "--approve").code());
        assertEquals(
                "{\"user_id\":\"u-1\",\"message\":\"\",\"provider\":\"openai\",\"thread_id\":\"th-1\",\"client_task_id\":7,"
                    + "\"hitl\":true,\"interaction_response\":{\"interaction_id\":\"i-1\",\"decision\":\"approve\"}}",
                backend.seen().get(3).body());
        assertEquals(4, world.nex("workflow", "answer", "r-1", "-m", "well").code(), "an approval is yes or no");
        assertEquals(2, world.nex("workflow", "answer", "r-1").code());
        assertEquals(
                2,
                world.nex("workflow", "answer", "r-1", "--approve", "--reject").code());
        backend.on("GET /workflow-lab/runs/r-1", waiting.formatted("question"));
        assertEquals(0, world.nex("workflow", "answer", "r-1", "-m", "Tuesday").code());
        assertTrue(backend.seen()
                .get(backend.seen().size() - 1)
                .body()
                .endsWith("{\"interaction_id\":\"i-1\",\"decision\":\"answer\",\"text\":\"Tuesday\"}}"));
        assertEquals(4, world.nex("workflow", "answer", "r-1", "--reject").code());
        backend.on("GET /workflow-lab/runs/r-1", RUN);
        assertEquals(4, world.nex("workflow", "answer", "r-1", "--approve").code(), "it waits for nothing");
    }

    /** A backend whose chat misbehaves and whose runs are fine; the world is signed in there. */
    private RawServer raw(RawServer.Handler chat) {
        RawServer server = RawServer.start((connection, request) -> {
            if (request.contains("/start-verification ")) {
                RawServer.say(
                        connection,
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
                                + "Content-Length: " + RUN.length() + "\r\n\r\n" + RUN);
            } else {
                chat.handle(connection, request);
            }
        });
        world.config(TestWorld.configOf(server.url()));
        return server;
    }
}
