package nexhelm.engine.agent;

import nexhelm.engine.persona.Verifier.StepResult;

/** Ends a step early with its result: data that is not there, an act that is ruled out. */
final class Stopped extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient StepResult result;

    Stopped(StepResult result) {
        super(result.toString(), null, false, false);
        this.result = result;
    }

    static Stopped lacking(String what) {
        return new Stopped(new StepResult.Lacking(what));
    }

    static Stopped declined(String reason) {
        return new Stopped(new StepResult.Declined(reason));
    }

    StepResult result() {
        return result;
    }
}
