package nexhelm.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import nexhelm.json.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The states of a run over HTTP, from design to verdict. */
class RunStatesTest {

    @TempDir
    static Path data;

    private static LiveEngine engine;

    @BeforeAll
    static void start() throws Exception {
        engine = LiveEngine.start(data);
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @AfterEach
    void free_the_sandbox() throws Exception {
        for (JsonNode run : engine.get("/workflow-lab/runs?limit=200").ok().path("runs")) {
            engine.post(LiveEngine.runPath(run) + "/cancel", Json.object());
        }
    }

    @Test
    void a_run_that_writes_waits_for_a_person_and_is_verified_by_their_approval() throws Exception {
        JsonNode run = engine.started("say hello; write Note");
        assertEquals("verifying", run.path("status").asText());
        assertEquals("pending", run.path("verifier_client_task_status").asText());
        List<JsonNode> events = engine.chat(run);
        assertEquals(
                List.of(
                        "thread_initialized",
                        "status",
                        "ai_message_complete",
                        "tool_start",
                        "tool_end",
                        "status",
                        "complete"),
                LiveEngine.types(events));
        JsonNode waiting = engine.finalise(run);
        assertEquals("awaiting_human_verify", waiting.path("status").asText());
        assertEquals(1, waiting.path("files_count").asInt());
        assertNotEquals(waiting.path("sandbox_tree_before"), waiting.path("sandbox_tree_after"));
        JsonNode verified = engine.judge(run, "approved").ok();
        assertEquals("verified_manual", verified.path("status").asText());
        assertTrue(verified.hasNonNull("completed_at"));
        assertEquals("run_final", engine.judge(run, "rejected").kind());
    }

    @Test
    void what_a_run_wrote_can_be_read_before_and_after_its_sandbox_is_wiped() throws Exception {
        JsonNode run = engine.started("write Note");
        engine.chat(run);
        JsonNode before = engine.get(LiveEngine.runPath(run) + "/files").ok();
        engine.judge(run, "rejected").ok();
        JsonNode after = engine.get(LiveEngine.runPath(run) + "/files").ok();
        assertEquals(before, after);
        JsonNode file = after.path("files").path(0);
        assertEquals("Note", file.path("path").asText());
        assertEquals("created", file.path("change").asText());
        LiveEngine.Answer content = engine.get(file.path("url").asText());
        assertEquals("text of Note", content.body());
        assertEquals(
                "attachment; filename=\"Note.txt\"",
                content.response().headers().firstValue("Content-Disposition").orElse(""));
        assertTrue(content.response()
                .headers()
                .firstValue("Content-Security-Policy")
                .orElse("")
                .startsWith("sandbox"));
    }

    @Test
    void a_run_that_only_reads_is_verified_without_a_person() throws Exception {
        JsonNode run = engine.started("list documents");
        engine.chat(run);
        assertEquals("verified_auto", engine.finalise(run).path("status").asText());
    }

    @Test
    void a_simulated_approval_excludes_verified_auto() throws Exception {
        JsonNode run = engine.started("approve Sending it");
        assertTrue(LiveEngine.types(engine.chat(run)).contains("simulated_approval"));
        assertEquals(
                "awaiting_human_verify", engine.finalise(run).path("status").asText());
    }

    @Test
    void a_step_that_lacks_something_ends_the_run_with_an_error_that_names_it() throws Exception {
        JsonNode run = engine.started("write First\nlack the fee schedule\nwrite Never");
        List<JsonNode> events = engine.chat(run);
        assertEquals("error", LiveEngine.last(events).path("type").asText());
        assertEquals(2, LiveEngine.last(events).path("data").path("step").asInt());
        assertTrue(engine.show(run).path("error_message").asText().contains("the fee schedule"));
        JsonNode failed = engine.finalise(run);
        assertEquals("failed", failed.path("status").asText());
        assertTrue(failed.path("error_message").asText().contains("Step 2"));
        assertEquals(1, failed.path("files_count").asInt());
    }

    @Test
    void a_failure_inside_the_engine_is_an_error_event_without_a_stack_trace() throws Exception {
        JsonNode run = engine.started("crash secret detail");
        JsonNode error = LiveEngine.last(engine.chat(run));
        assertEquals("error", error.path("type").asText());
        assertFalse(error.toString().contains("secret detail"));
    }

    @Test
    void verification_starts_once_and_says_so_with_400() throws Exception {
        JsonNode run = engine.started("say hi");
        LiveEngine.Answer again = engine.post(LiveEngine.runPath(run) + "/start-verification", Json.object());
        assertEquals(400, again.status());
        assertEquals("already_started", again.kind());
    }

    @Test
    void of_two_runs_that_start_at_once_one_gets_the_sandbox_and_the_other_learns_who_has_it() throws Exception {
        JsonNode one = engine.design("say one");
        JsonNode two = engine.design("say two");
        List<CompletableFuture<LiveEngine.Answer>> both = new ArrayList<>();
        for (JsonNode run : List.of(one, two)) {
            both.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return engine.post(LiveEngine.runPath(run) + "/start-verification", Json.object());
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        List<LiveEngine.Answer> answers =
                both.stream().map(CompletableFuture::join).toList();
        assertEquals(
                List.of(200, 409),
                answers.stream().map(LiveEngine.Answer::status).sorted().toList());
        LiveEngine.Answer won = answers.get(0).status() == 200 ? answers.get(0) : answers.get(1);
        LiveEngine.Answer lost = answers.get(0).status() == 200 ? answers.get(1) : answers.get(0);
        assertTrue(lost.detail().contains(won.json().path("id").asText()), lost.detail());
        assertTrue(lost.detail().contains("@nexhelm.ai"), lost.detail());
    }

    @Test
    void a_chat_on_a_finished_turn_shows_it_again_and_does_nothing_twice() throws Exception {
        JsonNode run = engine.started("write Once");
        List<JsonNode> first = engine.chat(run);
        assertEquals(first, engine.chat(run));
        assertEquals(
                1,
                engine.get(LiveEngine.runPath(run) + "/files")
                        .ok()
                        .path("files")
                        .size());
    }

    @Test
    void a_chat_on_a_final_run_is_409() throws Exception {
        JsonNode run = engine.started("say hi");
        engine.post(LiveEngine.runPath(run) + "/cancel", Json.object()).ok();
        LiveEngine.Answer answer = engine.post("/langchain-agent/chat", engine.message(run));
        assertEquals(409, answer.status());
        assertEquals("run_final", answer.kind());
    }

    @Test
    void a_standalone_chat_needs_only_the_definition() throws Exception {
        JsonNode run = engine.design("write Alone");
        ObjectNode body = Json.object()
                .put("message", "go")
                .put("task_definition_id", run.path("task_definition_id").asText());
        assertTrue(LiveEngine.types(LiveEngine.events(
                        engine.post("/langchain-agent/chat", body).body()))
                .contains("complete"));
    }

    @Test
    void read_only_takes_writing_tools_away() throws Exception {
        JsonNode run = engine.started("write Nothing");
        JsonNode error = LiveEngine.last(
                engine.chat(run, java.util.Map.of("read_only", Json.object().booleanNode(true))));
        assertEquals("error", error.path("type").asText());
        assertEquals(
                0,
                engine.get(LiveEngine.runPath(run) + "/files")
                        .ok()
                        .path("files")
                        .size());
    }

    @Test
    void impersonation_under_another_name_is_refused() throws Exception {
        JsonNode run = engine.started("say hi");
        LiveEngine.Answer answer = engine.post(
                "/langchain-agent/chat",
                engine.message(run)
                        .put("impersonator_email", "a@nexhelm.ai")
                        .put("target_user_email", "b@nexhelm.ai")
                        .put("read_only", true));
        assertEquals(403, answer.status());
        assertEquals("impersonator_mismatch", answer.kind());
    }

    @Test
    void finalise_before_the_agent_worked_is_409() throws Exception {
        JsonNode designed = engine.design("say hi");
        assertEquals(
                "not_started",
                engine.post(LiveEngine.runPath(designed) + "/finalise", Json.object())
                        .kind());
        JsonNode run = engine.started("say hi");
        assertEquals(
                "not_run",
                engine.post(LiveEngine.runPath(run) + "/finalise", Json.object())
                        .kind());
    }

    @Test
    void refine_makes_a_new_run_and_cancels_its_source_whatever_that_was_doing() throws Exception {
        JsonNode run = engine.started("write One\nwrite Two");
        engine.chat(run);
        JsonNode refined = engine.post(
                        LiveEngine.runPath(run) + "/refine", Json.object().put("feedback", "drop 2"))
                .ok();
        assertEquals("designed", refined.path("status").asText());
        assertEquals(run.path("id"), refined.path("refined_from_run_id"));
        JsonNode source = engine.show(run);
        assertEquals("cancelled", source.path("status").asText());
        assertEquals(2, source.path("files_count").asInt());
        assertEquals(
                200,
                engine.post(LiveEngine.runPath(refined) + "/start-verification", Json.object())
                        .status());
    }

    @Test
    void an_exported_definition_refines_verbatim_and_exports_the_same() throws Exception {
        JsonNode run = engine.design("say hellö 😀\nwrite Two words");
        JsonNode exported =
                engine.get(LiveEngine.runPath(run) + "/task-definition").ok().path("task_definition");
        ObjectNode body = Json.object();
        body.set("task_definition", exported);
        JsonNode refined =
                engine.post(LiveEngine.runPath(run) + "/refine", body).ok();
        assertEquals(
                exported,
                engine.get(LiveEngine.runPath(refined) + "/task-definition")
                        .ok()
                        .path("task_definition"));
        assertEquals(
                200,
                engine.get("/task_definitions/"
                                + refined.path("task_definition_id").asText())
                        .status());
    }

    @Test
    void a_wrong_definition_is_refused_with_the_field_and_the_source_run_stays() throws Exception {
        JsonNode run = engine.design("say one\nsay two\nsay three");
        ObjectNode definition = (ObjectNode)
                engine.get(LiveEngine.runPath(run) + "/task-definition").ok().path("task_definition");
        ((ObjectNode) definition.path("steps").path(2)).put("tool", "x");
        ObjectNode body = Json.object();
        body.set("task_definition", definition);
        LiveEngine.Answer answer = engine.post(LiveEngine.runPath(run) + "/refine", body);
        assertEquals(422, answer.status());
        assertTrue(answer.detail().startsWith("steps[2].tool: unknown tool 'x'"), answer.detail());
        assertEquals("designed", engine.show(run).path("status").asText());
    }

    @Test
    void a_transcript_without_work_makes_no_run() throws Exception {
        int before =
                engine.get("/workflow-lab/runs?limit=200").ok().path("runs").size();
        LiveEngine.Answer answer =
                engine.post("/workflow-lab/runs", Json.object().put("transcript_text", "hello"));
        assertEquals(422, answer.status());
        assertEquals("no_work", answer.kind());
        assertEquals(
                before,
                engine.get("/workflow-lab/runs?limit=200").ok().path("runs").size());
    }

    @Test
    void unknown_sandbox_client_and_document_are_422() throws Exception {
        for (String field : List.of("sandbox_user_id", "target_client_id", "transcript_doc_id")) {
            LiveEngine.Answer answer = engine.post(
                    "/workflow-lab/runs",
                    Json.object().put("transcript_text", "say hi").put(field, "nobody"));
            assertEquals(422, answer.status(), field);
            assertTrue(answer.detail().contains("nobody"), answer.detail());
        }
    }

    @Test
    void the_same_idempotency_key_makes_one_run_and_another_body_is_409() throws Exception {
        ObjectNode body = Json.object().put("transcript_text", "say hi");
        JsonNode first =
                engine.post("/workflow-lab/runs", body, "Idempotency-Key", "k1").ok();
        assertEquals(
                first,
                engine.post("/workflow-lab/runs", body, "Idempotency-Key", "k1").ok());
        LiveEngine.Answer other = engine.post("/workflow-lab/runs", body.put("origin", "try"), "Idempotency-Key", "k1");
        assertEquals(409, other.status());
        ObjectNode feedback = Json.object().put("feedback", "drop 1");
        JsonNode two = engine.design("say one\nsay two");
        JsonNode refined = engine.post(LiveEngine.runPath(two) + "/refine", feedback, "Idempotency-Key", "k2")
                .ok();
        assertEquals(
                refined.path("id"),
                engine.post(LiveEngine.runPath(two) + "/refine", feedback, "Idempotency-Key", "k2")
                        .ok()
                        .path("id"));
    }

    @Test
    void the_trace_shows_what_was_said_and_called() throws Exception {
        JsonNode run = engine.started("say hello; write Note");
        assertEquals(
                404,
                engine.get("/langchain-agent/threads-by-task?client_task_id="
                                + run.path("verifier_client_task_id").asInt())
                        .status());
        engine.chat(run);
        String thread = engine.get("/langchain-agent/threads-by-task?client_task_id="
                        + run.path("verifier_client_task_id").asInt())
                .ok()
                .path("thread_id")
                .asText();
        assertEquals(thread, engine.show(run).path("verifier_thread_id").asText());
        JsonNode messages = engine.get("/langchain-agent/threads/" + thread + "/messages")
                .ok()
                .path("messages");
        assertEquals("go", messages.path(0).path("content").asText());
        JsonNode use = messages.path(1).path("content").path(1);
        assertEquals("tool_use", use.path("type").asText());
        assertEquals("create_document", use.path("name").asText());
        assertEquals("Note", use.path("input").path("title").asText());
        assertEquals("ok", use.path("status").asText());
        assertTrue(use.path("result").isObject());
    }

    @Test
    void a_stream_resumes_after_the_last_event_that_was_seen() throws Exception {
        JsonNode run = engine.started("say one; say two");
        LiveEngine.Answer answer = engine.post("/langchain-agent/chat", engine.message(run));
        String resume = answer.response().headers().firstValue("X-Nex-Resume").orElseThrow();
        List<JsonNode> all = LiveEngine.events(answer.body());
        assertEquals(all, LiveEngine.events(engine.get(resume).body()));
        assertEquals(
                all.subList(3, all.size()),
                LiveEngine.events(engine.get(resume, "Last-Event-ID", "3").body()));
        assertEquals(
                all.subList(3, all.size()),
                LiveEngine.events(engine.get(resume + "?after=3").body()));
    }

    @Test
    void sandbox_accounts_and_active_runs_name_people() throws Exception {
        JsonNode accounts = engine.get("/workflow-lab/sandbox-accounts?include_disabled=false")
                .ok()
                .path("sandbox_accounts");
        assertEquals(1, accounts.size());
        JsonNode run = engine.started("say hi");
        JsonNode active = engine.get("/workflow-lab/sandbox-active-runs?sandbox_user_id="
                        + accounts.path(0).path("sandbox_user_id").asText())
                .ok()
                .path("runs");
        assertEquals(run.path("id"), active.path(0).path("id"));
        assertTrue(active.path(0).path("operator_email").asText().endsWith("@nexhelm.ai"));
    }
}
