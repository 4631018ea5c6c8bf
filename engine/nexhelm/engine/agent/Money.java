package nexhelm.engine.agent;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An amount as papers write it: a number with a currency, a measure or a percent sign, or a bare number. */
record Money(BigDecimal number, String unit) {

    private static final Pattern AMOUNT = Pattern.compile("(?<before>[A-Z]{3}|[€$£¥])?\\s?(?<number>-?\\d{1,3}(?:[,'’."
            + " ]\\d{3})+(?:[.,]\\d{1,2})?|-?\\d+(?:[.,]\\d+)?)\\s?(?<after>%|percent|per"
            + " cent|[A-Z]{3}\\b|[€$£¥]|(?:" + Measure.WRITTEN + ")(?![\\p{L}\\p{N}]))?");

    /** The amount in a text that consists of one, apart from words like "a year" after it. */
    static Optional<Money> in(String text) {
        Matcher found = AMOUNT.matcher(text.strip());
        if (!found.lookingAt()) {
            return Optional.empty();
        }
        String rest = text.strip().substring(found.end());
        String unit = Optional.ofNullable(found.group("before"))
                .or(() -> Optional.ofNullable(found.group("after")))
                .orElse("");
        boolean longNumber = found.group("number").length() > 12;
        if (longNumber || rest.matches("[\\p{L}\\p{N}-].*") || unit.isEmpty() && !rest.isBlank()) {
            return Optional.empty();
        }
        String clean = unit.startsWith("per") ? "%" : Measure.symbol(unit).orElse(unit);
        return Optional.of(new Money(number(found.group("number")), clean));
    }

    private static BigDecimal number(String written) {
        String plain = written.replaceAll("['’ ]", "");
        int dot = plain.lastIndexOf('.');
        int comma = plain.lastIndexOf(',');
        int decimal = Math.max(dot, comma);
        boolean grouping = decimal >= 0 && plain.length() - decimal == 4 && (dot < 0 || comma < 0);
        if (decimal < 0 || grouping) {
            return new BigDecimal(plain.replaceAll("[.,]", ""));
        }
        return new BigDecimal(plain.substring(0, decimal).replaceAll("[.,]", "") + "." + plain.substring(decimal + 1));
    }

    boolean percent() {
        return unit.equals("%");
    }

    boolean currency() {
        return !unit.isEmpty() && !percent() && !measured();
    }

    /** Whether it is a length, an area, a weight or a volume. */
    boolean measured() {
        return Measure.symbol(unit).isPresent();
    }

    boolean sameUnit(Money other) {
        return likeUnit(other) || unit.isEmpty() || other.unit.isEmpty();
    }

    /** Whether both are of one currency, however it is written, or both of none. */
    boolean likeUnit(Money other) {
        return code(unit).equals(code(other.unit));
    }

    private static String code(String unit) {
        return switch (unit) {
            case "€" -> "EUR";
            case "£" -> "GBP";
            case "$" -> "USD";
            default -> unit;
        };
    }

    Money plus(Money other) {
        return new Money(number.add(other.number), unit.isEmpty() ? other.unit : unit);
    }

    Money minus(Money other) {
        return new Money(number.subtract(other.number), unit.isEmpty() ? other.unit : unit);
    }

    /** This amount times a percentage. */
    Money share(Money percentage) {
        return new Money(
                number.multiply(percentage.number).divide(BigDecimal.valueOf(100), 2, RoundingMode.HALF_UP), unit);
    }

    @Override
    public String toString() {
        boolean whole = number.scale() <= 0;
        String digits = new DecimalFormat(
                        whole ? "#,##0" : percent() || measured() ? "#,##0.##" : "#,##0.00",
                        DecimalFormatSymbols.getInstance(Locale.ROOT))
                .format(number);
        if (unit.isEmpty()) {
            return digits;
        }
        if (measured()) {
            return digits + " " + unit;
        }
        return percent() ? digits + " %" : unit.length() == 1 ? unit + digits : unit + " " + digits;
    }
}
