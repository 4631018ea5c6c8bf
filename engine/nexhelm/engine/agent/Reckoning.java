package nexhelm.engine.agent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nexhelm.engine.agent.Desk.Result;
import nexhelm.engine.agent.Fact.Table;

/** Works out what an instruction asks: sums, differences, shares, extremes and comparisons, each with how. */
final class Reckoning {

    private static final Set<String> RISE = Stems.set("increase rise raise uplift indexation surcharge");
    private static final Set<String> FALL = Stems.set("decrease reduction discount rebate deduction");

    private static final Pattern LESS =
            Pattern.compile("(?i)(?:^|[,:]|\\b(?:so|as|from|calculate|compute|out|is))\\s+(?:the\\s+)?([\\p{L}"
                    + " ]{3,40}?)\\s+(?:less|minus)\\s+(?:the\\s+)?([\\p{L}"
                    + " ]{3,40}?)(?=[.,;]|\\s+(?:in|on|from|and)\\b|$)");
    private static final Pattern FROM = Pattern.compile(
            "(?i)\\b(?:subtract|deduct|take)\\s+(?:the\\s+)?([\\p{L} ]{3,40}?)\\s+from\\s+(?:the\\s+)?([\\p{L}"
                    + " ]{3,40}?)(?=[.,;]|\\s+(?:in|on|and)\\b|$)");

    /** Words by which a step says how a figure comes about. */
    private static final Pattern DERIVED = Pattern.compile("(?i)%|\\b(?:percent|per"
        + " cent|times|multiplied|divided|plus|minus|less|half|third|quarter|twice|double|subtract\\w*|deduct\\w*|sum"
        + " of|product of|difference between)\\b");

    private static final Pattern EACH =
            Pattern.compile("(?i)\\b(?:on|in|at|of|for|per|by)\\s+(?:each|every)\\s+(\\p{L}+)");
    /** Begins the name of what was counted for each kind. */
    static final String BY = "Number by ";

    private static final Pattern OPERATOR = Pattern.compile("(?i)\\s+(?:times|plus|minus|less|divided|multiplied)\\b");

    private static final Pattern SHARE_SAID =
            Pattern.compile("(?i)\\d|%|\\b(?:percent|per cent|half|pounds?|euros?|dollars?)\\b");

    private final Instruction instruction;
    private final Findings findings;
    private final String quote;
    private final Set<String> said;
    private final Figures figures;
    private final PriceTerms terms;

    Reckoning(Instruction instruction, Findings findings) {
        this(instruction, findings, "");
    }

    /**
     * @param quote what the client said, which may say how a figure comes about where the instruction only names it
     */
    Reckoning(Instruction instruction, Findings findings, String quote) {
        this.quote = quote;
        this.instruction = instruction;
        this.findings = findings;
        this.said = instruction.stems();
        this.figures = new Figures(findings);
        this.terms = PriceTerms.in(instruction.text());
    }

