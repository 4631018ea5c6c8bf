package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nexhelm.engine.tool.ToolFailure;
import nexhelm.json.Json;

/** Which time an instruction means, and which times are free. */
final class Slots {

    /** How long a meeting lasts that nothing says a length of; whoever reads the run is told. */
    private static final int USUAL_MINUTES = 60;

    /** Where only days that are written with their year count. */
    static final LocalDate EVER = LocalDate.of(1, 1, 1);

    private static final Set<String> TIMES = Stems.set("date time day appointment slot meeting call visit");

    private final Bench bench;
    private final Desk desk;
    private final Instruction instruction;

    Slots(Bench bench) {
        this.bench = bench;
        this.desk = bench.desk();
        this.instruction = bench.instruction();
    }

    /** The day on which the tenant lives: that of the newest mail. The agent has no clock. */
    LocalDate today() throws ToolFailure {
        Optional<LocalDate> newest = desk.inbox().stream()
                .map(l -> l.date())
                .filter(d -> d.matches("\\d{4}-\\d{2}-\\d{2}.*"))
                .map(d -> LocalDate.parse(d.substring(0, 10)))
                .max(LocalDate::compareTo);
        if (newest.isPresent()) {
            return newest.get();
        }
        JsonNode first = bench.context()
                .call("find_free_slots", Json.object().put("minutes", 30))
                .path("slots")
                .path(0);
        return LocalDate.parse(first.path("start").asText("1970-01-02").substring(0, 10))
                .minusDays(1);
    }

    When when() throws ToolFailure {
        return when(today());
    }

    /** @param today the day from which "Friday" counts: of an event that is moved, the week it lies in */
    When when(LocalDate today) throws ToolFailure {
        if (When.impossible(instruction.text())) {
            throw new ToolFailure("a day that exists for “" + instruction.text() + "”");
        }
        When said = When.in(instruction.text(), today);
        return said.from().isPresent() ? said : fromSources(said, today);
    }

    /** "on the date she asked for": a day that a source states under such a name. */
    private When fromSources(When said, LocalDate today) {
        Optional<LocalDate> counted =
                RelativeDay.in(instruction.text(), bench.findings().facts());
        if (counted.isPresent()) {
            return new When(said.minutes(), counted, counted, said.at(), said.earliest(), said.latest());
        }
        Optional<LocalDate> edge = edge(today);
        if (edge.isPresent()) {
            return new When(said.minutes(), edge, edge, said.at(), said.earliest(), said.latest());
        }
        for (Phrase phrase : instruction.phrases()) {
            if (phrase.stems().stream().noneMatch(TIMES::contains)) {
                continue;
            }
            for (Findings.Found found : bench.findings().about(phrase, bench.said())) {
                When there = When.in(found.value(), today);
                if (found.table().isEmpty() && there.from().isPresent()) {
                    return new When(
                            said.minutes().or(there::minutes),
                            there.from(),
                            there.to(),
                            said.at().or(there::at),
                            said.earliest(),
                            said.latest());
                }
            }
        }
        return said;
    }

    /** "the first morning", "the last day": of the days from one to another that the mail gives. */
    private Optional<LocalDate> edge(LocalDate today) {
        boolean first = instruction.says("first morning", "first afternoon", "first day", "first evening");
        boolean last = instruction.says("last morning", "last afternoon", "last day", "last evening");
        return first == last
                ? Optional.empty()
                : new Running(bench.findings().sources())
                        .span()
                        .flatMap(s ->
                                When.in(first ? s.first() : s.last(), today).from());
    }

    int minutes(When when) {
        return when.minutes().orElse(USUAL_MINUTES);
    }

    static String unsaid(When when) {
        return when.minutes().isPresent() ? "" : " (no length was given)";
    }

    static String shown(LocalDateTime time) {
        return time.toString().replace('T', ' ');
    }

    static String between(When when) {
        return when.from()
                .map(from -> when.to().filter(to -> !to.equals(from)).isPresent()
                        ? " between " + from + " and " + when.to().get()
                        : " on " + from)
                .orElse("");
    }

    /** Free starts, earliest first, at the times of day that suit. */
    List<LocalDateTime> free(When when, int minutes, List<Person> people) throws ToolFailure {
        ObjectNode input = Json.object().put("minutes", minutes);
        LocalDate tomorrow = today().plusDays(1);
        when.from().ifPresent(d -> input.put("from", (d.isBefore(tomorrow) ? tomorrow : d).toString()));
        when.to().ifPresent(d -> input.put("to", (d.isBefore(tomorrow) ? tomorrow : d).toString()));
        ArrayNode attendees = input.putArray("attendees");
        people.forEach(p -> attendees.add(p.email()));
        List<LocalDateTime> free = new ArrayList<>();
        for (JsonNode slot : bench.context().call("find_free_slots", input).path("slots")) {
            LocalDateTime start = LocalDateTime.parse(slot.path("start").asText());
            boolean suits = when.earliest()
                            .map(t -> !start.toLocalTime().isBefore(t))
                            .orElse(true)
                    && when.latest()
                            .map(t -> !start.plusMinutes(minutes).toLocalTime().isAfter(t))
                            .orElse(true)
                    && when.at().map(t -> start.toLocalTime().equals(t)).orElse(true);
            if (suits) {
                free.add(start);
            }
        }
        return free;
    }

    /** The time itself where it is given, else the first that is free. */
    LocalDateTime start(When when, int minutes, List<Person> people) throws ToolFailure, Stopped {
        boolean oneDay = when.from().isPresent() && when.from().equals(when.to());
        if (oneDay && when.at().isPresent()) {
            return when.from().get().atTime(when.at().get());
        }
        return free(when, minutes, people).stream()
                .findFirst()
                .orElseThrow(() -> Stopped.lacking("a free slot of " + minutes + " minutes" + between(when)));
    }
}
