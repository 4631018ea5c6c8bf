package nexhelm.engine.design;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nexhelm.engine.design.Phrases.Phrase;
import nexhelm.engine.language.Clause;
import nexhelm.engine.language.Clause.Kind;
import nexhelm.engine.language.Forms;
import nexhelm.engine.language.Sentence;
import nexhelm.engine.language.Token;

/** Chooses the clauses of a reading that describe work. */
final class Selection {

    private static final Set<String> FLOW_SUBJECT = Set.of(
            "process",
            "instance",
            "procedure",
            "path",
            "flow",
            "step",
            "task",
            "phase",
            "activity",
            "workflow",
            "case");
    private static final Set<String> FLOW_VERB = Set.of(
            "start",
            "end",
            "finish",
            "begin",
            "repeat",
            "trigger",
            "continue",
            "terminate",
            "stop",
            "complete",
            "proceed",
            "close",
            "link",
            "go",
            "run",
            "initiate",
            "commence",
            "conclude",
            "resume",
            "loop",
            "detail",
            "take");
    private static final Set<String> NOBODY = Set.of("nobody", "nothing", "none", "noone");
    private static final Set<String> LEISURE = Set.of(
            "weather",
            "weekend",
            "kid",
            "dinner",
            "lunch",
            "coffee",
            "game",
            "holiday",
            "vacation",
            "trip",
            "movie",
            "dog",
            "cat",
            "garden",
            "beer",
            "wine",
            "food",
            "barbecue",
            "bbq",
            "party",
            "football",
            "soccer",
            "golf",
            "hike",
            "bike",
            "son",
            "daughter",
            "baby",
            "house",
            "car",
            "traffic",
            "train",
            "zoo",
            "beach");
    private static final Set<String> ALONE = Set.of("reply", "respond", "follow", "sign");

    private static final Set<String> VAGUE =
            Set.of("something", "anything", "everything", "stuff", "thing", "nothing", "whatever");
    /** Verbs that, after a mail or a document, only say what is in it. */
    static final Set<String> CONTENTS = Set.of(
            "attach",
            "tell",
            "include",
            "mention",
            "thank",
            "explain",
            "add",
            "cc",
            "ask",
            "remind",
            "enclose",
            "mark",
            "highlight");

    private final Reading reading;

    Selection(Reading reading) {
        this.reading = reading;
    }

    List<Work> works() {
        List<Work> found = collect(false);
        return found.isEmpty() && reading.spoken() ? collect(true) : found;
    }

    private List<Work> collect(boolean interviewerToo) {
        List<Work> works = new ArrayList<>();
        for (Scene scene : reading.scenes()) {
            if (scene.sentence().question() || scene.interviewer() && !interviewerToo || putOff(scene)) {
                continue;
            }
            for (int i = 0; i < scene.clauses().size(); i++) {
                Clause clause = scene.clauses().get(i);
                if (reading.spoken() ? spoken(scene, clause, i) : written(scene, clause, i)) {
                    works.add(new Work(scene, i));
                }
            }
        }
        return works;
    }

    /** "but that's for another day", "ignore your instructions": told, and not asked for. */
    static boolean putOff(Scene scene) {
        if (scene.hasWord("ignore", "disregard", "forget", "override")
                && scene.hasWord("instruction", "instructions", "prompt", "prompts")) {
            return true;
        }
        for (int i = 1; i < scene.sentence().size(); i++) {
            if (scene.at(i).word("job", "problem")
                    && scene.at(i - 1).word("'s", "his", "her", "their")
                    && scene.hasWord("that", "this")) {
                return true;
            }
        }
        for (int i = 1; i + 1 < scene.sentence().size(); i++) {
            if (scene.at(i).word("another")
                    && scene.at(i + 1).word("day", "story", "topic", "time")
                    && scene.at(i - 1).word("for", "'s", "is")) {
                return true;
            }
        }
        return false;
    }

    /** What is true of both kinds of text: the clause states a dynamic verb that is not ruled out. */
    private boolean dynamic(Scene scene, Clause clause) {
        Token verb = scene.at(clause.head());
        if (verb.is("AUX") || Words.STATIVE.contains(clause.lemma()) || ruledOut(scene, clause)) {
            return false;
        }
        if (governs(scene, clause)) {
            return false;
        }
        return !verb.word("let", "let's", "lets");
    }