    /** Everything the instruction asks to be worked out and the sources allow. */
    List<Result> results() {
        List<Result> results = new ArrayList<>();
        boolean total = instruction.phrases().stream()
                .anyMatch(p -> p.text().matches("(?i)(?:the )?(?:grand |overall )?(?:total|sum)s?(?: of .*| amount)?"));
        boolean known = findings.workedTotal(); // a letter that is to name it does not work it out anew
        if (formula().isEmpty() && total && !known
                || instruction.does("sum", "total")
                || instruction.says("add up", "sum up", "altogether")) {
            sum().ifPresent(results::add);
        }
        if (instruction.does("count")) {
            counted().ifPresent(results::add);
            countedByKind().ifPresent(results::add);
        }
        boolean calculates = calculates() || instruction.does("convert");
        Optional<SpokenFormula> formula = formula();
        if (formula.isPresent()) {
            Optional<Result> single = formula.flatMap(f -> f.worked(name(f), figures))
                    .or(() -> formula.get().simple() ? setAgainst() : Optional.empty());
            List<Result> worked = new ArrayList<>(single.map(List::of)
                    .orElseGet(() -> byLine().map(LineByLine.Outcome::results).orElse(List.of())));
            if (!worked.isEmpty()) {
                worked.add(terms.applied(worked.remove(worked.size() - 1)));
            }
            results.addAll(worked);
        } else if (calculates) {
            share().or(this::difference).ifPresent(results::add);
        } else if (instruction.does("compare", "subtract", "deduct")
                || instruction.says("less", "minus", "difference")) {
            difference().ifPresent(results::add);
        }
        if (calculates && results.isEmpty()) {
            results.addAll(new PricedList(findings).results(instruction));
        }
        if (results.isEmpty() && instruction.does("take", "look", "get", "find", "read")) {
            new PriceOfUnit(instruction, findings).found().ifPresent(results::add);
        }
        if (instruction.says(
                "lowest",
                "cheapest",
                "smallest",
                "highest",
                "largest",
                "fastest",
                "shortest",
                "longest",
                "most expensive")) {
            extreme().ifPresent(results::add);
        }
        if (instruction.does(
                        "check",
                        "compare",
                        "verify",
                        "match",
                        "confirm",
                        "reconcile",
                        "cover",
                        "agree",
                        "ensure",
                        "make")
                || instruction.says("comparison", "comparisons", "checks")) {
            results.addAll(checks());
        }
        return results;
    }

    /**
     * What an instruction that says how a figure is worked out lacks when it could not be worked out: no figure of the same
     * name may stand in for it.
     */
    Optional<String> lacks() {
        Optional<SpokenFormula> formula = formula();
        if (formula.isEmpty()) {
            return calculates() && DERIVED.matcher(instruction.text()).find()
                    ? Optional.of("figures to " + command() + ": how it is worked out was not understood; say it as"
                            + " “A times B”, “A less B” or “30 percent of A”")
                    : Optional.empty();
        }
        List<String> missing = byLine().map(LineByLine.Outcome::missing)
                .filter(m -> !m.isEmpty())
                .orElseGet(() -> formula.get().missing(figures));
        return Optional.of(
                missing.isEmpty()
                        ? "figures to " + command() + " whose units fit: "
                                + formula.get().said()
                        : "figures to " + command() + ": no figure called "
                                + String.join(
                                        ", ",
                                        missing.stream().map(m -> "“" + m + "”").toList())
                                + findings.lookedIn());
    }

    /** The formula for each of the things that the sources list. */
    private Optional<LineByLine.Outcome> byLine() {
        boolean each = instruction.says("each", "per", "every")
                || quote.toLowerCase(java.util.Locale.ROOT).matches("(?s).*\\b(?:each|every)\\b.*");
        return formula().flatMap(f -> new LineByLine(findings, figures.ofLines()).worked(f, name(f), each));
    }

    private String command() {
        return lower(instruction.text().replaceAll("\\.$", ""));
    }

    private boolean calculates() {
        return instruction.does("calculate", "compute", "work", "determine", "figure", "multiply", "divide")
                || instruction.says("calculate", "compute", "work out")
                || instruction.text().matches("(?is)(?:multiply|divide) .*"); // whatever the tagger makes of it
    }

    private Optional<SpokenFormula> formula() {
        boolean arithmetic = calculates()
                || instruction.does("deduct", "subtract")
                || instruction.does("add", "take")
                        && SHARE_SAID.matcher(instruction.text()).find();
        return arithmetic ? SpokenFormula.in(terms.text()).or(this::quoted) : Optional.empty();
    }

