package nexhelm.engine.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import nexhelm.engine.sandbox.pdf.Form;
import nexhelm.engine.sandbox.pdf.Pdf;
import nexhelm.engine.sandbox.pdf.PdfFailure;
import nexhelm.engine.sandbox.pdf.Tick;
import nexhelm.json.Json;

/**
 * Reads a blueprint's PDF form: its title and text, and fields, each with a label and perhaps a value. A field that is a
 * text alone is the label of a text field.
 */
final class FormReader {

    private static final int MOST_FIELDS = 200;
    private static final int MOST_OPTIONS = 100;
    /** As many buttons of a group as a page has room for. */
    private static final int MOST_BUTTONS = 30;

    private FormReader() {}

    static BlueprintReader.PdfForm read(BlueprintFields form, boolean check) throws BlueprintInvalid {
        form.only("path", "title", "text", "fields");
        String title = form.name("title");
        JsonNode fields = form.tree().path("fields");
        if (!fields.isArray() && !fields.isMissingNode()) {
            throw new BlueprintInvalid(form.at() + "fields", "is not a list");
        }
        if (fields.isEmpty() || fields.size() > MOST_FIELDS) {
            throw new BlueprintInvalid(
                    form.at() + "fields", fields.isEmpty() ? "names no field" : "names more than " + MOST_FIELDS);
        }
        List<Form.Field> all = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < fields.size(); i++) {
            String at = form.at() + "fields[" + i + "]";
            Form.Field field = field(at, fields.get(i));
            if (!names.add(field.name())) {
                boolean named = fields.get(i).has("name");
                throw new BlueprintInvalid(
                        named ? at + ".name" : at,
                        "'" + field.name() + "' is another field's name already"
                                + (named ? "" : "; give one of them a name"));
            }
            all.add(field);
        }
        String path = form.tree().has("path") ? form.path("path") : "Forms";
        Form whole = new Form(title, form.optional("text", ""), all);
        try {
            if (check) {
                Pdf.check(whole);
            }
        } catch (PdfFailure e) {
            throw new BlueprintInvalid(form.at() + "title", "the form cannot be made: " + e.getMessage());
        }
        return new BlueprintReader.PdfForm(path, title, whole);
    }

    private static Form.Field field(String at, JsonNode given) throws BlueprintInvalid {
        if (given.isTextual()) {
            ObjectNode label = Json.object().put("label", given.textValue());
            try {
                return field(new BlueprintFields("", label));
            } catch (BlueprintInvalid e) { // it is the text itself that is wrong
                throw new BlueprintInvalid(at, e.problem());
            }
        }
        if (given instanceof ObjectNode object) {
            return field(new BlueprintFields(at + ".", object));
        }
        throw new BlueprintInvalid(at, "is not a label or an object");
    }

    private static Form.Field field(BlueprintFields field) throws BlueprintInvalid {
        field.only("name", "label", "kind", "options", "value", "required", "readonly");
        boolean named = field.tree().has("name") || !field.tree().has("label");
        String name = named ? field.words("name") : Form.Field.named(field.words("label"));
        if (!name.matches("[\\p{L}\\p{N}_ -]{1,60}")) {
            throw named
                    ? new BlueprintInvalid(
                            field.at() + "name", "'" + Names.shown(name) + "' is not made of letters, digits, _ and -")
                    : new BlueprintInvalid(field.at() + "label", "has no letter or digit; give the field a name");
        }
        String label = field.tree().has("label") ? field.words("label") : name.replace('_', ' ');
        String word = field.optional("kind", Form.Kind.TEXT.word());
        Form.Kind kind = Form.Kind.of(word)
                .orElseThrow(() -> new BlueprintInvalid(
                        field.at() + "kind", "'" + Names.shown(word) + "' is not one of " + Form.Kind.words()));
        Form.Field read = new Form.Field(
                name,
                label.replace('\t', ' '),
                kind,
                options(field, kind),
                "",
                flag(field, "required"),
                flag(field, "readonly"));
        return read.holding(value(field, read));
    }

    private static List<String> options(BlueprintFields field, Form.Kind kind) throws BlueprintInvalid {
        String at = field.at() + "options";
        if (!kind.chooses()) {
            if (field.tree().has("options")) {
                throw new BlueprintInvalid(at, "belongs to a choice or a radio, not to a " + kind.word());
            }
            return List.of();
        }
        List<String> options = field.texts("options");
        int most = kind == Form.Kind.RADIO ? MOST_BUTTONS : MOST_OPTIONS;
        if (options.isEmpty() || options.size() > most) {
            throw new BlueprintInvalid(
                    at, options.isEmpty() ? "names no option" : "names more than " + most + " for a " + kind.word());
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < options.size(); i++) {
            String option = options.get(i);
            if (!option.equals(option.strip())
                    || option.isEmpty()
                    || option.length() > Names.LONGEST_NAME
                    || option.matches("(?s).*[\n\r\t].*")) {
                throw new BlueprintInvalid(
                        at + "[" + i + "]",
                        "is not one line of at most " + Names.LONGEST_NAME + " characters without blanks around it");
            }
            if (!seen.add(option.toLowerCase(Locale.ROOT))) {
                throw new BlueprintInvalid(at + "[" + i + "]", "'" + option + "' is another option already");
            }
        }
        return options;
    }

    private static String value(BlueprintFields field, Form.Field read) throws BlueprintInvalid {
        JsonNode given = field.tree().path("value");
        String at = field.at() + "value";
        if (read.kind() == Form.Kind.CHECKBOX) {
            String value = given.isBoolean() ? given.asText() : field.optional("value", Tick.NO);
            return Tick.of(value)
                    .orElseThrow(() -> new BlueprintInvalid(at, "'" + Names.shown(value) + "' is not true or false"));
        }
        String value = field.optional("value", "");
        if (read.kind().chooses() && !value.isEmpty()) {
            return read.option(value)
                    .orElseThrow(() -> new BlueprintInvalid(
                            at,
                            "'" + Names.shown(value) + "' is none of the options "
                                    + String.join(", ", read.options())));
        }
        if (read.kind() == Form.Kind.SIGNATURE && !value.isEmpty()) {
            throw new BlueprintInvalid(at, "is not for a signature, which a person gives");
        }
        boolean lines = read.kind() == Form.Kind.LINES;
        if (!lines && value.indexOf('\n') >= 0 || value.length() > read.kind().longest()) {
            throw new BlueprintInvalid(
                    at,
                    (lines ? "is longer than " : "is not one line of at most ")
                            + read.kind().longest() + " characters");
        }
        return value.replace("\r\n", "\n").replaceAll("[\t\r]", " ");
    }

    private static boolean flag(BlueprintFields field, String name) throws BlueprintInvalid {
        JsonNode flag = field.tree().path(name);
        if (!flag.isMissingNode() && !flag.isBoolean()) {
            throw new BlueprintInvalid(field.at() + name, "is not true or false");
        }
        return flag.asBoolean();
    }
}
