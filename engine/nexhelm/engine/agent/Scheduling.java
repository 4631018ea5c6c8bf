package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.engine.persona.Verifier.StepResult;
import nexhelm.engine.tool.ToolFailure;
import nexhelm.json.Json;

/** Steps in the calendar: look, find a free time, book, invite, move. */
final class Scheduling {

    private static final Set<String> MEETINGS = Stems.set(
            "meeting appointment call event session slot review visit viewing inspection interview consultation demo"
                    + " training handover time hour half-hour minutes minute");

    private static final Pattern SO_MANY =
            Pattern.compile("(?i)\\b(both|two|three|four|five|six) of (?:them|those|these)\\b");
    private static final Pattern PLACE = Pattern.compile(
            "\\bat (?:the|our) ([\\p{L}][\\p{L} -]{2,30}?)(?=[.,;]|\\s+(?:with|on|in|for|and|to|from|at|of)\\b|$)");
    private static final Set<String> NO_PLACE = Stems.set(
            "time end start beginning bottom top moment latest earliest weekend day date hour week month same last"
                    + " first next usual");

    private final Bench bench;
    private final Desk desk;
    private final Instruction instruction;
    private final Slots slots;

    Scheduling(Bench bench) {
        this.bench = bench;
        this.desk = bench.desk();
        this.instruction = bench.instruction();
        this.slots = new Slots(bench);
    }

    StepResult events() throws ToolFailure {
        When when = slots.when();
        ObjectNode input = Json.object();
        when.from().ifPresent(d -> input.put("from", d.toString()));
        when.to().ifPresent(d -> input.put("to", d.toString()));
        List<Event> events = events(input);
        List<Person> people = new Concerned(bench).named(true);
        List<Event> theirs = events.stream()
                .filter(e -> people.stream().anyMatch(p -> e.attendees().contains(p.email())))
                .toList();
        StringJoiner told = new StringJoiner("; ");
        StringBuilder table = new StringBuilder("Event | Start | End | Location\n");
        for (Event event : theirs.isEmpty() ? events : theirs) {
            told.add(event.title() + " (" + event.start().replace('T', ' ') + ")");
            table.append(event.title().replace('|', ' '))
                    .append(" | ")
                    .append(event.start())
                    .append(" | ")
                    .append(event.end())
                    .append(" | ")
                    .append(event.location().replace('|', ' '))
                    .append('\n');
        }
        desk.keep(new Source("calendar", "calendar", "Calendar", "", table.toString(), "", "", false));
        return new StepResult.Done(
                told.length() == 0 ? "The calendar is empty there." : "In the calendar: " + told + ".");
    }

    private List<Event> events(ObjectNode input) throws ToolFailure {
        List<Event> events = new ArrayList<>();
        bench.context().call("list_events", input).path("events").forEach(e -> events.add(Event.of(e)));
        return events;
    }

    /** Finds free times; the first is the one that a later step books. */
    StepResult slots() throws ToolFailure, Stopped {
        bench.clear(instruction.phrases());
        When when = slots.when();
        int minutes = slots.minutes(when);
        List<Person> people = people();
        List<LocalDateTime> free = slots.free(when, minutes, people);
        if (free.isEmpty()) {
            throw Stopped.lacking("a free slot of " + minutes + " minutes" + Slots.between(when));
        }
        ObjectNode kept =
                Json.object().put("minutes", minutes).put("start", free.get(0).toString());
        ArrayNode attendees = kept.putArray("attendees");
        people.forEach(p -> attendees.add(p.email()));
        desk.memory().set("slot", kept);
        StringJoiner told = new StringJoiner(", ");
        free.stream().limit(5).forEach(s -> told.add(Slots.shown(s)));
        return new StepResult.Done("Free for " + minutes + " minutes" + Slots.unsaid(when) + ": " + told + ".");
    }

    /** Whom the instruction names, without the owner of the calendar twice. */
    private List<Person> people() {
        List<Person> named = new Concerned(bench).named(true);
        return named.isEmpty() ? counted() : named;
    }

