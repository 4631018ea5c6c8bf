package nexhelm.engine.tool;

import static nexhelm.engine.tool.Lookup.declare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import nexhelm.engine.sandbox.Item;
import nexhelm.engine.sandbox.Kind;
import nexhelm.engine.sandbox.Names;
import nexhelm.engine.sandbox.Tenant;
import nexhelm.engine.sandbox.sheet.Area;
import nexhelm.engine.sandbox.sheet.CellName;
import nexhelm.engine.sandbox.sheet.Grid;
import nexhelm.json.Json;

/** The tools that look at spreadsheets; what they show is computed. */
final class SheetReading {

    static final List<SandboxTool> TOOLS = List.of(
            new DeclaredTool(
                    declare(
                            "list_sheets",
                            "List spreadsheets",
                            "Lists the spreadsheets in a folder and below, with their columns.",
                            false,
                            "spreadsheets",
                            new Schema().text("folder", "Path of the folder; everything when left out."),
                            Json.object().put("folder", "Operations")),
                    SheetReading::list),
            new DeclaredTool(
                    declare(
                            "read_sheet",
                            "Read a spreadsheet",
                            "Reads a spreadsheet: its header, its rows with formulas computed, and the formulas by"
                                    + " cell.",
                            false,
                            "spreadsheets",
                            new Schema()
                                    .text("sheet", "Id or path of the spreadsheet.")
                                    .text("range", "Only these cells, as A1:C10 or B:B.")
                                    .required("sheet"),
                            Json.object().put("sheet", "Operations/Fee calculation 2026")),
                    SheetReading::read),
            new DeclaredTool(
                    declare(
                            "find_sheet_rows",
                            "Find rows of a spreadsheet",
                            "Finds the rows whose cell in a column is a value; where none is, those whose cell holds"
                                    + " it.",
                            false,
                            "spreadsheets",
                            new Schema()
                                    .text("sheet", "Id or path of the spreadsheet.")
                                    .text("column", "Name of the column as the header has it, or its letter.")
                                    .text("value", "What to look for.")
                                    .required("sheet", "column", "value"),
                            Json.object()
                                    .put("sheet", "Operations/Fee calculation 2026")
                                    .put("column", "Client")
                                    .put("value", "Hartwell")),
                    SheetReading::find));

    private SheetReading() {}

    private static ObjectNode list(Tenant tenant, ObjectNode input) throws ToolFailure {
        String folder = Lookup.folder(tenant, input);
        ObjectNode result = Json.object();
        ArrayNode sheets = result.putArray("sheets");
        for (Item sheet : tenant.items(Kind.SHEET)) {
            if (folder.isEmpty() || (sheet.folder() + "/").startsWith(folder + "/")) {
                Grid grid = Grid.of(sheet.content());
                ObjectNode one =
                        Lookup.placed(sheet).put("rows", Math.max(0, grid.rows().size() - 1));
                one.set("header", texts(grid.header()));
                sheets.add(one);
            }
        }
        return result;
    }

    private static ObjectNode read(Tenant tenant, ObjectNode input) throws ToolFailure {
        Item sheet = Lookup.file(tenant, input, "sheet", Kind.SHEET);
        Area area = area(input);
        Grid grid = Grid.of(sheet.content());
        List<List<String>> values = grid.values();
        int first = Math.max(1, area.firstRow());
        ObjectNode result = Lookup.placed(sheet);
        result.set("header", texts(cut(grid.header(), grid.width(), area)));
        result.put("first_row", first + 1);
        ArrayNode rows = result.putArray("rows");
        for (int r = first; r < values.size() && r <= area.lastRow(); r++) {
            rows.add(texts(cut(values.get(r), grid.width(), area)));
        }
        ObjectNode formulas = result.putObject("formulas");
        grid.formulas().forEach((name, formula) -> {
            CellName cell = CellName.of(name).orElseThrow();
            boolean inside = cell.row() >= area.firstRow()
                    && cell.row() <= area.lastRow()
                    && cell.column() >= area.firstColumn()
                    && cell.column() <= area.lastColumn();
            if (inside) {
                formulas.put(name, formula);
            }
        });
        return result;
    }

    private static Area area(ObjectNode input) throws ToolFailure {
        if (!input.has("range")) {
            return new Area(0, Integer.MAX_VALUE, 0, Integer.MAX_VALUE);
        }
        String range = Lookup.text(input, "range");
        return Area.of(range)
                .orElseThrow(() -> new ToolFailure("'" + Names.shown(range) + "' is no range like A1:C10 or B:B"));
    }

    /** The cells of a row that lie in an area, padded to the width of the sheet. */
    private static List<String> cut(List<String> row, int width, Area area) {
        int last = Math.min(area.lastColumn(), width - 1);
        return IntStream.rangeClosed(Math.min(area.firstColumn(), width), last)
                .mapToObj(c -> c < row.size() ? row.get(c) : "")
                .toList();
    }

    private static ObjectNode find(Tenant tenant, ObjectNode input) throws ToolFailure {
        Item sheet = Lookup.file(tenant, input, "sheet", Kind.SHEET);
        Grid grid = Grid.of(sheet.content());
        int column = column(grid, Lookup.text(input, "column"), sheet);
        String value = Lookup.text(input, "value").strip().toLowerCase(Locale.ROOT);
        List<List<String>> values = grid.values();
        List<Integer> equal = rows(values, column, value, true);
        List<Integer> found = equal.isEmpty() ? rows(values, column, value, false) : equal;
        ObjectNode result = Lookup.placed(sheet)
                .put("column", column < grid.header().size() ? grid.header().get(column) : CellName.letters(column))
                .put("match", equal.isEmpty() ? "contains" : "equals");
        ArrayNode rows = result.putArray("rows");
        for (int r : found) {
            ObjectNode row = rows.addObject().put("row", r + 1);
            List<String> cells = values.get(r);
            row.set("cells", texts(cells));
            ObjectNode named = row.putObject("values");
            for (int c = 0; c < grid.header().size(); c++) {
                named.put(grid.header().get(c), c < cells.size() ? cells.get(c) : "");
            }
        }
        return result;
    }

    private static List<Integer> rows(List<List<String>> values, int column, String value, boolean whole) {
        return IntStream.range(1, values.size())
                .filter(r -> column < values.get(r).size())
                .filter(r -> {
                    String cell = values.get(r).get(column).strip().toLowerCase(Locale.ROOT);
                    return whole ? cell.equals(value) : cell.contains(value);
                })
                .boxed()
                .toList();
    }

    /** A column by its name in the header, else by its letter. */
    static int column(Grid grid, String name, Item sheet) throws ToolFailure {
        for (int c = 0; c < grid.header().size(); c++) {
            if (grid.header().get(c).strip().equalsIgnoreCase(name.strip())) {
                return c;
            }
        }
        return CellName.of(name + "1")
                .map(CellName::column)
                .filter(c -> c < grid.width())
                .orElseThrow(() -> new ToolFailure("'" + Names.shown(sheet.path()) + "' has no column '"
                        + Names.shown(name) + "'; its columns are "
                        + Names.shown(String.join(", ", grid.header()))));
    }

    static ArrayNode texts(List<String> values) {
        ArrayNode array = Json.array();
        values.forEach(array::add);
        return array;
    }
}
