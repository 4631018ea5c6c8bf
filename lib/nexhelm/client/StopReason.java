package nexhelm.client;

/** Why the agent's stream ended. */
public enum StopReason {
    COMPLETE(0),
    ERROR(1),
    INTERACTION(5),
    CUT_OFF(6);

    private final int exit;

    StopReason(int exit) {
        this.exit = exit;
    }

    /** The exit code under {@code --exit-status}. */
    public int exit() {
        return exit;
    }

    /** The word in results. */
    public String wire() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
