package nexhelm.engine.sandbox.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * The font that travels inside every PDF: Liberation Sans, which PDFBox brings along. The standard 14 fonts have no
 * glyph for most of Europe's names.
 */
final class PdfFont {

    static final String NAME = "LiberationSans";

    private final PDType0Font font;

    private PdfFont(PDType0Font font) {
        this.font = font;
    }

    /** The whole font, for forms that others go on to fill in. */
    static PdfFont whole(PDDocument document) throws IOException {
        return load(document, false);
    }

    /** Only the glyphs that are used, for texts that are final. */
    static PdfFont used(PDDocument document) throws IOException {
        return load(document, true);
    }

    private static PdfFont load(PDDocument document, boolean subset) throws IOException {
        try (InputStream in =
                PDDocument.class.getResourceAsStream("/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf")) {
            return new PdfFont(PDType0Font.load(document, in, subset));
        }
    }

    PDType0Font font() {
        return font;
    }

    /** Refuses a text that would lose a character. */
    void check(String text) throws PdfFailure {
        int[] points = text.codePoints().filter(c -> c >= ' ').toArray();
        for (int point : points) {
            try {
                font.encode(Character.toString(point));
            } catch (IllegalArgumentException | IOException e) { // how PDFBox says that there is no glyph
                throw new PdfFailure("'%s' (U+%04X) is no character that a PDF made here can show"
                        .formatted(Character.toString(point), point));
            }
        }
    }

    /** The width of a text in points. */
    float width(String text, float size) throws IOException {
        return font.getStringWidth(text) / 1000 * size;
    }

    /** A paragraph in lines that are no wider than so many points; a word that is wider is cut. */
    List<String> lines(String paragraph, float size, float width) throws IOException {
        List<String> lines = new ArrayList<>();
        var line = new StringBuilder();
        for (String word : paragraph.replace('\t', ' ').split("(?<= )")) {
            if (width(line + word.stripTrailing(), size) > width && !line.isEmpty()) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
            }
            line.append(word);
            while (width(line.toString().stripTrailing(), size) > width) {
                int end = 1;
                while (end < line.length() && width(line.substring(0, end + 1), size) <= width) {
                    end++;
                }
                end -= Character.isHighSurrogate(line.charAt(end - 1)) && end > 1 ? 1 : 0;
                lines.add(line.substring(0, end));
                line.delete(0, end);
            }
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }
}
