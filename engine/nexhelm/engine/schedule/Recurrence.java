package nexhelm.engine.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;

/**
 * When a schedule fires. Times are those of a wall clock in a time zone: where the clock is put forward, a time that does
 * not exist is as much later as the gap is long; where it is put back, a time that comes twice counts the first time. An
 * hourly schedule fires in every hour that passes.
 */
public final class Recurrence {

    /** How often. */
    public enum Frequency {
        HOURLY("minute"),
        DAILY("time"),
        WEEKLY("time", "days"),
        MONTHLY("time", "day_of_month"),
        QUARTERLY("time", "day_of_month", "month_of_quarter"),
        ONCE("at"),
        ON_CLIENT_EMAIL("from", "subject");

        private final Set<String> keys;

        Frequency(String... keys) {
            this.keys = Set.of(keys);
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Frequency frequency;
    private final ZoneId zone;
    private final LocalTime time;
    private final Set<DayOfWeek> days;
    private final int dayOfMonth;
    private final int monthOfQuarter;
    private final Optional<Instant> once;
    private final Optional<String> from;
    private final Optional<String> subject;

    private Recurrence(Frequency frequency, Reader in) {
        this.frequency = frequency;
        this.zone = in.zone();
        this.time = frequency == Frequency.HOURLY ? LocalTime.of(0, in.number("minute", 0, 0, 59)) : in.time();
        this.days = frequency == Frequency.WEEKLY ? in.days() : Set.of();
        this.dayOfMonth = in.number("day_of_month", 1, 1, 31);
        this.monthOfQuarter = in.number("month_of_quarter", 1, 1, 3);
        this.once = frequency == Frequency.ONCE ? Optional.of(in.at(zone)) : Optional.empty();
        this.from = in.text("from");
        this.subject = in.text("subject");
    }

    /**
     * Reads what a client sent.
     *
     * @throws Refusal 422 that names the field and what is allowed there
     */
    public static Recurrence of(String frequency, ObjectNode config) {
        Frequency known = Stream.of(Frequency.values())
                .filter(one -> one.word().equals(frequency.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid(
                        "invalid_frequency",
                        "frequency must be hourly, daily, weekly, monthly, quarterly, once or on_client_email, not '%s'."
                                .formatted(Request.clip(frequency))));
        return new Recurrence(known, new Reader(known, config));
    }

    public Frequency frequency() {
        return frequency;
    }

    /** The first firing after an instant; none when it fires at no time of its own. */
    public Optional<Instant> next(Instant after) {
        return switch (frequency) {
            case ON_CLIENT_EMAIL -> Optional.empty();
            case ONCE -> once.filter(at -> at.isAfter(after));
            case HOURLY -> Optional.of(hour(after));
            default -> Optional.of(day(after));
        };
    }

    /** Whether a mail to the organisation's client mailbox fires it. */
    public boolean isFiredBy(String sender, String about) {
        return frequency == Frequency.ON_CLIENT_EMAIL
                && from.filter(part -> !contains(sender, part)).isEmpty()
                && subject.filter(part -> !contains(about, part)).isEmpty();
    }

    private static boolean contains(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    /** The next minute with its number on the wall; a clock may be moved by half an hour, so hours cannot be added. */
    private Instant hour(Instant after) {
        Instant at = after.truncatedTo(ChronoUnit.MINUTES).plusSeconds(60);
        while (at.atZone(zone).getMinute() != time.getMinute()) {
            at = at.plusSeconds(60);
        }
        return at;
    }

    private Instant day(Instant after) {
        LocalDate day = after.atZone(zone).toLocalDate().minusDays(1);
        while (true) {
            if (matches(day)) {
                Instant at = ZonedDateTime.of(day, time, zone).toInstant();
                if (at.isAfter(after)) {
                    return at;
                }
            }
            day = day.plusDays(1);
        }
    }

    private boolean matches(LocalDate day) {
        return switch (frequency) {
            case WEEKLY -> days.contains(day.getDayOfWeek());
            case MONTHLY -> isDay(day);
            case QUARTERLY -> (day.getMonthValue() - 1) % 3 + 1 == monthOfQuarter && isDay(day);
            default -> true;
        };
    }

    /** A month that is too short has it on its last day. */
    private boolean isDay(LocalDate day) {
        return day.getDayOfMonth() == Math.min(dayOfMonth, YearMonth.from(day).lengthOfMonth());
    }

    /** Reads a schedule_config, field by field. */
    private static final class Reader {
        private static final Set<String> ALWAYS = Set.of("timezone");
        private static final int FIRST_YEAR = 1970;
        private static final int LAST_YEAR = 2199; // what every database's timestamps hold
        private final ObjectNode config;

        Reader(Frequency frequency, ObjectNode config) {
            this.config = config;
            List<String> strange = new ArrayList<>();
            config.fieldNames().forEachRemaining(key -> {
                if (!frequency.keys.contains(key) && !ALWAYS.contains(key)) {
                    strange.add(key);
                }
            });
            if (!strange.isEmpty()) {
                var known = new ArrayList<>(frequency.keys.stream().sorted().toList());
                known.add("timezone");
                throw wrong(
                        strange.get(0),
                        "is not known; a schedule that is " + frequency.word() + " takes " + String.join(", ", known));
            }
        }

        ZoneId zone() {
            String name = text("timezone").orElse("UTC");
            try {
                return name.equals("UTC") ? ZoneOffset.UTC : ZoneId.of(name);
            } catch (DateTimeException e) {
                throw wrong("timezone", "must be a name such as Europe/Berlin, not '" + Request.clip(name) + "'");
            }
        }

        LocalTime time() {
            String text = text("time").orElse("09:00");
            try {
                return LocalTime.parse(text.matches("\\d:\\d\\d") ? "0" + text : text)
                        .truncatedTo(ChronoUnit.MINUTES);
            } catch (DateTimeException e) {
                throw wrong("time", "must be hours and minutes such as 09:30, not '" + Request.clip(text) + "'");
            }
        }

        Set<DayOfWeek> days() {
            JsonNode given = config.path("days");
            Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
            for (JsonNode day : given.isTextual() ? config.arrayNode().add(given) : given) {
                days.add(Stream.of(DayOfWeek.values())
                        .filter(known -> day.asText().length() >= 2
                                && known.name().startsWith(day.asText().toUpperCase(Locale.ROOT)))
                        .findFirst()
                        .orElseThrow(() -> wrong(
                                "days", "has names of days such as monday, not '" + Request.clip(day.asText()) + "'")));
            }
            if (days.isEmpty()) {
                if (!given.isMissingNode()) {
                    throw wrong("days", "must name at least one day");
                }
                days.add(DayOfWeek.MONDAY);
            }
            return days;
        }

        Instant at(ZoneId zone) {
            String text = text("at").orElseThrow(() -> wrong("at", "is missing; say when, such as 2027-01-31T09:00"));
            try {
                ZonedDateTime at = text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)")
                        ? OffsetDateTime.parse(text).toZonedDateTime()
                        : LocalDateTime.parse(text).atZone(zone);
                if (at.getYear() < FIRST_YEAR || at.getYear() > LAST_YEAR) {
                    throw wrong("at", "must be in a year from " + FIRST_YEAR + " to " + LAST_YEAR);
                }
                return at.toInstant();
            } catch (DateTimeException e) {
                throw wrong(
                        "at", "must be a date and a time such as 2027-01-31T09:00, not '" + Request.clip(text) + "'");
            }
        }

        int number(String key, int otherwise, int least, int most) {
            JsonNode value = config.path(key);
            if (value.isMissingNode()) {
                return otherwise;
            }
            if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
                throw wrong(key, "must be a whole number from " + least + " to " + most);
            }
            return value.intValue();
        }

        Optional<String> text(String key) {
            JsonNode value = config.path(key);
            if (value.isMissingNode() || value.isNull()) {
                return Optional.empty();
            }
            if (!value.isTextual()) {
                throw wrong(key, "must be a text");
            }
            return Optional.of(value.textValue().strip()).filter(text -> !text.isEmpty());
        }

        private static Refusal wrong(String key, String why) {
            return Refusal.invalid("invalid_schedule_config", "schedule_config." + key + " " + why + ".");
        }
    }
}
