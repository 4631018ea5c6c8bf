package nexhelm.engine.auth;

import java.util.Arrays;
import java.util.List;

/** What a token allows. */
public enum Scope {
    LAB_READ("lab.read"),
    LAB_WRITE("lab.write"),
    AGENT_RUN("agent.run"),
    TASKS_READ("tasks.read"),
    TASKS_WRITE("tasks.write");

    private final String word;

    Scope(String word) {
        this.word = word;
    }

    /** The word in tokens. */
    public String word() {
        return word;
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(Scope::word).toList();
    }
}
