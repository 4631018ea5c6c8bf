package nexhelm.engine.tool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import nexhelm.engine.sandbox.Changes;
import nexhelm.engine.sandbox.Paper;
import nexhelm.json.Json;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PDFs as PDFBox opens them from their bytes. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PdfToolsTest {

    @TempDir
    Path folder;

    private Calls calls;

    @BeforeEach
    void build() {
        calls = new Calls(folder);
    }

    @AfterEach
    void close() {
        calls.close();
    }

    private byte[] bytes(String path) {
        return Paper.pdf(calls.tenant.file(path).orElseThrow());
    }

    @Test
    void a_form_is_read_with_its_fields_and_their_labels() throws Exception {
        ObjectNode form = calls.call("read_pdf", "{'document':'Forms/Claim notification form'}");
        assertTrue(form.path("text").asText().startsWith("Claim notification form"), form::toString);
        assertEquals(
                "{\"policyholder\":\"\",\"policy_number\":\"\",\"date_of_loss\":\"\",\"cause\":\"\",\"estimated_loss\":\"\"}",
                Json.compact(form.path("fields")));
        assertEquals("Date of loss", form.path("labels").path("date_of_loss").asText());
        assertArrayEquals(bytes("Forms/Claim notification form"), bytes("Forms/Claim notification form"));
    }

    @Test
    void a_filled_form_shows_names_of_all_of_Europe_in_an_embedded_font() throws Exception {
        calls.call(
                "create_pdf_form",
                "{'form':'Forms/Account transfer form','folder':'Clients/Castellan','title':'Transfer',"
                        + "'values':{'client_name':'Łukasz Żółć','beneficiary':'Ελένη Παππά','amount':'EUR 410,000'}}");
        try (PDDocument pdf = Loader.loadPDF(bytes("Clients/Castellan/Transfer"))) {
            PDAcroForm form = pdf.getDocumentCatalog().getAcroForm(null);
            assertEquals("Łukasz Żółć", form.getField("client_name").getValueAsString());
            assertEquals("", form.getField("purpose").getValueAsString());
            form.flatten();
            String text = new PDFTextStripper().getText(pdf);
            assertTrue(text.contains("Łukasz Żółć"), text);
            assertTrue(text.contains("Ελένη Παππά"), text);
            for (PDFont font : List.of(form.getDefaultResources()
                    .getFont(
                            form.getDefaultResources().getFontNames().iterator().next()))) {
                assertTrue(font.isEmbedded());
            }
        }
        assertEquals(
                "EUR 410,000",
                calls.call("read_pdf", "{'document':'Clients/Castellan/Transfer'}")
                        .path("fields")
                        .path("amount")
                        .asText());
        assertTrue(calls.call("read_pdf", "{'document':'Forms/Account transfer form'}")
                .path("fields")
                .path("client_name")
                .asText()
                .isEmpty());
        Changes.Change change = Changes.of(calls.tenant).items().get(0);
        assertEquals(
                "created pdf Clients/Castellan/Transfer", change.change() + " " + change.kind() + " " + change.path());
        assertTrue(change.content().contains("Client: Łukasz Żółć\n"), change::content);
    }

    @Test
    void an_unknown_field_is_refused_with_the_right_ones_and_nothing_is_written() {
        calls.fails(
                "'Forms/Claim notification form' has no field 'policy'; its fields are policyholder, policy_number,"
                        + " date_of_loss, cause, estimated_loss",
                "create_pdf_form",
                "{'form':'Forms/Claim notification form','values':{'cause':'pipe','policy':'x'}}");
        calls.fails(
                "'Forms/Claim notification form' '漢' (U+6F22) is no character that a PDF made here can show",
                "create_pdf_form",
                "{'form':'Forms/Claim notification form','values':{'cause':'漢'}}");
        calls.fails(
                "the value of 'cause' is not one line of at most 500 characters",
                "create_pdf_form",
                "{'form':'Forms/Claim notification form','values':{'cause':'a\\nb'}}");
        assertEquals(List.of(), Changes.of(calls.tenant).items());
    }

    @Test
    void a_filled_form_can_be_filled_in_further() throws Exception {
        calls.call("create_pdf_form", "{'form':'Forms/Claim notification form','values':{'cause':'pipe'}}");
        calls.call(
                "create_pdf_form",
                "{'form':'Forms/Claim notification form (filled"
                        + " in)','title':'Second','values':{'policyholder':'Żaneta'}}");
        assertEquals(
                "pipe, Żaneta",
                String.join(
                        ", ",
                        calls.call("read_pdf", "{'document':'Forms/Second'}")
                                .path("fields")
                                .path("cause")
                                .asText(),
                        calls.call("read_pdf", "{'document':'Forms/Second'}")
                                .path("fields")
                                .path("policyholder")
                                .asText()));
    }

    @Test
    void a_text_is_saved_as_a_pdf_of_as_many_pages_as_it_takes() throws Exception {
        ObjectNode input = Json.object()
                .put("folder", "Clients/Hartwell")
                .put("title", "Annual review 2026")
                .put(
                        "text",
                        "Dear Mrs Łącka,\n\n" + "The portfolio is worth GBP 842,300 today. ".repeat(200) + "\n"
                                + "x".repeat(300));
        ToolCatalog.all().get("create_pdf").call(calls.tenant, input);
        byte[] bytes = bytes("Clients/Hartwell/Annual review 2026");
        assertEquals("%PDF-1.", new String(bytes, 0, 7, java.nio.charset.StandardCharsets.US_ASCII));
        try (PDDocument pdf = Loader.loadPDF(bytes)) {
            assertTrue(pdf.getNumberOfPages() > 1);
            String text = new PDFTextStripper().getText(pdf);
            assertTrue(text.startsWith("Annual review 2026") && text.contains("Dear Mrs Łącka,"), text);
            assertEquals(201, text.split("842,300", -1).length);
            assertEquals("Annual review 2026", pdf.getDocumentInformation().getTitle());
        }
        assertTrue(bytes.length < 60_000, "only the glyphs in use are in it: " + bytes.length);
    }

    @Test
    void pdfs_are_listed_found_attached_and_no_document_is_taken_for_one() throws Exception {
        assertTrue(calls.call("list_documents", "{'folder':'Forms'}")
                .path("pdfs")
                .findValuesAsText("title")
                .containsAll(List.of("Account transfer form", "Client data form", "Claim notification form")));
        assertEquals(
                List.of("Forms/Claim notification form"),
                calls.call("search_documents", "{'query':'estimated loss policyholder'}")
                        .path("pdfs")
                        .findValuesAsText("path"));
        calls.fails(
                "'Clients/Hartwell/Fee schedule' is a document, not a PDF; use read_document",
                "read_pdf",
                "{'document':'Clients/Hartwell/Fee schedule'}");
        calls.call(
                "create_mail_draft",
                "{'to':['helene.moreau@example.com'],'subject':'Please sign','text':'t','attachments':['Forms/Account"
                        + " transfer form']}");
        assertTrue(Changes.of(calls.tenant).items().get(0).content().contains("Attached: Forms/Account transfer form"));
    }
}
