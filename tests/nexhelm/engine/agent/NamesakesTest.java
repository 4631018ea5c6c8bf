package nexhelm.engine.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import nexhelm.json.Json;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two contacts of one first name: the one who was named in full is meant, and nobody where none was. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class NamesakesTest {

    private static final String OFFER = "create_document | Write an offer for %s with the number of bouquets.\n";

    @TempDir
    Path folder;

    private int runs;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "send_mail | E-mail the offer to Paula.;mail;To: paula.reyes@example.com",
                "create_mail_draft | Draft a mail to Paula with the number of bouquets.;draft;To:"
                        + " paula.reyes@example.com",
                "send_event_invitation | Send a calendar invite for a half-hour call on 20 May 2026 at 11:00 to"
                        + " Paula.;event;paula.reyes@example.com, invited",
                "create_event | Book a half-hour call with Paula on 20 May 2026 at"
                        + " 11:00.;event;paula.reyes@example.com",
                "create_todo | Remind Paula to sign the offer.;todo;For: Paula Reyes",
                "create_todo | Create a task for Paula to sign the offer.;todo;For: Paula Reyes"
            })
    void a_first_name_is_whoever_was_named_in_full(String step, String kind, String reached) throws Exception {
        try (Rehearsal run = run(OFFER.formatted("Paula Reyes") + step, "")) {
            assertTrue(run.complete(), run.results()::toString);
            assertTrue(run.change(kind, "").content().contains(reached), run.change(kind, "")::content);
            assertFalse(run.changes().toString().contains("paula.stone"), run.changes()::toString);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "send_mail | E-mail the offer to Paula.",
                "create_mail_draft | Draft a mail to Paula with the number of bouquets.",
                "send_event_invitation | Send a calendar invite for a half-hour call on 20 May 2026 at 11:00 to Paula.",
                "create_event | Book a half-hour call with Paula on 20 May 2026 at 11:00.",
                "create_todo | Remind Paula to sign the offer.",
                "create_todo | Create a task for Paula to sign the offer.",
                "find_contact | Look up Paula in the customer register.",
                "create_contact_note | Log a note on the contact of Paula that the offer went out."
            })
    void where_nobody_was_named_in_full_nothing_goes_out(String step) throws Exception {
        try (Rehearsal run = run(OFFER.formatted("the wedding") + step, "")) {
            assertFalse(run.complete(), run.results()::toString);
            assertTrue(
                    run.results().toString().contains("which of Paula Reyes, Paula Stone is meant"),
                    run.results()::toString);
            assertEquals(1, run.changes().items().size(), run.changes()::toString);
        }
    }

    @Test
    void two_who_were_both_named_in_full_are_not_told_apart_by_a_first_name() throws Exception {
        try (Rehearsal run = run(
                OFFER.formatted("Paula Reyes")
                        + "create_todo | Create a task to order flowers at Paula Stone.\n"
                        + "send_mail | E-mail the offer to Paula.",
                "")) {
            assertTrue(
                    run.results().toString().contains("which of Paula Reyes, Paula Stone is meant"),
                    run.results()::toString);
        }
    }

    @Test
    void whom_the_operator_rules_out_is_not_thereby_meant() throws Exception {
        try (Rehearsal run = run(
                OFFER.formatted("the wedding") + "send_mail | E-mail the offer to Paula.",
                "Never mail Paula Stone. Do it for Paula Reyes.")) {
            assertTrue(run.complete(), run.results()::toString);
            assertTrue(run.change("mail", "").content().startsWith("To: paula.reyes@example.com\n"));
        }
    }

    @Test
    void work_that_is_left_to_a_first_name_goes_to_nobody_in_particular() throws Exception {
        try (Rehearsal run = run("- | Check the delivery plan. | Paula", "")) {
            assertTrue(run.change("todo", "").content().contains("For: Paula\n"), run.change("todo", "")::content);
        }
    }

    @Test
    void a_role_that_two_people_have_addresses_neither() throws Exception {
        try (Rehearsal run = run(OFFER.formatted("the wedding") + "send_mail | E-mail the offer to the driver.", "")) {
            assertTrue(
                    run.results().toString().contains("which of Jonas Ek, Mara Lund is meant"),
                    run.results()::toString);
        }
    }

    private Rehearsal run(String steps, String kickoff) throws Exception {
        ObjectNode blueprint = Json.object();
        blueprint
                .putArray("docs")
                .addObject()
                .put("path", "Office")
                .put("title", "Enquiry")
                .put("text", "Number of bouquets: 14\n");
        var contacts = blueprint.putArray("contacts");
        for (String contact : new String[] {
            "Paula Reyes;paula.reyes;bride",
            "Paula Stone;paula.stone;wholesaler",
            "Jonas Ek;jonas;driver",
            "Mara Lund;mara;driver"
        }) {
            String[] parts = contact.split(";");
            contacts.addObject()
                    .put("name", parts[0])
                    .put("email", parts[1] + "@example.com")
                    .put("role", parts[2]);
        }
        Rehearsal run = new Rehearsal(
                Files.createDirectory(folder.resolve("run" + runs++)),
                blueprint,
                Definitions.of("Offer", "read_document | Read the enquiry.\n" + steps));
        return (kickoff.isEmpty() ? run : run.kickoff(kickoff)).run();
    }
}
