package nexhelm.engine.agent;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.engine.agent.Desk.Result;

/**
 * Arithmetic in words: "the portfolio value times the yearly rate, divided by four". Times and divided by bind closer than
 * plus and minus; after a comma an operator takes all that stands before it, as people mean it.
 */
final class SpokenFormula {

    private static final Pattern OPERATOR =
            Pattern.compile("(?i)(,)?\\s+(times|multiplied by|divided by|plus|minus|less)\\s+");
    private static final Pattern BEGIN = Pattern.compile(
            "(?i)[,:;.=]|\\b(?:is|are|equals|as|so|from|out|calculate|compute|determine|multiply|take|that's)\\b");
    private static final Pattern END =
            Pattern.compile("(?i)[,;:]|\\.(?!\\d)|\\b(?:and|for|in|because|so|then|which|who|if)\\b");
    private static final Map<String, Integer> NUMBERS = Map.ofEntries(
            Map.entry("two", 2),
            Map.entry("three", 3),
            Map.entry("four", 4),
            Map.entry("five", 5),
            Map.entry("six", 6),
            Map.entry("seven", 7),
            Map.entry("eight", 8),
            Map.entry("nine", 9),
            Map.entry("ten", 10),
            Map.entry("twelve", 12),
            Map.entry("twenty", 20),
            Map.entry("fifty", 50),
            Map.entry("hundred", 100),
            Map.entry("a hundred", 100));
    private static final int EXACT = 12; // decimals that a share keeps until the end

    /** An operator with what it applies to; whole: to all that stands before, not to its neighbour alone. */
    private record Term(String operator, boolean whole, String operand) {}

    /** A figure with the words for it. */
    private record Figure(Money money, String said, Optional<Fact> fact) {}

    private final List<Term> terms;

    private SpokenFormula(List<Term> terms) {
        this.terms = List.copyOf(terms);
    }

    /** The formula that a text spells out, if it holds one. */
    static Optional<SpokenFormula> in(String text) {
        Matcher operator = OPERATOR.matcher(text);
        if (!operator.find()) {
            return Optional.empty();
        }
        List<Term> terms = new ArrayList<>();
        terms.add(new Term("plus", true, after(BEGIN, text.substring(0, operator.start()))));
        boolean more = true;
        while (more) {
            int from = operator.end();
            String word = operator.group(2).toLowerCase(Locale.ROOT);
            boolean whole = operator.group(1) != null;
            more = operator.find();
            String rest = text.substring(from, more ? operator.start() : text.length());
            Matcher end = END.matcher(rest);
            boolean ends = end.find();
            terms.add(new Term(word, whole, (ends ? rest.substring(0, end.start()) : rest).strip()));
            more &= !ends;
        }
        return Optional.of(new SpokenFormula(terms));
    }

    /** One figure less, or plus, another: may be said of things that are no figures, too. */
    boolean simple() {
        return terms.size() == 2 && terms.get(1).operator().matches("plus|minus|less");
    }

    /** What stands after the last place where a formula may begin. */
    private static String after(Pattern begin, String text) {
        int cut = 0;
        for (Matcher matcher = begin.matcher(text); matcher.find(); ) {
            cut = matcher.end();
        }
        return text.substring(cut).strip();
    }

    /** The result, when every figure is known and the units fit; amounts are rounded half up to the hundredth. */
    Optional<Result> worked(String name, Findings findings) {
        List<Figure> figures = new ArrayList<>();
        for (Term term : terms) {
            Optional<Figure> figure = figure(term.operand(), findings);
            if (figure.isEmpty()) {
                return Optional.empty();
            }
            figures.add(figure.get());
        }
        Optional<Money> value = value(figures);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        Money rounded = new Money(
                value.get().number().setScale(2, RoundingMode.HALF_UP),
                value.get().unit());
        return Optional.of(new Result(name, rounded.toString(), how(figures)));
    }

