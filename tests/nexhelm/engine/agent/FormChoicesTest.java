package nexhelm.engine.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import nexhelm.engine.persona.Verifier.StepResult;
import nexhelm.engine.sandbox.Paper;
import nexhelm.json.Json;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Boxes are checked and options taken as the papers say it, and in no other way. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class FormChoicesTest {

    private static final String FORM = """
        {"title": "Order form", "fields": [
          "Customer",
          {"name": "delivery", "label": "Delivery", "kind": "radio", "options": ["collection", "post", "courier"], "required": true},
          {"name": "account", "label": "Account type", "kind": "choice", "options": ["Giro", "Savings"]},
          {"name": "newsletter", "label": "I would like to receive the newsletter", "kind": "checkbox"},
          {"name": "terms", "label": "Terms accepted", "kind": "checkbox", "required": true},
          {"name": "number", "label": "Order number", "value": "O-17", "readonly": true},
          {"name": "remarks", "label": "Remarks", "kind": "lines"},
          {"name": "signature", "label": "Signature", "kind": "signature", "required": true}]}\
        """;

    private static final String STEP = "create_pdf_form | Fill in the order form.";

    @TempDir
    Path folder;

    private int runs;

    @Test
    void what_the_mail_says_is_checked_and_chosen_in_the_pdf() throws Exception {
        try (Rehearsal run = run("Customer: Mill Café\nDelivery: Collection.\nAccount type: savings, please\n"
                + "Newsletter: no\nTerms accepted: yes\nRemarks: call first\nOrder number: O-99\n")) {
            assertTrue(run.complete(), run.results()::toString);
            assertEquals(
                    "Filled in “Forms/Order form”: Customer: Mill Café; Delivery: collection; Account type: Savings;"
                            + " I would like to receive the newsletter: no; Terms accepted: yes; Remarks: call first."
                            + " Left open, because no source says it: Signature."
                            + " Required and still open: Signature.",
                    summary(run).replaceFirst("Order form[^”]*”", "Order form”"));
            try (PDDocument pdf = pdf(run)) {
                PDAcroForm form = pdf.getDocumentCatalog().getAcroForm(null);
                assertEquals("collection", form.getField("delivery").getValueAsString());
                assertEquals("[Savings]", form.getField("account").getValueAsString());
                assertEquals("Off", form.getField("newsletter").getValueAsString());
                assertEquals("Yes", form.getField("terms").getValueAsString());
                assertEquals("O-17", form.getField("number").getValueAsString());
            }
            String seen = run.change("pdf", "Order form").content();
            assertTrue(seen.contains("Delivery: collection\n"), seen);
            assertTrue(seen.contains("Terms accepted: [x]\n"), seen);
            assertTrue(seen.contains("receive the newsletter: [ ]\n"), seen);
        }
    }

    @Test
    void a_value_that_is_no_option_leaves_the_field_open_and_is_named() throws Exception {
        try (Rehearsal run = run("Customer: Mill Café\nDelivery: by courier, on Friday\nAccount type: Giro plus\n"
                + "Newsletter: perhaps later\n")) {
            String summary = summary(run);
            assertTrue(
                    summary.contains("Left open, because no source says it: Delivery, Account type, I would like to"
                            + " receive the newsletter, Terms accepted, Remarks, Signature."),
                    summary);
            assertTrue(
                    summary.contains("Delivery (“by courier, on Friday” is none of collection, post, courier)"),
                    summary);
            assertTrue(summary.contains("Account type (“Giro plus” is none of Giro, Savings)"), summary);
            assertTrue(summary.contains("(“perhaps later” is neither yes nor no)"), summary);
            assertTrue(summary.contains("Required and still open: Delivery, Terms accepted, Signature."), summary);
            try (PDDocument pdf = pdf(run)) {
                PDAcroForm form = pdf.getDocumentCatalog().getAcroForm(null);
                assertEquals("Off", form.getField("delivery").getValueAsString());
                assertEquals("[]", form.getField("account").getValueAsString());
            }
        }
    }

    @Test
    void two_answers_are_none_and_the_opposite_of_a_label_is_not_the_label() throws Exception {
        try (Rehearsal run = run("Customer: Mill Café\nDelivery: post\n\nDelivery: courier\nNo newsletter: yes\n"
                + "Terms not accepted: yes\nAccount type: Giro\nAccount type: giro\n")) {
            String summary = summary(run);
            assertTrue(summary.contains("Not clear: Delivery (post or courier)."), summary);
            assertTrue(summary.contains("Account type: Giro"), summary);
            try (PDDocument pdf = pdf(run)) {
                PDAcroForm form = pdf.getDocumentCatalog().getAcroForm(null);
                assertEquals("Off", form.getField("newsletter").getValueAsString());
                assertEquals("Off", form.getField("terms").getValueAsString());
            }
        }
    }

    @Test
    void the_step_itself_can_tick_a_box_and_set_an_option() throws Exception {
        try (Rehearsal run = run(
                "Customer: Mill Café\nDelivery: post\n",
                STEP + " Set the account type to Savings, and tick the boxes for the newsletter and terms accepted.")) {
            String summary = summary(run);
            assertTrue(summary.contains("Account type: Savings"), summary);
            assertTrue(summary.contains("the newsletter: yes"), summary);
            assertTrue(summary.contains("Terms accepted: yes"), summary);
        }
    }

    /** A filled form is a source as any other, of which an unchecked box says nothing. */
    @Test
    void a_form_that_was_read_answers_another_one() throws Exception {
        ObjectNode blueprint = blueprint("Customer: Mill Café\n");
        ObjectNode old = (ObjectNode) Json.parse(FORM);
        old.put("title", "Registration of 2025");
        ((ObjectNode) old.path("fields").path(1)).put("value", "courier");
        ((ObjectNode) old.path("fields").path(4)).put("value", true);
        blueprint.withArray("forms").add(old);
        try (Rehearsal run = new Rehearsal(
                        Files.createDirectory(folder.resolve("run" + runs++)),
                        blueprint,
                        Definitions.of(
                                "Order",
                                "read_document | Read the mail note.\nread_pdf | Read the registration of 2025.\n"
                                        + STEP))
                .run()) {
            assertTrue(run.complete(), run.results()::toString);
            String summary = ((StepResult.Done) run.results().get(2)).summary();
            assertTrue(summary.contains("Delivery: courier"), summary);
            assertTrue(summary.contains("Terms accepted: yes"), summary);
            assertFalse(summary.contains("the newsletter: no"), summary);
        }
    }

    private static String summary(Rehearsal run) {
        assertTrue(run.complete(), run.results()::toString);
        return ((StepResult.Done) run.results().get(1)).summary();
    }

    private static PDDocument pdf(Rehearsal run) throws Exception {
        String path = run.change("pdf", "Order form").path();
        return Loader.loadPDF(Paper.pdf(run.tenant().file(path).orElseThrow()));
    }

    private static ObjectNode blueprint(String note) throws Exception {
        ObjectNode blueprint = Json.object();
        blueprint.putArray("docs").addObject().put("title", "Mail note").put("text", note);
        blueprint.putArray("forms").add(Json.parse(FORM));
        return blueprint;
    }

    private Rehearsal run(String note) throws Exception {
        return run(note, STEP);
    }

    private Rehearsal run(String note, String step) throws Exception {
        return new Rehearsal(
                        Files.createDirectory(folder.resolve("run" + runs++)),
                        blueprint(note),
                        Definitions.of("Order", "read_document | Read the mail note.\n" + step))
                .run();
    }
}
