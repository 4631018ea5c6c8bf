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

    private static final Set<String> APPROVE = Set.of(
            "approve",
            "authorise",
            "authorize",
            "okay",
            "ok",
            "greenlight",
            "green-light",
            "countersign",
            "consent",
            "sanction",
            "permit",
            "bless",
            "agree",
            "decide");
    private static final Set<String> INSPECT = Set.of(
            "review",
            "check",
            "see",
            "read",
            "confirm",
            "look",
            "verify",
            "inspect",
            "proofread",
            "go",
            "clear",
            "release",
            "validate",
            "double-check",
            "accept",
            "glance",
            "listen",
            "hear",
            "nod",
            "tick",
            "taste");
    private static final Set<String> APPROVAL = Set.of(
            "approval",
            "sign-off",
            "signoff",
            "go-ahead",
            "permission",
            "consent",
            "blessing",
            "authorisation",
            "authorization",
            "okay",
            "ok",
            "say-so",
            "clearance",
            "confirmation",
            "nod",
            "signature",
            "yes");
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

    private static final String OWNER = "(?:me\\b|my|the|our|\\p{Lu}[\\p{L}’'-]*(?: \\p{Lu}[\\p{L}’'-]*)?)";
    private static final String ASSENT =
            "(?:okay|ok|approval|go-ahead|signature|permission|blessing|consent|nod|sign-off|release|say-so|yes)";
    private static final Pattern IDIOM = Pattern.compile(
            "(?iU:\\b(?:nothing|none|no \\w+|not one)\\b[^.?!]{0,30}?\\b(?:goes|go|leaves|leave|sent|out|happens)"
                    + "\\b[^.?!]{0,25}?\\bwithout) (?<out>" + OWNER + ")"
                    + "|^(?i:(?:but |and |only |never |not )*with(?:out)?) (?<with>" + OWNER + ")(?i: (?:\\p{L}+ )?"
                    + ASSENT + ")|(?i:\\b(?:comes?|goes|go|lands?|runs?|passes|is|lies|lying|sits?|ends? up|has to"
                             + " (?:go|come|land)) (?:always |first |all"
                             + " )?(?:past|over|across|on|with|by|through|via))"
                             + " (?<desk>me\\b|(?:my|our|the|her|his|\\p{Lu}[\\p{L}’'-]*)"
                             + " (?i:desk|table|tray|hands))(?i:(?: first)?)(?=[.,;!?]|$|"
                             + " (?i:first|before|till|until|no |not ))|(?i:\\bshow )(?<show>me)(?i:"
                             + " (?:each|every|all|them|it|that|first|beforehand|before))|(?i:\\b(?:once|when|if|until|till|unless|after)"
                             + " (?:it|that|they|this)(?:['’]s| is| has| have|['’]ve)? (?:got )?(?:had"
                             + " )?)(?<mark>" + OWNER
                    + ")(?i: (?:initials|stamp|signature|tick|okay|ok|blessing|nod))|^(?i:(?:but |and )*only (?:the"
                    + " ones?|those|what|when|once|if)(?: that)?) (?<only>I|\\p{Lu}[\\p{L}’'-]+)(?i:['’]ve|"
                    + " have|['’]s| has)"
                    + " (?i:ticked|approved|released|seen|checked|signed|read|okayed|cleared)|(?i:\\b(?:that|this|it|these|those)(?:"
                    + " one)? waits? for) (?!\\p{L}+day\\b)(?<wait>" + OWNER
                    + ")(?=[.,;!]|(?i: " + ASSENT + ")|$)");

    /**
     * A demand for a decision.
     *
     * @param approver who decides, as named
     * @param act      lemma of the act that waits, or empty when the speaker did not say
     * @param all      true when everything that leaves waits
     * @param clause   the clause that demands, if it might have been taken for a step
     * @param token    where in the sentence it is demanded
     */
    record Gate(Scene scene, String approver, String act, Optional<String> object, boolean all, int clause, int token) {
        String reason() {
            String quote = Wording.quote(scene.sentence());
            String said = quote.length() > 160 ? quote.substring(0, quote.lastIndexOf(' ', 157)) + "\u2026" : quote;
            return Wording.capital(approver) + " decides first: \u201c" + said + "\u201d";
        }
    }

    private final Referents referents;

    Gates(Referents referents) {
        this.referents = referents;
    }

    /** The gate demanded in this sentence, if one is; the referents know what was said before it. */
    Optional<Gate> in(Scene scene) {
        Sentence sentence = scene.sentence();
        for (int i = 0; i < scene.clauses().size(); i++) {
            Optional<Gate> gate = decision(scene, i);
            if (gate.isPresent()) {
                return gate;
            }
        }
        for (int i = 0; i < sentence.size(); i++) {
            if (APPROVAL.contains(sentence.at(i).lemma())
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
                .or(() -> idiom(scene));
    }

    /** "Nothing goes out without me.", "With my okay, of course.", "That one waits for Bea.": set phrases of speech. */
    private Optional<Gate> idiom(Scene scene) {
        String said = Wording.phrase(scene.sentence(), 0, scene.sentence().size());
        Matcher found = IDIOM.matcher(said);
        if (!found.find()) {
            return Optional.empty();
        }
        String who = java.util.stream.Stream.of("out", "with", "wait", "desk", "show", "mark", "only")
                .map(found::group)
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse("me");
        boolean theirs = who.matches("(?i)(?:her|his) .*");
        Optional<String> person = theirs
                ? referents
                        .of(new Token(0, 1, "she", "she", "PRON", "she"), scene, 0, true)
                        .map(Performers::bare)
                : Optional.empty();
        if (theirs && person.isEmpty()) {
            return Optional.empty();
        }
        boolean own = who.matches("(?i)(?:I|me|the|my|our)(?: .*)?");
        String approver = person.orElseGet(() -> own
                ? Performers.speaker(scene)
                : Performers.bare(who.replaceFirst("(?i)['’]s(?: desk| table| tray| hands)?$", "")));
        return Optional.of(new Gate(
                scene,
                approver,
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
            boolean decides = deciding(scene, clause)
                    || clause.lemma().matches("release|clear|accept|validate|check|read|see|look|confirm|review");
            boolean opens = scene.at(0).word("not", "only", "but", "after", "once", "until", "unless", "before", "when")
                    || scene.hasWord("until", "unless");
            if (decides
                    && opens
                    && !main
                    && clause.hasSubject()
                    && !clause.marker().equals("if")) {
                int index = i;
                Optional<Gate> gate = approver(scene, clause)
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
            boolean asked = clause.lemma().equals("ask") && clause.passive() && wants(scene, clause);
            if ((word || light || asked) && !clause.negated()) {
                int index = i;
                return approver(scene, asked ? scene.governor(clause) : clause)
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

    private boolean deciding(Scene scene, Clause clause) {
        boolean signs = clause.lemma().equals("sign")
                && (clause.particle().equals("off")
                        || clause.particle().equals("on")
                                && clause.head() + 2 < scene.sentence().size()
                                && clause.particle().isEmpty());
        boolean says = clause.lemma().equals("say") && said(scene, clause);
        boolean gives = clause.lemma().equals("give") && anyApproval(scene, clause.head(), clause.end());
        boolean happy = clause.lemma().equals("be")
                && clause.head() + 1 < scene.sentence().size()
                && scene.at(clause.head() + 1).word("happy", "ok", "okay", "fine", "satisfied", "comfortable")
                && clause.kind() == Clause.Kind.ADVERBIAL;
        return APPROVE.contains(clause.lemma()) || signs || says || gives || happy;
    }

    private static boolean said(Scene scene, Clause clause) {
        for (int i = clause.head() + 1; i < Math.min(scene.sentence().size(), clause.head() + 5); i++) {
            if (scene.at(i).word("so", "yes", "ok", "okay", "go", "fine")) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyApproval(Scene scene, int from, int to) {
        for (int i = from; i < to; i++) {
            if (APPROVAL.contains(scene.at(i).lemma())) {
                return true;
            }
        }
        return false;
    }

    /** A clause in which a person decides or inspects, tied to a "before", an obligation or a "once". */
    private Optional<Gate> decision(Scene scene, int index) {
        Clause clause = scene.clauses().get(index);
        boolean releases = clause.lemma().matches("release|clear|accept|validate") && obliged(scene, clause);
        boolean decides = deciding(scene, clause) || releases;
        boolean inspects = INSPECT.contains(clause.lemma()) || looks(scene, clause);
        if (!decides && !inspects
                || Selection.ruledOut(scene, clause) && !clause.marker().matches("until|unless|before|till")) {
            return Optional.empty();
        }
        Optional<String> approver = approver(scene, clause);
        if (approver.isEmpty()) {
            return Optional.empty();
        }
        boolean waits = clause.kind() == Clause.Kind.ADVERBIAL && BEFORE.contains(clause.marker());
        if (waits) {
            Optional<Clause> main = mainBefore(scene, index);
            return main.filter(m ->
                            Selection.ruledOut(scene, m) || m.lemma().matches("wait|hold|sit|stay|lie|rest|park|queue"))
                    .map(m -> new Gate(
                            scene,
                            approver.get(),
                            m.lemma().matches(STANDS) ? "" : m.lemma(),
                            object(scene, m),
                            everything(scene, m),
                            index,
                            clause.head()));
        }
        boolean only = scene.hasWord("only") && mainBefore(scene, index).isPresent();
        if (clause.kind() == Clause.Kind.ADVERBIAL
                && Set.of("once", "after", "when", "if").contains(clause.marker())
                && (decides || inspects && only)) {
            return mainAfter(scene, index)
                    .or(() -> only ? mainBefore(scene, index) : Optional.empty())
                    .map(m ->
                            new Gate(scene, approver.get(), m.lemma(), object(scene, m), false, index, clause.head()));
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
                    later.get().lemma().matches("get|receive|hear|arrive|know")
                            ? ""
                            : later.get().lemma(),
                    object(scene, later.get()).or(() -> inspects ? object(scene, clause) : Optional.empty()),
                    false,
                    index,
                    clause.head()));
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

    /** "have a look at it". */
    private static boolean looks(Scene scene, Clause clause) {
        return clause.lemma().matches("have|take")
                && Phrases.object(scene.sentence(), clause)
                        .filter(o -> scene.at(o.head()).word("look", "glance", "peek", "think", "read"))
                        .isPresent();
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

    private Optional<String> approver(Scene scene, Clause clause) {
        if (clause.passive()) {
            return Phrases.prepositional(scene.sentence(), clause).stream()
                    .filter(p -> p.preposition().equals("by") && Performers.person(scene.at(p.head())))
                    .map(p -> Performers.name(scene.sentence(), p.from(), p.to()))
                    .findFirst();
        }
        if (clause.kind() == Clause.Kind.CONTENT && clause.governor() >= 0) {
            Clause governor = scene.clauses().get(clause.governor());
            Optional<Phrase> between = Phrases.phrase(scene.sentence(), governor.head() + 1, clause.group() + 1, "")
                    .filter(p -> p.to() <= clause.group() + 1);
            if (between.isPresent() && between.get().head() < clause.head()) {
                return name(
                        scene,
                        between.get().head(),
                        between.get().from(),
                        between.get().to());
            }
        }
        Clause carrier = Selection.carrier(scene, clause);
        if (!carrier.hasSubject()) {
            return Optional.empty();
        }
        int head = Phrases.head(scene.sentence(), carrier.subjectFrom(), carrier.subjectTo());
        Optional<String> named = name(scene, head, carrier.subjectFrom(), carrier.subjectTo());
        for (int i = carrier.subjectFrom(); i < carrier.subjectTo() && named.isEmpty(); i++) {
            if (scene.at(i).is("NOUN") && Performers.person(scene.at(i))) {
                named = name(scene, i, carrier.subjectFrom(), carrier.subjectTo()); // "our publisher, Constance, …"
            }
        }
        return named;
    }

    private Optional<String> name(Scene scene, int head, int from, int to) {
        Token token = scene.at(head);
        if (token.word("i", "me", "we", "us")) {
            return Optional.of(Performers.speaker(scene));
        }
        if (token.word("he", "she", "they", "him", "her", "them")) {
            return here(scene, from)
                    .or(() -> referents.of(token, scene, from, true).map(Performers::bare));
        }
        boolean called = to <= scene.sentence().size()
                && scene.clauses().stream().anyMatch(c -> c.subjectFrom() == from && SpokenActs.someone(scene, c));
        if (token.word("someone", "somebody") || Performers.person(token) || called) {
            return Optional.of(Performers.name(scene.sentence(), from, to));
        }
        return Optional.empty();
    }

    /** "It goes to Mr. Strand, and he must approve it": who was named just before in the same sentence. */
    private static Optional<String> here(Scene scene, int before) {
        for (int i = before - 1; i >= 0; i--) {
            Token token = scene.at(i);
            boolean somebody = token.is("PROPN") && !Words.office(token.lemma())
                    || token.is("NOUN") && Words.person(token.lemma());
            if (somebody && Performers.person(token)) {
                int from = i;
                while (from > 0 && scene.at(from - 1).is("NOUN", "PROPN", "ADJ")) {
                    from--;
                }
                return Optional.of(Performers.name(scene.sentence(), from, i + 1));
            }
        }
        return Optional.empty();
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
        Optional<String> approver = owner(scene, from, at);
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

    private Optional<String> owner(Scene scene, int from, int at) {
        Sentence sentence = scene.sentence();
        for (int i = from; i < at; i++) {
            if (sentence.at(i).word("my", "our")) {
                return Optional.of(Performers.speaker(scene));
            }
            if (sentence.at(i).word("his", "her", "their")) {
                Token pronoun = sentence.at(i);
                Token person = new Token(
                        pronoun.start(),
                        pronoun.end(),
                        pronoun.text(),
                        pronoun.word("their") ? "they" : "she",
                        "PRON",
                        "she");
                return referents
                        .of(person, scene, i, true)
                        .map(Performers::bare)
                        .or(() -> Optional.of("the person in charge"));
            }
            if (sentence.at(i).is("NOUN", "PROPN") && Performers.person(sentence.at(i))) {
                int start = from;
                return Optional.of(Performers.name(sentence, start, i + 1));
            }
        }
        if (at + 1 < sentence.size() && sentence.at(at + 1).word("of", "from", "by")) {
            return Phrases.phrase(sentence, at + 2, sentence.size(), "")
                    .filter(p -> Performers.person(sentence.at(p.head())))
                    .map(p -> Performers.name(sentence, p.from(), p.to()));
        }
        return Optional.empty();
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
            Optional<String> approver = person.flatMap(p -> name(scene, p.head(), p.from(), p.to()));
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
