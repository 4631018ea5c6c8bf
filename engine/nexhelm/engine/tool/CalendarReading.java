package nexhelm.engine.tool;

import static nexhelm.engine.tool.Lookup.declare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import nexhelm.engine.sandbox.Attendees;
import nexhelm.engine.sandbox.Item;
import nexhelm.engine.sandbox.Kind;
import nexhelm.engine.sandbox.Names;
import nexhelm.engine.sandbox.Tenant;
import nexhelm.engine.sandbox.Times;
import nexhelm.json.Json;

/**
 * The tools that look at the calendar. A sandbox lives on the day of its newest mail, so that the same papers give the
 * same answers on any day.
 */
final class CalendarReading {

    private static final LocalTime OPENS = LocalTime.of(9, 0);
    private static final LocalTime CLOSES = LocalTime.of(17, 0);
    private static final int STEP = 30;
    private static final int MOST_SLOTS = 20;
    private static final int MOST_DAYS = 120;
    private static final int LOOK_AHEAD = 14;

    static final List<SandboxTool> TOOLS = List.of(
            new DeclaredTool(
                    declare(
                            "list_events",
                            "List events",
                            "Lists the events of the calendar with who comes, in order of their start.",
                            false,
                            "calendar",
                            new Schema()
                                    .text("from", "Only from this day or time on, as 2026-03-31.")
                                    .text("to", "Only until this day, itself included, or time."),
                            Json.object().put("from", "2026-03-09").put("to", "2026-03-13")),
                    CalendarReading::list),
            new DeclaredTool(
                    declare(
                            "find_free_slots",
                            "Find free slots",
                            "Finds times of so many minutes in working hours (Monday to Friday, 9:00 to 17:00) that"
                                    + " overlap no event.",
                            false,
                            "calendar",
                            new Schema()
                                    .number("minutes", "How long the slot is.")
                                    .text("from", "First day or time, as 2026-03-31; the next day when left out.")
                                    .text("to", "Last day or time; two weeks later when left out.")
                                    .texts("attendees", "Addresses of those who are to come.")
                                    .required("minutes"),
                            Json.object()
                                    .put("minutes", 60)
                                    .put("from", "2026-03-09")
                                    .put("to", "2026-03-13")),
                    CalendarReading::slots));

    private CalendarReading() {}

    private static ObjectNode list(Tenant tenant, ObjectNode input) throws ToolFailure {
        Optional<LocalDateTime> from = moment(input, "from", false);
        Optional<LocalDateTime> to = moment(input, "to", true);
        ObjectNode result = Json.object().put("today", today(tenant).toString());
        ArrayNode events = result.putArray("events");
        tenant.items(Kind.EVENT).stream()
                .filter(event -> from.isEmpty() || end(event).isAfter(from.get()))
                .filter(event -> to.isEmpty() || start(event).isBefore(to.get()))
                .sorted(Comparator.comparing(CalendarReading::start))
                .forEach(event -> events.add(shown(event)));
        return result;
    }

    private static ObjectNode slots(Tenant tenant, ObjectNode input) throws ToolFailure {
        int minutes = minutes(input);
        Lookup.knownAddresses(tenant, input.path("attendees"), "attendees");
        LocalDateTime from = moment(input, "from", false)
                .orElseGet(() -> today(tenant).plusDays(1).atStartOfDay());
        LocalDateTime to = moment(input, "to", true).orElseGet(() -> from.plusDays(LOOK_AHEAD));
        if (!to.isAfter(from) || to.isAfter(from.plusDays(MOST_DAYS))) {
            throw new ToolFailure("'to' must be after 'from', by at most " + MOST_DAYS + " days");
        }
        List<Item> events = tenant.items(Kind.EVENT);
        ObjectNode result = Json.object()
                .put("minutes", minutes)
                .put("today", today(tenant).toString())
                .put("from", Times.text(from));
        ArrayNode slots = result.putArray("slots");
        for (LocalDate day = from.toLocalDate(); !day.atStartOfDay().isAfter(to); day = day.plusDays(1)) {
            if (day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY) {
                continue;
            }
            LocalDateTime start = day.atTime(OPENS);
            LocalDateTime closes = day.atTime(CLOSES);
            while (!start.plusMinutes(minutes).isAfter(closes) && slots.size() < MOST_SLOTS) {
                LocalDateTime end = start.plusMinutes(minutes);
                if (start.isBefore(from) || end.isAfter(to) || busy(events, start, end)) {
                    start = start.plusMinutes(STEP);
                    continue;
                }
                slots.addObject().put("start", Times.text(start)).put("end", Times.text(end));
                start = start.plusMinutes((minutes + STEP - 1) / STEP * STEP);
            }
        }
        return result;
    }

    /** Whether a time overlaps an event. */
    static boolean busy(List<Item> events, LocalDateTime start, LocalDateTime end) {
        return events.stream()
                .anyMatch(event -> start(event).isBefore(end) && end(event).isAfter(start));
    }

    static int minutes(ObjectNode input) throws ToolFailure {
        int minutes = input.path("minutes").asInt();
        if (minutes < 5 || minutes > 8 * 60) {
            throw new ToolFailure("'minutes' is " + minutes + "; it goes from 5 to 480");
        }
        return minutes;
    }

    /** The day on which the sandbox lives: that of its newest mail, else that of its first event, else today's. */
    private static LocalDate today(Tenant tenant) {
        return tenant.items(Kind.MAIL).stream()
                .map(mail -> mail.detail("date"))
                .filter(date -> date.length() >= 10)
                .map(date -> LocalDate.parse(date.substring(0, 10)))
                .max(Comparator.naturalOrder())
                .or(() -> tenant.items(Kind.EVENT).stream()
                        .map(event -> start(event).toLocalDate())
                        .min(Comparator.naturalOrder()))
                .orElseGet(LocalDate::now);
    }

    /** A day or a time; of a day its begin, or as an end that of the day after. */
    private static Optional<LocalDateTime> moment(ObjectNode input, String field, boolean end) throws ToolFailure {
        if (!input.has(field)) {
            return Optional.empty();
        }
        String text = Lookup.text(input, field).strip();
        try {
            if (text.length() <= 10) {
                return Optional.of(LocalDate.parse(text).plusDays(end ? 1 : 0).atStartOfDay());
            }
            return Optional.of(Times.parse(text));
        } catch (DateTimeParseException e) {
            throw new ToolFailure("'" + field + "' is '" + Names.shown(text)
                    + "'; it is a day like 2026-03-31 or a time like 2026-03-31T14:30, without a zone");
        }
    }

    static LocalDateTime start(Item event) {
        return Times.parse(event.detail("start"));
    }

    static LocalDateTime end(Item event) {
        return Times.parse(event.detail("end"));
    }

    static ObjectNode shown(Item event) {
        ObjectNode shown = Json.object()
                .put("id", event.id())
                .put("title", event.title())
                .put("start", event.detail("start"))
                .put("end", event.detail("end"))
                .put("location", event.detail("location"))
                .put("text", event.content());
        shown.set("attendees", Attendees.json(Attendees.of(event)));
        return shown;
    }
}
