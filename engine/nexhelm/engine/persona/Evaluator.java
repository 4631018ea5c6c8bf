package nexhelm.engine.persona;

/** Classifies what a run came to when no person has given a verdict. */
public interface Evaluator {

    /** What it came to. */
    enum Outcome {
        FAILED,
        AWAITING_HUMAN_VERIFY,
        VERIFIED_AUTO
    }

    /**
     * Judges a run whose agent is no longer at work.
     *
     * @param agentFailed whether the agent ended with an error
     * @param wrote       whether a tool that changes something was fired
     * @param gated       whether a person was asked, or their approval was simulated
     */
    Outcome judge(boolean agentFailed, boolean wrote, boolean gated);

    /** The rules that need no model: only a run without any side effect is verified without a person. */
    Evaluator RULES = (agentFailed, wrote, gated) ->
            agentFailed ? Outcome.FAILED : wrote || gated ? Outcome.AWAITING_HUMAN_VERIFY : Outcome.VERIFIED_AUTO;
}
