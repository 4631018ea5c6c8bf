package nexhelm.engine.persona;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Designs a workflow from what somebody said, and redesigns one from an operator's feedback. */
public interface Designer {

    /**
     * Designs a workflow.
     *
     * @param transcript what was said; every step's {@code source} points into this text in Unicode code points
     * @param note       what the operator wants the designer to keep in mind, if anything
     */
    Design design(String transcript, Optional<String> note);

    /**
     * Applies feedback to a definition that exists. Steps that the feedback does not speak of stay identical,
     * {@code index} aside. What it cannot apply is named in {@link Design#notApplied()}.
     */
    Design refine(String transcript, ObjectNode definition, String feedback);

    /**
     * What a designer made.
     *
     * @param proposal   what the client sees first: task_name, summary, description, step_performers, rationale, missing
     * @param definition name, summary, description, workflow, inputs[], steps[] ({@code docs/engine-api.md}); steps may be empty
     * @param notApplied sentences of the note or feedback that were not understood or could not be applied, as given
     * @param workedBy   {@code offline}, {@code person}, or {@code model:} and the model's name
     * @param remark     one sentence on how it was made that a person should know, or nothing
     */
    record Design(
            ObjectNode proposal,
            ObjectNode definition,
            List<String> notApplied,
            String workedBy,
            Optional<String> remark) {
        public Design {
            notApplied = List.copyOf(notApplied);
        }

        /** A design of which nothing more is to be said. */
        public Design(ObjectNode proposal, ObjectNode definition, List<String> notApplied, String workedBy) {
            this(proposal, definition, notApplied, workedBy, Optional.empty());
        }
    }

    /** Waits for nobody outside the engine any more; a design that is being made is finished without. */
    default void stop() {}

    /** The designer for a sketch that is thrown away: quick, and without a model's costs. */
    default Designer quick() {
        return this;
    }
}
