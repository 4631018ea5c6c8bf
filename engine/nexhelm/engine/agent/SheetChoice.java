package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import nexhelm.engine.agent.Desk.Place;
import nexhelm.engine.tool.ToolFailure;
import nexhelm.json.Json;

/** Which spreadsheet a step means: by its name, by its columns, or as the one that was used last. */
final class SheetChoice {

    private static final Set<String> SHEETS =
            Stems.set("spreadsheet sheet workbook worksheet tracker excel register log roll");

    private final Bench bench;
    private final Desk desk;
    private final Instruction instruction;

    SheetChoice(Bench bench) {
        this.bench = bench;
        this.desk = bench.desk();
        this.instruction = bench.instruction();
    }

    /** The spreadsheet that the step's words mean, by name, by its columns, or as the one that was used last. */
    Optional<Place> meant() throws ToolFailure {
        Optional<Place> named = named(Place::sheet);
        if (named.isPresent()) {
            return named;
        }
        for (Phrase phrase : instruction.after("in", "from", "on")) {
            boolean paper = !bench.finder()
                    .documents(phrase, bench.said(), p -> !p.sheet())
                    .isEmpty();
            if (paper) {
                return Optional.empty();
            }
        }
        boolean told = called().filter(Phrase::telling).isPresent()
                || places().stream().anyMatch(p -> names(p) && p.telling());
        if (told) {
            return Optional.empty();
        }
        Optional<Place> last = desk.sources().stream()
                .filter(s -> s.kind().equals("sheet"))
                .reduce((a, b) -> b)
                .map(s -> new Place(s.kind(), s.id(), s.title(), s.path()));
        List<Phrase> topics =
                instruction.topics().stream().filter(Phrase::telling).toList();
        return topics.size() < 2 ? last : byColumns(topics, last);
    }

    /** A document of another kind that the words name: a register may be a table in a text. */
    boolean meansDocument() throws ToolFailure {
        return named(p -> p.kind().equals("document")).isPresent();
    }

    private Optional<Place> named(Predicate<Place> kind) throws ToolFailure {
        List<Phrase> all =
                new ArrayList<>(called().filter(Phrase::telling).stream().toList());
        all.addAll(places());
        for (Phrase phrase : all) {
            List<Place> found = bench.finder().documents(phrase, bench.said(), kind);
            if (!found.isEmpty()) {
                return Optional.of(found.get(0));
            }
        }
        return Optional.empty();
    }

    private List<Phrase> places() {
        List<Phrase> places =
                new ArrayList<>(instruction.after("to", "in", "into", "on", "onto", "from", "at", "against"));
        instruction.object().ifPresent(places::add);
        places.addAll(instruction.phrases().stream()
                .filter(p -> !instruction.topics().contains(p) && !places.contains(p))
                .toList());
        return places;
    }

    /** "add a row there: the date, the customer, the total": the one sheet that has such columns. */
    private Optional<Place> byColumns(List<Phrase> topics, Optional<Place> last) throws ToolFailure {
        Optional<Place> best = Optional.empty();
        long most = Math.max(1, topics.size() / 2);
        for (JsonNode sheet : bench.context().call("list_sheets", Json.object()).path("sheets")) {
            List<String> header = new ArrayList<>();
            sheet.path("header").forEach(h -> header.add(h.asText()));
            long there = topics.stream()
                    .filter(t -> Findings.best(t, header).isPresent())
                    .count();
            boolean used =
                    last.filter(l -> l.id().equals(sheet.path("id").asText())).isPresent();
            if (there > most || used && there == most) {
                most = there;
                best = Optional.of(new Place(
                        "sheet",
                        sheet.path("id").asText(),
                        sheet.path("title").asText(),
                        sheet.path("path").asText()));
            }
        }
        return best;
    }

    private Optional<Phrase> called() {
        return instruction.called("spreadsheet|sheet|workbook|worksheet|tracker");
    }

    /** "the complaints spreadsheet" names a sheet, "the status" does not. */
    static boolean names(Phrase phrase) {
        return phrase.stems().stream().anyMatch(SHEETS::contains);
    }

    /** What the words call the sheet that is not there. */
    String wanted() {
        return called().or(() -> instruction.phrases().stream()
                        .filter(SheetChoice::names)
                        .findFirst())
                .map(p -> "the " + p.text())
                .orElse("the spreadsheet for “" + instruction.text() + "”");
    }
}
