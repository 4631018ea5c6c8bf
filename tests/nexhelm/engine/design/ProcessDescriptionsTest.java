package nexhelm.engine.design;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import nexhelm.engine.tool.ToolCatalog;
import nexhelm.json.Json;
import nexhelm.support.Checkout;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** Scores the designer on process descriptions with known activities, where these are at hand. */
@DisplayNameGeneration(ReplaceUnderscores.class)
final class ProcessDescriptionsTest {

    @Test
    void activities_of_process_descriptions_are_found() throws Exception {
        Path documents = Checkout.root().resolve("../shared/eval/pet/dev.jsonl");
        assumeTrue(Files.exists(documents), "the process descriptions of eval/pet are not at hand");
        var score = new PetScorer();
        for (String line : Files.readAllLines(documents)) {
            JsonNode document = Json.parse(line);
            var definition = new Draftsman(
                            document.path("text").asText(), ToolCatalog.all().keySet())
                    .definition();
            score.add(definition.get("steps"), document.get("activities"));
        }
        System.out.printf(
                "process descriptions: precision %.3f recall %.3f F1 %.3f%n",
                score.precision(), score.recall(), score.f1());
        assertTrue(score.f1() >= 0.88, "F1 was " + score.f1());
    }
}
