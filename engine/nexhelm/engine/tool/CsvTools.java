package nexhelm.engine.tool;

import static nexhelm.engine.tool.Lookup.declare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import nexhelm.engine.sandbox.Item;
import nexhelm.engine.sandbox.Kind;
import nexhelm.engine.sandbox.Names;
import nexhelm.engine.sandbox.Tenant;
import nexhelm.engine.sandbox.sheet.Csv;
import nexhelm.json.Json;

/** The tools for documents that are comma-separated values. */
final class CsvTools {

    static final List<SandboxTool> TOOLS = List.of(
            new DeclaredTool(
                    declare(
                            "read_csv",
                            "Read a CSV file",
                            "Reads a document of comma-separated values: its header and its rows.",
                            false,
                            "documents",
                            new Schema()
                                    .text("document", "Id or path of the document.")
                                    .required("document"),
                            Json.object().put("document", "Operations/Bank statement.csv")),
                    CsvTools::read),
            new DeclaredTool(
                    declare(
                            "create_csv",
                            "Create a CSV file",
                            "Creates a document of comma-separated values that any spreadsheet opens; a text that one"
                                    + " would take for a formula is marked as text.",
                            true,
                            "documents",
                            new Schema()
                                    .text("folder", "Path of an existing folder; the top when left out.")
                                    .text("title", "Title of the document; .csv is added where it is missing.")
                                    .texts("header", "Names of the columns.")
                                    .rows("rows", "Rows of cells in the order of the columns.")
                                    .required("title", "header", "rows"),
                            example()),
                    CsvTools::create));

    private static final int MOST_CELLS = 100_000;

    private CsvTools() {}

    private static ObjectNode example() {
        ObjectNode example = Json.object().put("folder", "Operations").put("title", "Payments March 2026.csv");
        example.putArray("header").add("Date").add("Payee").add("Amount");
        example.putArray("rows")
                .addArray()
                .add("2026-03-09")
                .add("Atelier Fontaine SARL")
                .add("-410000.00");
        return example;
    }

    private static ObjectNode read(Tenant tenant, ObjectNode input) throws ToolFailure {
        Item document = Lookup.document(tenant, input, "document");
        List<List<String>> rows = Csv.rows(document.content())
                .orElseThrow(() -> new ToolFailure("'" + Names.shown(document.path()) + "' is no CSV"));
        if (rows.stream().mapToInt(List::size).sum() > MOST_CELLS) {
            throw new ToolFailure("'" + Names.shown(document.path()) + "' has more than " + MOST_CELLS + " cells");
        }
        ObjectNode result = Lookup.placed(document);
        result.set("header", SheetReading.texts(rows.isEmpty() ? List.of() : rows.get(0)));
        ArrayNode all = result.putArray("rows");
        rows.stream().skip(1).forEach(row -> all.add(SheetReading.texts(row)));
        return result;
    }

    private static ObjectNode create(Tenant tenant, ObjectNode input) throws ToolFailure {
        String folder = Lookup.folder(tenant, input);
        String given = Lookup.name(input, "title");
        String title = given.toLowerCase(java.util.Locale.ROOT).endsWith(".csv") ? given : given + ".csv";
        Lookup.refuse("title", title, Names.problemOfName(title));
        Lookup.free(tenant, folder, title);
        List<List<String>> rows = new ArrayList<>();
        rows.add(cells(input.path("header")));
        if (rows.get(0).isEmpty()) {
            throw new ToolFailure("'header' names no column");
        }
        for (JsonNode row : input.path("rows")) {
            if (row.size() > rows.get(0).size()) {
                throw new ToolFailure("row " + rows.size() + " has " + row.size() + " cells, the header "
                        + rows.get(0).size());
            }
            List<String> cells = cells(row);
            while (cells.size() < rows.get(0).size()) {
                cells.add("");
            }
            rows.add(cells);
        }
        String text = Csv.text(rows);
        Lookup.refuse("text", title, Names.problemOfText(text));
        return Lookup.placed(tenant.add(Kind.DOCUMENT, folder, title, text, Json.object()))
                .put("rows", rows.size() - 1);
    }

    private static List<String> cells(JsonNode row) {
        List<String> cells = new ArrayList<>();
        row.forEach(cell -> cells.add(cell.asText()));
        return cells;
    }
}
