package nexhelm.engine.sandbox.pdf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import nexhelm.json.Json;

/** A form as a blueprint describes it; its PDF is made when somebody opens it. */
public record Form(String title, String text, List<Field> fields) {

    /**
     * One line to fill in.
     *
     * @param name  by which programs fill it, unique in the form
     * @param label what stands beside it
     * @param value what it holds, empty when nothing yet
     */
    public record Field(String name, String label, String value) {}

    public Form {
        fields = List.copyOf(fields);
    }

    /** Reads what {@link #json} wrote. */
    public static Form of(JsonNode json) {
        List<Field> fields = new ArrayList<>();
        json.path("fields")
                .forEach(field -> fields.add(new Field(
                        field.path("name").asText(),
                        field.path("label").asText(),
                        field.path("value").asText(""))));
        return new Form(json.path("title").asText(), json.path("text").asText(""), fields);
    }

    public ObjectNode json() {
        ObjectNode json = Json.object().put("title", title).put("text", text);
        ArrayNode all = json.putArray("fields");
        fields.forEach(field -> all.addObject()
                .put("name", field.name())
                .put("label", field.label())
                .put("value", field.value()));
        return json;
    }

    /** What somebody who opens it reads. */
    public String readable() {
        var readable = new StringBuilder(title).append("\n\n");
        if (!text.isBlank()) {
            readable.append(text.strip()).append("\n\n");
        }
        fields.forEach(field -> readable.append(field.label())
                .append(": ")
                .append(field.value())
                .append('\n'));
        return readable.toString();
    }
}
