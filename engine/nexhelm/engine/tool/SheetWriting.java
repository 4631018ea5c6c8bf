package nexhelm.engine.tool;

import static nexhelm.engine.tool.Lookup.declare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexhelm.engine.sandbox.Item;
import nexhelm.engine.sandbox.Kind;
import nexhelm.engine.sandbox.Names;
import nexhelm.engine.sandbox.Tenant;
import nexhelm.engine.sandbox.sheet.CellName;
import nexhelm.engine.sandbox.sheet.Formula;
import nexhelm.engine.sandbox.sheet.Grid;
import nexhelm.json.Json;

/** The tools that create and change spreadsheets. Formulas are kept; what only looks like one is written as text. */
final class SheetWriting {

    private static final String CELLS = " A formula begins with =; {row} in it is the number of its row.";

    static final List<SandboxTool> TOOLS = List.of(
            new DeclaredTool(
                    declare(
                            "create_sheet",
                            "Create a spreadsheet",
                            "Creates a spreadsheet with a header and rows; row 1 is the header.",
                            true,
                            "spreadsheets",
                            new Schema()
                                    .text("folder", "Path of an existing folder; the top when left out.")
                                    .text("title", "Title of the spreadsheet.")
                                    .texts("header", "Names of the columns.")
                                    .rows("rows", "Rows below the header." + CELLS)
                                    .required("title", "header"),
                            sheetExample()),
                    SheetWriting::create),
            new DeclaredTool(
                    declare(
                            "create_sheet_rows",
                            "Add rows to a spreadsheet",
                            "Appends rows below the last one of a spreadsheet; formulas are kept.",
                            true,
                            "spreadsheets",
                            new Schema()
                                    .text("sheet", "Id or path of the spreadsheet.")
                                    .rows("rows", "Rows of cells in the order of the columns." + CELLS)
                                    .required("sheet", "rows"),
                            rowsExample()),
                    SheetWriting::append),
            new DeclaredTool(
                    declare(
                            "update_sheet_cells",
                            "Change cells of a spreadsheet",
                            "Changes cells of a spreadsheet by their names, as B2; formulas are kept.",
                            true,
                            "spreadsheets",
                            new Schema()
                                    .text("sheet", "Id or path of the spreadsheet.")
                                    .cells("cells", "What the cells hold from now on, by cell." + CELLS)
                                    .required("sheet", "cells"),
                            cellsExample()),
                    SheetWriting::update));

    private SheetWriting() {}

    private static ObjectNode sheetExample() {
        ObjectNode example = Json.object().put("folder", "Clients/Hartwell").put("title", "Portfolio 2026");
        example.putArray("header").add("Holding").add("Value").add("Share");
        ArrayNode rows = example.putArray("rows");
        rows.addArray().add("Global Equity Index Fund").add(412600).add("=ROUND(B{row}/SUM(B2:B3),4)");
        rows.addArray().add("UK Gilt Fund").add(238900).add("=ROUND(B{row}/SUM(B2:B3),4)");
        return example;
    }

    private static ObjectNode rowsExample() {
        ObjectNode example = Json.object().put("sheet", "Operations/Fee calculation 2026");
        example.putArray("rows")
                .addArray()
                .add("Castellan")
                .add(1284900)
                .add("0.5%")
                .add("=ROUND(B{row}*C{row},2)");
        return example;
    }

    private static ObjectNode cellsExample() {
        ObjectNode example = Json.object().put("sheet", "Operations/Fee calculation 2026");
        example.putObject("cells").put("C2", "0.7%");
        return example;
    }

    private static ObjectNode create(Tenant tenant, ObjectNode input) throws ToolFailure {
        String folder = Lookup.folder(tenant, input);
        String title = Lookup.free(tenant, folder, Lookup.name(input, "title"));
        List<String> header = new ArrayList<>();
        for (JsonNode name : input.path("header")) {
            header.add(cell("the header", name, 1));
        }
        if (header.isEmpty()) {
            throw new ToolFailure("'header' names no column");
        }
        Grid grid = new Grid(List.of(header)).with(rows(input, header.size(), 2));
        check(grid, title);
        return written(tenant.add(Kind.SHEET, folder, title, grid.stored(), Json.object()), grid)
                .put("rows", grid.rows().size() - 1);
    }

