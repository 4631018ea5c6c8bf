package nexhelm.engine.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.engine.agent.Fact.Table;
import nexhelm.engine.agent.Findings.Found;

/** Puts values into a text that waits for them: blank lines of a form, placeholders, table rows. */
final class Filling {

    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\[(?!synthetic])([\\p{L}][\\p{L}\\p{N} '’-]{1,50})]|\\{\\{\\s*([\\p{L}][\\p{L}\\p{N}_"
                    + " ]{1,50})\\s*}}|<([\\p{L}][\\p{L}\\p{N} ]{1,50})>");
    private static final Pattern BLANK =
            Pattern.compile("(?m)^(\\s*(?:[-*]\\s+)?)(\\p{L}[^:|\\n]{0,58}?)\\s*:[ _.…]*$");

    private static final Pattern END = Pattern.compile("from|to|until|till|since|by");

    private final Findings findings;
    private final CaseFile file;
    private final List<String> filled = new ArrayList<>();
    private final List<String> open = new ArrayList<>();

    Filling(Findings findings, CaseFile file) {
        this.findings = findings;
        this.file = file;
    }

    List<String> filled() {
        return filled;
    }

    List<String> open() {
        return open;
    }

    /** Fills blanks and placeholders whose names a source answers; the others stay as they are. */
    String form(String text) {
        Matcher placeholder = PLACEHOLDER.matcher(text);
        StringBuilder out = new StringBuilder();
        while (placeholder.find()) {
            String name = placeholder.group(1) != null
                    ? placeholder.group(1)
                    : placeholder.group(2) != null ? placeholder.group(2) : placeholder.group(3);
            placeholder.appendReplacement(
                    out,
                    Matcher.quoteReplacement(value(name.replace('_', ' '), keyBefore(text, placeholder.start()))
                            .orElse(placeholder.group())));
        }
        placeholder.appendTail(out);
        Matcher blank = BLANK.matcher(out.toString());
        StringBuilder lines = new StringBuilder();
        while (blank.find()) {
            boolean list = out.substring(blank.end()).matches("(?s)\\n\\s*[-*•_].*");
            Optional<String> value = list ? Optional.empty() : value(blank.group(2), "");
            blank.appendReplacement(
                    lines,
                    Matcher.quoteReplacement(value.map(v -> blank.group(1) + blank.group(2) + ": " + v)
                            .orElse(blank.group())));
        }
        blank.appendTail(lines);
        return lines.toString();
    }

    /** "Loan from: [from]": what the line calls a placeholder that stands alone in it. */
    private static String keyBefore(String text, int placeholder) {
        String line = text.substring(text.lastIndexOf('\n', placeholder - 1) + 1, placeholder);
        return line.matches("\\s*\\p{L}[^:]{0,58}:\\s*") ? line.replace(":", "").strip() : "";
    }

    private Optional<String> value(String name, String key) {
        Optional<String> value = (key.isEmpty() ? Optional.<String>empty() : exactly(key))
                .or(() -> exactly(name))
                .or(() -> bound(name))
                .or(() -> said(name))
                .or(() -> key.isEmpty() ? Optional.empty() : said(key))
                .or(() -> party(name));
        value.ifPresentOrElse(v -> filled.add(name + ": " + v), () -> open.add(name));
        return value;
    }

    /** What a source gives under just this name; two that differ give none. */
    private Optional<String> exactly(String name) {
        return one(findings.facts().stream()
                .filter(f -> !f.source().made() && f.key().equalsIgnoreCase(name))
                .toList());
    }

    /** "From" and "to" name the ends of a span: "Loan from: 8 September" answers "from". */
    Optional<String> bound(String name) {
        String end = name.strip().toLowerCase(Locale.ROOT);
        return END.matcher(end).matches()
                ? one(findings.facts().stream()
                        .filter(f -> !f.source().made()
                                && f.key().toLowerCase(Locale.ROOT).matches("(?:.* )?" + end))
                        .toList())
                : Optional.empty();
    }

    private static Optional<String> one(List<Fact> facts) {
        return facts.stream().map(Fact::value).distinct().count() == 1
                ? Optional.of(facts.get(0).value())
                : Optional.empty();
    }

    private Optional<String> said(String name) {
        if (Stems.of(name).isEmpty()) {
            return Optional.empty();
        }
        return findings.about(phrase(name), Stems.set(name)).stream()
                .filter(f -> f.table().isEmpty())
                .findFirst()
                .map(Found::value);
    }

    private Optional<String> party(String name) {
        boolean asks = Stems.of(name).stream()
                .anyMatch(Stems.set("client customer household tenant policyholder company family")::contains);
        return asks && !file.party().isEmpty() ? Optional.of(file.party()) : Optional.empty();
    }

    static Phrase phrase(String name) {
        List<String> stems = Stems.of(name);
        return new Phrase(name, stems, stems.isEmpty() ? "" : stems.get(stems.size() - 1), "", false, false, 0);
    }

    /** A new row for a table: each column from what the sources say under its name, or the case's name. */
    Optional<List<String>> row(Table table, List<Phrase> topics) {
        List<String> row = new ArrayList<>();
        int found = 0;
        for (String column : table.header()) {
            Optional<String> value = cell(table, column, topics);
            found += value.isPresent() ? 1 : 0;
            row.add(value.orElse(""));
        }
        return found >= 2 || found == 1 && table.header().size() == 1 ? Optional.of(row) : Optional.empty();
    }

    Optional<String> cell(Table table, String column, List<Phrase> topics) {
        Set<String> name = Stems.set(column);
        if (name.isEmpty()) {
            return bound(column);
        }
        for (Phrase topic : topics) {
            if (Findings.best(topic, table.header())
                    .filter(i -> table.header().get(i).equals(column))
                    .isPresent()) {
                Optional<Found> found = findings.about(topic, Set.of()).stream()
                        .filter(f -> f.table().isEmpty() && !fromTable(f, table))
                        .findFirst();
                if (found.isPresent()) {
                    filled.add(column + ": " + found.get().value());
                    return found.map(Found::value);
                }
            }
        }
        boolean who =
                name.stream().anyMatch(Stems.set("client customer household tenant policyholder company")::contains);
        if (who && !file.party().isEmpty()) {
            return Optional.of(file.party());
        }
        Optional<Found> found = findings.about(phrase(column), Set.of()).stream()
                .filter(f -> f.table().isEmpty() && !fromTable(f, table))
                .findFirst();
        found.ifPresent(f -> filled.add(column + ": " + f.value()));
        return found.map(Found::value);
    }

    private static boolean fromTable(Found found, Table table) {
        return found.ground().startsWith(table.source().named());
    }

    /** The text with a row added after the last one of a table. */
    static String withRow(String text, Table table, List<String> row) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        String last = String.join(" | ", table.rows().get(table.rows().size() - 1));
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (plain(lines.get(i)).equals(plain(last))) {
                lines.add(i + 1, String.join(" | ", row));
                return String.join("\n", lines);
            }
        }
        return text + (text.endsWith("\n") ? "" : "\n") + String.join(" | ", row) + "\n";
    }

    /** The text with one row of a table replaced. */
    static String withChanged(String text, List<String> was, List<String> now) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        for (int i = 0; i < lines.size(); i++) {
            if (plain(lines.get(i)).equals(plain(String.join(" | ", was)))) {
                lines.set(i, String.join(" | ", now));
                break;
            }
        }
        return String.join("\n", lines);
    }

    private static String plain(String line) {
        return line.replaceAll("\\s*\\|\\s*", "|")
                .strip()
                .replaceAll("^\\||\\|$", "")
                .toLowerCase(Locale.ROOT);
    }
}
