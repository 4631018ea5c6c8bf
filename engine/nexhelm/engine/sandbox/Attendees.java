package nexhelm.engine.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nexhelm.json.Json;

/** Who is to come to an event, and how far that is. */
public final class Attendees {

    /** From nobody asked them to what they said. */
    public static final List<String> STATUSES = List.of("not_invited", "invited", "accepted", "declined");

    private Attendees() {}

    /** Address to status. */
    public static Map<String, String> of(Item event) {
        Map<String, String> all = new LinkedHashMap<>();
        for (JsonNode one : event.details().path("attendees")) {
            all.put(one.path("email").asText(), one.path("status").asText());
        }
        return all;
    }

    public static ArrayNode json(Map<String, String> attendees) {
        ArrayNode all = Json.array();
        attendees.forEach(
                (email, status) -> all.add(Json.object().put("email", email).put("status", status)));
        return all;
    }

    /** An event's particulars as an item keeps them. */
    public static ObjectNode details(String start, String end, String location, Map<String, String> attendees) {
        ObjectNode details = Json.object().put("start", start).put("end", end).put("location", location);
        details.set("attendees", json(attendees));
        return details;
    }
}
