package nexhelm.engine.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import nexhelm.engine.http.Refusal;
import nexhelm.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When schedules fire, over two years with their changes of the clock; each is worked out a second way. */
class RecurrenceTest {

    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2028-01-01T00:00:00Z");
    private static final List<String> ZONES = List.of("Europe/Berlin", "America/New_York", "Australia/Lord_Howe");

    private static Recurrence recurrence(String frequency, String config) {
        try {
            return Recurrence.of(frequency, (ObjectNode) Json.parse(config));
        } catch (Json.Malformed e) {
            throw new IllegalStateException(e);
        }
    }

    /** A clock that goes from firing to firing. */
    private static List<Instant> simulated(Recurrence recurrence) {
        List<Instant> fired = new ArrayList<>();
        Optional<Instant> next = recurrence.next(FROM.minusMillis(1));
        while (next.isPresent() && next.get().isBefore(TO)) {
            fired.add(next.get());
            next = recurrence.next(next.get());
        }
        return fired;
    }

    /** Every day that counts, at its time on the wall; java.time says what that is where the clock is moved. */
    private static List<Instant> days(String zone, LocalTime time, Predicate<LocalDate> counts) {
        Set<Instant> expected = new TreeSet<>();
        for (LocalDate day = LocalDate.of(2025, 12, 30);
                day.isBefore(LocalDate.of(2028, 1, 3));
                day = day.plusDays(1)) {
            Instant at = day.atTime(time).atZone(ZoneId.of(zone)).toInstant();
            if (counts.test(day) && !at.isBefore(FROM) && at.isBefore(TO)) {
                expected.add(at);
            }
        }
        return List.copyOf(expected);
    }

    @Test
    void in_three_zones_and_through_all_changes_of_the_clock_they_fire_as_java_time_says() {
        for (String zone : ZONES) {
            for (String time : List.of("01:30", "02:00", "02:15", "02:30", "09:00", "23:59")) {
                LocalTime at = LocalTime.parse(time);
                String where = "\"timezone\": \"" + zone + "\", \"time\": \"" + time + "\"";
                assertEquals(
                        days(zone, at, day -> true), simulated(recurrence("daily", "{" + where + "}")), zone + time);
                assertEquals(
                        days(
                                zone,
                                at,
                                day -> day.getDayOfWeek() == DayOfWeek.SUNDAY
                                        || day.getDayOfWeek() == DayOfWeek.WEDNESDAY),
                        simulated(recurrence("weekly", "{" + where + ", \"days\": [\"sunday\", \"Wed\"]}")));
                assertEquals(
                        days(zone, at, day -> day.plusDays(1).getDayOfMonth() == 1),
                        simulated(recurrence("monthly", "{" + where + ", \"day_of_month\": 31}")));
                assertEquals(
                        days(
                                zone,
                                at,
                                day -> day.getDayOfMonth() == 29 && day.getMonthValue() % 3 == 2
                                        || day.getMonthValue() == 2 && day.getDayOfMonth() == 28),
                        simulated(recurrence(
                                "quarterly", "{" + where + ", \"day_of_month\": 29, \"month_of_quarter\": 2}")),
                        zone + " in years without a leap day");
            }
        }
    }

    @Test
    void an_hourly_one_fires_in_every_hour_that_passes_at_its_minute() {
        for (String zone : ZONES) {
            List<Instant> expected = new ArrayList<>();
            for (Instant at = FROM; at.isBefore(TO); at = at.plusSeconds(60)) {
                ZonedDateTime wall = at.atZone(ZoneId.of(zone));
                if (wall.getMinute() == 20) {
                    expected.add(at);
                }
            }
            List<Instant> fired = simulated(recurrence("hourly", "{\"minute\": 20, \"timezone\": \"" + zone + "\"}"));
            assertEquals(expected, fired, zone);
        }
    }

    @Test
    void a_time_that_does_not_exist_is_later_and_one_that_comes_twice_counts_once() {
        var night = recurrence("daily", "{\"timezone\": \"Europe/Berlin\", \"time\": \"02:30\"}");
        assertEquals(
                Optional.of(Instant.parse("2026-03-29T01:30:00Z")), night.next(Instant.parse("2026-03-28T12:00:00Z")));
        Instant first = Instant.parse("2026-10-25T00:30:00Z");
        assertEquals(Optional.of(first), night.next(Instant.parse("2026-10-24T12:00:00Z")));
        assertEquals(Optional.of(Instant.parse("2026-10-26T01:30:00Z")), night.next(first));
    }

    @Test
    void once_is_once_and_a_mail_has_no_time() {
        var once = recurrence("once", "{\"at\": \"2027-01-31T09:00\", \"timezone\": \"America/New_York\"}");
        assertEquals(List.of(Instant.parse("2027-01-31T14:00:00Z")), simulated(once));
        var mail = recurrence("on_client_email", "{\"from\": \"@client.example\", \"subject\": \"transfer\"}");
        assertEquals(List.of(), simulated(mail));
        assertTrue(mail.isFiredBy("Ann <ann@CLIENT.example>", "Re: Transfer of funds"));
        assertTrue(!mail.isFiredBy("ann@client.example", "Lunch") && !mail.isFiredBy("x@else.example", "transfer"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        yearly  | {}                          | frequency must be hourly
        daily   | {"time": "25:00"}           | schedule_config.time
        daily   | {"timezone": "Mars/Base"}   | schedule_config.timezone
        daily   | {"tiem": "09:00"}           | schedule_config.tiem is not known
        weekly  | {"days": ["someday"]}       | schedule_config.days
        weekly  | {"days": []}                | schedule_config.days
        monthly | {"day_of_month": 32}        | schedule_config.day_of_month
        hourly  | {"minute": "5"}             | schedule_config.minute
        once    | {}                          | schedule_config.at is missing
        once    | {"at": "tomorrow"}          | schedule_config.at
        once    | {"at": "2200-01-01T00:00"}  | schedule_config.at must be in a year from 1970 to 2199
        once    | {"at": "+999999999-12-31T23:59:59+18:00"} | schedule_config.at must be in a year
        once    | {"at": "1969-12-31T23:59Z"} | schedule_config.at must be in a year
        """)
    void what_cannot_be_is_refused_by_its_field(String frequency, String config, String words) {
        Refusal refused = assertThrows(Refusal.class, () -> recurrence(frequency, config));
        assertTrue(refused.detail().contains(words), refused.detail());
    }
}
