package nexhelm.engine.agent;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import nexhelm.engine.persona.Verifier.StepResult;
import nexhelm.json.Json;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A form asks in its own words for what a paper says in others. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CloseLabelsTest {

    private static final String STEP =
            "create_pdf_form | Fill in the claim form with the name of the owner, the animal, the total and the chip"
                    + " number.";

    @TempDir
    Path folder;

    private int runs;

    @Test
    void what_is_known_is_filled_in_and_what_is_not_is_named() throws Exception {
        try (Rehearsal run = run("Owner: Thomas Feldmann\nPatient: Bruno (labrador)\nTotal: EUR 90.00\n")) {
            assertTrue(run.complete(), run.results()::toString);
            String form = run.change("pdf", "Claim form").content();
            assertTrue(form.contains("Name of the owner: Thomas Feldmann"), form);
            assertTrue(form.contains("Animal: Bruno (labrador)"), form);
            assertTrue(form.contains("Total: EUR 90.00"), form);
            String summary = ((StepResult.Done) run.results().get(1)).summary();
            assertTrue(summary.contains("The step asks for Chip number too, which nothing read before says."), summary);
        }
    }

    @Test
    void an_owner_that_is_no_person_is_no_name_and_two_patients_are_none() throws Exception {
        try (Rehearsal run = run("Owner: see the file\nPatient: Bruno\nPet: Mimi\nTotal: EUR 90.00\n")) {
            assertTrue(run.complete(), run.results()::toString);
            String form = run.change("pdf", "Claim form").content();
            assertFalse(form.contains("see the file") || form.contains("Bruno") || form.contains("Mimi"), form);
            String summary = ((StepResult.Done) run.results().get(1)).summary();
            assertTrue(summary.contains("Name of the owner (Owner: see the file)"), summary);
            assertTrue(summary.contains("Animal (Bruno or Mimi)"), summary);
        }
    }

    /** A form of which nothing is known is not written at all. */
    @Test
    void a_form_of_which_nothing_is_known_is_a_lack() throws Exception {
        try (Rehearsal run = run("Weather: fine\n")) {
            assertFalse(run.complete());
            assertTrue(run.results().get(1).toString().contains("for “Claim form”"), run.results()::toString);
        }
    }

    private Rehearsal run(String record) throws Exception {
        ObjectNode blueprint = Json.object();
        blueprint.putArray("docs").addObject().put("title", "Treatment record").put("text", record);
        ObjectNode form = blueprint
                .putArray("forms")
                .addObject()
                .put("title", "Claim form")
                .put("text", "Claim");
        for (String field :
                new String[] {"owner;Name of the owner", "animal;Animal", "total;Total", "chip;Chip number"}) {
            form.withArray("fields")
                    .addObject()
                    .put("name", field.split(";")[0])
                    .put("label", field.split(";")[1]);
        }
        return new Rehearsal(
                        Files.createDirectory(folder.resolve("run" + runs++)),
                        blueprint,
                        Definitions.of("Claim", "read_document | Read the treatment record.\n" + STEP))
                .run();
    }
}
