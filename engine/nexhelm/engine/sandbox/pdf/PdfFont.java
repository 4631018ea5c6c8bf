package nexhelm.engine.sandbox.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * The font that travels inside every PDF: Liberation Sans, which PDFBox brings along. The standard 14 fonts have no
 * glyph for most of Europe's names.
 */
final class PdfFont {

    static final String NAME = "LiberationSans";

    /** What any font has that has Latin letters: for them nothing is looked up. */
    private static final Pattern LATIN =
            Pattern.compile("[\\s\\x20-\\x7E\\u00A0-\\u017F\\u2013\\u2014\\u2018-\\u201E]*");

    private final PDFont font;

    private PdfFont(PDFont font) {
        this.font = font;
    }

    /** Whether a text is of ordinary letters, which the font has for sure. */
    static boolean isPlain(String text) {
        return LATIN.matcher(text).matches();
    }

    /** The copy of our font that a form brings along; the whole font where it has none. */
    static PdfFont of(PDDocument document, PDResources resources) throws IOException {
        COSName name = COSName.getPDFName(NAME);
        if (resources.getFont(name) instanceof PDType0Font font && font.isEmbedded()) {
            return new PdfFont(font);
        }
        PdfFont whole = whole(document);
        resources.put(name, whole.font());
        return whole;
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

    PDFont font() {
        return font;
    }

    /** Refuses a text that would lose a character. */
    void check(String text) throws PdfFailure {
        if (isPlain(text)) {
            return;
        }
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

    /** A text with a question mark for every character that the font lacks. */
    String shown(String text) {
        if (isPlain(text)) {
            return text;
        }
        var shown = new StringBuilder();
        text.codePoints().forEach(point -> {
            try {
                check(Character.toString(point));
                shown.appendCodePoint(point);
            } catch (PdfFailure e) {
                shown.append('?');
            }
        });
        return shown.toString();
    }

    /** The width of a text in points. */
    float width(String text, float size) throws IOException {
        return font.getStringWidth(text) / 1000 * size;
    }

    /** A paragraph in lines that are no wider than so many points; a word that is wider is cut. */
    List<String> lines(String paragraph, float size, float width) throws IOException {
        List<String> lines = new ArrayList<>();
        var line = new StringBuilder();
        float used = 0;
        for (String word : paragraph.replace('\t', ' ').split("(?<= )")) {
            float wide = width(word, size);
            if (used + width(word.stripTrailing(), size) > width && !line.isEmpty()) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
                used = 0;
            }
            line.append(word);
            used += wide;
            while (used > width && width(line.toString().stripTrailing(), size) > width) {
                int end = fitting(line, size, width);
                lines.add(line.substring(0, end));
                line.delete(0, end);
                used = width(line.toString(), size);
            }
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }

    /** How many characters of a line fit into a width: one at least, and no half of a surrogate pair. */
    private int fitting(CharSequence line, float size, float width) throws IOException {
        float used = 0;
        int end = 0;
        while (end < line.length()) {
            int point = Character.codePointAt(line, end);
            used += width(Character.toString(point), size);
            if (used > width && end > 0) {
                break;
            }
            end += Character.charCount(point);
        }
        return end;
    }
}
