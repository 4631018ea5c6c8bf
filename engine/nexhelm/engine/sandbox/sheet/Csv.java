package nexhelm.engine.sandbox.sheet;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/**
 * Comma-separated values (RFC 4180), which a spreadsheet can open without computing or calling anything: a text that it
 * would take for a formula begins with an apostrophe.
 */
public final class Csv {

    private static final String STARTS_FORMULA = "=+-@\t\r\uFF1D\uFF0B\uFF0D\uFF20";

    private Csv() {}

    /** A cell that no spreadsheet takes for a formula; numbers such as {@code -5} stay numbers. */
    public static String harmless(String cell) {
        String plain = cell.stripLeading();
        boolean risky = !cell.isEmpty() && STARTS_FORMULA.indexOf(cell.charAt(0)) >= 0
                || !plain.isEmpty() && STARTS_FORMULA.indexOf(plain.charAt(0)) >= 0;
        return risky && !Formula.isNumber(cell) ? "'" + cell : cell;
    }

    /** Rows as text, each ended by CRLF. */
    public static String text(List<List<String>> rows) {
        var text = new StringBuilder();
        try (var printer = new CSVPrinter(text, CSVFormat.RFC4180)) {
            for (List<String> row : rows) {
                printer.printRecord(row.stream().map(Csv::harmless).toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a string builder has none
        }
        return text.toString();
    }

    /** The rows of a text; empty when it is no CSV, as with a quotation mark that is never closed. */
    public static Optional<List<List<String>>> rows(String text) {
        List<List<String>> rows = new ArrayList<>();
        try (CSVParser parser = CSVParser.parse(new StringReader(text), CSVFormat.RFC4180)) {
            for (CSVRecord row : parser) {
                rows.add(List.of(row.values()));
            }
            return Optional.of(rows);
        } catch (CSVException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UncheckedIOException e) { // how the iterator reports what is no CSV
            return Optional.empty();
        }
    }
}