    /** "with the two of them": those whom a list was searched for, where they are so many. */
    private List<Person> counted() {
        Matcher so = SO_MANY.matcher(instruction.text());
        if (!so.find()) {
            return List.of();
        }
        int many = so.group(1).equalsIgnoreCase("both")
                ? 2
                : SpokenNumber.number(so.group(1)).map(n -> n.intValue()).orElse(-1);
        for (int i = desk.results().size() - 1; i >= 0; i--) {
            List<Person> told = new ArrayList<>();
            for (String name : desk.results()
                    .get(i)
                    .value()
                    .replaceAll("\\s*\\([^)]*\\)", "")
                    .split(",\\s*")) {
                List<Person> called = bench.people().byName(Filling.phrase(name));
                if (called.size() == 1 && Findings.same(called.get(0).name(), name)) {
                    told.add(called.get(0));
                }
            }
            if (told.size() == many) {
                return told;
            }
        }
        return List.of();
    }

    /** "at the meeting point": where it is. */
    private Optional<String> location() {
        Matcher at = PLACE.matcher(instruction.text());
        return at.find() && Stems.of(at.group(1)).stream().noneMatch(NO_PLACE::contains)
                ? Optional.of(
                        at.group(1).substring(0, 1).toUpperCase() + at.group(1).substring(1))
                : Optional.empty();
    }

    /** Books the time that the instruction gives, else the one that was found before, else the first that is free. */
    StepResult book() throws ToolFailure, Stopped {
        bench.clear(instruction.phrases());
        boolean unsaid =
                slots.when().from().isEmpty() && !desk.memory().path("slot").isObject() && meeting();
        ObjectNode event = booked();
        return new StepResult.Done("Booked “" + event.path("title").asText() + "” for " + time(event) + with(event)
                + (unsaid ? "; no day was given, so it is the first free time" : "") + ".");
    }

    private static String time(JsonNode event) {
        String start = event.path("start").asText();
        String end = event.path("end").asText();
        return start.endsWith("T00:00") && end.endsWith("T00:00")
                ? start.replaceFirst("T.*", "") + ", the whole day"
                : start.replace('T', ' ') + " to " + end.replaceFirst(".*T", "");
    }

    private static String with(JsonNode event) {
        StringJoiner names = new StringJoiner(", ");
        Event.of(event).attendees().forEach(names::add);
        return names.length() == 0 ? "" : " with " + names + "; nobody is invited yet";
    }

    private ObjectNode booked() throws ToolFailure, Stopped {
        When when = slots.when();
        JsonNode found = desk.memory().path("slot");
        boolean takesFound =
                found.isObject() && when.from().isEmpty() && when.at().isEmpty();
        int minutes = when.minutes().orElse(takesFound ? found.path("minutes").asInt() : slots.minutes(when));
        List<String> attendees = new ArrayList<>();
        people().forEach(p -> attendees.add(p.email()));
        if (takesFound && attendees.isEmpty()) {
            found.path("attendees").forEach(a -> attendees.add(a.asText()));
        }
        if (when.from().isEmpty() && when.minutes().isEmpty() && !takesFound && !meeting()) {
            return day();
        }
        Optional<Phrase> dated = instruction
                .object()
                .filter(o -> !MEETINGS.contains(o.head()) && when.at().isPresent());
        if (when.from().isEmpty() && dated.isPresent()) {
            // a delivery at ten has its day, whether it was read or not: it is not held on the first that is free
            throw Stopped.lacking("a date for " + dated.get().text());
        }
        LocalDateTime start =
                takesFound ? LocalDateTime.parse(found.path("start").asText()) : slots.start(when, minutes, people());
        List<Event> there = events(Json.object()
                .put("from", start.toString())
                .put("to", start.plusMinutes(minutes).toString()));
        if (!there.isEmpty()) {
            throw Stopped.lacking("a free time on " + Slots.shown(start) + ": “"
                    + there.get(0).title() + "” is in the calendar then");
        }
        String title = title();
        ObjectNode input =
                Json.object().put("title", title).put("start", start.toString()).put("minutes", minutes);
        location().ifPresent(place -> input.put("location", place));
        ArrayNode who = input.putArray("attendees");
        attendees.stream().distinct().forEach(who::add);
        ObjectNode made = bench.acts().write("create_event", input, title);
        desk.made("event", made.path("id").asText(), title, "");
        desk.memory().remove("slot");
        return made;
    }

