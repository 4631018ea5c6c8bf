package nexhelm.assistant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A change of a configuration.
 *
 * @param before the text as it is, empty where there is none
 * @param after  the text with our entry
 */
public record ConfigChange(String before, String after) {

    /**
     * The change that sets our entry.
     *
     * @param name what errors call the file
     * @throws nexhelm.Failure invalid input for a text that cannot be parsed
     */
    public static ConfigChange of(Assistant assistant, ObjectNode entry, String name, String before) {
        return new ConfigChange(before, ConfigText.of(assistant, name, before).with(assistant.key(), entry));
    }

    /** True when the entry is there already. */
    public boolean none() {
        return before.equals(after) || before.equals("\uFEFF" + after);
    }

    /** The lines that differ. Lines around them are not shown: keys of other servers may stand there. */
    public List<String> lines() {
        return between(before, after);
    }

    /** The lines that differ, old ones with a minus, new ones with a plus. */
    public static List<String> between(String before, String after) {
        List<String> old = before.lines().toList();
        List<String> now = after.lines().toList();
        int same = 0;
        while (same < Math.min(old.size(), now.size()) && old.get(same).equals(now.get(same))) {
            same++;
        }
        int tail = 0;
        while (tail < Math.min(old.size(), now.size()) - same
                && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
            tail++;
        }
        var lines = new ArrayList<String>();
        lines.add("@@ line " + (same + 1) + " @@");
        old.subList(same, old.size() - tail).forEach(line -> lines.add("- " + line));
        now.subList(same, now.size() - tail).forEach(line -> lines.add("+ " + line));
        return lines;
    }
}
