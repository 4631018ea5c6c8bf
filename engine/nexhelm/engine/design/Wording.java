package nexhelm.engine.design;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.engine.language.Clause;
import nexhelm.engine.language.Sentence;
import nexhelm.engine.language.Token;

/** Says a clause as a command: a short title and a full sentence with its pronouns resolved. */
final class Wording {

    static final int LONGEST_TITLE = 70;
    private static final Set<String> FILLERS = Set.of(
            "just",
            "basically",
            "actually",
            "really",
            "then",
            "also",
            "usually",
            "always",
            "normally",
            "typically",
            "simply",
            "literally",
            "obviously",
            "probably",
            "first",
            "finally",
            "afterwards",
            "next",
            "again",
            "kinda",
            "maybe");

    private static final Pattern CUT = Pattern.compile(
            "(?:,| and| with| to| in| into| from| for| about| so| because| that| which| who| of| on| by| at| whether|"
                    + " as)(?= )");
    /** Subordinate clauses that are conditions of the act; reasons and contrasts are not. */
    private static final Set<String> CONDITIONS = Set.of(
            "if", "when", "whenever", "once", "after", "before", "until", "till", "unless", "in case", "while", "as");

    /** Verbs whose "it" is a paper or a mail, whatever was spoken of last. */
    private static final Set<String> PAPERWORK = Set.of(
            "sign",
            "countersign",
            "read",
            "print",
            "attach",
            "proofread",
            "file",
            "archive",
            "e-mail",
            "mail",
            "email",
            "forward");

    private final Referents referents;

    private final Function<Scene, Optional<Scene>> asked;

    Wording(Referents referents) {
        this(referents, scene -> Optional.empty());
    }

    /** @param asked the question that a scene answers */
    Wording(Referents referents, Function<Scene, Optional<Scene>> asked) {
        this.referents = referents;
        this.asked = asked;
    }

    /** A phrase of the text, spaces normalised, first person made neutral. */
    static String phrase(Sentence sentence, int from, int to) {
        StringBuilder out = new StringBuilder();
        for (int i = from; i < to; i++) {
            append(out, sentence, i, from, neutral(sentence, i));
        }
        return out.toString().strip();
    }

