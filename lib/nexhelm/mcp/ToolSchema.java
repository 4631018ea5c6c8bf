package nexhelm.mcp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nexhelm.json.Json;
import nexhelm.tool.Inputs;
import nexhelm.tool.Tool;

/** How an action is described to models: all of it comes from its declaration. */
final class ToolSchema {

    private static final Map<String, String> TYPES =
            Map.of("s", "string", "i", "integer", "n", "number", "o", "object", "a", "array");

    /** A person's decisions; the operator can leave them to the assistant. */
    private static final Set<String> DECISIONS = Set.of("approve", "reject");

    /** The argument that names where a result is saved. */
    static final String OUTPUT_FILE = "output_file";

    /** The argument that lets a file be replaced. */
    static final String FORCE = "force";

    private ToolSchema() {}

    /** An entry of tools/list. */
    static ObjectNode entry(Offers.Offer offer, Choice choice) {
        Tool<?> tool = offer.tool();
        ObjectNode entry = Json.object()
                .put("name", offer.name())
                .put("title", tool.title())
                .put("description", Wording.arguments((tool.told() + " " + tool.next()).strip(), tool));
        ObjectNode input = input(inputs(tool, choice), tool);
        if (choice.filesRoot().isPresent()) {
            files(input, tool, choice);
        }
        entry.set("inputSchema", input);
        boolean saves = choice.writesFiles() && tool.has(Tool.Comfort.SAVES);
        String written = (saves ? " file:s " : " ") + (choice.writesFiles() ? tool.saving() : "");
        entry.set("outputSchema", output((tool.answers() + written).strip()));
        entry.set("annotations", annotations(tool, choice));
        return entry;
    }

    /** The inputs that models are offered. */
    static List<Inputs.Input> inputs(Tool<?> tool, Choice choice) {
        return Inputs.of(tool.inputs()).stream()
                .filter(input -> input.arg().mcp() || choice.agentApproval() && DECISIONS.contains(input.name()))
                .filter(input -> !input.arg().disk() || choice.writesFiles())
                .toList();
    }

    /** The arguments that name files: whatever the command line reads from a file, and where a result can be saved. */
    private static void files(ObjectNode schema, Tool<?> tool, Choice choice) {
        ObjectNode properties = (ObjectNode) schema.path("properties");
        for (Inputs.Input input : inputs(tool, choice)) {
            for (String file : Wording.files(input)) {
                name(
                        properties.putObject(file),
                        "A file below the server's files root that holds " + input.name() + ", instead of it.");
                if (schema.path("required") instanceof ArrayNode required) {
                    required.removeIf(word -> word.asText().equals(input.name())); // either of the two is enough
                }
            }
        }
        if (choice.writesFiles() && tool.has(Tool.Comfort.SAVES)) {
            name(
                    properties.putObject(OUTPUT_FILE),
                    "Write the result to this file below the server's files root, instead of answering it.");
            properties
                    .putObject(FORCE)
                    .put("description", "Replace a file that is there already.")
                    .put("type", "boolean")
                    .put("default", false);
        }
    }

    private static void name(ObjectNode property, String description) {
        property.put("description", description);
        ArrayNode either = property.putArray("anyOf");
        either.addObject().put("type", "string");
        either.addObject().put("type", "null");
        property.putNull("default");
    }

    private static ObjectNode input(List<Inputs.Input> inputs, Tool<?> tool) {
        ObjectNode schema = Json.object().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        var required = Json.array();
        for (Inputs.Input input : inputs) {
            properties.set(input.name(), property(input, tool));
            if (input.required()) {
                required.add(input.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema;
    }

    /** The fields of a result; others may come besides. */
    static ObjectNode output(String fields) {
        return fields(new ArrayDeque<>(
                List.of(fields.replace("[", "[ ").replace("]", " ]").split(" "))));
    }

    private static ObjectNode fields(Deque<String> words) {
        ObjectNode schema = Json.object().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        while (!words.isEmpty()) {
            String word = words.pop();
            if (word.equals("]")) {
                break;
            }
            int colon = word.indexOf(':');
            String type = word.substring(colon + 1);
            ObjectNode field = properties.putObject(word.substring(0, colon));
            if (type.equals("[")) {
                field.put("type", "array").set("items", fields(words));
            } else if (type.equals("b")) {
                field.put("type", "boolean");
            } else if (!type.equals("*")) {
                ArrayNode types = field.putArray("type");
                List.of(type.split("/")).forEach(letter -> types.add(TYPES.get(letter)));
                types.add("null");
            }
        }
        return schema;
    }

    private static ObjectNode property(Inputs.Input input, Tool<?> tool) {
        ObjectNode property = Json.object().put("description", Wording.arguments(told(input), tool));
        ObjectNode type = type(input);
        if (input.required()
                || !input.arg().fallback().isEmpty()
                || input.kind() == Inputs.Kind.FLAG
                || input.kind() == Inputs.Kind.LIST) {
            property.setAll(type);
            fallback(property, input);
        } else {
            ArrayNode either = property.putArray("anyOf");
            either.add(type);
            either.addObject().put("type", "null");
            property.putNull("default");
        }
        return property;
    }

    private static String told(Inputs.Input input) {
        return input.arg().told().isEmpty() ? input.arg().help() : input.arg().told();
    }

    private static ObjectNode type(Inputs.Input input) {
        ObjectNode type = Json.object();
        switch (input.kind()) {
            case TEXT -> {
                type.put("type", "string");
                if (input.required()) {
                    type.put("minLength", 1);
                }
                String[] known = input.arg().values().length > 0
                        ? input.arg().values()
                        : input.arg().choices();
                if (known.length > 0) {
                    ArrayNode values = type.putArray("enum");
                    List.of(known).forEach(values::add);
                }
            }
            case NUMBER -> {
                type.put("type", "integer");
                if (input.arg().min() != Integer.MIN_VALUE) {
                    type.put("minimum", input.arg().min());
                }
                if (input.arg().max() != Integer.MAX_VALUE) {
                    type.put("maximum", input.arg().max());
                }
            }
            case LIST -> type.put("type", "array").putObject("items").put("type", "string");
            case FLAG -> type.put("type", "boolean");
            case OBJECT -> type.put("type", "object").put("additionalProperties", true);
        }
        return type;
    }

    private static void fallback(ObjectNode property, Inputs.Input input) {
        String fallback = input.arg().fallback();
        switch (input.kind()) {
            case FLAG -> property.put("default", Boolean.parseBoolean(fallback));
            case NUMBER -> {
                if (!fallback.isEmpty()) {
                    property.put("default", Integer.valueOf(fallback));
                }
            }
            default -> {
                if (!fallback.isEmpty()) {
                    property.put("default", fallback);
                }
            }
        }
    }

    /** What hosts decide by whether to ask a person first. */
    private static ObjectNode annotations(Tool<?> tool, Choice choice) {
        boolean fetches =
                Inputs.of(tool.inputs()).stream().anyMatch(input -> input.name().endsWith("_url"));
        Tool.Effect effect = tool.effect();
        boolean saves = choice.writesFiles()
                && (tool.has(Tool.Comfort.SAVES)
                        || Inputs.of(tool.inputs()).stream()
                                .anyMatch(input -> input.arg().disk()));
        return Json.object()
                .put("readOnlyHint", effect == Tool.Effect.READ && !saves)
                .put("destructiveHint", tool.destroys() || saves)
                .put("idempotentHint", effect == Tool.Effect.READ || effect == Tool.Effect.DESTRUCTIVE)
                .put("openWorldHint", tool.reachesOut() || fetches);
    }
}
