package nexhelm.engine.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nexhelm.json.Json;

/** What a blueprint holds, in a few words for each thing. */
public record Inventory(List<Entry> entries) {

    private static final Map<String, String> KINDS =
            Map.of("docs", "document", "mailbox", "mail", "calendar", "appointment");

    public Inventory {
        entries = List.copyOf(entries);
    }

    /** One thing of a kind such as {@code folder}, {@code document} or {@code contact}. */
    public record Entry(String kind, String name) {}

    /** Of a valid blueprint; each list in it is a kind of things. */
    public static Inventory of(ObjectNode blueprint) {
        List<Entry> entries = new ArrayList<>();
        blueprint.fields().forEachRemaining(field -> {
            String kind = KINDS.getOrDefault(field.getKey(), field.getKey().replaceFirst("s$", ""));
            if (field.getValue().isArray()) {
                field.getValue().forEach(thing -> entries.add(new Entry(kind, name(thing))));
            }
        });
        return new Inventory(entries);
    }

    private static String name(JsonNode thing) {
        String path = thing.path("path").asText("");
        String own = "";
        for (String field : List.of("title", "subject", "name")) {
            own = own.isEmpty() ? thing.path(field).asText("") : own;
        }
        return path.isEmpty() || own.isEmpty() ? path + own : path + "/" + own;
    }

    public ArrayNode json() {
        ArrayNode all = Json.array();
        entries.forEach(entry -> all.addObject().put("kind", entry.kind()).put("name", entry.name()));
        return all;
    }
}
