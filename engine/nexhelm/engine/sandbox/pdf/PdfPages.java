package nexhelm.engine.sandbox.pdf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationWidget;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDCheckBox;
import org.apache.pdfbox.pdmodel.interactive.form.PDComboBox;
import org.apache.pdfbox.pdmodel.interactive.form.PDRadioButton;
import org.apache.pdfbox.pdmodel.interactive.form.PDSignatureField;
import org.apache.pdfbox.pdmodel.interactive.form.PDTerminalField;
import org.apache.pdfbox.pdmodel.interactive.form.PDTextField;
import org.apache.pdfbox.pdmodel.interactive.form.PDVariableText;

/** Writes from top to bottom, on as many A4 pages as it takes. Lengths are points, 72 of them an inch. */
final class PdfPages implements AutoCloseable {

    private static final float MARGIN = 64;
    private static final float SIZE = 11;
    private static final float LINE = 15;
    private static final float WIDTH = PDRectangle.A4.getWidth() - 2 * MARGIN;
    private static final float LABEL = 170;
    private static final float BUTTON = 12;
    /** A radio group in which one button stays pressed (ISO 32000-1, table 226). */
    private static final int NO_TOGGLE_TO_OFF = 1 << 14;

    private static final int MOST = 500;

    private final PDDocument document;
    private final PdfFont font;
    private PDPage page;
    private PDPageContentStream stream;
    private float y;

    PdfPages(PDDocument document, PdfFont font) throws IOException {
        this.document = document;
        this.font = font;
        turn();
    }

    void title(String title) throws IOException {
        for (String line : font.lines(title, 18, WIDTH)) {
            line(line, 18, MARGIN);
            y -= 9;
        }
        y -= 8;
    }

    void text(String text) throws IOException {
        if (text.isBlank()) {
            return;
        }
        for (String paragraph : text.stripTrailing().split("\\R", -1)) {
            for (String line : font.lines(paragraph, SIZE, WIDTH)) {
                line(line, SIZE, MARGIN);
            }
        }
        y -= LINE;
    }

    /** A label with a field at its right; an asterisk marks one that is required. */
    void field(PDAcroForm form, Form.Field field) throws IOException {
        List<String> label = font.lines(field.label() + (field.required() ? " *" : ""), SIZE, LABEL - 10);
        int rows = rows(field.kind());
        if (y - Math.max(label.size(), rows) * LINE - 8 < MARGIN) {
            turn();
        }
        PDPage begun = page;
        float top = y;
        for (String line : label) {
            line(line, SIZE, MARGIN);
        }
        float below = Math.min(y, top - rows * LINE);
        y = top;
        PDTerminalField made = switch (field.kind()) {
            case TEXT, LINES -> text(form, field);
            case CHOICE -> choice(form, field);
            case CHECKBOX -> checkBox(form, field);
            case RADIO -> radio(form, field);
            case SIGNATURE -> signature(form, field);
        };
        made.setPartialName(field.name());
        made.setAlternateFieldName(field.label());
        made.setRequired(field.required());
        made.setReadOnly(field.readonly());
        form.getFields().add(made);
        y = (page == begun ? Math.min(below, y) : y) - 10;
    }

    private static int rows(Form.Kind kind) {
        return switch (kind) {
            case TEXT, CHECKBOX, CHOICE, RADIO -> 1;
            case LINES -> 4;
            case SIGNATURE -> 2;
        };
    }

    private PDTerminalField text(PDAcroForm form, Form.Field field) throws IOException {
        PDTextField text = new PDTextField(form);
        text.setMultiline(field.kind() == Form.Kind.LINES);
        return framed(form, text, field);
    }

    private PDTerminalField choice(PDAcroForm form, Form.Field field) throws IOException {
        PDComboBox list = new PDComboBox(form);
        list.setOptions(field.options());
        float right = MARGIN + WIDTH - 8;
        stream.setNonStrokingColor(0.6f, 0.6f, 0.6f);
        stream.moveTo(right - 8, y + 6);
        stream.lineTo(right, y + 6);
        stream.lineTo(right - 4, y);
        stream.fill();
        stream.setNonStrokingColor(0f, 0f, 0f);
        return framed(form, list, field);
    }

