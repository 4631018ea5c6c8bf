package nexhelm.engine.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One object of the blueprint with its place in it. */
record BlueprintFields(String at, ObjectNode tree) {

    private static final int MOST_ENTRIES = 5_000;

    void only(String... known) throws BlueprintInvalid {
        for (var name = tree.fieldNames(); name.hasNext(); ) {
            String field = name.next();
            if (!List.of(known).contains(field)) {
                throw new BlueprintInvalid(
                        at + Names.shown(field),
                        "is not a field of a blueprint; known are " + String.join(", ", known));
            }
        }
    }

    BlueprintFields object(String name) throws BlueprintInvalid {
        if (tree.path(name) instanceof ObjectNode object) {
            return new BlueprintFields(at + name + ".", object);
        }
        throw new BlueprintInvalid(at + name, "is not an object");
    }

    List<BlueprintFields> list(String name) throws BlueprintInvalid {
        JsonNode list = tree.path(name);
        if (list.isMissingNode()) {
            return List.of();
        }
        if (!list.isArray()) {
            throw new BlueprintInvalid(at + name, "is not a list");
        }
        if (list.size() > MOST_ENTRIES) {
            throw new BlueprintInvalid(at + name, "holds more than " + MOST_ENTRIES + " entries");
        }
        List<BlueprintFields> fields = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            if (!(list.get(i) instanceof ObjectNode object)) {
                throw new BlueprintInvalid(at + name + "[" + i + "]", "is not an object");
            }
            fields.add(new BlueprintFields(at + name + "[" + i + "].", object));
        }
        return fields;
    }

    String text(String name) throws BlueprintInvalid {
        JsonNode value = tree.path(name);
        if (!value.isTextual()) {
            throw new BlueprintInvalid(at + name, value.isMissingNode() ? "is missing" : "is not a text");
        }
        refuse(name, Names.problemOfText(value.textValue()));
        return value.textValue();
    }

    String optional(String name, String otherwise) throws BlueprintInvalid {
        return tree.has(name) ? text(name) : otherwise;
    }

    /** A line that is not blank. */
    String words(String name) throws BlueprintInvalid {
        String value = text(name);
        if (value.isBlank() || value.indexOf('\n') >= 0) {
            throw new BlueprintInvalid(at + name, value.isBlank() ? "is empty" : "holds a line break");
        }
        return value;
    }

    String name(String name) throws BlueprintInvalid {
        String value = text(name);
        refuse(name, Names.problemOfName(value));
        return value;
    }

    String path(String name) throws BlueprintInvalid {
        String value = optional(name, "");
        refuse(name, Names.problemOfPath(value));
        return value;
    }

    String address(String name) throws BlueprintInvalid {
        return checked(name, text(name));
    }

    List<String> addresses(String name) throws BlueprintInvalid {
        JsonNode value = tree.path(name);
        if (!value.isArray()) {
            return List.of(address(name));
        }
        List<String> all = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            all.add(checked(name + "[" + i + "]", value.get(i).asText("")));
        }
        if (all.isEmpty()) {
            throw new BlueprintInvalid(at + name, "names nobody");
        }
        return List.copyOf(all);
    }

    private String checked(String name, String address) throws BlueprintInvalid {
        if (!Addresses.isOne(address)) {
            throw new BlueprintInvalid(at + name, "'" + Names.shown(address) + "' is not an e-mail address");
        }
        return address;
    }

    String moment(String name) throws BlueprintInvalid {
        String value = text(name);
        try {
            if (value.length() <= 10) {
                LocalDate.parse(value);
            } else if (value.matches(".*(Z|[+-]\\d\\d:\\d\\d)")) {
                OffsetDateTime.parse(value);
            } else {
                LocalDateTime.parse(value);
            }
            return value;
        } catch (DateTimeParseException e) {
            throw new BlueprintInvalid(at + name, "'" + Names.shown(value) + "' is not a date like 2026-03-31");
        }
    }

    /** A list of texts; an element that is none is named. */
    List<String> texts(String name) throws BlueprintInvalid {
        JsonNode value = tree.path(name);
        if (!value.isArray()) {
            throw new BlueprintInvalid(at + name, value.isMissingNode() ? "is missing" : "is not a list");
        }
        List<String> all = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            if (!value.get(i).isTextual()) {
                throw new BlueprintInvalid(at + name + "[" + i + "]", "is not a text");
            }
            refuse(name + "[" + i + "]", Names.problemOfText(value.get(i).textValue()));
            all.add(value.get(i).textValue());
        }
        return List.copyOf(all);
    }

    /** A time of day on a day, local to the sandbox. */
    LocalDateTime time(String name) throws BlueprintInvalid {
        String value = text(name);
        try {
            return Times.parse(value);
        } catch (DateTimeParseException e) {
            throw new BlueprintInvalid(at + name, "'" + Names.shown(value) + "' is not a time like 2026-03-31T14:30");
        }
    }

    private void refuse(String name, Optional<String> problem) throws BlueprintInvalid {
        if (problem.isPresent()) {
            throw new BlueprintInvalid(at + name, problem.get());
        }
    }
}
