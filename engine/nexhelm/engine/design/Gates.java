package nexhelm.engine.design;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.engine.design.Phrases.Phrase;
import nexhelm.engine.language.Clause;
import nexhelm.engine.language.Sentence;
import nexhelm.engine.language.Token;

/** Finds where a speaker demands that a person decides before something is done. */
final class Gates {

    /** Verbs of whatever waits, or of whoever is to hear of it: the act itself is not named. */
    private static final String STANDS =
            "wait|hold|keep|do|happen|sit|stay|lie|rest|park|queue|hear|get|receive|see|know|learn";

    private static final Set<String> BEFORE = Set.of("before", "until", "till", "unless", "without");
    static final Set<String> OUTWARD = Set.of(
            "go",
            "send",
            "leave",
            "mail",
            "email",
            "e-mail",
            "release",
            "publish",
            "submit",
            "share",
            "forward",
            "post",
            "ship",
            "hit",
            "deliver",
            "happen",
            "promise",
            "tell",
            "confirm",
            "offer",
            "announce",
            "reply",
            "answer");

    private static final Pattern AFTERWARDS =
            Pattern.compile("^(?:but |and |only |never |not )*with(?:out)? (?<who>\\p{L}[\\p{L}.'-]*(?:"
                + " \\p{L}[\\p{L}.'-]*)?(?:'s)?)(?: \\p{L}+)?"
                + " (?:okay|ok|approval|go-ahead|signature|permission|blessing|consent|nod|sign-off|release|say-so|yes)|^(?:but"
                + " |and )*only (?:the ones?|those|what|when|once|if)(?: that)? (?<what>i|\\p{L}+)"
                + " ?(?:'ve|have|'s|has) (?:ticked|approved|released|seen|checked|signed|read|okayed"
                + "|cleared|initialled|passed|nodded)");

    private final Approvers approvers;
    private final Holds holds;
    private final Demands demands;

    Gates(Referents referents) {
        approvers = new Approvers(referents);
        holds = new Holds(approvers);
        demands = new Demands(approvers);
    }

    /** The gate demanded in this sentence, if one is; the referents know what was said before it. */
    Optional<Gate> in(Scene scene) {
        Optional<Gate> gate = demanded(scene);
        approvers.hear(scene);
        return gate;
    }

    private Optional<Gate> demanded(Scene scene) {
        Sentence sentence = scene.sentence();
        Optional<Gate> held = holds.in(scene);
        if (held.isPresent()) {
            return held;
        }
        for (int i = 0; i < scene.clauses().size(); i++) {
            Optional<Gate> gate = decision(scene, i);
            if (gate.isPresent()) {
                return gate;
            }
        }
        for (int i = 0; i < sentence.size(); i++) {
            if (Assent.noun(sentence.at(i).lemma())
                    && sentence.at(i).is("NOUN", "PROPN", "ADJ", "INTJ", "ADV", "VERB")) {
                Optional<Gate> gate = approvalNoun(scene, i);
                if (gate.isPresent()) {
                    return gate;
                }
            }
        }
        return consulted(scene)
                .or(() -> saying(scene))
                .or(() -> fragment(scene))
                .or(() -> demands.in(scene))
                .or(() -> afterwards(scene));
    }

    /** "With my okay, of course.", "Only the ones I've ticked.": said of the act before. */
    private Optional<Gate> afterwards(Scene scene) {
        Matcher found =
                AFTERWARDS.matcher(Said.of(scene, 0, scene.sentence().size()).text());
        if (!found.find()) {
            return Optional.empty();
        }
        var said = Said.of(scene, 0, scene.sentence().size());
        String group = found.group("who") == null ? "what" : "who";
        int from = said.word(found.start(group));
        return approvers
                .first(scene, from, said.word(found.end(group) - 1) + 1)
                .map(who -> new Gate(
                        scene,
                        who.name(),
                        "",
                        Optional.empty(),
                        false,
                        -1,
                        scene.sentence().size() - 1));
    }

