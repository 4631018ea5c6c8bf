package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nexhelm.engine.agent.Desk.Place;
import nexhelm.engine.persona.Verifier.StepResult;
import nexhelm.engine.tool.ToolFailure;
import nexhelm.json.Json;

/** Steps that create folders and documents; what they hold is composed from what was read. */
final class Writing {

    private final Bench bench;
    private final Desk desk;
    private final Instruction instruction;

    Writing(Bench bench) {
        this.bench = bench;
        this.desk = bench.desk();
        this.instruction = bench.instruction();
    }

    StepResult folder() throws ToolFailure, Stopped {
        Optional<Phrase> object = instruction.object();
        String name = instruction.quoted().orElseGet(() -> bench.withParty(folderName(object)));
        String parent = "";
        for (Phrase phrase : instruction.after("in", "under", "into", "inside", "within", "below")) {
            Optional<Place> folder = bench.finder().folder(phrase);
            if (folder.isPresent()) {
                parent = folder.get().path();
            }
        }
        parent = parent.isEmpty() ? bench.file().folder() : parent;
        String path = parent.isEmpty() ? clean(name) : parent + "/" + clean(name);
        Optional<Place> there =
                desk.folders().stream().filter(f -> f.path().equals(path)).findFirst();
        if (there.isPresent()) {
            desk.made("folder", there.get().id(), name, path);
            return new StepResult.Done("The folder “" + path + "” is there already.");
        }
        ObjectNode made = bench.acts().write("create_folder", Json.object().put("path", path), path);
        desk.placed(
                new Place("folder", made.path("id").asText(), made.path("title").asText(), path));
        desk.made("folder", made.path("id").asText(), name, path);
        return new StepResult.Done("Created the folder “" + path + "”.");
    }

    /** "a claim folder for the water damage": the words around "folder", or whom it is for. */
    private String folderName(Optional<Phrase> object) {
        String words = object.map(Phrase::text)
                .orElse("")
                .replaceAll("(?i)\\b(new|own|separate|folder|directory|sub-?folder|called|named)\\b", " ")
                .replaceAll("\\s+", " ")
                .strip();
        for (Phrase phrase : instruction.after("for", "about", "of")) {
            if (words.isEmpty()
                    && !bench.people().byName(phrase).isEmpty()
                    && !bench.people().byName(phrase).get(0).household().isEmpty()) {
                return bench.people().byName(phrase).get(0).household();
            }
            if (phrase.telling()) {
                words = words.isEmpty() ? phrase.text() : words + " " + phrase.text();
                break;
            }
        }
        String bare = words.isEmpty() ? bench.step().path("title").asText("Folder") : words;
        return bare.substring(0, 1).toUpperCase() + bare.substring(1);
    }

    /** Saves a paper that is there as a PDF; one that is still to be written is written as a PDF. */
    StepResult pdf() throws ToolFailure, Stopped {
        Optional<Source> paper = paper();
        if (paper.isEmpty()) {
            return compose("create_pdf");
        }
        Source source = paper.get();
        String text = source.text().strip();
        text = text.startsWith(source.title())
                ? text.substring(source.title().length()).strip()
                : text;
        String folder = bench.namedFolder()
                .map(Place::path)
                .orElseGet(() -> source.path().contains("/")
                        ? source.path().substring(0, source.path().lastIndexOf('/'))
                        : "");
        String title = bench.free(folder, source.title().replaceAll("(?i)\\.pdf$", "") + ".pdf");
        ObjectNode made = written("create_pdf", folder, title, text);
        return new StepResult.Done(
                "Saved “" + source.title() + "” as “" + made.path("path").asText() + "”.");
    }

    /** The paper that the instruction names: written in this run, else one that lies there; "it" is what was written last. */
    private Optional<Source> paper() throws ToolFailure {
        List<Source> made = desk.sources().stream()
                .filter(s -> s.made() && s.file() && !s.kind().equals("pdf"))
                .toList();
        boolean fresh = instruction.object().filter(Phrase::fresh).isPresent();
        if (fresh && !instruction.topics().isEmpty()) {
            return Optional.empty();
        }
        boolean telling = false;
        for (Phrase phrase : instruction.phrases()) {
            if (instruction.topics().contains(phrase)
                    || phrase.preposition().matches("as|to|into|in|under")
                    || phrase.fresh()) {
                continue;
            }
            telling |= phrase.telling();
            for (int i = made.size() - 1; i >= 0; i--) {
                if (phrase.telling() && Stems.set(made.get(i).title()).contains(phrase.head())) {
                    return Optional.of(made.get(i));
                }
            }
            List<Place> there = bench.finder().documents(phrase, bench.said(), p -> !p.pdf());
            if (!there.isEmpty()) {
                return Optional.of(desk.read(there.get(0)));
            }
        }
        boolean saves = instruction.does("save", "export", "convert", "turn", "print", "store", "put");
        return saves && (!telling || made.size() == 1) ? made.stream().reduce((a, b) -> b) : Optional.empty();
    }

    private ObjectNode written(String tool, String folder, String title, String text) throws ToolFailure, Stopped {
        if (!folder.isEmpty() && desk.folders().stream().noneMatch(f -> f.path().equals(folder))) {
            ObjectNode made = bench.acts().write("create_folder", Json.object().put("path", folder), folder);
            desk.placed(new Place(
                    "folder", made.path("id").asText(), made.path("title").asText(), folder));
        }
        ObjectNode made = bench.acts()
                .write(
                        tool,
                        Json.object().put("folder", folder).put("title", title).put("text", text),
                        title);
        desk.wrote(tool.equals("create_pdf") ? "pdf" : "document", made, text);
        return made;
    }

