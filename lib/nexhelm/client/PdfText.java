package nexhelm.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import nexhelm.Failure;
import nexhelm.world.TextFile;
import org.apache.fontbox.FontBoxFont;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.pdmodel.font.CIDFontMapping;
import org.apache.pdfbox.pdmodel.font.FontMapper;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.apache.pdfbox.pdmodel.font.FontMapping;
import org.apache.pdfbox.pdmodel.font.PDCIDSystemInfo;
import org.apache.pdfbox.pdmodel.font.PDFontDescriptor;
import org.apache.pdfbox.text.PDFTextStripper;

/** The text of a PDF (ISO 32000-1), by PDFBox, which nothing else loads: whoever gives no PDF does not pay for it. */
final class PdfText {

    private static final long LARGEST = 64L << 20;
    /** PDFBox tells about every oddity of a file; kept here, because a logger that nobody holds forgets its level. */
    private static final List<Logger> SILENT =
            List.of(Logger.getLogger("org.apache.pdfbox"), Logger.getLogger("org.apache.fontbox"));

    private PdfText() {}

    /** What its pages say, from top to bottom. Failures are invalid input. */
    static String of(Path file, String name) {
        try {
            if (!Files.isRegularFile(file)) {
                throw Failure.input("there is no file " + name);
            }
            if (Files.size(file) > LARGEST) {
                throw Failure.input(name + " is larger than 64 MiB");
            }
            return of(Files.readAllBytes(file), name);
        } catch (IOException e) {
            throw Failure.input(name + " cannot be read: " + TextFile.reason(e));
        }
    }

    /** The same for a file that has been read. */
    static String of(byte[] file, String name) {
        SILENT.forEach(logger -> logger.setLevel(Level.OFF));
        try {
            FontMappers.set(new OneFont());
            try (PDDocument document = Loader.loadPDF(file)) {
                var stripper = new PDFTextStripper();
                stripper.setSortByPosition(true);
                stripper.setLineSeparator("\n");
                return said(stripper.getText(document), name);
            }
        } catch (InvalidPasswordException e) {
            throw Failure.input(name + " is locked with a password; save it without one");
        } catch (IOException | RuntimeException e) {
            if (e instanceof Failure failure) {
                throw failure;
            }
            // PDFBox throws what it happens to stumble over in a damaged file
            throw Failure.input(name + " is a damaged PDF");
        }
    }

    private static String said(String text, String name) {
        if (text.isBlank()) {
            throw Failure.input(name + " is a PDF without text, perhaps a scan; have its words recognised first");
        }
        return text;
    }

    /**
     * Stands in for every font that a file names and does not bring along. PDFBox would look through all fonts of the
     * machine and leave a list of them in the home folder; for the words alone any font will do.
     */
    private static final class OneFont implements FontMapper {

        private final TrueTypeFont font;

        OneFont() {
            try (InputStream in = PDDocument.class.getResourceAsStream(
                    "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf")) {
                font = new TTFParser().parse(new RandomAccessReadBuffer(in));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public FontMapping<TrueTypeFont> getTrueTypeFont(String base, PDFontDescriptor descriptor) {
            return new FontMapping<>(font, true);
        }

        @Override
        public FontMapping<FontBoxFont> getFontBoxFont(String base, PDFontDescriptor descriptor) {
            return new FontMapping<>(font, true);
        }

        @Override
        public CIDFontMapping getCIDFont(String base, PDFontDescriptor descriptor, PDCIDSystemInfo system) {
            return new CIDFontMapping(null, font, true);
        }
    }
}
