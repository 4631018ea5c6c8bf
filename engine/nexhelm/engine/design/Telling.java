package nexhelm.engine.design;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nexhelm.engine.language.Clause;
import nexhelm.engine.language.Clauses;
import nexhelm.engine.language.Forms;
import nexhelm.engine.language.Sentence;
import nexhelm.engine.language.Token;

/**
 * The manner in which work is told, made plain: a question that is answered by "yes", the last time as an example for every
 * time, what somebody has to do, nouns for acts. Each becomes a statement in the present tense whose words keep their places in
 * the text.
 */
final class Telling {

    /** So many acts in the past, and more of them than in the present, tell how the work went as how it goes. */
    private static final int FEWEST_PAST = 4;

    private static final Set<String> YES = Set.of(
            "yes",
            "yeah",
            "yep",
            "yup",
            "exactly",
            "right",
            "correct",
            "precisely",
            "sure",
            "indeed",
            "mhm",
            "mm-hm",
            "uh-huh");
    private static final Set<String> ASKING = Set.of(
            "what", "who", "how", "where", "when", "why", "which", "whose", "do", "does", "would", "could", "should",
            "can", "is", "are", "if");
    private static final Set<String> BE = Set.of("is", "are", "be", "was", "were", "'s", "'re");

    /** So many statements of one who asks and is told "yes" lead through the work. */
    private static final int FEWEST_LED = 3;

    private final List<Scene> scenes;
    private final boolean led;

    private Telling(List<Scene> scenes) {
        this.scenes = scenes;
        led = scenes.stream()
                        .filter(s -> s.interviewer() && affirmed(s).isPresent() && tells(s))
                        .count()
                >= FEWEST_LED;
    }

    /** The scenes of a call with all that is told in another manner as plain statements. */
    static List<Scene> plain(List<Scene> scenes) {
        var telling = new Telling(scenes);
        boolean past = telling.byTheLastTime();
        var nouns = Nominal.of(scenes);
        List<Scene> plain = new ArrayList<>();
        var names = Named.in(scenes);
        for (Scene said : scenes) {
            Scene scene = names.marked(said);
            Scene confirmed = telling.confirmed(scene);
            Scene present = past && !confirmed.interviewer() ? present(confirmed) : confirmed;
            plain.add(nouns.verbal(Duty.done(together(uncleft(present)))));
        }
        return plain;
    }

    static Scene with(Scene scene, List<Token> tokens) {
        var sentence = new Sentence(scene.sentence().start(), scene.sentence().end(), tokens);
        return new Scene(scene.index(), sentence, Clauses.of(sentence), scene.speaker(), scene.interviewer());
    }

    /** The same word in another form. */
    static Token as(Token token, String text, String tag, String lemma) {
        return new Token(token.start(), token.end(), text, text.toLowerCase(java.util.Locale.ROOT), tag, lemma);
    }

    /** "And then you read the applications?" — "Exactly.": told by the one who answers. */
    private Scene confirmed(Scene scene) {
        if (denied(scene)) {
            List<Token> asked = new ArrayList<>(scene.sentence().tokens());
            asked.add(as(asked.get(asked.size() - 1), "?", "PUNCT", "?"));
            return with(scene, asked);
        }
        if (!scene.sentence().question() && !(led && scene.interviewer())) {
            return scene;
        }
        Optional<String> who = affirmed(scene);
        if (who.isEmpty() || !tells(scene)) {
            return scene;
        }
        List<Token> tokens = new ArrayList<>();
        for (Token token : scene.sentence().tokens()) {
            tokens.add(token.text().contains("?") ? as(token, ".", "PUNCT", ".") : token);
        }
        Scene statement = with(scene, tokens);
        return new Scene(scene.index(), statement.sentence(), statement.clauses(), who.get(), false);
    }

