package nexhelm.engine.agent;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.engine.agent.Desk.Result;
import nexhelm.engine.agent.Figures.Figure;

/**
 * Arithmetic in words: "the portfolio value times the yearly rate, divided by four", "thirty percent of the total price",
 * "multiply the hours by the rate". Times and divided by bind closer than plus and minus; after a comma an operator takes
 * all that stands before it, as people mean it.
 */
final class SpokenFormula {

    private static final Pattern OPERATOR = Pattern.compile(
            "(?i)(,)?\\s+(?:and\\s+)?(?:then\\s+)?(times|multiplied by|divided by|plus|minus|less)\\s+");
    private static final Pattern BEGIN = Pattern.compile(
            "(?i)[:;=]|[.,](?!\\d)|\\b(?:is|are|equals|as|so|from|out|calculate|compute|determine|multiply|take|that's)\\b");
    private static final Pattern END =
            Pattern.compile("(?i)[,;:]|\\.(?!\\d)|\\b(?:and|for|in|because|so|then|which|who|if)\\b");
    private static final String STOP = "(?=[,;:]|\\.(?!\\d)|\\s+(?:and\\s+then|then|so|because|which)\\b|$)";
    private static final String A = "([^,;:\\s][^,;:]*?)";
    private static final Pattern MULTIPLY = verb("multiply(?:ing)?", "by|with");
    private static final Pattern DIVIDE = verb("divid(?:e|ing)", "by|through");
    private static final Pattern DEDUCT = verb("(?:subtract|deduct|take(?: off| away)?)(?:ing)?", "from|off");
    private static final Pattern ADD = Pattern.compile("(?i)\\badd(?:ing)?\\s+(" + SpokenNumber.PERCENT
            + "[^,;:]*?|[^,;:]+?)\\s+(?:to|on)\\s+(?:top of\\s+)?" + A + STOP);
    private static final Pattern OF_TWO =
            Pattern.compile("(?i)\\b(?:the\\s+)?(sum of|product of|difference between|difference of)\\s+" + A
                    + "\\s+and\\s+" + A + STOP);
    private static final Pattern SHARE = Pattern.compile("(?i)\\b(?:" + SpokenNumber.PERCENT
            + "\\s+(?:of|on)\\s+|(?:(?:an?|one|two|three|four)\\s+)?(?:half|thirds?|quarters?|fifths?|tenths?)\\s+of\\s+"
            + "|half\\s+(?=the|its|our)|(?:twice|double)\\s+(?=the|its|our))(?:the\\s+)?[^,;:]+?" + STOP);

    /** An operator with what it applies to; whole: to all that stands before, not to its neighbour alone. */
    private record Term(String operator, boolean whole, String operand) {}

    private final List<Term> terms;

    private SpokenFormula(List<Term> terms) {
        this.terms = List.copyOf(terms);
    }

    private static Pattern verb(String verb, String preposition) {
        return Pattern.compile("(?i)\\b" + verb + "\\s+" + A + "\\s+(?:" + preposition + ")\\s+" + A + STOP);
    }

