package nexhelm.engine.agent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import nexhelm.engine.agent.Desk.Result;
import nexhelm.engine.agent.Fact.Table;

/** "who is free that week and speaks Dutch": the people of a list who are all that is asked for. */
final class Suitable {

    private static final Pattern WHO = Pattern.compile("(?i)\\bwho\\b(.+)");
    private static final Pattern FREE = Pattern.compile("(?i)\\b(free|available|open|unbooked)\\b");
    private static final Pattern NAME = Pattern.compile("(?<=[\\p{L},] )\\p{Lu}[\\p{L}-]+");

    private final Instruction instruction;
    private final Findings findings;

    Suitable(Instruction instruction, Findings findings) {
        this.instruction = instruction;
        this.findings = findings;
    }

    /** The people in a table who suit; empty where nobody is sought or nothing that is asked for is told by it. */
    Optional<Result> in(Table table) throws Stopped {
        Matcher who = WHO.matcher(instruction.text());
        if (!who.find()) {
            return Optional.empty();
        }
        String wish = who.group(1);
        List<List<String>> rows = table.rows();
        List<String> how = new ArrayList<>();
        Matcher free = FREE.matcher(wish);
        if (free.find()) {
            int column = when(table, free.group(1));
            if (column < 0) {
                return Optional.empty(); // free when: the list has several times, or none
            }
            rows = rows.stream()
                    .filter(r -> r.get(column).equalsIgnoreCase(free.group(1)))
                    .toList();
            how.add(free.group(1) + " " + table.header().get(column));
        }
        for (Matcher name = NAME.matcher(wish); name.find(); ) {
            String asked = name.group();
            boolean told = table.rows().stream().anyMatch(r -> holds(r, asked));
            if (!told) {
                return Optional.empty();
            }
            rows = rows.stream().filter(r -> holds(r, asked)).toList();
            how.add(asked);
        }
        return how.isEmpty() || rows.isEmpty() ? Optional.empty() : Optional.of(result(table, rows, wish, how));
    }

    private static boolean holds(List<String> row, String asked) {
        return row.stream()
                .anyMatch(c -> List.of(c.toLowerCase(Locale.ROOT).split("\\s*[,;/]\\s*"))
                        .contains(asked.toLowerCase(Locale.ROOT)));
    }

    /** The column of the time that is meant: the only one in which somebody is free, else the one that a mail names. */
    private int when(Table table, String free) {
        List<Integer> columns = IntStream.range(1, table.header().size())
                .filter(i -> table.rows().stream().anyMatch(r -> r.get(i).equalsIgnoreCase(free)))
                .boxed()
                .toList();
        List<Integer> named = columns.stream()
                .filter(i -> findings.sources().stream()
                        .filter(Source::mail)
                        .anyMatch(m -> says(m.text(), table.header().get(i))))
                .toList();
        return columns.size() == 1 ? columns.get(0) : named.size() == 1 ? named.get(0) : -1;
    }

    /** Whether a text has the words and numbers of a header: "Monday 2 March to Friday 6 March" those of "2 to 6 March". */
    private static boolean says(String text, String header) {
        List<String> words = Stems.of(header);
        return words.stream().anyMatch(w -> w.matches("\\d+"))
                && Set.copyOf(Stems.of(text)).containsAll(words);
    }

    /** One for each of what they are asked for by a column that other papers have, too ("the level"); two are a choice. */
    private Result result(Table table, List<List<String>> rows, String wish, List<String> how) throws Stopped {
        Set<String> said = Stems.set(wish);
        Optional<Integer> by = IntStream.range(1, table.header().size())
                .filter(i -> said.containsAll(Stems.of(table.header().get(i)))
                        && !needed(table, i).isEmpty())
                .boxed()
                .findFirst();
        String title = table.header().get(0);
        Map<String, String> found = new LinkedHashMap<>();
        for (List<String> row : rows) {
            String kind = by.map(row::get).orElse("");
            if (by.isPresent() && needed(table, by.get()).stream().noneMatch(n -> Findings.same(n, kind))) {
                continue;
            }
            String other = found.put(kind.isEmpty() ? row.get(0) : kind, row.get(0));
            if (other != null) {
                throw Stopped.lacking("which " + Reckoning.lower(title) + " is meant for " + kind + ": " + other
                        + " and " + row.get(0) + " both suit");
            }
        }
        if (by.isPresent()) {
            for (String kind : needed(table, by.get())) {
                if (found.keySet().stream().noneMatch(k -> Findings.same(k, kind))) {
                    throw Stopped.lacking("a " + Reckoning.lower(title) + " for " + kind + " who is "
                            + String.join(", ", how) + " in " + table.source().named());
                }
            }
        }
        List<String> shown = new ArrayList<>();
        found.forEach((kind, name) -> shown.add(kind.equals(name) ? name : name + " (" + kind + ")"));
        return new Result(
                title,
                String.join(", ", shown),
                String.join(", ", how)
                        + by.map(i -> ", by " + Reckoning.lower(table.header().get(i)))
                                .orElse("") + ", from " + table.source().named());
    }

    /** What stands under the same header in the other lists that were read. */
    private Set<String> needed(Table table, int column) {
        Set<String> needed = new LinkedHashSet<>();
        for (Table other : findings.tables()) {
            int there = other.header().indexOf(table.header().get(column));
            if (there >= 0
                    && !other.source().id().equals(table.source().id())
                    && !other.source().made()) {
                other.rows().forEach(r -> needed.add(r.get(there)));
            }
        }
        needed.remove("");
        return needed;
    }
}