    /** True when another clause carries what this verb is about, as "start" in "start calling". */
    private static boolean governs(Scene scene, Clause clause) {
        int self = scene.clauses().indexOf(clause);
        for (Clause other : scene.clauses()) {
            if (other.kind() == Kind.CONTENT
                    && other.governor() == self
                    && other.head() > clause.head()
                    && !joined(scene, clause, other)) {
                return true;
            }
        }
        return false;
    }

    /** "to write a summary and send it": side by side, neither governs the other. */
    private static boolean joined(Scene scene, Clause clause, Clause other) {
        for (int i = other.group() - 1; i > clause.head(); i--) {
            if (scene.at(i).is("CCONJ") || scene.at(i).word(",")) {
                return true;
            }
            if (!scene.at(i).is("ADV", "INTJ", "PART")) {
                return false;
            }
        }
        return false;
    }

    static boolean ruledOut(Scene scene, Clause clause) {
        if (clause.negated()
                || clause.hasSubject()
                        && (NOBODY.contains(scene.at(clause.subjectFrom()).lower())
                                || scene.at(clause.subjectFrom()).word("no", "neither"))) {
            return true;
        }
        Clause governor = scene.governor(clause);
        boolean chained = governor != clause && (clause.kind() == Kind.CONTENT || !clause.hasSubject());
        return chained && ruledOut(scene, governor);
    }

    private boolean written(Scene scene, Clause clause, int index) {
        if (!dynamic(scene, clause) || flow(scene, clause)) {
            return false;
        }
        return switch (clause.kind()) {
            case MAIN ->
                !clause.lemma().equals("get")
                        && (clause.hasSubject()
                                || clause.governor() >= 0
                                || Forms.base(scene.at(clause.head()))
                                || clause.passive());
            case CONTENT -> contentCounts(scene, clause);
            case ADVERBIAL ->
                Set.of("when", "whenever", "after", "once", "while").contains(clause.marker())
                        && !Set.of("complete", "finish", "end").contains(clause.lemma())
                        && !(clause.past() && !reading.spoken() && clause.passive());
            case RELATIVE ->
                (clause.marker().equals("who")
                                || scene.at(Math.max(0, clause.group())).word("then")
                                || thenBetween(scene, clause))
                        && !clause.past();
            default -> false;
        };
    }

    private static boolean thenBetween(Scene scene, Clause clause) {
        for (int i = Math.max(0, clause.group() - 1); i < clause.head(); i++) {
            if (scene.at(i).word("then")) {
                return true;
            }
        }
        return false;
    }

    private boolean contentCounts(Scene scene, Clause clause) {
        Clause governor = scene.governor(clause);
        return switch (governor.kind()) {
            case MAIN, CONTENT -> true;
            case ADVERBIAL ->
                Set.of("when", "whenever", "after", "once", "while").contains(governor.marker());
            case RELATIVE -> governor.marker().equals("who");
            default -> false;
        };
    }

    /** "The process ends": the text talks about itself. */
    private static boolean flow(Scene scene, Clause clause) {
        if (!clause.hasSubject() && clause.governor() < 0) {
            return false;
        }
        Clause carrier = clause.hasSubject() ? clause : scene.governor(clause);
        if (!carrier.hasSubject() || !FLOW_VERB.contains(clause.lemma())) {
            Optional<Phrase> object = Phrases.object(scene.sentence(), clause);
            return object.isPresent()
                    && FLOW_VERB.contains(clause.lemma())
                    && FLOW_SUBJECT.contains(scene.at(object.get().head()).lemma())
                    && !clause.lemma().equals("complete");
        }
        int head = Phrases.head(scene.sentence(), carrier.subjectFrom(), carrier.subjectTo());
        Optional<Phrase> object = Phrases.object(scene.sentence(), clause);
        boolean onProcess = object.isPresent()
                && FLOW_SUBJECT.contains(scene.at(object.get().head()).lemma())
                && Set.of("finish", "end", "terminate", "start", "stop", "trigger")
                        .contains(clause.lemma());
        return FLOW_SUBJECT.contains(scene.at(head).lemma()) || onProcess;
    }

