package nexhelm.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nexhelm.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the engine, twenty times: after a restart everything acknowledged is there and nothing is double. */
class KillTest {

    private static final Set<String> NAMED = Set.of(
            "designed",
            "setting_up",
            "verifying",
            "awaiting_human_verify",
            "verified_auto",
            "verified_manual",
            "rejected",
            "failed",
            "cancelled");

    @TempDir
    Path folder;

    private Path data() {
        return folder.resolve("data");
    }

    /** A run that writes so many documents, three to a step. */
    private static String script(int documents) {
        return IntStream.range(0, documents)
                .mapToObj(i -> "write Document " + i + (i % 3 == 2 ? "\n" : "; "))
                .collect(Collectors.joining())
                .replaceAll("; $", "");
    }

    private static void begin(LiveEngine engine, JsonNode run, Map<String, JsonNode> extra) {
        Thread chat = new Thread(() -> {
            try {
                engine.chat(run, extra);
            } catch (Exception | AssertionError e) {
                // cut when the engine is killed
            }
        });
        chat.setDaemon(true);
        chat.start();
    }

    private static int files(LiveEngine engine, JsonNode run) throws Exception {
        return engine.get(LiveEngine.runPath(run) + "/files").ok().path("files").size();
    }

    private static void awaitFiles(LiveEngine engine, JsonNode run, int count) throws Exception {
        while (files(engine, run) < count) {
            Thread.sleep(5);
        }
    }

    /** Every document is there once and whole, every call has one start and one end. */
    private static void assertWhole(LiveEngine engine, JsonNode run, int documents) throws Exception {
        List<JsonNode> events = engine.chat(run);
        assertEquals("complete", LiveEngine.last(events).path("type").asText(), events.toString());
        for (String type : List.of("tool_start", "tool_end")) {
            List<String> ids = engine.get("/langchain-agent/threads/"
                            + engine.show(run).path("verifier_thread_id").asText() + "/events")
                    .body()
                    .lines()
                    .filter(line -> line.contains("\"type\":\"" + type + "\""))
                    .map(line -> line.replaceAll(".*\"id\":\"([^\"]+)\".*", "$1"))
                    .toList();
            assertEquals(documents, ids.size(), type);
            assertEquals(ids.size(), new HashSet<>(ids).size(), type);
        }
        JsonNode files = engine.get(LiveEngine.runPath(run) + "/files").ok().path("files");
        assertEquals(documents, files.size());
        for (JsonNode file : files) {
            assertEquals(
                    "text of " + file.path("title").asText(),
                    engine.get(file.path("url").asText()).body());
        }
    }

    @Test
    void killed_five_times_between_calls_and_five_during_a_write_the_run_is_done_once() throws Exception {
        int documents = 60;
        JsonNode run;
        try (EngineProcess process = EngineProcess.start(data(), 25)) {
            LiveEngine engine = process.client();
            run = engine.started(script(documents));
            begin(engine, run, Map.of());
            awaitFiles(engine, run, 2);
            process.kill();
        }
        for (int i = 1; i < 10; i++) {
            boolean duringWrite = i >= 5;
            try (EngineProcess process = EngineProcess.start(data(), duringWrite ? 2 : 25)) {
                LiveEngine engine = process.client();
                awaitFiles(engine, run, 2 + i);
                // without a pace the agent does little else than write, so this hits a transaction
                process.kill();
            }
        }
        try (EngineProcess process = EngineProcess.start(data(), 0)) {
            assertWhole(process.client(), run, documents);
        }
    }

    @Test
    void killed_five_times_while_a_gate_waits_it_continues_after_the_answer() throws Exception {
        JsonNode run;
        JsonNode gate;
        try (EngineProcess process = EngineProcess.start(data(), 0)) {
            LiveEngine engine = process.client();
            run = engine.started("write Before; approve Sending; write After");
            gate = LiveEngine.last(engine.chat(run, Map.of("hitl", Json.object().booleanNode(true))));
            process.kill();
        }
        for (int i = 0; i < 4; i++) {
            try (EngineProcess process = EngineProcess.start(data(), 0)) {
                LiveEngine engine = process.client();
                assertEquals(
                        "waiting",
                        engine.show(run).path("verifier_client_task_status").asText());
                assertEquals(1, files(engine, run));
                process.kill();
            }
        }
        try (EngineProcess process = EngineProcess.start(data(), 0)) {
            LiveEngine engine = process.client();
            ObjectNode body = engine.message(run);
            body.set(
                    "interaction_response",
                    Json.object()
                            .put("decision", "approve")
                            .put(
                                    "interaction_id",
                                    gate.path("data").path("interaction_id").asText()));
            List<JsonNode> events =
                    LiveEngine.events(engine.post("/langchain-agent/chat", body).body());
            assertEquals("complete", LiveEngine.last(events).path("type").asText());
            assertEquals(2, files(engine, run));
        }
    }

    @Test
    void killed_five_times_at_random_no_run_is_without_a_state_and_the_slot_is_free_or_explained() throws Exception {
        Random random = new Random(7);
        Set<String> acknowledged = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            try (EngineProcess process = EngineProcess.start(data(), 10)) {
                LiveEngine engine = process.client();
                Thread work = new Thread(() -> {
                    try {
                        for (int n = 0; n < 1000; n++) {
                            JsonNode run = engine.design(script(4));
                            synchronized (acknowledged) {
                                acknowledged.add(run.path("id").asText());
                            }
                            if (engine.post(LiveEngine.runPath(run) + "/start-verification", Json.object())
                                            .status()
                                    == 200) {
                                engine.chat(engine.show(run));
                                engine.finalise(run);
                                engine.judge(run, n % 2 == 0 ? "approved" : "rejected");
                            } else {
                                for (JsonNode other :
                                        engine.get("/workflow-lab/runs").ok().path("runs")) {
                                    engine.post(LiveEngine.runPath(other) + "/cancel", Json.object());
                                }
                            }
                        }
                    } catch (Exception | AssertionError e) {
                        // the engine was killed
                    }
                });
                work.setDaemon(true);
                work.start();
                Thread.sleep(400 + random.nextInt(900));
                process.kill();
                work.join(5_000);
            }
        }
        try (EngineProcess process = EngineProcess.start(data(), 0)) {
            LiveEngine engine = process.client();
            Set<String> there = new HashSet<>();
            int holding = 0;
            for (JsonNode run : engine.get("/workflow-lab/runs?limit=200").ok().path("runs")) {
                there.add(run.path("id").asText());
                assertTrue(NAMED.contains(run.path("status").asText()), run.toString());
                holding += Set.of("setting_up", "verifying", "awaiting_human_verify")
                                .contains(run.path("status").asText())
                        ? 1
                        : 0;
            }
            assertTrue(there.containsAll(acknowledged));
            assertTrue(holding <= 1);
            JsonNode next = engine.design("say next");
            LiveEngine.Answer start = engine.post(LiveEngine.runPath(next) + "/start-verification", Json.object());
            assertEquals(holding == 0 ? 200 : 409, start.status());
            assertTrue(holding == 0 || start.detail().contains("is held by run"), start.body());
        }
    }

    @Test
    void told_to_stop_it_stops_within_two_seconds_and_takes_its_state_file_away() throws Exception {
        try (EngineProcess process = EngineProcess.start(data(), 50)) {
            LiveEngine engine = process.client();
            JsonNode run = engine.started(script(12));
            begin(engine, run, Map.of());
            awaitFiles(engine, run, 1);
            long millis = process.terminate();
            assertTrue(millis < 2_500, millis + " ms");
            assertFalse(Files.exists(data().resolve("engine.json")));
        }
    }
}
