package nexhelm.engine.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import nexhelm.json.Json;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ProposalTest {

    @TempDir
    Path folder;

    private static ObjectNode definition(String... steps) {
        ObjectNode definition = Json.object().put("name", "Claims");
        ArrayNode all = definition.putArray("steps");
        for (String step : steps) {
            String[] parts = step.split(" \\| ");
            all.addObject()
                    .put("tool", parts[0])
                    .put("title", parts[1])
                    .put("instruction", parts[1] + ".")
                    .put("performer", "agent");
        }
        return definition;
    }

    @Test
    void a_step_that_fills_in_a_form_finds_one_with_the_fields_it_names_made_up_as_it_says() throws Exception {
        ObjectNode blueprint = Proposal.of(definition(
                "read_document | Read the repair estimate",
                "create_pdf_form | Fill in the claim form with the policy number, the date of loss and the cause"));
        assertEquals(List.of("Claim form"), blueprint.path("forms").findValuesAsText("title"));
        assertEquals(
                List.of("policy_number", "date_of_loss", "cause"),
                blueprint.path("forms").path(0).path("fields").findValuesAsText("name"));
        assertEquals(
                "Repair estimate", blueprint.path("docs").path(0).path("title").asText());
        assertFalse(blueprint.path("docs").findValuesAsText("title").contains("Claim form"));
        assertTrue(blueprint.path("forms").path(0).path("text").asText().startsWith(Proposal.MARK));
        try (TestTenants tenants = new TestTenants(folder)) {
            assertEquals(1, tenants.built("u", blueprint).items(Kind.PDF).size());
        }
    }

    @Test
    void a_box_and_a_signature_that_a_step_names_are_fields_of_their_kinds() throws Exception {
        ObjectNode blueprint = Proposal.of(definition("create_pdf_form | Fill in the registration form with the name,"
                + " the newsletter check box and the signature"));
        assertEquals(
                Json.parse("[{\"name\":\"name\",\"label\":\"Name\"},"
                        + "{\"name\":\"newsletter\",\"label\":\"Newsletter\",\"kind\":\"checkbox\"},"
                        + "{\"name\":\"signature\",\"label\":\"Signature\",\"kind\":\"signature\"}]"),
                blueprint.path("forms").path(0).path("fields"));
        Blueprint.parse(blueprint);
    }

    @Test
    void a_form_that_no_step_names_has_the_usual_fields() {
        ObjectNode blueprint = Proposal.of(definition("create_pdf_form | Fill it in"));
        assertEquals(
                List.of("name", "address", "date", "amount", "reference"),
                blueprint.path("forms").path(0).path("fields").findValuesAsText("name"));
    }
}
