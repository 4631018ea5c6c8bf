package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.engine.agent.Fact.Table;

/**
 * A spreadsheet as it was read. The header is row 1, so the first of {@code rows} is row 2.
 *
 * @param formulas formulas by the name of their cell, such as {@code C4}
 */
record Sheet(
        String id,
        String title,
        String path,
        List<String> header,
        List<List<String>> rows,
        Map<String, String> formulas) {

    private static final Pattern REFERENCE = Pattern.compile("(?<![\\p{L}$\\d!])(\\$?[A-Z]{1,3})(\\d{1,6})(?![\\d(])");

    static Sheet of(ObjectNode read) {
        List<List<String>> rows = new ArrayList<>();
        read.path("rows").forEach(row -> rows.add(texts(row)));
        Map<String, String> formulas = new LinkedHashMap<>();
        read.path("formulas")
                .properties()
                .forEach(e -> formulas.put(e.getKey(), e.getValue().asText()));
        return new Sheet(
                read.path("id").asText(),
                read.path("title").asText(),
                read.path("path").asText(),
                texts(read.path("header")),
                rows,
                formulas);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(cell -> texts.add(cell.asText()));
        return texts;
    }

    /** The sheet as the lines of a table, which is how the agent reads all tables. */
    static String text(List<String> header, List<List<String>> rows) {
        StringBuilder text = new StringBuilder(line(header, header.size()));
        rows.forEach(row -> text.append(line(row, header.size())));
        return text.toString();
    }

    String text() {
        return text(header, rows);
    }

    private static String line(List<String> cells, int width) {
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            String cell = i < cells.size() ? cells.get(i) : "";
            shown.add(cell.replaceAll("\\s+", " ").replace('|', '¦').strip());
        }
        return String.join(" | ", shown) + "\n";
    }

    Table table(Source source) {
        List<List<String>> even = new ArrayList<>();
        for (List<String> row : rows) {
            List<String> cells = new ArrayList<>(row.subList(0, Math.min(row.size(), header.size())));
            while (cells.size() < header.size()) {
                cells.add("");
            }
            even.add(cells);
        }
        return new Table(header, even, source);
    }

    /** The name of a cell, from the position of its data row and its column. */
    static String cell(int row, int column) {
        StringBuilder letters = new StringBuilder();
        for (int c = column; c >= 0; c = c / 26 - 1) {
            letters.insert(0, (char) ('A' + c % 26));
        }
        return letters.toString() + (row + 2);
    }

    Optional<String> formula(int row, int column) {
        return Optional.ofNullable(formulas.get(cell(row, column)));
    }

    /** How many rows hold data: a line of totals at the end is none. */
    int dataRows() {
        int last = rows.size();
        while (last > 0 && rows.get(last - 1).stream().allMatch(String::isBlank)) {
            last--;
        }
        return last > 0 && totals(last - 1) ? last - 1 : last;
    }

    private boolean totals(int row) {
        boolean named = rows.get(row).stream()
                .limit(2)
                .anyMatch(c -> c.strip().matches("(?i)(?:grand |sub)?totals?|sum|summe|gesamt"));
        boolean formula = false;
        for (int column = 0; column < header.size(); column++) {
            formula |= formula(row, column).filter(f -> f.contains(":")).isPresent();
        }
        return named || formula && rows.get(row).get(0).isBlank();
    }

    /** A new row with the formulas of the last one, as they read so many rows further down. */
    List<String> withFormulas(List<String> row, int after) {
        List<String> whole = new ArrayList<>();
        int last = dataRows() - 1;
        for (int column = 0; column < row.size(); column++) {
            Optional<String> formula = last < 0 ? Optional.empty() : formula(last, column);
            whole.add(formula.map(f -> down(f, after + 1)).orElse(row.get(column)));
        }
        return whole;
    }

    /** A formula as it reads one row further down; references to a fixed row ({@code $2}) stay. */
    static String down(String formula, int rows) {
        Matcher reference = REFERENCE.matcher(formula);
        StringBuilder out = new StringBuilder();
        while (reference.find()) {
            reference.appendReplacement(
                    out, Matcher.quoteReplacement(reference.group(1) + (Integer.parseInt(reference.group(2)) + rows)));
        }
        return reference.appendTail(out).toString();
    }

    /** A value in the form in which a column has its values: a bare number where there are bare numbers, an ISO day where there are such days. */
    String fitting(int column, String value) {
        List<String> others = rows.subList(0, dataRows()).stream()
                .filter(r -> column < r.size())
                .map(r -> r.get(column).strip())
                .filter(c -> !c.isEmpty())
                .toList();
        if (others.isEmpty()) {
            return value;
        }
        Optional<Money> amount = Money.in(value);
        boolean numbers = others.stream().allMatch(o -> o.matches("-?\\d+(?:\\.\\d+)?"));
        if (numbers && amount.isPresent() && !amount.get().percent() && sameCurrency(column, amount.get())) {
            BigDecimal number = amount.get().number();
            return number.toPlainString();
        }
        boolean shares = others.stream().allMatch(o -> o.matches("-?\\d+(?:\\.\\d+)?%"));
        if (shares && amount.filter(Money::percent).isPresent()) {
            return amount.get().number().stripTrailingZeros().toPlainString() + "%";
        }
        boolean days = others.stream().allMatch(o -> o.matches("\\d{4}-\\d{2}-\\d{2}"));
        if (days) {
            return When.day(value).map(LocalDate::toString).orElse(value);
        }
        return others.stream()
                .filter(o -> o.equalsIgnoreCase(value))
                .findFirst()
                .orElse(value);
    }

    private boolean sameCurrency(int column, Money amount) {
        Matcher unit = Pattern.compile("\\b[A-Z]{3}\\b|[€$£¥]").matcher(header.get(column));
        return !unit.find()
                || unit.group().equals(amount.unit())
                || amount.unit().isEmpty();
    }
}
