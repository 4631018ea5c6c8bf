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
import java.util.stream.Collectors;
import nexhelm.engine.agent.Desk.Result;
import nexhelm.engine.agent.Fact.Table;
import nexhelm.engine.agent.Figures.Figure;

/**
 * A product that is worked out for each of several things and added up: the kilos of a mail's lines at the prices of a list,
 * the copies of a report's rows at the rates of a contract. What is counted must have its other figures; a list of prices
 * may hold more than was asked for.
 */
final class LineByLine {

    private static final Pattern NAMED_AMOUNT = Pattern.compile("^(\\p{L}[^\\d]*?)[\\s:]+([\\d€$£].*)$");
    private static final Set<String> COUNTED = Stems.set("number quantity count amount piece copy");

    private final Findings findings;
    private final Figures figures;

    LineByLine(Findings findings, Figures figures) {
        this.findings = findings;
        this.figures = figures;
    }

    /**
     * The figures that one source gives under one name for several things.
     *
     * @param whole whether each of them counts; a list from which is taken what is needed does not
     */
    private record Column(String operand, Map<String, Money> values, String source, boolean whole) {

        /** What is called like this, also where one of both says more. */
        Optional<Map.Entry<String, Money>> of(String label) {
            Set<String> stems = Stems.set(label);
            List<Map.Entry<String, Money>> alike = values.entrySet().stream()
                    .filter(e -> alike(stems, Stems.set(e.getKey())))
                    .toList();
            Optional<Map.Entry<String, Money>> same = alike.stream()
                    .filter(e -> Stems.set(e.getKey()).equals(stems))
                    .findFirst();
            return same.or(() -> alike.size() == 1 ? Optional.of(alike.get(0)) : Optional.empty());
        }

        private static boolean alike(Set<String> one, Set<String> other) {
            return !one.isEmpty() && !other.isEmpty() && (one.containsAll(other) || other.containsAll(one));
        }
    }

    /** What a product of these factors comes to; what it lacks when one of the things has no figure. */
    record Outcome(List<Result> results, List<String> missing) {}

