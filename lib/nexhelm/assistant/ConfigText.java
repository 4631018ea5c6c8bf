package nexhelm.assistant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import nexhelm.Failure;

/** A configuration as somebody wrote it, in which one server's entry can be set and all else stays as it is. */
interface ConfigText {

    /** The name of our entry. */
    String NAME = "nexhelm";

    /**
     * The text with our entry.
     *
     * @param key   the key under which servers stand
     * @param entry what our entry must say; other keys that it has stay
     * @throws Failure invalid input, with line and column, for a text that cannot be parsed or has no place for it
     */
    String with(String key, ObjectNode entry);

    /** The text of an assistant's configuration; {@code name} is what errors call it. */
    static ConfigText of(Assistant assistant, String name, String text) {
        return assistant.format() == Assistant.Format.JSON ? new JsonConfig(name, text) : new TomlConfig(name, text);
    }

    /** A text that says something else than it should after the change is not written. */
    static Failure noPlace(String name) {
        return Failure.input(name + " has " + NAME + " or its servers in a form that cannot be changed safely;"
                + " put the block in by hand");
    }
}
