package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A PDF as it was read.
 *
 * @param fields what the fields of a form hold, by their names
 * @param labels what stands beside a field on the paper, by the field's name
 */
record Form(String id, String title, String path, String said, Map<String, String> fields, Map<String, String> labels) {

    static Form of(ObjectNode read) {
        Map<String, String> fields = new LinkedHashMap<>();
        Map<String, String> labels = new LinkedHashMap<>();
        read.path("fields")
                .properties()
                .forEach(e -> fields.put(e.getKey(), e.getValue().asText()));
        read.path("labels")
                .properties()
                .forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
        return new Form(
                read.path("id").asText(),
                read.path("title").asText(),
                read.path("path").asText(),
                read.path("text").asText(),
                fields,
                labels);
    }

    /** What a field is called on the paper; else its name as words: {@code dateOfBirth} is "Date of birth". */
    String shown(String field) {
        String label =
                labels.getOrDefault(field, "").replaceAll("[:*\\s]+$", "").strip();
        return label.isEmpty() ? label(field) : label;
    }

    /** The name of a field as words. */
    static String label(String field) {
        String words = field.replaceAll("(?<=\\p{Ll})(?=\\p{Lu})", " ")
                .replaceAll("[_.-]+", " ")
                .strip()
                .toLowerCase(Locale.ROOT);
        return words.isEmpty() ? field : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** Its text with what the fields hold. */
    String text() {
        StringBuilder text = new StringBuilder(said);
        fields.forEach((name, value) -> {
            if (!value.isBlank() && !said.contains(shown(name) + ": " + value)) {
                text.append(text.toString().endsWith("\n") || text.isEmpty() ? "" : "\n")
                        .append(shown(name))
                        .append(": ")
                        .append(value)
                        .append('\n');
            }
        });
        return text.toString();
    }
}