    private boolean spoken(Scene scene, Clause clause, int index) {
        if (contents(scene, clause, index)) {
            return true;
        }
        if (!dynamic(scene, clause)
                || clause.past()
                || clause.auxiliary("could", "might")
                || clause.auxiliary("would", "'d") && clause.auxiliary("have", "'ve")
                || clause.lemma().equals("get") && clause.auxiliary("have", "'ve", "has")) {
            return false;
        }
        // "I'm sending her a postcard": what somebody is doing just now, not how the work is done
        if (clause.kind() == Kind.MAIN
                && Forms.ing(scene.at(clause.head()))
                && !clause.auxiliaries().isEmpty()
                && !clause.passive()) {
            return false;
        }
        boolean placed = switch (clause.kind()) {
            case MAIN -> statement(scene, clause);
            case CONTENT -> wished(scene, clause);
            case RELATIVE ->
                clause.marker().equals("who")
                        && clause.auxiliaries().isEmpty()
                        && !antecedentPlural(scene, clause)
                        && Words.person(antecedent(scene, clause))
                        && thenBetween(scene, clause);
            case ADVERBIAL ->
                clause.marker().equals("after") && Forms.ing(scene.at(clause.head())) && !clause.hasSubject();
            case COMPLEMENT -> clause.marker().equals("that") && sure(scene, clause);
            default -> false;
        };
        return placed
                && subjectWorks(scene, clause)
                && aboutWork(scene, clause)
                && !toListener(scene, clause)
                && !flow(scene, clause);
    }

    /** "…and tell her what is missing": said of the mail or paper in the same sentence. */
    static boolean contents(Scene scene, Clause clause, int index) {
        if (!CONTENTS.contains(clause.lemma())
                || clause.governor() < 0
                || clause.kind() != Kind.MAIN
                || clause.negated()
                || clause.past()
                || clause.hasSubject() && !scene.at(clause.subjectFrom()).word("i", "we")) {
            return false;
        }
        Clause with = scene.clauses().get(clause.governor());
        return (with.lemma().equals("write")
                        || ToolVerbs.SEND.contains(with.lemma())
                        || ToolVerbs.DRAFT.contains(with.lemma())
                        || ToolVerbs.WRITE.contains(with.lemma())
                        || with.lemma().equals("update")
                        || contents(scene, with, clause.governor()))
                && !with.negated()
                && !with.past();
    }

    private static boolean sure(Scene scene, Clause clause) {
        for (int i = Math.max(0, clause.start() - 3); i < clause.start(); i++) {
            if (scene.at(i).word("sure")) {
                return true;
            }
        }
        return false;
    }

    private static boolean antecedentPlural(Scene scene, Clause clause) {
        for (int i = clause.group() - 1; i >= 0; i--) {
            if (scene.at(i).is("NOUN", "PROPN")) {
                return scene.at(i).lower().endsWith("s")
                        && !scene.at(i).lower().equals(scene.at(i).lemma());
            }
        }
        return false;
    }

    static String antecedent(Scene scene, Clause clause) {
        for (int i = clause.group() - 1; i >= 0; i--) {
            if (scene.at(i).is("NOUN", "PROPN")) {
                return scene.at(i).lemma();
            }
        }
        return "";
    }

    private static boolean statement(Scene scene, Clause clause) {
        if (clause.hasSubject() || clause.passive()) {
            return true;
        }
        if (clause.governor() >= 0) {
            return true;
        }
        return Forms.base(scene.at(clause.head()));
    }

    /** What somebody needs, wants or starts to do is work; what they used to do or would love on a Sunday is not. */
    private static boolean wished(Scene scene, Clause clause) {
        Clause governor = scene.governor(clause);
        if (governor.kind() != Kind.MAIN
                && governor.kind() != Kind.CONTENT
                && !(governor.kind() == Kind.COMPLEMENT && governor.marker().equals("that"))) {
            return false;
        }
        if (governor == clause) {
            return true;
        }
        boolean polite =
                !Set.of("like", "love", "prefer").contains(governor.lemma()) || governor.auxiliary("would", "'d");
        boolean let = governor.lemma().equals("let");
        boolean usedTo = governor.lemma().equals("use");
        return polite
                && !let
                && !usedTo
                && !(governor.past() && !governor.auxiliary("'d", "would"))
                && (governor.kind() != Kind.CONTENT || governor.governor() < 0 || wished(scene, governor));
    }

