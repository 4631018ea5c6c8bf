package nexhelm.engine.sandbox.pdf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDCheckBox;
import org.apache.pdfbox.pdmodel.interactive.form.PDComboBox;
import org.apache.pdfbox.pdmodel.interactive.form.PDField;
import org.apache.pdfbox.pdmodel.interactive.form.PDRadioButton;
import org.apache.pdfbox.pdmodel.interactive.form.PDSignatureField;
import org.apache.pdfbox.pdmodel.interactive.form.PDTextField;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PdfTest {

    private static String text(byte[] pdf) throws Exception {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            PDAcroForm form = document.getDocumentCatalog().getAcroForm(null);
            if (form != null) {
                form.flatten();
            }
            return new PDFTextStripper().getText(document);
        }
    }

    @Test
    void every_letter_that_is_taken_without_a_look_at_the_font_is_in_it() throws Exception {
        String letters = IntStream.concat(IntStream.rangeClosed(' ', '~'), IntStream.rangeClosed(0xA1, 0x17F))
                .filter(c -> c != 0xAD)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        assertTrue(PdfFont.isPlain(letters + "\u00AD\u00A0–—‘’“”"));
        String said = text(Pdf.document("All", letters + "\u00AD\u00A0–—‘’“”"));
        for (String letter : List.of("Ł", "ő", "ž", "ſ", "ÿ", "—")) {
            assertTrue(said.contains(letter), letter);
        }
        Pdf.filled(
                Pdf.form(new Form("F", "", List.of(new Form.Field("a", "A", "")))),
                "F",
                Map.of("a", letters.substring(0, 200)));
    }

    @Test
    void a_value_that_is_too_wide_for_its_field_is_written_smaller_and_stays_whole() throws Exception {
        String value = "Castellan Family Trust, care of Helene Moreau, 14 rue des Tilleuls, 69002 Lyon, France";
        byte[] form = Pdf.form(new Form("F", "", List.of(new Form.Field("who", "Who", value))));
        assertTrue(text(form).contains(value), text(form));
    }

    @Test
    void what_is_no_pdf_or_no_form_is_said_to_be_none() throws Exception {
        assertTrue(assertThrows(PdfFailure.class, () -> Pdf.content("hello".getBytes()))
                .getMessage()
                .startsWith("is no PDF that can be read"));
        byte[] plain = Pdf.document("T", "x");
        assertEquals(
                "has no form fields",
                assertThrows(PdfFailure.class, () -> Pdf.filled(plain, "T", Map.of("a", "b")))
                        .getMessage());
        assertEquals(Map.of(), Pdf.content(plain).fields());
    }

    @Test
    void words_that_are_wider_than_the_page_are_cut_and_nothing_is_lost() throws Exception {
        String word = "abcdefghij".repeat(40);
        assertEquals(
                word, text(Pdf.document("T", word)).replaceFirst("T\\s", "").replaceAll("\\s", ""));
    }

    /** A form with a field of each kind. */
    private static Form all() {
        return new Form(
                "Opening form",
                "Please fill in all of it.",
                List.of(
                        new Form.Field("name", "Name", Form.Kind.TEXT, List.of(), "", true, false),
                        new Form.Field("number", "Customer number", Form.Kind.TEXT, List.of(), "K-17", false, true),
                        new Form.Field("address", "Address", Form.Kind.LINES, List.of(), "", false, false),
                        new Form.Field("news", "Newsletter", Form.Kind.CHECKBOX, List.of(), "no", false, false),
                        new Form.Field("terms", "I accept", Form.Kind.CHECKBOX, List.of(), "yes", true, false),
                        new Form.Field("way", "Delivery", Form.Kind.RADIO, OPTIONS, "", true, false),
                        new Form.Field("account", "Account", Form.Kind.CHOICE, OPTIONS, "", false, false),
                        new Form.Field("signed", "Signature", Form.Kind.SIGNATURE, List.of(), "", true, false)));
    }

    private static final List<String> OPTIONS = List.of("collection", "post", "Übergabe in Łódź");

    @Test
    void every_kind_of_field_is_made_filled_in_and_shown() throws Exception {
        byte[] blank = Pdf.form(all());
        assertEquals(all().fields(), Pdf.content(blank).form());
        byte[] filled = Pdf.filled(
                blank,
                "Opening",
                Map.of("address", "Rue 1\n69002 Lyon", "news", "JA", "way", "übergabe in łódź", "account", "POST"));
        assertEquals("""
            Opening form
            Please fill in all of it.
            Name:\s
            Customer number: K-17
            Address: Rue 1
            69002 Lyon
            Newsletter: [x]
            I accept: [x]
            Delivery: Übergabe in Łódź
            Account: post
            Signature:\s
            """, Pdf.content(filled).readable());
        try (PDDocument document = Loader.loadPDF(filled)) {
            PDAcroForm form = document.getDocumentCatalog().getAcroForm(null);
            assertTrue(((PDCheckBox) form.getField("news")).isChecked());
            assertTrue(form.getField("name").isRequired()
                    && form.getField("number").isReadOnly());
            assertTrue(((PDTextField) form.getField("address")).isMultiline());
            PDRadioButton way = (PDRadioButton) form.getField("way");
            assertEquals(
                    List.of("Off", "Off", "2"),
                    way.getWidgets().stream()
                            .map(widget -> widget.getAppearanceState().getName())
                            .toList());
            PDComboBox account = (PDComboBox) form.getField("account");
            assertEquals(List.of("post"), account.getValue());
            assertEquals(OPTIONS, account.getOptions());
            assertTrue(form.getField("signed") instanceof PDSignatureField);
        }
        String seen = text(filled);
        assertTrue(seen.contains("69002 Lyon") && seen.split("post", -1).length == 3, seen);
        BufferedImage empty = picture(blank);
        BufferedImage done = picture(filled);
        assertEquals(0, ink(empty, box(blank, "news", 0)), "an empty box has a border and nothing in it");
        assertTrue(ink(done, box(filled, "news", 0)) > 10, "a tick is drawn");
        assertTrue(ink(done, box(filled, "way", 2)) > 10, "the chosen button has a dot");
        assertEquals(0, ink(done, box(filled, "way", 0)));
    }

    private static BufferedImage picture(byte[] pdf) throws Exception {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFRenderer(document).renderImage(0);
        }
    }

    private static PDRectangle box(byte[] pdf, String field, int widget) throws Exception {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return document.getDocumentCatalog()
                    .getAcroForm(null)
                    .getField(field)
                    .getWidgets()
                    .get(widget)
                    .getRectangle();
        }
    }

    /** How many points inside of a box, its border left out, are nearly black. */
    private static int ink(BufferedImage page, PDRectangle box) {
        int dark = 0;
        for (int x = (int) box.getLowerLeftX() + 2; x < box.getUpperRightX() - 2; x++) {
            for (int y = (int) (page.getHeight() - box.getUpperRightY()) + 2;
                    y < page.getHeight() - box.getLowerLeftY() - 2;
                    y++) {
                dark += (page.getRGB(x, y) & 0xff) < 100 ? 1 : 0;
            }
        }
        return dark;
    }

    /** References in the place of a box's states are what poppler does not follow: it then shows no box at all. */
    @Test
    void the_states_of_a_box_stand_in_its_appearance_itself() throws Exception {
        try (PDDocument document =
                Loader.loadPDF(Pdf.filled(Pdf.form(all()), "Opening", Map.of("news", "yes", "way", "post")))) {
            for (String name : List.of("news", "way")) {
                PDField field = document.getDocumentCatalog().getAcroForm(null).getField(name);
                assertTrue(
                        field.getWidgets().get(0).getAppearance().getCOSObject().getItem(COSName.N)
                                instanceof COSDictionary);
            }
        }
    }

    private static String refused(Map<String, String> values) {
        return assertThrows(PdfFailure.class, () -> Pdf.filled(Pdf.form(all()), "T", values))
                .getMessage();
    }

    @Test
    void a_value_that_a_field_does_not_take_is_refused_with_what_it_takes() {
        assertEquals(
                "has no option 'boat' in its field 'way'; its options are collection, post, Übergabe in Łódź",
                refused(Map.of("way", "boat")));
        assertEquals("takes yes or no in its check box 'news', not 'perhaps'", refused(Map.of("news", "perhaps")));
        assertEquals("does not let anybody change the field 'number'", refused(Map.of("number", "1")));
        assertEquals("leaves its field 'signed' to be signed by a person", refused(Map.of("signed", "me")));
    }

    @Test
    void what_was_checked_and_chosen_can_be_taken_back() throws Exception {
        byte[] filled = Pdf.filled(Pdf.form(all()), "T", Map.of("way", "post", "account", "post", "news", "on"));
        byte[] cleared = Pdf.filled(filled, "T", Map.of("way", "", "account", "", "news", "off", "terms", "false"));
        assertEquals(
                Map.of("way", "", "account", "", "news", "no", "terms", "no"),
                Pdf.content(cleared).fields().entrySet().stream()
                        .filter(field ->
                                List.of("way", "account", "news", "terms").contains(field.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }
}
