package nexhelm.engine.agent;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.engine.agent.Desk.Result;

/** What holds for an amount once it is worked out: "less five percent when over 500", "at least forty". */
record PriceTerms(String text, Optional<BigDecimal> percent, Optional<BigDecimal> over, Optional<BigDecimal> least) {

    private static final Pattern DISCOUNT = Pattern.compile("(?i),? (?:and )?less (" + SpokenNumber.NUMBER
            + ") ?(?:percent|per cent|%) (?:when|if) (?:it is )?(?:over|above|more than) ([\\p{L}\\d.,'"
            + " -]+?)(?=[,.;]?$|, )");
    private static final Pattern LEAST =
            Pattern.compile("(?i),? (?:and |but )?at least ([\\p{L}\\d.,' -]+?)(?=[,.;]?$|, )");

    /** Reads the terms off an instruction; the text is what is left of it. */
    static PriceTerms in(String instruction) {
        Matcher discount = DISCOUNT.matcher(instruction);
        boolean cut = discount.find() && number(discount.group(2)).isPresent();
        Optional<BigDecimal> percent = cut ? number(discount.group(1)) : Optional.empty();
        Optional<BigDecimal> over = cut ? number(discount.group(2)) : Optional.empty();
        String text = cut ? discount.replaceFirst("") : instruction;
        Matcher least = LEAST.matcher(text);
        Optional<BigDecimal> bound = least.find() ? number(least.group(1)) : Optional.empty();
        return new PriceTerms(bound.isPresent() ? least.replaceFirst("") : text, percent, over, bound);
    }

    private static Optional<BigDecimal> number(String words) {
        String low = words.strip().replaceFirst("(?i)\\s*(?:euros?|pounds?|dollars?|francs?)$", "");
        Matcher hundreds = Pattern.compile("(?i)(.+?) (hundred|thousand)").matcher(low);
        if (hundreds.matches()) {
            return SpokenNumber.number(hundreds.group(1))
                    .map(n ->
                            n.multiply(BigDecimal.valueOf(hundreds.group(2).equalsIgnoreCase("hundred") ? 100 : 1000)));
        }
        return SpokenNumber.number(low).or(() -> Money.in(low).map(Money::number));
    }

    /** An amount under these terms, with how it came about. */
    Result applied(Result worked) {
        Optional<Money> amount = Money.in(worked.value());
        if (amount.isEmpty()) {
            return worked;
        }
        Money value = amount.get();
        String how = worked.how();
        if (over.filter(o -> value.number().compareTo(o) > 0).isPresent()) {
            BigDecimal share = value.number()
                    .multiply(percent.orElseThrow())
                    .divide(BigDecimal.valueOf(100), 2, RoundingMode.HALF_UP);
            how += "; less " + SpokenNumber.plain(percent.orElseThrow()) + " % of " + value + ", which is over "
                    + SpokenNumber.plain(over.orElseThrow());
            return new Result(worked.key(), new Money(value.number().subtract(share), value.unit()).toString(), how);
        }
        if (least.filter(l -> value.number().compareTo(l) < 0).isPresent()) {
            Money lowest = new Money(least.orElseThrow().setScale(2, RoundingMode.HALF_UP), value.unit());
            return new Result(worked.key(), lowest.toString(), how + " = " + value + "; at least " + lowest);
        }
        return worked;
    }
}
