package nexhelm.engine.sandbox.pdf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationWidget;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDButton;
import org.apache.pdfbox.pdmodel.interactive.form.PDCheckBox;
import org.apache.pdfbox.pdmodel.interactive.form.PDChoice;
import org.apache.pdfbox.pdmodel.interactive.form.PDComboBox;
import org.apache.pdfbox.pdmodel.interactive.form.PDField;
import org.apache.pdfbox.pdmodel.interactive.form.PDPushButton;
import org.apache.pdfbox.pdmodel.interactive.form.PDSignatureField;
import org.apache.pdfbox.pdmodel.interactive.form.PDTerminalField;
import org.apache.pdfbox.pdmodel.interactive.form.PDTextField;
import org.apache.pdfbox.pdmodel.interactive.form.PDVariableText;

/** The fields of a PDF's form, whoever made it (ISO 32000-1, 12.7). */
final class PdfFields {

    static final String APPEARANCE = "/" + PdfFont.NAME + " 11 Tf 0 g";

    /** Size 0 lets a value choose the size with which it fits its field (ISO 32000-1, 12.7.3.3). */
    private static final String SHRUNK = "/" + PdfFont.NAME + " 0 Tf 0 g";

    private static final float SIZE = 11;
    private static final String OFF = COSName.Off.getName();
    private static final int MOST_NAMED = 30;

    private final PDDocument document;
    private final Optional<PDAcroForm> acro;
    private final Map<String, PDTerminalField> fields = new LinkedHashMap<>();

    /** @throws PdfFailure when only a program for XFA forms shows what is to be filled in */
    PdfFields(PDDocument document) throws PdfFailure {
        this.document = document;
        this.acro = Optional.ofNullable(document.getDocumentCatalog().getAcroForm(null));
        if (acro.isPresent()) {
            for (PDField field : acro.get().getFieldTree()) {
                if (field instanceof PDTerminalField terminal && !(field instanceof PDPushButton)) {
                    fields.put(field.getFullyQualifiedName(), terminal);
                }
            }
            boolean rendered = document.getDocumentCatalog()
                    .getCOSObject()
                    .getBoolean(COSName.getPDFName("NeedsRendering"), false);
            if (acro.get().hasXFA() && (fields.isEmpty() || rendered)) {
                throw new PdfFailure("is an XFA form, which only Adobe's programs show; save it as an ordinary PDF form"
                        + " (AcroForm) and use that");
            }
        }
    }

    boolean isEmpty() {
        return fields.isEmpty();
    }

    List<String> names() {
        return List.copyOf(fields.keySet());
    }

    List<Form.Field> read() {
        List<Form.Field> all = new ArrayList<>();
        fields.forEach((name, field) -> all.add(new Form.Field(
                name,
                Optional.ofNullable(field.getAlternateFieldName()).orElse(""),
                kind(field),
                options(field),
                value(field),
                field.isRequired(),
                field.isReadOnly())));
        return all;
    }

    private static Form.Kind kind(PDTerminalField field) {
        if (field instanceof PDTextField text) {
            return text.isMultiline() ? Form.Kind.LINES : Form.Kind.TEXT;
        }
        if (field instanceof PDComboBox combo && combo.isEdit()) {
            return Form.Kind.TEXT;
        }
        if (field instanceof PDChoice) {
            return Form.Kind.CHOICE;
        }
        if (field instanceof PDSignatureField) {
            return Form.Kind.SIGNATURE;
        }
        // check boxes of one name with a value each are a group of which one is checked
        return field instanceof PDCheckBox box && box.getOnValues().size() < 2 ? Form.Kind.CHECKBOX : Form.Kind.RADIO;
    }

    private static List<String> options(PDTerminalField field) {
        if (field instanceof PDChoice choice) {
            return choice.getOptionsDisplayValues();
        }
        return field instanceof PDButton button && kind(field) == Form.Kind.RADIO
                ? List.copyOf(button.getOnValues())
                : List.of();
    }

    private static String value(PDTerminalField field) {
        if (field instanceof PDChoice choice) {
            return String.join(
                    ", ", choice.getValue().stream().map(v -> shown(choice, v)).toList());
        }
        if (field instanceof PDButton button) {
            boolean off = button.getValue().equals(OFF) || button.getValue().isEmpty();
            return kind(field) == Form.Kind.CHECKBOX ? off ? Tick.NO : Tick.YES : off ? "" : button.getValue();
        }
        if (field instanceof PDSignatureField signature) {
            return signature.getSignature() == null ? "" : "signed";
        }
        return Optional.ofNullable(field.getValueAsString())
                .orElse("")
                .replace("\r\n", "\n")
                .replace('\r', '\n');
    }

    /** What a choice shows for the value that it exports. */
    private static String shown(PDChoice choice, String exported) {
        int index = choice.getOptionsExportValues().indexOf(exported);
        return index < 0 ? exported : choice.getOptionsDisplayValues().get(index);
    }

