package nexhelm.engine.persona;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import nexhelm.json.Json;

/** Puts a refined workflow together: steps that stay are the old ones byte for byte, changed ones are checked. */
final class Refining {

    private final ArrayNode old;
    private final StepAnswer answers;

    Refining(ArrayNode old, StepAnswer answers) {
        this.old = old;
        this.answers = answers;
    }

    /** The workflow as a model sees it: its texts without the places in the transcript. */
    static ObjectNode shown(ObjectNode definition) {
        ObjectNode shown = Json.object();
        shown.set("name", definition.path("name"));
        shown.set("summary", definition.path("summary"));
        ArrayNode steps = shown.putArray("steps");
        for (JsonNode step : definition.path("steps")) {
            ObjectNode one = steps.addObject().put("number", steps.size());
            for (String field : new String[] {"title", "instruction", "performer"}) {
                one.set(field, step.path(field));
            }
            one.put("tool", step.path("tool").asText(ToolList.NONE));
            one.put(
                    "approval",
                    step.path("hitl").isTextual() ? step.path("hitl").textValue() : "");
        }
        return shown;
    }

    ArrayNode steps(ObjectNode given, List<JsonNode> listed, List<String> wrong) {
        ArrayNode steps = Json.array();
        Set<Integer> open = new TreeSet<>();
        for (int number = 1; number <= old.size(); number++) {
            open.add(number);
        }
        given.path("removed").forEach(number -> open.remove(number.asInt()));
        int index = 0;
        for (JsonNode one : listed) {
            String at = "steps[" + index++ + "]";
            int from = one.path("from").asInt(-1);
            if (from < 0 || from > old.size()) {
                wrong.add(at + ".from must be the number of an old step, 1 to " + old.size() + ", or 0.");
                continue;
            }
            open.remove(from);
            boolean same =
                    one.path("same").asText().equals("yes") || one.path("same").asBoolean();
            if (from > 0 && same) {
                steps.add(old.get(from - 1).deepCopy());
            } else if (from > 0) {
                changed((ObjectNode) old.get(from - 1), one, at, wrong).ifPresent(steps::add);
            } else {
                answers.step(one, at, 0, false, wrong)
                        .ifPresent(
                                step -> steps.add(Json.object().put("index", 0).setAll(step)));
            }
        }
        if (!open.isEmpty()) {
            wrong.add("The old steps " + open + " are neither in steps nor in removed.");
        }
        return steps;
    }

    private Optional<ObjectNode> changed(ObjectNode before, JsonNode given, String at, List<String> wrong) {
        boolean grounded = !given.path("quote").asText("").isBlank();
        return answers.step(given, at, 0, grounded, wrong).map(step -> {
            String approval = given.path("approval").asText("").strip();
            if (approval.isEmpty() || approval.equalsIgnoreCase("same")) {
                step.set("hitl", before.path("hitl").isTextual() ? before.get("hitl") : step.nullNode());
            }
            if (!step.hasNonNull("source") && before.has("source")) {
                step.set("source", before.get("source"));
            }
            ObjectNode after = before.deepCopy();
            after.setAll(step);
            return after;
        });
    }
}
