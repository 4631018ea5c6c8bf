package nexhelm.engine.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import nexhelm.engine.persona.OfflineDesigner;
import nexhelm.engine.persona.Verifier.StepResult;
import nexhelm.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** "And if it isn't covered?": a person is asked to do something only in the case that was supposed. */
class SupposedTest {

    private static final String CALL = """
        Owen: I open the policy of the Delgado bakery and check the sum insured, the excess and whether water damage is covered.

        Nadia: What if it isn't covered?

        Owen: Then Hilda calls the client.

        Owen: Then I write a claim summary with the sum insured and the excess.
        """;

    @TempDir
    Path folder;

    private StepResult call(String water) throws Exception {
        ObjectNode blueprint = Json.object();
        blueprint
                .putArray("docs")
                .addObject()
                .put("path", "Policies/Delgado")
                .put("title", "Policy Delgado bakery")
                .put(
                        "text",
                        "Insured: Delgado bakery\nSum insured: GBP 90,000.00\nExcess: GBP 500.00\nWater damage: "
                                + water + "\n");
        blueprint
                .putArray("contacts")
                .addObject()
                .put("name", "Hilda Brown")
                .put("email", "hilda@example.com")
                .put("role", "assistant");
        ObjectNode definition =
                new OfflineDesigner().design(CALL, Optional.empty()).definition();
        assertEquals("Hilda", definition.at("/steps/2/performer").asText(), definition::toString);
        try (Rehearsal run = new Rehearsal(Files.createTempDirectory(folder, "run"), blueprint, definition).run()) {
            assertTrue(run.complete(), run.results()::toString);
            return run.results().get(2);
        }
    }

    @Test
    void nobody_is_asked_when_the_case_does_not_hold() throws Exception {
        assertEquals(new StepResult.Done("Not needed: it does not hold that it isn't covered."), call("covered"));
    }

    @Test
    void somebody_is_asked_when_it_does() throws Exception {
        assertTrue(call("not covered") instanceof StepResult.HandedOver over
                && over.summary().contains("Hilda Brown"));
    }
}
