package nexhelm.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import nexhelm.json.Json;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code nex try} while another one is at work. */
class TwoTriesTest {

    @TempDir
    Path home;

    private TestWorld.Result attempt(String script) throws Exception {
        Path file = Files.writeString(Files.createTempFile(home, "call", ".txt"), script);
        return TestWorld.in(home).nex("try", "-f", file.toString(), "--json");
    }

    @Test
    void a_try_that_a_later_one_cancels_ends_with_a_summary_that_says_so() throws Exception {
        Path data = Files.createDirectories(home.resolve(".nex/engine"));
        try (LiveEngine engine = LiveEngine.start(data, Duration.ofMillis(200))) {
            var first = CompletableFuture.supplyAsync(() -> {
                try {
                    return attempt("write A\nwrite B\nwrite C\nwrite D\nwrite E\nwrite F\nwrite G\nwrite H");
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            while (!engine.get("/workflow-lab/runs")
                    .ok()
                    .path("runs")
                    .path(0)
                    .path("verifier_thread_id")
                    .isTextual()) {
                Thread.sleep(50);
            }
            TestWorld.Result second = attempt("write Z");
            assertEquals(0, second.code(), second.all());
            TestWorld.Result cancelled = first.get();
            assertEquals(1, cancelled.code(), cancelled.all());
            var summary = Json.parse(cancelled.out());
            assertEquals("error", summary.path("stop_reason").asText(), cancelled.all());
            assertEquals("cancelled", summary.path("status").asText());
            assertTrue(summary.path("verdict").asText().contains("cancelled"), cancelled.out());
        }
    }
}
