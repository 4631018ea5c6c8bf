package nexhelm.engine.design;

import java.util.Optional;

/**
 * A step on its way into a definition; {@code from} and {@code to} count UTF-16 units of the transcript.
 *
 * @param missing what would have to be there for the agent to do it, when no declared tool does
 */
record StepDraft(Work work, String title, String instruction, String performer, Optional<String> tool,
        Optional<String> hitl, Optional<String> missing, int from, int to) {

    StepDraft gated(String reason) {
        return new StepDraft(work, title, instruction, performer, tool, Optional.of(reason), missing, from, to);
    }

    StepDraft saying(String newInstruction) {
        return new StepDraft(work, title, newInstruction, performer, tool, hitl, missing, from, to);
    }

    boolean agent() {
        return performer.equals(Performers.AGENT);
    }
}
