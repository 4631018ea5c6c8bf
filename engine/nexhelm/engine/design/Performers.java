package nexhelm.engine.design;

import java.util.Optional;
import java.util.Set;
import nexhelm.engine.design.Phrases.Phrase;
import nexhelm.engine.language.Clause;
import nexhelm.engine.language.Sentence;
import nexhelm.engine.language.Token;

/** Says who performs an act: the agent, or the person whose judgement or presence it takes. */
final class Performers {

    static final String AGENT = "agent";
    private static final Set<String> MACHINE = Set.of(
            "assistant",
            "agent",
            "bot",
            "ai",
            "nexhelm",
            "automation",
            "system",
            "software",
            "machine",
            "computer",
            "tool");

    private final boolean spoken;
    private final Referents referents;
    private final Roles roles;

    Performers(boolean spoken, Referents referents, Roles roles) {
        this.spoken = spoken;
        this.referents = referents;
        this.roles = roles;
    }

    String of(Work work) {
        Clause clause = work.clause();
        boolean personal = personal(work);
        Optional<String> named = spoken
                        && (SpokenActs.getsMail(work.scene(), work.clause())
                                || SpokenActs.getsTodo(work.scene(), work.clause())
                                || SpokenActs.multiplies(work.scene(), work.clause())
                                || SpokenActs.getsOff(work.scene(), work.clause()))
                ? Optional.of(AGENT)
                : named(work, personal);
        if (spoken) {
            if (named.filter(this::tells).isPresent()) {
                return personal ? named.get() : AGENT;
            }
            if (named.isEmpty() && keeps(work)) {
                return speaker(work.scene());
            }
            return named.orElseGet(() -> personal ? speaker(work.scene()) : third(work) ? "person in charge" : AGENT);
        }
        if (personal) {
            return named.orElse("person in charge");
        }
        return named.filter(n -> outside(work)).orElse(AGENT);
    }

    /** "He builds the crate": somebody else, whoever it is. */
    private static boolean third(Work work) {
        Clause carrier = Selection.carrier(work.scene(), work.clause());
        return carrier.hasSubject()
                && carrier.kind() == Clause.Kind.MAIN
                && !work.clause().passive()
                && work.scene().at(carrier.subjectFrom()).word("he", "she")
                && !SpokenActs.getsMail(work.scene(), work.clause())
                && !SpokenActs.getsTodo(work.scene(), work.clause());
    }

    /** "Piet opens the mails", said by somebody else of Piet, who tells how he works. */
    private boolean tells(String name) {
        String teller = roles.teller().toLowerCase();
        String said = name.toLowerCase();
        return !teller.isEmpty()
                && (teller.equals(said) || teller.startsWith(said + " ") || teller.endsWith(" " + said));
    }

    /** "I interpret the values", said by the vet while the nurse tells the work: her own part. */
    private boolean keeps(Work work) {
        String speaker = speaker(work.scene());
        Clause carrier = Selection.carrier(work.scene(), work.clause());
        boolean claims = roles.claimed().contains(work.scene().index());
        return (claims || roles.keepers().contains(speaker))
                && !speaker.equals("operator")
                && carrier.hasSubject()
                && work.scene().at(carrier.subjectFrom()).word("i");
    }

    /** Acts that take a person: deciding, signing, calling, meeting. */
    static boolean personal(Work work) {
        Clause clause = work.clause();
        boolean signOff = clause.lemma().equals("sign") && !clause.particle().matches("up|in");
        boolean decide = Words.DECIDE.contains(clause.lemma())
                && !clause.lemma().equals("sign")
                && !(clause.lemma().equals("clear"));
        boolean presence = Words.PRESENCE.contains(clause.lemma())
                && !clause.lemma().equals("present")
                && !(clause.lemma().equals("print") && toFile(work));
        boolean fold = clause.lemma().equals("hold")
                && Phrases.object(work.sentence(), clause)
                        .filter(o ->
                                Words.EVENT.contains(work.scene().at(o.head()).lemma()))
                        .isPresent();
        boolean phone = clause.lemma().matches("tell|ask|inform|do|speak|answer|clarify")
                && Phrases.prepositional(work.sentence(), clause).stream()
                        .anyMatch(p -> p.preposition().matches("on|by|over")
                                && work.scene().at(p.head()).word("phone", "telephone"));
        return signOff || decide || presence || phone || fold || insists(work) || asks(work);
    }

    /** "print it to PDF" takes no printer. */
    private static boolean toFile(Work work) {
        return Phrases.prepositional(work.sentence(), work.clause()).stream()
                .anyMatch(p -> work.scene().at(p.head()).word("pdf"));
    }

    /** "I file the return myself": who says so keeps the act. */
    private static boolean insists(Work work) {
        Clause clause = work.clause();
        Clause carrier = Selection.carrier(work.scene(), clause);
        if (!carrier.hasSubject() || !work.scene().at(carrier.subjectFrom()).word("i", "we")) {
            return false;
        }
        for (int i = clause.group(); i < clause.end(); i++) {
            if (work.scene().at(i).word("myself", "ourselves", "personally")
                    && !work.scene().at(i - 1).word("for", "to", "by")) {
                return true;
            }
        }
        return false;
    }

