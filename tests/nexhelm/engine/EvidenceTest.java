package nexhelm.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import nexhelm.json.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run leaves as evidence: its trace as a tree, files before and after, and how two runs compare. */
class EvidenceTest {

    private static final String KNOWN = "Clients/Hartwell/Review notes 2025";

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

    /** A run that worked to its end and was judged. */
    private static JsonNode ran(String script) throws Exception {
        JsonNode run = engine.started(script);
        engine.chat(run);
        engine.judge(run, "approved").ok();
        return run;
    }

    private static JsonNode trace(JsonNode run) throws Exception {
        return engine.get(LiveEngine.runPath(run) + "/trace").ok();
    }

    private static List<String> values(JsonNode list, String key) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(node -> node.path(key).asText())
                .toList();
    }

    @Test
    void the_trace_is_a_tree_of_steps_calls_and_results_with_times() throws Exception {
        JsonNode tree = trace(ran("say Hello; list all; write Note\nhand to Ada\napprove Sending; write Letter"));
        assertEquals("complete", tree.path("stop_reason").asText());
        assertEquals(List.of("done", "handed_over", "done"), values(tree.path("steps"), "state"));
        JsonNode first = tree.path("steps").path(0);
        assertEquals(List.of("list_documents", "create_document"), values(first.path("calls"), "tool"));
        assertEquals(List.of("read", "write"), values(first.path("calls"), "effect"));
        JsonNode write = first.path("calls").path(1);
        assertEquals("text of Note", write.path("input").path("text").asText());
        assertEquals("ok", write.path("status").asText());
        assertEquals(
                write.path("output").path("id"), write.path("files").path(0), "the call leads to the file it wrote");
        assertEquals("Hello", first.path("said").path(0).path("text").asText());
        for (JsonNode timed : List.of(tree, first, write)) {
            assertTrue(
                    timed.path("duration_ms").isIntegralNumber()
                            && timed.path("duration_ms").asLong() >= 0,
                    timed::toString);
            assertTrue(
                    timed.path("started_at")
                                    .asText()
                                    .compareTo(timed.path("ended_at").asText())
                            <= 0,
                    timed::toString);
        }
        assertTrue(first.path("said").path(0).path("order").asLong()
                < write.path("order").asLong());
        JsonNode gate = tree.path("steps").path(2).path("gates").path(0);
        assertEquals("simulated", gate.path("decision").asText());
        assertEquals("Sending", gate.path("prompt").asText());
        assertEquals(List.of("Note", "Letter"), values(tree.path("files"), "path"));
    }

    private void answer(JsonNode run, String decision, String text) throws Exception {
        String asked =
                engine.show(run).path("interaction").path("interaction_id").asText();
        engine.chat(
                run,
                Map.of(
                        "hitl",
                        Json.object().booleanNode(true),
                        "thread_id",
                        engine.show(run).path("verifier_thread_id"),
                        "interaction_response",
                        Json.object()
                                .put("interaction_id", asked)
                                .put("decision", decision)
                                .put("text", text)));
    }

    @Test
    void the_trace_says_who_decided_and_which_steps_were_not_reached() throws Exception {
        JsonNode run = engine.started("approve Sending\nlack a ledger\nwrite Never");
        engine.chat(run, Map.of("hitl", Json.object().booleanNode(true)));
        assertEquals("waiting", trace(run).path("steps").path(0).path("state").asText());
        answer(run, "approve", "go ahead");
        assertEquals("waiting", trace(run).path("steps").path(1).path("state").asText(), "it is asked for the ledger");
        answer(run, "answer", "skip");
        JsonNode tree = trace(run);
        engine.judge(run, "rejected").ok();
        JsonNode gate = tree.path("steps").path(0).path("gates").path(0);
        assertEquals("approved", gate.path("decision").asText());
        assertEquals("go ahead", gate.path("text").asText());
        assertEquals("you@nexhelm.ai", gate.path("answered_by").asText());
        assertEquals(List.of("done", "lacking", "not_reached"), values(tree.path("steps"), "state"));
        assertEquals("error", tree.path("stop_reason").asText());
        assertTrue(tree.path("steps").path(1).path("summary").asText().contains("a ledger"), tree::toString);
    }

    @Test
    void a_changed_file_is_kept_before_and_after_and_a_new_one_has_no_before() throws Exception {
        JsonNode run = engine.started("append " + KNOWN + "; write Note");
        engine.chat(run);
        for (int judged = 0; judged < 2; judged++) {
            JsonNode files = engine.get(LiveEngine.runPath(run) + "/files").ok().path("files");
            JsonNode changed = files.path(values(files, "path").indexOf(KNOWN));
            String before = engine.get(changed.path("before_url").asText()).body();
            String after = engine.get(changed.path("url").asText()).body();
            assertTrue(after.startsWith(before) && after.endsWith("One more line") && !before.isBlank(), after);
            assertEquals(
                    after,
                    engine.get(changed.path("url").asText() + "?version=after").body());
            var header =
                    engine.get(changed.path("before_url").asText()).response().headers();
            assertTrue(header.firstValue("Content-Disposition").orElse("").startsWith("attachment"), header::toString);
            JsonNode created = files.path(values(files, "path").indexOf("Note"));
            assertTrue(created.path("before_url").isNull());
            assertEquals(
                    "version_not_found",
                    engine.get(created.path("url").asText() + "?version=before").kind());
            assertEquals(
                    422,
                    engine.get(created.path("url").asText() + "?version=now").status());
            if (judged == 0) {
                engine.judge(run, "approved").ok();
            }
        }
    }

    @Test
    void two_runs_are_compared_step_by_step_and_what_got_worse_is_named() throws Exception {
        JsonNode a = ran("write Report\nappend " + KNOWN + "\nwrite Letter\nsay Bye");
        JsonNode b = engine.started("write Report\nlist all; append " + KNOWN + "\nsay Extra\nlack stamps");
        engine.chat(b);
        engine.judge(b, "rejected").ok();
        String pair = "/workflow-lab/compare?a=" + a.path("id").asText() + "&b="
                + b.path("id").asText();
        JsonNode compared = engine.get(pair).ok();
        assertFalse(compared.path("same").asBoolean());
        Map<String, String> changes = new java.util.HashMap<>();
        compared.path("steps")
                .forEach(step -> changes.put(
                        step.path("title").asText(), step.path("change").asText()));
        assertEquals(
                Map.of(
                        "write Report",
                        "same",
                        "append " + KNOWN,
                        "only_a",
                        "list all; append " + KNOWN,
                        "only_b",
                        "write Letter",
                        "only_a",
                        "say Bye",
                        "only_a",
                        "say Extra",
                        "only_b",
                        "lack stamps",
                        "only_b"),
                changes);
        JsonNode files = compared.path("files");
        assertEquals(
                "only_a",
                files.path(values(files, "path").indexOf("Letter"))
                        .path("change")
                        .asText());
        assertEquals(
                "same",
                files.path(values(files, "path").indexOf(KNOWN)).path("change").asText());
        List<String> worse = values(compared.path("regressions"), "text");
        assertTrue(worse.contains("The run ended with complete, now with error."), worse::toString);
        assertTrue(worse.contains("Letter was created, now the run does not touch it."), worse::toString);
        assertTrue(worse.contains("\"say Bye\" was done, now it is no longer a step."), worse::toString);
        JsonNode itself = engine.get("/workflow-lab/compare?a=" + a.path("id").asText() + "&b="
                        + a.path("id").asText())
                .ok();
        assertTrue(itself.path("same").asBoolean() && itself.path("regressions").isEmpty(), itself::toString);
    }

    @Test
    void the_same_workflow_twice_is_the_same_and_a_rejected_gate_shows_in_steps_calls_and_files() throws Exception {
        String script = "append " + KNOWN + "\napprove Sending; write Letter";
        JsonNode a = ran(script);
        JsonNode again = ran(script);
        assertTrue(engine.get("/workflow-lab/compare?a=" + a.path("id").asText() + "&b="
                        + again.path("id").asText())
                .ok()
                .path("same")
                .asBoolean());
        JsonNode b = engine.started(script);
        engine.chat(b, Map.of("hitl", Json.object().booleanNode(true)));
        JsonNode waiting = engine.show(b);
        engine.chat(
                b,
                Map.of(
                        "hitl",
                        Json.object().booleanNode(true),
                        "thread_id",
                        waiting.path("verifier_thread_id"),
                        "interaction_response",
                        Json.object()
                                .put(
                                        "interaction_id",
                                        waiting.path("interaction")
                                                .path("interaction_id")
                                                .asText())
                                .put("decision", "reject")
                                .put("text", "not yet")));
        engine.judge(b, "rejected").ok();
        JsonNode compared = engine.get("/workflow-lab/compare?a=" + a.path("id").asText() + "&b="
                        + b.path("id").asText())
                .ok();
        JsonNode gated = compared.path("steps").path(1);
        assertEquals("changed", gated.path("change").asText());
        assertTrue(values(gated.path("differences"), "what").containsAll(List.of("state", "gates")), gated::toString);
        assertEquals("create_document", gated.path("calls").path(0).path("tool").asText());
        assertEquals("only_a", gated.path("calls").path(0).path("change").asText());
        JsonNode letter = compared.path("files")
                .path(values(compared.path("files"), "path").indexOf("Letter"));
        assertEquals("-text of Letter", letter.path("diff").path(0).asText());
        assertTrue(
                values(compared.path("regressions"), "kind").containsAll(List.of("step", "file")), compared::toString);
    }

    @Test
    void a_verdict_that_got_worse_is_a_regression_and_one_that_got_better_is_none() throws Exception {
        JsonNode approved = engine.started("say One\nsay Two");
        engine.chat(approved);
        engine.judge(approved, "approved").ok();
        JsonNode rejected = engine.started("say One\nsay Two");
        engine.chat(rejected);
        engine.judge(rejected, "rejected").ok();
        assertEquals(
                List.of("The run was verified manual (approved), now it is rejected."),
                values(compared(approved, rejected).path("regressions"), "text"));
        assertEquals(List.of(), values(compared(rejected, approved).path("regressions"), "text"));
    }

    @Test
    void runs_of_different_workflows_are_said_to_be_just_that() throws Exception {
        JsonNode one = ran("say One\nwrite Letter\nsay Three");
        JsonNode other = ran("say Four\nsay Five");
        JsonNode compared = compared(one, other);
        assertEquals(List.of("workflow"), values(compared.path("regressions"), "kind"));
        assertTrue(
                values(compared.path("regressions"), "text").get(0).startsWith("These are runs of different workflows"),
                compared::toString);
    }

    private JsonNode compared(JsonNode a, JsonNode b) throws Exception {
        return engine.get("/workflow-lab/compare?a=" + a.path("id").asText() + "&b="
                        + b.path("id").asText())
                .ok();
    }

    @Test
    void a_colleague_of_nobody_sees_neither_trace_nor_comparison() throws Exception {
        JsonNode run = engine.design("say hi");
        assertEquals(
                401,
                LiveEngine.at(engine.url())
                        .get(LiveEngine.runPath(run) + "/trace")
                        .status());
        assertEquals(404, engine.get("/workflow-lab/runs/nothing/trace").status());
        assertEquals(
                404,
                engine.get("/workflow-lab/compare?a=" + run.path("id").asText() + "&b=nothing")
                        .status());
    }
}
