package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import nexhelm.engine.sandbox.pdf.Form.Kind;
import nexhelm.engine.sandbox.pdf.Tick;

/**
 * A PDF as it was read.
 *
 * @param fields what the fields of a form hold, by their names
 * @param labels what stands beside a field on the paper, by the field's name
 * @param traits of which kind a field is, by its name
 */
record Form(
        String id,
        String title,
        String path,
        String said,
        Map<String, String> fields,
        Map<String, String> labels,
        Map<String, Traits> traits) {

    /**
     * What a field takes.
     *
     * @param options what a choice or a radio can be
     * @param fixed   whether nobody who fills the form in changes it
     */
    record Traits(Kind kind, List<String> options, boolean fixed) {

        private static final Pattern POLITE =
                Pattern.compile("(?i)[\\s,]*\\b(?:please|thanks|thank you|bitte|danke|merci|gracias)$");

        /** What a field takes of which nothing more is known: any text. */
        static final Traits TEXT = new Traits(Kind.TEXT, List.of(), false);

        boolean box() {
            return kind == Kind.CHECKBOX;
        }

        /** The state of a box or the option that somebody's words mean, and nothing near it. */
        Optional<String> meant(String said) {
            return plainly(said.strip())
                    .or(() -> plainly(POLITE.matcher(said.strip().replaceAll("[.!]+$", ""))
                            .replaceFirst("")));
        }

        private Optional<String> plainly(String said) {
            return box()
                    ? Tick.of(said)
                    : options.stream().filter(said::equalsIgnoreCase).findFirst();
        }
    }

    static Form of(ObjectNode read) {
        Map<String, String> fields = new LinkedHashMap<>();
        Map<String, String> labels = new LinkedHashMap<>();
        read.path("fields")
                .properties()
                .forEach(e -> fields.put(e.getKey(), e.getValue().asText()));
        read.path("labels")
                .properties()
                .forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
        Map<String, Traits> traits = new LinkedHashMap<>();
        for (String field : fields.keySet()) {
            traits.put(
                    field,
                    new Traits(
                            Kind.of(read.path("kinds").path(field).asText()).orElse(Kind.TEXT),
                            read.path("options")
                                    .path(field)
                                    .valueStream()
                                    .map(JsonNode::asText)
                                    .toList(),
                            read.path("readonly")
                                    .valueStream()
                                    .anyMatch(name -> name.asText().equals(field))));
        }
        return new Form(
                read.path("id").asText(),
                read.path("title").asText(),
                read.path("path").asText(),
                read.path("text").asText(),
                fields,
                labels,
                traits);
    }

    Traits traits(String field) {
        return traits.getOrDefault(field, Traits.TEXT);
    }

    /** Whether a field is still to be filled in; a box that is not checked may be. */
    boolean empty(String field) {
        String value = fields.get(field);
        return value.isBlank() || traits(field).box() && value.equals(Tick.NO);
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

    /** Its text with what the fields hold; a box that nobody checked says nothing. */
    String text() {
        StringBuilder text = new StringBuilder(said);
        fields.forEach((name, held) -> {
            String value = held.strip().replaceAll("\\s*\\n\\s*", ", ");
            if (!empty(name) && !said.contains(shown(name) + ": " + value)) {
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
