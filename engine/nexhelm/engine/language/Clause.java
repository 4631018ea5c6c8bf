package nexhelm.engine.language;

import java.util.List;

/**
 * One verb of a sentence with what belongs to it. Positions are token indexes, ends exclusive, -1 where there is nothing.
 *
 * @param start       first token of the clause: its subject, else its first auxiliary, else the verb
 * @param group       first token of the verb group (auxiliary or verb)
 * @param head        the verb
 * @param end         end of what follows the verb and belongs to it, embedded clauses included
 * @param subjectFrom begin of the subject
 * @param subjectTo   end of the subject
 * @param kind        what role the clause plays in its sentence
 * @param marker      the word that subordinates it ("if", "when", "that", "to", "which"), or empty
 * @param lemma       lemma of the verb
 * @param particle    "up", "out", "down" … that belongs to the verb, or empty
 * @param auxiliaries its auxiliaries in lower case
 * @param governor    index of the clause that governs it ("need" of "need to check") or that it is coordinated with, or -1
 */
public record Clause(
        int start,
        int group,
        int head,
        int end,
        int subjectFrom,
        int subjectTo,
        Kind kind,
        String marker,
        String lemma,
        String particle,
        List<String> auxiliaries,
        boolean passive,
        boolean negated,
        boolean past,
        int governor) {

    /** The roles of a clause. */
    public enum Kind {
        /** Carries a statement or a command of its own. */
        MAIN,
        /** An infinitive or gerund whose governor only says how it is meant: "need to check", "start calling". */
        CONTENT,
        /** Says when or under which condition: if, when, after, until … */
        ADVERBIAL,
        /** A relative clause. */
        RELATIVE,
        /** What somebody says, knows or checks: that …, whether … */
        COMPLEMENT,
        /** An infinitive of purpose or after a noun. */
        INFINITIVE,
        /** A gerund or participle without auxiliary. */
        PARTICIPLE
    }

    public Clause {
        auxiliaries = List.copyOf(auxiliaries);
    }

    public boolean hasSubject() {
        return subjectFrom >= 0;
    }

    public boolean auxiliary(String... words) {
        for (String word : words) {
            if (auxiliaries.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
