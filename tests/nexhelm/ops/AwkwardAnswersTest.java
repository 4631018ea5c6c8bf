package nexhelm.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import nexhelm.json.Json;
import nexhelm.support.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of examples/ops against a backend that answers what nobody expects. */
class AwkwardAnswersTest {

    private static final String RUNS = """
        {"runs": [
          {"id": 17, "status": "verifying", "sandbox_user_id": "s1", "updated_at": "2020-01-02T03:04:05.678901"},
          {"id": "gone", "status": "verifying", "sandbox_user_id": "s1", "updated_at": "2020-01-02T03:04:05+00:00"},
          {"id": "stuck", "status": "verifying", "sandbox_user_id": "s1", "updated_at": "2020-01-02T03:04:05Z"},
          {"id": "undated", "status": "brand_new", "sandbox_user_id": "s1", "updated_at": null, "created_at": "yesterday"},
          {"id": "young", "status": "setting_up", "sandbox_user_id": "s1", "created_at": "2999-01-02T03:04:05Z"},
          {"id": "theirs", "status": "verifying", "sandbox_user_id": "s2", "updated_at": "2020-01-02T03:04:05Z"},
          {"id": "over", "status": "cancelled", "sandbox_user_id": "s1", "updated_at": "2020-01-02T03:04:05Z"},
          {"status": "verifying", "sandbox_user_id": "s1", "updated_at": "2020-01-02T03:04:05Z"},
          {"id": "=cmd|calc", "status": "awaiting_human_verify", "sandbox_user_id": "s3", "updated_at": "2020-01-02T03:04:05Z",
           "proposal": {"task_name": "=HYPERLINK(1), \\"x\\"\\u001b[2J\\r\\nnew line"}},
          {"id": "../../up", "status": "awaiting_human_verify", "sandbox_user_id": "s3", "proposal": null},
          {"id": "asks", "status": "verifying", "verifier_client_task_status": "waiting", "sandbox_user_id": "s3",
           "updated_at": "2021-01-02T03:04:05Z", "proposal": []}
        ]}\
        """;

    @TempDir
    Path temp;

    private final Map<String, String> answers = new LinkedHashMap<>();
    private HttpServer server;
    private Scripts scripts;

