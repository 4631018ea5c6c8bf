package nexhelm.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import nexhelm.engine.persona.Personas;
import nexhelm.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a step that lacks data comes to, in a sandbox that was made up and in one of somebody's own. */
class MadeUpSandboxTest {

    private static final String CALL = """
        Kim: What do you do first?

        Ann: I type my thoughts on the train into a document. Then I read the fee letter of the client, and I write a
        short summary of the fee letter.
        """;

    @TempDir
    Path data;

    private List<JsonNode> run(LiveEngine engine, ObjectNode more, String last) throws Exception {
        JsonNode run = engine.post(
                        "/workflow-lab/runs",
                        Json.object()
                                .put("user_id", engine.userId())
                                .put("transcript_text", CALL)
                                .setAll(more))
                .ok();
        JsonNode started = engine.post(LiveEngine.runPath(run) + "/start-verification", Json.object())
                .ok();
        List<JsonNode> events = engine.chat(started);
        List<JsonNode> data = events.stream().map(event -> event.path("data")).toList();
        assertEquals(last, LiveEngine.last(events).path("type").asText(), events::toString);
        String status = engine.finalise(started).path("status").asText();
        engine.judge(started, "rejected");
        assertTrue(!status.equals("verified_auto"), status);
        return data;
    }

    @Test
    void it_is_left_to_a_person_among_made_up_papers_and_ends_the_run_among_ones_own() throws Exception {
        Engine started = Engine.start(Settings.local(data), Personas.offline());
        try (LiveEngine engine = LiveEngine.connect(Optional.of(started), data)) {
            List<JsonNode> made = run(engine, Json.object().put("propose_blueprint", true), "complete");
            JsonNode left = made.stream()
                    .filter(event -> event.path("state").asText().equals("handed_over"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(made.toString()));
            assertEquals(1, left.path("step").asInt());
            assertTrue(
                    left.path("summary").asText().startsWith("Not done: the made-up sandbox lacks "), left::toString);
            assertTrue(
                    made.stream()
                            .anyMatch(event -> event.path("state").asText().equals("done")
                                    && event.path("step").asInt() == 3),
                    "the steps after it are carried out: " + made);

            ObjectNode own = Json.object();
            own.putObject("blueprint")
                    .putArray("docs")
                    .addObject()
                    .put("path", "Papers")
                    .put("title", "Fee letter")
                    .put("text", "Fee: EUR 100.00");
            List<JsonNode> ours = run(engine, own, "error");
            assertTrue(
                    LiveEngine.last(ours).path("message").asText().startsWith("Step 1 ("),
                    LiveEngine.last(ours)::toString);
        }
    }
}