    /** A sentence as it was said. */
    static String quote(Sentence sentence) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < sentence.size(); i++) {
            append(out, sentence, i, 0, sentence.at(i).text());
        }
        return capital(out.toString().strip());
    }

    private static String neutral(Sentence sentence, int i) {
        Token token = sentence.at(i);
        boolean opens = i == 0
                && !token.is("PROPN")
                && !token.word("i")
                && !token.text().equals(token.text().toUpperCase())
                && !(sentence.size() > 1 && sentence.at(1).is("PROPN"));
        return opens
                ? token.word("my", "our", "your") ? "the" : token.lower()
                : token.word("my", "our", "your") ? "the" : token.text();
    }

    private static void append(StringBuilder out, Sentence sentence, int i, int from, String word) {
        if (word.isEmpty()) {
            return;
        }
        Token token = sentence.at(i);
        boolean tight = i > from && sentence.at(i - 1).end() == token.start()
                || token.word(",", ".", ";", ":", ")", "'s", "'", "?", "!", "%")
                || i > from && sentence.at(i - 1).word("(", "$", "#")
                || i > from && token.word("s") && sentence.at(i - 1).word("'");
        if (out.length() > 0 && !tight) {
            out.append(' ');
        }
        out.append(word);
    }

    /** The instruction of an act: a command with its conditions. */
    String instruction(Work work) {
        Clause clause = work.clause();
        String command = command(work);
        String after = condition(work, false);
        String own = condition(work, true);
        String before = own.isEmpty() && after.isEmpty()
                ? supposed(work).or(() -> discounted(work)).orElse("")
                : own;
        String text = before.isEmpty() ? capital(command) : capital(before) + ", " + command;
        if (!after.isEmpty() && !text.endsWith(after)) {
            text = text + " " + after;
        }
        return text.replaceAll("\\s+", " ").replaceAll("[ ,;:]+$", "") + (text.endsWith(".") ? "" : ".");
    }

    /** "And if it isn't covered?": what the question supposes is the condition of the answer. */
    private Optional<String> supposed(Work work) {
        return asked.apply(work.scene()).flatMap(question -> {
            int from = 0;
            while (from < question.sentence().size()
                    && from < 4
                    && question.at(from).word("and", "but", "so", "what", "well", ",", "then")) {
                from++;
            }
            boolean supposes = from < question.sentence().size()
                    && question.at(from).word("if")
                    && !question.clauses().isEmpty();
            return supposes
                    ? Optional.of(resolve(
                                    new Work(question, 0),
                                    from,
                                    question.sentence().size(),
                                    true)
                            .replaceAll("[ ?!.,]+$", ""))
                    : Optional.empty();
        });
    }

    /** "since they are more than twenty they get …": the reason for a discount is its condition in the next case. */
    private static Optional<String> discounted(Work work) {
        if (!SpokenActs.getsOff(work.scene(), work.clause())) {
            return Optional.empty();
        }
        return SpokenActs.many(work.scene()).map(c -> "if there are " + phrase(work.sentence(), c.head() + 1, c.end()));
    }

    /** The act alone, beginning with its verb in lower case. */
    private String command(Work work) {
        Sentence sentence = work.sentence();
        Clause clause = work.clause();
        if (SpokenActs.getsMail(work.scene(), clause)) {
            String subject = inside(resolve(work, clause.subjectFrom(), clause.subjectTo(), true));
            String who = subject.equals("he") ? "him" : subject.equals("she") ? "her" : subject;
            return ("send " + who + " " + resolve(work, clause.head() + 1, commandEnd(work), false))
                    .replaceAll("\\s+", " ")
                    .replaceAll(" ([,.;:])", "$1")
                    .strip();
        }
        if (SpokenActs.getsTodo(work.scene(), clause)) {
            String subject = inside(resolve(work, clause.subjectFrom(), clause.subjectTo(), true));
            String who = subject.equals("he") ? "him" : subject.equals("she") ? "her" : subject;
            int place = Phrases.object(sentence, clause).map(Phrases.Phrase::to).orElse(clause.head() + 1);
            return ("create " + resolve(work, clause.head() + 1, place, false) + " for " + who + " "
                            + resolve(work, place, commandEnd(work), false))
                    .strip();
        }
        if (SpokenActs.multiplies(work.scene(), clause)) {
            boolean adds = work.scene().clauses().stream()
                    .anyMatch(c -> c.head() > clause.head() && c.lemma().matches("add|sum"));
            return "calculate " + total(work).map(t -> t + ": ").orElse("")
                    + inside(resolve(work, clause.subjectFrom(), commandEnd(work), true))
                            .replaceAll("[ ,;:]+$", "")
                    + (adds ? ", added up" : "");
        }
        if (SpokenActs.getsOff(work.scene(), clause)) {
            return "take "
                    + phrase(sentence, clause.head() + 1, clause.end()).replaceFirst("(?i)\\s+(?:off|discount)$", "")
                    + " off that";
        }
        Optional<String> sum = sum(work);
        if (sum.isPresent()) {
            return sum.get();
        }
        if (SpokenActs.getsRow(work.scene(), clause)) {
            String what = inside(resolve(work, clause.subjectFrom(), clause.subjectTo(), true));
            int end = commandEnd(work);
            int place = Phrases.object(sentence, clause).map(Phrases.Phrase::to).orElse(clause.head() + 1);
            return ("add " + resolve(work, clause.head() + 1, place, false) + " for " + what + " "
                            + resolve(work, place, end, false).replaceFirst("^(?:in|into|on) ", "to "))
                    .replaceAll("\\s+", " ")
                    .replaceAll(" ([,.;:])", "$1")
                    .strip();
        }
        StringBuilder out = new StringBuilder(verb(work));
        int from = clause.head() + 1;
        if (clause.passive()
                && !clause.particle().isEmpty()
                && from < clause.end()
                && sentence.at(from).lower().equals(clause.particle())
                && clause.particle().matches("in|up|out|off|down|back|over")) {
            boolean placed =
                    from + 1 >= clause.end() || !sentence.at(from + 1).is("DET", "NOUN", "PROPN", "ADJ", "PRON", "NUM");
            if (placed) {
                out.append(' ').append(clause.particle());
                from++;
            }
        }
        boolean passive = clause.passive() && clause.hasSubject() || moved(work);
        if (passive) {
            out.append(' ').append(inside(resolve(work, clause.subjectFrom(), clause.subjectTo(), true)));
        }
        if (clause.passive() && !clause.hasSubject()) {
            Clause carrier = Selection.carrier(work.scene(), clause);
            if (carrier.hasSubject()) {
                out.append(' ').append(inside(resolve(work, carrier.subjectFrom(), carrier.subjectTo(), true)));
            }
        }
        Phrases.object(sentence, clause)
                .filter(o -> !clause.passive() && o.to() <= clause.start())
                .ifPresent(o -> out.append(' ').append(inside(resolve(work, o.from(), o.to(), true))));
        int to = commandEnd(work);
        String rest = resolve(work, from, to, false).replaceAll("[ ,;]+$", "");
        if (clause.passive()
                && !clause.lemma().matches("multiply|divide|increase|reduce|raise|lower")
                && Performers.by(work)
                        .filter(p ->
                                !Words.MAIL.contains(work.scene().at(p.head()).lemma()))
                        .isPresent()) {
            rest = rest.replaceFirst(
                            "\\bby (?:the |an? |our |my |one of the )?(?:\\p{L}[\\p{L}'-]* ?){1,4}?(?="
                                + " (?:to|in|into|on|with|for|and|whether|who|against|before|after|within|at|from|under|as|using|by)\\b|[,.;]|$)",
                            "")
                    .strip();
        }
        if (!rest.isEmpty()) {
            out.append(rest.startsWith(",") ? "" : " ").append(rest);
        }
        Phrases.fronted(sentence, clause)
                .filter(p -> !p.preposition().equals("from")
                        || clause.lemma().matches("deduct|subtract|take")
                        || ToolVerbs.FIND.contains(clause.lemma()))
                .filter(p -> Words.office(work.scene().at(p.head()).lemma())
                        || clause.lemma().equals("add")
                                && work.scene().at(p.head()).word("that", "this", "it")
                        || Products.of(sentence, clause).isPresent()
                        || p.preposition().equals("from")
                        || p.preposition().equals("to")
                                && Performers.person(work.scene().at(p.head())))
                .ifPresent(p -> out.append(' ')
                        .append(p.preposition())
                        .append(' ')
                        .append(resolve(work, p.from(), p.to(), false)));
        missingObject(work).ifPresent(object -> out.insert(verb(work).length(), " " + object));
        return out.toString()
                .replaceAll("\\s+", " ")
                .replaceAll(" ([,.;:])", "$1")
                .strip();
    }

    /** "Then kilos times price, add it up, and that's the order total": a sum that is told without a verb. */
    private Optional<String> sum(Work work) {
        Sentence sentence = work.sentence();
        Clause clause = work.clause();
        boolean adds = clause.lemma().matches("add|sum")
                && (clause.particle().equals("up")
                        || clause.end() > clause.head() + 1
                                && sentence.at(clause.end() - 1).word("up"))
                && Phrases.object(sentence, clause)
                        .filter(o -> sentence.at(o.head()).is("PRON"))
                        .isPresent();
        for (int i = clause.start() - 1; adds && i > 0; i--) {
            if (sentence.at(i).word("times", "plus", "minus")
                    && sentence.at(i - 1).is("NOUN", "PROPN", "VERB")) {
                int from = i - 1;
                while (from > 0 && sentence.at(from - 1).is("NOUN", "PROPN", "ADJ", "DET")) {
                    from--;
                }
                Optional<String> total = total(work);
                return Optional.of("calculate " + total.map(t -> t + ": ").orElse("")
                        + phrase(sentence, from, clause.start()).replaceAll("[ ,;:]+$", "") + ", added up");
            }
        }
        return Optional.empty();
    }

    /** "… and that's the order total": what the sum is called. */
    private static Optional<String> total(Work work) {
        for (Clause other : work.scene().clauses()) {
            boolean names = other.head() > work.clause().head()
                    && other.lemma().equals("be")
                    && other.hasSubject()
                    && work.scene().at(other.subjectFrom()).word("that", "this", "it");
            if (names) {
                return Phrases.object(work.sentence(), other)
                        .filter(o -> work.scene().at(o.head()).is("NOUN"))
                        .map(o -> phrase(
                                work.sentence(),
                                o.from(),
                                o.to() < work.sentence().size()
                                                && work.scene().at(o.to()).word("total", "sum")
                                        ? o.to() + 1
                                        : o.to()));
            }
        }
        return Optional.empty();
    }

    /** A subject that becomes an object loses the capital of its sentence. */
    private static String inside(String subject) {
        return subject.replaceFirst("^(?i:That|This) (?=\\p{Ll})", "the ")
                .replaceFirst("^(?i:Those|These) (?=\\p{Ll})", "the ")
                .replaceFirst("^The ", "the ")
                .replaceFirst("^A ", "a ")
                .replaceFirst("^An ", "an ")
                .replaceFirst("^All ", "all ")
                .replaceFirst("^Each ", "each ")
                .replaceFirst("^Every ", "every ");
    }

    private static boolean moved(Work work) {
        return SpokenActs.movesInto(work.scene(), work.clause());
    }

    private static String verb(Work work) {
        boolean toPerson = moved(work)
                && Phrases.prepositional(work.sentence(), work.clause()).stream()
                        .anyMatch(p -> p.preposition().equals("to")
                                && (Words.person(work.scene().at(p.head()).lemma())
                                        || work.scene().at(p.head()).is("PROPN")));
        return toPerson ? "send" : moved(work) ? "put" : work.clause().lemma();
    }

    /** "I review and approve the draft": the first verb shares the object of the second. */
    Optional<String> missingObject(Work work) {
        Clause clause = work.clause();
        int next = work.index() + 1;
        if (clause.passive() || next >= work.scene().clauses().size() || clause.end() > clause.head() + 1) {
            return Optional.empty();
        }
        Clause other = work.scene().clauses().get(next);
        boolean shares = other.governor() == work.index() && !other.hasSubject() && other.group() - clause.head() <= 3;
        return shares
                ? Phrases.object(work.sentence(), other).map(o -> resolve(work, o.from(), o.to(), false))
                : Optional.empty();
    }

    /** Reasons and asides inside a clause are not part of the command. */
    private static int commandEnd(Work work) {
        Clause clause = work.clause();
        for (int i = clause.head() + 1; i < clause.end(); i++) {
            boolean reason = work.scene().at(i).word("because", "although", "since", "though")
                    && work.scene().at(i).is("SCONJ");
            boolean but =
                    work.scene().at(i).word("but") && work.scene().at(i - 1).word(",");
            boolean soThat = work.scene().at(i).word("so")
                    && i + 1 < clause.end()
                    && work.scene().at(i + 1).word("that")
                    && i > clause.head() + 1;
            boolean next = work.scene().at(i).word("and")
                    && work.scene().at(i - 1).word(",")
                    && i + 1 < clause.end()
                    && work.scene().at(i + 1).is("ADP")
                    && begins(
                            work,
                            clause.end()); // "…, and from that I deduct": what stands before the next act is of it
            next |= work.scene().at(i).word("and")
                    && work.scene().at(i - 1).word(",")
                    && i + 1 < clause.end()
                    && work.scene().at(i + 1).word("what")
                    && work.scene().at(clause.end() - 1).is("ADP"); // "…, and what I need from it is": what it holds
            if (reason || but || soThat || next) {
                return i;
            }
        }
        return clause.end();
    }

    /** Whether a clause with a subject of its own begins at a place. */
    private static boolean begins(Work work, int end) {
        int from = end;
        while (from < work.sentence().size() && work.scene().at(from).is("INTJ", "PUNCT")) {
            from++;
        }
        int at = from;
        return work.scene().clauses().stream()
                .anyMatch(c -> c.kind() == Clause.Kind.MAIN && c.hasSubject() && c.start() == at);
    }

    /** A stretch of the sentence with fillers dropped and pronouns replaced by what they stand for. */
    private String resolve(Work work, int from, int to, boolean subject) {
        Sentence sentence = work.sentence();
        StringBuilder out = new StringBuilder();
        int begin = Slips.restart(sentence, from, to);
        for (int i = from; i < to; i++) {
            Token token = sentence.at(i);
            if (begin >= 0 && i >= begin && i < Slips.resumes(sentence, from, to)) {
                continue;
            }
            if (token.is("INTJ")
                            && !(i > from && i + 1 < to && sentence.at(i - 1).is("DET", "ADJ"))
                    || filler(sentence, i, from, to)) {
                continue;
            }
            if (token.word("as") && i > from && i + 1 < to && sentence.at(i + 1).word("always", "usual", "ever")) {
                i++; // "as always" says nothing of how
                continue;
            }
            if (token.word("himself", "herself", "themselves", "myself", "yourself", "ourselves")
                    && !(i > 0 && sentence.at(i - 1).is("ADP"))) {
                continue;
            }
            String word = neutral(sentence, i);
            boolean pronoun = token.is("PRON")
                    && (token.word("it", "them", "him", "they", "he", "she", "these", "those")
                            || token.word("her")
                                    && !(i + 1 < to && sentence.at(i + 1).is("NOUN", "ADJ"))
                            || token.word("this", "that")
                                    && (i + 1 >= to || sentence.at(i + 1).is("ADP", "PUNCT", "CCONJ", "PART")));
            if (pronoun) {
                boolean mailTo = i > 0
                        && (sentence.at(i - 1)
                                        .word(
                                                "to", "with", "email", "tell", "ask", "inform", "notify", "remind",
                                                "thank")
                                || i - 1 == work.clause().head()
                                        && (ToolVerbs.SEND.contains(
                                                                work.clause().lemma())
                                                        && !work.clause()
                                                                .lemma()
                                                                .equals("send")
                                                || work.clause()
                                                        .lemma()
                                                        .matches("call|phone|ring|telephone|visit|meet|thank|greet")));
                boolean result = token.word("that", "this")
                        && work.clause().lemma().matches("deduct|subtract|add|take|multiply|divide")
                        && i > 0
                        && sentence.at(i - 1).word("from", "of", "to", "on", "by"); // what was worked out just before
                word = reflexive(sentence, i, to) || result || counted(sentence, i) || ofItsOwn(work, i)
                        ? word
                        : referents
                                .of(
                                        token,
                                        work.scene(),
                                        subject ? i : Math.min(i, work.clause().start()),
                                        mailTo,
                                        PAPERWORK.contains(work.clause().lemma()))
                                .orElse(word);
            }
            append(out, sentence, i, from, word);
        }
        return out.toString().strip();
    }

    /** "the two of them": people or things of whom there are so many, not what was spoken of last. */
    private static boolean counted(Sentence sentence, int i) {
        return i > 1
                && sentence.at(i).word("them", "these", "those")
                && sentence.at(i - 1).word("of")
                && (sentence.at(i - 2).is("NUM") || sentence.at(i - 2).word("both", "all"));
    }

    /** "a letter with the logo on it", "a list, in the folder for it": the very thing that the act is done to. */
    private static boolean ofItsOwn(Work work, int i) {
        Sentence sentence = work.sentence();
        Optional<Phrases.Phrase> object = Phrases.object(sentence, work.clause());
        if (!sentence.at(i).word("it", "them")
                || i < 2
                || object.isEmpty()
                || object.get().to() >= i
                || !sentence.at(object.get().head()).is("NOUN", "PROPN")) {
            return false;
        }
        boolean with = sentence.at(i - 1).word("on", "in", "inside", "under")
                && sentence.tokens().subList(object.get().to(), i).stream().anyMatch(t -> t.word("with"));
        boolean place = sentence.at(i - 1).word("for")
                && Words.FOLDER.contains(sentence.at(i - 2).lemma());
        return with || place;
    }

    private static boolean reflexive(Sentence sentence, int i, int to) {
        return i + 1 < to && sentence.at(i + 1).is("VERB", "AUX");
    }

    private static boolean filler(Sentence sentence, int i, int from, int to) {
        Token token = sentence.at(i);
        if (token.is("ADV") && FILLERS.contains(token.lower())) {
            return !(token.word("first", "next", "again")
                    && i + 1 < to
                    && sentence.at(i + 1).is("NOUN"));
        }
        boolean youKnow = token.word("you") && i + 1 < to && sentence.at(i + 1).word("know")
                || token.word("know") && i > 0 && sentence.at(i - 1).word("you");
        boolean comma = token.word(",")
                && i + 2 < to
                && (sentence.at(i + 1).is("INTJ")
                        || sentence.at(i + 1).word("you") && sentence.at(i + 2).word("know"));
        return youKnow
                || comma
                || token.word("like") && i > 0 && sentence.at(i - 1).word(",");
    }

    /** The condition clauses next to an act, before or after it, as said. */
    private String condition(Work work, boolean before) {
        Scene scene = work.scene();
        Clause clause = work.clause();
        StringBuilder out = new StringBuilder();
        int main = root(work);
        for (int i = 0; i < scene.clauses().size(); i++) {
            Clause other = scene.clauses().get(i);
            if (other.kind() != Clause.Kind.ADVERBIAL
                    || !CONDITIONS.contains(other.marker())
                    || other == clause
                    || aside(scene, other)) {
                continue;
            }
            boolean leads = before && other.head() < clause.head() && attached(scene, i, main);
            boolean trails = !before && other.head() > clause.head() && follows(scene, work.index(), i);
            if (leads || trails) {
                int marker = markerAt(scene, other, i);
                if (marker < 0) {
                    continue;
                }
                out.append(out.length() > 0 ? " " : "").append(resolve(work, marker, other.end(), true));
            }
        }
        return out.toString().replaceAll("^[, ]+|[, ]+$", "");
    }

    /** "when I know that", "once she has approved it": the speaker's own state, or a gate that the step shows anyway. */
    private static boolean aside(Scene scene, Clause clause) {
        boolean own = clause.hasSubject() && scene.at(clause.subjectFrom()).word("i", "we", "you");
        return own && (Words.STATIVE.contains(clause.lemma()) || clause.lemma().matches("do|finish|can|could"))
                || clause.lemma().matches("approve|authorise|authorize|okay|decide")
                || clause.lemma().equals("sign") && clause.particle().equals("off");
    }

    private static int root(Work work) {
        int root = work.index();
        for (int guard = 0; guard < 20 && work.scene().clauses().get(root).governor() >= 0; guard++) {
            root = work.scene().clauses().get(root).governor();
        }
        return root;
    }

    /** A leading condition holds for the statement that begins after it and what is coordinated with that. */
    private static boolean attached(Scene scene, int condition, int main) {
        if (main <= condition) {
            return false;
        }
        for (int i = condition + 1; i < main; i++) {
            if (scene.clauses().get(i).kind() == Clause.Kind.MAIN) {
                return false;
            }
        }
        return true;
    }

    private static boolean follows(Scene scene, int work, int condition) {
        for (int i = work + 1; i < condition; i++) {
            Clause between = scene.clauses().get(i);
            if (between.kind() == Clause.Kind.MAIN
                    || between.kind() == Clause.Kind.ADVERBIAL && between.governor() < 0 && i < condition - 1) {
                return false;
            }
        }
        for (int i = condition + 1; i < scene.clauses().size(); i++) {
            if (scene.clauses().get(i).kind() == Clause.Kind.MAIN
                    && !scene.clauses().get(i).hasSubject()) {
                return true;
            }
            if (scene.clauses().get(i).kind() == Clause.Kind.MAIN) {
                return !newSentence(
                        scene,
                        scene.clauses().get(condition).end(),
                        scene.clauses().get(i).start());
            }
        }
        return true;
    }

    /** ", if X, Y": a comma alone between condition and next statement gives the condition to the latter. */
    private static boolean newSentence(Scene scene, int from, int to) {
        for (int i = from; i < to; i++) {
            if (scene.at(i).is("CCONJ") || scene.at(i).word(";", ".")) {
                return false;
            }
        }
        return true;
    }

    private static int markerAt(Scene scene, Clause clause, int index) {
        int stop = index > 0 ? scene.clauses().get(index - 1).head() : -1;
        for (int i = clause.start(); i > stop; i--) {
            if (scene.at(i).lower().equals(clause.marker())
                    || clause.marker().equals("in case") && scene.at(i).word("in")) {
                return i;
            }
        }
        return -1;
    }

    /** The act alone, cut at the end of a phrase where there is no room for all of it. */
    String title(Work work) {
        String command = capital(command(work).replaceAll("[.,;: ]+$", ""));
        String plain = command.replaceFirst("(?:,| so that| because| since| which| in which| who|, who) .*", "");
        String said = plain.length() >= 12 && plain.length() <= LONGEST_TITLE && command.length() > LONGEST_TITLE
                ? plain
                : command;
        if (said.length() <= LONGEST_TITLE) {
            return said;
        }
        int best = -1;
        Matcher cut = CUT.matcher(said);
        while (cut.find() && cut.start() <= LONGEST_TITLE) {
            if (cut.start() > 14) {
                best = cut.start();
            }
        }
        return best > 0 ? said.substring(0, best) : shortened(said);
    }

    static String fitting(String title) {
        return title.length() <= LONGEST_TITLE ? title : shortened(title);
    }

    static String shortened(String title) {
        int cut = title.lastIndexOf(' ', LONGEST_TITLE - 1);
        return title.substring(0, cut > 20 ? cut : LONGEST_TITLE - 1).replaceAll("[ ,;:]+$", "") + "\u2026";
    }

    static String capital(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = text.offsetByCodePoints(0, 1);
        return text.substring(0, first).toUpperCase(java.util.Locale.ROOT) + text.substring(first);
    }
}
