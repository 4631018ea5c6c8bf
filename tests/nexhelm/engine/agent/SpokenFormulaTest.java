package nexhelm.engine.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import nexhelm.json.Json;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the agent makes of arithmetic that a call puts into words. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SpokenFormulaTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Work out the quarterly fee, which is the portfolio value times the yearly rate, divided by four.;GBP"
                        + " 1,033.26",
                "Calculate the quarterly fee: portfolio value multiplied by the yearly rate, divided by 4.;GBP"
                        + " 1,033.26",
                "Calculate the quarterly fee, so the portfolio value minus the loan, times the yearly rate.;GBP"
                        + " 3,283.04",
                "Calculate the quarterly fee as the hourly rate times the hours of labour plus the travel costs.;GBP"
                        + " 255.50",
                "Calculate the quarterly fee as the travel costs plus the hours of labour times the hourly rate.;GBP"
                        + " 255.50",
                "Calculate the quarterly fee, so value minus loan.;GBP 386,240.00",
                "Calculate the quarterly fee, which is the portfolio value minus the loan minus the travel costs.;GBP"
                        + " 386,194.50"
            })
    void the_fee_is_what_the_words_say(String instruction, String fee) throws Exception {
        String letter = letter(instruction);
        assertTrue(letter.contains("Quarterly fee: " + fee + "  ["), letter);
    }

    @Test
    void the_letter_says_how_the_fee_came_about() throws Exception {
        assertTrue(letter("Work out the quarterly fee, which is the portfolio value times the yearly rate, divided by"
                        + " four.")
                .contains("[portfolio value GBP 486,240.00 times yearly rate 0.85 %, divided by 4, from Valuation"));
    }

    /** Rather no figure than a wrong one: the rate alone would give the fee of a whole year. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Work out the quarterly fee, which is the portfolio value times the yearly rate, divided by the"
                        + " flurbs.",
                "Work out the quarterly fee, which is the portfolio value times the loan.",
                "Work out the quarterly fee, which is the portfolio value times the yearly rate plus the hours of"
                        + " labour."
            })
    void a_figure_that_nobody_gave_or_units_that_do_not_fit_give_no_fee(String instruction) throws Exception {
        String texts = texts(instruction);
        assertFalse(texts.contains("Quarterly fee:"), texts);
        assertTrue(texts.contains("figures to"), texts);
    }

    /** The same sum in the words in which people say it; thirty percent of GBP 539.00 is GBP 161.70. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Calculate the deposit, thirty percent of the total price.;GBP 161.70",
                "Calculate the deposit, 30 percent of the total price.;GBP 161.70",
                "Calculate the deposit, 30 % of the total price.;GBP 161.70",
                "Calculate the deposit, 30% of the total price.;GBP 161.70",
                "Calculate the deposit as twelve and a half percent.;",
                "Work out the deposit, which is half of the total price.;GBP 269.50",
                "Calculate the deposit, half the total price.;GBP 269.50",
                "Calculate the deposit, a third of the total price.;GBP 179.67",
                "Calculate the deposit, so thirty-five percent of the total price plus the delivery.;GBP 233.65",
                "Calculate the deposit: multiply the number of bouquets by the price of a bouquet.;GBP 539.00",
                "Calculate the deposit, so the number of bouquets times the price of a bouquet.;GBP 539.00",
                "Calculate the deposit, so the number of bouquets times the price for a table arrangement.;GBP 896.00",
                "Calculate the deposit: deduct the delivery from the total price.;GBP 494.00",
                "Calculate the deposit: subtract the delivery from the total price.;GBP 494.00",
                "Calculate the deposit, so the total price minus the delivery.;GBP 494.00",
                "Calculate the deposit, the total price less the delivery.;GBP 494.00",
                "Calculate the deposit, so the total price plus the delivery.;GBP 584.00",
                "Calculate the deposit, the sum of the total price and the delivery.;GBP 584.00",
                "Calculate the deposit: divide the total price by the number of bouquets.;GBP 38.50",
                "Calculate the deposit, so the total price divided by the number of bouquets.;GBP 38.50",
                "Calculate the deposit, so the total price plus twenty percent VAT.;GBP 646.80",
                "Calculate the deposit, so the total price less 39 pounds.;GBP 500.00",
                "Calculate the deposit: add twenty percent VAT to the total price.;GBP 646.80"
            })
    void a_figure_is_worked_out_as_the_step_says_though_the_papers_hold_another_of_its_name(String step, String deposit)
            throws Exception {
        try (Rehearsal run = offer("read_document | " + step + "\n")) {
            if (deposit == null) {
                assertTrue(run.results().toString().contains("how it is worked out was not understood"));
                return;
            }
            assertTrue(run.complete(), run.results()::toString);
            String offer = run.change("document", "Offer").content();
            assertTrue(offer.contains("Deposit: " + deposit + "  ["), offer);
            assertFalse(offer.contains("5.00 per vase"), offer);
        }
    }

    @Test
    void what_one_step_works_out_is_a_figure_for_the_next() throws Exception {
        try (Rehearsal run = offer("""
            read_document | Calculate the total, so the bouquet plus the table arrangement plus the delivery.
            read_document | Calculate the total, so the total less ten percent.
            read_document | Calculate the deposit, half of the total.
            """)) {
            assertTrue(run.complete(), run.results()::toString);
            String offer = run.change("document", "Offer").content();
            assertTrue(offer.contains("Deposit: GBP 66.38  [half of total GBP 132.75]"), offer);
        }
        try (Rehearsal run = offer("""
            - | Multiply the number of bouquets by the price of a bouquet.
            - | Add twenty percent VAT to the amount.
            read_document | Deduct the voucher of 20 pounds from that.
            """, "the final amount")) {
            assertTrue(run.complete(), run.results()::toString);
            String offer = run.change("document", "Offer").content();
            assertTrue(offer.contains("Final amount: GBP 626.80  ["), offer);
        }
    }

    @Test
    void a_result_and_a_paper_that_could_both_be_meant_give_no_figure() throws Exception {
        try (Rehearsal run = offer("""
            read_document | Calculate the gift price, so the bouquet plus the delivery.
            read_document | Calculate the deposit, half of the flower price.
            """)) {
            String results = run.results().toString();
            assertTrue(
                    results.contains(
                            "no figure called “half of the flower price” in the papers read before (Price list"),
                    results);
        }
    }

    @Test
    void the_price_in_a_list_of_prices_is_that_of_the_thing_which_is_named() throws Exception {
        try (Rehearsal run = offer(
                "read_document | Calculate the deposit, so the number of bouquets times the price of a rose.\n")) {
            String offer = run.change("document", "Offer").content();
            assertTrue(
                    offer.contains("Deposit: GBP 56.00  [number of bouquets 14 times price of Rose GBP 4.00"), offer);
        }
    }

    @Test
    void what_the_client_said_tells_how_where_the_step_only_names_the_figure() throws Exception {
        try (Rehearsal run = offerOf(
                "read_document | Calculate the deposit.\n",
                "the deposit",
                "I calculate the deposit, so thirty percent of the total price.")) {
            assertTrue(
                    run.change("document", "Offer").content().contains("Deposit: GBP 161.70  ["),
                    run.changes()::toString);
        }
    }

    private Rehearsal offer(String steps) throws IOException {
        return offer(steps, "the deposit");
    }

    private Rehearsal offer(String steps, String asked) throws IOException {
        return offerOf(steps, asked, "");
    }

    private Rehearsal offerOf(String steps, String asked, String quote) throws IOException {
        ObjectNode blueprint = Json.object();
        blueprint
                .putArray("docs")
                .addObject()
                .put("path", "Office")
                .put("title", "Price list")
                .put("text", """
                    Total price: GBP 539.00
                    Number of bouquets: 14
                    Bouquet: GBP 38.50
                    Table arrangement: GBP 64.00
                    Delivery: GBP 45.00
                    Deposit: GBP 5.00 per vase

                    Flower | Price
                    Rose | GBP 4.00
                    Tulip | GBP 1.50
                    """);
        ObjectNode definition = Definitions.of(
                "Offer",
                "read_document | Read the price list.\n" + steps + "create_document | Write an offer with " + asked
                        + ".");
        ((ObjectNode) definition.path("steps").get(1)).putObject("source").put("quote", quote);
        return new Rehearsal(Files.createDirectory(folder.resolve("run" + runs++)), blueprint, definition).run();
    }

    private String letter(String instruction) throws Exception {
        try (Rehearsal run = rehearsal(instruction).run()) {
            assertTrue(run.complete(), run.results()::toString);
            assertEquals(1, run.changes().items().size());
            return run.change("document", "Letter").content();
        }
    }

    /** Everything that was written, also by a run that stopped. */
    private String texts(String instruction) throws IOException {
        try (Rehearsal run = rehearsal(instruction).run()) {
            var texts = new StringBuilder(run.results().toString());
            run.changes().items().forEach(change -> texts.append('\n').append(change.content()));
            return texts.toString();
        }
    }

    private Rehearsal rehearsal(String instruction) throws IOException {
        ObjectNode blueprint = Json.object();
        var docs = blueprint.putArray("docs");
        docs.addObject()
                .put("path", "Clients/Solberg")
                .put("title", "Valuation")
                .put("text", "Client: Margit Solberg\nPortfolio value: GBP 486,240.00\nLoan: GBP 100,000.00\n");
        docs.addObject()
                .put("path", "Clients/Solberg")
                .put("title", "Agreement")
                .put(
                        "text",
                        "Yearly rate: 0.85 %\nHourly rate: GBP 84.00\nHours of labour: 2.5\nTravel costs: GBP 45.50\n");
        blueprint
                .putArray("contacts")
                .addObject()
                .put("name", "Margit Solberg")
                .put("email", "margit@example.com")
                .put("household", "Solberg");
        return new Rehearsal(
                Files.createDirectory(folder.resolve("run" + runs++)),
                blueprint,
                Definitions.of("Letter to Margit Solberg", """
                    read_document | Read the valuation of Margit Solberg.
                    read_document | Read the agreement.
                    read_document | %s
                    create_document | Write a letter to Margit Solberg with the portfolio value and the quarterly fee.
                    """.formatted(instruction)));
    }

    private int runs;
}
