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

/** A booking for a group: what a mail says in running text, who suits in a list, a price by its unit, and what is made of it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class GroupBookingTest {

    private static final String PRICED = """
        read_mail | Read the mail from Lakeview.
        read_sheet | Open the sailors' sheet.
        read_document | Count how many sailors there are in each class.
        read_document | Take the night price from the price list.
        read_document | Work the night price out, sailors times nights times price.
        """;

    private final ObjectNode blueprint = Json.object();

    @TempDir
    Path folder;

    private int runs;

    GroupBookingTest() {
        ObjectNode sailors = blueprint
                .putArray("sheets")
                .addObject()
                .put("path", "Clubs/Lakeview")
                .put("title", "Sailors Lakeview");
        sailors.set(
                "header", Json.array().add("Name").add("Class").add("Weight kg").add("Vest size"));
        sailors.putArray("rows")
                .add(Json.array().add("Ana Ford").add("dinghy").add("52").add("M"))
                .add(Json.array().add("Bo Gray").add("dinghy").add("61").add("L"))
                .add(Json.array().add("Cy Hale").add("yacht").add("58").add("M"));
        ObjectNode coaches =
                blueprint.withArray("sheets").addObject().put("path", "Office").put("title", "Coaches");
        coaches.set(
                "header",
                Json.array()
                        .add("Coach")
                        .add("Languages")
                        .add("Class")
                        .add("4 to 8 May")
                        .add("11 to 15 May"));
        coaches.putArray("rows")
                .add(Json.array()
                        .add("Ilse Kern")
                        .add("German, Danish")
                        .add("dinghy")
                        .add("free")
                        .add("booked"))
                .add(Json.array()
                        .add("Mads Lund")
                        .add("Danish")
                        .add("yacht")
                        .add("free")
                        .add("free"))
                .add(Json.array()
                        .add("Nora Moss")
                        .add("Danish")
                        .add("dinghy")
                        .add("booked")
                        .add("free"));
        ObjectNode prices =
                blueprint.withArray("sheets").addObject().put("path", "Office").put("title", "Price list");
        prices.set("header", Json.array().add("Berth").add("Unit").add("Price"));
        prices.putArray("rows")
                .add(Json.array().add("Bunk, sailor").add("night").add("21.00"))
                .add(Json.array().add("Bunk, guest").add("night").add("30.00"))
                .add(Json.array().add("Boat").add("week").add("410.00"));
        blueprint.putArray("folders").addObject().put("path", "Vest lists");
        person("Greta Holm", "greta@lakeview.example", "secretary").put("household", "Lakeview");
        person("Ilse Kern", "ilse@office.example", "coach");
        person("Mads Lund", "mads@office.example", "coach");
        person("Vest House", "vests@house.example", "vest shop");
        mail("we would come from Monday 4 May to Friday 8 May 2026, four nights for three sailors."
                + " Please answer within 14 days.");
    }

    private ObjectNode person(String name, String email, String role) {
        return blueprint
                .withArray("contacts")
                .addObject()
                .put("name", name)
                .put("email", email)
                .put("role", role);
    }

    private void mail(String text) {
        blueprint
                .putArray("mailbox")
                .addObject()
                .put("from", "greta@lakeview.example")
                .put("to", "office@example.com")
                .put("subject", "Training week")
                .put("date", "2026-03-0" + (2 + blueprint.path("mailbox").size()) + "T09:00:00")
                .put("text", text + "\nGreta Holm\n");
    }

    private Rehearsal run(String steps) throws Exception {
        return new Rehearsal(
                        Files.createDirectory(folder.resolve("run" + runs++)),
                        blueprint,
                        Definitions.of("Book the Lakeview group", steps))
                .run();
    }

    @Test
    void what_is_on_a_list_is_counted_for_each_kind() throws Exception {
        try (Rehearsal run = run("""
            read_sheet | Open the sailors' sheet.
            read_document | Count how many sailors there are in each class.
            """)) {
            assertTrue(
                    run.said()
                            .get(1)
                            .contains("Number of sailors: 3 (rows of Sailors Lakeview). Number by class:"
                                    + " 2 dinghy, 1 yacht"),
                    run.said()::toString);
        }
    }

    @Test
    void a_price_by_its_unit_times_what_a_mail_says_there_is() throws Exception {
        try (Rehearsal run = run(PRICED)) {
            assertTrue(run.complete(), run.results()::toString);
            assertTrue(
                    run.said().get(3).contains("Night price: 21.00 (Bunk, sailor, Price list)"), run.said()::toString);
            assertTrue(run.said().get(4).contains("Total price: 252.00 ("), run.said()::toString);
        }
    }

    @Test
    void days_of_which_two_numbers_are_told_give_no_price() throws Exception {
        mail("we would come for four nights, or five nights if the boats are free then, three sailors.");
        try (Rehearsal run = run(PRICED)) {
            assertFalse(run.complete());
            assertTrue(run.results().toString().contains("no figure called “nights”"), run.results()::toString);
        }
    }

    @Test
    void two_rows_that_nobody_tells_apart_give_no_price() throws Exception {
        mail("we would come for four nights, three sailors and a guest.");
        try (Rehearsal run = run(PRICED)) {
            assertFalse(run.complete(), run.said()::toString);
            assertFalse(run.said().toString().contains("Night price:"), run.said()::toString);
        }
    }

    @Test
    void a_discount_is_given_where_there_are_enough_of_them() throws Exception {
        try (Rehearsal run = run(PRICED + """
            read_document | If there are more than two, take ten percent off that.
            create_pdf | Write the offer, as a PDF, with the dates, the groups and the price.
            """)) {
            assertTrue(run.complete(), run.results()::toString);
            String offer = run.change("pdf", "Offer").content();
            assertTrue(offer.contains("Total price after 10 % off: 226.80"), offer);
            assertTrue(offer.contains("Dates: Monday 4 May to Friday 8 May 2026"), offer);
            assertTrue(offer.contains("Groups by class: 2 dinghy, 1 yacht"), offer);
            assertFalse(offer.contains("Night price"), offer);
        }
        try (Rehearsal run = run(PRICED + """
            read_document | If there are more than three, take ten percent off that.
            create_pdf | Write the offer, as a PDF, with the dates and the price.
            """)) {
            assertTrue(run.change("pdf", "Offer").content().contains("Total price: 252.00"), run.results()::toString);
        }
    }

    @Test
    void who_is_free_in_the_week_of_the_mail_and_speaks_the_language_comes_to_the_event() throws Exception {
        try (Rehearsal run = run("""
            read_mail | Read the mail from Lakeview.
            read_sheet | Open the sailors' sheet.
            read_sheet | Look in the coaches list who is free that week and speaks Danish, and teaches the class.
            create_event | Enter the training in the calendar, the first morning, quarter past eight till half past ten, at the boat house, with the two of them on it.
            send_event_invitation | Send Ilse and Mads the invitation.
            """)) {
            assertTrue(run.complete(), run.results()::toString);
            assertTrue(
                    run.said().get(2).contains("Coach: Ilse Kern (dinghy), Mads Lund (yacht)"), run.said()::toString);
            assertTrue(
                    run.said()
                            .get(3)
                            .contains(
                                    "for 2026-05-04 08:15 to 10:30 with ilse@office.example," + " mads@office.example"),
                    run.said()::toString);
            assertTrue(
                    run.said().get(4).startsWith("Invited ilse@office.example, mads@office.example to"),
                    run.said()::toString);
            assertTrue(run.changes().items().toString().contains("Boat house"), run.changes()::toString);
        }
    }

    @Test
    void two_who_suit_are_a_choice_that_nobody_makes() throws Exception {
        ((ObjectNode) blueprint.path("sheets").get(1))
                .withArray("rows")
                .add(Json.array()
                        .add("Olaf Pohl")
                        .add("Danish")
                        .add("dinghy")
                        .add("free")
                        .add("free"));
        try (Rehearsal run = run("""
            read_mail | Read the mail from Lakeview.
            read_sheet | Open the sailors' sheet.
            read_sheet | Look in the coaches list who is free that week and speaks Danish, and teaches the class.
            """)) {
            assertTrue(
                    run.results()
                            .toString()
                            .contains("which coach is meant for dinghy: Ilse Kern and Olaf Pohl both suit"),
                    run.results()::toString);
        }
    }

    @Test
    void a_list_passes_on_the_columns_that_are_named_and_no_other() throws Exception {
        try (Rehearsal run = run("""
            read_sheet | Open the sailors' sheet.
            create_csv | Make a list for the vest shop out of the sailors' sheet, as a CSV, name, vest size, in the folder for it.
            send_mail | E-mail that list to the vest shop, with the file.
            """)) {
            assertTrue(run.complete(), run.results()::toString);
            Object list = run.changes().items().get(0);
            assertTrue(list.toString().contains("Vest lists"), list::toString);
            assertTrue(list.toString().contains("Ana Ford,M"), list::toString);
            assertFalse(run.changes().items().toString().contains("dinghy"), run.changes()::toString);
            assertTrue(run.changes().items().toString().contains("Attached: "), run.changes()::toString);
        }
        try (Rehearsal run = run("""
            read_sheet | Open the sailors' sheet.
            create_csv | Make a list for the vest shop out of the sailors' sheet, as a CSV, name, birthday, vest size.
            """)) {
            assertEquals(0, run.changes().items().size());
            assertTrue(run.results().toString().contains("anything about birthday"), run.results()::toString);
        }
    }

    @Test
    void what_is_for_each_of_several_is_not_put_into_one_mail_to_all() throws Exception {
        try (Rehearsal run = run("""
            read_document | Read the price list.
            create_mail_draft | Write a mail to every coach, with his class and the price.
            """)) {
            assertTrue(
                    run.results().toString().contains("what to tell each of Ilse Kern, Mads Lund"),
                    run.results()::toString);
            assertEquals(0, run.changes().items().size());
        }
    }
}
