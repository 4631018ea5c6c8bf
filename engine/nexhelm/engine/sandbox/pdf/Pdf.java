package nexhelm.engine.sandbox.pdf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.text.PDFTextStripper;

/** PDF files (ISO 32000-1) made, read and filled in with PDFBox, which only these methods load. */
public final class Pdf {

    /**
     * What a PDF says.
     *
     * @param text of its pages; what the fields of a form hold is not in it
     * @param form its fields in the order of the form, none where it is no form; a label is empty where none is told
     */
    public record Content(String text, List<Form.Field> form) {

        /** Over so many lines labels and options are looked for. */
        private static final int MOST_LINES = 5;

        public Content {
            form = List.copyOf(form);
        }

        /** What the fields hold by their names. */
        public Map<String, String> fields() {
            Map<String, String> values = new LinkedHashMap<>();
            form.forEach(field -> values.put(field.name(), field.value()));
            return values;
        }

        /** What stands beside the fields by their names, where the form says so. */
        public Map<String, String> labels() {
            Map<String, String> labels = new LinkedHashMap<>();
            form.stream()
                    .filter(field -> !field.label().isEmpty())
                    .forEach(field -> labels.put(field.name(), field.label()));
            return labels;
        }

        /** The text, with the labels beside their values below. */
        public String readable() {
            var all = new StringBuilder();
            List<List<String>> printed = form.stream().map(Content::printed).toList();
            List<String> lines = text.strip().lines().map(String::strip).toList();
            for (int i = 0; i < lines.size(); ) {
                int labels = labels(lines, i, printed);
                if (labels == 0) {
                    all.append(lines.get(i)).append('\n');
                }
                i += Math.max(1, labels);
            }
            return all.append(Form.readable(form.stream().map(Content::labelled).toList()))
                    .toString();
        }

        /** How many lines from here on say nothing but what a field is called; a long label takes several. */
        private static int labels(List<String> lines, int from, List<List<String>> printed) {
            for (int n = Math.min(MOST_LINES, lines.size() - from); n > 0; n--) {
                String said = String.join(" ", lines.subList(from, from + n));
                if (printed.stream().anyMatch(words -> only(words, said))) {
                    return n;
                }
            }
            return 0;
        }

        /** What the page prints for a field, the longest first. */
        private static List<String> printed(Form.Field field) {
            return Stream.concat(Stream.of(labelled(field).label(), "*"), field.options().stream())
                    .filter(word -> !word.isBlank())
                    .sorted(Comparator.comparing(String::length).reversed())
                    .toList();
        }

        /** Whether a line of the page is nothing but such words. */
        private static boolean only(List<String> words, String line) {
            String rest = line;
            while (!rest.isEmpty()) {
                String left = rest;
                Optional<String> word = words.stream()
                        .filter(w -> left.equals(w) || left.startsWith(w + " "))
                        .findFirst();
                if (word.isEmpty()) {
                    return false;
                }
                rest = left.substring(word.get().length()).strip();
            }
            return !line.isEmpty();
        }

        private static Form.Field labelled(Form.Field field) {
            return field.label().isEmpty() ? field.labelled(field.name()) : field;
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
        var all = new StringBuilder(form.readable());
        form.fields().forEach(field -> field.options().forEach(all::append));
        if (PdfFont.isPlain(all.toString())) {
            return;
        }
        try (PDDocument document = new PDDocument()) {
            PdfFont.used(document).check(all.toString());
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
            acro.setDefaultAppearance(PdfFields.APPEARANCE);
            try (PdfPages pages = new PdfPages(document, font)) {
                pages.title(font.shown(form.title()));
                pages.text(font.shown(form.text()));
                for (Form.Field field : form.fields()) {
                    pages.field(acro, field.printed(font::shown));
                }
            }
            PdfFields fields = new PdfFields(document);
            for (Form.Field field : form.fields()) {
                if (field.kind() != Form.Kind.SIGNATURE) {
                    fields.set(field.name(), font.shown(field.value()), font); // an empty one shows its frame
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
            if (document.isEncrypted()) {
                throw new PdfFailure(
                        "is encrypted and cannot be filled in; save a copy without encryption and use that");
            }
            PdfFields fields = new PdfFields(document);
            if (fields.isEmpty()) {
                throw new PdfFailure("has no form fields");
            }
            fields.fill(values);
            return bytes(document, title);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Text and fields of a PDF. */
    public static Content content(byte[] pdf) throws PdfFailure {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            List<Form.Field> fields = new PdfFields(document).read();
            return new Content(new PDFTextStripper().getText(document), fields);
        } catch (IOException e) {
            throw broken(e);
        }
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
        if (e instanceof InvalidPasswordException) {
            return new PdfFailure("is encrypted and opens only with a password; save a copy without one and use that");
        }
        String said = new ArrayList<>(List.of(String.valueOf(e.getMessage()).split("\\R"))).get(0);
        return new PdfFailure("is no PDF that can be read: " + said);
    }
}
