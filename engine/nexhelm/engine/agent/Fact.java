package nexhelm.engine.agent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Something a source says: a key with a value, as in "Advisory fee: 0.75 %". */
record Fact(String key, String value, Source source) {

    private static final Pattern LINE = Pattern.compile("^\\s*(?:[-*•]\\s+)?(\\p{Lu}[^:|]{0,58}?)\\s*:\\s+(\\S.*)$");
    private static final Pattern HEADING = Pattern.compile("^\\s*(\\p{Lu}[^:|]{0,58}?)\\s*:\\s*$");
    private static final Pattern BULLET = Pattern.compile("^\\s*[-*•]\\s+(\\S.*)$");

    /** A table of a source; every row has as many cells as the header. */
    record Table(List<String> header, List<List<String>> rows, Source source) {
        Table {
            header = List.copyOf(header);
            rows = List.copyOf(rows);
        }

        /** The column whose name the words fit best, if any. */
        Optional<Integer> column(Set<String> stems) {
            int best = -1;
            double bestScore = 0.49;
            for (int i = 0; i < header.size(); i++) {
                Set<String> name = Stems.set(header.get(i));
                double score = name.isEmpty()
                        ? 0
                        : name.stream().filter(stems::contains).count() / (double) name.size();
                if (score > bestScore) {
                    best = i;
                    bestScore = score;
                }
            }
            return best < 0 ? Optional.empty() : Optional.of(best);
        }

        Table where(List<List<String>> kept) {
            return new Table(header, kept, source);
        }
    }

    Set<String> stems() {
        return Stems.set(key);
    }

    /** The stems of what the key names: a "Price per kilo" is a price, no kilos, unless it is asked for in these words. */
    Set<String> stemsOf(String asked) {
        return asked.matches("(?i).*\\bper\\b.*")
                ? stems()
                : Stems.set(key.replaceFirst("(?i)(?<=\\S)\\s+per\\s.*$", ""));
    }

    Optional<Money> money() {
        return Money.in(value);
    }

    /** All "Key: value" lines of a source; a heading with bullets below it is one fact with several values. */
    static List<Fact> in(Source source) {
        List<Fact> facts = new ArrayList<>();
        String heading = "";
        StringBuilder bullets = new StringBuilder();
        for (String line : (source.text() + "\n\n").split("\n", -1)) {
            Matcher bullet = BULLET.matcher(line);
            if (!heading.isEmpty() && bullet.matches()) {
                bullets.append(bullets.isEmpty() ? "" : "; ")
                        .append(bullet.group(1).strip());
                continue;
            }
            if (!heading.isEmpty() && !bullets.isEmpty()) {
                facts.add(new Fact(heading, bullets.toString(), source));
                heading = "";
                bullets.setLength(0);
            }
            Matcher head = HEADING.matcher(line);
            if (head.matches()) {
                heading = head.group(1);
                continue;
            }
            Matcher fact = LINE.matcher(line);
            if (fact.matches() && line.indexOf(" | ") < 0 && key(fact.group(1))) {
                facts.add(new Fact(fact.group(1).strip(), fact.group(2).strip(), source));
            }
        }
        return facts;
    }

    /** A key is a few words, not the beginning of a sentence. */
    private static boolean key(String words) {
        return words.split("\\s+").length <= 6 && !words.matches(".*[.!?;].*");
    }

    static List<Table> tables(Source source) {
        List<Table> tables = new ArrayList<>();
        List<List<String>> run = new ArrayList<>();
        for (String line : (source.text() + "\n").split("\n", -1)) {
            List<String> cells = cells(line);
            if (cells.size() > 1 && (run.isEmpty() || cells.size() == run.get(0).size())) {
                if (!cells.stream().allMatch(c -> c.matches("[-: ]*"))) {
                    run.add(cells);
                }
                continue;
            }
            if (run.size() > 1) {
                tables.add(new Table(run.get(0), run.subList(1, run.size()), source));
            }
            run = new ArrayList<>();
        }
        return tables;
    }

    private static List<String> cells(String line) {
        if (line.indexOf('|') < 0 && line.indexOf('\t') < 0) {
            return List.of();
        }
        String bare = line.strip().replaceAll("^\\||\\|$", "");
        List<String> cells = new ArrayList<>();
        for (String cell : bare.split(line.indexOf('|') >= 0 ? "\\|" : "\t", -1)) {
            cells.add(cell.strip());
        }
        return cells;
    }

    /** The sources of these facts, each once, in order. */
    static List<Source> sources(List<Fact> facts) {
        Map<String, Source> sources = new LinkedHashMap<>();
        facts.forEach(fact -> sources.putIfAbsent(fact.source().id(), fact.source()));
        return List.copyOf(sources.values());
    }
}
