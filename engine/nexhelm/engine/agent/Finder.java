package nexhelm.engine.agent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import nexhelm.engine.agent.Desk.Letter;
import nexhelm.engine.agent.Desk.Place;
import nexhelm.engine.tool.ToolFailure;

/** Finds what an instruction speaks of among the tenant's documents, folders, mails and people. */
final class Finder {

    private static final double ENOUGH = 0.55;
    private static final Set<String> PLACES = Stems.set("folder directory mailbox inbox archive drive");

    private final Desk desk;
    private final CaseFile file;

    Finder(Desk desk, CaseFile file) {
        this.desk = desk;
        this.file = file;
    }

    private record Scored<T>(T thing, double score) {}

    /** The documents a phrase means: one, or all of them when it speaks of several. Empty when there is none. */
    List<Place> documents(Phrase phrase, Set<String> said) throws ToolFailure {
        return documents(phrase, said, document -> true);
    }

    /** The same among files of one kind. */
    List<Place> documents(Phrase phrase, Set<String> said, Predicate<Place> kind) throws ToolFailure {
        if (!phrase.telling() || PLACES.contains(phrase.head())) {
            return List.of();
        }
        List<Person> people = desk.people();
        List<Scored<Place>> scored = new ArrayList<>();
        for (Place document : desk.documents()) {
            if (!kind.test(document)) {
                continue;
            }
            double fit = fit(phrase, document, said);
            if (fit >= ENOUGH && file.allows(document, people)) {
                scored.add(new Scored<>(document, fit + nearness(document)));
            }
        }
        scored.sort(Comparator.comparingDouble((Scored<Place> s) -> -s.score()));
        if (scored.isEmpty()) {
            return List.of();
        }
        Scored<Place> best = scored.get(0);
        if (!phrase.all()) {
            return List.of(best.thing());
        }
        return scored.stream()
                .filter(s -> s.score() >= best.score() - 0.2
                        && s.thing().folder().equals(best.thing().folder()))
                .map(Scored::thing)
                .toList();
    }

    /** How well a title fits: words of the phrase in title and folder, and words of the title in the instruction. */
    private double fit(Phrase phrase, Place document, Set<String> said) {
        Set<String> title = Stems.set(document.title());
        Set<String> everywhere = Stems.set(document.path());
        boolean inTitle = phrase.stems().stream().anyMatch(s -> title.contains(s) && Phrase.weight(s) >= 0.5);
        if (!inTitle) {
            return 0;
        }
        double covered = phrase.coveredBy(everywhere);
        boolean head = title.contains(phrase.head());
        boolean vesselHead = Phrase.vessel(phrase.head());
        if (!head && !vesselHead && covered < 0.8 || covered < 0.6) {
            return 0;
        }
        double all = title.stream().mapToDouble(Phrase::weight).sum();
        double named = title.stream()
                .filter(said::contains)
                .mapToDouble(Phrase::weight)
                .sum();
        boolean near = file.folder().isEmpty() || document.folder().equals(file.folder());
        if (!near && named <= 0.5 * all || otherMonth(title, said)) {
            return 0;
        }
        return 0.65 * covered + 0.35 * (all == 0 ? 0 : named / all);
    }

    /** "the list for March" is not February's. */
    private static boolean otherMonth(Set<String> title, Set<String> said) {
        List<String> asked = said.stream().filter(Phrase::month).toList();
        List<String> there = title.stream().filter(Phrase::month).toList();
        return !asked.isEmpty() && !there.isEmpty() && there.stream().noneMatch(asked::contains);
    }

    private double nearness(Place document) {
        double near = 0;
        if (!file.folder().isEmpty() && document.folder().equals(file.folder())) {
            near += 0.15;
        }
        if (Stems.set(document.folder()).contains("archiv")) {
            near -= 0.1;
        }
        return near;
    }

    /** The folder a phrase names, by most of its words; a folder made in this run counts like the others. */
    Optional<Place> folder(Phrase phrase) throws ToolFailure {
        Scored<Place> best = new Scored<>(new Place("folder", "", "", ""), 0);
        for (Place folder : desk.folders()) {
            Set<String> title = Stems.set(folder.title());
            Set<String> path = Stems.set(folder.path());
            List<String> telling =
                    phrase.stems().stream().filter(s -> !Phrase.vessel(s)).toList();
            if (telling.isEmpty() || telling.stream().noneMatch(title::contains)) {
                continue;
            }
            double covered = telling.stream().filter(path::contains).count() / (double) telling.size();
            double named = title.stream().filter(telling::contains).count() / (double) title.size();
            double score = 0.6 * covered + 0.4 * named + (folder.path().equals(file.folder()) ? 0.05 : 0);
            if (covered >= 0.5 && score > best.score()) {
                best = new Scored<>(folder, score);
            }
        }
        return best.score() >= 0.5 ? Optional.of(best.thing()) : Optional.empty();
    }

    /** The inbox's mails that an instruction means, best and newest first. */
    List<Letter> letters(Instruction instruction, boolean several) throws ToolFailure {
        People people = People.of(desk, file);
        List<Person> senders = people.senders(instruction);
        Set<String> topic = topic(instruction, senders);
        List<Scored<Letter>> scored = new ArrayList<>();
        for (Letter letter : desk.inbox()) {
            Optional<Person> sender = people.with(letter.from());
            boolean sent = senders.stream().anyMatch(p -> p.email().equalsIgnoreCase(letter.from()));
            if (!senders.isEmpty() && !sent || senders.isEmpty() && sender.isPresent() && !ofCase(sender.get())) {
                continue;
            }
            Set<String> subject = Stems.set(letter.subject());
            double share = topic.isEmpty()
                    ? 0
                    : topic.stream()
                                    .filter(subject::contains)
                                    .mapToDouble(Phrase::weight)
                                    .sum()
                            / topic.stream().mapToDouble(Phrase::weight).sum();
            boolean fits = sent
                    || share >= 0.3
                    || topic.isEmpty()
                            && !file.party().isEmpty()
                            && sender.isPresent()
                            && file.party().equals(sender.get().household());
            if (fits) {
                scored.add(new Scored<>(letter, share));
            }
        }
        scored.sort(Comparator.comparingDouble((Scored<Letter> s) -> -s.score())
                .thenComparing(s -> s.thing().date(), Comparator.reverseOrder()));
        if (!several && !scored.isEmpty()) {
            return List.of(scored.get(0).thing());
        }
        return scored.stream().limit(8).map(Scored::thing).toList();
    }

    private boolean ofCase(Person person) {
        return file.party().isEmpty()
                || person.household().isEmpty()
                || person.household().equals(file.party());
    }

    /** What a mail is to be about: the telling words that name no sender. */
    private static Set<String> topic(Instruction instruction, List<Person> senders) {
        Set<String> topic = new LinkedHashSet<>();
        for (Phrase phrase : instruction.phrases()) {
            phrase.stems().stream().filter(s -> Phrase.weight(s) >= 0.5).forEach(topic::add);
        }
        for (Person sender : senders) {
            topic.removeAll(sender.nameStems());
            topic.removeAll(sender.roleStems());
            topic.removeAll(sender.householdStems());
        }
        return topic;
    }
}