    /** "But not until Constance has signed it off.", "After I've released it.": said of the act before. */
    private Optional<Gate> fragment(Scene scene) {
        boolean main = scene.clauses().stream()
                .anyMatch(c -> c.kind() == Clause.Kind.MAIN
                        && c.hasSubject()
                        && c.marker().isEmpty());
        for (int i = 0; i < scene.clauses().size(); i++) {
            Clause clause = scene.clauses().get(i);
            boolean looks = clause.lemma().matches("check|read|see|look|confirm|review")
                    && (clause.auxiliaries().size() > 0 || !scene.at(0).word("after", "when", "before"));
            boolean decides =
                    Assent.deciding(scene, clause) || looks || clause.lemma().matches("release|clear|accept|validate");
            boolean opens = scene.at(0).word("not", "only", "but", "after", "once", "until", "unless", "before", "when")
                    || scene.hasWord("until", "unless");
            if (decides
                    && opens
                    && !main
                    && clause.hasSubject()
                    && !clause.marker().equals("if")) {
                int index = i;
                Optional<Gate> gate = approvers
                        .of(scene, clause)
                        .map(who -> new Gate(scene, who, "", Optional.empty(), false, index, clause.head()));
                if (gate.isPresent()) {
                    return gate;
                }
            }
        }
        return Optional.empty();
    }

    /** "Tom has the last word", "the head of HR gives the green light", "that's where I want to be asked". */
    private Optional<Gate> saying(Scene scene) {
        for (int i = 0; i < scene.clauses().size(); i++) {
            Clause clause = scene.clauses().get(i);
            boolean word =
                    clause.lemma().matches("have|get") && follows(scene, clause, "last|final", "word|say|decision");
            boolean light = clause.lemma().equals("give") && follows(scene, clause, "green", "light")
                    || clause.lemma().equals("give") && follows(scene, clause, "thumbs|thumb", "up");
            boolean asked = clause.lemma().equals("ask")
                    && clause.passive()
                    && wants(scene, clause)
                    && !scene.hasWord("only", "just");
            if ((word || light || asked) && !clause.negated()) {
                int index = i;
                return approvers
                        .of(scene, asked ? scene.governor(clause) : clause)
                        .map(who -> new Gate(scene, who, "", Optional.empty(), false, index, clause.head()));
            }
        }
        return Optional.empty();
    }

    private static boolean follows(Scene scene, Clause clause, String first, String second) {
        for (int i = clause.head() + 1; i + 1 < Math.min(scene.sentence().size(), clause.head() + 6); i++) {
            if (scene.at(i).lower().matches(first) && scene.at(i + 1).lower().matches(second)) {
                return true;
            }
        }
        return false;
    }

    /** A clause in which a person decides or inspects, tied to a "before", an obligation or a "once". */
    private Optional<Gate> decision(Scene scene, int index) {
        Clause clause = scene.clauses().get(index);
        boolean releases = clause.lemma().matches("release|clear|accept|validate") && obliged(scene, clause);
        boolean decides = Assent.deciding(scene, clause) || releases;
        boolean inspects = Assent.inspects(clause.lemma()) || Assent.glances(scene, clause);
        if (!decides && !inspects
                || Selection.ruledOut(scene, clause) && !clause.marker().matches("until|unless|before|till")) {
            return Optional.empty();
        }
        Optional<String> approver = approvers.of(scene, clause);
        if (approver.isEmpty()) {
            return Optional.empty();
        }
        boolean waits = clause.kind() == Clause.Kind.ADVERBIAL && BEFORE.contains(clause.marker());
        if (waits) {
            boolean own = approver.get().equals(Performers.speaker(scene)) && !decides;
            Optional<Clause> main = mainBefore(scene, index)
                    .filter(m -> !own
                            || !m.hasSubject()
                            || !scene.at(m.subjectFrom()).word("i", "we"));
            return main.filter(m ->
                            Selection.ruledOut(scene, m) || m.lemma().matches("wait|hold|sit|stay|lie|rest|park|queue"))
                    .map(m -> new Gate(
                                    scene,
                                    approver.get(),
                                    m.lemma().matches(STANDS) ? "" : m.lemma(),
                                    object(scene, m),
                                    everything(scene, m),
                                    index,
                                    clause.head())
                            .within(m));
        }
        boolean only = scene.hasWord("only") && mainBefore(scene, index).isPresent();
        if (clause.kind() == Clause.Kind.ADVERBIAL
                && Set.of("once", "after", "when", "if").contains(clause.marker())
                && (decides || inspects && only)) {
            return mainAfter(scene, index)
                    .or(() -> only ? mainBefore(scene, index) : Optional.empty())
                    .map(m -> new Gate(scene, approver.get(), m.lemma(), object(scene, m), false, index, clause.head())
                            .within(m));
        }
        Optional<Clause> later = beforeClause(scene, index);
        boolean obliged = obliged(scene, clause);
        boolean first = scene.hasWord("first", "beforehand") || endsBefore(scene);
        boolean insists = scene.hasWord("always", "myself", "personally")
                || later.filter(l -> leaves(scene, l)).isPresent();
        boolean personally =
                !insists && approver.get().equals(Performers.speaker(scene)) && !decides && !wants(scene, clause);
        if (later.isPresent() && (decides || inspects && !personally)) {
            return Optional.of(new Gate(
                            scene,
                            approver.get(),
                            later.get().lemma().matches(STANDS)
                                    ? ""
                                    : later.get().lemma(),
                            object(scene, later.get()).or(() -> inspects ? object(scene, clause) : Optional.empty()),
                            false,
                            index,
                            clause.head())
                    .within(later.get()));
        }
        if (decides && (obliged || first) || inspects && first && !personally && (obliged || wants(scene, clause))) {
            return Optional.of(new Gate(scene, approver.get(), "", Optional.empty(), false, index, clause.head()));
        }
        return Optional.empty();
    }

