package nexhelm.engine.design;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nexhelm.engine.design.Phrases.Phrase;
import nexhelm.engine.language.Clause;
import nexhelm.engine.language.Clause.Kind;
import nexhelm.engine.language.Forms;
import nexhelm.engine.language.Sentence;
import nexhelm.engine.language.Token;

/** Chooses the clauses of a call that describe work: no small talk, nothing past, nothing about other people's lives. */
final class SpokenActs {

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

    private final Acts acts;

    SpokenActs(Acts acts) {
        this.acts = acts;
    }

    boolean chosen(Scene scene, Clause clause, int index) {
        if (contents(scene, clause, index) || getsMail(scene, clause)) {
            return true;
        }
        if (getsRow(scene, clause) || getsTodo(scene, clause) || multiplies(scene, clause) || getsOff(scene, clause)) {
            return true;
        }
        if (clause.lemma().equals("get") && (clause.auxiliary("would", "'d") || third(scene, clause))
                || clause.lemma().matches("come|arrive|see") && third(scene, clause)
                || clause.lemma().matches("attach|enclose|include")
                        && clause.passive()
                        && !clause.auxiliary("must", "should", "has", "gets", "get")
                || clause.lemma().matches("get|receive") && inMail(scene, clause)
                || clause.lemma().equals("receive") && clause.passive() && clause.kind() == Kind.MAIN
                || alreadySo(scene, clause)
                || clause.auxiliary("being") // "people being sold something": what is so, or is not to be
                || offhand(scene, clause)
                || withWhatTheyGet(scene, clause)
                || done(scene, clause)) {
            return false;
        }
        if (!acts.dynamic(scene, clause)
                || clause.past()
                || clause.kind() == Kind.MAIN && !clause.passive() && clause.auxiliary("'ve", "have", "has")
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
                        && WrittenActs.thenBetween(scene, clause);
            case ADVERBIAL ->
                clause.marker().equals("after") && Forms.ing(scene.at(clause.head())) && !clause.hasSubject()
                        || clause.marker().equals("because") && answers(scene, clause);
            case COMPLEMENT -> clause.marker().equals("that") && sure(scene, clause);
            default -> false;
        };
        return placed
                && subjectWorks(scene, clause)
                && aboutWork(scene, clause)
                && !toListener(scene, clause)
                && !Acts.flow(scene, clause);
    }

