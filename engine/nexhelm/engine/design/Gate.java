package nexhelm.engine.design;

import java.util.Optional;
import nexhelm.engine.language.Clause;

/**
 * A demand for a decision.
 *
 * @param approver who decides, as named
 * @param act      lemma of the act that waits, or empty when the speaker did not say
 * @param object   what the act that waits is about, if it was said
 * @param all      true when everything that leaves waits
 * @param strict   true when the act is forbidden until then, not only said to come after
 * @param clause   the clause that demands, if it might have been taken for a step, or -1
 * @param token    where in the sentence it is demanded
 * @param from     where the words begin that say what waits
 * @param to       where they end, exclusive
 */
record Gate(
        Scene scene,
        String approver,
        String act,
        Optional<String> object,
        boolean all,
        boolean strict,
        int clause,
        int token,
        int from,
        int to) {

    /** A demand by a whole sentence, any word of which may say what waits. */
    Gate(Scene scene, String approver, String act, Optional<String> object, boolean all, int clause, int token) {
        this(
                scene,
                approver,
                act,
                object,
                all,
                false,
                clause,
                token,
                0,
                scene.sentence().size());
    }

    /** The same demand, of an act that is told in this clause. */
    Gate within(Clause act) {
        return new Gate(scene, approver, this.act, object, all, strict, clause, token, act.start(), act.end());
    }

    String reason() {
        String quote = Wording.quote(scene.sentence());
        String said = quote.length() > 160 ? quote.substring(0, quote.lastIndexOf(' ', 157)) + "\u2026" : quote;
        return Wording.capital(approver) + " decides first: \u201c" + said + "\u201d";
    }

    /** What the speaker said of the act that waits. */
    Waiting waiting() {
        return Waiting.of(scene, from, to, act, object, approver, strict);
    }
}