    /** "Bea has to look at it before." */
    private static boolean endsBefore(Scene scene) {
        for (int i = scene.sentence().size() - 1; i >= 0; i--) {
            if (!scene.at(i).is("PUNCT")) {
                return scene.at(i).word("before");
            }
        }
        return false;
    }

    /** "… before it leaves": something goes out, and not the speaker alone who sends it. */
    private static boolean leaves(Scene scene, Clause clause) {
        return OUTWARD.contains(clause.lemma())
                && clause.hasSubject()
                && !scene.at(clause.subjectFrom()).word("i", "we", "you");
    }

    private static boolean wants(Scene scene, Clause clause) {
        Clause governor = scene.governor(clause);
        return governor != clause
                && Set.of("want", "like", "need", "have", "let", "get", "love", "prefer")
                        .contains(governor.lemma());
    }

    private static boolean obliged(Scene scene, Clause clause) {
        return clause.auxiliary("must", "should", "shall") || wants(scene, clause);
    }

    private static boolean everything(Scene scene, Clause clause) {
        return clause.hasSubject()
                && scene.at(clause.subjectFrom()).word("nothing", "no", "none", "anything", "everything", "neither");
    }

    private static Optional<String> object(Scene scene, Clause clause) {
        if (OUTWARD.contains(clause.lemma())
                && clause.hasSubject()
                && !clause.passive()
                && !scene.at(clause.subjectFrom()).word("i", "we", "you")) {
            Token head = scene.at(Phrases.head(scene.sentence(), clause.subjectFrom(), clause.subjectTo()));
            return head.is("NOUN") ? Optional.of(head.lemma()) : Optional.empty();
        }
        return Phrases.object(scene.sentence(), clause)
                .map(o -> scene.at(o.head()))
                .filter(t -> t.is("NOUN"))
                .map(Token::lemma);
    }

    private static Optional<Clause> mainBefore(Scene scene, int index) {
        for (int i = index - 1; i >= 0; i--) {
            Clause one = scene.clauses().get(i);
            if (one.kind() == Clause.Kind.MAIN || one.kind() == Clause.Kind.CONTENT) {
                return Optional.of(one);
            }
        }
        return mainAfter(scene, index);
    }

