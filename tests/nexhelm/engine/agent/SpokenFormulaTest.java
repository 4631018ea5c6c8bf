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