    /** Fills in fields; all values are looked at before the first is written. */
    void fill(Map<String, String> values) throws IOException, PdfFailure {
        Map<String, Form.Field> known = new LinkedHashMap<>();
        read().forEach(field -> known.put(field.name(), field));
        Map<String, String> taken = new LinkedHashMap<>();
        for (Map.Entry<String, String> value : values.entrySet()) {
            Form.Field field = known.get(value.getKey());
            if (field == null) {
                throw new PdfFailure("has no field '" + value.getKey() + "'; its fields are " + named(names()));
            }
            if (field.readonly()) {
                throw new PdfFailure("does not let anybody change the field '" + field.name() + "'");
            }
            taken.put(field.name(), taken(field, value.getValue()));
        }
        PDAcroForm form = acro.orElseThrow();
        if (form.getDefaultResources() == null) {
            form.setDefaultResources(new PDResources());
        }
        PdfFont font = PdfFont.of(document, form.getDefaultResources());
        for (Map.Entry<String, String> value : taken.entrySet()) {
            if (fields.get(value.getKey()) instanceof PDVariableText) {
                font.check(value.getValue());
            }
            try {
                set(value.getKey(), value.getValue(), font);
            } catch (IllegalArgumentException e) { // buttons that contradict themselves
                throw new PdfFailure("does not take this value in the field '" + value.getKey() + "'");
            }
        }
        form.setXFA(null); // a program for XFA would show the values of that copy instead
    }

    private String taken(Form.Field field, String value) throws PdfFailure {
        if (field.kind() == Form.Kind.SIGNATURE) {
            throw new PdfFailure("leaves its field '" + field.name() + "' to be signed by a person");
        }
        if (field.kind() == Form.Kind.CHECKBOX) {
            String on = ((PDCheckBox) fields.get(field.name())).getOnValue();
            return Tick.of(value)
                    .or(() -> Optional.of(Tick.YES).filter(yes -> !on.isEmpty() && on.equalsIgnoreCase(value)))
                    .orElseThrow(() -> new PdfFailure(
                            "takes yes or no in its check box '" + field.name() + "', not '" + cut(value) + "'"));
        }
        if (field.kind().chooses() && !value.isEmpty()) {
            return field.option(value)
                    .orElseThrow(() -> new PdfFailure("has no option '" + cut(value) + "' in its field '" + field.name()
                            + "'; "
                            + (field.options().isEmpty()
                                    ? "it names none at all"
                                    : "its options are " + named(field.options()))));
        }
        if (fields.get(field.name()) instanceof PDTextField text && text.getMaxLen() >= 0) {
            int length = value.codePointCount(0, value.length());
            if (length > text.getMaxLen()) {
                throw new PdfFailure("takes at most " + text.getMaxLen() + " characters in its field '" + field.name()
                        + "', not " + length);
            }
        }
        return value;
    }

    private static String cut(String value) {
        return value.length() > 60 ? value.substring(0, 60) + "…" : value;
    }

    private static String named(List<String> words) {
        return words.size() <= MOST_NAMED
                ? String.join(", ", words)
                : String.join(", ", words.subList(0, MOST_NAMED)) + " and " + (words.size() - MOST_NAMED) + " more";
    }

    /** Writes a value that the field takes, with what a viewer shows for it. */
    void set(String name, String value, PdfFont font) throws IOException {
        PDTerminalField field = fields.get(name);
        if (field instanceof PDButton button) {
            button.setValue(kind(field) == Form.Kind.CHECKBOX ? state((PDCheckBox) field, value) : orOff(value));
            return;
        }
        if (field instanceof PDVariableText text) {
            String appearance = fits(text, value, font) ? APPEARANCE : SHRUNK;
            text.setDefaultAppearance(appearance);
            field.getWidgets().forEach(widget -> widget.getCOSObject().setString(COSName.DA, appearance));
        }
        int option = field instanceof PDChoice choice
                ? choice.getOptionsDisplayValues().indexOf(value)
                : -1;
        if (option < 0) {
            field.setValue(value);
            return;
        }
        String exported = ((PDChoice) field).getOptionsExportValues().get(option);
        // PDFBox draws the very value into a combo box, and looks it up for a list
        field.setValue(field instanceof PDComboBox ? value : exported);
        field.getCOSObject().setString(COSName.V, exported);
    }

    private String state(PDCheckBox box, String value) throws IOException {
        if (value.equals(Tick.NO)) {
            return OFF;
        }
        if (box.getOnValue().isEmpty()) { // its maker left it to the viewer how it looks
            for (PDAnnotationWidget widget : box.getWidgets()) {
                PdfLook.checkBox(document, widget);
            }
        }
        // a box may export something else than its state, and PDFBox then asks for that
        return box.getExportValues().isEmpty()
                ? box.getOnValue()
                : box.getExportValues().get(0);
    }

    private static String orOff(String value) {
        return value.isEmpty() ? OFF : value;
    }

    private static boolean fits(PDVariableText field, String value, PdfFont font) throws IOException {
        boolean fits = true;
        for (PDAnnotationWidget widget : field.getWidgets()) {
            float width = widget.getRectangle().getWidth() - 6;
            float height = widget.getRectangle().getHeight();
            if (field instanceof PDTextField text && text.isMultiline()) {
                int lines = 0;
                for (String paragraph : value.split("\n", -1)) {
                    lines += font.lines(paragraph, SIZE, width).size();
                }
                fits &= lines * SIZE * 1.2f < height - 4;
            } else {
                fits &= font.width(value, SIZE) < width && height > SIZE * 1.2f;
            }
        }
        return fits;
    }
}
