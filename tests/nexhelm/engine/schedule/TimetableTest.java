package nexhelm.engine.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.kagkarlsson.scheduler.testhelper.ManualScheduler;
import com.github.kagkarlsson.scheduler.testhelper.SettableClock;
import com.github.kagkarlsson.scheduler.testhelper.TestHelper;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nexhelm.engine.store.Migrations;
import nexhelm.engine.store.Store;
import nexhelm.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The scheduler itself, its database and the timetable on a clock that is moved by hand. */
@Timeout(120)
class TimetableTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock();
    private final List<Instant> fired = new ArrayList<>();
    private final List<String> dropped = new ArrayList<>();
    private Optional<String> kept = Optional.empty();
    private Store store;
    private Timetable timetable;
    private ManualScheduler scheduler;

    @BeforeEach
    void open() throws Exception {
        store = Store.open(folder.resolve("engine.db"), new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return clock.now();
            }
        });
        Migrations.released().apply(store, folder.resolve("engine.db"));
        timetable = new Timetable(store, new Timetable.Work() {
            @Override
            public Optional<String> start(Schedule schedule, Schedules.Firing firing) {
                if (kept.isEmpty()) {
                    fired.add(Instant.parse(firing.due()));
                    store.change(
                            handle -> Schedules.end(handle, firing, Schedules.Outcome.STARTED, null, Optional.empty()));
                }
                return kept;
            }

            @Override
            public void drop(Schedules.Firing firing) {
                dropped.add(firing.due());
            }
        });
        scheduler = TestHelper.createManualScheduler(store.source(), timetable.task())
                .clock(clock)
                .build();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Schedule add(String frequency, String config, boolean skipIfRunning) throws Exception {
        ObjectNode wish = (ObjectNode) Json.parse(config);
        Recurrence recurrence = Recurrence.of(frequency, wish);
        Instant now = clock.now();
        var schedule = new Schedule(
                "s-" + frequency,
                "u",
                "o",
                "td",
                "n",
                Optional.empty(),
                recurrence,
                wish,
                Optional.empty(),
                Optional.empty(),
                skipIfRunning,
                Schedule.Status.ACTIVE,
                recurrence.next(now),
                Store.time(now),
                Store.time(now));
        store.change(handle -> Schedules.insert(handle, schedule));
        timetable.arrange(scheduler, Optional.of(schedule), schedule.id());
        return schedule;
    }

    /** Lets time go by in steps, and the scheduler look after each of them. */
    private void until(String end, Duration step) {
        while (clock.now().isBefore(Instant.parse(end))) {
            scheduler.tick(step);
            int before = fired.size();
            scheduler.runAnyDueExecutions();
            for (Instant due : fired.subList(before, fired.size())) {
                assertTrue(
                        !due.isAfter(clock.now()) && due.isAfter(clock.now().minus(step)),
                        "due " + due + ", fired at " + clock.now());
            }
        }
    }

    private String outcomes(Schedule schedule) {
        var words = new ArrayList<String>();
        store.read(handle -> Schedules.firings(handle, schedule.id()))
                .forEach(row -> words.add(row.path("outcome").asText()));
        return String.join(" ", words);
    }

    @Test
    void a_nightly_one_fires_once_a_night_over_both_changes_of_the_clock() throws Exception {
        clock.set(Instant.parse("2026-03-20T12:00:00Z"));
        Schedule schedule = add("daily", "{\"timezone\": \"Europe/Berlin\", \"time\": \"02:30\"}", true);
        until("2026-04-03T12:00:00Z", Duration.ofMinutes(10));
        clock.set(Instant.parse("2026-04-03T12:10:00Z"));
        until("2026-10-30T12:00:00Z", Duration.ofMinutes(30));
        var expected = new ArrayList<Instant>();
        for (LocalDate day = LocalDate.of(2026, 3, 21);
                !day.isAfter(LocalDate.of(2026, 10, 30));
                day = day.plusDays(1)) {
            // what java.time says of a time in a gap (later) and of one that comes twice (the first)
            expected.add(ZonedDateTime.ofLocal(day.atTime(LocalTime.of(2, 30)), BERLIN, null)
                    .toInstant());
        }
        assertEquals(expected, fired);
        assertTrue(fired.contains(Instant.parse("2026-03-29T01:30:00Z")), "there is no 02:30 on that night");
        assertTrue(fired.contains(Instant.parse("2026-10-25T00:30:00Z")), "and two of them on that one");
        assertTrue(outcomes(schedule).matches("(started ?)+"), outcomes(schedule));
    }

    @Test
    void an_hourly_one_fires_in_the_hour_that_comes_twice_too_and_not_in_the_one_that_never_comes() throws Exception {
        clock.set(Instant.parse("2026-10-24T22:10:00Z"));
        add("hourly", "{\"timezone\": \"Europe/Berlin\", \"minute\": 20}", true);
        until("2026-10-25T03:00:00Z", Duration.ofMinutes(5));
        assertEquals(
                List.of("22:20", "23:20", "00:20", "01:20", "02:20"),
                fired.stream().map(at -> at.toString().substring(11, 16)).toList());
    }

    @Test
    void what_was_due_while_nothing_ran_is_made_up_for_once() throws Exception {
        clock.set(Instant.parse("2026-03-28T12:00:00Z"));
        Schedule schedule = add("daily", "{\"timezone\": \"Europe/Berlin\", \"time\": \"02:30\"}", true);
        clock.set(Instant.parse("2026-04-01T12:00:00Z"));
        scheduler.runAnyDueExecutions();
        scheduler.runAnyDueExecutions();
        assertEquals(List.of(Instant.parse("2026-03-29T01:30:00Z")), fired);
        assertEquals(
                Optional.of(Instant.parse("2026-04-02T00:30:00Z")),
                store.read(handle -> Schedules.byId(handle, schedule.id()))
                        .orElseThrow()
                        .next());
        until("2026-04-02T01:00:00Z", Duration.ofMinutes(10));
        assertEquals(2, fired.size());
    }

    @Test
    void one_that_may_wait_starts_when_the_sandbox_is_free_and_one_that_may_not_is_skipped() throws Exception {
        clock.set(Instant.parse("2026-05-01T08:55:00Z"));
        Schedule waits = add("daily", "{\"time\": \"09:00\"}", false);
        Schedule skips = add("weekly", "{\"time\": \"09:00\", \"days\": \"friday\"}", true);
        kept = Optional.of("held");
        clock.set(Instant.parse("2026-05-01T09:00:00Z"));
        scheduler.runAnyDueExecutions();
        assertEquals("waiting", outcomes(waits));
        assertEquals("skipped", outcomes(skips));
        assertEquals(
                List.of("2026-05-01T09:00:00Z"),
                dropped.stream().map(at -> Instant.parse(at).toString()).toList());
        kept = Optional.empty();
        scheduler.runAnyDueExecutions();
        assertEquals(List.of(), fired, "it is looked at again after a while");
        scheduler.tick(Duration.ofSeconds(16));
        scheduler.runAnyDueExecutions();
        assertEquals(List.of(Instant.parse("2026-05-01T09:00:00Z")), fired);
        assertEquals("started", outcomes(waits));
    }

    @Test
    void once_is_over_after_it() throws Exception {
        clock.set(Instant.parse("2026-05-01T08:55:00Z"));
        Schedule once = add("once", "{\"at\": \"2026-05-02T09:00\", \"timezone\": \"America/New_York\"}", true);
        until("2026-05-04T00:00:00Z", Duration.ofMinutes(15));
        assertEquals(List.of(Instant.parse("2026-05-02T13:00:00Z")), fired);
        assertEquals(
                Schedule.Status.ENDED,
                store.read(handle -> Schedules.byId(handle, once.id()))
                        .orElseThrow()
                        .status());
        assertEquals(List.of(), scheduler.getScheduledExecutions());
    }
}
