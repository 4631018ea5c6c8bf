package nexhelm.engine.design;

import java.util.List;
import nexhelm.engine.language.Clause;
import nexhelm.engine.language.Sentence;
import nexhelm.engine.language.Token;

/**
 * A sentence in its surroundings.
 *
 * @param index       its number in the transcript
 * @param speaker     who said it, or empty
 * @param interviewer true when it was said by the one who asks rather than the one who describes
 */
record Scene(int index, Sentence sentence, List<Clause> clauses, String speaker, boolean interviewer) {

    Token at(int i) {
        return sentence.at(i);
    }

    /** The clause that governs this one, if it is one. */
    Clause governor(Clause clause) {
        return clause.governor() >= 0 ? clauses.get(clause.governor()) : clause;
    }

    boolean hasWord(String... words) {
        return sentence.tokens().stream().anyMatch(t -> t.word(words));
    }
}