    /** "I calculate the total price, so the number of bouquets times …": the sentence of the quote that speaks of it. */
    private Optional<SpokenFormula> quoted() {
        Optional<Phrase> object = instruction.object().filter(Phrase::telling);
        for (String sentence : quote.split("(?<=[.!?])\\s+|\\n")) {
            String command = sentence.replaceFirst("(?i)^.*?\\b(?=(?:calculate|compute|work out|determine)\\b)", "");
            String before = command.replaceFirst("[,:].*", "");
            boolean same = !command.equals(before)
                    && object.filter(o -> Stems.set(before).containsAll(o.stems()))
                            .isPresent();
            if (same && SpokenFormula.in(command).isPresent()) {
                return SpokenFormula.in(command);
            }
        }
        return Optional.empty();
    }

    /** Whether the instruction says how a figure is worked out. */
    boolean spelled() {
        return formula().isPresent();
    }

    /** What the result is to be called; a formula that names nothing is called by its own words. */
    private String name(SpokenFormula formula) {
        boolean command = instruction.does("multiply", "divide", "deduct", "subtract", "add", "take")
                && !instruction.does("calculate", "compute", "work", "determine", "figure");
        String said = formula.said();
        String own = formula.goesOn()
                ? "Result " + (findings.results().size() + 1)
                : said.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + said.substring(1);
        Optional<String> cheaper = formula.changedBy()
                .flatMap(share -> findings.results().stream()
                        .filter(r -> !r.check() && Money.in(r.value()).isPresent())
                        .reduce((a, b) -> b)
                        .map(r -> r.key() + share));
        if (cheaper.isPresent()) {
            return cheaper.get();
        }
        Optional<Phrase> unit = instruction
                .object()
                .filter(o -> formula.factors().stream()
                                .skip(1)
                                .anyMatch(f -> Stems.of(f).equals(List.of(o.head())))
                        && o.stems().size() > 1);
        if (unit.isPresent()) { // the day price times the days is no day price
            String text = unit.get().text();
            return "Total " + text.substring(text.lastIndexOf(' ') + 1);
        }
        boolean operand = instruction
                .object()
                .filter(o -> formula.begins(o.stems()) && operated(o))
                .isPresent();
        return command || operand ? own : name().orElse(own);
    }

    /** "Calculate metres times the rate": the object stands right before the operator. */
    private boolean operated(Phrase object) {
        int at = instruction.text().indexOf(object.text());
        return at >= 0
                && OPERATOR.matcher(
                                instruction.text().substring(at + object.text().length()))
                        .lookingAt();
    }

    /** Whether the instruction asks for arithmetic at all. */
    boolean asked() {
        return instruction.does(
                        "calculate", "compute", "sum", "total", "subtract", "deduct", "compare", "check", "verify")
                || instruction.says("add up", "work out", "less", "minus");
    }

    private Optional<Result> sum() {
        for (Table table : newestFirst()) {
            Table rows = Findings.filtered(findings.joined(table), said);
            boolean sums = calculates()
                    || instruction.does("sum", "total", "add")
                    || instruction.says("add up", "sum up", "altogether");
            boolean listed = rows.rows().size() > 1
                    && (rows.rows().size() < table.rows().size()
                            || table.source().stems().stream().anyMatch(said::contains));
            if (!sums && !listed) {
                continue; // "with the total" does not ask for the sum over a register that happens to have been read
            }
            int best = -1;
            boolean named = false;
            for (int i = 0; i < table.header().size(); i++) {
                int column = i;
                boolean numbers = rows.rows().stream()
                        .allMatch(r -> Money.in(r.get(column)).isPresent());
                boolean currency = numbers
                        && rows.rows().stream()
                                .allMatch(r ->
                                        Money.in(r.get(column)).orElseThrow().currency());
                boolean asks = Stems.of(table.header().get(i)).stream().anyMatch(said::contains);
                if (numbers && (asks && !named || currency && best < 0)) {
                    best = i;
                    named |= asks && currency;
                }
            }
            boolean speaks = table.source().stems().stream().anyMatch(said::contains)
                    || table.header().stream()
                            .flatMap(h -> Stems.of(h).stream())
                            .anyMatch(said::contains);
            if (best >= 0 && !rows.rows().isEmpty() && speaks) {
                int column = best;
                List<Money> parts = rows.rows().stream()
                        .map(r -> Money.in(r.get(column)).orElseThrow())
                        .toList();
                if (parts.stream().anyMatch(p -> !p.sameUnit(parts.get(0)))) {
                    continue;
                }
                Money total = parts.stream().reduce(Money::plus).orElseThrow();
                boolean cut = rows.rows().size() < table.rows().size();
                String word = cut ? common(rows, table) : "";
                return Optional.of(new Result(
                        "Total" + (word.isEmpty() ? "" : " " + word),
                        total.toString(),
                        "sum of " + parts.size() + " rows of " + table.source().named() + ": "
                                + String.join(
                                        " + ",
                                        parts.stream().map(Money::toString).toList())));
            }
        }
        return Optional.empty();
    }

