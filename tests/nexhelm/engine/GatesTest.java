package nexhelm.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import nexhelm.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gates, restarts and cancels while an agent works. */
class GatesTest {

    @TempDir
    Path data;

    private static final Map<String, JsonNode> HITL =
            Map.of("hitl", Json.object().booleanNode(true));

    private static LiveEngine.Answer answer(
            LiveEngine engine, JsonNode run, JsonNode gate, String decision, String text, String... headers)
            throws Exception {
        return engine.answer(run, gate, decision, text, headers);
    }

    @Test
    void a_gate_continues_at_that_very_call_after_a_restart() throws Exception {
        JsonNode run;
        JsonNode gate;
        try (LiveEngine engine = LiveEngine.start(data)) {
            run = engine.started("write Before; approve Sending; write After");
            List<JsonNode> events = engine.chat(run, HITL);
            gate = LiveEngine.last(events);
            assertEquals("interaction", gate.path("type").asText());
            assertEquals("approval", gate.path("data").path("kind").asText());
            assertEquals(
                    "waiting",
                    engine.show(run).path("verifier_client_task_status").asText());
            assertEquals("gate_waiting", engine.judge(run, "approved").kind());
            assertEquals(events, engine.chat(run), "asking again shows the same gate");
        }
        try (LiveEngine engine = LiveEngine.start(data)) {
            List<JsonNode> events =
                    LiveEngine.events(answer(engine, run, gate, "approve", "").body());
            assertEquals(
                    List.of("thread_initialized", "status", "tool_start", "tool_end", "status", "complete"),
                    LiveEngine.types(events));
            assertEquals(
                    2,
                    engine.get(LiveEngine.runPath(run) + "/files")
                            .ok()
                            .path("files")
                            .size());
            assertEquals(409, answer(engine, run, gate, "approve", "").status());
            assertEquals(
                    "awaiting_human_verify", engine.finalise(run).path("status").asText());
        }
    }

    @Test
    void a_rejected_gate_declines_the_step_and_the_run_goes_on() throws Exception {
        try (LiveEngine engine = LiveEngine.start(data)) {
            JsonNode run = engine.started("approve Sending; write Never\nwrite Later");
            JsonNode gate = LiveEngine.last(engine.chat(run, HITL));
            assertEquals(422, answer(engine, run, gate, "answer", "x").status());
            List<JsonNode> events = LiveEngine.events(
                    answer(engine, run, gate, "reject", "not now").body());
            assertTrue(events.toString().contains("declined"));
            JsonNode files = engine.get(LiveEngine.runPath(run) + "/files").ok().path("files");
            assertEquals(1, files.size());
            assertEquals("Later", files.path(0).path("title").asText());
        }
    }

    @Test
    void an_assistant_may_answer_a_question_but_neither_approve_nor_verify() throws Exception {
        try (LiveEngine engine = LiveEngine.start(data)) {
            JsonNode run = engine.started("ask Which year?\napprove Sending; write It");
            JsonNode question = LiveEngine.last(engine.chat(run, HITL));
            assertEquals("question", question.path("data").path("kind").asText());
            List<JsonNode> events =
                    LiveEngine.events(answer(engine, run, question, "answer", "2026", "X-Nex-Actor", "assistant")
                            .body());
            assertTrue(events.toString().contains("answered: 2026"));
            JsonNode gate = LiveEngine.last(events);
            LiveEngine.Answer refused = answer(engine, run, gate, "approve", "", "X-Nex-Actor", "assistant");
            assertEquals(403, refused.status());
            assertEquals("person_required", refused.kind());
            answer(engine, run, gate, "approve", "");
            LiveEngine.Answer verdict = engine.judge(run, "approved", "X-Nex-Actor", "assistant");
            assertEquals(403, verdict.status());
            assertEquals("person_required", verdict.kind());
            assertEquals(
                    "assistant",
                    engine.judge(run, "rejected", "X-Nex-Actor", "assistant")
                            .ok()
                            .path("worked_by")
                            .path("evaluator")
                            .asText());
        }
    }

