package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** An event of the calendar; times are local, as {@code 2026-03-31T14:30}, attendees are addresses. */
record Event(String id, String title, String start, String end, String location, List<String> attendees) {
    static Event of(JsonNode tree) {
        List<String> attendees = new ArrayList<>();
        tree.path("attendees")
                .forEach(a -> attendees.add(
                        a.isTextual() ? a.asText() : a.path("email").asText()));
        return new Event(
                tree.path("id").asText(),
                tree.path("title").asText(),
                tree.path("start").asText(),
                tree.path("end").asText(),
                tree.path("location").asText(""),
                attendees);
    }
}
