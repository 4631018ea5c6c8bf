package nexhelm.engine.design;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A step on its way into a definition; {@code from} and {@code to} count UTF-16 units of the transcript.
 *
 * @param missing what would have to be there for the agent to do it, when no declared tool does
 */
record StepDraft(
        Work work,
        String title,
        String instruction,
        String performer,
        Optional<String> tool,
        Optional<String> hitl,
        Optional<String> missing,
        int from,
        int to) {

    StepDraft gated(String reason) {
        return new StepDraft(work, title, instruction, performer, tool, Optional.of(reason), missing, from, to);
    }

    StepDraft saying(String newInstruction) {
        return new StepDraft(work, title, newInstruction, performer, tool, hitl, missing, from, to);
    }

    /** The same step in other words, by which it is called too. */
    StepDraft reworded(String newInstruction) {
        String called = Wording.fitting(newInstruction.replaceFirst("\\.$", ""));
        return new StepDraft(work, called, newInstruction, performer, tool, hitl, missing, from, to);
    }

    /** The same step with more of the text as its source. */
    StepDraft until(int end) {
        return new StepDraft(work, title, instruction, performer, tool, hitl, missing, from, Math.max(to, end));
    }

    /** The same step without a part that was taken back, and with its source up to there. */
    StepDraft without(Pattern part, String source) {
        Matcher said = part.matcher(source);
        return new StepDraft(
                work,
                part.matcher(title).replaceFirst(""),
                part.matcher(instruction).replaceFirst(""),
                performer,
                tool,
                hitl,
                missing,
                from,
                said.find() && said.start() > 0 ? from + said.start() : to);
    }

    StepDraft with(String otherTool) {
        return new StepDraft(
                work, title, instruction, performer, Optional.of(otherTool), hitl, Optional.empty(), from, to);
    }

    /** The same step done by a person. */
    StepDraft by(String person) {
        return new StepDraft(work, title, instruction, person, Optional.empty(), hitl, Optional.empty(), from, to);
    }

    boolean agent() {
        return performer.equals(Performers.AGENT);
    }
}
