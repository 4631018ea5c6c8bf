package nexhelm.engine.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import nexhelm.json.Json;

/**
 * Builds the JSON Schema of an answer in the subset that servers enforce ("strict"): every property is required and no
 * other is allowed. Texts that may be missing are empty instead of null, because not every server knows unions.
 */
public final class Shape {

    private final ObjectNode properties = Json.object();

    private Shape() {}

    public static Shape object() {
        return new Shape();
    }

    public Shape text(String name, String description) {
        properties.putObject(name).put("type", "string").put("description", description);
        return this;
    }

    /** A whole number. */
    public Shape number(String name, String description) {
        properties.putObject(name).put("type", "integer").put("description", description);
        return this;
    }

    /** One of these words. */
    public Shape word(String name, String description, Collection<String> words) {
        ObjectNode property = properties.putObject(name).put("type", "string").put("description", description);
        words.forEach(property.putArray("enum")::add);
        return this;
    }

    public Shape texts(String name, String description) {
        properties
                .putObject(name)
                .put("type", "array")
                .put("description", description)
                .set("items", Json.object().put("type", "string"));
        return this;
    }

    /** Whole numbers. */
    public Shape numbers(String name, String description) {
        properties
                .putObject(name)
                .put("type", "array")
                .put("description", description)
                .set("items", Json.object().put("type", "integer"));
        return this;
    }

    public Shape list(String name, String description, Shape element) {
        properties
                .putObject(name)
                .put("type", "array")
                .put("description", description)
                .set("items", element.schema());
        return this;
    }

    public ObjectNode schema() {
        ObjectNode schema = Json.object().put("type", "object");
        schema.set("properties", properties);
        properties.fieldNames().forEachRemaining(schema.putArray("required")::add);
        return schema.put("additionalProperties", false);
    }
}
