package nexhelm.engine.design;

import java.util.Optional;
import java.util.Set;
import nexhelm.engine.language.Clause;
import nexhelm.engine.language.Token;

/** What a speaker rules out: no step, but the reader of a proposal should see that it was heard. */
final class Bans {

    /** "No problem", "no idea": nothing is ruled out with these. */
    private static final Set<String> EMPTY = Set.of(
            "problem",
            "idea",
            "worry",
            "way",
            "need",
            "doubt",
            "wonder",
            "one",
            "thanks",
            "thank",
            "matter",
            "joke",
            "reason",
            "question",
            "kidding",
            "rush",
            "hurry",
            "pressure",
            "time",
            "chance",
            "luck",
            "clue",
            "fun",
            "use",
            "point",
            "less",
            "more",
            "sir",
            "word",
            "news",
            "system",
            "connection");

    private Bans() {}

    /**
     * The words in which a sentence rules something out, with what was said before it where it only points there.
     *
     * @param before what was said before it
     */
    static Optional<String> in(Scene scene, Optional<Scene> before) {
        boolean rules = fragment(scene) || scene.clauses().stream().anyMatch(clause -> rulesOut(scene, clause));
        if (!rules) {
            return Optional.empty();
        }
        String said = Wording.quote(scene.sentence());
        boolean points = scene.sentence().size() <= 10
                && scene.hasWord("that", "it", "this", "them", "those")
                && scene.sentence().tokens().stream().noneMatch(t -> t.is("NOUN", "PROPN") && Words.office(t.lemma()));
        return Optional.of(
                points && before.isPresent() ? Wording.quote(before.get().sentence()) + " " + said : said);
    }

    private static boolean rulesOut(Scene scene, Clause clause) {
        boolean never = scene.hasWord("never")
                && clause.negated()
                && (!clause.hasSubject() || scene.at(clause.subjectFrom()).word("we", "you", "it"));
        boolean nobody = clause.hasSubject()
                && scene.at(clause.subjectFrom()).word("nobody", "nothing", "none", "no")
                && (ToolVerbs.SEND.contains(clause.lemma())
                        || ToolVerbs.CHANGE.contains(clause.lemma())
                        || ToolVerbs.MOVE.contains(clause.lemma()));
        boolean wish = clause.lemma().equals("want")
                || ToolVerbs.known(clause)
                        && (clause.auxiliary("do", "should", "must", "may", "can", "will", "ought") || never);
        boolean first =
                nobody || !clause.hasSubject() || scene.at(clause.subjectFrom()).word("i", "we", "you", "it", "they");
        boolean idiom = clause.head() + 1 < scene.sentence().size()
                && scene.at(clause.head() + 1).word("me", "us")
                && !scene.hasWord("mail", "e-mail", "send");
        return (wish || nobody)
                && first
                && !idiom
                && !clause.past()
                && Selection.ruledOut(scene, clause)
                && (clause.kind() == Clause.Kind.MAIN || clause.kind() == Clause.Kind.CONTENT);
    }

    /** "No text messages." */
    private static boolean fragment(Scene scene) {
        int i = 0;
        while (i < scene.sentence().size() && scene.at(i).word("and", "but", "so", "please", ",")) {
            i++;
        }
        boolean no = i + 1 < scene.sentence().size()
                && scene.at(i).word("no")
                && scene.at(i).is("DET")
                && scene.clauses().stream().noneMatch(c -> c.kind() == Clause.Kind.MAIN);
        if (!no) {
            return false;
        }
        for (int j = i + 1; j < Math.min(scene.sentence().size(), i + 4); j++) {
            Token token = scene.at(j);
            if (token.is("NOUN")) {
                return !EMPTY.contains(token.lemma());
            }
        }
        return false;
    }
}
