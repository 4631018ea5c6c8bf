package nexhelm.engine.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nexhelm.engine.sandbox.sheet.CellName;
import nexhelm.engine.sandbox.sheet.Formula;
import nexhelm.engine.sandbox.sheet.Grid;

/**
 * Reads a blueprint's sheet: {@code header} and {@code rows}, of which a row is a list or names its columns, and
 * {@code formulas} by cell. Without {@code header}, that is the first row, or the names that the rows use.
 */
final class SheetReader {

    private SheetReader() {}

    /** @param check false for a blueprint that was kept before, perhaps by an engine that looked less closely */
    static BlueprintReader.Sheet read(BlueprintFields sheet, boolean check) throws BlueprintInvalid {
        sheet.only("path", "title", "header", "rows", "formulas");
        JsonNode rows = sheet.tree().path("rows");
        if (!rows.isArray() && !(rows.isMissingNode() && sheet.tree().has("header"))) {
            throw new BlueprintInvalid(sheet.at() + "rows", "is not a list of rows");
        }
        List<String> header = sheet.tree().has("header") ? sheet.texts("header") : named(rows);
        List<List<String>> cells = new ArrayList<>();
        if (!header.isEmpty()) {
            cells.add(header.stream().map(Formula::cell).toList());
        }
        for (int i = 0; i < rows.size(); i++) {
            cells.add(row(sheet.at() + "rows[" + i + "]", rows.get(i), header, check));
        }
        Grid grid = new Grid(cells);
        if (sheet.tree().has("formulas")) {
            BlueprintFields formulas = sheet.object("formulas");
            for (Map.Entry<String, JsonNode> one : formulas.tree().properties()) {
                grid = grid.with(cell(formulas, one.getKey(), header.size()), formula(formulas, one.getKey(), check));
            }
        }
        Optional<String> problem = check ? grid.problem() : Optional.empty();
        if (problem.isPresent()) {
            throw new BlueprintInvalid(sheet.at() + "rows", problem.get());
        }
        return new BlueprintReader.Sheet(sheet.path("path"), sheet.name("title"), grid);
    }

    /** The names that rows which are objects give their columns, in the order they come up. */
    private static List<String> named(JsonNode rows) {
        Set<String> names = new LinkedHashSet<>();
        rows.forEach(row -> {
            if (row.isObject()) {
                row.fieldNames().forEachRemaining(names::add);
            }
        });
        return List.copyOf(names);
    }

    private static List<String> row(String at, JsonNode row, List<String> header, boolean check)
            throws BlueprintInvalid {
        if (!row.isArray() && !row.isObject()) {
            throw new BlueprintInvalid(at, "is neither a list nor an object");
        }
        List<String> cells = new ArrayList<>();
        if (row.isArray()) {
            if (!header.isEmpty() && row.size() > header.size()) {
                throw new BlueprintInvalid(at, "has " + row.size() + " cells, the header only " + header.size());
            }
            for (int i = 0; i < row.size(); i++) {
                cells.add(cell(at + "[" + i + "]", row.get(i), check));
            }
            return cells;
        }
        for (Map.Entry<String, JsonNode> one : row.properties()) {
            if (!header.contains(one.getKey())) {
                throw new BlueprintInvalid(at + "." + Names.shown(one.getKey()), "is no column of the header");
            }
        }
        for (String name : header) {
            cells.add(row.has(name) ? cell(at + "." + name, row.get(name), check) : "");
        }
        return cells;
    }

    private static String cell(String at, JsonNode value, boolean check) throws BlueprintInvalid {
        if (!check) {
            return Formula.cell(value.isContainerNode() || value.isNull() ? "" : value.asText());
        }
        if (value.isContainerNode()) {
            throw new BlueprintInvalid(at, "is not a text, number or truth value");
        }
        String text = value.isNull() ? "" : value.asText();
        Optional<String> problem = Names.problemOfText(text);
        if (problem.isPresent()) {
            throw new BlueprintInvalid(at, problem.get());
        }
        return Formula.cell(text);
    }

    private static CellName cell(BlueprintFields formulas, String name, int columns) throws BlueprintInvalid {
        Optional<CellName> cell = CellName.of(name)
                .filter(one -> one.row() < Grid.MOST_ROWS && one.column() < Grid.MOST_COLUMNS)
                .filter(one -> columns == 0 || one.column() < columns);
        return cell.orElseThrow(() ->
                new BlueprintInvalid(formulas.at() + Names.shown(name), "is no cell of this sheet, as B2 is one"));
    }

    private static String formula(BlueprintFields formulas, String name, boolean check) throws BlueprintInvalid {
        String formula = formulas.text(name);
        if (!Formula.is(formula)) {
            throw new BlueprintInvalid(
                    formulas.at() + name,
                    "'" + Names.shown(formula) + "' is not a formula of cells, numbers and known functions");
        }
        Optional<String> problem = check ? Formula.problem(formula) : Optional.empty();
        if (problem.isPresent()) {
            throw new BlueprintInvalid(formulas.at() + name, "'" + Names.shown(formula) + "' " + problem.get());
        }
        return formula;
    }
}