    private static ObjectNode append(Tenant tenant, ObjectNode input) throws ToolFailure {
        Item sheet = Lookup.file(tenant, input, "sheet", Kind.SHEET);
        Grid old = Grid.of(sheet.content());
        int first = old.rows().size() + 1;
        List<List<String>> rows = rows(input, Math.max(old.width(), 1), first);
        if (rows.isEmpty()) {
            throw new ToolFailure("'rows' holds no row");
        }
        Grid grid = old.with(rows);
        check(grid, sheet.title());
        tenant.save(sheet.withContent(grid.stored()));
        ObjectNode result = written(sheet, grid)
                .put("first_row", first)
                .put("last_row", grid.rows().size());
        ArrayNode shown = result.putArray("rows");
        grid.values().subList(first - 1, grid.rows().size()).forEach(row -> shown.add(SheetReading.texts(row)));
        return result;
    }

    private static ObjectNode update(Tenant tenant, ObjectNode input) throws ToolFailure {
        Item sheet = Lookup.file(tenant, input, "sheet", Kind.SHEET);
        Grid grid = Grid.of(sheet.content());
        List<CellName> changed = new ArrayList<>();
        for (Map.Entry<String, JsonNode> one : input.path("cells").properties()) {
            CellName name = CellName.of(one.getKey())
                    .filter(cell -> cell.row() < Grid.MOST_ROWS && cell.column() < Grid.MOST_COLUMNS)
                    .orElseThrow(() -> new ToolFailure("'" + Names.shown(one.getKey()) + "' is no cell like B2"));
            grid = grid.with(name, cell(name.toString(), one.getValue(), name.row() + 1));
            changed.add(name);
        }
        if (changed.isEmpty()) {
            throw new ToolFailure("'cells' names no cell");
        }
        check(grid, sheet.title());
        tenant.save(sheet.withContent(grid.stored()));
        ObjectNode result = written(sheet, grid);
        ObjectNode cells = result.putObject("cells");
        List<List<String>> values = grid.values();
        changed.forEach(
                name -> cells.put(name.toString(), values.get(name.row()).get(name.column())));
        return result;
    }

    private static List<List<String>> rows(ObjectNode input, int columns, int first) throws ToolFailure {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode row : input.path("rows")) {
            int number = first + rows.size();
            if (row.size() > columns) {
                throw new ToolFailure("row " + (rows.size() + 1) + " has " + row.size() + " cells, the sheet has "
                        + columns + " columns");
            }
            List<String> cells = new ArrayList<>();
            for (JsonNode value : row) {
                cells.add(cell("row " + (rows.size() + 1), value, number));
            }
            rows.add(cells);
        }
        return rows;
    }

    private static String cell(String where, JsonNode value, int row) throws ToolFailure {
        String text = value.asText();
        Lookup.refuse("text of " + where, text, Names.problemOfText(text));
        String placed = text.startsWith("=") ? text.replace("{row}", Integer.toString(row)) : text;
        return Formula.is(placed) && Formula.problem(placed).isPresent() ? "'" + placed : Formula.cell(placed);
    }

    private static void check(Grid grid, String title) throws ToolFailure {
        Optional<String> problem = grid.problem();
        if (problem.isPresent()) {
            throw new ToolFailure("'" + Names.shown(title) + "' " + problem.get());
        }
    }

    /** Where it is, and which cells were written as text although they begin as formulas do. */
    private static ObjectNode written(Item sheet, Grid grid) {
        ObjectNode result = Lookup.placed(sheet);
        ArrayNode texts = Json.array();
        for (int r = 0; r < grid.rows().size(); r++) {
            for (int c = 0; c < grid.rows().get(r).size(); c++) {
                if (grid.at(r, c).startsWith("'=")) {
                    texts.add(new CellName(r, c).toString());
                }
            }
        }
        if (!texts.isEmpty()) {
            result.set("as_text", texts);
        }
        return result;
    }
}
