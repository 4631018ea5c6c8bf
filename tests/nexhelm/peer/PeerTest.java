package nexhelm.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import nexhelm.json.Json;
import nexhelm.support.Checkout;
import nexhelm.support.Command;
import nexhelm.support.Needs;
import nexhelm.support.RunningEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Python reference, a client that knows nothing of us, goes through the whole loop on our engine: what it prints and
 * its exit codes say whether the engine keeps the contract.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PeerTest {

    private static final String EMAIL = "sam@nexhelm.ai";
    private static final String PASSWORD = "correct horse, battery";
    private static final String SERVICE_KEY = "srk-0123456789-0123456789-0123456789";
    private static final String TRANSCRIPT = "examples/annual-review.txt";

    @TempDir
    static Path temp;

    static Path python;
    static RunningEngine engine;
    static String sandbox;
    static String run;
    static String thread;

    @BeforeAll
    static void start_an_engine_with_an_account() throws Exception {
        python = Needs.peerPython();
        Path data = Files.createDirectories(temp.resolve("data"));
        RunningEngine.addUser(data, EMAIL, PASSWORD);
        Path key = Files.writeString(temp.resolve("service.key"), SERVICE_KEY);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        engine = RunningEngine.start(data, "--service-key-file", key.toString());
    }

    @AfterAll
    static void stop_it() {
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    @Order(1)
    void signs_in_with_a_password() throws Exception {
        Command.Result result = nex(
                        "auth", "setup", "-e", EMAIL, "--backend-url", engine.url(), "--frontend-url", engine.url())
                .stdin(PASSWORD + "\n1\n")
                .run(Duration.ofSeconds(60));
        assertEquals(0, result.code(), result.out() + result.err());
        assertTrue(result.out().contains("authenticated as " + EMAIL), result.out());
        assertTrue(result.out().contains("c_demo"), result.out());
        assertTrue(result.out().contains("GET /workflow-lab/runs reachable"), result.out());
        Path config = temp.resolve("home/.nex/config");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(config)));
        JsonNode kept = Json.parse(Files.readString(config));
        assertEquals("c_demo", kept.path("client_id").asText());
        assertEquals(EMAIL, kept.path("user_email").asText());
        assertFalse(Files.readString(config).contains(PASSWORD));
    }

    @Test
    @Order(2)
    void a_wrong_password_is_refused_in_words() {
        Command.Result result = nex("auth", "setup", "-e", EMAIL, "--backend-url", engine.url())
                .env("HOME", temp.resolve("stranger"))
                .stdin("not the password\n")
                .run(Duration.ofSeconds(60));
        assertTrue(
                result.code() != 0 && !(result.out() + result.err()).contains("Traceback"),
                result.out() + result.err());
        assertFalse(Files.exists(temp.resolve("stranger/.nex/config")));
    }

    @Test
    @Order(3)
    void its_doctor_finds_everything_in_order() {
        String said = ok("doctor");
        assertTrue(said.contains("all checks passed"), said);
        assertTrue(said.contains(engine.url() + " reachable"), said);
        assertTrue(ok("auth", "status").contains("server-issued"));
    }

    @Test
    @Order(4)
    void lists_the_sandbox_account() throws Exception {
        JsonNode accounts = json("workflow", "sandbox-accounts").path("sandbox_accounts");
        assertEquals(1, accounts.size());
        sandbox = accounts.get(0).path("sandbox_user_id").asText();
        assertEquals("google", accounts.get(0).path("providers").get(0).asText());
        assertTrue(ok("workflow", "sandbox-accounts").contains(sandbox));
        String set = ok("workflow", "set-default-sandbox", sandbox);
        assertTrue(set.contains(sandbox), set);
        assertEquals(4, call("workflow", "set-default-sandbox", "nobody").code());
    }

    @Test
    @Order(5)
    void analyses_which_integrations_a_transcript_needs() throws Exception {
        JsonNode analysis = json("workflow", "integration-engineer", "-f", TRANSCRIPT);
        assertTrue(analysis.path("capabilities_needed").size() > 3, analysis.toString());
        for (JsonNode capability : analysis.path("capabilities_needed")) {
            assertTrue(
                    List.of("blocker", "major", "minor")
                            .contains(capability.path("priority").asText()),
                    capability.toString());
            assertFalse(capability.path("capability").asText().isBlank(), capability.toString());
        }
        String said = ok("workflow", "integration-engineer", "-f", TRANSCRIPT);
        assertTrue(said.contains("── analysis ──"), said);
        assertTrue(said.contains("read_document"), said);
    }

    @Test
    @Order(6)
    void designs_and_refines_which_cancels_the_first_design() throws Exception {
        String said = ok("workflow", "designer", "-f", TRANSCRIPT, "-s", sandbox, "-H", "keep it short");
        assertTrue(said.contains("── proposal ──") && said.contains("1. "), said);
        assertTrue(said.contains(engine.url() + "/dashboard/workflow-lab?runId="), said);

        JsonNode designed = json("workflow", "designer", "-f", TRANSCRIPT);
        assertEquals("designed", designed.path("status").asText());
        assertEquals(sandbox, designed.path("sandbox_user_id").asText(), "the default sandbox is used");
        assertFalse(designed.path("proposal").path("step_performers").isEmpty(), designed.toString());
        String first = designed.path("id").asText();

        JsonNode exported = Json.parse(ok("workflow", "export", first));
        assertTrue(exported.path("task_definition").path("steps").size() > 3);

        JsonNode refined = json("workflow", "refine", first, "-m", "Drop step 2.");
        assertEquals(first, refined.path("refined_from_run_id").asText());
        assertEquals("cancelled", json("workflow", "show", first).path("status").asText());

        Path file = temp.resolve("definition.json");
        ok("workflow", "export", first, "-o", file.toString());
        JsonNode verbatim = json("workflow", "refine", refined.path("id").asText(), "-T", file.toString());
        run = verbatim.path("id").asText();
        assertEquals(
                exported.path("task_definition").path("steps"),
                Json.parse(ok("workflow", "export", run))
                        .path("task_definition")
                        .path("steps"));
        assertTrue(
                ok("workflow", "refine", run, "-m", "Keep everything as it is.").contains("refined from: " + run));
        run = json("workflow", "list", "--active")
                .path("runs")
                .get(0)
                .path("id")
                .asText();
    }

    @Test
    @Order(7)
    void runs_it_to_the_end_and_a_second_run_shows_the_same_work() throws Exception {
        JsonNode done = json("workflow", "run", run);
        assertEquals(
                "complete",
                done.path("stop_reason").asText(),
                done.path("error").toString());
        thread = done.path("thread_id").asText();
        assertFalse(thread.isEmpty());
        List<String> types = types(done.path("events"));
        assertEquals("thread_initialized", types.get(0));
        assertEquals("complete", types.get(types.size() - 1));
        assertTrue(types.containsAll(List.of("ai_message_complete", "tool_start", "tool_end")), types.toString());
        assertTrue(done.path("verifier_client_task_id").isInt());

        String again = ok("workflow", "run", run);
        assertTrue(again.contains("✓ stop_reason: complete  thread: " + thread), again);
        assertEquals(types, types(json("workflow", "run", run).path("events")), "no second agent");
    }

    @Test
    @Order(8)
    void reads_the_trace() throws Exception {
        JsonNode trace = json("workflow", "trace", run);
        List<String> roles = new ArrayList<>();
        trace.path("messages").forEach(message -> roles.add(message.path("role").asText()));
        assertEquals(List.of("user", "assistant"), roles);
        assertTrue(StreamSupport.stream(
                        trace.path("messages").get(1).path("content").spliterator(), false)
                .anyMatch(block -> block.path("type").asText().equals("tool_use")
                        && block.path("status").asText().equals("ok")));
        String said = ok("workflow", "trace", run);
        assertTrue(said.contains("── conversation ──") && said.contains("→ tool "), said);
    }

    @Test
    @Order(9)
    void classifies_then_records_the_verdict_of_a_person() throws Exception {
        assertEquals(
                "awaiting_human_verify",
                json("workflow", "evaluator", run, "--verifier-thread-id", thread)
                        .path("status")
                        .asText());
        String said = ok(
                "workflow",
                "evaluator",
                run,
                "--verifier-thread-id",
                thread,
                "--verdict",
                "approved",
                "--note",
                "looks right");
        assertTrue(said.contains("verified_manual"), said);
        Command.Result late = call("workflow", "evaluator", run, "--verdict", "rejected");
        assertEquals(3, late.code());
        assertTrue(late.out().contains("409"), late.out());
        assertEquals(4, call("workflow", "evaluator", run, "--verdict", "maybe").code());
    }

    @Test
    @Order(10)
    void cancels_one_run_a_sandbox_and_all() throws Exception {
        String one = json("workflow", "designer", "-f", TRANSCRIPT).path("id").asText();
        String verifying = ok("workflow", "verifier", one);
        assertTrue(verifying.contains("verifying") && verifying.contains("/dashboard/agent-tasks/"), verifying);
        Command.Result busy = call(
                "workflow",
                "verifier",
                json("workflow", "designer", "-f", TRANSCRIPT).path("id").asText());
        assertEquals(3, busy.code());
        assertTrue(busy.out().contains("409") && squeezed(busy.out()).contains(one), busy.out());

        assertEquals("cancelled", json("workflow", "cancel", one).path("status").asText());
        int active = json("workflow", "list", "--active", "--sandbox-user-id", sandbox)
                .path("runs")
                .size();
        assertEquals(
                active,
                json("workflow", "cancel", "--sandbox-user-id", sandbox)
                        .path("cancelled")
                        .size());
        json("workflow", "designer", "-f", TRANSCRIPT);
        assertEquals(
                1, json("workflow", "cancel", "--all-active").path("cancelled").size());
        assertEquals(0, json("workflow", "list", "--active").path("runs").size());
        assertEquals(0, call("workflow", "cancel", "--all-active").code(), "nothing to cancel is a success");
    }

    @Test
    @Order(11)
    void lists_runs_definitions_and_schedules() throws Exception {
        String runs = ok("workflow", "list");
        assertTrue(runs.contains(run) && runs.contains("verified_manual"), runs);
        assertEquals(1, json("workflow", "list", "-n", "1").path("runs").size());
        JsonNode definitions = Json.parse(ok("tasks", "list-defs", "--json"));
        assertTrue(definitions.isArray() && !definitions.isEmpty());
        assertFalse(definitions.get(0).path("name").asText().isBlank());
        assertTrue(
                ok("tasks", "list-defs").contains(definitions.get(0).path("id").asText()));
        assertTrue(ok("tasks", "list-schedules").contains("no task schedules"));
    }

    @Test
    @Order(12)
    void runs_a_stored_definition_as_a_task_and_fetches_its_documents() throws Exception {
        String definition =
                json("workflow", "show", run).path("task_definition_id").asText();
        Path out = temp.resolve("task");
        Command.Result result = nex("tasks", "run", definition, "--as", EMAIL, "-o", out.toString(), "--json")
                .env("SUPABASE_URL", engine.url())
                .env("SUPABASE_SERVICE_ROLE_KEY", SERVICE_KEY)
                .run(Duration.ofMinutes(2));
        assertEquals(0, result.code(), result.out() + result.err());
        JsonNode record = Json.parse(Files.readString(out.resolve("run.json")));
        assertEquals("complete", record.path("stop_reason").asText(), record.toString());
        assertTrue(record.path("documents").size() > 0, record.toString());
        String document =
                Files.readString(out.resolve(record.path("documents").get(0).asText()));
        assertTrue(document.contains("Hartwell"), document);
        assertFalse((result.out() + result.err()).contains(SERVICE_KEY));

        Command.Result wrong = nex("tasks", "run", definition, "--as", EMAIL, "-o", out + "2")
                .env("SUPABASE_URL", engine.url())
                .env("SUPABASE_SERVICE_ROLE_KEY", "another-key-0123456789-0123456789")
                .run(Duration.ofMinutes(1));
        assertEquals(1, wrong.code(), wrong.out());
        assertTrue(wrong.out().contains("401"), wrong.out());
    }

    @Test
    @Order(13)
    void triggers_pauses_and_resumes_a_schedule() throws Exception {
        JsonNode bundle = Json.parse(Files.readString(temp.resolve("home/.nex/config")));
        String definition =
                json("workflow", "show", run).path("task_definition_id").asText();
        var body = Json.object()
                .put("user_id", bundle.path("user_id").asText())
                .put("task_definition_id", definition)
                .put("name", "Every Monday")
                .put("frequency", "weekly");
        body.putObject("schedule_config").put("time", "08:00").put("timezone", "Europe/Berlin");
        // the reference makes schedules over MCP only
        var made = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(engine.url() + "/task-schedules"))
                                .header(
                                        "Authorization",
                                        "Bearer " + bundle.path("cli_token").asText())
                                .POST(HttpRequest.BodyPublishers.ofString(Json.compact(body)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        String id = Json.parse(made.body()).path("id").asText();
        assertTrue(ok("tasks", "list-schedules").contains(id));
        assertEquals("paused", json("tasks", "pause", id).path("status").asText());
        assertEquals("active", json("tasks", "resume", id).path("status").asText());
        assertFalse(json("tasks", "trigger", id).path("run_id").asText().isEmpty());
        assertEquals(3, call("tasks", "trigger", "no-such-schedule").code());
    }

    @Test
    @Order(14)
    void what_is_refused_is_refused_in_the_reference_s_words() {
        assertEquals(3, call("workflow", "show", "no-such-run").code());
        assertEquals(4, call("workflow", "designer").code());
        Command.Result as = call("workflow", "run", run, "--as", "other@nexhelm.ai");
        assertEquals(1, as.code(), as.out());
        assertTrue(as.out().contains("403") || as.out().contains("409"), as.out());
        assertFalse((as.out() + as.err()).contains("Traceback"), as.err());
    }

    private static Command nex(String... words) {
        List<String> all = new ArrayList<>(List.of(python.resolveSibling("nex").toString()));
        all.addAll(List.of(words));
        return Command.of(all.toArray(String[]::new))
                .in(Checkout.root())
                .env("HOME", temp.resolve("home"))
                .env("COLUMNS", "220")
                .env("NO_COLOR", "1")
                .env("PYTHONWARNINGS", "ignore")
                .env("PYTHONIOENCODING", "utf-8")
                .without(
                        "NEX_JWT_SECRET",
                        "APP_API_SHARED_SECRET",
                        "HTTP_PROXY",
                        "HTTPS_PROXY",
                        "http_proxy",
                        "https_proxy");
    }

    private static Command.Result call(String... words) {
        return nex(words).run(Duration.ofMinutes(2));
    }

    private static String ok(String... words) {
        return call(words).ok();
    }

    private static JsonNode json(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--json");
        return Json.parse(call(all.toArray(String[]::new)).ok());
    }

    private static List<String> types(JsonNode events) {
        List<String> types = new ArrayList<>();
        events.forEach(event -> types.add(event.path("type").asText()));
        return types;
    }

    /** The reference breaks long lines. */
    private static String squeezed(String text) {
        return text.replaceAll("\\s+", "");
    }
}