    /** "I ask Wilma when she is there": a question to somebody takes the one who asks. */
    private static boolean asks(Work work) {
        return SpokenActs.asksSomebody(work.scene(), work.clause());
    }

    static String speaker(Scene scene) {
        String name = scene.speaker().replaceAll("\\s*[(\\[].*", "").strip();
        return name.isEmpty() ? "operator" : name;
    }

    private boolean outside(Work work) {
        Clause carrier = subject(work);
        int from = carrier.subjectFrom();
        if (work.clause().passive() || from < 0) {
            return by(work).map(p -> Words.outside(work.scene().at(p.head()).lemma()))
                    .orElse(false);
        }
        return Words.outside(work.scene()
                .at(Phrases.head(work.sentence(), from, carrier.subjectTo()))
                .lemma());
    }

    private static Clause subject(Work work) {
        return Selection.carrier(work.scene(), work.clause());
    }

    /** Who does what is told in the passive; what a clause inside it says is done by somebody else again. */
    static Optional<Phrase> by(Work work) {
        return Phrases.prepositional(work.sentence(), work.clause()).stream()
                .filter(p -> p.preposition().equals("by"))
                .filter(p -> work.scene().clauses().stream()
                        .noneMatch(c -> c.head() > work.clause().head() && c.head() < p.from()))
                .findFirst();
    }

    private Optional<String> named(Work work, boolean personal) {
        Scene scene = work.scene();
        Clause clause = work.clause();
        if (clause.passive()) {
            return by(work).filter(p -> person(scene.at(p.head()))).map(p -> name(scene.sentence(), p.from(), p.to()));
        }
        if (clause.kind() == Clause.Kind.RELATIVE) {
            for (int i = clause.group() - 1; i >= 0; i--) {
                if (scene.at(i).is("NOUN", "PROPN")) {
                    int from = i;
                    while (from > 0 && scene.at(from - 1).is("NOUN", "PROPN", "ADJ")) {
                        from--;
                    }
                    return person(scene.at(i)) ? Optional.of(name(scene.sentence(), from, i + 1)) : Optional.empty();
                }
            }
        }
        Optional<Phrase> wanted = wanted(work);
        if (wanted.isPresent()) {
            return Optional.of(
                    name(scene.sentence(), wanted.get().from(), wanted.get().to()));
        }
        Clause carrier = subject(work);
        if (!carrier.hasSubject()) {
            return Optional.empty();
        }
        Token head = scene.at(Phrases.head(scene.sentence(), carrier.subjectFrom(), carrier.subjectTo()));
        if (head.word("he", "she", "they")) {
            Optional<String> who =
                    referents.of(head, scene, carrier.subjectFrom(), true).map(Performers::bare);
            return personal ? who.or(() -> Optional.of("person in charge")) : who;
        }
        boolean mine = scene.at(carrier.subjectFrom()).word("my", "our", "their", "his", "her");
        if (MACHINE.contains(head.lemma())
                && !mine
                && !(head.word("assistant") && scene.at(carrier.subjectFrom()).word("an"))) {
            return Optional.empty();
        }
        return person(head) || SpokenActs.someone(scene, carrier)
                ? Optional.of(name(scene.sentence(), carrier.subjectFrom(), carrier.subjectTo()))
                : Optional.empty();
    }

    /** "I want Maria to check it": who stands between the wish and the act. */
    private static Optional<Phrase> wanted(Work work) {
        Clause clause = work.clause();
        if (clause.kind() != Clause.Kind.CONTENT || clause.governor() < 0) {
            return Optional.empty();
        }
        Clause governor = work.scene().clauses().get(clause.governor());
        return Phrases.phrase(work.sentence(), governor.head() + 1, clause.group() + 1, "")
                .filter(p -> !machine(work.scene(), p)
                        && person(work.scene().at(p.head()))
                        && !work.scene().at(p.head()).word("me", "us", "you"));
    }

    /** "the assistant" is the agent; "my assistant" and "our assistant Karen" are people. */
    private static boolean machine(Scene scene, Phrase phrase) {
        boolean owned = scene.at(phrase.from()).word("my", "our", "their", "his", "her", "an");
        return MACHINE.contains(scene.at(phrase.head()).lemma()) && !owned;
    }

    static boolean person(Token head) {
        return !MACHINE.contains(head.lower()) && Words.person(head.lemma())
                || head.is("PROPN") && Character.isUpperCase(head.text().codePointAt(0))
                || head.word("assistant");
    }

    static String name(Sentence sentence, int from, int to) {
        return bare(Wording.phrase(sentence, from, to));
    }

    static String bare(String words) {
        String role = words.replaceFirst(",.*", "")
                .replaceFirst(
                        "^(?i)(?:(?:the\\s+)?(?:morning|afternoon|evening|night|meantime|there|here|those|these)\\s+)(?=\\p{Lu})",
                        "")
                .replaceFirst("^(?i)(?:the|an?|my|our|your|one of the|some|another|each|every|any)\\s+", "")
                .replaceAll("[ ,;:]+$", "");
        return role.length() > 60
                ? role.substring(0, role.lastIndexOf(' ', 60) > 0 ? role.lastIndexOf(' ', 60) : 60)
                : role;
    }
}
