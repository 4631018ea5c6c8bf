package nexhelm.engine.persona;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import nexhelm.engine.tool.ToolFailure;

/** Carries a workflow out in the sandbox, one step at a time. */
public interface Verifier {

    /**
     * Performs one step. After a restart, or when a person has answered, the same step is performed again from its
     * start: calls and answers that are already recorded return what was recorded, so the work must be deterministic
     * in the context alone (no clock, no randomness).
     */
    StepResult perform(StepContext context);

    /**
     * What becomes of a step that lacks data when nobody can be asked, or nobody has more to say: the lack itself, which
     * ends the run, or a hand-over, with which it goes on.
     */
    default StepResult leave(StepContext context, StepResult.Lacking lacking) {
        return lacking;
    }

    /** How a step ended. */
    sealed interface StepResult {
        /** The step is done; the summary says what, with values from the sandbox. */
        record Done(String summary) implements StepResult {}

        /** The step belongs to a person; a todo names who and what, and the run goes on. */
        record HandedOver(String summary) implements StepResult {}

        /** A person declined it, or the operator ruled it out ("do not send"); nothing was done, the run goes on. */
        record Declined(String reason) implements StepResult {}

        /** Data that the step needs is not there. A person is asked for it if one is there, else see {@link #leave}. */
        record Lacking(String what) implements StepResult {}
    }

    /** What the engine offers a step. */
    interface StepContext {
        /** The whole task definition. */
        ObjectNode definition();

        /** The step to perform: index, title, instruction, performer, tool, hitl, source. */
        ObjectNode step();

        /** The operator's first message, for instance with things not to do. */
        String kickoff();

        /** True when tools that write are out of the vocabulary. */
        boolean readOnly();

        /**
         * True when all papers of the sandbox were made up for this run: what a step lacks is then what a sandbox of one's
         * own has to hold.
         */
        default boolean madeUp() {
            return false;
        }

        /** True when a person watches who can be asked. */
        default boolean attended() {
            return false;
        }

        /** What a person said when they were asked for what this step lacks, in order. */
        default List<Given> answers() {
            return List.of();
        }

        /** What earlier steps found out; changes are kept when the step ends. */
        ObjectNode memory();

        /** Shows a sentence of the agent to whoever watches. */
        void say(String text);

        /** Calls a tool of the sandbox; recorded, shown live, done at most once however often the step is performed. */
        ObjectNode call(String tool, ObjectNode input) throws ToolFailure;

        /**
         * Asks a person before an act that the workflow gates. Without {@code --hitl} it returns a recorded
         * {@code SIMULATED} approval; with it the first call suspends the run (by throwing) until somebody answers.
         */
        Answer approve(String prompt, String tool, ObjectNode input);

        /** Asks a person a question; suspends like {@link #approve}. Without {@code --hitl} the text is empty. */
        Answer ask(String question);
    }

    /** What a person said when a step lacked something. */
    record Given(String lacking, String text) {}

    /** What a person said. The text is empty unless they wrote one. */
    record Answer(Decision decision, String text) {}

    /** The kinds of answer; {@code SIMULATED} is the rehearsal's approval, which excludes {@code verified_auto}. */
    enum Decision {
        APPROVED,
        REJECTED,
        ANSWERED,
        SIMULATED
    }
}
