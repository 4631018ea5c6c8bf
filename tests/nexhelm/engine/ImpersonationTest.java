package nexhelm.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import nexhelm.json.Json;
import nexhelm.support.RunningEngine;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Acting as somebody else, with the list, the log and the tools that are left. */
class ImpersonationTest {

    @TempDir
    Path folder;

    private Path data;
    private LiveEngine engine;

    @BeforeEach
    void start() throws Exception {
        data = folder.resolve("engine");
        engine = LiveEngine.start(data, Duration.ZERO, " YOU@nexhelm.ai, ops@nexhelm.ai ,");
        RunningEngine.addUser(data, "alice@nexhelm.ai", "a long password");
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private static Map<String, JsonNode> as(String own, String target) {
        ObjectNode fields = Json.object()
                .put("impersonator_email", own)
                .put("target_user_email", target)
                .put("read_only", true);
        return Map.of(
                "impersonator_email",
                fields.get("impersonator_email"),
                "target_user_email",
                fields.get("target_user_email"),
                "read_only",
                fields.get("read_only"));
    }

    private LiveEngine.Answer chat(JsonNode run, Map<String, JsonNode> more) throws Exception {
        ObjectNode body = engine.message(run);
        body.setAll(more);
        return engine.post("/langchain-agent/chat", body);
    }

    private List<String> audit() throws Exception {
        return engine.get("/workflow-lab/audit")
                .ok()
                .path("entries")
                .valueStream()
                .map(entry -> entry.path("operator_email").asText()
                        + " " + entry.path("target_user_email").asText() + " "
                        + entry.path("outcome").asText() + " "
                        + entry.path("reason").asText("-"))
                .toList();
    }

    @Test
    void the_agent_reads_the_targets_data_and_has_no_tool_that_writes() throws Exception {
        JsonNode run = engine.started("list documents\nwrite Letter");
        List<JsonNode> events = engine.chat(run, as("You@nexhelm.ai", "Alice@nexhelm.ai"));
        JsonNode listed = events.stream()
                .filter(event -> event.path("type").asText().equals("tool_end"))
                .findFirst()
                .orElseThrow();
        assertEquals("ok", listed.path("data").path("status").asText());
        assertTrue(
                LiveEngine.last(events)
                        .path("data")
                        .path("message")
                        .asText()
                        .contains(
                                "there is no tool 'create_document' in this run, which is read-only because it acts as"
                                        + " alice@nexhelm.ai"),
                events.toString());
        assertEquals(
                0,
                engine.get(LiveEngine.runPath(run) + "/files")
                        .ok()
                        .path("files")
                        .size());
        assertEquals(
                "alice@nexhelm.ai", engine.show(run).path("target_user_email").asText());
        assertEquals(List.of("you@nexhelm.ai alice@nexhelm.ai allowed -"), audit());
    }

    private void apply(String title) throws Exception {
        ObjectNode body = Json.object();
        body.set("blueprint", blueprint(title));
        engine.post("/workflow-lab/sandbox-environments", body).ok();
    }

    private static ObjectNode blueprint(String title) {
        ObjectNode blueprint = Json.object();
        blueprint.putArray("docs").addObject().put("title", title).put("text", "one line");
        return blueprint;
    }

    private String found(JsonNode run) throws Exception {
        return engine.chat(run, as("you@nexhelm.ai", "alice@nexhelm.ai")).toString();
    }

    @Test
    void the_targets_data_follow_the_blueprint_that_is_kept_now() throws Exception {
        apply("First paper");
        JsonNode run = engine.started("list documents\nask Which?");
        assertTrue(found(run).contains("First paper"));
        engine.post(LiveEngine.runPath(run) + "/cancel", Json.object()).ok();
        apply("Second paper");
        JsonNode next = engine.started("list documents");
        String second = found(next);
        assertTrue(second.contains("Second paper") && !second.contains("First paper"), second);
    }

    @Test
    void a_run_with_a_blueprint_of_its_own_finds_it_as_somebody_else_too() throws Exception {
        apply("Firm paper");
        ObjectNode body = Json.object().put("transcript_text", "list documents");
        body.set("blueprint", blueprint("Own paper"));
        JsonNode run = engine.post("/workflow-lab/runs", body).ok();
        JsonNode started = engine.post(LiveEngine.runPath(run) + "/start-verification", Json.object())
                .ok();
        String found = found(started);
        assertTrue(found.contains("Own paper") && !found.contains("Firm paper"), found);
    }

    @Test
    void what_a_run_began_to_read_stays_as_it_is_until_the_run_ends() throws Exception {
        apply("First paper");
        JsonNode run = engine.started("ask Which?\nlist documents");
        Map<String, JsonNode> asking = new java.util.HashMap<>(as("you@nexhelm.ai", "alice@nexhelm.ai"));
        asking.put("hitl", Json.parse("true"));
        JsonNode question = LiveEngine.last(engine.chat(run, asking));
        apply("Second paper");
        Map<String, JsonNode> answer = new java.util.HashMap<>(as("you@nexhelm.ai", "alice@nexhelm.ai"));
        answer.put(
                "interaction_response",
                Json.object()
                        .put("decision", "answer")
                        .put("text", "this")
                        .put(
                                "interaction_id",
                                question.path("data").path("interaction_id").asText()));
        String found = engine.chat(run, answer).toString();
        assertTrue(found.contains("First paper"), found);
    }

    @Test
    void what_is_refused_has_its_status_and_is_in_the_log() throws Exception {
        JsonNode run = engine.started("list documents");
        LiveEngine.Answer other = chat(run, as("boss@nexhelm.ai", "alice@nexhelm.ai"));
        assertEquals(List.of(403, "impersonator_mismatch"), List.of(other.status(), other.kind()));
        LiveEngine.Answer nobody = chat(run, as("you@nexhelm.ai", "nobody@nexhelm.ai"));
        assertEquals(List.of(404, "target_not_found"), List.of(nobody.status(), nobody.kind()));
        LiveEngine.Answer writing = chat(
                run,
                Map.of(
                        "impersonator_email",
                        Json.object().textNode("you@nexhelm.ai"),
                        "target_user_email",
                        Json.object().textNode("alice@nexhelm.ai")));
        assertEquals(List.of(422, "invalid_read_only"), List.of(writing.status(), writing.kind()));
        assertTrue(engine.show(run).path("verifier_thread_id").isNull());
        assertEquals(
                404,
                chat(
                                Json.object().put("verifier_client_task_id", 77).put("task_definition_id", "td"),
                                as("you@nexhelm.ai", "alice@nexhelm.ai"))
                        .status());
        assertEquals(
                List.of(
                        "you@nexhelm.ai alice@nexhelm.ai refused nothing_to_work_on",
                        "you@nexhelm.ai alice@nexhelm.ai refused invalid_read_only",
                        "you@nexhelm.ai nobody@nexhelm.ai refused target_not_found",
                        "you@nexhelm.ai alice@nexhelm.ai refused impersonator_mismatch"),
                audit());
    }

    @Test
    void a_refusal_gives_the_sandbox_back_to_others() throws Exception {
        JsonNode run = engine.started("list documents");
        JsonNode other = engine.design("write Letter");
        assertEquals(
                409,
                engine.post(LiveEngine.runPath(other) + "/start-verification", Json.object())
                        .status());
        for (LiveEngine.Answer refused : List.of(
                chat(run, as("you@nexhelm.ai", "nobody@nexhelm.ai")),
                chat(run, as("boss@nexhelm.ai", "alice@nexhelm.ai")))) {
            assertTrue(refused.status() == 404 || refused.status() == 403, refused.detail());
        }
        assertEquals("designed", engine.show(run).path("status").asText());
        JsonNode started = engine.post(LiveEngine.runPath(other) + "/start-verification", Json.object())
                .ok();
        assertEquals("verifying", started.path("status").asText());
        engine.post(LiveEngine.runPath(other) + "/cancel", Json.object()).ok();
        JsonNode again = engine.post(LiveEngine.runPath(run) + "/start-verification", Json.object())
                .ok();
        assertEquals(
                "complete", LiveEngine.last(engine.chat(again)).path("type").asText());
    }

    @Test
    void a_run_on_which_an_agent_worked_keeps_its_sandbox_whoever_is_refused() throws Exception {
        JsonNode run = engine.started("write Letter");
        engine.chat(run);
        String before = engine.show(run).path("status").asText();
        assertEquals(404, chat(run, as("you@nexhelm.ai", "nobody@nexhelm.ai")).status());
        assertEquals(before, engine.show(run).path("status").asText());
    }

    @Test
    void taking_somebody_off_the_list_ends_it_with_the_next_chat() throws Exception {
        JsonNode run = engine.started("ask Which?\nlist documents");
        ObjectNode asking = Json.object().put("hitl", true);
        asking.setAll(as("you@nexhelm.ai", "alice@nexhelm.ai"));
        JsonNode question = LiveEngine.last(engine.chat(
                run,
                Map.of(
                        "hitl",
                        asking.get("hitl"),
                        "read_only",
                        asking.get("read_only"),
                        "impersonator_email",
                        asking.get("impersonator_email"),
                        "target_user_email",
                        asking.get("target_user_email"))));
        engine.close();
        engine = LiveEngine.start(data, Duration.ZERO, "ops@nexhelm.ai");
        ObjectNode body = Json.object()
                .put("message", "this")
                .put("thread_id", engine.show(run).path("verifier_thread_id").asText());
        body.set(
                "interaction_response",
                Json.object()
                        .put("decision", "answer")
                        .put("text", "this")
                        .put(
                                "interaction_id",
                                question.path("data").path("interaction_id").asText()));
        LiveEngine.Answer answer = engine.post("/langchain-agent/chat", body);
        assertEquals(List.of(403, "impersonation_not_allowed"), List.of(answer.status(), answer.kind()));
        assertTrue(answer.detail().contains("IMPERSONATION_ALLOWLIST"));
        assertTrue(Settings.impersonators(" ,").isEmpty());
        assertEquals("you@nexhelm.ai alice@nexhelm.ai refused impersonation_not_allowed", audit().get(0));
    }

    @Test
    void a_run_stays_what_it_began_as() throws Exception {
        JsonNode run = engine.started("write Letter");
        engine.chat(run);
        LiveEngine.Answer late = chat(run, as("you@nexhelm.ai", "alice@nexhelm.ai"));
        assertEquals(List.of(409, "acts_otherwise"), List.of(late.status(), late.kind()));
    }

    @Test
    void the_command_line_acts_as_somebody_and_the_page_tells_it() throws Exception {
        RunningEngine.addUser(data, "ops@nexhelm.ai", "another password");
        TestWorld world = TestWorld.in(folder.resolve("home"));
        var setUp =
                world.stdin("another password\n\n").nex("auth", "setup", "-b", engine.url(), "-e", "ops@nexhelm.ai");
        assertEquals(0, setUp.code(), setUp.all());
        var designed = world.nex("workflow", "designer", "--transcript-text", "list documents", "--json");
        String id = Json.parse(designed.out()).path("id").asText();
        var ran = world.nex("workflow", "run", id, "--as", "alice@nexhelm.ai", "--json", "--exit-status");
        assertEquals(0, ran.code(), ran.all());
        JsonNode result = Json.parse(ran.out());
        assertEquals("complete", result.path("stop_reason").asText());
        assertTrue(result.path("impersonating").asBoolean());
        assertEquals("ops@nexhelm.ai", result.path("impersonator_email").asText());
        var unknown = world.nex(
                "workflow",
                "run",
                Json.parse(world.nex("workflow", "refine", id, "-T", definition(world, id), "--json")
                                .out())
                        .path("id")
                        .asText(),
                "--as",
                "who@nexhelm.ai");
        assertEquals(3, unknown.code(), unknown.all());
        assertTrue(unknown.err().contains("404"), unknown.err());
        assertEquals(
                List.of(
                        "ops@nexhelm.ai who@nexhelm.ai refused target_not_found",
                        "ops@nexhelm.ai alice@nexhelm.ai allowed -"),
                audit());
    }

    private String definition(TestWorld world, String id) throws Exception {
        Path file = folder.resolve("home/definition.json");
        assertEquals(
                0, world.nex("workflow", "export", id, "-o", file.toString()).code());
        return file.toString();
    }
}