    /** "And then you call the customer." — "No, we stopped that.": not told by anybody. */
    private boolean denied(Scene scene) {
        if (scene.index() + 1 >= scenes.size() || scene.sentence().question() || !tells(scene)) {
            return false;
        }
        Scene answer = scenes.get(scene.index() + 1);
        return !answer.speaker().equals(scene.speaker())
                && scene.at(scene.clauses().get(0).subjectFrom()).word("you")
                && answer.sentence().at(0).word("no", "nope", "nah")
                && answer.sentence().size() > 1
                && answer.sentence().at(1).is("PUNCT");
    }

    /** Whether a sentence says what somebody does, if it is a question by its sign or tone alone. */
    private static boolean tells(Scene scene) {
        if (scene.clauses().isEmpty()) {
            return false;
        }
        Clause first = scene.clauses().get(0);
        return first.hasSubject()
                && !first.negated()
                && !first.past()
                && scene.at(first.subjectFrom()).word("you", "we", "he", "she", "they", "it")
                && scene.sentence().tokens().stream()
                        .limit(first.subjectFrom())
                        .noneMatch(t -> ASKING.contains(t.lower()));
    }

    /** Who agrees right after a sentence; of a turn of several its last sentence is meant. */
    private Optional<String> affirmed(Scene scene) {
        if (scene.index() + 1 >= scenes.size()) {
            return Optional.empty();
        }
        Scene answer = scenes.get(scene.index() + 1);
        return !answer.speaker().equals(scene.speaker()) && affirms(answer) && !tellsAnew(answer)
                ? Optional.of(answer.speaker())
                : Optional.empty();
    }

    /** "that's what I mail to the purser": I mail that to the purser. */
    private static Scene uncleft(Scene scene) {
        List<Token> tokens = scene.sentence().tokens();
        for (int i = 0; i + 4 < tokens.size(); i++) {
            boolean cleft = tokens.get(i).word("that", "this")
                    && tokens.get(i + 1).word("'s", "is")
                    && tokens.get(i + 2).word("what")
                    && tokens.get(i + 3).word("i", "we")
                    && tokens.get(i + 4).is("VERB")
                    && Forms.base(tokens.get(i + 4));
            if (cleft && !scene.sentence().question()) {
                List<Token> plain = new ArrayList<>(tokens.subList(0, i));
                plain.add(tokens.get(i + 3));
                plain.add(tokens.get(i + 4));
                plain.add(tokens.get(i));
                plain.addAll(tokens.subList(i + 5, tokens.size()));
                return with(scene, plain);
            }
        }
        return scene;
    }

    /** "the delivery day, I put that into the calendar": I put the delivery day into the calendar. */
    private static Scene together(Scene scene) {
        List<Token> tokens = scene.sentence().tokens();
        int from = 0;
        while (from < tokens.size() && tokens.get(from).is("CCONJ", "INTJ", "ADV", "PUNCT")) {
            from++;
        }
        int to = from;
        while (to < tokens.size()
                && (tokens.get(to).nominal() || to > from && tokens.get(to).word("of", "'s"))) {
            to++;
        }
        boolean split = to > from
                && to + 3 < tokens.size()
                && tokens.get(to - 1).is("NOUN", "PROPN")
                && tokens.get(to).word(",")
                && tokens.get(to + 1).word("i", "we", "you")
                && tokens.get(to + 2).is("VERB")
                && tokens.get(to + 3).word("that", "it", "them", "those", "this")
                && (to + 4 == tokens.size() || !tokens.get(to + 4).nominal());
        if (!split || scene.sentence().question()) {
            return scene;
        }
        List<Token> plain = new ArrayList<>(tokens.subList(0, from));
        plain.addAll(tokens.subList(to + 1, to + 3));
        Token first = tokens.get(from);
        plain.add(first.is("DET", "PRON") ? as(first, first.lower(), first.tag(), first.lemma()) : first);
        plain.addAll(tokens.subList(from + 1, to));
        plain.addAll(tokens.subList(to + 4, tokens.size()));
        return with(scene, plain);
    }