    /**
     * Works out a formula for each thing.
     *
     * @param each whether the single amounts are wanted too
     * @return empty where the formula is no product, or its factors are figures of one thing
     */
    Optional<Outcome> worked(SpokenFormula formula, String name, boolean each) {
        List<String> factors = formula.factors();
        Map<String, Figure> single = new LinkedHashMap<>();
        Map<String, List<Column>> columns = new LinkedHashMap<>();
        for (String factor : factors) {
            Optional<Figure> figure = figures.called(factor);
            figure.ifPresent(f -> single.put(factor, f));
            columns.put(factor, figure.isPresent() ? List.of() : columns(factor));
        }
        Set<String> labels = columns.values().stream()
                .flatMap(List::stream)
                .flatMap(c -> c.values().keySet().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (String factor : factors) {
            if (!single.containsKey(factor)) {
                List<Column> all = new ArrayList<>(counted(factor, labels));
                all.addAll(columns.get(factor));
                columns.put(factor, all);
            }
        }
        List<Column> chosen = new ArrayList<>();
        for (String factor : factors) {
            if (!single.containsKey(factor)) {
                if (columns.get(factor).isEmpty()) {
                    return Optional.empty();
                }
                chosen.add(columns.get(factor).get(0));
            }
        }
        Optional<Column> lead = chosen.stream()
                .filter(Column::whole)
                .findFirst()
                .or(() -> chosen.stream().findFirst());
        return lead.filter(l -> l.values().size() > 1 || chosen.size() > 1)
                .map(l -> outcome(formula, name, each, single, chosen, l));
    }

    private Outcome outcome(
            SpokenFormula formula,
            String name,
            boolean each,
            Map<String, Figure> single,
            List<Column> chosen,
            Column lead) {
        List<Result> results = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        List<String> how = new ArrayList<>();
        Optional<Money> sum = Optional.empty();
        for (String label : lead.values().keySet()) {
            List<Figure> line = new ArrayList<>();
            for (String factor : formula.factors()) {
                Optional<Column> column =
                        chosen.stream().filter(c -> c.operand().equals(factor)).findFirst();
                if (column.isEmpty()) {
                    line.add(single.get(factor));
                    continue;
                }
                var value = column.get().of(label);
                if (value.isEmpty()) {
                    missing.add(Figures.bare(factor) + " of " + label);
                } else {
                    line.add(new Figure(
                            value.get().getValue(),
                            value.get().getValue().toString(),
                            Optional.of(column.get().source())));
                }
            }
            Optional<Money> amount = line.size() == formula.factors().size() ? formula.product(line) : Optional.empty();
            if (amount.isEmpty()) {
                continue;
            }
            String worked = label + " "
                    + String.join(" × ", line.stream().map(Figure::said).toList());
            how.add(worked + " = " + amount.get());
            if (each) {
                results.add(new Result(name + " " + label, amount.get().toString(), worked));
            }
            sum = Optional.of(sum.map(s -> s.plus(amount.get())).orElse(amount.get()));
        }
        if (!missing.isEmpty() || sum.isEmpty()) {
            return new Outcome(List.of(), missing);
        }
        if (lead.whole() && lead.values().size() > 1) {
            Money all = lead.values().values().stream().reduce(Money::plus).orElseThrow();
            String counted = Figures.bare(lead.operand());
            results.add(
                    0,
                    new Result(
                            counted.substring(0, 1).toUpperCase(Locale.ROOT) + counted.substring(1),
                            all.toString(),
                            "all of " + lead.source()));
        }
        String from = String.join(
                " and ", chosen.stream().map(Column::source).distinct().toList());
        results.add(new Result(name, sum.get().toString(), String.join(", ", how) + ", from " + from));
        return new Outcome(results, List.of());
    }

    /** What tables, and lines that begin or end alike, give under a name. */
    private List<Column> columns(String operand) {
        Set<String> words = Stems.set(Figures.bare(operand));
        List<Column> columns = new ArrayList<>();
        for (Table table : findings.tables()) {
            if (!table.source().made()) {
                inTable(operand, words, table).ifPresent(columns::add);
            }
        }
        for (Source source : findings.sources()) {
            if (!source.made() && !source.kind().equals("row")) {
                inLines(operand, words, source).ifPresent(columns::add);
            }
        }
        columns.sort((a, b) -> Boolean.compare(b.whole(), a.whole()));
        return columns;
    }

    private Optional<Column> inTable(String operand, Set<String> words, Table all) {
        Table table = findings.joined(all);
        List<Integer> named = new ArrayList<>();
        for (int i = 0; i < table.header().size(); i++) {
            Set<String> name = Stems.set(table.header().get(i));
            int column = i;
            boolean numbers =
                    table.rows().stream().allMatch(r -> Money.in(r.get(column)).isPresent());
            boolean called = name.containsAll(words)
                    || words.containsAll(name)
                    || name.stream().anyMatch(words::contains) && Measure.meant(words);
            if (!name.isEmpty() && numbers && called) {
                named.add(i);
            }
        }
        if (named.size() != 1 || table.rows().isEmpty()) {
            return Optional.empty();
        }
        Map<String, Money> values = new LinkedHashMap<>();
        for (List<String> row : table.rows()) {
            String label = label(table, row);
            Money value = Money.in(row.get(named.get(0))).orElseThrow();
            if (label.isEmpty() || values.put(label, value) != null) {
                return Optional.empty();
            }
        }
        boolean whole = all.source().kind().equals("rows")
                || table.rows().size() < all.rows().size();
        return Optional.of(new Column(operand, values, all.source().named(), whole));
    }

    /** What tells a row from the others: its cells of words that are not the same in all. */
    private static String label(Table table, List<String> row) {
        List<String> differing = new ArrayList<>();
        String first = "";
        for (int i = 0; i < row.size(); i++) {
            int column = i;
            String cell = row.get(i);
            boolean text = !cell.isBlank() && Money.in(cell).isEmpty();
            first = text && first.isEmpty() ? cell : first;
            if (text && table.rows().stream().anyMatch(r -> !r.get(column).equals(cell))) {
                differing.add(cell);
            }
        }
        return differing.isEmpty() ? first : String.join(" ", differing);
    }

    /** "Royalty rate paperback: 7.5 %" beside "Royalty rate e-book: 25 %"; "Sides: front 11 m, back 11 m". */
    private Optional<Column> inLines(String operand, Set<String> words, Source source) {
        List<Fact> alike = Fact.in(source).stream()
                .filter(f -> f.money().isPresent()
                        && f.stems().size() > words.size()
                        && f.stems().containsAll(words))
                .toList();
        if (alike.size() > 1) {
            Set<String> common = new LinkedHashSet<>(alike.get(0).stems());
            alike.forEach(f -> common.retainAll(f.stems()));
            Map<String, Money> values = new LinkedHashMap<>();
            alike.forEach(f -> values.put(without(f.key(), common), f.money().orElseThrow()));
            if (values.size() == alike.size() && !values.containsKey("")) {
                return Optional.of(new Column(operand, values, source.named(), false));
            }
        }
        for (Fact fact : Fact.in(source)) {
            Map<String, Money> parts = parts(fact.value());
            boolean measured = parts.values().stream().allMatch(m -> Measure.meant(words, m.unit()));
            if (parts.size() > 1 && (measured || fact.stems().stream().anyMatch(words::contains))) {
                return Optional.of(new Column(operand, parts, source.named(), true));
            }
        }
        return Optional.empty();
    }

    private static String without(String key, Set<String> stems) {
        List<String> kept = new ArrayList<>();
        for (String word : key.split("\\s+")) {
            if (!stems.containsAll(Stems.of(word))) {
                kept.add(word);
            }
        }
        return String.join(" ", kept);
    }

    /** "front 11 m, back 11 m": amounts with their names; empty where a part is anything else. */
    private static Map<String, Money> parts(String value) {
        Map<String, Money> parts = new LinkedHashMap<>();
        for (String part : value.split("[;,]\\s+|\\s+and\\s+")) {
            Matcher named = NAMED_AMOUNT.matcher(part.strip());
            Optional<Money> amount = named.matches() ? Money.in(named.group(2)) : Optional.empty();
            if (amount.isEmpty() || parts.put(named.group(1).strip(), amount.get()) != null) {
                return Map.of();
            }
        }
        return parts;
    }

    /** "Harbour Espresso: 24 kg" for the kilos: the lines of a paper that are called like things of a list. */
    private List<Column> counted(String operand, Set<String> labels) {
        Set<String> words = Stems.set(Figures.bare(operand));
        boolean plain = words.stream().anyMatch(COUNTED::contains);
        List<Column> columns = new ArrayList<>();
        for (Source source : findings.sources()) {
            if (source.made() || source.kind().startsWith("row") || labels.isEmpty()) {
                continue;
            }
            Map<String, Money> values = new LinkedHashMap<>();
            int known = 0;
            for (Fact fact : Fact.in(source)) {
                Optional<Money> amount = fact.money()
                        .filter(m -> Measure.meant(words, m.unit())
                                || plain && m.unit().isEmpty());
                if (amount.isPresent()) {
                    values.put(fact.key(), amount.get());
                    known += labels.stream().anyMatch(l -> Column.alike(fact.stems(), Stems.set(l))) ? 1 : 0;
                }
            }
            boolean most = known > 0 && known * 2 >= values.size();
            if (most) {
                columns.add(new Column(operand, values, source.named(), true));
            }
        }
        return columns;
    }
}
