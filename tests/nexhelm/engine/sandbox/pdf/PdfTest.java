package nexhelm.engine.sandbox.pdf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
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
}