    /** Products first, then sums; an operator that takes the whole closes the sum before it. */
    private Optional<Money> value(List<Figure> figures) {
        Optional<Money> sum = Optional.empty();
        Optional<Money> product = Optional.of(plain(figures.get(0).money()));
        boolean minus = false;
        for (int i = 1; i < terms.size(); i++) {
            Term term = terms.get(i);
            Money next = plain(figures.get(i).money());
            boolean binds = term.operator().matches("times|multiplied by|divided by");
            if (term.whole() || !binds) {
                sum = joined(sum, product, minus);
                product = Optional.empty();
                minus = false;
            }
            if (binds) {
                Optional<Money> left = product.isPresent() ? product : sum;
                sum = product.isPresent() ? sum : Optional.empty();
                product = left.flatMap(l -> scaled(l, next, term.operator().startsWith("div")));
                if (product.isEmpty()) {
                    return Optional.empty();
                }
            } else {
                product = Optional.of(next);
                minus = !term.operator().equals("plus");
            }
            if (sum.isEmpty() && product.isEmpty()) {
                return Optional.empty();
            }
        }
        return joined(sum, product, minus);
    }

    private static Optional<Money> joined(Optional<Money> sum, Optional<Money> product, boolean minus) {
        if (sum.isEmpty() || product.isEmpty()) {
            return product.isPresent() ? product : sum;
        }
        if (!sum.get().unit().equals(product.get().unit())) {
            return Optional.empty();
        }
        return Optional.of(minus ? sum.get().minus(product.get()) : sum.get().plus(product.get()));
    }

    /** Money times or by a number; two amounts of money have no product. */
    private static Optional<Money> scaled(Money left, Money right, boolean divide) {
        if (left.currency() && right.currency()
                || divide && (right.currency() || right.number().signum() == 0)) {
            return Optional.empty();
        }
        BigDecimal number = divide
                ? left.number().divide(right.number(), EXACT, RoundingMode.HALF_UP)
                : left.number().multiply(right.number());
        return Optional.of(new Money(number, left.unit().isEmpty() ? right.unit() : left.unit()));
    }

    /** A percentage as the share it is. */
    private static Money plain(Money money) {
        return money.percent()
                ? new Money(money.number().divide(BigDecimal.valueOf(100), EXACT, RoundingMode.HALF_UP), "")
                : money;
    }

    private static Optional<Figure> figure(String operand, Findings findings) {
        String words = operand.replaceAll("(?i)^(?:the|its|his|her|their|our)\\s+", "");
        Optional<Money> number = Optional.ofNullable(NUMBERS.get(words.toLowerCase(Locale.ROOT)))
                .map(n -> new Money(BigDecimal.valueOf(n), ""))
                .or(() -> Money.in(words));
        if (number.isPresent()) {
            return number.map(n -> new Figure(n, n.toString(), Optional.empty()));
        }
        Set<String> stems = Stems.set(words);
        List<Fact> known = findings.facts().stream()
                .filter(f -> !f.source().made() && f.money().isPresent() && likeness(stems, f.stems()) >= 0.5)
                .sorted(Comparator.comparingDouble((Fact f) -> likeness(stems, f.stems()))
                        .reversed())
                .toList();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        Fact best = known.get(0);
        boolean sure = known.stream()
                .filter(f -> likeness(stems, f.stems()) == likeness(stems, best.stems()))
                .allMatch(f -> f.money().equals(best.money()));
        return sure
                ? Optional.of(new Figure(
                        best.money().orElseThrow(),
                        Reckoning.lower(best.key()) + " " + best.value(),
                        Optional.of(best)))
                : Optional.empty(); // two figures answer to the words: none is taken
    }

    /** 1 for the same words; a key that says more, or less, than was said counts by what both share. */
    private static double likeness(Set<String> said, Set<String> key) {
        Set<String> all = new LinkedHashSet<>(said);
        all.addAll(key);
        Set<String> both = new LinkedHashSet<>(said);
        both.retainAll(key);
        return all.isEmpty() ? 0 : both.size() / (double) all.size();
    }

    private String how(List<Figure> figures) {
        var how = new StringBuilder(figures.get(0).said());
        for (int i = 1; i < terms.size(); i++) {
            how.append(terms.get(i).whole() ? ", " : " ")
                    .append(terms.get(i).operator())
                    .append(' ')
                    .append(figures.get(i).said());
        }
        List<String> sources = Fact.sources(
                        figures.stream().flatMap(f -> f.fact().stream()).toList())
                .stream()
                .map(Source::named)
                .toList();
        return sources.isEmpty() ? how.toString() : how + ", from " + String.join(" and ", sources);
    }
}
