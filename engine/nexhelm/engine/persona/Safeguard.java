package nexhelm.engine.persona;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What the rules find in a transcript and no model may lose: that a person decides before something is done. */
final class Safeguard {

    private Safeguard() {}

    /**
     * Gates the steps of the agent whose counterparts the rules have gated, and says how many. A counterpart uses the
     * same tool, or none as well, and comes from the same words; where no words meet, every step with that tool is one.
     */
    static int approvals(ObjectNode definition, ObjectNode rules) {
        int added = 0;
        for (JsonNode gated : rules.path("steps")) {
            if (!gated.hasNonNull("hitl") || !byAgent(gated)) {
                continue;
            }
            List<ObjectNode> same = new ArrayList<>();
            List<ObjectNode> meeting = new ArrayList<>();
            for (JsonNode step : definition.path("steps")) {
                if (byAgent(step) && step.path("tool").equals(gated.path("tool"))) {
                    same.add((ObjectNode) step);
                    if (meet(step.path("source"), gated.path("source"))) {
                        meeting.add((ObjectNode) step);
                    }
                }
            }
            for (ObjectNode step : meeting.isEmpty() && gated.hasNonNull("tool") ? same : meeting) {
                if (!step.hasNonNull("hitl")) {
                    step.set("hitl", gated.get("hitl"));
                    added++;
                }
            }
        }
        return added;
    }

    private static boolean byAgent(JsonNode step) {
        return step.path("performer").asText().equals("agent");
    }

    private static boolean meet(JsonNode one, JsonNode other) {
        return one.path("start").asInt() < other.path("end").asInt()
                && other.path("start").asInt() < one.path("end").asInt();
    }
}
