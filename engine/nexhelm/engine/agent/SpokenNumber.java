package nexhelm.engine.agent;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers, shares and amounts as people say them: "thirty-five", "a third of", "20 pounds". */
final class SpokenNumber {

    private static final List<String> ONES = List.of(("zero one two three four five six seven eight nine ten eleven"
                    + " twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
            .split(" "));
    private static final List<String> TENS =
            List.of("- - twenty thirty forty fifty sixty seventy eighty ninety".split(" "));
    private static final Map<String, BigDecimal> PARTS = Map.of(
            "half", new BigDecimal("0.5"),
            "third", part(1, 3),
            "quarter", part(1, 4),
            "fifth", part(1, 5),
            "tenth", part(1, 10));
    private static final Map<String, String> CURRENCIES =
            Map.of("pound", "GBP", "euro", "EUR", "dollar", "USD", "franc", "CHF");

    /** A number in digits or words. */
    static final String NUMBER = "(?:\\d+(?:[.,]\\d+)?|(?:" + String.join("|", TENS.subList(2, 10)) + ")(?:[- ](?:"
            + String.join("|", ONES.subList(1, 10)) + "))?|(?:a |one )?hundred|" + String.join("|", ONES) + ")";

    /** A percentage, and what it is of. */
    static final String PERCENT = NUMBER + "\\s?(?:%|percent|per cent)";

    private static final Pattern PERCENT_OF =
            Pattern.compile("(?i)(" + NUMBER + ")\\s?(?:%|percent|per cent)\\s+(?:of|on)\\s+(.+)");
    private static final Pattern BARE_PERCENT =
            Pattern.compile("(?i)(?:an?\\s+|the\\s+)?(" + NUMBER + ")\\s?(?:%|percent|per cent)(?:\\s+(?!of|on)(.+))?");
    private static final Pattern PART_OF = Pattern.compile(
            "(?i)(?:(an?|one|two|three|four)\\s+)?" + "(half|third|quarter|fifth|tenth)s?\\s+(?:of\\s+)?(.+)");
    private static final Pattern TWICE = Pattern.compile("(?i)(?:twice|double)\\s+(?:of\\s+)?(.+)");
    private static final Pattern AMOUNT =
            Pattern.compile("(?i)(?:.*\\bof\\s+)?(" + NUMBER + ")\\s+(pound|euro|dollar|franc)s?");

    private SpokenNumber() {}

    private static BigDecimal part(int of, int by) {
        return BigDecimal.valueOf(of).divide(BigDecimal.valueOf(by), 20, RoundingMode.HALF_UP);
    }

    /** A factor with the words for what it is applied to. */
    record Share(BigDecimal factor, String said, String of) {}

    /** "thirty percent of the total price", "half of it", "twice the fee". */
    static Optional<Share> share(String words) {
        Matcher percent = PERCENT_OF.matcher(words);
        if (percent.matches()) {
            BigDecimal number = number(percent.group(1)).orElseThrow();
            return Optional.of(new Share(number.movePointLeft(2), plain(number) + " % of ", percent.group(2)));
        }
        Matcher part = PART_OF.matcher(words);
        if (part.matches()) {
            String many = part.group(1) == null ? "one" : part.group(1).toLowerCase(Locale.ROOT);
            BigDecimal times = number(many.matches("an?") ? "one" : many).orElseThrow();
            return Optional.of(new Share(
                    PARTS.get(part.group(2).toLowerCase(Locale.ROOT)).multiply(times),
                    words.substring(0, part.start(3)),
                    part.group(3)));
        }
        Matcher twice = TWICE.matcher(words);
        return twice.matches()
                ? Optional.of(new Share(BigDecimal.valueOf(2), "twice ", twice.group(1)))
                : Optional.empty();
    }

    /** A number, a percentage or an amount of money that the words themselves give. */
    static Optional<Money> amount(String words) {
        Matcher percent = BARE_PERCENT.matcher(words);
        if (percent.matches()) {
            return number(percent.group(1)).map(n -> new Money(n, "%"));
        }
        Matcher amount = AMOUNT.matcher(words);
        if (amount.matches()) {
            return number(amount.group(1))
                    .map(n -> new Money(n, CURRENCIES.get(amount.group(2).toLowerCase(Locale.ROOT))));
        }
        return number(words).map(n -> new Money(n, "")).or(() -> Money.in(words));
    }

    static Optional<BigDecimal> number(String words) {
        String low = words.toLowerCase(Locale.ROOT).strip();
        if (low.matches("\\d+(?:[.,]\\d{1,2})?")) {
            return Optional.of(new BigDecimal(low.replace(',', '.')));
        }
        if (low.matches("(?:an? |one )?hundred")) {
            return Optional.of(BigDecimal.valueOf(100));
        }
        if (ONES.contains(low)) {
            return Optional.of(BigDecimal.valueOf(ONES.indexOf(low)));
        }
        String[] parts = low.split("[- ]");
        int tens = TENS.indexOf(parts[0]);
        if (tens < 2 || parts.length > 2) {
            return Optional.empty();
        }
        int ones = parts.length == 2 ? ONES.indexOf(parts[1]) : 0;
        return ones < 0 || ones > 9 ? Optional.empty() : Optional.of(BigDecimal.valueOf(tens * 10L + ones));
    }

    static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
