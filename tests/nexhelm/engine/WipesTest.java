package nexhelm.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nexhelm.engine.store.Store;
import nexhelm.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Before a run its sandbox is built anew; when the run ends, however it ends, what it did is kept and nothing else. */
class WipesTest {

    /** Thirty documents, one to a step. */
    private static final String LONG =
            IntStream.range(0, 30).mapToObj(i -> "write Document " + i).collect(Collectors.joining("\n"));

    @TempDir
    Path folder;

    private Path data() {
        return folder.resolve("engine");
    }

    private static String sandbox(LiveEngine engine) throws Exception {
        return engine.get("/workflow-lab/sandbox-accounts")
                .ok()
                .path("sandbox_accounts")
                .path(0)
                .path("sandbox_user_id")
                .asText();
    }

    private int rows() {
        try (Store store = Store.open(data().resolve("engine.db"), Clock.systemUTC())) {
            return store.read(handle -> handle.createQuery("SELECT (SELECT COUNT(*) FROM sandbox_items)"
                            + " + (SELECT COUNT(*) FROM sandbox_built_items) + (SELECT COUNT(*) FROM sandbox_tenants)")
                    .mapTo(Integer.class)
                    .one());
        }
    }

    private static int files(LiveEngine engine, JsonNode run) throws Exception {
        return engine.get(LiveEngine.runPath(run) + "/files").ok().path("files").size();
    }

    /** Nothing is in the sandbox, everything the run wrote is kept, and the hashes tell that it wrote. */
    private void assertKeptAndWiped(LiveEngine engine, JsonNode run, int atLeast) throws Exception {
        JsonNode shown = engine.show(run);
        assertTrue(shown.hasNonNull("completed_at"), shown.toString());
        assertEquals(64, shown.path("sandbox_tree_before").asText().length());
        assertNotEquals(shown.path("sandbox_tree_before"), shown.path("sandbox_tree_after"));
        JsonNode kept = engine.get(LiveEngine.runPath(run) + "/files").ok().path("files");
        assertTrue(kept.size() >= atLeast, kept.size() + " files");
        assertEquals(kept.size(), shown.path("files_count").asInt());
        for (JsonNode file : kept) {
            assertEquals(
                    "text of " + file.path("title").asText(),
                    engine.get(file.path("url").asText()).body());
        }
        JsonNode view = engine.get("/workflow-lab/sandbox/" + sandbox(engine) + "/items")
                .ok();
        assertFalse(view.path("built").asBoolean());
        assertTrue(view.path("held_by").isNull());
        assertEquals(0, rows());
    }

    @ParameterizedTest
    @CsvSource({
        "write Note, approved, verified_manual",
        "write Note, rejected, rejected",
        "write Note; crash inside, '', failed"
    })
    void judging_keeps_what_was_written_and_empties_the_sandbox(String script, String verdict, String status)
            throws Exception {
        try (LiveEngine engine = LiveEngine.start(data())) {
            JsonNode run = engine.started(script);
            engine.chat(run);
            JsonNode judged = verdict.isEmpty()
                    ? engine.finalise(run)
                    : engine.judge(run, verdict).ok();
            assertEquals(status, judged.path("status").asText());
            assertKeptAndWiped(engine, run, 1);
        }
    }

    @Test
    void each_run_finds_the_same_sandbox_whatever_was_in_it() throws Exception {
        try (LiveEngine engine = LiveEngine.start(data())) {
            JsonNode first = engine.started("write Note");
            String built = first.path("sandbox_tree_before").asText();
            engine.chat(first);
            assertEquals(built, engine.show(first).path("sandbox_tree_before").asText());
            engine.judge(first, "approved").ok();
            engine.post("/workflow-lab/sandbox/" + sandbox(engine) + "/reset", Json.object())
                    .ok();
            engine.post(
                            "/workflow-lab/sandbox/" + sandbox(engine) + "/mail",
                            Json.object()
                                    .put("from", "a@b.example")
                                    .put("subject", "Left over")
                                    .put("text", "Hi."))
                    .ok();
            JsonNode second = engine.started("list documents");
            assertEquals(built, second.path("sandbox_tree_before").asText());
            String held = engine.get("/workflow-lab/sandbox/" + sandbox(engine) + "/items")
                    .body();
            assertFalse(held.contains("Left over") || held.contains("\"Note\""), held);
            engine.chat(second);
            JsonNode read = engine.finalise(second);
            assertEquals("verified_auto", read.path("status").asText());
            assertEquals(read.path("sandbox_tree_before"), read.path("sandbox_tree_after"));
            assertEquals(0, rows());
        }
    }

    @Test
    void cancelling_in_the_middle_keeps_what_was_written_until_then_and_frees_an_empty_sandbox() throws Exception {
        try (LiveEngine engine = LiveEngine.start(data(), Duration.ofMillis(30))) {
            JsonNode run = engine.started(LONG);
            Thread chat = new Thread(() -> {
                try {
                    engine.chat(run);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            chat.start();
            while (files(engine, run) < 3) {
                Thread.sleep(5);
            }
            int before = files(engine, run);
            engine.post(LiveEngine.runPath(run) + "/cancel", Json.object()).ok();
            chat.join(20_000);
            assertEquals("cancelled", engine.show(run).path("status").asText());
            assertKeptAndWiped(engine, run, before);
            assertTrue(files(engine, run) < 30);
            JsonNode next = engine.started("say hi");
            assertEquals(
                    engine.show(run).path("sandbox_tree_before"),
                    engine.show(next).path("sandbox_tree_before"));
        }
    }

    @Test
    void after_a_kill_in_the_middle_the_run_can_be_cancelled_and_its_work_is_kept() throws Exception {
        JsonNode run;
        int before;
        try (EngineProcess process = EngineProcess.start(data(), 30)) {
            LiveEngine engine = process.client();
            run = engine.started(LONG);
            Thread chat = new Thread(() -> {
                try {
                    engine.chat(run);
                } catch (Exception | AssertionError e) {
                    // cut when the engine is killed
                }
            });
            chat.setDaemon(true);
            chat.start();
            while (files(engine, run) < 3) {
                Thread.sleep(5);
            }
            before = files(engine, run);
            process.kill();
        }
        try (EngineProcess process = EngineProcess.start(data(), 30)) {
            LiveEngine engine = process.client();
            engine.post(LiveEngine.runPath(run) + "/cancel", Json.object()).ok();
            assertKeptAndWiped(engine, run, before);
            process.kill();
        }
        assertEquals(0, rows());
        try (EngineProcess process = EngineProcess.start(data(), 0)) {
            LiveEngine engine = process.client();
            assertKeptAndWiped(engine, run, before);
            JsonNode next = engine.started("write Note");
            List<JsonNode> events = engine.chat(next, Map.of());
            assertEquals("complete", LiveEngine.last(events).path("type").asText());
        }
    }
}
