package nexhelm.engine.sandbox.sheet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexhelm.json.Json;

/**
 * A sheet's cells as they were entered: texts, numbers, formulas. Its first row is the header.
 *
 * @param rows from the first on; a row that is shorter than others ends with empty cells
 */
public record Grid(List<List<String>> rows) {

    public static final int MOST_ROWS = 5_000;
    public static final int MOST_COLUMNS = 100;
    static final int MOST_CELLS = 50_000;
    static final int MOST_FORMULAS = 2_000;
    static final int LONGEST_CELL = 2_000;

    /** How many cells all formulas of a sheet may read together; more would take seconds to compute. */
    static final long MOST_READ = 1_000_000;

    public Grid {
        rows = rows.stream().map(List::copyOf).toList();
    }

    /** Reads what {@link #stored} wrote. */
    public static Grid of(String stored) {
        List<List<String>> rows = new ArrayList<>();
        try {
            for (JsonNode row : Json.parse(stored)) {
                rows.add(row.valueStream().map(JsonNode::asText).toList());
            }
        } catch (Json.Malformed e) {
            throw new IllegalStateException("a sheet is damaged: " + e.getMessage(), e);
        }
        return new Grid(rows);
    }

    /** The cells as JSON, an array of rows. */
    public String stored() {
        ArrayNode all = Json.array();
        for (List<String> row : rows) {
            ArrayNode cells = all.addArray();
            row.forEach(cells::add);
        }
        return Json.compact(all);
    }

    public List<String> header() {
        return rows.isEmpty() ? List.of() : rows.get(0);
    }

    public int width() {
        return rows.stream().mapToInt(List::size).max().orElse(0);
    }

    /** What was entered, empty where nothing was. */
    public String at(int row, int column) {
        return row < rows.size() && column < rows.get(row).size()
                ? rows.get(row).get(column)
                : "";
    }

    /** The same with one cell changed; rows and cells up to it are added. */
    public Grid with(CellName cell, String text) {
        List<List<String>> changed = new ArrayList<>(rows);
        while (changed.size() <= cell.row()) {
            changed.add(List.of());
        }
        List<String> row = new ArrayList<>(changed.get(cell.row()));
        while (row.size() <= cell.column()) {
            row.add("");
        }
        row.set(cell.column(), text);
        changed.set(cell.row(), row);
        return new Grid(changed);
    }

    /** The same with rows below. */
    public Grid with(List<List<String>> more) {
        List<List<String>> all = new ArrayList<>(rows);
        all.addAll(more);
        return new Grid(all);
    }

    /** Every formula by the name of its cell, row by row. */
    public Map<String, String> formulas() {
        Map<String, String> formulas = new LinkedHashMap<>();
        for (int r = 0; r < rows.size(); r++) {
            for (int c = 0; c < rows.get(r).size(); c++) {
                if (Formula.is(rows.get(r).get(c))) {
                    formulas.put(new CellName(r, c).toString(), rows.get(r).get(c));
                }
            }
        }
        return formulas;
    }

    /** What every cell shows: formulas computed, all else as it was entered. Rows are as long as those here. */
    public List<List<String>> values() {
        return formulas().isEmpty()
                ? rows.stream()
                        .map(row -> row.stream().map(Formula::cell).toList())
                        .toList()
                : Calculation.values(this);
    }

    /** What makes it too large to keep or to compute, if anything. */
    public Optional<String> problem() {
        if (rows.size() > MOST_ROWS || width() > MOST_COLUMNS) {
            return Optional.of("has more than " + MOST_ROWS + " rows or " + MOST_COLUMNS + " columns");
        }
        if (rows.stream().mapToInt(List::size).sum() > MOST_CELLS) {
            return Optional.of("has more than " + MOST_CELLS + " cells");
        }
        if (rows.stream().flatMap(List::stream).anyMatch(cell -> cell.length() > LONGEST_CELL)) {
            return Optional.of("has a cell of more than " + LONGEST_CELL + " characters");
        }
        Map<String, String> formulas = formulas();
        int columns = width();
        long read = formulas.values().stream()
                .flatMap(formula -> Area.in(formula).stream())
                .mapToLong(area -> area.within(rows.size(), columns).cells())
                .sum();
        return formulas.size() > MOST_FORMULAS || read > MOST_READ
                ? Optional.of("has formulas that read too much: at most " + MOST_FORMULAS + " formulas and " + MOST_READ
                        + " cells read by them")
                : Optional.empty();
    }
}
