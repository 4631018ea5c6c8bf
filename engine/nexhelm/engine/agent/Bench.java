package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.engine.agent.Desk.Place;
import nexhelm.engine.language.English;
import nexhelm.engine.persona.Verifier.StepContext;
import nexhelm.engine.tool.ToolFailure;

/** Everything a step works with: its instruction as read, the tenant as known, the limits of the run. */
record Bench(
        StepContext context,
        Instruction instruction,
        Desk desk,
        CaseFile file,
        Finder finder,
        People people,
        Acts acts) {

    private static final Pattern FOLDER =
            Pattern.compile("\\b(?:in|into|to|under) (?:the|a|our|my) (?:new )?folder (?:called |named"
                    + " )?[“\"]?(\\p{Lu}[\\p{L}\\p{N}]*(?: \\p{Lu}[\\p{L}\\p{N}]*)*)");

    static Bench of(StepContext context, English english, Limits limits) throws ToolFailure {
        Desk desk = new Desk(context);
        Answers answers = new Answers(context.answers());
        answers.keep(desk);
        CaseFile file = CaseFile.of(desk);
        People people = People.of(desk, file);
        return new Bench(
                context,
                Instruction.read(
                        english,
                        answers.added(context.step().path("instruction").asText(""))),
                desk,
                file,
                new Finder(desk, file),
                people,
                new Acts(context, limits, people, english));
    }

    /** Nobody is written to, invited or charged with work by a name that several people have. */
    void clear(List<Phrase> phrases) throws Stopped {
        for (Phrase phrase : phrases) {
            Optional<String> unclear = people.unclear(phrase);
            if (unclear.isPresent()) {
                throw Stopped.lacking(unclear.get());
            }
        }
    }

    /** The same for everybody whom the instruction names outside of what is to be written. */
    void clear() throws Stopped {
        clear(instruction.phrases().stream()
                .filter(p -> !instruction.topics().contains(p))
                .toList());
    }

    ObjectNode step() {
        return context.step();
    }

    Set<String> said() {
        return instruction.stems();
    }

    /** What the sources read so far say. */
    Findings findings() {
        return new Findings(desk.sources(), desk.results(), file);
    }

    /** The documents that the instruction names anywhere, each once, in the order of its words. */
    List<Place> namedDocuments() throws ToolFailure {
        Set<Place> found = new LinkedHashSet<>();
        for (Phrase phrase : instruction.phrases()) {
            boolean main = found.isEmpty() || phrase.preposition().matches("in|from|on|against|with|to|at|than");
            finder.documents(phrase, said()).stream()
                    .filter(d -> main || titled(d))
                    .forEach(found::add);
        }
        return new ArrayList<>(found);
    }

    /** Whether the instruction says nearly all of a document's title. */
    boolean titled(Place document) {
        Set<String> title = Stems.set(document.title());
        double all = title.stream().mapToDouble(Phrase::weight).sum();
        return title.stream()
                        .filter(said()::contains)
                        .mapToDouble(Phrase::weight)
                        .sum()
                >= 0.8 * all;
    }

    /** The folder that the instruction names. */
    Optional<Place> namedFolder() throws ToolFailure {
        for (Phrase phrase : instruction.after("in", "into", "under", "to", "at", "inside", "within", "from")) {
            Optional<Place> folder = finder.folder(phrase);
            if (folder.isPresent()
                    && (phrase.stems().contains("folder")
                            || !phrase.preposition().matches("to|from|at"))) {
                return folder;
            }
        }
        for (Phrase phrase : instruction.phrases()) {
            if (phrase.stems().contains("folder") || phrase.stems().contains("directory")) {
                Optional<Place> purpose = phrase.telling() ? Optional.empty() : folderOfItsKind();
                return purpose.isPresent() ? purpose : finder.folder(phrase);
            }
        }
        return Optional.empty();
    }

    /** "a list for the shop, in the folder for the list": the one folder, "Shop lists", all of whose words are said. */
    private Optional<Place> folderOfItsKind() throws ToolFailure {
        if (!instruction.text().matches("(?s).*\\bfolder for (?:the|it|them|those|these|such|this|that)\\b.*")) {
            return Optional.empty();
        }
        List<Place> said = desk.folders().stream()
                .filter(f -> Stems.set(f.title()).size() > 1 && said().containsAll(Stems.set(f.title())))
                .toList();
        return said.size() == 1 ? Optional.of(said.get(0)) : Optional.empty();
    }

    /** Where something new belongs: the named folder, one made in this run, the case's. */
    String home() throws ToolFailure {
        return home(namedFolder());
    }

    /** The same where the folder that the instruction names is known already. */
    String home(Optional<Place> named) throws ToolFailure {
        if (named.isPresent()) {
            return named.get().path();
        }
        Matcher wanted = FOLDER.matcher(instruction.text());
        if (wanted.find()) {
            return wanted.group(1).strip(); // "into the folder Quotes", which is made where it is not there
        }
        var made = desk.made("folder");
        if (!made.isEmpty()) {
            return made.get(made.size() - 1).path("path").asText();
        }
        if (!file.folder().isEmpty()) {
            return file.folder();
        }
        List<Source> read = desk.sources().stream().filter(Source::file).toList();
        String path = read.isEmpty() ? "" : read.get(read.size() - 1).path();
        return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
    }

    /** A title or subject with the case's name, where the words do not hold it already. */
    String withParty(String words) {
        boolean there = file.party().isEmpty() || Stems.set(words).contains(CaseFile.mark(file.party()));
        return there ? words : words + " – " + file.party();
    }

    /** A title that is free in a folder. */
    String free(String folder, String wished) throws ToolFailure {
        String title = wished.replaceAll("[/\\\\\\p{Cntrl}]", " ").strip();
        title = title.length() > 100 ? title.substring(0, 100).strip() : title;
        Set<String> taken = new LinkedHashSet<>();
        desk.documents().stream().filter(d -> d.folder().equals(folder)).forEach(d -> taken.add(d.title()));
        String candidate = title;
        for (int i = 2; taken.contains(candidate); i++) {
            candidate = title + " (" + i + ")";
        }
        return candidate;
    }
}
