package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nexhelm.engine.agent.Desk.Place;
import nexhelm.engine.agent.Fact.Table;
import nexhelm.engine.agent.Findings.Found;
import nexhelm.engine.persona.Verifier.StepResult;
import nexhelm.engine.tool.ToolFailure;
import nexhelm.json.Json;

/** Steps that work on documents which exist: copy, fill, change and move them. */
final class Amending {

    private final Bench bench;
    private final Desk desk;
    private final Instruction instruction;

    Amending(Bench bench) {
        this.bench = bench;
        this.desk = bench.desk();
        this.instruction = bench.instruction();
    }

    StepResult copy() throws ToolFailure, Stopped {
        Optional<Place> original = Optional.empty();
        Optional<Phrase> wanted = Optional.empty();
        for (Phrase phrase : instruction.phrases()) {
            if (original.isEmpty() && !phrase.preposition().matches("in|into|to|under")) {
                List<Place> found = bench.finder().documents(phrase, bench.said());
                original = found.isEmpty() ? original : Optional.of(found.get(0));
                wanted = wanted.isEmpty() && phrase.telling() ? Optional.of(phrase) : wanted;
            }
        }
        if (original.isEmpty()) {
            throw Stopped.lacking("the " + wanted.map(Phrase::text).orElse("document to copy"));
        }
        String folder = bench.home();
        String bare = original.get()
                .title()
                .replaceAll("(?i)\\s*\\b(template|master|blank|vorlage)\\b\\s*", " ")
                .strip();
        String title = bench.free(
                folder,
                instruction
                        .quoted()
                        .orElse(bench.withParty(bare.isEmpty() ? original.get().title() : bare)));
        ObjectNode made = bench.acts()
                .write(
                        "create_document_copy",
                        Json.object()
                                .put("document", original.get().id())
                                .put("title", title)
                                .put("folder", folder),
                        title);
        Place copied = new Place(
                original.get().kind(),
                made.path("id").asText(),
                made.path("title").asText(),
                made.path("path").asText());
        desk.wrote(copied.kind(), made, "");
        desk.readAgain(copied, true);
        desk.made(
                "copy",
                made.path("id").asText(),
                made.path("title").asText(),
                made.path("path").asText());
        if (fills()) {
            return fillCopy();
        }
        return new StepResult.Done("Copied “" + original.get().path() + "” to “"
                + made.path("path").asText() + "”.");
    }

    private boolean fills() {
        return instruction.does("fill", "complete", "enter", "populate", "prefill");
    }

    boolean fillsCopy() {
        return fills() && !desk.made("copy").isEmpty();
    }

    /** Fills the form that was copied last. */
    StepResult fillCopy() throws ToolFailure, Stopped {
        return fill(lastCopy());
    }