    /** "count the words" of what was read last; "count the open orders" of a list. */
    private Optional<Result> counted() {
        boolean words =
                instruction.object().filter(o -> o.head().equals("word")).isPresent();
        if (words) {
            return findings.sources().stream()
                    .filter(s -> s.file() && !s.made())
                    .reduce((a, b) -> b)
                    .map(s -> new Result(
                            "Words",
                            String.valueOf(Stream.of(s.text().split("\\s+"))
                                    .filter(w -> w.matches(".*[\\p{L}\\p{N}].*"))
                                    .count()),
                            "words of " + s.named()));
        }
        for (Table table : newestFirst()) {
            Table rows = Findings.filtered(findings.joined(table), said);
            boolean meant = table.source().stems().stream().anyMatch(said::contains)
                    || instruction
                            .object()
                            .filter(o -> Stems.set(table.header().get(0)).contains(o.head()))
                            .isPresent();
            if (meant && !table.source().kind().equals("rows")) {
                String what = instruction
                        .object()
                        .map(o -> o.text().replaceFirst("(?i)^many ", ""))
                        .orElse("rows");
                return Optional.of(new Result(
                        "Number of " + what,
                        String.valueOf(rows.rows().size()),
                        "rows of " + table.source().named()));
            }
        }
        return Optional.empty();
    }

    /** "how many there are on each level": the rows of a list for each value of the column. */
    private Optional<Result> countedByKind() {
        Matcher each = EACH.matcher(instruction.text());
        while (each.find()) {
            Set<String> kind = Stems.set(each.group(1));
            for (Table table : newestFirst()) {
                Table rows = findings.joined(table);
                for (int i = 1; i < table.header().size(); i++) {
                    int column = i;
                    if (!Stems.set(table.header().get(i)).equals(kind)
                            || rows.rows().stream().anyMatch(r -> r.get(column).isBlank())) {
                        continue;
                    }
                    Map<String, Integer> counts = new LinkedHashMap<>();
                    rows.rows().forEach(r -> counts.merge(r.get(column), 1, Integer::sum));
                    return Optional.of(new Result(
                            BY + lower(table.header().get(i)),
                            counts.entrySet().stream()
                                    .map(c -> c.getValue() + " " + c.getKey())
                                    .collect(Collectors.joining(", ")),
                            "rows of " + table.source().named()));
                }
            }
        }
        return Optional.empty();
    }

    /** The word by which the rows were chosen. */
    private String common(Table rows, Table table) {
        for (int i = 0; i < table.header().size(); i++) {
            int column = i;
            String first = rows.rows().get(0).get(column);
            if (rows.rows().stream().allMatch(r -> r.get(column).equals(first))
                    && said.containsAll(Stems.of(first))
                    && !Stems.of(first).isEmpty()) {
                return first;
            }
        }
        return "";
    }

    private List<Table> newestFirst() {
        List<Table> tables = new ArrayList<>(findings.tables());
        tables.sort(Comparator.comparing(t -> t.source().made()));
        return tables;
    }