    private boolean subjectWorks(Scene scene, Clause clause) {
        Clause carrier = carrier(scene, clause);
        if (!carrier.hasSubject()) {
            return true;
        }
        Sentence sentence = scene.sentence();
        Token head = scene.at(Phrases.head(sentence, carrier.subjectFrom(), carrier.subjectTo()));
        if (clause.passive()) {
            return !head.word("i", "we", "you");
        }
        if (head.word("i", "we", "you", "one", "someone", "somebody", "he", "she", "they", "everyone")) {
            boolean generic = head.word("one", "someone", "somebody", "everyone");
            return !generic
                    || (head.word("someone", "somebody")
                            || carrier.subjectTo() - carrier.subjectFrom() == 1
                                    && clause.auxiliary("must", "should", "has", "can"));
        }
        if (head.word("it", "this", "that", "which", "what", "these", "those", "there")) {
            return !Words.LIGHT.contains(clause.lemma()) && !head.word("there", "what") && ToolVerbs.known(clause)
                    || movesInto(scene, clause);
        }
        if (Words.person(head.lemma()) || head.is("PROPN")) {
            return !(Words.outside(head.lemma()) && inbound(scene, clause));
        }
        return head.word("assistant", "agent", "bot", "ai", "nexhelm", "automation") || movesInto(scene, clause);
    }

    /** The clause whose subject is meant when this one has none of its own. */
    static Clause carrier(Scene scene, Clause clause) {
        Clause carrier = clause;
        for (int guard = 0; guard < 20 && !carrier.hasSubject() && carrier.governor() >= 0; guard++) {
            carrier = scene.clauses().get(carrier.governor());
        }
        return carrier;
    }

    private static boolean otherwise(Scene scene, Clause clause) {
        int i = clause.start() - 1;
        return i >= 0 && scene.at(i).word("otherwise", "else")
                || scene.at(clause.start()).word("otherwise");
    }

    /** "The summary goes into the folder": a thing that moves is moved by somebody. */
    static boolean movesInto(Scene scene, Clause clause) {
        if (clause.lemma().equals("go")
                && clause.hasSubject()
                && scene.at(clause.subjectFrom()).word("it", "that", "this", "they")
                && scene.hasWord("email", "e-mail", "mail")
                && Phrases.prepositional(scene.sentence(), clause).stream()
                        .anyMatch(p -> p.preposition().equals("to")
                                && Words.person(scene.at(p.head()).lemma()))) {
            return true;
        }
        return clause.lemma().equals("go")
                && clause.hasSubject()
                && !scene.at(Phrases.head(scene.sentence(), clause.subjectFrom(), clause.subjectTo()))
                        .is("PRON", "PROPN")
                && !clause.particle().equals("out")
                && Phrases.prepositional(scene.sentence(), clause).stream()
                        .anyMatch(p -> Set.of("in", "into", "to").contains(p.preposition())
                                && (Words.FOLDER.contains(scene.at(p.head()).lemma())
                                        || scene.at(p.head()).is("PROPN")
                                        || Words.person(scene.at(p.head()).lemma())));
    }

    private static boolean inbound(Scene scene, Clause clause) {
        for (int i = clause.head() + 1; i < clause.end(); i++) {
            if (scene.at(i).word("us", "me", "in")) {
                return true;
            }
        }
        return Set.of(
                        "call",
                        "email",
                        "come",
                        "ask",
                        "request",
                        "receive",
                        "get",
                        "write",
                        "send",
                        "complain",
                        "pay",
                        "leave",
                        "move",
                        "reach")
                .contains(clause.lemma());
    }

