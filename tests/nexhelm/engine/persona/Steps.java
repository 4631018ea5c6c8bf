package nexhelm.engine.persona;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Designs a text and shows its steps in a form that tests can compare. */
final class Steps {
    private Steps() {}

    static ObjectNode definition(String transcript) {
        return new OfflineDesigner().design(transcript, Optional.empty()).definition();
    }

    /** {@code tool: title}, or {@code (performer): title} for a person's step. */
    static List<String> of(String transcript) {
        return StreamSupport.stream(definition(transcript).get("steps").spliterator(), false)
                .map(Steps::line)
                .toList();
    }

    private static String line(JsonNode step) {
        String performer = step.path("performer").asText();
        String who = performer.equals("agent") ? step.path("tool").asText() : "(" + performer + ")";
        return who + ": " + step.path("title").asText() + (step.hasNonNull("hitl") ? " [gate]" : "");
    }

    static List<String> instructions(String transcript) {
        return StreamSupport.stream(definition(transcript).get("steps").spliterator(), false)
                .map(s -> s.path("instruction").asText())
                .toList();
    }
}