    /** A percentage of an amount, or an amount raised or lowered by a percentage. */
    private Optional<Result> share() {
        List<Fact> percentages = findings.facts().stream()
                .filter(f ->
                        !f.source().made() && f.money().filter(Money::percent).isPresent())
                .toList();
        Optional<Fact> rate = best(percentages);
        if (rate.isEmpty()) {
            return Optional.empty();
        }
        Optional<Fact> base = base(rate.get());
        if (base.isEmpty()) {
            return Optional.empty();
        }
        Money amount = base.get().money().orElseThrow();
        Money share = amount.share(rate.get().money().orElseThrow());
        boolean rise = rate.get().stems().stream().anyMatch(RISE::contains);
        boolean fall = rate.get().stems().stream().anyMatch(FALL::contains);
        Money value = rise ? amount.plus(share) : fall ? amount.minus(share) : share;
        String verb = rise ? " raised by " : fall ? " lowered by " : " at ";
        String key = name().orElse(rate.get().key() + " in money");
        return Optional.of(new Result(
                key,
                value.toString(),
                lower(base.get().key()) + " " + amount + verb + rate.get().value() + from(base.get(), rate.get())));
    }

    private static String from(Fact one, Fact other) {
        String both = one.source().named().equals(other.source().named())
                ? one.source().named()
                : one.source().named() + " and " + other.source().named();
        return ", from " + both;
    }

    /** What the result is to be called: the first thing the instruction calculates. */
    private Optional<String> name() {
        return instruction.object().filter(Phrase::telling).map(Phrase::capital);
    }

    /** The amount a rate applies to: one the instruction names, else a total, else the largest in the same currency. */
    private Optional<Fact> base(Fact rate) {
        List<Fact> amounts = findings.facts().stream()
                .filter(f -> !f.source().made()
                        && !f.source().mail()
                        && f.money().filter(Money::currency).isPresent())
                .toList();
        Optional<Phrase> from = instruction.after("from", "of", "on").stream()
                .filter(p -> amounts.stream().anyMatch(f -> f.stems().contains(p.head())))
                .findFirst();
        if (from.isPresent()) {
            return amounts.stream()
                    .max(Comparator.comparingDouble(
                            f -> f.stems().contains(from.get().head())
                                    ? 1 + from.get().coveredBy(f.stems())
                                    : 0));
        }
        Optional<Fact> sameWord = amounts.stream()
                .filter(f -> !f.source().id().equals(rate.source().id()))
                .filter(f -> instruction
                        .object()
                        .map(o -> f.stems().contains(o.head()))
                        .orElse(false))
                .findFirst();
        return sameWord.or(() -> amounts.stream()
                        .filter(f -> f.stems().contains("total"))
                        .findFirst())
                .or(() -> amounts.stream()
                        .max(Comparator.comparing(f -> f.money().orElseThrow().number())));
    }

    private Optional<Fact> best(List<Fact> among) {
        return among.stream()
                .filter(f -> f.stems().stream().anyMatch(said::contains))
                .max(Comparator.comparingDouble(
                        f -> f.stems().stream().filter(said::contains).count()
                                / (double) f.stems().size()))
                .or(() -> among.size() == 1 && instruction.says("percent", "percentage", "rate", "share", "tax")
                        ? Optional.of(among.get(0))
                        : Optional.empty());
    }

    /** "ordered less delivered": two figures that the words set against each other, of whatever kind. */
    private Optional<Result> setAgainst() {
        Matcher less = LESS.matcher(instruction.text());
        Matcher from = FROM.matcher(instruction.text());
        boolean minus = less.find();
        if (!minus && !from.find()) {
            return Optional.empty();
        }
        Optional<Fact> first = figure(minus ? less.group(1) : from.group(2));
        Optional<Fact> second = figure(minus ? less.group(2) : from.group(1));
        if (first.isEmpty() || second.isEmpty() || first.get().equals(second.get())) {
            return Optional.empty();
        }
        Money one = first.get().money().orElseThrow();
        Money other = second.get().money().orElseThrow();
        if (!one.sameUnit(other)) {
            return Optional.empty();
        }
        return Optional.of(new Result(
                name().orElse(first.get().key() + " less " + lower(second.get().key())),
                one.minus(other).toString(),
                lower(first.get().key()) + " " + one + " less "
                        + lower(second.get().key()) + " " + other + from(first.get(), second.get())));
    }

