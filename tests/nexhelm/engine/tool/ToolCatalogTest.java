package nexhelm.engine.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import nexhelm.engine.sandbox.TestTenants;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ToolCatalogTest {

    @TempDir
    Path folder;

    @Test
    void the_tools_stand_in_the_order_in_which_people_read_them() {
        assertEquals(
                List.of(
                        "list_documents",
                        "search_documents",
                        "read_document",
                        "create_folder",
                        "create_document",
                        "create_document_copy",
                        "update_document",
                        "update_document_location",
                        "read_csv",
                        "create_csv",
                        "list_sheets",
                        "read_sheet",
                        "find_sheet_rows",
                        "create_sheet",
                        "create_sheet_rows",
                        "update_sheet_cells",
                        "search_mail",
                        "read_mail",
                        "create_mail_draft",
                        "send_mail",
                        "list_events",
                        "find_free_slots",
                        "create_event",
                        "send_event_invitation",
                        "update_event",
                        "find_contact",
                        "find_household",
                        "update_contact",
                        "create_contact_note",
                        "read_pdf",
                        "create_pdf_form",
                        "create_pdf",
                        "list_todos",
                        "create_todo",
                        "update_todo"),
                List.copyOf(ToolCatalog.all().keySet()));
    }

    @Test
    void every_example_works_on_the_demo_tenant() throws Exception {
        try (TestTenants tenants = new TestTenants(folder)) {
            for (SandboxTool tool : ToolCatalog.all().values()) {
                tool.call(tenants.demo("u"), tool.declaration().example());
            }
        }
    }

    @Test
    void writes_are_recognised_by_their_names_and_reads_never_look_like_one() {
        for (SandboxTool tool : ToolCatalog.all().values()) {
            ToolDeclaration declared = tool.declaration();
            assertEquals(
                    declared.write(),
                    declared.name().matches("(send|create|update|delete|post|patch)_.*"),
                    declared.name());
        }
    }

    @Test
    void every_schema_says_what_each_input_is_and_every_example_fits() {
        for (SandboxTool tool : ToolCatalog.all().values()) {
            JsonNode schema = tool.declaration().inputSchema();
            schema.path("properties")
                    .forEach(p -> assertFalse(p.path("description").asText().isBlank()));
            tool.declaration()
                    .example()
                    .fieldNames()
                    .forEachRemaining(name -> assertTrue(
                            schema.path("properties").has(name),
                            tool.declaration().name() + " " + name));
            assertFalse(schema.path("additionalProperties").asBoolean(true));
        }
    }
}
