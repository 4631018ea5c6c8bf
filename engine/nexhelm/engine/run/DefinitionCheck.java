package nexhelm.engine.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;
import nexhelm.json.Json;

/**
 * Checks a definition that a person edited. The first thing that is wrong is named with its place. What is right stays
 * as it was given, unknown fields included; steps are numbered by their place.
 */
final class DefinitionCheck {

    private static final int MOST_STEPS = 200;

    private final String transcript;
    private final Set<String> tools;

    DefinitionCheck(String transcript, Set<String> tools) {
        this.transcript = transcript;
        this.tools = tools;
    }

    ObjectNode checked(ObjectNode given) {
        ObjectNode definition = given.deepCopy();
        requireText(definition, "", "name");
        for (String field : new String[] {"summary", "description", "workflow"}) {
            if (!definition.has(field) || definition.get(field).isNull()) {
                definition.put(field, "");
            } else if (!definition.get(field).isTextual()) {
                throw wrong(field, "must be a text");
            }
        }
        if (!definition.has("inputs") || definition.get("inputs").isNull()) {
            definition.putArray("inputs");
        } else if (!definition.get("inputs").isArray()) {
            throw wrong("inputs", "must be a list");
        }
        if (!(definition.get("steps") instanceof ArrayNode steps)) {
            throw wrong("steps", "must be a list");
        }
        if (steps.isEmpty() || steps.size() > MOST_STEPS) {
            throw wrong("steps", "must have 1 to " + MOST_STEPS + " steps, not " + steps.size());
        }
        for (int i = 0; i < steps.size(); i++) {
            if (!(steps.get(i) instanceof ObjectNode step)) {
                throw wrong("steps[" + i + "]", "must be an object");
            }
            steps.set(i, step(step, "steps[" + i + "].", i + 1));
        }
        return definition;
    }

    private ObjectNode step(ObjectNode given, String at, int index) {
        requireText(given, at, "title");
        requireText(given, at, "instruction");
        if (!given.hasNonNull("performer")) {
            given.put("performer", "agent");
        }
        requireText(given, at, "performer");
        tool(given, at);
        JsonNode hitl = given.path("hitl");
        if (hitl.isMissingNode()) {
            given.putNull("hitl");
        } else if (!hitl.isNull() && (!hitl.isTextual() || hitl.textValue().isBlank())) {
            throw wrong(at + "hitl", "must be null or the reason why a person decides first");
        }
        source(given, at);
        ObjectNode numbered = Json.object().put("index", index);
        given.remove("index");
        numbered.setAll(given);
        return numbered;
    }

    private void tool(ObjectNode step, String at) {
        JsonNode tool = step.path("tool");
        if (tool.isMissingNode()) {
            step.putNull("tool");
        } else if (!tool.isNull()) {
            if (!tool.isTextual()) {
                throw wrong(at + "tool", "must be the name of a tool or null");
            }
            if (!tools.contains(tool.textValue())) {
                throw wrong(
                        at + "tool",
                        "unknown tool '" + Request.clip(tool.textValue()) + "'; there are " + String.join(", ", tools));
            }
            if (!step.path("performer").textValue().equals("agent")) {
                throw wrong(at + "tool", "must be null, because the step's performer is a person");
            }
        }
    }

    /** A step that a person added has no ground in the transcript; one that claims ground must have it. */
    private void source(ObjectNode step, String at) {
        JsonNode source = step.path("source");
        if (source.isMissingNode()) {
            step.putNull("source");
            return;
        }
        if (source.isNull()) {
            return;
        }
        if (!source.isObject()) {
            throw wrong(at + "source", "must be null or an object of start, end and quote");
        }
        int length = transcript.codePointCount(0, transcript.length());
        int start = offset(source, at, "start", 0, length);
        int end = offset(source, at, "end", start, length);
        String there =
                transcript.substring(transcript.offsetByCodePoints(0, start), transcript.offsetByCodePoints(0, end));
        if (!source.path("quote").isTextual()
                || !source.path("quote").textValue().equals(there)) {
            throw wrong(
                    at + "source.quote",
                    "is not the transcript's text from " + start + " to " + end + ", which is '" + Request.clip(there)
                            + "'");
        }
    }

    private static int offset(JsonNode source, String at, String field, int least, int most) {
        JsonNode value = source.path(field);
        if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
            throw wrong(at + "source." + field, "must be a whole number from " + least + " to " + most);
        }
        return value.intValue();
    }

    private static void requireText(ObjectNode object, String at, String field) {
        JsonNode value = object.path(field);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw wrong(
                    at + field,
                    value.isMissingNode() || value.isNull() ? "is missing" : "must be a text that is not blank");
        }
    }

    private static Refusal wrong(String field, String what) {
        return Refusal.invalid(
                "invalid_definition", (what.startsWith("unknown") ? field + ": " : field + " ") + what + ".");
    }
}
