package nexhelm.engine.agent;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import nexhelm.json.Json;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Estimates and bills from a list of what is needed and a list of prices. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PricedListTest {

    private static final String REPORT =
            "Customer: Imogen Pryce\nHours of labour: 2.5\n\nPart | Quantity\nHinge | 4\nDoor | 1\n";
    private static final String PRICES = "Hourly rate: GBP 84.00\n"
            + "VAT: 20 %\n\n"
            + "Part | Price\n"
            + "Hinge | GBP 4.25\n"
            + "Door | GBP 118.00\n"
            + "Lock | GBP 60.00\n";

    @TempDir
    Path folder;

    @Test
    void an_estimate_is_hours_and_parts_and_vat() throws Exception {
        try (Rehearsal run = rehearsal(REPORT, PRICES).run()) {
            assertTrue(run.complete(), run.results()::toString);
            String estimate = run.change("document", "Estimate").content();
            assertTrue(estimate.contains("GBP 210.00"), estimate);
            assertTrue(estimate.contains("GBP 135.00"), estimate); // 4 hinges and a door
            assertTrue(estimate.contains("GBP 69.00"), estimate); // 20 % of 345.00
            assertTrue(estimate.contains("GBP 414.00"), estimate);
        }
    }

    /** Rather no total than one in which something is missing. */
    @ParameterizedTest
    @CsvSource({
        "Hinge | GBP 4.25, Bolt | GBP 4.25",
        "Hinge | GBP 4.25, Hinge | USD 4.25",
        "Hourly rate: GBP 84.00, Opening hours: 9 to 5",
        "Lock | GBP 60.00, Hinge | GBP 5.25"
    })
    void a_price_or_a_rate_that_is_missing_or_not_the_only_one_gives_no_total(String line, String instead)
            throws Exception {
        try (Rehearsal run = rehearsal(REPORT, PRICES.replace(line, instead)).run()) {
            assertFalse(run.complete(), run.results()::toString);
            assertFalse(run.results().toString().contains("Total"), run.results()::toString);
        }
    }

    private Rehearsal rehearsal(String report, String prices) throws IOException {
        ObjectNode blueprint = Json.object();
        var docs = blueprint.putArray("docs");
        docs.addObject().put("path", "Pryce").put("title", "Inspection report").put("text", report);
        docs.addObject().put("path", "Workshop").put("title", "Price list").put("text", prices);
        return new Rehearsal(folder, blueprint, Definitions.of("Estimate for Imogen Pryce", """
            read_document | Read the inspection report.
            read_document | Take the price list.
            read_document | Calculate the estimate.
            create_document | Write the estimate with the labour, the parts, the VAT and the total.
            """));
    }
}
