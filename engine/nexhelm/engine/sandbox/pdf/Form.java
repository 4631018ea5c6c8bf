package nexhelm.engine.sandbox.pdf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import nexhelm.json.Json;

/** A form as a blueprint describes it; its PDF is made when somebody opens it. */
public record Form(String title, String text, List<Field> fields) {

    /** What a field is (ISO 32000-1, 12.7.4): a text of one line or several, a button that stays pressed, a choice, a signature. */
    public enum Kind {
        TEXT,
        LINES,
        CHECKBOX,
        RADIO,
        CHOICE,
        SIGNATURE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Kind> of(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word().equals(word))
                    .findFirst();
        }

        /** All of them, as an error names them. */
        public static String words() {
            return Arrays.stream(values()).map(Kind::word).collect(Collectors.joining(", "));
        }

        /** How many characters a value may have. */
        public int longest() {
            return this == LINES ? 2000 : 500;
        }

        /** Whether it takes one of its options and nothing else. */
        public boolean chooses() {
            return this == RADIO || this == CHOICE;
        }
    }

    /**
     * One thing to fill in.
     *
     * @param name     by which programs fill it, unique in the form
     * @param label    what stands beside it
     * @param options  what a radio or a choice can be; of a text, what a list beside it proposes
     * @param value    what it holds, empty when nothing yet; of a check box {@code yes} or {@code no}
     * @param required whether the form is not complete without it
     * @param readonly whether nobody who fills the form in changes it
     */
    public record Field(
            String name,
            String label,
            Kind kind,
            List<String> options,
            String value,
            boolean required,
            boolean readonly) {

        public Field {
            options = List.copyOf(options);
        }

        /** A text of one line that anybody may fill in or leave. */
        public Field(String name, String label, String value) {
            this(name, label, Kind.TEXT, List.of(), value, false, false);
        }

        /** The name of a field that has only a label. */
        public static String named(String label) {
            String name = label.toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}]+", "_")
                    .replaceAll("^_|_$", "");
            return name.length() > 60 ? name.substring(0, 60) : name;
        }

        /** Whether it still waits for somebody: it holds nothing, or its box is not checked. */
        public boolean open() {
            return value.isEmpty() || kind == Kind.CHECKBOX && value.equals(Tick.NO);
        }

        /** The same field with something in it. */
        public Field holding(String other) {
            return new Field(name, label, kind, options, other, required, readonly);
        }

        /** The same field under another label. */
        Field labelled(String other) {
            return new Field(name, other, kind, options, value, required, readonly);
        }

        /** The same field with its texts changed, all in the same way. */
        public Field printed(UnaryOperator<String> change) {
            return new Field(
                    name,
                    change.apply(label),
                    kind,
                    options.stream().map(change).toList(),
                    change.apply(value),
                    required,
                    readonly);
        }

        /** The option that a value means: upper and lower case are one. */
        public Optional<String> option(String said) {
            return options.stream()
                    .filter(said::equals)
                    .findFirst()
                    .or(() -> options.stream().filter(said::equalsIgnoreCase).findFirst());
        }

        /** What somebody who opens the form sees in it. */
        String seen() {
            return kind != Kind.CHECKBOX ? value : open() ? "[ ]" : "[x]";
        }
    }

    public Form {
        fields = List.copyOf(fields);
    }

    /** Reads what {@link #json} wrote. */
    public static Form of(JsonNode json) {
        List<Field> fields = new ArrayList<>();
        json.path("fields")
                .forEach(field -> fields.add(new Field(
                        field.path("name").asText(),
                        field.path("label").asText(),
                        Kind.of(field.path("kind").asText()).orElse(Kind.TEXT),
                        field.path("options")
                                .valueStream()
                                .map(JsonNode::asText)
                                .toList(),
                        field.path("value").asText(""),
                        field.path("required").asBoolean(),
                        field.path("readonly").asBoolean())));
        return new Form(json.path("title").asText(), json.path("text").asText(""), fields);
    }

    public ObjectNode json() {
        ObjectNode json = Json.object().put("title", title).put("text", text);
        ArrayNode all = json.putArray("fields");
        for (Field field : fields) {
            ObjectNode one = all.addObject()
                    .put("name", field.name())
                    .put("label", field.label())
                    .put("value", field.value());
            if (field.kind() != Kind.TEXT) {
                one.put("kind", field.kind().word());
            }
            if (!field.options().isEmpty()) {
                field.options().forEach(one.putArray("options")::add);
            }
            if (field.required()) {
                one.put("required", true);
            }
            if (field.readonly()) {
                one.put("readonly", true);
            }
        }
        return json;
    }

    /** What somebody who opens it reads. */
    public String readable() {
        var readable = new StringBuilder(title).append("\n\n");
        if (!text.isBlank()) {
            readable.append(text.strip()).append("\n\n");
        }
        return readable.append(readable(fields)).toString();
    }

    /** The labels beside what the fields hold. */
    static String readable(List<Field> fields) {
        return fields.stream()
                .map(field -> field.label() + ": " + field.seen() + "\n")
                .collect(Collectors.joining());
    }
}
