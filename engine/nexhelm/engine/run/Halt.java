package nexhelm.engine.run;

/** Leaves a step from within, past whatever the persona does; not a failure. */
final class Halt extends RuntimeException {

    /** Why. */
    enum Reason {
        /** A person was asked; the turn is over until they answer. */
        ASKED,
        /** The turn was ended by somebody else, for instance by a cancel. */
        TURN_OVER,
        /** The engine stops; another one goes on from here. */
        ENGINE_STOPS
    }

    private final Reason reason;

    Halt(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