    /** "…and tell her what is missing": said of the mail or paper in the same sentence. */
    static boolean contents(Scene scene, Clause clause, int index) {
        if (!Selection.CONTENTS.contains(clause.lemma())
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

    /** "she gets a letter", "they come by mail": what happens to somebody is no act of the office. */
    private static boolean third(Scene scene, Clause clause) {
        return clause.hasSubject()
                && !clause.passive()
                && !scene.at(clause.subjectFrom()).word("i", "we", "you");
    }

    /** "I get an enquiry by e-mail": how the work begins, no act of it. */
    private static boolean inMail(Scene scene, Clause clause) {
        String head = Phrases.object(scene.sentence(), clause)
                .map(o -> scene.at(o.head()).lemma())
                .orElse("");
        return !clause.passive()
                && clause.kind() == Kind.MAIN
                && (Words.MAIL.contains(head)
                        || Words.NOTICE.contains(head)
                        || Phrases.prepositional(scene.sentence(), clause).stream()
                                .anyMatch(p -> p.preposition().equals("by")
                                        && Words.MAIL.contains(
                                                scene.at(p.head()).lemma())))
                && clause.hasSubject()
                && scene.at(clause.subjectFrom()).word("i", "we");
    }

    /** "the book has been typed in", "there the weight is found", "the bell is fetched": how things are, told in the passive. */
    private static boolean alreadySo(Scene scene, Clause clause) {
        if (!clause.passive() || clause.kind() != Kind.MAIN) {
            return false;
        }
        boolean perfect = clause.auxiliary("been") && clause.auxiliary("has", "have", "'s", "'ve");
        boolean there = clause.lemma().equals("find")
                && clause.hasSubject()
                && clause.subjectFrom() > 0
                && scene.at(clause.subjectFrom() - 1).word("there", "here");
        boolean carried = clause.lemma().matches("fetch|collect")
                && clause.hasSubject()
                && !Words.office(scene.at(Phrases.head(scene.sentence(), clause.subjectFrom(), clause.subjectTo()))
                        .lemma())
                && Phrases.prepositional(scene.sentence(), clause).isEmpty();
        boolean nowadays = IntStream.range(clause.head() + 1, scene.sentence().size())
                .anyMatch(i -> scene.at(i).word("nowadays")
                        || scene.at(i).word("days") && scene.at(i - 1).word("these"));
        return perfect || there || carried || nowadays;
    }

    /** "hold on, I'll find it": said of this moment of the call. */
    private static boolean offhand(Scene scene, Clause clause) {
        return clause.auxiliary("will", "'ll")
                && clause.lemma().matches("find|look|see|check|show|get|tell|ask")
                && clause.head() + 2 >= clause.end()
                && clause.hasSubject()
                && scene.at(clause.subjectFrom()).word("i", "we");
    }

    /** "the client has to have signed": a state by then, whoever reaches it. */
    private static boolean done(Scene scene, Clause clause) {
        return clause.kind() == Kind.CONTENT
                && clause.group() < clause.head()
                && clause.auxiliary("have")
                && clause.marker().equals("to");
    }

    /** "Every grant gets a row in the access log": a row that the agent adds. */
    static boolean getsRow(Scene scene, Clause clause) {
        return clause.lemma().equals("get")
                && clause.kind() == Kind.MAIN
                && !clause.negated()
                && !clause.past()
                && clause.hasSubject()
                && !scene.at(clause.subjectFrom()).is("PRON")
                && Phrases.object(scene.sentence(), clause)
                        .filter(o -> scene.at(o.head()).lemma().matches("row|line|entry"))
                        .isPresent()
                && Phrases.prepositional(scene.sentence(), clause).stream()
                        .anyMatch(p -> p.preposition().matches("in|into|on")
                                && Words.DOCUMENT.contains(scene.at(p.head()).lemma()));
    }

    /** "Height times length": a sum told without a verb, unless it only says how the one before it is worked out. */
    static boolean multiplies(Scene scene, Clause clause) {
        if (!scene.at(clause.head()).word("times") || !clause.hasSubject()) {
            return false;
        }
        return scene.clauses().stream()
                .noneMatch(c -> c.head() < clause.head()
                        && c.lemma().matches("calculate|compute|work|figure|multiply|time|determine"));
    }

    /**
     * "Since they are more than twenty they get five percent off": a discount that is worked out. "Over five hundred they get
     * five percent off" is a term of the price that is worked out before.
     */
    static boolean getsOff(Scene scene, Clause clause) {
        return clause.lemma().equals("get")
                && clause.kind() == Kind.MAIN
                && !clause.negated()
                && !clause.past()
                && clause.auxiliaries().isEmpty()
                && clause.hasSubject()
                && scene.at(clause.end() - 1).word("off", "discount")
                && many(scene).isPresent()
                && scene.sentence().tokens().subList(clause.head() + 1, clause.end()).stream()
                        .anyMatch(t -> t.word("percent", "%"));
    }

    /** "since they are more than twenty": the clause that says of how many it holds. */
    static Optional<Clause> many(Scene scene) {
        return scene.clauses().stream()
                .filter(c -> c.kind() == Kind.ADVERBIAL
                        && c.marker().matches("since|because|as|when|if")
                        && c.lemma().equals("be")
                        && c.hasSubject()
                        && c.head() + 1 < c.end()
                        && scene.at(c.head() + 1).word("more", "over", "above", "fewer", "less", "under"))
                .findFirst();
    }

    /** "they get a form from us and fill it in": what others do with what they get is no work of the office. */
    private static boolean withWhatTheyGet(Scene scene, Clause clause) {
        if (clause.hasSubject() || clause.governor() < 0) {
            return false;
        }
        Clause gets = scene.governor(clause);
        return gets.lemma().matches("get|receive")
                && gets.kind() == Kind.MAIN
                && gets.hasSubject()
                && scene.at(gets.subjectFrom()).word("they", "customers", "clients", "people", "families")
                && Phrases.prepositional(scene.sentence(), gets).stream()
                        .anyMatch(p -> p.preposition().equals("from")
                                && scene.at(p.head()).word("us", "me"));
    }

    /** "Wiktor gets a todo with the material": a todo that the agent writes. */
    static boolean getsTodo(Scene scene, Clause clause) {
        return clause.lemma().equals("get")
                && clause.kind() == Kind.MAIN
                && !clause.negated()
                && !clause.past()
                && clause.auxiliaries().isEmpty()
                && clause.hasSubject()
                && (!scene.at(clause.subjectFrom()).is("PRON")
                        || scene.at(clause.subjectFrom()).word("he", "she"))
                && Phrases.object(scene.sentence(), clause)
                        .filter(o -> scene.at(o.head()).lemma().matches("todo|to-do|task|reminder"))
                        .isPresent();
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
        Clause carrier = Selection.carrier(scene, clause);
        if (!carrier.hasSubject()) {
            return true;
        }
        Sentence sentence = scene.sentence();
        Token head = scene.at(Phrases.head(sentence, carrier.subjectFrom(), carrier.subjectTo()));
        if (clause.passive()) {
            return !head.word("i", "we", "you");
        }
        if (head.word("he", "she", "they") && toUs(scene, clause)) {
            return false;
        }
        if (head.word("i", "we", "you", "one", "someone", "somebody", "he", "she", "they", "everyone")) {
            boolean generic = head.word("one", "someone", "somebody", "everyone");
            return !generic
                    || (head.word("someone", "somebody") && clause.auxiliary("must", "should", "has", "can")
                            || carrier.subjectTo() - carrier.subjectFrom() == 1
                                    && clause.auxiliary("must", "should", "has", "can"));
        }
        if (head.word("it", "this", "that", "which", "what", "these", "those", "there")) {
            return !Words.LIGHT.contains(clause.lemma()) && !head.word("there", "what") && ToolVerbs.known(clause)
                    || movesInto(scene, clause);
        }
        boolean generic = head.word("people", "others", "families", "readers", "everyone", "customers", "clients");
        boolean toHere = clause.head() + 1 < clause.end()
                && (scene.at(clause.end() - 1).word("us", "me", "back", "in")
                        || Phrases.prepositional(scene.sentence(), clause).stream()
                                .anyMatch(p -> p.preposition().equals("to")
                                        && scene.at(p.head()).word("us", "me", "you")));
        if (inbound(scene, clause) && (generic || toHere) && !Words.outside(head.lemma())) {
            return false;
        }
        if (Words.person(head.lemma()) || head.is("PROPN") || someone(scene, carrier)) {
            return !(Words.outside(head.lemma()) && inbound(scene, clause)) && !toUs(scene, clause);
        }
        return head.word("assistant", "agent", "bot", "ai", "nexhelm", "automation") || movesInto(scene, clause);
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
                && (!scene.at(Phrases.head(scene.sentence(), clause.subjectFrom(), clause.subjectTo()))
                                .is("PRON", "PROPN")
                        || scene.at(clause.subjectFrom()).word("they", "it", "that", "these", "those"))
                && !clause.particle().equals("out")
                && Phrases.prepositional(scene.sentence(), clause).stream()
                        .anyMatch(p -> Set.of("in", "into", "to").contains(p.preposition())
                                && (Words.FOLDER.contains(scene.at(p.head()).lemma())
                                        || scene.at(p.head())
                                                .lemma()
                                                .matches(
                                                        "calendar|diary|sheet|spreadsheet|list|register|ledger|log|table|tracker|contract|statement")
                                        || scene.at(p.head()).is("PROPN")
                                        || Words.person(scene.at(p.head()).lemma())));
    }

    /** "he sends me photographs": what reaches the speaker is what has happened, not what is to be done. */
    private static boolean toUs(Scene scene, Clause clause) {
        int i = clause.head() + 1;
        return i < clause.end() && scene.at(i).word("me", "us");
    }

    /** A name as subject that the tagger takes for a noun: "my colleague Odile", "our Mikkel". */
    static boolean someone(Scene scene, Clause carrier) {
        for (int i = Math.max(1, carrier.subjectFrom()); i < carrier.subjectTo(); i++) {
            Token token = scene.at(i);
            boolean named = token.is("NOUN")
                    && Character.isUpperCase(token.text().codePointAt(0))
                    && !token.text().equals(token.text().toUpperCase())
                    && !Words.office(token.lemma())
                    && (scene.at(i - 1).word("my", "our")
                            || Words.person(scene.at(i - 1).lemma()));
            if (named) {
                return true;
            }
        }
        return false;
    }

    /** "I ask Wilma when she roasts": somebody is asked by name. */
    static boolean asksSomebody(Scene scene, Clause clause) {
        return clause.lemma().equals("ask")
                && !clause.past()
                && clause.hasSubject()
                && scene.at(clause.subjectFrom()).word("i", "we")
                && clause.head() + 1 < clause.end()
                && scene.at(clause.head() + 1).is("PROPN");
    }

    /** "The customer gets a confirmation by mail": a mail that the agent sends. */
    static boolean getsMail(Scene scene, Clause clause) {
        if (!clause.lemma().matches("get|receive")
                || clause.kind() != Kind.MAIN
                || clause.negated()
                || clause.past()
                || !clause.hasSubject()
                || !clause.auxiliaries().isEmpty()
                || scene.at(clause.subjectFrom()).word("i", "we", "you", "it", "this", "that", "no", "nobody")
                || scene.at(clause.subjectFrom()).word("he", "she")
                        && !Phrases.object(scene.sentence(), clause)
                                .filter(o -> scene.at(o.from()).word("a", "an", "the"))
                                .isPresent()) {
            return false;
        }
        Optional<Phrase> object = Phrases.object(scene.sentence(), clause);
        String head = object.map(o -> scene.at(o.head()).lemma()).orElse("");
        boolean byMail = Phrases.prepositional(scene.sentence(), clause).stream()
                .anyMatch(p -> p.preposition().equals("by")
                        && Words.MAIL.contains(scene.at(p.head()).lemma()));
        return Words.MAIL.contains(head)
                || Words.NOTICE.contains(head)
                || byMail && object.filter(o -> scene.at(o.head()).is("NOUN")).isPresent();
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
                        "reach",
                        "upload",
                        "submit",
                        "report")
                .contains(clause.lemma());
    }

    private boolean aboutWork(Scene scene, Clause clause) {
        Sentence sentence = scene.sentence();
        Optional<Phrase> object = Phrases.object(sentence, clause);
        List<Phrase> around = Stream.concat(
                        Phrases.prepositional(sentence, clause).stream(), Phrases.fronted(sentence, clause).stream())
                .toList();
        String head = object.map(o -> scene.at(o.head()).lemma()).orElse("");
        boolean elsewhere = Products.of(sentence, clause).isPresent();
        boolean placed = around.stream().anyMatch(p -> officeIn(scene, p));
        if (VAGUE.contains(head) && !placed && !elsewhere
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
        if (elsewhere && object.isPresent() && ToolVerbs.known(clause)
                || handed(scene, clause, object, around)
                || goesThrough(scene, clause)
                || worksOut(clause)
                || asksForTime(scene, clause)) {
            return true;
        }
        if (clause.lemma()
                        .matches(
                                "get|take|have|give|leave|keep|bring|make|hold|run|call|meet|set|turn|pick|cover|deal|pay")
                && !thing(scene, clause, object)) {
            return false;
        }
        if (LEISURE.contains(head) && !(placed && ToolVerbs.CHANGE.contains(clause.lemma()))
                || object.isEmpty()
                        && around.stream()
                                .anyMatch(
                                        p -> LEISURE.contains(scene.at(p.head()).lemma()))) {
            return false;
        }
        boolean office = object.isPresent() && officeIn(scene, object.get()) || placed;
        boolean people = object.isPresent()
                && (Words.person(head)
                        || scene.at(object.get().head()).is("PROPN")
                        || scene.at(object.get().head()).word("her", "him", "them"));
        if (clause.lemma().matches("call|phone|ring|telephone") && people || asksSomebody(scene, clause)) {
            return true;
        }
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
            return object.isPresent()
                    || around.stream()
                            .anyMatch(p -> !Words.time(scene.at(p.head()).lower()))
                    || clause.passive()
                    || asksWhat(scene, clause);
        }
        return (office || elsewhere) && object.isPresent();
    }

    /** "Frau Dreher does the bills", "he drives to the site": work of somebody else, whatever it is. */
    private static boolean handed(Scene scene, Clause clause, Optional<Phrase> object, List<Phrase> around) {
        if (clause.kind() != Kind.MAIN
                || !clause.hasSubject()
                || clause.past()
                || clause.passive()
                || !clause.auxiliaries().isEmpty()) {
            return false;
        }
        Token head = scene.at(Phrases.head(scene.sentence(), clause.subjectFrom(), clause.subjectTo()));
        boolean named = head.is("PROPN")
                || someone(scene, clause)
                || Words.person(head.lemma()) && !Words.outside(head.lemma());
        boolean does = clause.lemma().matches("do|make|handle|manage|let|run|deliver|pack|pick")
                && object.filter(o -> scene.at(o.from()).word("the", "all", "our", "their"))
                        .filter(o -> !LEISURE.contains(scene.at(o.head()).lemma()))
                        .isPresent();
        boolean goes = clause.lemma().matches("drive|visit|inspect|measure|photograph")
                && (object.isPresent()
                        || around.stream().anyMatch(p -> p.preposition().equals("to")));
        return (named || head.word("he", "she") && goes) && (does || goes);
    }

    /** "The nurse goes through the allergies": somebody's part, whatever it is about. */
    private static boolean goesThrough(Scene scene, Clause clause) {
        return clause.lemma().equals("go")
                && clause.kind() == Kind.MAIN
                && clause.head() + 1 < scene.sentence().size()
                && scene.at(clause.head() + 1).word("through", "over")
                && clause.hasSubject()
                && byPerson(scene, clause);
    }

    /** "I work out what it's worth". */
    private static boolean worksOut(Clause clause) {
        return clause.lemma().matches("work|figure") && clause.particle().equals("out");
    }

    /** "I subtract what has been paid": the object is a clause. */
    private static boolean asksWhat(Scene scene, Clause clause) {
        int next = clause.head() + 1;
        return next + 2 < scene.sentence().size()
                && scene.at(next).word("what", "whatever", "how", "which", "who", "whether")
                && clause.hasSubject()
                && scene.at(clause.subjectFrom()).word("i", "we", "you")
                && ToolVerbs.known(clause)
                && !Words.TALK.contains(clause.lemma());
    }

    /** "I see when she is free". */
    private static boolean asksForTime(Scene scene, Clause clause) {
        if (!clause.lemma().matches("see|check|find|ask")) {
            return false;
        }
        boolean when = false;
        for (int i = clause.head() + 1; i < Math.min(scene.sentence().size(), clause.head() + 10); i++) {
            when |= scene.at(i).word("when", "whether", "if");
            if (when && scene.at(i).word("free", "available")) {
                return true;
            }
        }
        return false;
    }

    private static boolean byPerson(Scene scene, Clause clause) {
        Token head = scene.at(Phrases.head(scene.sentence(), clause.subjectFrom(), clause.subjectTo()));
        return Words.person(head.lemma()) || head.is("PROPN");
    }

    /** "Because on Friday our officer goes through the letters": the whole answer to a question why. */
    private static boolean answers(Scene scene, Clause clause) {
        Clause carrier = Selection.carrier(scene, clause);
        return scene.at(0).word("because")
                && carrier.hasSubject()
                && scene.at(carrier.subjectFrom()).word("my", "our")
                && scene.clauses().stream().noneMatch(c -> c.kind() == Kind.MAIN);
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
                clause.lemma().equals("take") && clause.particle().equals("off") && officeIn(scene, object.get())
                        || Words.DOCUMENT.contains(head)
                        || Words.MAIL.contains(head) && !head.equals("message")
                        || head.matches("note|approval|signature|data|figure|number")
                        || clause.lemma().matches("take|get")
                                && Phrases.prepositional(scene.sentence(), clause).stream()
                                        .anyMatch(p -> p.preposition().equals("from")
                                                && Words.DOCUMENT.contains(
                                                        scene.at(p.head()).lemma()));
            case "leave", "keep" ->
                clause.lemma().equals("leave") && head.matches("note|entry|comment")
                        || Phrases.prepositional(scene.sentence(), clause).stream()
                                .anyMatch(p -> scene.at(p.head()).lemma().equals("draft")
                                        || Words.FOLDER.contains(
                                                scene.at(p.head()).lemma()));
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
