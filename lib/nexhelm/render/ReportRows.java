package nexhelm.render;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which rows of tables a report shows. Registers hold rows of many parties and a report goes to one of them: only rows that
 * the run speaks of, or that it wrote, are shown; of the others only how many there are.
 */
final class ReportRows {

    private static final Pattern AMOUNT_OR_DAY = Pattern.compile(
            "\\p{Lu}{3}\\s?[\\d.,]+|[\\d.,]+\\s?\\p{Lu}{3}|\\d{1,2}\\.?\\s+\\p{L}+\\s+\\d{4}|[\\d.,]+\\s*\\p{L}{1,5}");
    private static final Pattern NAME = Pattern.compile("\\p{Lu}[\\p{L}'’.&-]*(?:\\s+[\\p{L}\\p{N}'’.&-]+)+");

    private final String told;

    private ReportRows(String told) {
        this.told = told;
    }

    /** Rows as they are shown. */
    record Shown(List<String> header, List<List<String>> rows, int others) {
        String rest() {
            return others == 0
                    ? ""
                    : others + (rows.isEmpty() ? "" : " other") + (others == 1 ? " row" : " rows") + " read, not shown";
        }
    }

    /** From what a run is called, what its steps say and how they ended, and the papers it wrote anew. */
    static ReportRows of(JsonNode all) {
        var told = new StringBuilder(Report.title(all)).append('\n');
        Report.quotes(all).forEach(quote -> told.append(quote).append('\n'));
        for (JsonNode step : all.path("trace").path("steps")) {
            told.append(step.path("title").asText())
                    .append('\n')
                    .append(Report.summary(step))
                    .append('\n');
        }
        for (JsonNode file : all.path("files")) {
            boolean paper = !file.path("kind").asText().equals("sheet")
                    && file.path("change").asText().equals("created");
            told.append(paper ? file.path("after_text").asText("") : "").append('\n');
        }
        return new ReportRows(told.toString());
    }

    /** The table of an answer: a header and rows of cells. */
    static boolean isTable(JsonNode output) {
        return output.path("header").isArray()
                && output.path("rows").isArray()
                && (output.path("rows").isEmpty() || output.path("rows").path(0).isArray());
    }

    Shown table(JsonNode output) {
        List<String> header = cells(output.path("header"));
        List<List<String>> rows = new ArrayList<>();
        int others = 0;
        for (JsonNode row : output.path("rows")) {
            List<String> cells = cells(row);
            if (cells.equals(header)) {
                continue;
            }
            if (speaksOf(cells)) {
                rows.add(cells);
            } else {
                others++;
            }
        }
        return new Shown(header, rows, others);
    }

    private static List<String> cells(JsonNode row) {
        List<String> cells = new ArrayList<>();
        row.forEach(cell -> cells.add(cell.asText("").strip()));
        return cells;
    }

    /** A text in which lines of cells are rows of a register; the first line of each is its header. */
    String text(String text) {
        return kept(text, " | ", Set.of());
    }

    /** A sheet as lines of comma-separated values, beside what it was before or is now. */
    String sheet(String text, String other) {
        Set<String> there = new LinkedHashSet<>(other.lines().map(String::strip).toList());
        Set<String> own = new LinkedHashSet<>(text.lines().map(String::strip).toList());
        own.removeAll(there);
        return kept(text, ",", own);
    }

    private String kept(String text, String separator, Set<String> written) {
        var out = new StringBuilder();
        int others = 0;
        boolean inTable = false;
        for (String line : text.split("\n", -1)) {
            boolean row = line.contains(separator);
            if (!row || !inTable) {
                others(out, others);
                others = 0;
                out.append(line).append('\n');
            } else if (written.contains(line.strip())
                    || speaksOf(List.of(line.split(Pattern.quote(separator.strip()))))) {
                out.append(line).append('\n');
            } else {
                others++;
            }
            inTable = row;
        }
        others(out, others);
        return out.toString().replaceFirst("\n$", "");
    }

    private static void others(StringBuilder out, int others) {
        if (others > 0) {
            out.append("(")
                    .append(others)
                    .append(others == 1 ? " other row)" : " other rows)")
                    .append('\n');
        }
    }

    private boolean speaksOf(List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i).strip().replaceAll("^\"|\"$", "");
            if (telling(cell, i == 0) && told(cell)) {
                return true;
            }
        }
        return false;
    }

    private boolean told(String cell) {
        return Pattern.compile(
                        "(?<![\\p{L}\\p{N}])" + Pattern.quote(cell.toLowerCase(Locale.ROOT)) + "(?![\\p{L}\\p{N}])")
                .matcher(told.toLowerCase(Locale.ROOT))
                .find();
    }

    /** A name or number by which one row is told from others; a state, a day or an amount is none. */
    private static boolean telling(String cell, boolean first) {
        if (cell.length() < 3
                || AMOUNT_OR_DAY.matcher(cell).matches()
                || cell.codePoints().noneMatch(Character::isLetter)) {
            return first && cell.matches("\\d{3,}");
        }
        boolean marked = cell.codePoints().anyMatch(Character::isDigit) || cell.indexOf('@') > 0;
        return marked || NAME.matcher(cell).matches() || first && Character.isUpperCase(cell.codePointAt(0));
    }
}
