package nexhelm.engine.run;

import java.util.Locale;

/**
 * The agent's work on one message: from the message to the event that ends the stream.
 *
 * @param kickoff the operator's message that the work follows; an answer continues the work of an earlier one
 */
public record Turn(
        String id,
        String threadId,
        String runId,
        int n,
        State state,
        String message,
        String kickoff,
        boolean hitl,
        boolean readOnly,
        String at) {

    /** How far a turn is. {@code INTERACTION} waits for a person, in {@code MANUAL} a person does the work. */
    public enum State {
        QUEUED,
        WORKING,
        MANUAL,
        COMPLETE,
        ERROR,
        INTERACTION,
        CANCELLED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** Whether an agent or a person is at work. */
    public boolean isOpen() {
        return isUnfinished() || state == State.MANUAL;
    }

    /** Whether an agent is at work, or is to be. */
    public boolean isUnfinished() {
        return state == State.QUEUED || state == State.WORKING;
    }
}