    private Optional<Fact> figure(String words) {
        Set<String> stems = Stems.set(words);
        return findings.facts().stream()
                .filter(f -> !f.source().made()
                        && f.money().isPresent()
                        && (f.stems().equals(stems) || stems.containsAll(f.stems())))
                .max(Comparator.comparingInt(f -> f.stems().size()));
    }

    /** One named amount less another. */
    private Optional<Result> difference() {
        Optional<Result> worded = setAgainst();
        if (worded.isPresent()) {
            return worded;
        }
        List<Fact> named = new ArrayList<>();
        for (Phrase phrase : instruction.phrases()) {
            findings.facts().stream()
                    .filter(f -> !f.source().made()
                            && f.money().filter(Money::currency).isPresent())
                    .filter(f -> phrase.telling() && f.stems().contains(phrase.head()))
                    .max(Comparator.comparingDouble(
                            f -> phrase.coveredBy(f.stems()) + (f.source().mail() ? 0 : 0.1)))
                    .filter(f -> named.stream().noneMatch(n -> n.key().equals(f.key())))
                    .ifPresent(named::add);
        }
        if (named.size() < 2) {
            return Optional.empty();
        }
        Money first = named.get(0).money().orElseThrow();
        Money second = named.get(1).money().orElseThrow();
        if (!first.sameUnit(second)) {
            return Optional.empty();
        }
        return Optional.of(new Result(
                named.get(0).key() + " less " + lower(named.get(1).key()),
                first.minus(second).toString(),
                lower(named.get(0).key()) + " " + first + " less "
                        + lower(named.get(1).key()) + " " + second + from(named.get(0), named.get(1))));
    }

    /** The lowest or highest value of what several sources state under one key. */
    private Optional<Result> extreme() {
        boolean low = instruction.says("lowest", "cheapest", "smallest", "fastest", "shortest");
        String word = low ? "Lowest " : "Highest ";
        for (Phrase phrase : instruction.phrases()) {
            List<Fact> rivals = findings.facts().stream()
                    .filter(f -> !f.source().made()
                            && f.stems().contains(phrase.head())
                            && f.money().filter(Money::currency).isPresent())
                    .toList();
            if (rivals.size() > 1) {
                Comparator<Fact> byNumber =
                        Comparator.comparing(f -> f.money().orElseThrow().number());
                Fact best = low
                        ? rivals.stream().min(byNumber).orElseThrow()
                        : rivals.stream().max(byNumber).orElseThrow();
                return Optional.of(new Result(
                        word + lower(best.key()), best.value(), best.source().named()));
            }
        }
        return extremeRow(low, word);
    }

