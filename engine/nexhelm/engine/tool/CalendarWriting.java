package nexhelm.engine.tool;

import static nexhelm.engine.tool.Lookup.declare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nexhelm.engine.sandbox.Attendees;
import nexhelm.engine.sandbox.Item;
import nexhelm.engine.sandbox.Kind;
import nexhelm.engine.sandbox.Tenant;
import nexhelm.engine.sandbox.Times;
import nexhelm.json.Json;

/** The tools that create and change events, and invite to them. */
final class CalendarWriting {

    static final List<SandboxTool> TOOLS = List.of(
            new DeclaredTool(
                    declare(
                            "create_event",
                            "Create an event",
                            "Puts an event into the calendar; nobody is invited yet. Says which events it overlaps.",
                            true,
                            "calendar",
                            new Schema()
                                    .text("title", "What it is, in a line.")
                                    .text("start", "When it begins, as 2026-03-31T14:30.")
                                    .text("end", "When it ends.")
                                    .number("minutes", "How long it lasts, instead of the end.")
                                    .texts("attendees", "Addresses of those who are to come.")
                                    .text("text", "Particulars.")
                                    .text("location", "Where it is.")
                                    .required("title", "start"),
                            example()),
                    CalendarWriting::create),
            new DeclaredTool(
                    declare(
                            "send_event_invitation",
                            "Invite to an event",
                            "Sends an invitation to the attendees of an event, and notes on it that they are invited.",
                            true,
                            "calendar",
                            new Schema()
                                    .text("event", "Id or title of the event.")
                                    .texts("attendees", "Addresses; all attendees of the event when left out.")
                                    .required("event"),
                            Json.object().put("event", "Annual review Hartwell")),
                    CalendarWriting::invite),
            new DeclaredTool(
                    declare(
                            "update_event",
                            "Change an event",
                            "Moves an event or changes its title, place or text; moved without an end it lasts as"
                                    + " long as before.",
                            true,
                            "calendar",
                            new Schema()
                                    .text("event", "Id or title of the event.")
                                    .text("start", "The new start, as 2026-03-31T14:30.")
                                    .text("end", "The new end.")
                                    .text("title", "The new title.")
                                    .text("location", "The new place.")
                                    .text("text", "New particulars.")
                                    .required("event"),
                            Json.object().put("event", "Annual review Hartwell").put("start", "2026-03-12T10:00")),
                    CalendarWriting::update));

    private CalendarWriting() {}

    private static ObjectNode example() {
        ObjectNode example = Json.object()
                .put("title", "Review meeting Castellan")
                .put("start", "2026-03-16T10:00")
                .put("minutes", 60);
        example.putArray("attendees").add("helene.moreau@example.com");
        return example;
    }

    private static ObjectNode create(Tenant tenant, ObjectNode input) throws ToolFailure {
        if (input.has("end") == input.has("minutes")) {
            throw new ToolFailure("create_event needs either 'end' or 'minutes'");
        }
        LocalDateTime start = Lookup.time(input, "start");
        LocalDateTime end =
                input.has("end") ? Lookup.time(input, "end") : start.plusMinutes(CalendarReading.minutes(input));
        check(start, end);
        Map<String, String> attendees = new LinkedHashMap<>();
        Lookup.knownAddresses(tenant, input.path("attendees"), "attendees")
                .forEach(address -> attendees.put(address, "not_invited"));
        ArrayNode conflicts = conflicts(tenant, start, end, "");
        Item event = tenant.add(
                Kind.EVENT,
                "",
                Lookup.line(input, "title"),
                Lookup.body(input, "text"),
                Attendees.details(Times.text(start), Times.text(end), location(input), attendees));
        return with(CalendarReading.shown(event), conflicts);
    }

    private static void check(LocalDateTime start, LocalDateTime end) throws ToolFailure {
        if (!end.isAfter(start)) {
            throw new ToolFailure("the event would end at " + Times.text(end) + ", before it has begun");
        }
        if (Duration.between(start, end).toDays() > 31) {
            throw new ToolFailure("the event would last more than 31 days");
        }
    }

    private static String location(ObjectNode input) throws ToolFailure {
        return input.path("location").asText("").isBlank() ? "" : Lookup.line(input, "location");
    }

    private static ArrayNode conflicts(Tenant tenant, LocalDateTime start, LocalDateTime end, String except) {
        ArrayNode conflicts = Json.array();
        tenant.items(Kind.EVENT).stream()
                .filter(event -> !event.id().equals(except) && CalendarReading.busy(List.of(event), start, end))
                .forEach(event -> conflicts.add(event.title()));
        return conflicts;
    }

    private static ObjectNode with(ObjectNode shown, ArrayNode conflicts) {
        if (!conflicts.isEmpty()) {
            shown.set("overlaps", conflicts);
        }
        return shown;
    }

    private static ObjectNode invite(Tenant tenant, ObjectNode input) throws ToolFailure {
        Item event = Lookup.called(tenant, Kind.EVENT, Lookup.text(input, "event"));
        Map<String, String> attendees = Attendees.of(event);
        List<String> invited = input.has("attendees")
                ? Lookup.knownAddresses(tenant, input.path("attendees"), "attendees")
                : Lookup.knownAddresses(tenant, SheetReading.texts(List.copyOf(attendees.keySet())), "attendees");
        if (invited.isEmpty()) {
            throw new ToolFailure("the event has nobody to invite; name them in 'attendees'");
        }
        invited.forEach(address -> attendees.put(address, "invited"));
        ObjectNode details = event.details().deepCopy();
        details.set("attendees", Attendees.json(attendees));
        Item changed = event.withDetails(details);
        tenant.save(changed);
        ObjectNode mail = Json.object();
        mail.set("to", SheetReading.texts(invited));
        Item sent = tenant.add(
                Kind.MAIL, "sent", "Invitation: " + event.title(), letter(event), mail.put("event", event.id()));
        return CalendarReading.shown(changed).put("mail", sent.id()).put("status", "sent");
    }

    private static String letter(Item event) {
        return "You are invited: " + event.title() + "\nFrom: "
                + event.detail("start").replace('T', ' ') + "\nUntil: "
                + event.detail("end").replace('T', ' ') + "\n"
                + (event.detail("location").isEmpty() ? "" : "Where: " + event.detail("location") + "\n")
                + (event.content().isBlank() ? "" : "\n" + event.content().strip() + "\n");
    }

    private static ObjectNode update(Tenant tenant, ObjectNode input) throws ToolFailure {
        Item event = Lookup.called(tenant, Kind.EVENT, Lookup.text(input, "event"));
        if (input.size() == 1) {
            throw new ToolFailure("update_event needs something to change");
        }
        LocalDateTime start = input.has("start") ? Lookup.time(input, "start") : CalendarReading.start(event);
        LocalDateTime end = input.has("end")
                ? Lookup.time(input, "end")
                : start.plus(Duration.between(CalendarReading.start(event), CalendarReading.end(event)));
        check(start, end);
        ObjectNode details =
                event.details().deepCopy().put("start", Times.text(start)).put("end", Times.text(end));
        if (input.has("location")) {
            details.put("location", location(input));
        }
        Item changed = event.withDetails(details);
        if (input.has("title")) {
            changed = changed.withTitle(Lookup.line(input, "title"));
        }
        if (input.has("text")) {
            changed = changed.withContent(Lookup.body(input, "text"));
        }
        tenant.save(changed);
        return with(CalendarReading.shown(changed), conflicts(tenant, start, end, event.id()));
    }
}
