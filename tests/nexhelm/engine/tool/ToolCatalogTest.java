package nexhelm.engine.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import nexhelm.engine.sandbox.TestTenants;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ToolCatalogTest {

    private static final String TABLE = "<!-- tools: written by ToolCatalogTest -->\n";

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

    @Test
    void the_table_of_tools_in_the_docs_is_that_of_the_declarations() throws Exception {
        Path file = Path.of("docs/tools.md");
        String text = Files.readString(file);
        int begin = text.indexOf(TABLE) + TABLE.length();
        int end = text.indexOf("<!-- end -->");
        if (System.getenv("UPDATE_GOLDEN") != null) {
            Files.writeString(file, text.substring(0, begin) + table() + text.substring(end));
        }
        String written = Files.readString(file);
        assertEquals(table(), written.substring(begin, written.indexOf("<!-- end -->")), "UPDATE_GOLDEN=1 writes it");
    }

    private static String table() {
        StringBuilder table =
                new StringBuilder("| Tool | Provider | Effect | Input | What it does |\n|---|---|---|---|---|\n");
        for (SandboxTool tool : ToolCatalog.all().values()) {
            ToolDeclaration declared = tool.declaration();
            List<String> required = declared.inputSchema()
                    .path("required")
                    .valueStream()
                    .map(JsonNode::asText)
                    .toList();
            String inputs = declared.inputSchema()
                    .path("properties")
                    .propertyStream()
                    .map(input -> "`" + input.getKey() + (required.contains(input.getKey()) ? "" : "?") + "`")
                    .collect(Collectors.joining(" "));
            table.append("| `%s` | %s | %s | %s | %s |\n"
                    .formatted(
                            declared.name(),
                            declared.provider(),
                            declared.write() ? "write" : "read",
                            inputs,
                            declared.description()));
        }
        return table.toString();
    }
}
