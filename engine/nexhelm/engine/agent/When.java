package nexhelm.engine.agent;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.YearMonth;
import java.time.format.TextStyle;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When something is to be, as words say it.
 *
 * @param minutes how long
 * @param from    the day, or the first of several
 * @param to      the last of several days, the same as {@code from} for one
 * @param at      the time of day
 * @param earliest the first time of day that suits: noon for "in the afternoon"
 * @param latest   the last time of day that suits: noon for "in the morning"
 */
record When(
        Optional<Integer> minutes,
        Optional<LocalDate> from,
        Optional<LocalDate> to,
        Optional<LocalTime> at,
        Optional<LocalTime> earliest,
        Optional<LocalTime> latest) {

    private static final String MONTHS = "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
            + "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
    private static final Pattern ISO = Pattern.compile("\\b(\\d{4})-(\\d{2})-(\\d{2})\\b");
    private static final Pattern DAY_MONTH =
            Pattern.compile("\\b(\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?" + MONTHS + "\\b\\.?(?:,?\\s+(\\d{4}))?");
    private static final Pattern MONTH_DAY =
            Pattern.compile("\\b" + MONTHS + "\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?\\b(?!:)(?:,?\\s+(\\d{4}))?");
    private static final Pattern MINUTES = Pattern.compile("\\b(\\d{1,3})[- ]?(?:minutes?|mins?)\\b");
    private static final Pattern HOURS = Pattern.compile(
            "\\b(an|one|two|three|four|\\d(?:\\.5)?)[- ]?(?:full[- ])?hours?(\\s+and\\s+a\\s+half)?\\b");
    private static final Pattern CLOCK = Pattern.compile("\\b(\\d{1,2})[:.](\\d{2})\\s*(am|pm|a\\.m|p\\.m)?");
    private static final Pattern HOUR =
            Pattern.compile("\\b(?:at\\s+(?:about\\s+)?)?(\\d{1,2})\\s*(am|pm|a\\.m|p\\.m|o'?clock)");
    private static final Pattern BARE = Pattern.compile(
            "\\bat\\s+(\\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon)\\b(?!\\s*(?:%|percent|days|weeks|minutes|hours|st|th))");
    private static final Pattern SPOKEN = Pattern.compile(
            "\\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\\d{1,2})\\s+(?:o'clock\\b|in the"
                    + " (morning|afternoon|evening)\\b)");
    private static final Pattern SPAN = Pattern.compile(
            "\\b(in|within)\\s+(?:the\\s+next\\s+)?(a|an|one|two|three|four|five|six|\\d{1,2})\\s+(day|week|month)s?\\b");
    private static final List<String> NUMBERS = List.of(
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve");

    private static final Pattern PAST = Pattern.compile(
            "\\b(half|a quarter|quarter) (past|to) (" + String.join("|", NUMBERS.subList(1, 13)) + "|\\d{1,2})\\b");
    private static final Pattern FROM_TO =
            Pattern.compile("\\b(\\d{1,2}):(\\d{2})\\s*(?:to|till|until|-|–)\\s*(\\d{1,2}):(\\d{2})\\b");

    /** The day that a text names in full, with its year. */
    static Optional<LocalDate> day(String text) {
        return dated(text.toLowerCase(Locale.ROOT), Optional.empty());
    }

    /** Whether a text names a day that no calendar has, such as 31 February. */
    static boolean impossible(String text) {
        String low = text.toLowerCase(Locale.ROOT);
        boolean named = ISO.matcher(low).find()
                || DAY_MONTH.matcher(low).find()
                || MONTH_DAY.matcher(low).find();
        return named && dated(low, Optional.of(LocalDate.of(2024, 1, 1))).isEmpty();
    }

    /** @param today the day from which "next week" counts */
    static When in(String text, LocalDate today) {
        String low = clocked(text.toLowerCase(Locale.ROOT).replace('’', '\''));
        Optional<LocalDate[]> days = days(low, today);
        boolean morning = low.matches("(?s).*\\bmorning\\b.*");
        boolean afternoon = low.matches("(?s).*\\bafternoon\\b.*");
        return new When(
                length(low),
                days.map(d -> d[0]),
                days.map(d -> d[1]),
                time(low),
                afternoon ? Optional.of(LocalTime.NOON) : Optional.empty(),
                morning ? Optional.of(LocalTime.NOON) : Optional.empty());
    }

    /** "half past nine" as 9:30, "quarter to four" as 3:45. */
    private static String clocked(String low) {
        return PAST.matcher(low).replaceAll(m -> {
            int hour = m.group(3).matches("\\d+") ? Integer.parseInt(m.group(3)) : NUMBERS.indexOf(m.group(3));
            boolean to = m.group(2).equals("to");
            int shown = (to ? hour + 11 : hour) % 12;
            int working = shown < 7 ? shown + 12 : shown; // as people say it of a working day
            return working + ":" + (m.group(1).startsWith("half") ? "30" : to ? "45" : "15");
        });
    }

    private static Optional<Integer> length(String low) {
        Matcher span = FROM_TO.matcher(low);
        if (span.find()) {
            int minutes = 60 * (Integer.parseInt(span.group(3)) - Integer.parseInt(span.group(1)))
                    + Integer.parseInt(span.group(4))
                    - Integer.parseInt(span.group(2));
            if (minutes > 0) {
                return Optional.of(minutes);
            }
        }
        if (low.matches("(?s).*\\b(?:half[- ]an[- ]hour|half[- ]hour|half[- ]hourly)\\b.*")) {
            return Optional.of(30);
        }
        if (low.matches("(?s).*\\bquarter of an hour\\b.*")) {
            return Optional.of(15);
        }
        Matcher minutes = MINUTES.matcher(low);
        if (minutes.find()) {
            return Optional.of(Integer.parseInt(minutes.group(1)));
        }
        Matcher hours = HOURS.matcher(low);
        if (!hours.find()) {
            return Optional.empty();
        }
        String word = hours.group(1);
        double number =
                word.equals("an") ? 1 : word.matches("[\\d.]+") ? Double.parseDouble(word) : NUMBERS.indexOf(word);
        return Optional.of((int) Math.round(60 * (number + (hours.group(2) == null ? 0 : 0.5))));
    }

    private static Optional<LocalTime> time(String low) {
        Matcher clock = CLOCK.matcher(low);
        if (clock.find()) {
            return hour(clock.group(1), Integer.parseInt(clock.group(2)), clock.group(3));
        }
        Matcher hour = HOUR.matcher(low);
        if (hour.find()) {
            return hour(hour.group(1), 0, hour.group(2).startsWith("o") ? null : hour.group(2));
        }
        Matcher spoken = SPOKEN.matcher(low);
        if (spoken.find()) {
            return hour(
                    spoken.group(1),
                    0,
                    spoken.group(2) == null ? null : spoken.group(2).equals("morning") ? "am" : "pm");
        }
        Matcher bare = BARE.matcher(low);
        return bare.find() ? hour(bare.group(1).equals("noon") ? "12" : bare.group(1), 0, null) : Optional.empty();
    }

    /** An hour without am or pm is one of the working day: "at two" is in the afternoon. */
    private static Optional<LocalTime> hour(String said, int minute, String half) {
        int hour = said.matches("\\d+") ? Integer.parseInt(said) : NUMBERS.indexOf(said);
        if (hour < 0 || hour > 23 || minute > 59) {
            return Optional.empty();
        }
        boolean pm = half != null && half.startsWith("p")
                || half == null && said.length() < 2 && hour < 7
                || half == null && !said.matches("\\d+") && hour < 7;
        boolean am = half != null && half.startsWith("a");
        return Optional.of(LocalTime.of(pm && hour < 12 ? hour + 12 : am && hour == 12 ? 0 : hour, minute));
    }

    private static Optional<LocalDate[]> days(String low, LocalDate today) {
        Optional<LocalDate> day = dated(low, Optional.of(today));
        if (day.isPresent()) {
            LocalDate d = day.get();
            return Optional.of(
                    low.matches("(?s).*\\bweek (?:of|from|starting|beginning)\\b.*")
                            ? new LocalDate[] {d, d.plusDays(6)}
                            : new LocalDate[] {d, d});
        }
        if (low.contains("day after tomorrow")) {
            return one(today.plusDays(2));
        }
        if (low.matches("(?s).*\\btomorrow\\b.*")) {
            return one(today.plusDays(1));
        }
        Optional<DayOfWeek> weekday = Arrays.stream(DayOfWeek.values())
                .filter(d -> low.matches("(?s).*\\b" + name(d) + "\\b.*"))
                .findFirst();
        LocalDate monday = today.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
        if (weekday.isPresent()) {
            DayOfWeek named = weekday.get();
            if (low.matches("(?s).*\\bnext (?:week|" + name(named) + ")\\b.*")) {
                return one(monday.with(TemporalAdjusters.nextOrSame(named)));
            }
            LocalDate next = today.with(TemporalAdjusters.next(named));
            return low.matches("(?s).*\\b(?:by|before|until) (?:next )?" + name(named) + "\\b.*")
                    ? Optional.of(new LocalDate[] {today.plusDays(1), next})
                    : one(next);
        }
        if (low.matches("(?s).*\\bweek after next\\b.*")) {
            return Optional.of(new LocalDate[] {monday.plusDays(7), monday.plusDays(13)});
        }
        if (low.matches("(?s).*\\bnext week\\b.*")) {
            return Optional.of(new LocalDate[] {monday, monday.plusDays(6)});
        }
        if (low.matches("(?s).*\\bthis week\\b.*")) {
            return Optional.of(new LocalDate[] {today, monday.minusDays(1)});
        }
        if (low.matches("(?s).*\\bnext month\\b.*")) {
            YearMonth month = YearMonth.from(today).plusMonths(1);
            return Optional.of(new LocalDate[] {month.atDay(1), month.atEndOfMonth()});
        }
        return span(low, today).or(() -> low.matches("(?s).*\\btoday\\b.*") ? one(today) : Optional.empty());
    }

    private static Optional<LocalDate[]> span(String low, LocalDate today) {
        Matcher span = SPAN.matcher(low);
        if (!span.find()) {
            return Optional.empty();
        }
        String word = span.group(2);
        int number = word.startsWith("a") ? 1 : word.matches("\\d+") ? Integer.parseInt(word) : NUMBERS.indexOf(word);
        LocalDate end = switch (span.group(3)) {
            case "day" -> today.plusDays(number);
            case "week" -> today.plusWeeks(number);
            default -> today.plusMonths(number);
        };
        boolean within = span.group(1).equals("within");
        return Optional.of(
                within
                        ? new LocalDate[] {today.plusDays(1), end}
                        : span.group(3).equals("day")
                                ? new LocalDate[] {end, end}
                                : new LocalDate[] {end, end.plusDays(6)});
    }

    private static Optional<LocalDate[]> one(LocalDate day) {
        return Optional.of(new LocalDate[] {day, day});
    }

    private static String name(DayOfWeek day) {
        return day.getDisplayName(TextStyle.FULL, Locale.ENGLISH).toLowerCase(Locale.ROOT);
    }

    /** A date; without its year it is the next one from today, and none where today is not known. */
    private static Optional<LocalDate> dated(String low, Optional<LocalDate> today) {
        Matcher iso = ISO.matcher(low);
        if (iso.find()) {
            return made(Integer.parseInt(iso.group(1)), Integer.parseInt(iso.group(2)), Integer.parseInt(iso.group(3)));
        }
        Matcher day = DAY_MONTH.matcher(low);
        if (day.find()) {
            return dated(day.group(1), day.group(2), day.group(3), today);
        }
        Matcher month = MONTH_DAY.matcher(low);
        return month.find() ? dated(month.group(2), month.group(1), month.group(3), today) : Optional.empty();
    }

    private static Optional<LocalDate> dated(String day, String month, String year, Optional<LocalDate> today) {
        int number = 0;
        for (Month each : Month.values()) {
            if (each.name().toLowerCase(Locale.ROOT).startsWith(month.substring(0, 3))) {
                number = each.getValue();
            }
        }
        if (year != null) {
            return made(Integer.parseInt(year), number, Integer.parseInt(day));
        }
        int which = number;
        return today.flatMap(
                t -> made(t.getYear(), which, Integer.parseInt(day)).map(d -> d.isBefore(t) ? d.plusYears(1) : d));
    }

    private static Optional<LocalDate> made(int year, int month, int day) {
        boolean there = month >= 1
                && month <= 12
                && day >= 1
                && day <= YearMonth.of(year, month).lengthOfMonth();
        return there ? Optional.of(LocalDate.of(year, month, day)) : Optional.empty();
    }
}