    private Source lastCopy() {
        List<JsonNode> copies = desk.made("copy");
        String id = copies.get(copies.size() - 1).path("id").asText();
        return desk.sources().stream()
                .filter(s -> s.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private StepResult fill(Source form) throws ToolFailure, Stopped {
        Filling filling = new Filling(bench.findings(), bench.file());
        String text = filling.form(form.text());
        List<String> demanded = filling.open().stream()
                .filter(name -> bench.said().containsAll(Stems.of(name)))
                .toList();
        if (!demanded.isEmpty()) {
            throw Stopped.lacking(String.join(", ", demanded) + " for “" + form.title() + "”");
        }
        if (filling.filled().isEmpty()) {
            throw Stopped.lacking("values for “" + form.title() + "”"
                    + (filling.open().isEmpty() ? "" : ": " + String.join(", ", filling.open())));
        }
        update(form, text);
        return new StepResult.Done("Filled “" + form.path() + "”: " + String.join("; ", filling.filled())
                + (filling.open().isEmpty()
                        ? "."
                        : ". Left open, because no source says it: " + String.join(", ", filling.open()) + "."));
    }

    private void update(Source document, String text) throws ToolFailure, Stopped {
        bench.acts()
                .write(
                        "update_document",
                        Json.object().put("document", document.id()).put("text", text),
                        document.title());
        desk.keep(new Source(
                document.id(), document.kind(), document.title(), document.path(), text, "", "", document.made()));
    }

    /** Changes the document that the instruction names: a form is filled, a table gets a row or a new value, else lines are added. */
    StepResult change() throws ToolFailure, Stopped {
        if (fillsCopy()) {
            return fillCopy();
        }
        Optional<StepResult> kept = kept();
        if (kept.isPresent()) {
            return kept.get();
        }
        Source target = target();
        if (target.kind().equals("sheet")) {
            return new SheetWork(bench)
                    .write(new Place(target.kind(), target.id(), target.title(), target.path()), false);
        }
        new Reckoning(instruction, bench.findings()).results().forEach(desk::result);
        Filling filling = new Filling(without(target), bench.file());
        List<Table> tables = Fact.tables(target);
        if (!target.made() && !tables.isEmpty()) {
            return inTable(target, tables.get(0), filling);
        }
        String filled = filling.form(target.text());
        if (fills() && !filling.filled().isEmpty()) {
            update(target, filled);
            return new StepResult.Done("Filled “" + target.path() + "”: " + String.join("; ", filling.filled()) + ".");
        }
        return lines(target);
    }

    private Findings without(Source target) {
        return new Findings(
                desk.sources().stream().filter(s -> !s.id().equals(target.id())).toList(),
                desk.results(),
                bench.file());
    }

    private Source target() throws ToolFailure, Stopped {
        List<Phrase> places = new ArrayList<>(instruction.after("to", "in", "into", "on").stream()
                .filter(p -> p.telling() && bench.people().in(p).isEmpty())
                .toList());
        boolean changes = instruction.does("update", "change", "edit", "amend", "revise", "correct", "complete");
        if (places.isEmpty() && changes) {
            instruction.object().filter(o -> o.telling() && !known(o)).ifPresent(places::add);
        }
        boolean named = !places.isEmpty();
        if (!named) {
            places.addAll(instruction.phrases().stream()
                    .filter(p -> !instruction.topics().contains(p))
                    .toList());
        }
        for (Phrase phrase : places) {
            List<Place> found = bench.finder().documents(phrase, bench.said());
            if (!found.isEmpty()) {
                return desk.read(found.get(0));
            }
        }
        if (named) {
            throw Stopped.lacking("the " + places.get(0).text());
        }
        Optional<Source> made = desk.sources().stream().filter(Source::made).reduce((a, b) -> b);
        Optional<Source> register = desk.sources().stream()
                .filter(s -> !s.mail() && !Fact.tables(s).isEmpty())
                .reduce((a, b) -> b);
        return made.or(() -> register)
                .orElseThrow(() -> Stopped.lacking(
                        "the " + instruction.object().map(Phrase::text).orElse("document to change")));
    }

    /** Whether a phrase is data that the sources hold, not a document. */
    private boolean known(Phrase phrase) {
        return !bench.findings().about(phrase, bench.said()).isEmpty();
    }

    private StepResult inTable(Source target, Table table, Filling filling) throws ToolFailure, Stopped {
        List<Phrase> topics = new ArrayList<>(instruction.topics());
        boolean adds =
                instruction.does("add", "append", "insert", "enter", "log", "record", "register", "list", "include");
        Optional<List<String>> own = table.rows().stream()
                .filter(r -> bench.file().isOf(Stems.set(String.join(" ", r))))
                .findFirst();
        if (!adds && own.isPresent() && !topics.isEmpty()) {
            List<String> now = new ArrayList<>(own.get());
            List<String> told = new ArrayList<>();
            for (Phrase topic : topics) {
                List<Found> found = without(target).about(topic, bench.said());
                for (int i = 0; i < table.header().size() && !found.isEmpty(); i++) {
                    if (Stems.set(table.header().get(i)).contains(topic.head())) {
                        told.add(table.header().get(i) + " from " + now.get(i) + " to "
                                + found.get(0).value());
                        now.set(i, found.get(0).value());
                        break;
                    }
                }
            }
            if (told.isEmpty()) {
                throw Stopped.lacking("a value for "
                        + String.join(", ", topics.stream().map(Phrase::text).toList()));
            }
            update(target, Filling.withChanged(target.text(), own.get(), now));
            return new StepResult.Done("Changed in “" + target.path() + "”: " + String.join("; ", told) + ".");
        }
        List<String> row = filling.row(table, topics)
                .orElseThrow(() -> Stopped.lacking(
                        "values for a row of “" + target.title() + "” (" + String.join(", ", table.header()) + ")"));
        if (table.rows().stream().anyMatch(r -> Findings.same(String.join("", r), String.join("", row)))) {
            return new StepResult.Done("“" + target.path() + "” holds that row already.");
        }
        update(target, Filling.withRow(target.text(), table, row));
        return new StepResult.Done("Added to “" + target.path() + "”: " + String.join(" | ", row) + ".");
    }

    private StepResult lines(Source target) throws ToolFailure, Stopped {
        List<Phrase> topics = new ArrayList<>(
                instruction.topics().isEmpty()
                        ? instruction.phrases().stream()
                                .filter(p -> !p.preposition().matches("to|in|into|on|for"))
                                .toList()
                        : instruction.topics());
        topics.removeIf(t -> t.coveredBy(Stems.set(target.title())) >= 0.6);
        Composition text = new Composition(bench).about(topics);
        if (topics.isEmpty()) {
            text.results();
        }
        bench.desk().results().stream()
                .filter(r -> topics.stream().anyMatch(t -> Stems.set(r.key()).contains(t.head()))
                        || instruction.says("lowest", "highest"))
                .forEach(r -> text.add(Found.of(r)));
        if (text.isEmpty()) {
            throw Stopped.lacking("anything to put into “" + target.title() + "”"
                    + (topics.isEmpty()
                            ? ""
                            : " about "
                                    + String.join(
                                            ", ",
                                            topics.stream().map(Phrase::text).toList())));
        }
        String now = target.text();
        List<String> told = new ArrayList<>();
        StringBuilder added = new StringBuilder();
        for (Found found : text.lines()) {
            String line = found.table().isPresent() ? "" : found.label() + ": " + found.value();
            Optional<Fact> old = Fact.in(target).stream()
                    .filter(f -> f.stems().equals(Stems.set(found.label())))
                    .findFirst();
            if (line.isEmpty() || old.isPresent() && old.get().value().startsWith(found.value())) {
                continue;
            }
            told.add(line);
            if (old.isPresent() && !target.made()) {
                now = now.replace(old.get().key() + ": " + old.get().value(), line);
            } else {
                added.append(line).append("  [").append(found.ground()).append("]\n");
            }
        }
        if (told.isEmpty()) {
            return new StepResult.Done("“" + target.path() + "” says that already.");
        }
        update(target, added.isEmpty() ? now : now + (now.endsWith("\n") ? "" : "\n") + added);
        return new StepResult.Done("Changed “" + target.path() + "”: " + String.join("; ", told) + ".");
    }

    /** "Save the profile in the folder": something written before only has to lie where it is wanted. */
    Optional<StepResult> kept() throws ToolFailure, Stopped {
        if (!instruction.does("save", "store", "keep", "put", "file", "leave", "place", "move")
                || !instruction.topics().isEmpty()) {
            return Optional.empty();
        }
        List<Source> made = desk.sources().stream().filter(Source::made).toList();
        for (Phrase phrase : instruction.phrases()) {
            for (Source source : made) {
                Set<String> title = Stems.set(source.title());
                if (title.contains(phrase.head()) && phrase.coveredBy(title) >= 0.5) {
                    return Optional.of(placed(source));
                }
            }
        }
        boolean vessel = instruction.object().map(o -> !o.telling()).orElse(true);
        return vessel && !made.isEmpty() ? Optional.of(placed(made.get(made.size() - 1))) : Optional.empty();
    }

    private StepResult placed(Source source) throws ToolFailure, Stopped {
        Optional<Place> folder = bench.namedFolder();
        String at = source.path().contains("/")
                ? source.path().substring(0, source.path().lastIndexOf('/'))
                : "";
        if (folder.isEmpty() || folder.get().path().equals(at)) {
            return new StepResult.Done(
                    "“" + source.title() + "” lies in “" + (at.isEmpty() ? "the top folder" : at) + "”.");
        }
        return moved(
                new Place(source.kind(), source.id(), source.title(), source.path()),
                folder.get().path());
    }

    /** Moves what the instruction names to where it says. */
    StepResult move() throws ToolFailure, Stopped {
        Optional<StepResult> kept = kept();
        if (kept.isPresent() && !instruction.does("move", "archive")) {
            return kept.get();
        }
        Optional<Place> folder = bench.namedFolder();
        for (Phrase phrase : instruction.after("to", "into", "in", "under")) {
            folder = folder.isPresent() ? folder : bench.finder().folder(phrase);
        }
        if (folder.isEmpty() && instruction.does("archive")) {
            folder = desk.folders().stream()
                    .filter(f -> Stems.set(f.title()).contains("archiv"))
                    .findFirst();
        }
        if (folder.isEmpty()) {
            Optional<Phrase> wanted = instruction.after("to", "into", "in", "under").stream()
                    .filter(Phrase::telling)
                    .findFirst();
            throw Stopped.lacking(
                    wanted.map(p -> "the folder for “" + p.text() + "”").orElse("a folder to move it to"));
        }
        for (Phrase phrase : instruction.phrases()) {
            List<Place> documents = phrase.preposition().matches("to|into|in|under")
                    ? List.of()
                    : bench.finder().documents(phrase, bench.said());
            if (!documents.isEmpty()) {
                StepResult result = new StepResult.Done("");
                for (Place document : documents) {
                    result = moved(document, folder.get().path());
                }
                return result;
            }
        }
        throw Stopped.lacking("the " + instruction.object().map(Phrase::text).orElse("document to move"));
    }

    private StepResult moved(Place document, String folder) throws ToolFailure, Stopped {
        if (document.folder().equals(folder)) {
            return new StepResult.Done("“" + document.title() + "” lies in “" + folder + "” already.");
        }
        ObjectNode moved = bench.acts()
                .write(
                        "update_document_location",
                        Json.object().put("document", document.id()).put("folder", folder),
                        document.title());
        Place now = new Place(
                document.kind(),
                document.id(),
                moved.path("title").asText(),
                moved.path("path").asText());
        desk.placed(now);
        desk.sources().stream()
                .filter(s -> s.id().equals(document.id()))
                .findFirst()
                .ifPresent(s -> desk.keep(
                        new Source(s.id(), s.kind(), now.title(), now.path(), s.text(), s.from(), s.date(), s.made())));
        return new StepResult.Done("Moved “" + document.path() + "” to “" + now.path() + "”.");
    }
}
