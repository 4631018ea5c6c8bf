package nexhelm.engine.agent;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides an "if" from what was found; where the sources do not decide it, nobody pretends to know. */
final class Conditions {

    /** What is known of a condition. */
    enum Answer {
        YES,
        NO,
        UNKNOWN
    }

    private static final Pattern MANY = Pattern.compile(
            "\\bthere are (more than|over|above|fewer than|less than|under) (" + SpokenNumber.NUMBER + ")\\b");
    private static final Set<String> AGREE = Stems.set("match agree fit same cover correct");
    private static final Set<String> DISAGREE = Stems.set("differ mismatch wrong exceed missing");

    private final Bench bench;
    private final String text;
    private final Set<String> stems;

    Conditions(Bench bench) {
        this.bench = bench;
        this.text =
                " " + bench.instruction().condition().toLowerCase(Locale.ROOT).replace('’', '\'') + " ";
        this.stems = Stems.set(text);
    }

    Answer holds() {
        Matcher many = MANY.matcher(text);
        if (many.find()) {
            return many(many.group(1), many.group(2));
        }
        boolean negated = text.matches(".*(?:\\bnot\\b|n't\\b|\\bno\\b|\\bunless\\b).*");
        List<Desk.Result> checks =
                bench.desk().results().stream().filter(Desk.Result::check).toList();
        boolean agree = stems.stream().anyMatch(AGREE::contains);
        boolean disagree = stems.stream().anyMatch(DISAGREE::contains);
        if (!checks.isEmpty() && (agree || disagree)) {
            List<Desk.Result> own = checks.stream()
                    .filter(c -> Stems.of(c.label()).stream().anyMatch(stems::contains))
                    .toList();
            boolean fine = (own.isEmpty() ? checks : own)
                    .stream()
                            .noneMatch(c ->
                                    c.value().contains(" NOT ") || c.value().contains("DIFFERS"));
            return fine == (agree != negated) ? Answer.YES : Answer.NO;
        }
        for (Fact fact : bench.findings().facts()) {
            List<String> value = Stems.of(fact.value());
            boolean named = !fact.stems().isEmpty() && stems.containsAll(fact.stems());
            if (named && !value.isEmpty() && value.size() <= 3 && value.stream().anyMatch(stems::contains)) {
                boolean says = !fact.value().toLowerCase(Locale.ROOT).matches(".*\\b(?:not|no|un\\w+)\\b.*");
                return says != negated ? Answer.YES : Answer.NO;
            }
        }
        return pointing(negated);
    }

    /** "if there are more than ten": held against what was counted, where one thing was. */
    private Answer many(String than, String said) {
        List<BigDecimal> counted = bench.desk().results().stream()
                .filter(r -> r.key().startsWith("Number of "))
                .flatMap(r -> Money.in(r.value()).stream())
                .map(Money::number)
                .toList();
        Optional<BigDecimal> limit = SpokenNumber.number(said);
        if (counted.size() != 1 || limit.isEmpty()) {
            return Answer.UNKNOWN;
        }
        int more = counted.get(0).compareTo(limit.get());
        boolean holds = than.matches("more than|over|above") ? more > 0 : more < 0;
        return holds ? Answer.YES : Answer.NO;
    }

    /** "if it isn't covered": the one fact that says such a thing, where there is one. */
    private Answer pointing(boolean negated) {
        if (!text.matches(".*\\b(?:it|that|this)\\b.*")) {
            return Answer.UNKNOWN;
        }
        Set<Boolean> said = new HashSet<>();
        for (Fact fact : bench.findings().facts()) {
            List<String> value = Stems.of(fact.value());
            if (!value.isEmpty() && value.size() <= 3 && value.stream().anyMatch(stems::contains)) {
                said.add(!fact.value().toLowerCase(Locale.ROOT).matches(".*\\b(?:not|no|un\\w+)\\b.*"));
            }
        }
        return said.size() != 1 ? Answer.UNKNOWN : said.contains(negated) ? Answer.NO : Answer.YES;
    }
}