    /** The row of a table with the lowest or highest value in the column that the words name. */
    private Optional<Result> extremeRow(boolean low, String word) {
        for (Phrase phrase : instruction.phrases()) {
            for (Table table : newestFirst()) {
                for (int i = 0; i < table.header().size(); i++) {
                    int column = i;
                    boolean rivals = table.rows().size() > 1
                            && Stems.set(table.header().get(i)).equals(Set.of(phrase.head()))
                            && table.rows().stream()
                                    .allMatch(r -> Money.in(r.get(column)).isPresent());
                    if (rivals) {
                        Comparator<List<String>> byNumber = Comparator.comparing(
                                r -> Money.in(r.get(column)).orElseThrow().number());
                        List<String> best = low
                                ? table.rows().stream().min(byNumber).orElseThrow()
                                : table.rows().stream().max(byNumber).orElseThrow();
                        return Optional.of(new Result(
                                word + lower(table.header().get(i)),
                                best.get(column) + (column == 0 ? "" : " (" + best.get(0) + ")"),
                                table.source().named()));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Facts of one source held against another: same account number, on the list, covered by the balance. */
    private List<Result> checks() {
        List<Result> results = new ArrayList<>();
        Set<String> done = new LinkedHashSet<>();
        for (Fact fact : findings.facts()) {
            double all = fact.stems().stream().mapToDouble(Phrase::weight).sum();
            boolean named = all > 0
                    && fact.stems().stream()
                                            .filter(said::contains)
                                            .mapToDouble(Phrase::weight)
                                            .sum()
                                    / all
                            >= 0.5;
            if (!named
                    || fact.source().made()
                    || !done.add(fact.key() + "\0" + fact.source().id())) {
                continue;
            }
            listed(fact).or(() -> limit(fact)).ifPresent(results::add);
        }
        return results;
    }

    /** The same key elsewhere, in the table row that belongs to this case where there is a table. */
    private Optional<Result> listed(Fact fact) {
        for (Table table : findings.tables()) {
            if (table.source().id().equals(fact.source().id()) || table.source().made()) {
                continue;
            }
            for (int i = 0; i < table.header().size(); i++) {
                if (Stems.set(table.header().get(i)).equals(fact.stems())) {
                    int column = i;
                    List<List<String>> rows = findings.joined(table).rows();
                    boolean there = rows.stream().anyMatch(r -> Findings.same(r.get(column), fact.value()));
                    String how =
                            fact.source().named() + " against " + table.source().named();
                    return Optional.of(Result.check(
                            lower(fact.key()),
                            fact.value()
                                    + (there ? " agrees with " : " is NOT in ")
                                    + table.source().named(),
                            how));
                }
            }
        }
        return findings.facts().stream()
                .filter(o -> !o.source().id().equals(fact.source().id())
                        && !o.source().made()
                        && o.stems().equals(fact.stems())
                        && fact.money().filter(Money::currency).isEmpty())
                .filter(o -> fact.source().mail())
                .findFirst()
                .map(o -> Result.check(
                        lower(fact.key()),
                        Findings.same(o.value(), fact.value())
                                ? fact.value() + " agrees with " + o.source().named()
                                : fact.value() + " DIFFERS from " + o.value() + " in "
                                        + o.source().named(),
                        fact.source().named() + " against " + o.source().named()));
    }

    /** "the balance covers the amount", "within the limit": an amount held against a ceiling. */
    private Optional<Result> limit(Fact fact) {
        boolean ceiling =
                fact.stems().stream().anyMatch(Stems.set("limit balance insured maximum budget ceiling")::contains);
        if (!ceiling || fact.money().filter(Money::currency).isEmpty()) {
            return Optional.empty();
        }
        Money most = fact.money().orElseThrow();
        return findings.facts().stream()
                .filter(o -> o.source().mail()
                        && o.money()
                                .filter(Money::currency)
                                .filter(most::sameUnit)
                                .isPresent())
                .filter(o -> o.stems().stream().anyMatch(Stems.set("amount price total withdrawal")::contains))
                .findFirst()
                .map(o -> {
                    Money amount = o.money().orElseThrow();
                    boolean covers = most.number().compareTo(amount.number()) >= 0;
                    return Result.check(
                            lower(fact.key()),
                            most + (covers ? " covers " : " does NOT cover ") + lower(o.key()) + " " + amount,
                            fact.source().named() + " against " + o.source().named());
                });
    }

    static String lower(String key) {
        return key.isEmpty() || key.length() > 1 && Character.isUpperCase(key.charAt(1))
                ? key
                : key.substring(0, 1).toLowerCase() + key.substring(1);
    }
}
