package nexhelm.engine.agent;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Values for papers that nobody wrote: of the kind that a key asks for, and the same for the same key each time. */
final class MadeUp {

    private static final Pattern PERCENT = words("rate|percent|percentage|increase|index|discount|commission|interest"
            + "|vat|share|margin|markup|probability|return");
    private static final Pattern DAY = words("date|day|deadline|due|term|end|expiry|birthday|start|appointment|when");
    private static final Pattern MONEY = words("amount|price|fee|rent|cost|total|sum|value|balance|limit|premium|excess"
            + "|budget|salary|wage|income|turnover|invoice|payment|estimate|offer|tax|loss|claim|quote|deposit|charge"
            + "|refund|debt|loan|pay|figure|revenue|profit|expense|allowance|net|worth");
    private static final Pattern COUNT = words("number|quantity|hour|count|size|age|unit|piece|days|weeks|months|year"
            + "|delivery|warranty|notice|stock|capacity|ordered|delivered|returned");
    private static final Pattern MARK = words("account|iban|reference|id|code|file number|policy number|case number"
            + "|tracking|serial|plate|registration");
    private static final Pattern ADDRESS = words("address|location|site|street");
    private static final Pattern MAIL = words("e-mail|email");
    private static final Pattern PHONE = words("phone|telephone|mobile");

    private final String currency;
    private final Map<String, String> fixed = new HashMap<>();

    /** Amounts in the currency that a text speaks of, else in euros. */
    MadeUp(String spoken) {
        String lower = spoken.toLowerCase(Locale.ROOT);
        this.currency = lower.contains("$") || lower.contains("dollar") || lower.contains("usd")
                ? "USD"
                : lower.contains("£") || lower.contains("pound") || lower.contains("gbp") ? "GBP" : "EUR";
    }

    /** Lets a key have this value from now on, for somebody looks it up by it. */
    void fix(String key, String value) {
        fixed.put(key.toLowerCase(Locale.ROOT), value);
    }

    String value(String key) {
        if (fixed.containsKey(key.toLowerCase(Locale.ROOT))) {
            return fixed.get(key.toLowerCase(Locale.ROOT));
        }
        int seed = seed(key);
        if (MAIL.matcher(key).find()) {
            return "sample@synthetic.example";
        }
        if (PHONE.matcher(key).find()) {
            return "+00 000 000" + seed;
        }
        if (MARK.matcher(key).find()) {
            return "SYN-00" + seed;
        }
        if (DAY.matcher(key.split(" ")[0]).find()) {
            return "2026-04-1" + seed;
        }
        if (PERCENT.matcher(key).find()) {
            return seed + ".5 %";
        }
        if (MONEY.matcher(key).find()) {
            return currency + " " + seed + ",200.00";
        }
        if (DAY.matcher(key).find()) {
            return "2026-04-1" + seed;
        }
        if (COUNT.matcher(key).find()) {
            return String.valueOf(seed * 2);
        }
        if (ADDRESS.matcher(key).find()) {
            return seed + " Sample Street";
        }
        return "Sample " + key.replaceFirst(" \\d+$", "").toLowerCase(Locale.ROOT);
    }

    /** An amount whatever the key says. */
    String amount(String key) {
        String value = value(key);
        return value.startsWith(currency) || value.endsWith("%") ? value : currency + " 1,200.00";
    }

    /** A number of the kind that the key asks for, else an amount. */
    String figure(String key) {
        String value = value(key);
        return Money.in(value).isPresent() && !DAY.matcher(value).find() ? value : amount(key);
    }

    /** A day whatever the key says. */
    String day(String key) {
        String value = value(key);
        return value.matches("\\d{4}-\\d{2}-\\d{2}") ? value : "2026-04-1" + seed(key);
    }

    /** From 1 to 9, the same for the same key. */
    private static int seed(String key) {
        return Math.floorMod(key.toLowerCase(Locale.ROOT).hashCode(), 9) + 1;
    }

    private static Pattern words(String alternatives) {
        return Pattern.compile("(?U)\\b(?:" + alternatives + ")s?\\b", Pattern.CASE_INSENSITIVE);
    }
}
