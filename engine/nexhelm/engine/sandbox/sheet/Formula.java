package nexhelm.engine.sandbox.sheet;

import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which texts are formulas here: only those that are put together from cells of the same sheet, numbers, texts in
 * quotation marks, operators and the functions below. All else that begins with {@code =} is text, so nothing that
 * calls out (DDE, HYPERLINK, WEBSERVICE, other files and sheets) and nothing that grows without bounds is ever computed.
 */
public final class Formula {

    /** Functions that compute from their arguments alone; each one is known to the evaluator. */
    static final Set<String> FUNCTIONS = Set.of(
            "ABS",
            "AND",
            "AVERAGE",
            "AVERAGEIF",
            "AVERAGEIFS",
            "CEILING",
            "CHOOSE",
            "COLUMN",
            "COLUMNS",
            "CONCATENATE",
            "COUNT",
            "COUNTA",
            "COUNTBLANK",
            "COUNTIF",
            "COUNTIFS",
            "DATE",
            "DAY",
            "DAYS360",
            "EDATE",
            "EOMONTH",
            "EXACT",
            "EXP",
            "FALSE",
            "FIND",
            "FLOOR",
            "FV",
            "HLOOKUP",
            "IF",
            "IFERROR",
            "INDEX",
            "INT",
            "IRR",
            "ISBLANK",
            "ISERROR",
            "ISNUMBER",
            "ISTEXT",
            "LARGE",
            "LEFT",
            "LEN",
            "LN",
            "LOG",
            "LOG10",
            "LOOKUP",
            "LOWER",
            "MATCH",
            "MAX",
            "MEDIAN",
            "MID",
            "MIN",
            "MOD",
            "MONTH",
            "NETWORKDAYS",
            "NOT",
            "NPER",
            "NPV",
            "OR",
            "PI",
            "PMT",
            "POWER",
            "PRODUCT",
            "PROPER",
            "PV",
            "RANK",
            "RATE",
            "RIGHT",
            "ROUND",
            "ROUNDDOWN",
            "ROUNDUP",
            "ROW",
            "ROWS",
            "SEARCH",
            "SIGN",
            "SMALL",
            "SQRT",
            "STDEV",
            "SUM",
            "SUMIF",
            "SUMIFS",
            "SUMPRODUCT",
            "TEXT",
            "TODAY",
            "TRIM",
            "TRUE",
            "TRUNC",
            "UPPER",
            "VALUE",
            "VAR",
            "VLOOKUP",
            "WEEKDAY",
            "WORKDAY",
            "YEAR",
            "YEARFRAC");

    static final int LONGEST = 1_000;

    private static final String CELL = "\\$?[A-Za-z]{1,3}\\$?[1-9]\\d{0,4}";
    private static final Pattern PART = Pattern.compile("\\s+|\"[^\"]*\"|\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d{1,3})?%?"
            + "|([A-Za-z][A-Za-z0-9.]*)\\(|" + CELL + "(?::" + CELL + ")?(?![A-Za-z0-9.(!:])"
            + "|\\$?[A-Za-z]{1,3}:\\$?[A-Za-z]{1,3}(?![A-Za-z0-9.(!:])|(?:TRUE|FALSE|true|false)(?![A-Za-z0-9.!:])"
            + "|<=|>=|<>|[-+*/^&=<>%(),]");
    private static final int LAST_COLUMN = 255;
    private static final Pattern NUMBER =
            Pattern.compile("-?(?:0|[1-9]\\d{0,14}|[1-9]\\d{0,2}(?:,\\d{3}){1,4})(?:\\.\\d{1,10})?%?");

    private static final Pattern MONEY =
            Pattern.compile("([A-Z]{3}|[£€$¥])\\s?(-?[\\d.,]+)|(-?[\\d.,]+)\\s?([A-Z]{3}|[£€$¥])");
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    private Formula() {}

    /** Whether a cell that holds this is computed. */
    public static boolean is(String text) {
        if (text.length() < 2 || text.charAt(0) != '=' || text.length() > LONGEST) {
            return false;
        }
        Matcher part = PART.matcher(text);
        int at = 1;
        while (at < text.length()) {
            if (!part.find(at) || part.start() != at) {
                return false;
            }
            if (part.group(1) != null && !FUNCTIONS.contains(part.group(1).toUpperCase(Locale.ROOT))) {
                return false;
            }
            at = part.end();
        }
        return Area.in(text).stream().allMatch(area -> area.lastColumn() <= LAST_COLUMN);
    }

    /** Why a text that {@link #is} a formula cannot be computed, if so: its brackets or its arguments are wrong. */
    public static Optional<String> problem(String formula) {
        return Calculation.problem(formula);
    }

    /** Whether a cell counts as a number: {@code -5}, {@code 1,200.50}, {@code 7.5%}; not {@code 007}. */
    public static boolean isNumber(String text) {
        return NUMBER.matcher(text.strip()).matches();
    }

    /** The number of an amount of money, {@code 1,200.50} of {@code GBP 1,200.50} or {@code 5} of {@code 5 €}; else the text. */
    static String amount(String text) {
        String plain = text.strip();
        Matcher money = MONEY.matcher(plain);
        if (!money.matches()) {
            return plain;
        }
        String unit = Optional.ofNullable(money.group(1)).orElse(money.group(4));
        boolean known = unit != null && (unit.length() == 1 || CURRENCIES.contains(unit));
        String number = Optional.ofNullable(money.group(2)).orElse(money.group(3));
        return known && isNumber(number) ? number : plain;
    }

    /**
     * A text as a cell keeps it: a formula as it is; what only looks like one with the apostrophe by which spreadsheets
     * mark text.
     */
    public static String cell(String text) {
        return text.startsWith("=") && !is(text) ? "'" + text : text;
    }
}
