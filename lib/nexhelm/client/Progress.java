package nexhelm.client;

import com.fasterxml.jackson.databind.JsonNode;

/** What a long action tells while it works. Every method may be left alone. */
public interface Progress {

    /** Nobody listens. */
    Progress SILENT = new Progress() {};

    /** A remark for people: which default was used, what is being fetched. */
    default void note(String text) {}

    /** A slow request begins; it ends with the next note, event or result. */
    default void waiting(String what) {}

    /** An event of the agent's stream, as it arrives. */
    default void event(JsonNode event) {}

    /** Nothing happened for a while. */
    default void silence() {}

    /** What is still to be put down should a person end the program before the action is over. */
    default void whenInterrupted(Runnable lastWords) {}

    /** Asks before something that cannot be undone; true means go on. */
    default boolean confirm(String question) {
        return true;
    }

    /** The same, but where nobody can be asked it has to be said beforehand that it is meant. */
    default boolean confirmAlways(String question) {
        return confirm(question);
    }
}
