package nexhelm.engine.agent;

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

/** A register holds rows of many clients; what is handed to somebody is about one of them. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CaseAtHandTest {

    @TempDir
    Path folder;

    private int runs;

    @Test
    void a_hand_over_carries_no_figure_of_another_client() throws Exception {
        String todo = todo("""
            read_document | Open the treatment record of Bruno.
            read_document | Read the price list.
            read_document | Work out the amount of the operation, so the anaesthesia plus the surgery.
            read_sheet | Read the claims tracker.
            create_document | Write a note for Thomas Feldmann with the owner, the animal, the date and the total.
            - | Check the owner, the animal and the total in the claims tracker. | Petra
            """);
        assertTrue(todo.contains("Amount of the operation: EUR 1,420.50"), todo);
        assertFalse(todo.contains("310"), todo);
        assertFalse(todo.contains("Kroll"), todo);
    }

    @Test
    void the_rows_of_the_client_whom_the_steps_name_are_handed_over() throws Exception {
        String todo = todo("""
            read_sheet | Read the claims tracker.
            - | Check the owners, the animals and the totals of Vera Lind in the claims tracker. | Petra
            """);
        assertTrue(todo.contains("Vera Lind | Rex | 90.00"), todo);
        assertFalse(todo.contains("Kroll"), todo);
    }

    @Test
    void rows_that_could_be_anybodys_are_left_out() throws Exception {
        String todo = todo("""
            read_sheet | Read the claims tracker.
            - | Check the owners, the animals and the totals in the claims tracker. | Petra
            """);
        assertFalse(todo.contains("Kroll"), todo);
        assertFalse(todo.contains("Vera"), todo);
    }

    private String todo(String steps) throws Exception {
        ObjectNode blueprint = Json.object();
        var docs = blueprint.putArray("docs");
        docs.addObject()
                .put("path", "Patients/Bruno")
                .put("title", "Treatment record Bruno")
                .put("text", "Animal: Bruno\nOwner: Thomas Feldmann\nDate: 12 March 2026\n");
        docs.addObject()
                .put("path", "Practice")
                .put("title", "Price list")
                .put("text", "Anaesthesia: EUR 180.00\nSurgery: EUR 1,240.50\n");
        var sheet =
                blueprint.putArray("sheets").addObject().put("path", "Practice").put("title", "Claims tracker");
        for (String column : new String[] {"Date", "Owner", "Animal", "Total"}) {
            sheet.withArray("header").add(column);
        }
        for (String row : new String[] {"2026-02-11;Anna Kroll;Mimi;310.00", "2026-02-12;Vera Lind;Rex;90.00"}) {
            var cells = sheet.withArray("rows").addArray();
            for (String cell : row.split(";")) {
                cells.add(cell);
            }
        }
        var contacts = blueprint.putArray("contacts");
        for (String name : new String[] {"Thomas Feldmann", "Anna Kroll", "Vera Lind", "Petra Vogt"}) {
            contacts.addObject()
                    .put("name", name)
                    .put("email", name.toLowerCase().replace(' ', '.') + "@example.com");
        }
        try (Rehearsal run = new Rehearsal(
                        Files.createDirectory(folder.resolve("run" + runs++)),
                        blueprint,
                        Definitions.of("Claim", steps))
                .run()) {
            assertTrue(run.complete(), run.results()::toString);
            assertFalse(run.changes().toString().contains("400"), run.changes()::toString);
            return run.change("todo", "").content();
        }
    }
}
