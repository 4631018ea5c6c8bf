package nexhelm.auth;

/** What a token can allow. */
public enum Scope {
    NONE(""),
    LAB_READ("lab.read"),
    LAB_WRITE("lab.write"),
    AGENT_RUN("agent.run"),
    TASKS_READ("tasks.read"),
    TASKS_WRITE("tasks.write");

    private final String wire;

    Scope(String wire) {
        this.wire = wire;
    }

    /** The name in tokens and configs; empty for {@code NONE}. */
    public String wire() {
        return wire;
    }
}