    private static boolean affirms(Scene answer) {
        Sentence sentence = answer.sentence();
        boolean yes = YES.contains(sentence.at(0).lower())
                || sentence.size() > 2
                        && sentence.at(0).word("i", "we")
                        && sentence.at(1).word("do")
                || sentence.size() > 2
                        && sentence.at(0).word("that")
                        && sentence.at(1).word("'s", "is")
                        && sentence.at(2).word("right", "it", "how", "correct");
        return yes && sentence.tokens().stream().limit(6).noneMatch(t -> t.word("but", "no", "not", "n't"));
    }

    /** "And then it goes to the client?" — "Yes. I send her an e-mail": told better by the answer itself. */
    private boolean tellsAnew(Scene answer) {
        for (int i = answer.index(); i < Math.min(scenes.size(), answer.index() + 2); i++) {
            Scene scene = scenes.get(i);
            boolean act = scene.speaker().equals(answer.speaker())
                    && scene.clauses().stream()
                            .anyMatch(c -> c.hasSubject()
                                    && c.kind() == Clause.Kind.MAIN
                                    && scene.at(c.subjectFrom()).word("i", "we")
                                    && ToolVerbs.known(c));
            if (act) {
                return true;
            }
        }
        return false;
    }

    /** Whether the work is told by the last time it was done. */
    private boolean byTheLastTime() {
        int past = 0;
        int present = 0;
        for (Scene scene : scenes) {
            if (scene.interviewer() || scene.sentence().question()) {
                continue;
            }
            for (Clause clause : scene.clauses()) {
                boolean mine = clause.hasSubject()
                        && scene.at(clause.subjectFrom()).word("i", "we")
                        && clause.kind() == Clause.Kind.MAIN
                        && ToolVerbs.known(clause)
                        && office(scene, clause)
                        && !clause.negated();
                past += mine && (clause.past() || clause.auxiliary("had")) ? 1 : 0;
                present += mine && !clause.past() && clause.auxiliaries().isEmpty() ? 1 : 0;
            }
        }
        return past >= FEWEST_PAST && past > 1.5 * present;
    }

    /** Whether it is done to a thing of an office, or with one. */
    private static boolean office(Scene scene, Clause clause) {
        for (int i = clause.head() + 1; i < clause.end(); i++) {
            if (scene.at(i).is("NOUN", "PROPN") && Words.office(scene.at(i).lemma())) {
                return true;
            }
        }
        return false;
    }

    /** "I'd entered the drive": what was done then is what is done. */
    private static Scene present(Scene scene) {
        List<Token> tokens = new ArrayList<>(scene.sentence().tokens());
        boolean changed = false;
        for (Clause clause : scene.clauses()) {
            Token verb = scene.at(clause.head());
            boolean usedTo = clause.lemma().equals("use");
            boolean had = clause.auxiliary("'d") && verb.word("put", "set", "cut", "read", "let", "shut", "split");
            boolean told = had || clause.past() || clause.auxiliary("had", "'d", "was", "were") && Forms.past(verb);
            if (!told || usedTo || !(clause.kind() == Clause.Kind.MAIN || clause.kind() == Clause.Kind.RELATIVE)) {
                continue;
            }
            for (int i = clause.group(); i < clause.head(); i++) {
                Token word = scene.at(i);
                if (word.word("had", "'d") && !clause.passive()) {
                    tokens.set(i, null);
                } else if (word.word("was", "were", "been")) {
                    tokens.set(i, as(word, word.word("were") ? "are" : "is", "AUX", "be"));
                }
            }
            if (!clause.passive() && !BE.contains(verb.lower())) {
                tokens.set(clause.head(), as(verb, verb.lemma(), verb.tag(), verb.lemma()));
            }
            changed = true;
        }
        tokens.removeIf(java.util.Objects::isNull);
        return changed ? with(scene, tokens) : scene;
    }
}