    private static Optional<Clause> mainAfter(Scene scene, int index) {
        for (int i = index + 1; i < scene.clauses().size(); i++) {
            Clause one = scene.clauses().get(i);
            if (one.kind() == Clause.Kind.MAIN || one.kind() == Clause.Kind.CONTENT) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    private static Optional<Clause> beforeClause(Scene scene, int index) {
        for (int i = index + 1; i < scene.clauses().size(); i++) {
            Clause one = scene.clauses().get(i);
            if (one.marker().equals("before")) {
                return Optional.of(one);
            }
            if (one.kind() == Clause.Kind.MAIN) {
                break;
            }
        }
        for (int i = index - 1; i >= 0; i--) {
            if (scene.clauses().get(i).marker().equals("before")
                    && scene.clauses().get(i).kind() == Clause.Kind.ADVERBIAL) {
                return Optional.of(scene.clauses().get(i));
            }
        }
        return Optional.empty();
    }

    /** "without Maria's approval", "needs the approval of compliance", "wait for my okay". */
    private Optional<Gate> approvalNoun(Scene scene, int at) {
        Sentence sentence = scene.sentence();
        int from = at;
        while (from > 0
                && (sentence.at(from - 1).is("NOUN", "PROPN", "DET", "ADJ", "PART")
                        || sentence.at(from - 1).word("'s", "'", "my", "our", "his", "her", "their"))) {
            from--;
        }
        boolean bound = false;
        int anchor = -1;
        for (int i = 0; i < at; i++) {
            Token token = sentence.at(i);
            if (token.word("without", "until", "unless", "with", "after", "upon", "once")
                    || token.is("VERB")
                            && Set.of("need", "require", "wait", "get", "want", "obtain", "seek")
                                    .contains(token.lemma())) {
                bound = true;
                anchor = i;
            }
        }
        if (!bound || from < anchor - 6) {
            return Optional.empty();
        }
        Optional<String> approver = approvers.owner(scene, from, at);
        if (approver.isEmpty()) {
            return Optional.empty();
        }
        boolean exclusive = sentence.at(anchor).word("with", "after", "upon", "once") && !scene.hasWord("only");
        if (exclusive) {
            return Optional.empty();
        }
        Optional<Clause> act = Optional.empty();
        for (Clause clause : scene.clauses()) {
            boolean acts = !Set.of("need", "require", "wait", "get", "want", "obtain", "seek", "be")
                    .contains(clause.lemma());
            if (acts
                    && (clause.kind() == Clause.Kind.MAIN
                            || clause.kind() == Clause.Kind.CONTENT
                            || clause.marker().equals("before"))
                    && clause.head() != at) {
                act = Optional.of(clause);
            }
        }
        boolean demanded = act.isPresent()
                || Set.of("need", "require", "wait")
                        .contains(sentence.at(anchor).lemma());
        Optional<Clause> chosen = act;
        return demanded
                ? Optional.of(new Gate(
                        scene,
                        approver.get(),
                        chosen.map(Clause::lemma)
                                .filter(l -> !l.matches("do|happen"))
                                .orElse(""),
                        chosen.flatMap(c -> object(scene, c)),
                        chosen.map(c -> everything(scene, c)).orElse(false),
                        -1,
                        at))
                : Optional.empty();
    }

    /** "ask me before you send it", "run it by Maria first", "check with compliance before filing". */
    private Optional<Gate> consulted(Scene scene) {
        Sentence sentence = scene.sentence();
        for (int index = 0; index < scene.clauses().size(); index++) {
            Clause clause = scene.clauses().get(index);
            boolean ask = clause.lemma().equals("ask");
            boolean show = Set.of("check", "run", "show", "clear").contains(clause.lemma());
            if (!ask && !show || Selection.ruledOut(scene, clause)) {
                continue;
            }
            Optional<Phrase> person = ask
                    ? Phrases.object(sentence, clause)
                    : Phrases.prepositional(sentence, clause).stream()
                            .filter(p -> p.preposition().matches("with|by|past|to"))
                            .findFirst();
            Optional<Clause> later = beforeClause(scene, index);
            boolean first = scene.hasWord("first", "beforehand");
            Optional<String> approver = person.flatMap(p -> approvers.named(scene, p.head(), p.from(), p.to()));
            if (approver.isPresent() && (later.isPresent() || first)) {
                return Optional.of(new Gate(
                        scene,
                        approver.get(),
                        later.map(Clause::lemma).orElse(""),
                        later.flatMap(l -> object(scene, l)),
                        false,
                        index,
                        clause.head()));
            }
        }
        return Optional.empty();
    }
}
