package nexhelm.engine.agent;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import nexhelm.engine.agent.Fact.Table;

/**
 * A row that is wished for by what it must be: free, long enough, of the band in which a figure lies. Of several that will do
 * the smallest is taken.
 */
final class RowWish {

    private static final Pattern LAST =
            Pattern.compile("(?i)\\bthe (?:very )?(?:last|bottom|newest|latest) (?:row|line|entry)\\b");
    private static final Pattern FREE = Pattern.compile("(?i)\\b(free|empty|available|vacant|unused)\\b");
    private static final Pattern ENOUGH =
            Pattern.compile("(?i)\\b(long|wide|high|tall|large|big|heavy|deep)\\s+enough\\b");
    private static final Pattern FITS = Pattern.compile("(?i)\\b(?:that|which)\\s+fits?\\b");
    private static final Pattern FOR =
            Pattern.compile("(?i)\\bfor\\s+(?:that|this|the|its|their|his|her)\\s+(\\p{L}+)");
    private static final Pattern UP_TO =
            Pattern.compile("(?i)\\s*(?:up to|until|till|max\\.?|maximum|most|at most|bis)\\b.*");
    private static final Map<String, Set<String>> MEANT = Map.of(
            "long", Stems.set("length metre meter"),
            "wide", Stems.set("width metre meter"),
            "high", Stems.set("height metre meter"),
            "tall", Stems.set("height metre meter"),
            "deep", Stems.set("depth metre meter"),
            "heavy", Stems.set("weight load kilo"),
            "large", Stems.set("size seat capacity place people area"),
            "big", Stems.set("size seat capacity place people area"));

    private final Table table;
    private final Bench bench;
    private final String text;

    RowWish(Table table, Bench bench) {
        this.table = table;
        this.bench = bench;
        this.text = bench.instruction().text();
    }

    /** Whether a row must be large enough for something: then no other one will do. */
    boolean bounded() {
        return ENOUGH.matcher(text).find() || FITS.matcher(text).find();
    }

    /** The row that is wished for; empty where the instruction wishes nothing of the kind, or no row will do. */
    Optional<RowChoice.Rows> found() {
        if (LAST.matcher(text).find() && !table.rows().isEmpty()) {
            return Optional.of(row(table.rows().size() - 1));
        }
        boolean free = FREE.matcher(text).find();
        List<Integer> rows = IntStream.range(0, table.rows().size()).boxed().toList();
        if (free) {
            rows = free(rows);
        }
        Matcher enough = ENOUGH.matcher(text);
        if (enough.find()) {
            return atLeast(rows, MEANT.get(enough.group(1).toLowerCase()));
        }
        if (FITS.matcher(text).find()) {
            List<Integer> among = rows;
            return atLeast(rows, MEANT.get("long")).or(() -> atLeast(among, MEANT.get("big")));
        }
        if (free) {
            return rows.stream().findFirst().map(this::row);
        }
        return band();
    }

    /** Rows that say so, or in which what the others fill in is empty. */
    private List<Integer> free(List<Integer> rows) {
        List<Integer> said = rows.stream()
                .filter(r -> table.rows().get(r).stream()
                        .anyMatch(c -> FREE.matcher(c).matches()))
                .toList();
        if (!said.isEmpty()) {
            return said;
        }
        List<Integer> open = new ArrayList<>();
        for (int i = 1; i < table.header().size(); i++) {
            int column = i;
            Predicate<Integer> blank = r -> table.rows().get(r).get(column).isBlank();
            if (rows.stream().anyMatch(blank) && rows.stream().anyMatch(blank.negate())) {
                open.add(i);
            }
        }
        return open.isEmpty()
                ? List.of()
                : rows.stream()
                        .filter(r -> open.stream()
                                .allMatch(c -> table.rows().get(r).get(c).isBlank()))
                        .toList();
    }

    private Optional<RowChoice.Rows> atLeast(List<Integer> rows, Set<String> meant) {
        for (int i = 0; i < table.header().size(); i++) {
            int column = i;
            boolean called = Stems.of(table.header().get(i)).stream().anyMatch(meant::contains);
            Optional<BigDecimal> need = called ? needed(meant) : Optional.empty();
            if (need.isPresent()) {
                return rows.stream()
                        .filter(r -> number(r, column)
                                .filter(n -> n.compareTo(need.get()) >= 0)
                                .isPresent())
                        .min(Comparator.comparing(r -> number(r, column).orElseThrow()))
                        .map(this::row);
            }
        }
        return Optional.empty();
    }

    /** The one figure that other papers give under a name of this meaning. */
    private Optional<BigDecimal> needed(Set<String> meant) {
        List<BigDecimal> said = bench.findings().facts().stream()
                .filter(f -> !(f.source().id() + "#").startsWith(table.source().id() + "#")
                        && !f.source().made()
                        && f.stems().stream().anyMatch(meant::contains)
                        && f.money()
                                .filter(m -> m.unit().isEmpty() || m.measured())
                                .isPresent())
                .map(f -> f.money().orElseThrow().number())
                .distinct()
                .toList();
        return said.size() == 1 ? Optional.of(said.get(0)) : Optional.empty();
    }

    /** "the rate for that height" in a list by "Up to": the lowest limit that the figure does not pass. */
    private Optional<RowChoice.Rows> band() {
        Matcher figure = FOR.matcher(text);
        Optional<Integer> limit = IntStream.range(0, table.header().size())
                .filter(i -> UP_TO.matcher(table.header().get(i)).matches())
                .boxed()
                .findFirst();
        if (limit.isEmpty() || !figure.find()) {
            return Optional.empty();
        }
        Optional<BigDecimal> need = needed(Stems.set(figure.group(1)));
        Set<String> said = bench.said();
        int most = table.rows().stream()
                .mapToInt(r -> spoken(r, limit.get(), said))
                .max()
                .orElse(0);
        return need.flatMap(n -> IntStream.range(0, table.rows().size())
                .filter(r -> spoken(table.rows().get(r), limit.get(), said) == most)
                .filter(r ->
                        number(r, limit.get()).filter(l -> l.compareTo(n) >= 0).isPresent())
                .boxed()
                .min(Comparator.comparing(r -> number(r, limit.get()).orElseThrow()))
                .map(this::row));
    }

    /** How many words of a row, apart from its limit, the instruction says. */
    private static int spoken(List<String> row, int limit, Set<String> said) {
        int count = 0;
        for (int i = 0; i < row.size(); i++) {
            count += i == limit
                    ? 0
                    : (int) Stems.set(row.get(i)).stream()
                            .filter(said::contains)
                            .count();
        }
        return count;
    }

    private Optional<BigDecimal> number(int row, int column) {
        return Money.in(table.rows().get(row).get(column)).map(Money::number);
    }

    private RowChoice.Rows row(int row) {
        return new RowChoice.Rows(List.of(row), 0, table.rows().get(row).get(0));
    }
}