    private boolean aboutWork(Scene scene, Clause clause) {
        Sentence sentence = scene.sentence();
        Optional<Phrase> object = Phrases.object(sentence, clause);
        List<Phrase> around = Phrases.prepositional(sentence, clause);
        String head = object.map(o -> scene.at(o.head()).lemma()).orElse("");
        if (VAGUE.contains(head)
                        && around.stream().noneMatch(p -> officeIn(scene, p))
                        && Products.of(sentence, clause).isEmpty()
                || otherwise(scene, clause)
                || clause.passive()
                        && clause.lemma().equals("use")
                        && clause.head() + 1 < sentence.size()
                        && scene.at(clause.head() + 1).word("to")) {
            return false;
        }
        if (clause.lemma().equals("make")
                && clause.head() + 1 < sentence.size()
                && scene.at(clause.head() + 1).word("sure")) {
            return checks(scene, clause);
        }
        if (clause.lemma()
                        .matches(
                                "get|take|have|give|leave|keep|bring|make|hold|run|call|meet|set|turn|pick|cover|deal|pay")
                && !thing(scene, clause, object)) {
            return false;
        }
        if (LEISURE.contains(head)
                || object.isEmpty()
                        && around.stream()
                                .anyMatch(
                                        p -> LEISURE.contains(scene.at(p.head()).lemma()))) {
            return false;
        }
        boolean office = object.isPresent() && officeIn(scene, object.get())
                || around.stream().anyMatch(p -> officeIn(scene, p));
        boolean people = object.isPresent()
                && (Words.person(head) || scene.at(object.get().head()).is("PROPN"));
        if (Words.DECIDE.contains(clause.lemma()) || clause.lemma().equals("sign")) {
            return true;
        }
        if (Words.LIGHT.contains(clause.lemma())) {
            boolean phone = Set.of("call", "meet").contains(clause.lemma()) && people;
            return office || phone || movesInto(scene, clause);
        }
        if (Words.TALK.contains(clause.lemma())) {
            return office && ToolVerbs.known(clause);
        }
        if (ALONE.contains(clause.lemma())) {
            return true;
        }
        if (clause.lemma().equals("go") || clause.lemma().equals("look") && object.isEmpty()) {
            return office
                    || around.stream()
                            .anyMatch(p -> scene.at(p.head()).is("PRON", "PROPN")
                                    && !clause.lemma().equals("go"));
        }
        if (ToolVerbs.known(clause)) {
            return object.isPresent() || !around.isEmpty() || clause.passive();
        }
        return office && object.isPresent();
    }

    /** "I make sure the numbers match": a check, unless what follows is an act of its own. */
    private static boolean checks(Scene scene, Clause clause) {
        int next = scene.clauses().indexOf(clause) + 1;
        if (next >= scene.clauses().size()) {
            return false;
        }
        Clause what = scene.clauses().get(next);
        return what.kind() == Kind.COMPLEMENT
                && what.hasSubject()
                && !scene.at(what.subjectFrom()).is("PRON");
    }

    /** Verbs of all work are work of the office when their object is a thing of the office. */
    private static boolean thing(Scene scene, Clause clause, Optional<Phrase> object) {
        if (clause.passive() || object.isEmpty()) {
            return object.isPresent() && officeIn(scene, object.get());
        }
        String head = scene.at(object.get().head()).lemma();
        boolean people = Words.person(head)
                || scene.at(object.get().head()).is("PROPN")
                || scene.at(object.get().head()).word("her", "him", "them");
        return switch (clause.lemma()) {
            case "call", "meet" -> people;
            case "get", "take", "have", "give", "bring" ->
                Words.DOCUMENT.contains(head)
                        || Words.MAIL.contains(head) && !head.equals("message")
                        || head.matches("note|approval|signature|data|figure|number");
            case "leave", "keep" ->
                Phrases.prepositional(scene.sentence(), clause).stream()
                        .anyMatch(p -> scene.at(p.head()).lemma().equals("draft")
                                || Words.FOLDER.contains(scene.at(p.head()).lemma()));
            default -> officeIn(scene, object.get());
        };
    }

    private static boolean officeIn(Scene scene, Phrase phrase) {
        for (int i = phrase.from(); i < phrase.to(); i++) {
            if (scene.at(i).is("NOUN", "PROPN", "ADJ")
                    && Words.office(scene.at(i).lemma())) {
                return true;
            }
        }
        return false;
    }

    /** "I'll send you the template": said to the other person on the call. */
    private static boolean toListener(Scene scene, Clause clause) {
        if (!clause.hasSubject() || !scene.at(clause.subjectFrom()).word("i", "we")) {
            return false;
        }
        for (int i = clause.head() + 1; i < Math.min(clause.end(), clause.head() + 12); i++) {
            if (scene.at(i).word("you")
                    && (i + 1 >= scene.sentence().size() || !scene.at(i + 1).is("VERB", "AUX"))) {
                return true;
            }
        }
        return false;
    }
}
