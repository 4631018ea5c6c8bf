package nexhelm.engine.design;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import nexhelm.engine.tool.ToolCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Work that is told in another manner than "I do this, then I do that". */
class TellingTest {

    private static List<String> titles(String call) {
        JsonNode steps =
                new Draftsman(call, ToolCatalog.all().keySet()).definition().path("steps");
        List<String> titles = new ArrayList<>();
        for (JsonNode step : steps) {
            titles.add(step.path("title").asText());
            String quote = step.path("source").path("quote").asText();
            assertTrue(quote.length() > 3 && call.contains(quote), quote);
        }
        return titles;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Somebody has to read the applications. | Read the applications",
                "Somebody's got to update the price list. | Update the price list",
                "There's the invoice to be mailed to the customer. | Mail the invoice to the customer",
                "There is the register to update. | Update the register",
                "The form has to be uploaded to the folder Forms. | Upload the form to the folder Forms",
                "The total needs to be entered in the cash book. | Enter the total in the cash book",
                "The sum's to be entered in the takings sheet. | Enter the sum in the takings sheet",
                "The letter has to be signed by the chair. | Sign the letter", // of the chair, no act of the speaker
                "Mara has to have a todo with the dates. | Create a todo for Mara with the dates",
            })
    void what_has_to_be_done_is_done(String said, String title) {
        assertEquals(List.of(title), titles("Ann: Hello there.\n\nAnn: " + said));
    }

    @Test
    void nobody_who_has_to_do_it_by_name_is_replaced() {
        JsonNode steps = new Draftsman(
                        "Ann: Hello.\n\nAnn: The letter has to be signed by the chair.",
                        ToolCatalog.all().keySet())
                .definition()
                .path("steps");
        assertEquals("chair", steps.get(0).path("performer").asText());
    }

    @Test
    void a_question_that_is_affirmed_is_told_and_one_that_is_denied_is_not() {
        assertEquals(List.of("Read the contract", "File the contract in the folder Contracts"), titles("""
            Kim: And then you read the contract?

            Ann: Exactly.

            Kim: And you send it to the customer by mail?

            Ann: No, no.

            Kim: Do you like that?

            Ann: Yes. I file the contract in the folder Contracts.
            """));
    }

    @Test
    void what_the_answer_tells_better_is_told_once() {
        assertEquals(List.of("Send Eleanor an e-mail with the summary"), titles("""
            Kim: And then it goes to the client?

            Ann: Yes. I send Eleanor an e-mail with the summary.
            """));
    }

    @Test
    void one_who_leads_through_the_work_and_is_told_yes_is_believed() {
        String call = """
            Kim: You begin with the mailbox, you read the orders.

            Ann: Yes.

            Kim: And then you check the stock sheet.

            Ann: Right.

            Kim: And you add a row to the order list.

            Ann: Mhm.

            Kim: And then you call the customer.

            Ann: No, we stopped that.
            """;
        assertEquals(List.of("Read the orders", "Check the stock sheet", "Add a row to the order list"), titles(call));
    }

    @Test
    void the_last_time_is_told_for_every_time() {
        assertEquals(
                List.of(
                        "Read the mail from the school",
                        "Count the children in the list",
                        "Look up the price in the price list",
                        "Write the confirmation as a PDF",
                        "Mail the confirmation to the school"),
                titles("""
                    Kim: How does it go?

                    Ann: I'll tell you how it went last Tuesday, it's the same every week. I read the mail from the school. Then I
                    counted the children in the list. I looked up the price in the price list. I wrote the confirmation as a PDF,
                    and I mailed the confirmation to the school.
                    """));
    }

    @Test
    void what_once_happened_is_no_step_where_the_rest_is_told_in_the_present() {
        assertEquals(
                List.of("Read the mail from the school", "Update the list", "Mail the confirmation to the school"),
                titles("""
                    Ann: I read the mail from the school. I update the list. Last year I wrote a letter to the mayor and called the
                    paper. I mail the confirmation to the school.
                    """));
    }

    @Test
    void work_is_told_in_nouns_where_somebody_tells_most_of_it_so() {
        assertEquals(
                List.of(
                        "Read the request",
                        "Calculate the fee",
                        "Add the entry in the deed register",
                        "Send the entry to the tax office by mail"),
                titles("""
                    Kim: How does it go?

                    Ann: First the reading of the request. Then the calculation of the fee. The entry in the deed register. And then
                    its dispatch to the tax office, by mail.
                    """));
        assertEquals(List.of("Read the request"), titles("""
            Ann: I read the request. The calculation of the fee, oh dear.
            """), "one noun is no manner");
    }

    private static String instructions(String call) {
        StringBuilder all = new StringBuilder();
        new Draftsman(call, ToolCatalog.all().keySet())
                .definition()
                .path("steps")
                .forEach(s -> all.append(s.path("tool").asText("-"))
                        .append(" | ")
                        .append(s.path("instruction").asText())
                        .append('\n'));
        return all.toString();
    }

    @Test
    void a_discount_that_somebody_gets_is_worked_out_under_its_reason() {
        assertEquals("""
            read_document | Calculate the fee.
            read_document | If there are more than twenty, take five percent off that.
            """, instructions("""
                Ann: I calculate the fee. And since they are more than twenty they get five percent off. They get a cup of coffee.
                """));
        assertEquals(
                "read_document | Calculate the fee, less five percent when over five hundred.\n",
                instructions("""
                    Ann: I calculate the fee. Over five hundred they get five percent off.
                    """),
                "a term of the fee is no step after it");
    }

    @Test
    void what_others_do_with_what_they_get_is_no_work_of_the_office() {
        assertEquals("read_mail | Read the mail from the club.\n", instructions("""
            Ann: I read the mail from the club. They get an empty form from us and fill it in.
            """));
    }

    @Test
    void who_is_counted_and_what_a_thing_itself_is_meant_by_keep_their_words() {
        assertEquals("""
            create_event | Enter the training in the calendar, with the two of them on it.
            create_csv | Make a list for the shop, as a CSV, in the folder for it.
            read_document | Open the price list.
            """, instructions("""
                Ann: We've got boats and a login here. I enter the training in the calendar, with the two of them on it. I make a list
                for the shop, as a CSV, in our folder for it. I open the price list, as always.
                """));
    }

    @Test
    void the_folder_of_somebody_who_was_introduced_is_called_by_the_name() {
        assertTrue(instructions("""
            Ann: I read the mail from Lakeview, that's the club, when they're coming. I write the confirmation as a PDF and I put
            it in the folder of the club.
            """).contains("in the folder of Lakeview."));
    }
}