    StepResult create() throws ToolFailure, Stopped {
        Amending amending = new Amending(bench);
        Optional<StepResult> kept = amending.kept();
        if (kept.isPresent()) {
            return kept.get();
        }
        if (amending.fillsCopy()) {
            return amending.fillCopy();
        }
        return compose("create_document");
    }

    private StepResult compose(String tool) throws ToolFailure, Stopped {
        new Reckoning(instruction, bench.findings()).results().forEach(desk::result);
        List<Phrase> topics = topics();
        Composition text = new Composition(bench).about(topics);
        if (topics.isEmpty() || text.isEmpty() && topics.stream().noneMatch(instruction.topics()::contains)) {
            text = new Composition(bench).everything(relevantSources());
        }
        if (text.isEmpty() || text.missing().size() > text.lines().size()) {
            throw Stopped.lacking(
                    text.missing().isEmpty()
                            ? "anything to write for “" + instruction.text() + "”"
                            : "anything about " + String.join(", ", text.missing())
                                    + bench.findings().notFound());
        }
        if (instruction.topics().isEmpty()
                || instruction.says("total", "result", "results", "lowest", "highest", "calculate")
                || instruction.does("calculate")) {
            text.results();
        }
        String folder = bench.home();
        String title = bench.free(folder, title());
        String body = text.document(title) + sourcesLine(text);
        ObjectNode made = written(tool, folder, title, body);
        return new StepResult.Done("Wrote “" + made.path("path").asText() + "” from " + grounds(text) + missing(text));
    }

    private static String missing(Composition text) {
        return text.missing().isEmpty() ? "." : "; the sources do not say: " + String.join(", ", text.missing()) + ".";
    }

    private String sourcesLine(Composition text) {
        StringBuilder line = new StringBuilder();
        for (Source source : desk.sources()) {
            boolean named = source.mail() || source.file();
            if (named
                    && !source.made()
                    && text.lines().stream().anyMatch(l -> l.ground().contains(source.title()))) {
                line.append(line.isEmpty() ? "\nSources: " : ", ")
                        .append(source.mail() ? source.named() : source.path());
            }
        }
        return line.isEmpty() ? "" : line.append('\n').toString();
    }

    private static String grounds(Composition text) {
        long values = text.lines().size();
        return values + (values == 1 ? " finding" : " findings") + " in the sources";
    }

    /** What is to be in it: what follows "with"; else, where the command's objects are data themselves, those. */
    private List<Phrase> topics() {
        if (!instruction.topics().isEmpty()) {
            return instruction.topics();
        }
        Findings findings = bench.findings();
        List<Phrase> data = new ArrayList<>();
        for (Phrase phrase : instruction.phrases()) {
            boolean column = findings.tables().stream()
                    .anyMatch(t -> !Findings.columns(t, phrase).isEmpty());
            boolean place = phrase.preposition().matches("in|into|to|under|for");
            if (!place
                    && !phrase.fresh()
                    && phrase.telling()
                    && (!findings.about(phrase, bench.said()).isEmpty() || column)) {
                data.add(phrase);
            }
        }
        return data;
    }

    /** Sources that the instruction speaks of; all that were read where it speaks of none. */
    private List<Source> relevantSources() throws ToolFailure {
        List<Place> named = new ArrayList<>();
        for (Phrase part : instruction.parts()) {
            named.addAll(bench.finder().documents(part, bench.said()));
        }
        named.addAll(bench.namedDocuments());
        for (Place place : named) {
            desk.read(place);
        }
        List<Source> all = desk.sources().stream()
                .filter(s -> !s.made() && (s.file() || s.mail()))
                .toList();
        List<Source> spoken = all.stream()
                .filter(s -> named.stream().anyMatch(p -> p.id().equals(s.id())))
                .toList();
        return spoken.isEmpty() ? all : spoken;
    }

    /** What something new is called. */
    String title() {
        if (instruction.quoted().isPresent()) {
            return instruction.quoted().get();
        }
        String words = instruction
                .object()
                .filter(o -> o.fresh()
                        || !instruction.topics().isEmpty()
                        || instruction.does(
                                "write", "create", "prepare", "draft", "compile", "make", "draw", "issue", "produce"))
                .map(Phrase::text)
                .map(t -> t.replaceAll("(?i)\\b(new|short|quick|brief|little|one-page)\\b", " ")
                        .replaceAll("\\s+", " ")
                        .strip())
                .orElse("");
        if (words.isEmpty()
                || Stems.of(words).stream().allMatch(s -> Phrase.vessel(s) && !s.equals("list"))
                || words.equalsIgnoreCase("everything")) {
            words = "Notes on " + subject();
        }
        return bench.withParty(words.substring(0, 1).toUpperCase() + words.substring(1));
    }

    private String subject() {
        List<String> phrases = instruction.phrases().stream()
                .filter(p -> p.telling() && p.preposition().isEmpty())
                .limit(3)
                .map(Phrase::text)
                .toList();
        if (phrases.isEmpty()) {
            List<Source> read = desk.sources();
            return read.isEmpty()
                    ? bench.step().path("title").asText("the work")
                    : read.get(read.size() - 1).title();
        }
        return String.join(", ", phrases);
    }

    private static String clean(String name) {
        return name.replaceAll("[/\\\\\\p{Cntrl}]", " ").strip();
    }
}
