package nexhelm.engine.agent;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import nexhelm.engine.agent.Desk.Result;
import nexhelm.engine.agent.Fact.Table;
import nexhelm.engine.agent.SpokenNumber.Share;

/** The figures that words can mean: what a step before worked out, what the sources state, what the words give themselves. */
final class Figures {

    /** Decimals that a share keeps until the end. */
    static final int EXACT = 12;

    /** Words for what one of something costs. */
    static final Set<String> PRICES = Stems.set("price rate cost fee tariff charge");

    private static final Set<String> POINTING =
            Set.of("that", "this", "it", "that amount", "this amount", "amount", "result", "outcome", "figure");

    private final Findings findings;
    private final boolean told;

    Figures(Findings findings) {
        this(findings, true);
    }

    private Figures(Findings findings, boolean told) {
        this.findings = findings;
        this.told = told;
    }

    /** The same without what running text says: "four nights" of a mail are of the whole, not of each line of a list. */
    Figures ofLines() {
        return new Figures(findings, false);
    }

    /**
     * A figure with the words for it.
     *
     * @param source where it comes from; empty for a number that the words give, blank for one that was worked out
     */
    record Figure(Money money, String said, Optional<String> source) {}

    private record Known(String key, Money money, String value, String source, boolean worked) {
        Figure figure() {
            return new Figure(money, Reckoning.lower(key) + " " + value, Optional.of(source));
        }

        Set<String> stems() {
            return Stems.set(key);
        }

        /** A "Rate per metre" is a rate, no metres, unless it is asked for in these words. */
        Set<String> stemsOf(String asked) {
            boolean price = stems().size() > 1 && stems().stream().anyMatch(PRICES::contains);
            if (price && plural(asked)) {
                return Set.of(); // "the days" are no day price
            }
            return asked.matches("(?i).*\\bper\\b.*")
                    ? stems()
                    : Stems.set(key.replaceFirst("(?i)(?<=\\S)\\s+per\\s.*$", ""));
        }
    }

    private static boolean plural(String asked) {
        return asked.matches("\\p{Ll}{2,}[^s\\W]s") && Stems.of(asked).stream().noneMatch(PRICES::contains);
    }

    /** "that", "the amount": what was worked out last, where nothing else is called so. */
    static boolean pointing(String operand) {
        return POINTING.contains(bare(operand).toLowerCase(Locale.ROOT));
    }

    /** Words without the article before them. */
    static String bare(String operand) {
        return operand.replaceAll("(?i)^(?:the|its|his|her|their|our)\\s+", "").strip();
    }

    /** A percentage as the share it is. */
    static Money share(Money money) {
        return money.percent()
                ? new Money(money.number().divide(BigDecimal.valueOf(100), EXACT, RoundingMode.HALF_UP), "")
                : money;
    }

    /** The one figure that words mean; none where several could be meant. */
    Optional<Figure> called(String operand) {
        String words = bare(operand);
        Optional<Share> share = SpokenNumber.share(words);
        if (share.isPresent()) {
            return called(share.get().of()).map(f -> times(share.get(), f));
        }
        Optional<Money> given = SpokenNumber.amount(words);
        if (given.isPresent()) {
            return given.map(n -> new Figure(n, n.toString(), Optional.empty()));
        }
        Set<String> stems = Stems.set(words);
        List<Known> known = new ArrayList<>(all(stems).stream()
                .filter(k -> kind(words, k) && likeness(stems, k.stemsOf(words)) >= 0.5)
                .sorted(Comparator.comparingDouble((Known k) -> likeness(stems, k.stemsOf(words)))
                        .reversed())
                .toList());
        if (known.isEmpty()) {
            return pointing(words)
                    ? last()
                    : measured(stems)
                            .or(() -> ofKind(stems))
                            .or(() -> looked(stems))
                            .or(() -> told ? told(words) : Optional.empty());
        }
        Known best = known.get(0);
        double most = likeness(stems, best.stemsOf(words));
        List<Known> rivals = known.stream()
                .filter(k -> likeness(stems, k.stemsOf(words)) == most
                        || k.worked() && k.stems().containsAll(stems))
                .toList();
        List<Known> worked = rivals.stream()
                .filter(k -> k.worked() && likeness(stems, k.stemsOf(words)) == most)
                .toList();
        List<Known> among = worked.isEmpty() ? rivals : worked;
        boolean sure =
                among.stream().allMatch(k -> k.money().equals(among.get(0).money()));
        return sure ? Optional.of(among.get(0).figure()) : Optional.empty();
    }

    private static Figure times(Share share, Figure figure) {
        Money plain = share(figure.money());
        return new Figure(
                new Money(plain.number().multiply(share.factor()), plain.unit()),
                share.said() + figure.said(),
                figure.source());
    }

    /** "the number of bouquets" is no amount of money, "the price of a bouquet" no count. */
    private static boolean kind(String words, Known known) {
        if (words.matches("(?i)(?:number|quantity|count) of .*")) {
            return known.money().unit().isEmpty();
        }
        return !words.matches("(?i)(?:price|cost|charge) (?:of|per|for) .*")
                || !known.money().percent()
                        && known.stems().stream().noneMatch(Stems.set("number quantity count")::contains);
    }

