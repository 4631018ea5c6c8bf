package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import nexhelm.json.Json;

/**
 * A document or mail that the agent has read or written, with its text.
 *
 * @param made whether the agent wrote it in this run
 * @param from a mail's sender, else empty
 */
record Source(String id, String kind, String title, String path, String text, String from, String date, boolean made) {

    static Source of(ObjectNode tree) {
        return new Source(
                tree.path("id").asText(),
                tree.path("kind").asText(),
                tree.path("title").asText(),
                tree.path("path").asText(),
                tree.path("text").asText(),
                tree.path("from").asText(""),
                tree.path("date").asText(""),
                tree.path("made").asBoolean(false));
    }

    ObjectNode tree() {
        ObjectNode tree = Json.object()
                .put("id", id)
                .put("kind", kind)
                .put("title", title)
                .put("path", path)
                .put("text", text);
        if (!from.isEmpty()) {
            tree.put("from", from).put("date", date);
        }
        return made ? tree.put("made", true) : tree;
    }

    boolean mail() {
        return kind.equals("mail");
    }

    /** Whether it lies in a folder: no mail, contact or calendar. */
    boolean file() {
        return !path.isEmpty();
    }

    /** How the source is named where its values are used. */
    String named() {
        return mail() ? "mail of " + day() + " \"" + title + "\"" : title;
    }

    /** The day of a mail. */
    private String day() {
        return date.length() >= 10 ? date.substring(0, 10) : date;
    }

    Set<String> stems() {
        return Stems.set(path.isEmpty() ? title : path);
    }
}