    private boolean meeting() {
        return instruction.phrases().stream().anyMatch(p -> MEETINGS.contains(p.head()));
    }

    /** "Put the end of the term in the calendar": the whole day that a source gives. */
    private ObjectNode day() throws ToolFailure, Stopped {
        Phrase object = instruction
                .object()
                .filter(Phrase::telling)
                .orElseThrow(() -> Stopped.lacking("a date for “" + instruction.text() + "”"));
        LocalDate date = new Composition(bench)
                .about(List.of(object)).lines().stream()
                        .filter(l -> l.table().isEmpty())
                        .flatMap(l -> When.in(l.value(), Slots.EVER).from().stream())
                        .findFirst()
                        .orElseThrow(() -> Stopped.lacking("a date for " + object.text()));
        String words = object.text().replaceFirst("(?i)\\s+of the\\s+\\p{Lu}.*", "");
        String title = bench.withParty(words.substring(0, 1).toUpperCase() + words.substring(1));
        ObjectNode made = bench.acts()
                .write(
                        "create_event",
                        Json.object()
                                .put("title", title)
                                .put("start", date.atStartOfDay().toString())
                                .put("end", date.plusDays(1).atStartOfDay().toString()),
                        title);
        desk.made("event", made.path("id").asText(), title, "");
        return made;
    }

    /** What the event is, in a few words: the thing booked, without its length and its day. */
    private String title() {
        if (instruction.quoted().isPresent()) {
            return instruction.quoted().get();
        }
        String words = instruction.phrases().stream()
                .filter(p ->
                        p.preposition().isEmpty() && bench.people().byName(p).isEmpty())
                .map(Phrase::text)
                .map(Scheduling::bare)
                .filter(t -> !t.isBlank())
                .findFirst()
                .orElse("");
        boolean vague = words.isBlank() || words.equalsIgnoreCase("slot") || words.equalsIgnoreCase("time");
        String title = vague
                ? instruction.after("for", "about").stream()
                        .map(Phrase::text)
                        .map(Scheduling::bare)
                        .filter(t -> !t.isBlank())
                        .findFirst()
                        .orElse("Meeting")
                : words;
        List<Person> people = people();
        String capital = title.substring(0, 1).toUpperCase() + title.substring(1);
        return bench.file().party().isEmpty()
                        && people.size() == 1
                        && !capital.contains(people.get(0).name())
                ? capital + " with " + people.get(0).name()
                : bench.withParty(capital);
    }