    private List<Known> all(Set<String> said) {
        List<Known> all = new ArrayList<>();
        for (Result result : findings.results()) {
            Money.in(result.value())
                    .filter(m -> !result.check())
                    .ifPresent(m -> all.add(new Known(result.key(), m, result.value(), "", true)));
        }
        for (Fact fact : findings.facts()) {
            if (!fact.source().made()) {
                fact.money()
                        .ifPresent(m -> all.add(new Known(
                                fact.key(), m, fact.value(), fact.source().named(), false)));
            }
        }
        findings.tables().stream().filter(t -> !t.source().made()).forEach(t -> cells(findings.joined(t), said, all));
        return all;
    }

    /** "the price of a nail trim" in a list of prices: the cell of the row whose name is said in full. */
    private static void cells(Table table, Set<String> said, List<Known> all) {
        for (List<String> row : table.rows()) {
            Set<String> name = Stems.set(row.get(0));
            if (name.isEmpty() || !said.containsAll(name)) {
                continue;
            }
            for (int i = 1; i < row.size(); i++) {
                String key = table.header().get(i) + " of " + row.get(0);
                String value = row.get(i);
                boolean asked = row.size() == 2
                        || Stems.of(table.header().get(i)).stream().anyMatch(said::contains);
                if (!asked) {
                    continue;
                }
                Money.in(value)
                        .ifPresent(m ->
                                all.add(new Known(key, m, value, table.source().named(), false)));
            }
        }
    }

    /** "the metres": the one value that is measured in them, what was worked out last first. */
    private Optional<Figure> measured(Set<String> said) {
        List<Known> all = all(said).stream()
                .filter(k -> Measure.meant(said, k.money().unit()) && !Measure.another(said, k.stems()))
                .toList();
        Optional<Known> worked = all.stream().filter(Known::worked).reduce((a, b) -> b);
        return worked.or(() -> one(all)).map(Known::figure);
    }

    /** "the rate" in a table of goods: the cell of the row that is named in what a paper says of the goods. */
    private Optional<Figure> ofKind(Set<String> said) {
        List<Known> cells = new ArrayList<>();
        for (Table table : findings.tables()) {
            Set<String> kind = Stems.set(table.header().get(0));
            for (List<String> row : table.rows()) {
                Set<String> name = Stems.set(row.get(0));
                boolean named = !name.isEmpty()
                        && findings.facts().stream()
                                .anyMatch(f -> f.stems().equals(kind)
                                        && Stems.set(f.value()).containsAll(name));
                for (int i = 1; named && i < row.size(); i++) {
                    String key = table.header().get(i) + " of " + Reckoning.lower(row.get(0));
                    String value = row.get(i);
                    if (Stems.set(table.header().get(i)).containsAll(said)) {
                        Money.in(value)
                                .ifPresent(m -> cells.add(
                                        new Known(key, m, value, table.source().named(), false)));
                    }
                }
            }
        }
        return one(cells).map(Known::figure);
    }

    /** "the rate", where a row of the rate sheet was looked up: the one amount of that row. */
    private Optional<Figure> looked(Set<String> said) {
        List<Known> amounts = new ArrayList<>();
        boolean price = said.stream().anyMatch(PRICES::contains);
        for (Fact fact : findings.facts()) {
            if (price
                    && fact.source().kind().equals("row")
                    && Stems.set(fact.source().title()).containsAll(said)) {
                fact.money()
                        .ifPresent(m -> amounts.add(new Known(
                                fact.key(), m, fact.value(), fact.source().named(), false)));
            }
        }
        if (price && amounts.isEmpty() && said.size() == 1) {
            return findings.looked()
                    .map(f -> new Known(
                                    f.key(),
                                    f.money().orElseThrow(),
                                    f.value(),
                                    f.source().named(),
                                    false)
                            .figure());
        }
        return amounts.size() == 1 ? Optional.of(amounts.get(0).figure()) : Optional.empty();
    }

    /** "the days", where a mail speaks of five days. */
    private Optional<Figure> told(String words) {
        return new Running(findings.sources())
                .count(words)
                .map(c -> new Figure(
                        new Money(c.number(), ""),
                        SpokenNumber.plain(c.number()) + " " + words,
                        Optional.of(c.source().named())));
    }

    private static Optional<Known> one(List<Known> known) {
        return known.stream().map(Known::money).distinct().count() == 1 ? Optional.of(known.get(0)) : Optional.empty();
    }

    /** "that": what was worked out last. */
    private Optional<Figure> last() {
        return findings.results().stream()
                .filter(r -> !r.check() && Money.in(r.value()).isPresent())
                .reduce((a, b) -> b)
                .map(r -> new Known(r.key(), Money.in(r.value()).orElseThrow(), r.value(), "", true).figure());
    }

    /** 1 for the same words; a key that says more, or less, than was said counts by what both share. */
    private static double likeness(Set<String> said, Set<String> key) {
        Set<String> all = new LinkedHashSet<>(said);
        all.addAll(key);
        Set<String> both = new LinkedHashSet<>(said);
        both.retainAll(key);
        return all.isEmpty() ? 0 : both.size() / (double) all.size();
    }
}