    private PDTerminalField framed(PDAcroForm form, PDVariableText box, Form.Field field) throws IOException {
        box.setDefaultAppearance(form.getDefaultAppearance());
        PDAnnotationWidget widget = box.getWidgets().get(0);
        float height = 20 + (rows(field.kind()) - 1) * LINE;
        place(widget, MARGIN + LABEL, y + 13 - height, WIDTH - LABEL, height);
        PdfLook.frame(widget, field.readonly());
        return box;
    }

    private PDTerminalField checkBox(PDAcroForm form, Form.Field field) throws IOException {
        PDCheckBox box = new PDCheckBox(form);
        PDAnnotationWidget widget = box.getWidgets().get(0);
        place(widget, MARGIN + LABEL, y - 3, BUTTON, BUTTON);
        PdfLook.checkBox(document, widget);
        return box;
    }

    /** One button for each option, as many in a row as have room. */
    private PDTerminalField radio(PDAcroForm form, Form.Field field) throws IOException {
        PDRadioButton group = new PDRadioButton(form);
        group.getCOSObject().setFlag(COSName.FF, NO_TOGGLE_TO_OFF, true);
        List<PDAnnotationWidget> widgets = new ArrayList<>();
        float x = MARGIN + LABEL;
        for (String option : field.options()) {
            List<String> said = font.lines(option, SIZE, WIDTH - LABEL - BUTTON - 6);
            float width = BUTTON + 6 + (said.size() == 1 ? font.width(option, SIZE) : WIDTH);
            if (x > MARGIN + LABEL && x + width > MARGIN + WIDTH) {
                x = MARGIN + LABEL;
                y -= LINE;
            }
            if (y < MARGIN) {
                turn();
            }
            PDAnnotationWidget widget = new PDAnnotationWidget();
            place(widget, x, y - 3, BUTTON, BUTTON);
            // states are numbers and the options export values, so that they may be of any letters (12.7.4.2.4)
            PdfLook.radio(document, widget, Integer.toString(widgets.size()));
            widgets.add(widget);
            for (int i = 0; i < said.size(); i++) {
                line(said.get(i), SIZE, x + BUTTON + 6);
            }
            y += LINE;
            x += width + 16;
        }
        y -= LINE;
        group.setWidgets(widgets);
        group.setExportValues(field.options());
        return group;
    }

    private PDTerminalField signature(PDAcroForm form, Form.Field field) throws IOException {
        PDSignatureField signature = new PDSignatureField(form);
        place(signature.getWidgets().get(0), MARGIN + LABEL, y - 7 - LINE, WIDTH - LABEL, 20 + LINE);
        stream.setStrokingColor(0.6f, 0.6f, 0.6f);
        stream.moveTo(MARGIN + LABEL, y - 7 - LINE);
        stream.lineTo(MARGIN + WIDTH, y - 7 - LINE);
        stream.stroke();
        return signature;
    }

    private void place(PDAnnotationWidget widget, float x, float bottom, float width, float height) throws IOException {
        widget.setRectangle(new PDRectangle(x, bottom, width, height));
        widget.setPage(page);
        widget.setPrinted(true);
        page.getAnnotations().add(widget);
    }

    private void line(String text, float size, float x) throws IOException {
        if (y < MARGIN) {
            turn();
        }
        stream.beginText();
        stream.setFont(font.font(), size);
        stream.newLineAtOffset(x, y);
        stream.showText(text);
        stream.endText();
        y -= LINE;
    }

    private void turn() throws IOException {
        if (document.getNumberOfPages() == MOST) {
            throw new IOException("more than " + MOST + " pages");
        }
        if (stream != null) {
            stream.close();
        }
        page = new PDPage(PDRectangle.A4);
        document.addPage(page);
        stream = new PDPageContentStream(document, page);
        y = PDRectangle.A4.getHeight() - MARGIN - 10;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
