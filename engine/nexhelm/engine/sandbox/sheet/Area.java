package nexhelm.engine.sandbox.sheet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rectangle of cells, all numbers from 0 and inclusive: {@code A1:C4}, one cell, or whole columns {@code A:C}.
 */
public record Area(int firstRow, int lastRow, int firstColumn, int lastColumn) {

    private static final int NO_END = Integer.MAX_VALUE;
    private static final String CELL = "\\$?[A-Za-z]{1,3}\\$?[1-9]\\d{0,6}";
    private static final String COLUMN = "\\$?[A-Za-z]{1,3}";
    private static final Pattern ONE = Pattern.compile(
            "(?<![A-Za-z0-9.$])(?:(%s)(?::(%s))?|(%s):(%s))(?![A-Za-z0-9.(])".formatted(CELL, CELL, COLUMN, COLUMN));

    /** Empty when it is no area. */
    public static Optional<Area> of(String text) {
        Matcher matcher = ONE.matcher(text.strip());
        return matcher.matches() ? Optional.of(area(matcher)) : Optional.empty();
    }

    /** Every area that a formula reads; what stands in quotation marks is text. */
    static List<Area> in(String formula) {
        List<Area> areas = new ArrayList<>();
        Matcher matcher = ONE.matcher(formula.replaceAll("\"[^\"]*\"", "\"\""));
        while (matcher.find()) {
            areas.add(area(matcher));
        }
        return areas;
    }

    private static Area area(Matcher found) {
        if (found.group(3) != null) {
            int a = CellName.column(found.group(3).replace("$", ""));
            int b = CellName.column(found.group(4).replace("$", ""));
            return new Area(0, NO_END, Math.min(a, b), Math.max(a, b));
        }
        CellName from = CellName.of(found.group(1)).orElseThrow();
        CellName to =
                found.group(2) == null ? from : CellName.of(found.group(2)).orElseThrow();
        return new Area(
                Math.min(from.row(), to.row()),
                Math.max(from.row(), to.row()),
                Math.min(from.column(), to.column()),
                Math.max(from.column(), to.column()));
    }

    /** The part of it that a table of this size has. */
    Area within(int rows, int columns) {
        return new Area(firstRow, Math.min(lastRow, rows - 1), firstColumn, Math.min(lastColumn, columns - 1));
    }

    /** How many cells it holds; 0 when it lies outside. */
    long cells() {
        return lastRow < firstRow || lastColumn < firstColumn
                ? 0
                : (lastRow - firstRow + 1L) * (lastColumn - firstColumn + 1L);
    }
}
