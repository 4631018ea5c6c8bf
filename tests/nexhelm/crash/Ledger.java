package nexhelm.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import nexhelm.support.LocalClient;

/** Everything that an engine acknowledged, so that nothing of it may be missing after it was killed. */
final class Ledger {

    private static final Set<String> STATES = Set.of(
            "designed",
            "setting_up",
            "verifying",
            "awaiting_human_verify",
            "verified_auto",
            "verified_manual",
            "rejected",
            "failed",
            "cancelled");
    private static final Set<String> HOLDING = Set.of("setting_up", "verifying", "awaiting_human_verify");

    private final Map<String, JsonNode> designs = new LinkedHashMap<>();
    private final Map<String, String> states = new LinkedHashMap<>();
    private final Map<String, Map<Long, JsonNode>> events = new LinkedHashMap<>();
    private int calls;

    /** A 2xx to designing or refining. */
    synchronized void designed(JsonNode run) {
        designs.put(run.path("id").asText(), run);
        calls++;
    }

    /** A 2xx to something that ends a run. */
    synchronized void ended(String run, String state) {
        states.put(run, state);
        calls++;
    }

    /** Events that a client has read. */
    synchronized void saw(String thread, Map<Long, JsonNode> more) {
        events.computeIfAbsent(thread, any -> new LinkedHashMap<>()).putAll(more);
    }

    synchronized int acknowledged() {
        return calls + events.values().stream().mapToInt(Map::size).sum();
    }

    /** Asks a restarted engine for all of it. */
    synchronized void verify(LocalClient client) throws IOException, InterruptedException {
        for (var design : designs.entrySet()) {
            JsonNode now = client.show(design.getKey());
            assertEquals(design.getValue().path("proposal"), now.path("proposal"), design.getKey());
            JsonNode definition = client.get("/workflow-lab/runs/" + design.getKey() + "/task-definition")
                    .ok();
            assertTrue(definition.path("task_definition").path("steps").size() > 0, design.getKey());
        }
        for (var state : states.entrySet()) {
            assertEquals(
                    state.getValue(), client.show(state.getKey()).path("status").asText(), state.getKey());
        }
        for (var thread : events.entrySet()) {
            long newest = thread.getValue().keySet().stream()
                    .mapToLong(Long::longValue)
                    .max()
                    .orElse(0);
            var watcher = Watcher.of(client.stream("/langchain-agent/threads/" + thread.getKey() + "/events", null));
            if (newest > 0) {
                watcher.await(event -> watcher.seen().containsKey(newest));
            }
            Map<Long, JsonNode> now = watcher.seen();
            thread.getValue().forEach((id, event) -> assertEquals(event, now.get(id), "event " + id));
        }
        for (JsonNode run : client.get("/workflow-lab/runs?limit=200").ok().path("runs")) {
            assertTrue(STATES.contains(run.path("status").asText()), run.toString());
        }
    }

    /** The slot is free, or whoever wants it learns which run has it, and that run says so itself. */
    static void assertSlotIsFreeOrExplained(LocalClient client, String wants) throws IOException {
        LocalClient.Answer answer = client.act(wants, "start-verification");
        if (answer.status() == 200) {
            assertEquals(
                    "cancelled", client.act(wants, "cancel").ok().path("status").asText());
            return;
        }
        assertEquals(409, answer.status(), answer.detail());
        boolean explained = false;
        for (JsonNode run : client.get("/workflow-lab/runs?limit=200").ok().path("runs")) {
            explained |= answer.detail().contains(run.path("id").asText())
                    && HOLDING.contains(run.path("status").asText());
        }
        assertTrue(explained, answer.detail());
    }
}
