import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the lab made of a call: the steps of the task definition, and the capabilities that the work needs. */
record Design(List<Step> steps, List<Capability> capabilities, String workedBy) {

    /** A designed step; at is empty when its source is not in the transcript. */
    record Step(String title, String performer, Optional<String> tool, boolean gate, Optional<Words.Span> at) {
        boolean byAgent() {
            return performer.equals("agent");
        }
    }

    /** A capability with the tool that has it, or without one. */
    record Capability(Optional<String> tool, String text) {}

    /** Nothing to design, which is right for small talk. */
    static Design none(String workedBy) {
        return new Design(List.of(), List.of(), workedBy);
    }

    static Design of(Call call, JsonNode definition, JsonNode needs, String workedBy) {
        List<Step> steps = new ArrayList<>();
        for (JsonNode step : definition.path("steps")) {
            steps.add(new Step(
                    step.path("title").asText(),
                    step.path("performer").asText(),
                    text(step.path("tool")),
                    !step.path("hitl").isNull() && !step.path("hitl").isMissingNode(),
                    place(call, step.path("source"))));
        }
        List<Capability> capabilities = new ArrayList<>();
        for (JsonNode need : needs.path("capabilities_needed")) {
            capabilities.add(new Capability(
                    text(need.path("existing_tool")),
                    need.path("capability").asText() + " "
                            + need.path("reasoning").asText()));
        }
        return new Design(List.copyOf(steps), List.copyOf(capabilities), workedBy);
    }

    /** In plain text both must agree: where the source says it is, and what it says stands there. */
    private static Optional<Words.Span> place(Call call, JsonNode source) {
        Optional<Words.Span> quoted = call.words().find(source.path("quote").asText());
        if (quoted.isEmpty() || !call.isPlainText()) {
            return quoted;
        }
        Words.Span told = call.words()
                .between(source.path("start").asInt(), source.path("end").asInt());
        return told.end() > told.start() ? Optional.of(told) : Optional.empty();
    }

    private static Optional<String> text(JsonNode value) {
        return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
    }
}
