package nexhelm.assistant;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.toml.TomlFactory;
import java.util.ArrayList;
import java.util.List;
import nexhelm.Failure;
import nexhelm.json.Json;

/**
 * TOML, edited by lines: our table begins at its header and ends at the next one. A line that only looks like a header
 * (in a text of several lines) could mislead that, so the result is parsed and compared with what it must say.
 */
final class TomlConfig implements ConfigText {

    private static final ObjectMapper TREES = new ObjectMapper(new TomlFactory());

    private final String name;
    private final String text;

    TomlConfig(String name, String text) {
        this.name = name;
        this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    @Override
    public String with(String key, ObjectNode entry) {
        JsonNode now = tree(text);
        ObjectNode own =
                now.path(key).path(NAME).isObject() ? now.path(key).path(NAME).deepCopy() : Json.object();
        own.setAll(entry);
        if (!entry.has("args")) {
            own.remove("args");
        }
        if (own.equals(now.path(key).path(NAME))) {
            return text;
        }
        String changed = changed(key, entry);
        ObjectNode wanted = now.deepCopy();
        wanted.withObjectProperty(key).set(NAME, own);
        JsonNode after;
        try {
            after = tree(changed);
        } catch (Failure e) {
            throw ConfigText.noPlace(name);
        }
        if (!after.equals(wanted)) {
            throw ConfigText.noPlace(name);
        }
        return changed;
    }

    private String changed(String key, ObjectNode entry) {
        String newline = text.contains("\r\n") ? "\r\n" : "\n";
        List<String> lines = new ArrayList<>(List.of(text.split("\r?\n", -1)));
        String header = "\\s*\\[\\s*" + key + "\\s*\\.\\s*[\"']?" + NAME + "[\"']?\\s*]\\s*(#.*)?";
        int at = -1;
        for (int i = 0; i < lines.size(); i++) {
            at = at < 0 && lines.get(i).matches(header) ? i : at;
        }
        if (at < 0) {
            while (!lines.isEmpty() && lines.get(lines.size() - 1).isBlank()) {
                lines.remove(lines.size() - 1);
            }
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.add("[" + key + "." + NAME + "]");
            lines.addAll(assignments(entry));
            lines.add("");
            return String.join(newline, lines);
        }
        boolean ours = false;
        for (int i = at + 1; i < lines.size() && !lines.get(i).matches("\\s*\\[.*"); ) {
            boolean assigns = lines.get(i).matches("\\s*[\\w\"'-]+\\s*=.*");
            ours = assigns
                    ? lines.get(i).matches("\\s*[\"']?(command|args)[\"']?\\s*=.*")
                    : ours && !isRest(lines.get(i));
            if (ours) {
                lines.remove(i); // an array may go on over lines
            } else {
                i++;
            }
        }
        lines.addAll(at + 1, assignments(entry));
        return String.join(newline, lines);
    }

    /** A line that is no longer a value begun above it. */
    private static boolean isRest(String line) {
        return line.isBlank() || line.strip().startsWith("#");
    }

    private static List<String> assignments(ObjectNode entry) {
        return entry.properties().stream()
                .map(field -> field.getKey() + " = " + Json.compact(field.getValue()))
                .toList();
    }

    private JsonNode tree(String toml) {
        try {
            JsonNode tree = TREES.readTree(toml);
            return tree == null || tree.isMissingNode() ? Json.object() : tree;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw Failure.input(name + " is not TOML"
                    + (at == null || at.getLineNr() < 1
                            ? ""
                            : " at line " + at.getLineNr() + ", column " + at.getColumnNr()));
        }
    }
}
