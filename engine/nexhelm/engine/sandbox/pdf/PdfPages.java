package nexhelm.engine.sandbox.pdf;

import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.color.PDColor;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceRGB;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationWidget;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceCharacteristicsDictionary;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDTextField;

/** Writes from top to bottom, on as many A4 pages as it takes. Lengths are points, 72 of them an inch. */
final class PdfPages implements AutoCloseable {

    private static final float MARGIN = 64;
    private static final float SIZE = 11;
    private static final float LINE = 15;
    private static final float WIDTH = PDRectangle.A4.getWidth() - 2 * MARGIN;
    private static final float LABEL = 170;
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

    /** A label with a field at its right. */
    void field(PDAcroForm form, String name, String text) throws IOException {
        List<String> label = font.lines(text, SIZE, LABEL - 10);
        float height = Math.max(1, label.size()) * LINE + 8;
        if (y - height < MARGIN) {
            turn();
        }
        PDTextField box = new PDTextField(form);
        box.setPartialName(name);
        box.setAlternateFieldName(text);
        box.setDefaultAppearance(form.getDefaultAppearance());
        PDAnnotationWidget widget = box.getWidgets().get(0);
        widget.setRectangle(new PDRectangle(MARGIN + LABEL, y - 7, WIDTH - LABEL, 20));
        widget.setPage(page);
        widget.setPrinted(true);
        var look = new PDAppearanceCharacteristicsDictionary(new COSDictionary());
        look.setBorderColour(new PDColor(new float[] {0.6f, 0.6f, 0.6f}, PDDeviceRGB.INSTANCE));
        widget.setAppearanceCharacteristics(look);
        page.getAnnotations().add(widget);
        form.getFields().add(box);
        for (String line : label) {
            line(line, SIZE, MARGIN);
        }
        y -= 10;
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
