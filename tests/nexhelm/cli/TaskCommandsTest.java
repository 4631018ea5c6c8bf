package nexhelm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** Driving a stored task definition once, and comparing two such runs. */
@Timeout(60)
class TaskCommandsTest {
    private static final String KEY = "srk-8812";
    private static final String THREAD = "{\"type\": \"thread_initialized\", \"data\": {\"thread_id\": \"th-1\"}}";
    private static final String COMPLETE = "{\"type\": \"complete\", \"data\": {}}";

    @TempDir
    Path home;

    private final StubServer backend = StubServer.start();
    private TestWorld world;

    @BeforeEach
    void signIn() {
        world = TestWorld.signedIn(home, backend.url())
                .env("SUPABASE_URL", backend.url())
                .env("SUPABASE_SERVICE_ROLE_KEY", KEY);
        backend.on(
                        "GET /rest/v1/task_definitions",
                        "[{\"id\": \"td\", \"name\": \"Prep\", \"organization_id\": \"o\"}]")
                .on("POST /rest/v1/client_tasks", StubServer.json(201, "[{\"id\": 61}]"))
                .on("POST /langchain-agent/chat", StubServer.events(THREAD, COMPLETE))
                .on("GET /rest/v1/client_task_output_documents", "[]");
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    private void documents(String... names) {
        backend.on(
                "GET /rest/v1/client_task_output_documents",
                "["
                        + String.join(
                                ",",
                                List.of(names).stream()
                                        .map(TaskCommandsTest::row)
                                        .toList()) + "]");
    }

    private static String row(String name) {
        return Json.compact(Json.object().put("filename", name).put("s3_key", "k/" + name));
    }

    private TestWorld.Result run(String... more) {
        var args = new ArrayList<>(List.of("tasks", "run", "td", "--owner-user-id", "own"));
        args.addAll(List.of(more));
        return world.nex(args.toArray(String[]::new));
    }

    @Test
    void documents_of_hostile_and_equal_names_lie_side_by_side_in_the_folder() throws Json.Malformed {
        documents("../../up.pdf", "a/b.pdf", "b.pdf", "run.json", "..");
        backend.on("POST /presigned-download-url", "{\"url\": \"" + backend.url() + "/s3?sig=s3cret\"}")
                .on("GET /s3", StubServer.text(200, "application/pdf", "%PDF"));
        var result = run("-o", "deep/out", "--json");
        assertEquals(0, result.code(), result.all());
        assertEquals(
                "[\"up.pdf\",\"b.pdf\",\"b (2).pdf\",\"run (2).json\",\"_\"]",
                Json.compact(Json.parse(result.out()).path("documents")));
        assertEquals("%PDF", world.read("proj/deep/out/b (2).pdf"));
        assertEquals(
                "{\"up.pdf\":\"../../up.pdf\",\"b.pdf\":\"a/b.pdf\",\"b (2).pdf\":\"b.pdf\",\"run"
                        + " (2).json\":\"run.json\",\"_\":\"..\"}",
                Json.compact(Json.parse(world.read("proj/deep/out/run.json")).path("server_names")));
        assertEquals(
                61,
                Json.parse(world.read("proj/deep/out/run.json"))
                        .path("client_task_id")
                        .asInt());
        assertFalse(Files.exists(home.resolve("proj/up.pdf")));
        assertFalse(result.all().contains(KEY) || result.all().contains("s3cret"), result.all());
    }

    @Test
    void a_failed_download_is_kept_in_the_record_and_the_next_one_is_fetched() throws Json.Malformed {
        documents("one.pdf", "two.pdf");
        backend.on(
                        "POST /presigned-download-url",
                        StubServer.json(500, "{\"detail\": \"no key\"}"),
                        StubServer.json("{\"download_url\": \"" + backend.url() + "/s3\"}"))
                .on("GET /s3", StubServer.text(200, "application/pdf", "%PDF"));
        var result = run();
        assertEquals(1, result.code());
        assertTrue(result.out().contains("! one.pdf: "), result.out());
        var record = Json.parse(world.read("proj/baseline/run.json"));
        assertEquals("[\"two.pdf\"]", Json.compact(record.path("documents")));
        assertEquals("one.pdf", record.path("failures").path(0).path("filename").asText());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        1 | {"type": "error", "data": {"message": "broke"}}
        6 | {"type": "token", "data": {"text": "x"}}
        7 | {"type": "tool_start", "data": {"name": "gmail.sendEmail"}}~{"type": "complete", "data": {}}
        7 | {"type": "tool_end", "data": {"name": "gmail_send"}}~{"type": "error", "data": {"message": "broke"}}
        7 | {"type": "tool_end", "data": {"name": "gmail_send"}}~{"type": "token", "data": {"text": "x"}}
        0 | {"type": "tool_start", "data": {"name": "gmail_send"}}~{"type": "interaction", "data": {}}
        0 | {"type": "tool_end", "data": {"name": "save_output_document"}}~{"type": "complete", "data": {}}
        8 | {"type": "tool_end", "data": {"name": "x", "output": {"contract_report": {"ok": false}}}}~{"type": "complete", "data": {}}
        """)
    void the_exit_code_says_how_it_went(int code, String events) {
        backend.on("POST /langchain-agent/chat", StubServer.events((THREAD + "~" + events).split("~")));
        var result = run("--poll", "0");
        assertEquals(code, result.code(), result.all());
        assertTrue(Files.exists(home.resolve("proj/baseline/trace.jsonl")));
    }

    @Test
    void a_folder_that_holds_a_run_is_left_alone_unless_forced() {
        assertEquals(0, run("--poll", "0").code());
        int asked = backend.seen().size();
        var again = run("--poll", "0");
        assertEquals(4, again.code());
        assertTrue(again.err().contains("./baseline holds a recorded run already"), again.err());
        assertEquals(asked, backend.seen().size());
        assertEquals(0, run("--poll", "0", "--force").code());
    }

    @Test
    void without_an_owner_or_with_a_key_in_clear_nothing_is_asked() {
        assertEquals(2, world.nex("tasks", "run", "td").code());
        world.env("SUPABASE_URL", "http://db.example.test");
        var clear = run();
        assertEquals(2, clear.code());
        assertTrue(clear.err().contains("plain http to another machine"), clear.err());
        assertEquals(List.of(), backend.asked());
    }

    @Test
    void the_key_may_lie_in_a_file_and_a_loose_mode_is_told() {
        world.env("SUPABASE_URL", "").env("SUPABASE_SERVICE_ROLE_KEY", "");
        world.file(
                ".nex/tasks-run.env",
                "# note\nSUPABASE_URL=" + backend.url() + "/\nSUPABASE_SERVICE_ROLE_KEY=" + KEY + "\n",
                "rw-r--r--");
        var result = run("--poll", "0");
        assertEquals(0, result.code(), result.all());
        assertTrue(result.err().contains("others can read"), result.err());
        assertFalse(result.all().contains(KEY));
        assertEquals("Bearer " + KEY, backend.seen().get(0).headers().get("authorization"));
    }

    @Test
    void a_refused_agent_is_recorded_and_it_is_said_how_to_go_on() throws Json.Malformed {
        backend.on("POST /langchain-agent/chat", StubServer.text(500, "text/plain", "down"));
        var result = run();
        assertEquals(1, result.code());
        assertTrue(result.err().contains("--client-task-id 61 --force"), result.err());
        var record = record();
        assertEquals("failed", record.path("status").asText());
        assertEquals("2026-03-04T10:00:00Z", record.path("started_at").asText());
        assertEquals(61, record.path("client_task_id").asInt());
        assertEquals("chat", record.path("failures").path(0).path("step").asText());
        assertTrue(record.path("failures").path(0).path("reason").asText().contains("500"), record.toString());
        backend.on("POST /langchain-agent/chat", StubServer.events(THREAD, COMPLETE));
        assertEquals(0, run("--client-task-id", "61", "--force", "--poll", "0").code());
        assertFalse(record().has("status") || record().has("failures"), record().toString());
    }

    @Test
    void an_agent_that_cannot_be_reached_and_a_task_that_is_not_made_are_recorded() throws Json.Malformed {
        backend.on("POST /langchain-agent/chat", com.sun.net.httpserver.HttpExchange::close);
        assertEquals(1, run().code());
        assertEquals("chat", record().path("failures").path(0).path("step").asText());
        backend.on("POST /rest/v1/client_tasks", StubServer.json(409, "{\"message\": \"no\"}"));
        assertEquals(1, run("--force").code());
        assertEquals(
                "client task", record().path("failures").path(0).path("step").asText());
        assertFalse(record().has("client_task_id"), record().toString());
    }

    @Test
    void record_and_trace_are_there_while_the_agent_works() throws Exception {
        var seen = new ArrayList<String>();
        backend.on("POST /langchain-agent/chat", exchange -> {
            seen.add(world.read("proj/baseline/run.json"));
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(("data: " + THREAD + "\n\n").getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            for (int i = 0; i < 200 && !seen.get(seen.size() - 1).contains("th-1"); i++) {
                pause();
                seen.add(world.read("proj/baseline/run.json"));
            }
            for (int i = 0; i < 200 && !world.has("proj/baseline/trace.jsonl"); i++) {
                pause();
            }
            seen.add(world.read("proj/baseline/trace.jsonl"));
            exchange.getResponseBody().write(("data: " + COMPLETE + "\n\n").getBytes(StandardCharsets.UTF_8));
        });
        assertEquals(0, run("--poll", "0").code());
        var first = Json.parse(seen.get(0));
        assertEquals("running", first.path("status").asText());
        assertEquals("td", first.path("task_definition_id").asText());
        assertEquals(61, first.path("client_task_id").asInt());
        assertEquals(
                "th-1", Json.parse(seen.get(seen.size() - 2)).path("thread_id").asText());
        assertEquals(Json.compact(Json.parse(THREAD)), seen.get(seen.size() - 1));
        assertFalse(record().has("status"), "a run that is over is its result alone");
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_list_of_documents_that_fails_loses_no_result() throws Json.Malformed {
        backend.on("GET /rest/v1/client_task_output_documents", StubServer.json(400, "{\"message\": \"no table\"}"));
        var result = run("--json");
        assertEquals(1, result.code(), result.all());
        assertEquals("complete", Json.parse(result.out()).path("stop_reason").asText());
        assertEquals("documents", record().path("failures").path(0).path("step").asText());
        var human = run("--force");
        assertTrue(human.out().contains("! documents: ") && human.out().contains("no table"), human.out());
    }

    @Test
    void a_database_that_is_away_for_a_moment_is_asked_again() {
        backend.on(
                "GET /rest/v1/client_task_output_documents",
                StubServer.json(503, "{}"),
                StubServer.json("[" + row("a.txt") + "]"));
        backend.on("POST /presigned-download-url", "{\"url\": \"" + backend.url() + "/s3\"}")
                .on("GET /s3", StubServer.text(200, "text/plain", "x"));
        var result = run("--poll", "1");
        assertEquals(0, result.code(), result.all());
        assertTrue(world.has("proj/baseline/a.txt"));
    }

    @Test
    void a_download_that_comes_in_drops_ends_with_the_time_for_all() throws Json.Malformed {
        documents("slow.pdf", "next.pdf");
        backend.on("POST /presigned-download-url", "{\"url\": \"" + backend.url() + "/s3\"}")
                .on("GET /s3", exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    for (int i = 0; i < 100; i++) {
                        exchange.getResponseBody().write('x');
                        exchange.getResponseBody().flush();
                        pause();
                        pause();
                        pause();
                        pause();
                        pause();
                    }
                });
        long begun = System.nanoTime();
        var result = run("--download-limit", "1");
        assertEquals(1, result.code(), result.all());
        assertTrue(System.nanoTime() - begun < 8_000_000_000L, "the limit is for all of them together");
        assertEquals(2, record().path("failures").size(), record().toString());
        assertTrue(result.out().contains("--download-limit"), result.out());
    }

    private JsonNode record() throws Json.Malformed {
        return Json.parse(world.read("proj/baseline/run.json"));
    }

    @Test
    void two_runs_without_anything_to_compare_are_no_parity() throws Json.Malformed {
        world.file("proj/a.json", "{}").file("proj/b.json", "{\"contract_report\": null}");
        var json = world.nex("tasks", "diff", "a.json", "b.json", "--json");
        assertEquals(2, json.code());
        assertFalse(Json.parse(json.out()).path("parity").asBoolean(true));
        var human = world.nex("tasks", "diff", "a.json", "b.json");
        assertEquals(2, human.code());
        assertTrue(human.out().contains("neither run has a snapshot"), human.out());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        0 | {"a": 1, "b": [1, 2.0]}  | {"b": [1.0, 2], "a": 1.0}
        1 | {"a": "x "}              | {"a": "x"}
        1 | {"a": null, "k": 1}      | {"k": 1}
        0 | {"a": true}              | {"a": "filled"}
        1 | {"a": true}              | {"a": ""}
        1 | {"a": true, "k": 1}      | {"k": 1}
        0 | {"a": false, "k": 1}     | {"k": 1}
        """)
    void values_are_compared_exactly_and_truth_by_presence(int code, String before, String after) {
        world.file("proj/a.json", "{\"contract_report\": {\"snapshot\": " + before + "}}")
                .file("proj/b.json", "{\"contract_report\": {\"snapshot\": " + after + "}}");
        assertEquals(
                code, world.nex("tasks", "diff", "a.json", "b.json", "--json").code());
    }

    @Test
    void drift_is_shown_field_by_field_with_what_is_absent() {
        world.file("proj/a.json", "{\"contract_report\": {\"snapshot\": {\"[x]\": \"Ann\"}}}")
                .file("proj/b.json", "{\"contract_report\": {\"snapshot\": {\"k\": 1}}}");
        assertEquals("""
            ✗ 2 fields drifted:
              [strict] [x]: baseline="Ann" new=(absent)
              [strict] k: baseline=(absent) new=1
            """, world.nex("tasks", "diff", "a.json", "b.json").out());
    }

    @ParameterizedTest
    @CsvSource({"[1]", "nope", "''"})
    void what_is_no_recorded_run_is_refused(String text) {
        world.file("proj/a.json", text).file("proj/b.json", "{}");
        var result = world.nex("tasks", "diff", "a.json", "b.json");
        assertEquals(4, result.code());
        assertTrue(result.err().startsWith("invalid input: a.json "), result.err());
    }
}
