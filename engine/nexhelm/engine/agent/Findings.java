package nexhelm.engine.agent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import nexhelm.engine.agent.Fact.Table;

/** What the sources read so far say about the topics of an instruction. */
final class Findings {

    private static final double ENOUGH = 0.6;
    private static final Set<String> OUTCOMES =
            Stems.set("amount result difference total sum outcome claim comparison figure");

    private final List<Source> sources;
    private final List<Desk.Result> results;
    private final CaseFile file;
    private final List<Fact> facts = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();

    Findings(List<Source> sources, List<Desk.Result> results, CaseFile file) {
        this.sources = List.copyOf(sources);
        this.results = List.copyOf(results);
        this.file = file;
        for (Source source : sources) {
            facts.addAll(Fact.in(source));
            tables.addAll(Fact.tables(source));
        }
    }

    /** One thing found: a value with its source or derivation, or a table. */
    record Found(String label, String value, String ground, Optional<Table> table) {
        static Found of(Fact fact) {
            return new Found(fact.key(), fact.value(), fact.source().named(), Optional.empty());
        }

        static Found of(Desk.Result result) {
            return new Found(result.label(), result.value(), result.how(), Optional.empty());
        }
    }

    List<Fact> facts() {
        return facts;
    }

    /** The same for what is looked for as a text. */
    String notFound() {
        String where = lookedIn();
        return where.startsWith(":") ? where : ": not found" + where;
    }

    /** An error without where it was looked for: what is lacking. */
    static String bare(String lack) {
        return lack.startsWith("figures to ")
                ? lack
                : lack.replaceFirst(
                        "(?s): (?:not found in the papers read before|no paper has been read before).*$", "");
    }

    /** Where something was looked for and not found, and what helps: the end of an error's sentence. */
    String lookedIn() {
        List<String> named = sources.stream()
                .filter(s -> !s.made() && (s.file() || s.mail()))
                .map(Source::named)
                .distinct()
                .toList();
        if (named.isEmpty()) {
            return ": no paper has been read before this step; read one that holds it first";
        }
        List<String> shown = named.size() > 5 ? named.subList(0, 5) : named;
        return " in the papers read before (" + String.join(", ", shown)
                + (named.size() > 5 ? " and " + (named.size() - 5) + " more" : "")
                + "); add it to one of them or to the blueprint";
    }

    List<Desk.Result> results() {
        return results;
    }

    List<Table> tables() {
        return tables;
    }

    List<Source> sources() {
        return sources;
    }

    /** What is known about a topic, best first; empty when nothing fits. */
    List<Found> about(Phrase topic, Set<String> said) {
        if (!topic.telling()) {
            return lists(topic);
        }
        List<Found> found = new ArrayList<>();
        double best = ENOUGH - 0.01;
        for (Desk.Result result : results) {
            double score = score(topic, Stems.set(result.key()), Set.of());
            boolean part = topic.stems().size() == 1 && partOfOneCalledSo(result, topic);
            if (score > best && !result.check() && !part) {
                found.clear();
                found.add(Found.of(result));
                best = score + 0.02;
            }
        }
        Set<String> seen = new LinkedHashSet<>();
        for (Fact fact : facts) {
            double score = fact.source().made() || part(fact, topic)
                    ? 0
                    : score(topic, fact.stemsOf(topic.text()), fact.source().stems());
            if (score > best + 0.001) {
                found.clear();
                seen.clear();
                best = score;
            }
            if (score >= best - 0.001 && score >= ENOUGH && seen.add(fact.key() + "\0" + fact.value())) {
                found.add(Found.of(fact));
            }
        }
        Optional<Found> row = tables.stream()
                .map(this::joined)
                .filter(t -> t.rows().size() == 1)
                .flatMap(t -> cell(t, topic).stream())
                .findFirst();
        if (row.isPresent() && best < 0.99) {
            return List.of(row.get());
        }
        return found.isEmpty() ? measured(topic).or(() -> price(topic)).stream().toList() : List.copyOf(found);
    }

    /** "the metres": what was worked out last in that unit, else the one line of a paper in it. */
    private Optional<Found> measured(Phrase topic) {
        Set<String> said = Set.copyOf(topic.stems());
        Optional<Found> worked = results.stream()
                .filter(r -> !r.check()
                        && Money.in(r.value())
                                .filter(m -> Measure.meant(said, m.unit()))
                                .isPresent())
                .reduce((a, b) -> b)
                .map(Found::of);
        List<Fact> stated = facts.stream()
                .filter(f -> !f.source().made()
                        && f.money().filter(m -> Measure.meant(said, m.unit())).isPresent()
                        && !Measure.another(said, f.stems()))
                .toList();
        boolean one = stated.stream().map(Fact::value).distinct().count() == 1;
        return worked.or(() -> one ? Optional.of(Found.of(stated.get(0))) : Optional.empty());
    }

