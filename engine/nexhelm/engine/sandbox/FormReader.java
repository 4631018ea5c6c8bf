package nexhelm.engine.sandbox;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import nexhelm.engine.sandbox.pdf.Form;
import nexhelm.engine.sandbox.pdf.Pdf;
import nexhelm.engine.sandbox.pdf.PdfFailure;

/** Reads a blueprint's PDF form: its title and text, and fields by name, each with a label and perhaps a value. */
final class FormReader {

    private static final int MOST_FIELDS = 200;

    private FormReader() {}

    static BlueprintReader.PdfForm read(BlueprintFields form, boolean check) throws BlueprintInvalid {
        form.only("path", "title", "text", "fields");
        String title = form.name("title");
        List<BlueprintFields> fields = form.list("fields");
        if (fields.isEmpty() || fields.size() > MOST_FIELDS) {
            throw new BlueprintInvalid(
                    form.at() + "fields", fields.isEmpty() ? "names no field" : "names more than " + MOST_FIELDS);
        }
        List<Form.Field> all = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (BlueprintFields field : fields) {
            field.only("name", "label", "value");
            String name = field.words("name");
            if (!name.matches("[\\p{L}\\p{N}_ -]{1,60}")) {
                throw new BlueprintInvalid(
                        field.at() + "name", "'" + Names.shown(name) + "' is not made of letters, digits, _ and -");
            }
            if (!names.add(name)) {
                throw new BlueprintInvalid(field.at() + "name", "'" + name + "' is another field's name already");
            }
            String label = field.tree().has("label") ? field.words("label") : name.replace('_', ' ');
            String value = field.tree().has("value") ? field.text("value") : "";
            if (value.indexOf('\n') >= 0 || value.length() > 500) {
                throw new BlueprintInvalid(field.at() + "value", "is not one line of at most 500 characters");
            }
            all.add(new Form.Field(name, label.replace('\t', ' '), value.replaceAll("[\t\r]", " ")));
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
}