    @BeforeEach
    void start_the_stub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        scripts = new Scripts(
                temp.resolve("home"), "http://127.0.0.1:" + server.getAddress().getPort(), "a-secret-token");
        answers.put("GET /workflow-lab/runs", "200 " + RUNS);
    }

    @AfterEach
    void stop_the_stub() {
        server.stop(0);
    }

    @Test
    void cancel_stale_cancels_what_it_can_judge_and_reports_the_rest() {
        answers.put("POST /workflow-lab/runs/17/cancel", "200 {\"id\": 17, \"status\": \"cancelled\"}");
        answers.put("POST /workflow-lab/runs/gone/cancel", "409 {\"detail\": \"already ended\"}");
        answers.put("GET /workflow-lab/runs/gone", "200 {\"id\": \"gone\", \"status\": \"verified_auto\"}");
        answers.put("POST /workflow-lab/runs/stuck/cancel", "500 <html><body>\u001b[2Joops</body></html>");
        Command.Result result = clean(scripts.run("cancel-stale", "--hours", "24", "-s", "s1"));
        assertEquals(1, result.code(), result.err());
        assertTrue(line(result, "17").endsWith("  cancelled"), result.out());
        assertTrue(line(result, "gone").endsWith("had just ended by itself"), result.out());
        assertTrue(line(result, "stuck").contains("FAILED: "), result.out());
        assertTrue(line(result, "undated").contains("left alone"), result.out());
        assertTrue(line(result, "young").endsWith("  kept"), result.out());
        assertTrue(
                result.out().endsWith("sandbox s1: 5 active, 1 cancelled, 1 ended meanwhile, 1 FAILED, 2 kept\n"),
                result.out());
    }

    @Test
    void cancel_stale_wants_a_sandbox_named_where_there_are_several() {
        answers.put(
                "GET /workflow-lab/sandbox-accounts",
                "200 {\"sandbox_accounts\": [{\"sandbox_user_id\": \"s1\"}, {\"sandbox_user_id\": \"s2\"}]}");
        Command.Result result = clean(scripts.run("cancel-stale", "--hours", "24"));
        assertEquals(2, result.code());
        assertTrue(result.err().contains("name one with -s: s1, s2"), result.err());
        assertEquals("", result.out());
    }

    @Test
    void awaiting_human_forgets_nobody_and_nothing_in_a_cell_is_a_formula() {
        answers.put(
                "GET /workflow-lab/runs/asks",
                "200 {\"id\": \"asks\", \"interaction\": {\"kind\": \"question\", \"prompt\": \"+1, or -1?\"}}");
        Command.Result csv = clean(scripts.run("awaiting-human", "--csv"));
        String[] lines = csv.ok().split("\r\n");
        assertEquals(4, lines.length, csv.out());
        assertTrue(lines[1].startsWith("../../up,verdict,,Is what it did right?,,,http"), lines[1]);
        assertTrue(lines[2].startsWith("\"'=cmd|calc\",verdict,\"'=HYPERLINK(1), \"\"x\"\" [2J new line\","), lines[2]);
        assertTrue(lines[3].startsWith("asks,question,,\"'+1, or -1?\",2021-01-02T03:04:05Z,"), lines[3]);
        String text = clean(scripts.run("awaiting-human")).ok();
        assertTrue(text.contains("verdict · for an unknown time"), text);
        assertTrue(text.contains("nex workflow answer asks -m 'TEXT'"), text);
    }

    @Test
    void export_definitions_writes_what_it_gets_and_nothing_outside_its_folder() throws Exception {
        answers.put(
                "GET /workflow-lab/runs/17/task-definition", "200 {\"task_definition\": {\"name\": \"Übersicht\"}}");
        answers.put("GET /workflow-lab/runs/gone/task-definition", "404 {\"detail\": \"no such run\"}");
        answers.put("GET /workflow-lab/runs/stuck/task-definition", "200 {\"task_definition\": null}");
        Path folder = temp.resolve("deep/definitions");
        Command.Result result = clean(scripts.run("export-definitions", folder.toString()));
        assertEquals(1, result.code(), result.out());
        assertTrue(result.err().contains("run ../../up: this id cannot be a file name"), result.err());
        assertTrue(result.err().contains("run stuck: it has no task definition"), result.err());
        assertTrue(result.out().contains("11 run(s): 1 written, 0 unchanged, 10 FAILED"), result.out());
        try (Stream<Path> files = Files.walk(temp.resolve("deep"))) {
            assertEquals(1, files.filter(Files::isRegularFile).count());
        }
        JsonNode kept = Json.parse(Files.readString(folder.resolve("17.json")));
        assertEquals("Übersicht", kept.path("task_definition").path("name").asText());
    }

    @Test
    void a_backend_that_refuses_or_talks_nonsense_is_one_line_and_never_an_empty_report() {
        for (String nonsense : new String[] {"401 {\"detail\": \"no\"}", "200 <html>sign in</html>", "200 [1, 2"}) {
            answers.put("GET /workflow-lab/runs", nonsense);
            Command.Result result = clean(scripts.run("awaiting-human"));
            assertEquals(3, result.code(), nonsense);
            assertEquals("", result.out(), nonsense);
            assertEquals(
                    1,
                    result.err()
                            .lines()
                            .filter(line -> line.startsWith("awaiting-human: "))
                            .count(),
                    result.err());
        }
        answers.put("GET /workflow-lab/runs", "401 {\"detail\": \"no\"}");
        assertEquals(
                3,
                clean(scripts.run("cancel-stale", "--hours", "1", "-s", "s1")).code());
        assertEquals(
                3,
                clean(scripts.run("export-definitions", temp.resolve("x").toString()))
                        .code());
    }

    @Test
    void a_nex_that_is_not_there_or_says_nothing_is_told_in_one_line() throws IOException {
        Command.Result missing = clean(
                scripts.run("awaiting-human", "--nex", temp.resolve("none").toString()));
        assertEquals(2, missing.code());
        assertTrue(missing.err().contains("name nex with --nex"), missing.err());
        Path silent = temp.resolve("silent nex");
        Files.writeString(silent, "#!/bin/sh\nexit 7\n");
        assertTrue(silent.toFile().setExecutable(true));
        Command.Result said = clean(scripts.run("awaiting-human", "--nex", silent.toString()));
        assertEquals(7, said.code());
        assertTrue(said.err().contains("ended with 7 and said nothing"), said.err());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String key =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            String answer = answers.getOrDefault(key, "404 {\"detail\": \"not here\"}");
            byte[] body = answer.substring(4).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", body[0] == '<' ? "text/html" : "application/json");
            exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String line(Command.Result result, String id) {
        return result.out()
                .lines()
                .filter(line -> line.startsWith(id + " "))
                .findFirst()
                .orElse(result.out());
    }

    private static Command.Result clean(Command.Result result) {
        String all = result.out() + result.err();
        assertFalse(all.contains("a-secret-token"), "the token is shown");
        assertFalse(all.contains("\tat "), all);
        assertFalse(all.contains("\u001b"), "a control character reaches the terminal");
        return result;
    }
}
