package nexhelm.engine.persona;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import nexhelm.engine.tool.ToolCatalog;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class OfflineIntegrationEngineerTest {

    private static final String CALL =
            "I open the fee schedule and draft an e-mail to the client. Then we update the contact in Salesforce, and"
                    + " the contract gets signed through DocuSign. That's it.";

    @Test
    void tools_are_declared_ones_or_null() {
        for (JsonNode need : new OfflineIntegrationEngineer().analyse(CALL).get("capabilities_needed")) {
            for (String field : List.of("existing_tool", "closest_analog")) {
                assertTrue(
                        need.path(field).isNull()
                                || ToolCatalog.all()
                                        .containsKey(need.path(field).asText()),
                        need.toString());
            }
            assertTrue(List.of("blocker", "major", "minor")
                    .contains(need.path("priority").asText()));
            assertTrue(need.path("reasoning").asText().contains("\u201c"), need.toString());
        }
    }

    @Test
    void a_named_product_is_missing_though_a_similar_tool_exists() {
        JsonNode salesforce = null;
        for (JsonNode need : new OfflineIntegrationEngineer().analyse(CALL).get("capabilities_needed")) {
            salesforce = need.path("capability").asText().contains("Salesforce") ? need : salesforce;
        }
        assertTrue(
                salesforce != null
                        && salesforce.path("existing_tool").isNull()
                        && !salesforce.path("closest_analog").isNull(),
                String.valueOf(salesforce));
    }

    @Test
    void the_summary_counts_what_is_missing() {
        assertEquals(
                "1 of 3 capabilities is missing: Salesforce.",
                new OfflineIntegrationEngineer()
                        .analyse("I'll open the fee schedule. I draft an e-mail to the client. Then we update the"
                                + " contact in Salesforce.")
                        .path("summary")
                        .asText());
        assertEquals(
                0,
                new OfflineIntegrationEngineer()
                        .analyse("Hello!")
                        .get("capabilities_needed")
                        .size());
    }

    @Test
    void the_offices_own_crm_calendar_and_sheets_are_covered_and_named_products_are_not() {
        JsonNode needs = new OfflineIntegrationEngineer()
                .analyse("I look up the client in our CRM. I open the budget in Excel. I read the stock list in Google"
                        + " Sheets. I put the review into the Outlook calendar. I fill in the PDF form. Then I log the"
                        + " call in Redtail. And I update her address in Salesforce.")
                .get("capabilities_needed");
        List<String> found = new java.util.ArrayList<>();
        for (JsonNode need : needs) {
            found.add(need.path("existing_tool").asText() + " "
                    + need.path("closest_analog").asText());
        }
        assertEquals(
                List.of(
                        "find_contact null",
                        "read_sheet null",
                        "create_event null",
                        "create_pdf_form null",
                        "null create_contact_note",
                        "null update_contact"),
                found);
    }
}
