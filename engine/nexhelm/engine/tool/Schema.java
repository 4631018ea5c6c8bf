package nexhelm.engine.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import nexhelm.engine.sandbox.Names;
import nexhelm.json.Json;

/** Builds a tool's JSON schema, and holds an input against it. */
final class Schema {

    private final ObjectNode properties = Json.object();
    private final ArrayNode required = Json.array();

    Schema text(String name, String description) {
        return property(name, "string", description);
    }

    Schema number(String name, String description) {
        return property(name, "integer", description);
    }

    Schema flag(String name, String description) {
        return property(name, "boolean", description);
    }

    Schema oneOf(String name, String description, String... values) {
        text(name, description);
        ArrayNode allowed = ((ObjectNode) properties.get(name)).putArray("enum");
        for (String value : values) {
            allowed.add(value);
        }
        return this;
    }

    Schema texts(String name, String description) {
        property(name, "array", description);
        ((ObjectNode) properties.get(name)).putObject("items").put("type", "string");
        return this;
    }

    /** A list of rows, each a list of cells. */
    Schema rows(String name, String description) {
        property(name, "array", description);
        ObjectNode row = ((ObjectNode) properties.get(name)).putObject("items").put("type", "array");
        row.set("items", cell());
        return this;
    }

    /** Cells or values by their names. */
    Schema cells(String name, String description) {
        property(name, "object", description);
        ((ObjectNode) properties.get(name)).set("additionalProperties", cell());
        return this;
    }

    private static ObjectNode cell() {
        ObjectNode cell = Json.object();
        cell.putArray("type").add("string").add("number").add("boolean");
        return cell;
    }

    Schema required(String... names) {
        for (String name : names) {
            required.add(name);
        }
        return this;
    }

    ObjectNode tree() {
        ObjectNode tree = Json.object();
        tree.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        tree.put("type", "object");
        tree.set("properties", properties);
        tree.set("required", required);
        return tree.put("additionalProperties", false);
    }

    private Schema property(String name, String type, String description) {
        properties.putObject(name).put("type", type).put("description", description);
        return this;
    }

    /** Refuses an input that the declaration does not allow: unknown or missing fields, wrong types and values. */
    static void check(ToolDeclaration tool, ObjectNode input) throws ToolFailure {
        JsonNode properties = tool.inputSchema().path("properties");
        for (JsonNode name : tool.inputSchema().path("required")) {
            if (!input.hasNonNull(name.asText())) {
                throw new ToolFailure(tool.name() + " needs '" + name.asText() + "'");
            }
        }
        for (Map.Entry<String, JsonNode> field : input.properties()) {
            JsonNode property = properties.path(field.getKey());
            if (property.isMissingNode()) {
                throw new ToolFailure(tool.name() + " has no input '" + Names.shown(field.getKey()) + "'");
            }
            value(tool.name() + ": '" + field.getKey() + "'", property, field.getValue());
        }
    }

    private static void value(String what, JsonNode property, JsonNode value) throws ToolFailure {
        JsonNode type = property.path("type");
        boolean fits =
                type.isArray() ? type.valueStream().anyMatch(one -> is(one.asText(), value)) : is(type.asText(), value);
        if (!fits) {
            throw new ToolFailure(what + " must be of type " + (type.isArray() ? "string or number" : type.asText()));
        }
        if (value.isArray()) {
            for (JsonNode element : value) {
                value(what, property.path("items"), element);
            }
        }
        if (value.isObject()) {
            for (JsonNode element : value) {
                value(what, property.path("additionalProperties"), element);
            }
        }
        if (property.has("enum")) {
            for (JsonNode allowed : property.get("enum")) {
                if (allowed.equals(value)) {
                    return;
                }
            }
            throw new ToolFailure(what + " must be one of " + Json.compact(property.get("enum")));
        }
    }

    private static boolean is(String type, JsonNode value) {
        return switch (type) {
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber() && value.canConvertToInt();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "object" -> value.isObject();
            default -> value.isArray();
        };
    }
}
