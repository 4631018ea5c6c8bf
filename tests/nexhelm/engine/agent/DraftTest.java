package nexhelm.engine.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import nexhelm.json.Json;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drafts as people ask for them in passing: with something attached, without saying again for whom. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DraftTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Write the e-mail to Imogen with the estimate attached.",
                "Write the e-mail to Imogen and attach the estimate.",
                "Prepare the e-mail as a draft, with the estimate attached."
            })
    void the_estimate_is_attached_to_a_draft_for_the_customer(String instruction) {
        try (Rehearsal run = rehearsal("Write the estimate for Imogen Pryce with the hours.", instruction)
                .run()) {
            assertTrue(run.complete(), run.results()::toString);
            String draft = run.change("draft", "").content();
            assertTrue(draft.startsWith("To: imogen.pryce@example.com\n"), draft);
            assertTrue(draft.contains("Attached: Customers/Pryce/Estimate"), draft);
            assertFalse(draft.contains("attached –"), draft);
        }
    }

    @Test
    void a_mail_that_something_is_so_says_just_that() {
        try (Rehearsal run = rehearsal(
                        "Write the estimate for Imogen Pryce with the hours.",
                        "Write Imogen a short mail that the estimate is on its way.")
                .run()) {
            assertTrue(run.complete(), run.results()::toString);
            String draft = run.change("draft", "").content();
            assertTrue(draft.contains("Dear Imogen,\n\nThe estimate is on its way.\n\nKind regards"), draft);
            assertFalse(draft.contains("Attached"), draft);
        }
    }

    /** A mail that goes out is another matter: it needs a word about whom it goes to. */
    @Test
    void a_mail_that_is_sent_is_not_addressed_by_a_guess() {
        ObjectNode definition = definition("Write the estimate for Imogen Pryce with the hours.", "Send the e-mail.");
        ((ObjectNode) definition.path("steps").get(2)).put("tool", "send_mail");
        try (Rehearsal run = new Rehearsal(folder, blueprint(), definition).run()) {
            assertEquals(3, run.results().size());
            assertTrue(run.results().get(2).toString().contains("a contact to write to"), run.results()::toString);
        }
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.CsvSource({
        "Tierschutz Versicherung,claims@tierschutz.example,Dear Sir or Madam",
        "Valmont custody desk,payments@valmont.example,Dear Sir or Madam",
        "Marco Sandoval,info@plumber.example,Dear Marco",
        "Marco Sandoval,m.sandoval@sandoval.example,Dear Marco"
    })
    void a_firm_is_not_called_by_its_first_word(String name, String email, String greeting) {
        ObjectNode blueprint = blueprint();
        ObjectNode insurer = (ObjectNode) blueprint.path("contacts").get(1);
        insurer.put("name", name).put("email", email).put("role", "insurer").remove("household");
        ObjectNode definition = definition(
                "Write the estimate for Imogen Pryce with the hours.", "Draft a mail to the insurer with the hours.");
        try (Rehearsal run = new Rehearsal(folder, blueprint, definition).run()) {
            assertTrue(run.complete(), run.results()::toString);
            String draft = run.change("draft", "").content();
            assertTrue(draft.contains(greeting + ",\n"), draft);
        }
    }

    @Test
    void a_mail_with_nothing_but_an_attachment_says_in_short_what_stands_in_it() {
        try (Rehearsal run = rehearsal(
                        "Write the estimate for Imogen Pryce with the hours.",
                        "Draft an e-mail to Imogen and attach the estimate.")
                .run()) {
            String draft = run.change("draft", "").content();
            assertTrue(draft.contains("- Hours: 2.5\n"), draft);
        }
    }

    private Rehearsal rehearsal(String estimate, String mail) {
        return new Rehearsal(folder, blueprint(), definition(estimate, mail));
    }

    private static ObjectNode definition(String estimate, String mail) {
        return Definitions.of("Estimate for Imogen Pryce", """
            read_document | Read the inspection report of Imogen Pryce.
            create_document | %s
            create_mail_draft | %s
            """.formatted(estimate, mail));
    }

    private static ObjectNode blueprint() {
        ObjectNode blueprint = Json.object();
        blueprint
                .putArray("docs")
                .addObject()
                .put("path", "Customers/Pryce")
                .put("title", "Inspection report")
                .put("text", "Customer: Imogen Pryce\nHours: 2.5\n");
        var contacts = blueprint.putArray("contacts");
        contacts.addObject()
                .put("name", "Imogen Pryce")
                .put("email", "imogen.pryce@example.com")
                .put("household", "Pryce");
        contacts.addObject()
                .put("name", "Marco Sandoval")
                .put("email", "marco.sandoval@example.com")
                .put("household", "Sandoval");
        return blueprint;
    }
}
