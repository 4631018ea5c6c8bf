package nexhelm.engine.sandbox.pdf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationWidget;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDField;
import org.apache.pdfbox.pdmodel.interactive.form.PDTerminalField;
import org.apache.pdfbox.pdmodel.interactive.form.PDVariableText;
import org.apache.pdfbox.text.PDFTextStripper;

/** PDF files (ISO 32000-1) made, read and filled in with PDFBox, which only these methods load. */
public final class Pdf {

    private static final String APPEARANCE = "/" + PdfFont.NAME + " 11 Tf 0 g";

    /** Size 0 lets a value choose the size with which it fits its field (ISO 32000-1, 12.7.3.3). */
    private static final String SHRUNK = "/" + PdfFont.NAME + " 0 Tf 0 g";

    /**
     * What a PDF says.
     *
     * @param text   of its pages; the fields of a form are not in it
     * @param fields name to value, in the order of the form
     * @param labels name to what stands beside the field, where the form says so
     */
    public record Content(String text, Map<String, String> fields, Map<String, String> labels) {

        /** The text, with the labels beside their values below. */
        public String readable() {
            var all = new StringBuilder();
            text.strip()
                    .lines()
                    .filter(line -> !labels.containsValue(line.strip()))
                    .forEach(line -> all.append(line).append('\n'));
            fields.forEach((name, value) -> all.append(labels.getOrDefault(name, name))
                    .append(": ")
                    .append(value)
                    .append('\n'));
            return all.toString();
        }
    }

    private Pdf() {}

    /** A final document of a title and paragraphs. */
    public static byte[] document(String title, String text) throws PdfFailure {
        try (PDDocument document = new PDDocument()) {
            PdfFont font = PdfFont.used(document);
            font.check(title + text);
            try (PdfPages pages = new PdfPages(document, font)) {
                pages.title(title);
                pages.text(text);
            }
            return bytes(document, title);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Refuses a form with a character that cannot be shown; it is not made for that. */
    public static void check(Form form) throws PdfFailure {
        if (PdfFont.isPlain(form.readable())) {
            return;
        }
        try (PDDocument document = new PDDocument()) {
            PdfFont.used(document).check(form.readable());
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /**
     * A form that can be filled in; the same description gives the same bytes. What {@link #check} would refuse comes out
     * as a question mark: that can only be the name of an organisation.
     */
    public static byte[] form(Form form) throws PdfFailure {
        try (PDDocument document = new PDDocument()) {
            PdfFont font = PdfFont.whole(document);
            PDAcroForm acro = new PDAcroForm(document);
            document.getDocumentCatalog().setAcroForm(acro);
            acro.setDefaultResources(new PDResources());
            acro.getDefaultResources().put(COSName.getPDFName(PdfFont.NAME), font.font());
            acro.setDefaultAppearance(APPEARANCE);
            try (PdfPages pages = new PdfPages(document, font)) {
                pages.title(font.shown(form.title()));
                pages.text(font.shown(form.text()));
                for (Form.Field field : form.fields()) {
                    pages.field(acro, field.name(), font.shown(field.label()));
                }
            }
            for (Form.Field field : form.fields()) {
                if (!field.value().isEmpty()) {
                    set((PDTerminalField) acro.getField(field.name()), font, font.shown(field.value()));
                }
            }
            return bytes(document, form.title());
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /**
     * The same form with values in it.
     *
     * @throws PdfFailure when it is no form, a field is not there or does not take the value; the message names it
     */
    public static byte[] filled(byte[] pdf, String title, Map<String, String> values) throws PdfFailure {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            PDAcroForm acro = document.getDocumentCatalog().getAcroForm(null);
            Map<String, PDTerminalField> fields = fields(acro);
            if (fields.isEmpty()) {
                throw new PdfFailure("has no form fields");
            }
            List<String> unknown = values.keySet().stream()
                    .filter(name -> !fields.containsKey(name))
                    .toList();
            if (!unknown.isEmpty()) {
                throw new PdfFailure(
                        "has no field '" + unknown.get(0) + "'; its fields are " + String.join(", ", fields.keySet()));
            }
            if (acro.getDefaultResources() == null) {
                acro.setDefaultResources(new PDResources());
            }
            PdfFont font = PdfFont.of(document, acro.getDefaultResources());
            for (Map.Entry<String, String> value : values.entrySet()) {
                font.check(value.getValue());
                set(fields.get(value.getKey()), font, value.getValue());
            }
            return bytes(document, title);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private static void set(PDTerminalField field, PdfFont font, String value) throws IOException, PdfFailure {
        if (field.isReadOnly()) {
            throw new PdfFailure("does not let anybody change the field '" + field.getFullyQualifiedName() + "'");
        }
        if (field instanceof PDVariableText text) {
            boolean fits = true;
            for (PDAnnotationWidget widget : field.getWidgets()) {
                fits &= font.width(value, 11) < widget.getRectangle().getWidth() - 6;
            }
            String appearance = fits ? APPEARANCE : SHRUNK;
            text.setDefaultAppearance(appearance);
            field.getWidgets().forEach(widget -> widget.getCOSObject().setString(COSName.DA, appearance));
        }
        try {
            field.setValue(value);
        } catch (IllegalArgumentException e) { // a choice or a check box that knows other values only
            throw new PdfFailure("does not take this value in the field '" + field.getFullyQualifiedName() + "'");
        }
    }

    /** Text and fields of a PDF. */
    public static Content content(byte[] pdf) throws PdfFailure {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            Map<String, String> values = new LinkedHashMap<>();
            Map<String, String> labels = new LinkedHashMap<>();
            fields(document.getDocumentCatalog().getAcroForm(null)).forEach((name, field) -> {
                values.put(name, Optional.ofNullable(field.getValueAsString()).orElse(""));
                Optional.ofNullable(field.getAlternateFieldName()).ifPresent(label -> labels.put(name, label));
            });
            return new Content(new PDFTextStripper().getText(document), values, labels);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private static Map<String, PDTerminalField> fields(PDAcroForm acro) {
        Map<String, PDTerminalField> fields = new LinkedHashMap<>();
        if (acro != null) {
            for (PDField field : acro.getFieldTree()) {
                if (field instanceof PDTerminalField terminal) {
                    fields.put(field.getFullyQualifiedName(), terminal);
                }
            }
        }
        return fields;
    }

    private static byte[] bytes(PDDocument document, String title) throws IOException {
        document.getDocumentInformation().setTitle(title);
        document.getDocumentInformation().setProducer("nexhelm");
        document.setDocumentId(0L); // not the time: the same content gives the same bytes
        var out = new ByteArrayOutputStream();
        document.save(out);
        return out.toByteArray();
    }

    private static PdfFailure broken(IOException e) {
        String said = new ArrayList<>(List.of(String.valueOf(e.getMessage()).split("\\R"))).get(0);
        return new PdfFailure("is no PDF that can be read: " + said);
    }
}