    /** The formula that a text spells out, if it holds one. */
    static Optional<SpokenFormula> in(String spoken) {
        String text = infix(spoken.replaceAll("(?i)\\b(price|cost|fee) for (an?|one|each|the)\\b", "$1 of $2"));
        Matcher operator = OPERATOR.matcher(text);
        if (!operator.find()) {
            Matcher share = SHARE.matcher(text);
            return share.find()
                    ? Optional.of(new SpokenFormula(
                            List.of(new Term("plus", true, share.group().strip()))))
                    : Optional.empty();
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

    /** Commands in the order in which one would write the formula down. */
    private static String infix(String text) {
        String written = MULTIPLY.matcher(text).replaceAll(": $1 times $2");
        written = DIVIDE.matcher(written).replaceAll(": $1 divided by $2");
        written = DEDUCT.matcher(written).replaceAll(": $2 minus $1");
        Matcher add = ADD.matcher(written);
        // "add a row to the sheet" is no sum: what is added must be a number, or several figures be spoken of
        if (add.find()
                && (SpokenNumber.amount(add.group(1)).isPresent()
                        || written.matches("(?is).*\\b(?:calculate|compute|work out)\\b.*"))) {
            written = add.replaceFirst(": $2 plus $1");
        }
        Matcher two = OF_TWO.matcher(written);
        return two.replaceAll(m -> ": $2 "
                + (m.group(1).toLowerCase(Locale.ROOT).startsWith("s")
                        ? "plus"
                        : m.group(1).toLowerCase(Locale.ROOT).startsWith("p") ? "times" : "minus")
                + " $3");
    }

    /** One figure less, or plus, another: may be said of things that are no figures, too. */
    boolean simple() {
        return terms.size() == 2 && terms.get(1).operator().matches("plus|minus|less");
    }

    /** The formula as it was said: what a figure is called that was given no name. */
    String said() {
        var said = new StringBuilder(Figures.bare(terms.get(0).operand()));
        terms.stream()
                .skip(1)
                .forEach(t -> said.append(' ').append(t.operator()).append(' ').append(Figures.bare(t.operand())));
        return said.toString();
    }

    /** Whether its first figure is called by these words: then they are no name of what it comes to. */
    boolean begins(List<String> stems) {
        return terms.size() > 1 && Stems.of(terms.get(0).operand()).equals(stems);
    }

    /** Whether it goes on from what was worked out before. */
    boolean goesOn() {
        return terms.stream().anyMatch(t -> Figures.pointing(t.operand()));
    }

    /** "ten percent off that": the change by which what was worked out last becomes another figure. */
    Optional<String> changedBy() {
        boolean percent = terms.size() == 2
                && Figures.pointing(terms.get(0).operand())
                && terms.get(1).operator().matches("plus|minus|less")
                && SpokenNumber.amount(terms.get(1).operand())
                        .filter(Money::percent)
                        .isPresent();
        String share = percent
                ? SpokenNumber.amount(terms.get(1).operand()).orElseThrow().toString()
                : "";
        return percent
                ? Optional.of(
                        terms.get(1).operator().equals("plus")
                                ? " with " + share + " more"
                                : " after " + share + " off")
                : Optional.empty();
    }

    /** What stands after the last place where a formula may begin. */
    private static String after(Pattern begin, String text) {
        int cut = 0;
        for (Matcher matcher = begin.matcher(text); matcher.find(); ) {
            cut = matcher.end();
        }
        return text.substring(cut).strip();
    }

    /** The words for what is multiplied with each other; empty where the formula does anything else. */
    List<String> factors() {
        boolean product = terms.size() > 1
                && terms.stream().skip(1).allMatch(t -> t.operator().matches("times|multiplied by"));
        return product ? terms.stream().map(Term::operand).toList() : List.of();
    }

    /** The product of these factors, one for each of the formula's, rounded like any result. */
    Optional<Money> product(List<Figure> factors) {
        return value(priced(factors)).map(v -> rounded(v, factors));
    }

    /** The figures that no source and no earlier step gives, as they were said. */
    List<String> missing(Figures figures) {
        return terms.stream()
                .map(Term::operand)
                .filter(o -> figures.called(o).isEmpty())
                .map(Figures::bare)
                .toList();
    }

    /** The result, when every figure is known and the units fit; amounts are rounded half up to the hundredth. */
    Optional<Result> worked(String name, Figures known) {
        List<Figure> figures = new ArrayList<>();
        for (Term term : terms) {
            Optional<Figure> figure = known.called(term.operand());
            if (figure.isEmpty()) {
                return Optional.empty();
            }
            figures.add(figure.get());
        }
        return value(priced(inCurrency(figures)))
                .map(v -> new Result(name, rounded(v, figures).toString(), how(figures)));
    }

    /** What is made of amounts with cents has cents. */
    private static Money rounded(Money value, List<Figure> figures) {
        BigDecimal number = value.number().setScale(2, RoundingMode.HALF_UP);
        boolean cents = figures.stream()
                .map(Figure::money)
                .anyMatch(m -> m.number().scale() == 2 && !m.percent() && !m.measured());
        boolean whole =
                value.unit().isEmpty() && !cents && number.stripTrailingZeros().scale() <= 0;
        return new Money(whole ? number.setScale(0, RoundingMode.UNNECESSARY) : number, value.unit());
    }

    /** Products first, then sums; an operator that takes the whole closes the sum before it. */
    private Optional<Money> value(List<Figure> figures) {
        Optional<Money> sum = Optional.empty();
        Optional<Money> product = Optional.of(Figures.share(figures.get(0).money()));
        boolean minus = false;
        for (int i = 1; i < terms.size(); i++) {
            Term term = terms.get(i);
            Money said = figures.get(i).money();
            boolean binds = term.operator().matches("times|multiplied by|divided by");
            if (term.whole() || !binds) {
                sum = joined(sum, product, minus);
                product = Optional.empty();
                minus = false;
            }
            if (binds) {
                Optional<Money> left = product.isPresent() ? product : sum;
                sum = product.isPresent() ? sum : Optional.empty();
                product = left.flatMap(
                        l -> scaled(l, Figures.share(said), term.operator().startsWith("div")));
                if (product.isEmpty()) {
                    return Optional.empty();
                }
            } else {
                Figure figure = figures.get(i);
                product = sum.map(s -> beside(s, said, figure));
                minus = !term.operator().equals("plus");
            }
            if (sum.isEmpty() && product.isEmpty()) {
                return Optional.empty();
            }
        }
        return joined(sum, product, minus);
    }

    /** "plus twenty percent" is that share of what stands before; "less 50" is of its currency. */
    private static Money beside(Money sum, Money said, Figure figure) {
        if (said.percent()) {
            return new Money(sum.number().multiply(Figures.share(said).number()), sum.unit());
        }
        return figure.source().isEmpty() && said.unit().isEmpty() ? new Money(said.number(), sum.unit()) : said;
    }

    private static Optional<Money> joined(Optional<Money> sum, Optional<Money> product, boolean minus) {
        if (sum.isEmpty() || product.isEmpty()) {
            return product.isPresent() ? product : sum;
        }
        if (!sum.get().likeUnit(product.get())) {
            return Optional.empty();
        }
        return Optional.of(minus ? sum.get().minus(product.get()) : sum.get().plus(product.get()));
    }

    /** Money times or by a number; two amounts of money have no product. */
    private static Optional<Money> scaled(Money left, Money right, boolean divide) {
        if (left.currency() && right.currency() && !(divide && left.likeUnit(right))
                || left.measured()
                        && right.measured()
                        && !(left.likeUnit(right) && (divide || left.unit().equals("m")))
                || divide
                        && (right.currency() && !left.currency()
                                || right.number().signum() == 0)) {
            return Optional.empty();
        }
        BigDecimal number = divide
                ? left.number().divide(right.number(), Figures.EXACT, RoundingMode.HALF_UP)
                : left.number().multiply(right.number());
        return Optional.of(new Money(number, unit(left, right, divide)));
    }

    /** Of money and a measure, money is left: 24 kg at EUR 3 are EUR 72. */
    private static String unit(Money left, Money right, boolean divide) {
        if (divide && !left.unit().isEmpty() && left.likeUnit(right) || divide && right.currency()) {
            return "";
        }
        if (left.measured() && right.measured()) {
            return "m²";
        }
        Money kept = left.unit().isEmpty() || left.measured() && right.currency() ? right : left;
        return kept.unit();
    }

    /** An amount that was worked out from prices without a currency takes that of the money it is set against. */
    private static List<Figure> inCurrency(List<Figure> figures) {
        List<String> currencies = figures.stream()
                .map(f -> f.money())
                .filter(Money::currency)
                .map(Money::unit)
                .distinct()
                .toList();
        return currencies.size() != 1
                ? figures
                : figures.stream()
                        .map(f -> f.source().filter(String::isEmpty).isPresent()
                                        && f.money().unit().isEmpty()
                                        && f.money().number().scale() == 2
                                ? new Figure(new Money(f.money().number(), currencies.get(0)), f.said(), f.source())
                                : f)
                        .toList();
    }

    /** A price without a currency is one all the same: what it is the price of loses its measure. */
    private List<Figure> priced(List<Figure> figures) {
        boolean price = false;
        for (int i = 0; i < terms.size(); i++) {
            price |= figures.get(i).money().unit().isEmpty()
                    && Stems.of(terms.get(i).operand()).stream().anyMatch(Figures.PRICES::contains);
        }
        return price
                ? figures.stream()
                        .map(f -> f.money().measured()
                                ? new Figure(new Money(f.money().number(), ""), f.said(), f.source())
                                : f)
                        .toList()
                : figures;
    }

    private String how(List<Figure> figures) {
        var how = new StringBuilder(figures.get(0).said());
        for (int i = 1; i < terms.size(); i++) {
            how.append(terms.get(i).whole() ? ", " : " ")
                    .append(terms.get(i).operator())
                    .append(' ')
                    .append(figures.get(i).said());
        }
        List<String> sources = figures.stream()
                .flatMap(f -> f.source().stream())
                .filter(s -> !s.isEmpty())
                .distinct()
                .toList();
        return sources.isEmpty() ? how.toString() : how + ", from " + String.join(" and ", sources);
    }
}
