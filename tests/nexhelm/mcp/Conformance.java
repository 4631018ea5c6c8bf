package nexhelm.mcp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Whether a value is what a schema of ours says, and whether it names every field. */
public final class Conformance {
    private Conformance() {}

    public static void check(String where, JsonNode schema, JsonNode value) {
        JsonNode type = schema.path("type");
        if (!type.isMissingNode()) {
            List<String> types = type.isArray()
                    ? StreamSupport.stream(type.spliterator(), false)
                            .map(JsonNode::asText)
                            .toList()
                    : List.of(type.asText());
            assertTrue(
                    types.contains(kind(value)) || kind(value).equals("integer") && types.contains("number"),
                    where + " is " + kind(value) + ", not one of " + types);
        }
        if (value.isObject() && schema.has("properties")) {
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                assertTrue(
                        schema.path("properties").has(field.getKey()),
                        where + " has " + field.getKey() + ", which its schema does not name");
                check(where + "." + field.getKey(), schema.path("properties").path(field.getKey()), field.getValue());
            }
        }
        if (value.isArray() && schema.has("items")) {
            value.forEach(element -> check(where + "[]", schema.path("items"), element));
        }
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "object";
            case ARRAY -> "array";
            case STRING -> "string";
            case BOOLEAN -> "boolean";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            default -> "null";
        };
    }
}
