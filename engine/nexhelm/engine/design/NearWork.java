package nexhelm.engine.design;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import nexhelm.engine.design.Phrases.Phrase;
import nexhelm.engine.language.Clause;
import nexhelm.engine.language.Forms;
import nexhelm.engine.language.Token;

/**
 * What somebody says they do to a thing right beside an act of work is work too, whatever the thing is: "I dry the samples and
 * weigh them" between "I read the field sheet" and "I enter the weight". By itself it might be talk about anything.
 */
final class NearWork {

    /** Sentences between which an act carries over to its neighbour. */
    static final int REACH = 2;

    private static final Set<String> WITH_PLACE =
            Set.of("put", "take", "get", "make", "give", "set", "bring", "pick", "leave", "place", "hand", "pass");
    private static final Set<String> NO_WORK = Words.words(
            "do try use buy pay sell come go wait start end finish stop keep hold hit catch sit stand spin throw stick"
                + " drop win lose play learn teach lead deal run turn break love sleep wear miss find meet call cover"
                + " open close lock live move see notice ring phone remind wish trust owe earn save survive cross"
                + " carry beg");
    private static final Set<String> EMPTY = Set.of(
            "thing",
            "bit",
            "lot",
            "time",
            "way",
            "word",
            "day",
            "week",
            "hour",
            "minute",
            "coffee",
            "tea",
            "lunch",
            "cake",
            "joke",
            "look",
            "one",
            "something",
            "anything",
            "everything",
            "nothing",
            "kind",
            "sort",
            "money");

    private final Acts acts;

    NearWork(Acts acts) {
        this.acts = acts;
    }

    /** Whether a clause says what the speaker, or a colleague by name, does to something as a rule. */
    boolean plausible(Scene scene, Clause clause) {
        if (clause.kind() != Clause.Kind.MAIN
                || clause.negated()
                || clause.past()
                || clause.passive()
                || !clause.auxiliaries().isEmpty()
                || !Selection.carrier(scene, clause).hasSubject()
                || toUs(scene, clause)
                || clause.lemma().indexOf('+') >= 0 // two words in one, as the lemmatizer has it
                || Forms.ing(scene.at(clause.head()))
                || !acts.dynamic(scene, clause) && !clause.lemma().matches("measure|weigh")
                || Words.TALK.contains(clause.lemma())
                || Acts.flow(scene, clause)) {
            return false;
        }
        Optional<Phrase> object = Phrases.object(scene.sentence(), clause);
        if (object.isEmpty()) {
            return false;
        }
        Token thing = scene.at(object.get().head());
        List<Phrase> around = Phrases.prepositional(scene.sentence(), clause);
        boolean place = around.stream()
                .anyMatch(p -> p.preposition().matches("in|into|to|from|on|onto|at|out|of")
                        && scene.at(p.head()).is("NOUN", "PROPN"));
        boolean named = thing.is("NOUN", "PROPN") && !EMPTY.contains(thing.lemma()) && !thing.word("me", "us", "you");
        boolean pointed = thing.word("it", "them", "that") && place;
        boolean light = NO_WORK.contains(clause.lemma()) || WITH_PLACE.contains(clause.lemma()) && !place;
        return (named || pointed) && !light && speaks(scene, clause);
    }

    private static boolean toUs(Scene scene, Clause clause) {
        for (int i = clause.head() + 1; i < Math.min(clause.end(), clause.head() + 3); i++) {
            if (scene.at(i).word("me", "us", "you")) {
                return true;
            }
        }
        return false;
    }

    private static boolean speaks(Scene scene, Clause clause) {
        Clause carrier = Selection.carrier(scene, clause);
        Token first = scene.at(carrier.subjectFrom());
        if (first.word("i", "we", "you")) {
            return !clause.lemma().matches("measure|weigh") || clause.hasSubject();
        }
        Token head = scene.at(Phrases.head(scene.sentence(), carrier.subjectFrom(), carrier.subjectTo()));
        boolean alone = carrier.subjectTo() - carrier.subjectFrom() == 1;
        boolean name = alone
                && (head.is("PROPN")
                        || head.is("NOUN")
                                && Character.isUpperCase(head.text().codePointAt(0))
                                && !head.text().equals(head.text().toUpperCase(java.util.Locale.ROOT))
                                && !head.lower().endsWith("s")
                                && Forms.third(scene.at(carrier.head()))
                                && !Words.office(head.lemma()));
        boolean colleague =
                name || first.word("he", "she") || Words.person(head.lemma()) && !Words.outside(head.lemma());
        return colleague && !WITH_PLACE.contains(clause.lemma());
    }
}