    /** "the rate": the price in the row that was looked up last. */
    private Optional<Found> price(Phrase topic) {
        return Figures.PRICES.contains(topic.head()) && topic.stems().size() == 1
                ? looked().map(Found::of)
                : Optional.empty();
    }

    /** The one price of the row that was looked up last. */
    Optional<Fact> looked() {
        Optional<Source> row =
                sources.stream().filter(s -> s.kind().equals("row")).reduce((a, b) -> b);
        List<Fact> prices = row.stream()
                .flatMap(r -> Fact.in(r).stream())
                .filter(f -> f.stems().stream().anyMatch(Figures.PRICES::contains)
                        && f.money().isPresent())
                .toList();
        return prices.size() == 1 ? Optional.of(prices.get(0)) : Optional.empty();
    }

    /** Whether a figure went into another one: "the price" is not that of the oak, from which it was worked out. */
    private boolean part(Fact fact, Phrase topic) {
        String said = Reckoning.lower(fact.key()) + " " + fact.value();
        return fact.money().isPresent()
                && topic.stems().stream().anyMatch(Figures.PRICES::contains)
                && !Set.copyOf(topic.stems()).containsAll(fact.stemsOf(topic.text()))
                && results.stream()
                        .anyMatch(r -> !r.check()
                                && Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(said) + "(?!\\p{N})")
                                        .matcher(r.how())
                                        .find());
    }

    /** "the list of documents that we need": a heading with bullets below it, also in a copy of a form. */
    private List<Found> lists(Phrase topic) {
        Set<String> seen = new LinkedHashSet<>();
        return facts.stream()
                .filter(f -> f.stems().contains(topic.head()) && f.value().contains("; ") && seen.add(f.value()))
                .map(Found::of)
                .toList();
    }

    boolean holdsList(Phrase topic) {
        return !lists(topic).isEmpty();
    }

    /** How well a key answers a topic; "the new rent" is rather found under "New rent" than under "Monthly rent". */
    private static double score(Phrase topic, Set<String> key, Set<String> source) {
        boolean both = topic.stems().contains("new")
                && key.contains("new")
                && key.stream().anyMatch(s -> !s.equals("new") && topic.stems().contains(s));
        return both ? 1.2 + plainScore(topic, key, source) : plainScore(topic, key, source);
    }

    private static double plainScore(Phrase topic, Set<String> key, Set<String> source) {
        boolean head = key.contains(topic.head());
        double inKey = topic.coveredBy(key);
        Set<String> both = new LinkedHashSet<>(key);
        both.addAll(source);
        double inBoth = topic.coveredBy(both);
        boolean oldOne = key.contains(topic.renewed())
                && !key.contains("new")
                && !key.contains("propos")
                && !key.contains("request");
        if (inKey == 0 || !head && inKey < 0.5 || inBoth < ENOUGH || oldOne) {
            return 0;
        }
        double all = key.stream().mapToDouble(Phrase::weight).sum();
        double named = key.stream()
                .filter(topic.stems()::contains)
                .mapToDouble(Phrase::weight)
                .sum();
        double precise = all == 0 ? 0 : named / all;
        double score = 0.55 * inKey + 0.25 * inBoth + 0.2 * precise;
        return head ? score + 0.1 : score;
    }

    /** A cell of a table with one row, where the topic names its column. */
    private static Optional<Found> cell(Table table, Phrase topic) {
        Optional<Found> best = Optional.empty();
        double most = ENOUGH;
        for (int i = 0; i < table.header().size(); i++) {
            Set<String> name = Stems.set(table.header().get(i));
            if (name.contains(topic.head()) && topic.coveredBy(name) > most) {
                most = topic.coveredBy(name);
                best = Optional.of(new Found(
                        table.header().get(i),
                        table.rows().get(0).get(i),
                        table.source().named() + ", " + table.rows().get(0).get(0),
                        Optional.empty()));
            }
        }
        return best;
    }

    /** A topic such as "the amount claimed" that no source names takes the one result that was worked out. */
    Optional<Found> outcome(Phrase topic, Set<String> used) {
        List<Desk.Result> free = results.stream()
                .filter(r -> !used.contains(r.key()) && !r.check() && !partOfAnother(r))
                .toList();
        boolean asks = topic.stems().stream().anyMatch(OUTCOMES::contains);
        Optional<Desk.Result> last = free.stream().reduce((a, b) -> b);
        boolean due = topic.stems().contains("due")
                && last.filter(l -> l.equals(results.get(results.size() - 1))
                                && results.stream()
                                        .anyMatch(r -> !r.equals(l) && l.how().contains(r.value())))
                        .isPresent();
        if (asks && due) { // what the others lead to
            return last.map(l -> new Found(topic.capital(), l.value(), l.how(), Optional.empty()));
        }
        return asks && free.size() == 1
                ? Optional.of(new Found(
                        topic.capital(), free.get(0).value(), free.get(0).how(), Optional.empty()))
                : Optional.empty();
    }

    /** "the groups", "the dates": what was counted by kind, and the days that the mail gives. */
    Optional<Found> implied(Phrase topic) {
        if (topic.head().equals("date") && topic.stems().size() == 1 && topic.all()) {
            return new Running(sources)
                    .span()
                    .map(s -> new Found(topic.capital(), s.said(), s.source().named(), Optional.empty()));
        }
        List<Desk.Result> counted =
                results.stream().filter(r -> r.key().startsWith(Reckoning.BY)).toList();
        return topic.head().equals("group") && topic.all() && counted.size() == 1
                ? Optional.of(new Found(
                        topic.capital() + " by " + counted.get(0).key().substring(Reckoning.BY.length()),
                        counted.get(0).value(),
                        counted.get(0).how(),
                        Optional.empty()))
                : Optional.empty();
    }

    /** "the price" is what it comes to in the end: no price from which another one was worked out. */
    private boolean partOfOneCalledSo(Desk.Result result, Phrase topic) {
        String said = Reckoning.lower(result.key()) + " " + result.value();
        return results.stream()
                .anyMatch(r -> !r.equals(result)
                        && Stems.set(r.key()).contains(topic.head())
                        && r.how().contains(said));
    }

    /** Whether a result that was worked out later is made from this one. */
    private boolean partOfAnother(Desk.Result result) {
        String said = Reckoning.lower(result.key()) + " " + result.value();
        return results.stream().anyMatch(r -> !r.equals(result) && r.how().contains(said));
    }

    /** Whether a step before worked out a total, under whatever name. */
    boolean workedTotal() {
        return results.stream().anyMatch(r -> !r.check() && Stems.set(r.key()).contains("total"));
    }

    /** Results of comparisons made so far. */
    List<Found> checks() {
        return results.stream().filter(Desk.Result::check).map(Found::of).toList();
    }

    /**
     * A table cut to what an instruction asks: rows of the party or of what was read elsewhere, rows with a value that the
     * instruction names ("overdue"), and the columns that topics name.
     */
    Optional<Found> table(List<Phrase> topics, Set<String> said) {
        Found best = null;
        double most = 0;
        for (Table table : tables) {
            Table rows = filtered(joined(table), said);
            Set<Integer> columns = new LinkedHashSet<>();
            double score = 0;
            for (Phrase topic : topics) {
                Set<Integer> own = columns(rows, topic);
                columns.addAll(own);
                score += own.isEmpty() ? 0 : 1;
            }
            boolean several =
                    topics.stream().anyMatch(t -> t.all() && !columns(rows, t).isEmpty());
            if (score > most
                    && !rows.rows().isEmpty()
                    && (several || columns.size() > 1 && rows.rows().size() > 1)) {
                columns.add(0);
                most = score;
                best = new Found("", "", table.source().named(), Optional.of(project(rows, columns)));
            }
        }
        return Optional.ofNullable(best);
    }

    /** Columns of a table that a topic names, by all of the column's words. */
    static Set<Integer> columns(Table table, Phrase topic) {
        Set<Integer> columns = new LinkedHashSet<>();
        for (int i = 0; i < table.header().size(); i++) {
            List<String> name = Stems.of(table.header().get(i));
            if (!name.isEmpty()
                    && (topic.stems().containsAll(name)
                            || name.contains(topic.head()) && topic.coveredBy(Set.copyOf(name)) >= ENOUGH)) {
                columns.add(i);
            }
        }
        return columns;
    }

    /** Which of several names a topic means: "the order number" is no "Ordered" where there is an "Order number". */
    static Optional<Integer> best(Phrase topic, List<String> names) {
        int best = -1;
        double most = 0;
        for (int i = 0; i < names.size(); i++) {
            Set<String> name = Stems.set(names.get(i));
            boolean head = name.contains(topic.head());
            boolean asked = !name.isEmpty() && (head || topic.stems().containsAll(name));
            double score = (head ? 1 : 0) + topic.coveredBy(name);
            if (asked && score > most) {
                best = i;
                most = score;
            }
        }
        return best < 0 ? Optional.empty() : Optional.of(best);
    }

    private static Table project(Table table, Set<Integer> columns) {
        List<Integer> kept = columns.stream().sorted().toList();
        return new Table(
                kept.stream().map(table.header()::get).toList(),
                table.rows().stream()
                        .map(row -> kept.stream().map(row::get).toList())
                        .toList(),
                table.source());
    }

    /** Rows that hold a value which another source gives under the column's name, else the party's own rows, else all. */
    Table joined(Table table) {
        for (int i = 0; i < table.header().size() && !file.party().isEmpty(); i++) {
            int column = i;
            Set<String> name = Stems.set(table.header().get(i));
            for (Fact fact : facts) {
                if (!fact.source().id().equals(table.source().id())
                        && !fact.source().made()
                        && fact.stems().equals(name)) {
                    List<List<String>> rows = table.rows().stream()
                            .filter(r -> same(r.get(column), fact.value()))
                            .toList();
                    if (!rows.isEmpty()) {
                        return table.where(rows);
                    }
                }
            }
        }
        List<List<String>> own = table.rows().stream()
                .filter(r -> file.isOf(Stems.set(String.join(" ", r))))
                .toList();
        return own.isEmpty() ? table : table.where(own);
    }

    /** "overdue invoices": rows in which a cell is a word of the instruction, where other rows have another there. */
    static Table filtered(Table table, Set<String> said) {
        for (int i = 0; i < table.header().size(); i++) {
            int column = i;
            List<List<String>> rows = table.rows().stream()
                    .filter(r -> named(r.get(column), said))
                    .toList();
            if (!rows.isEmpty() && rows.size() < table.rows().size()) {
                return table.where(rows);
            }
        }
        return table;
    }

    /** Whether an instruction says all words of a cell; "not yet due" is not said by "due". */
    private static boolean named(String cell, Set<String> said) {
        List<String> stems = Stems.of(cell);
        return !stems.isEmpty()
                && stems.size() == cell.strip().split("\\s+").length
                && said.containsAll(stems)
                && stems.stream().allMatch(s -> Character.isLetter(s.charAt(0)));
    }

    /** Topics that several like sources answer, side by side: three offers by price and delivery time. */
    Optional<Found> sideBySide(List<Phrase> topics) {
        Map<String, Map<String, String>> bySource = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        Set<String> keys = new LinkedHashSet<>();
        for (Phrase topic : topics) {
            for (Fact fact : facts) {
                if (!fact.source().made()
                        && !fact.source().mail()
                        && fact.stems().contains(topic.head())
                        && topic.coveredBy(fact.stems()) >= 0.5) {
                    bySource.computeIfAbsent(fact.source().id(), id -> new LinkedHashMap<>())
                            .putIfAbsent(fact.key(), fact.value());
                    names.putIfAbsent(fact.source().id(), fact.source().title());
                }
            }
        }
        bySource.values().forEach(values -> keys.addAll(values.keySet()));
        keys.removeIf(key -> bySource.values().stream()
                        .filter(values -> values.containsKey(key))
                        .count()
                < 2);
        bySource.values().forEach(values -> values.keySet().retainAll(keys));
        bySource.values().removeIf(values -> values.size() * 2 < keys.size() || values.isEmpty());
        if (bySource.size() < 2 || keys.size() < Math.min(2, topics.size())) {
            return Optional.empty();
        }
        List<String> header = new ArrayList<>(List.of("Source"));
        header.addAll(keys);
        List<List<String>> rows = new ArrayList<>();
        bySource.forEach((id, values) -> {
            List<String> row = new ArrayList<>(List.of(names.get(id)));
            keys.forEach(key -> row.add(values.getOrDefault(key, "not stated")));
            rows.add(row);
        });
        Source first = sources.stream()
                .filter(s -> s.id().equals(bySource.keySet().iterator().next()))
                .findFirst()
                .orElseThrow();
        return Optional.of(new Found(
                "",
                "",
                String.join(
                        ", ",
                        names.entrySet().stream()
                                .filter(e -> bySource.containsKey(e.getKey()))
                                .map(Map.Entry::getValue)
                                .toList()),
                Optional.of(new Table(header, rows, first))));
    }

    static boolean same(String a, String b) {
        return plain(a).equals(plain(b)) && !plain(a).isEmpty();
    }

    static String plain(String text) {
        return text.toLowerCase(java.util.Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
