package nexhelm.engine.sandbox.sheet;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a cell is, written as spreadsheets write it: {@code B2} is column 1, row 1.
 *
 * @param row    counts from 0
 * @param column counts from 0
 */
public record CellName(int row, int column) {

    private static final Pattern NAME = Pattern.compile("\\$?([A-Za-z]{1,3})\\$?([1-9]\\d{0,6})");

    /** Empty when it is not the name of a cell. */
    public static Optional<CellName> of(String name) {
        Matcher matcher = NAME.matcher(name.strip());
        return matcher.matches()
                ? Optional.of(new CellName(Integer.parseInt(matcher.group(2)) - 1, column(matcher.group(1))))
                : Optional.empty();
    }

    /** The number of a column's letters, from 0: {@code A} is 0, {@code AA} is 26. */
    static int column(String letters) {
        int number = 0;
        for (char letter : letters.toUpperCase(Locale.ROOT).toCharArray()) {
            number = number * 26 + letter - 'A' + 1;
        }
        return number - 1;
    }

    /** A column's letters: 0 is {@code A}. */
    public static String letters(int column) {
        return (column >= 26 ? letters(column / 26 - 1) : "") + (char) ('A' + column % 26);
    }

    @Override
    public String toString() {
        return letters(column) + (row + 1);
    }
}