    @Test
    void another_message_after_an_error_tries_the_failed_step_again_and_repeats_nothing() throws Exception {
        try (LiveEngine engine = LiveEngine.start(data)) {
            JsonNode run = engine.started("write One\nwrite Two; lack the fee schedule");
            engine.chat(run);
            List<JsonNode> again = engine.chat(run);
            assertEquals(List.of("thread_initialized", "status", "status", "error"), LiveEngine.types(again));
            assertEquals(
                    2,
                    engine.get(LiveEngine.runPath(run) + "/files")
                            .ok()
                            .path("files")
                            .size());
        }
    }

    @Test
    void any_number_of_watchers_see_one_agent() throws Exception {
        try (LiveEngine engine = LiveEngine.start(data, Duration.ofMillis(60))) {
            JsonNode run = engine.started("write One; write Two; write Three");
            List<CompletableFuture<List<JsonNode>>> watchers = java.util.stream.IntStream.range(0, 20)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return engine.chat(run);
                                } catch (Exception e) {
                                    throw new IllegalStateException(e);
                                }
                            },
                            task -> new Thread(task).start()))
                    .toList();
            List<JsonNode> first = watchers.get(0).join();
            assertEquals("complete", LiveEngine.last(first).path("type").asText());
            for (var watcher : watchers) {
                assertEquals(first, watcher.join());
            }
            assertEquals(
                    3,
                    first.stream()
                            .filter(e -> e.path("type").asText().equals("tool_end"))
                            .count());
        }
    }

    @Test
    void a_cancelled_agent_stops_before_its_next_call_and_what_it_did_is_kept() throws Exception {
        try (LiveEngine engine = LiveEngine.start(data, Duration.ofMillis(150))) {
            JsonNode run = engine.started("write One; write Two; write Three; write Four");
            CompletableFuture<List<JsonNode>> stream = CompletableFuture.supplyAsync(() -> {
                try {
                    return engine.chat(run);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            while (engine.get(LiveEngine.runPath(run) + "/files")
                    .ok()
                    .path("files")
                    .isEmpty()) {
                Thread.sleep(20);
            }
            assertEquals(
                    "run_working",
                    engine.post(LiveEngine.runPath(run) + "/finalise", Json.object())
                            .kind());
            JsonNode cancelled = engine.post(LiveEngine.runPath(run) + "/cancel", Json.object())
                    .ok();
            assertEquals("cancelled", cancelled.path("status").asText());
            JsonNode last = LiveEngine.last(stream.join());
            assertEquals("error", last.path("type").asText());
            assertTrue(last.toString().contains("cancelled"));
            int kept = engine.get(LiveEngine.runPath(run) + "/files")
                    .ok()
                    .path("files")
                    .size();
            assertTrue(kept >= 1 && kept < 4);
            Thread.sleep(400);
            assertEquals(
                    kept,
                    engine.get(LiveEngine.runPath(run) + "/files")
                            .ok()
                            .path("files")
                            .size());
            assertEquals("verifying", engine.started("say next").path("status").asText());
        }
    }

    @Test
    void an_engine_that_stops_in_order_goes_on_after_the_next_start() throws Exception {
        JsonNode run;
        try (LiveEngine engine = LiveEngine.start(data, Duration.ofMillis(100))) {
            run = engine.started("write One; write Two; write Three\nwrite Four");
            CompletableFuture.runAsync(() -> {
                try {
                    engine.chat(run);
                } catch (Exception e) {
                    // the stream is cut when the engine stops
                }
            });
            while (engine.get(LiveEngine.runPath(run) + "/files")
                    .ok()
                    .path("files")
                    .isEmpty()) {
                Thread.sleep(20);
            }
        }
        assertFalse(java.nio.file.Files.exists(data.resolve("engine.json")));
        try (LiveEngine engine = LiveEngine.start(data)) {
            List<JsonNode> events = engine.chat(run);
            assertEquals("complete", LiveEngine.last(events).path("type").asText());
            assertEquals(
                    4,
                    events.stream()
                            .filter(e -> e.path("type").asText().equals("tool_end"))
                            .count());
            assertEquals(
                    4,
                    events.stream()
                            .filter(e -> e.path("type").asText().equals("tool_start"))
                            .count());
            assertEquals(
                    4,
                    engine.get(LiveEngine.runPath(run) + "/files")
                            .ok()
                            .path("files")
                            .size());
        }
    }
}