    private static String bare(String words) {
        return words.replaceAll(
                        "(?i)\\b(?:half[- ]hour|half an hour|(?:one|two|three|\\d+)[-"
                            + " ](?:hours?|minutes?|mins?)|hours?|minutes|next|this|week|month|new|short|quick|tomorrow|today"
                            + "|monday|tuesday|wednesday|thursday|friday|calendar|diary|entry|invites?|invitations?|first|free|suitable)\\b",
                        " ")
                .replaceAll("(?<!\\p{L})'s\\b|^[\\s-]+", " ")
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** Invites to the event that was booked, or that the calendar holds; one that is still to be made is booked first. */
    StepResult invite() throws ToolFailure, Stopped {
        bench.clear(instruction.phrases());
        Optional<Event> event = event();
        if (event.isEmpty()
                && (desk.memory().path("slot").isObject() || slots.when().from().isPresent())) {
            event = Optional.of(Event.of(booked()));
        }
        if (event.isEmpty()) {
            throw Stopped.lacking("the event to invite to for “" + instruction.text() + "”");
        }
        List<String> attendees = new ArrayList<>(event.get().attendees());
        people().stream().map(Person::email).filter(e -> !attendees.contains(e)).forEach(attendees::add);
        List<Person> named = new ArrayList<>(people());
        for (String email : attendees) { // "Send Ada and Ben the invitation": who is called by name and is to come
            bench.people()
                    .with(email)
                    .filter(p -> !named.contains(p) && !p.firstName().isEmpty())
                    .filter(p -> Pattern.compile("(?U)\\b" + Pattern.quote(p.firstName()) + "\\b")
                            .matcher(instruction.text())
                            .find())
                    .ifPresent(named::add);
        }
        List<String> invited =
                named.isEmpty() ? attendees : named.stream().map(Person::email).toList();
        if (invited.isEmpty()) {
            throw Stopped.lacking("somebody to invite to “" + event.get().title() + "”");
        }
        ObjectNode input = Json.object().put("event", event.get().id());
        ArrayNode to = input.putArray("attendees");
        invited.forEach(to::add);
        ObjectNode sent =
                bench.acts().write("send_event_invitation", input, event.get().title());
        desk.made("invitation", sent.path("id").asText(), event.get().title(), "");
        return new StepResult.Done("Invited " + String.join(", ", invited) + " to “"
                + event.get().title() + "” on " + event.get().start().replace('T', ' ') + ".");
    }

    /** The event that is meant: made in this run, or the one whose title or people the instruction names. */
    private Optional<Event> event() throws ToolFailure {
        List<JsonNode> made = desk.made("event");
        List<Event> all = events(Json.object());
        if (!made.isEmpty()) {
            String id = made.get(made.size() - 1).path("id").asText();
            Optional<Event> last = all.stream().filter(e -> e.id().equals(id)).findFirst();
            if (last.isPresent()) {
                return last;
            }
        }
        String today = slots.today().toString();
        Event best = null;
        double most = 0.5;
        for (Event event : all) {
            List<String> title = Stems.of(event.title());
            double share = title.stream().filter(bench.said()::contains).count() / (double) Math.max(1, title.size());
            double called = instruction.phrases().stream()
                    .filter(Phrase::telling)
                    .mapToDouble(p -> p.coveredBy(Set.copyOf(title)))
                    .max()
                    .orElse(0);
            double named = Math.max(share, called * 0.9);
            boolean theirs = people().stream().anyMatch(p -> event.attendees().contains(p.email()))
                    || bench.file().isOf(Stems.set(event.title()));
            double score = named + (theirs ? 0.6 : 0) - (event.start().compareTo(today) < 0 ? 0.5 : 0);
            if (score > most) {
                most = score;
                best = event;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Moves an event to the new time that the instruction, or a source, gives. */
    StepResult move() throws ToolFailure, Stopped {
        bench.clear(instruction.phrases());
        Event event = event().orElseThrow(() -> Stopped.lacking("the event for “" + instruction.text() + "”"));
        LocalDateTime was = LocalDateTime.parse(event.start());
        LocalDate monday = was.toLocalDate()
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                .minusDays(1);
        boolean fromToday =
                instruction.says("next", "this", "today", "tomorrow", "in", "within") || monday.isBefore(slots.today());
        When when = slots.when(fromToday ? slots.today() : monday);
        int minutes = when.minutes().orElse((int) java.time.Duration.between(was, LocalDateTime.parse(event.end()))
                .toMinutes());
        boolean sameDay = when.from().isEmpty()
                && when.at().isEmpty()
                && (when.earliest().isPresent() || when.latest().isPresent());
        if (sameDay) {
            Optional<LocalDate> day = Optional.of(was.toLocalDate());
            when = new When(when.minutes(), day, day, when.at(), when.earliest(), when.latest());
        }
        if (when.from().isEmpty() && when.at().isEmpty()) {
            throw Stopped.lacking("a new time for “" + event.title() + "”");
        }
        LocalDateTime start = when.from().isEmpty()
                ? was.toLocalDate().atTime(when.at().orElseThrow())
                : when.at().isEmpty() && !sameDay && when.from().equals(when.to())
                        ? when.from().get().atTime(was.toLocalTime())
                        : slots.start(when, minutes, List.of());
        List<Event> there =
                events(Json.object()
                                .put("from", start.toString())
                                .put("to", start.plusMinutes(minutes).toString()))
                        .stream()
                        .filter(e -> !e.id().equals(event.id()))
                        .toList();
        if (!there.isEmpty()) {
            throw Stopped.lacking("a free time on " + Slots.shown(start) + ": “"
                    + there.get(0).title() + "” is in the calendar then");
        }
        bench.acts()
                .write(
                        "update_event",
                        Json.object()
                                .put("event", event.id())
                                .put("start", start.toString())
                                .put("end", start.plusMinutes(minutes).toString()),
                        event.title());
        return new StepResult.Done("Moved “" + event.title() + "” from " + Slots.shown(was) + " to "
                + Slots.shown(start) + "; those who were invited have not been told.");
    }
}
