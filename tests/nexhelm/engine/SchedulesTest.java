package nexhelm.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import nexhelm.json.Json;
import nexhelm.support.RunningEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Schedules at work: they fire by themselves, are skipped, paused, triggered, and survive a restart. */
@Timeout(120)
class SchedulesTest {

    @TempDir
    Path folder;

    private LiveEngine engine;

    @BeforeEach
    void start() throws Exception {
        engine = LiveEngine.start(folder.resolve("engine"));
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private ObjectNode wish(String script, String frequency, ObjectNode config) throws Exception {
        ObjectNode body = Json.object()
                .put(
                        "task_definition_id",
                        engine.design(script).path("task_definition_id").asText())
                .put("name", "Nightly")
                .put("frequency", frequency);
        body.set("schedule_config", config);
        return body;
    }

    private JsonNode made(String script, String frequency, ObjectNode config) throws Exception {
        return engine.post("/task-schedules", wish(script, frequency, config)).ok();
    }

    private static ObjectNode in(int seconds) {
        return Json.object().put("at", Instant.now().plusSeconds(seconds).toString());
    }

    private static String path(JsonNode schedule) {
        return "/task-schedules/" + schedule.path("id").asText();
    }

    private JsonNode awaited(JsonNode schedule, Predicate<JsonNode> wanted) throws Exception {
        JsonNode now = engine.get(path(schedule)).ok();
        for (int tries = 0; !wanted.test(now) && tries < 300; tries++) {
            Thread.sleep(100);
            now = engine.get(path(schedule)).ok();
        }
        assertTrue(wanted.test(now), now.toString());
        return now;
    }

    private static Predicate<JsonNode> fired(String outcome) {
        return schedule ->
                schedule.path("firings").path(0).path("outcome").asText().equals(outcome);
    }

    private JsonNode ended(String runId) throws Exception {
        JsonNode run = engine.get("/workflow-lab/runs/" + runId).ok();
        for (int tries = 0;
                run.path("status").asText().matches("designed|setting_up|verifying") && tries < 300;
                tries++) {
            Thread.sleep(100);
            run = engine.get("/workflow-lab/runs/" + runId).ok();
        }
        return run;
    }

    @Test
    void one_that_is_due_runs_by_itself_once_and_is_over() throws Exception {
        JsonNode schedule = made("list documents", "once", in(1));
        assertEquals("active", schedule.path("status").asText());
        JsonNode after = awaited(schedule, fired("started"));
        assertEquals("ended", after.path("status").asText());
        assertEquals(1, after.path("firings").size());
        JsonNode run = ended(after.path("firings").path(0).path("run_id").asText());
        assertEquals("verified_auto", run.path("status").asText(), run.toString());
        assertEquals("schedule", run.path("origin").asText());
    }

    @Test
    void its_end_is_told_in_the_log_as_no_request_brings_it_about() throws Exception {
        var lines = new ListAppender<ILoggingEvent>();
        var log = (Logger) LoggerFactory.getLogger("nexhelm.engine.run.TaskRuns");
        lines.start();
        log.addAppender(lines);
        log.setLevel(Level.INFO);
        log.setAdditive(false);
        try {
            JsonNode schedule = made("list documents", "once", in(1));
            String run = awaited(schedule, fired("started"))
                    .path("firings")
                    .path(0)
                    .path("run_id")
                    .asText();
            JsonNode ended = ended(run);
            String line = "run of schedule " + schedule.path("id").asText() + " id=" + run + " ended user="
                    + ended.path("user_id").asText() + " status=verified_auto";
            for (int tries = 0; lines.list.isEmpty() && tries < 50; tries++) {
                Thread.sleep(100);
            }
            assertEquals(
                    List.of(line),
                    List.copyOf(lines.list).stream()
                            .map(ILoggingEvent::getFormattedMessage)
                            .toList());
        } finally {
            log.setLevel(null);
            log.setAdditive(true);
            log.detachAppender(lines);
        }
    }

    @Test
    void what_was_due_while_no_engine_ran_is_made_up_for_once() throws Exception {
        JsonNode schedule = made("list documents", "once", in(2));
        engine.close();
        Thread.sleep(2500);
        engine = LiveEngine.start(folder.resolve("engine"));
        assertEquals(1, awaited(schedule, fired("started")).path("firings").size());
    }

    @Test
    void a_held_sandbox_skips_it_or_lets_it_wait() throws Exception {
        JsonNode holder = engine.started("list documents");
        JsonNode skipping = made("list documents", "once", in(1));
        ObjectNode patient = wish("list documents", "once", in(1)).put("skip_if_running", false);
        JsonNode waiting = engine.post("/task-schedules", patient).ok();
        JsonNode skipped = awaited(skipping, fired("skipped"));
        assertTrue(
                skipped.path("firings")
                        .path(0)
                        .path("detail")
                        .asText()
                        .contains(holder.path("id").asText()),
                skipped.toString());
        awaited(waiting, fired("waiting"));
        engine.post(LiveEngine.runPath(holder) + "/cancel", Json.object()).ok();
        awaited(waiting, fired("started"));
    }

    @Test
    void the_next_one_takes_the_sandbox_from_one_that_nobody_judged() throws Exception {
        JsonNode schedule = made("write Letter", "daily", Json.object().put("time", "09:00"));
        JsonNode first = engine.post(path(schedule) + "/trigger", Json.object()).ok();
        JsonNode run = ended(first.path("run_id").asText());
        assertEquals("awaiting_human_verify", run.path("status").asText(), run.toString());
        JsonNode second =
                engine.post(path(schedule) + "/trigger", Json.object()).ok();
        JsonNode before = engine.get(
                        "/workflow-lab/runs/" + first.path("run_id").asText())
                .ok();
        assertEquals("cancelled", before.path("status").asText());
        assertTrue(before.path("error_message").asText().startsWith("Nobody judged it"), before.toString());
        assertEquals(
                1,
                engine.get("/workflow-lab/runs/" + first.path("run_id").asText() + "/files")
                        .ok()
                        .path("files")
                        .size(),
                "its evidence is kept");
        assertEquals(
                "awaiting_human_verify",
                ended(second.path("run_id").asText()).path("status").asText());
    }

    @Test
    void paused_it_does_not_fire_and_resumed_it_fires_from_then_on() throws Exception {
        JsonNode schedule = made("list documents", "once", in(1));
        JsonNode paused = engine.post(path(schedule) + "/pause", Json.object()).ok();
        assertEquals("paused", paused.path("status").asText());
        Thread.sleep(2500);
        assertEquals(0, engine.get(path(schedule)).ok().path("firings").size());
        JsonNode resumed =
                engine.post(path(schedule) + "/resume", Json.object()).ok();
        assertEquals("ended", resumed.path("status").asText(), "its only time has passed");
        JsonNode daily = made("list documents", "daily", Json.object().put("time", "9:00"));
        engine.post(path(daily) + "/pause", Json.object()).ok();
        engine.post(path(daily) + "/resume", Json.object()).ok();
        JsonNode again = engine.get(path(daily)).ok();
        assertTrue(Instant.parse(again.path("next_run_at").asText()).isAfter(Instant.now()), again.toString());
    }

    @Test
    void a_mail_to_the_sandbox_fires_it_and_its_run_finds_that_mail() throws Exception {
        String sandbox = engine.get("/workflow-lab/sandbox-accounts")
                .ok()
                .path("sandbox_accounts")
                .path(0)
                .path("sandbox_user_id")
                .asText();
        JsonNode schedule = made(
                "call search_mail {\"query\": \"Transfer please\"}",
                "on_client_email",
                Json.object().put("subject", "transfer"));
        JsonNode delivered = engine.post(
                        "/workflow-lab/sandbox/" + sandbox + "/mail",
                        Json.object()
                                .put("from", "ann@client.example")
                                .put("subject", "Transfer please")
                                .put("text", "EUR 5"))
                .ok();
        assertEquals(schedule.path("id"), delivered.path("fired_schedules").path(0));
        JsonNode after = awaited(schedule, fired("started"));
        String run = after.path("firings").path(0).path("run_id").asText();
        assertEquals("verified_auto", ended(run).path("status").asText());
        String trace = engine.get("/workflow-lab/runs/" + run + "/trace").body();
        assertTrue(trace.contains("ann@client.example"), trace);
    }

    @Test
    void a_deleted_one_is_gone_and_somebody_elses_is_not_to_be_touched() throws Exception {
        JsonNode schedule = made("list documents", "once", in(1));
        RunningEngine.addUser(folder.resolve("engine"), "alice@nexhelm.ai", "a long password");
        assertEquals(
                true,
                engine.send("DELETE", path(schedule), Optional.empty())
                        .ok()
                        .path("deleted")
                        .asBoolean());
        assertEquals(404, engine.get(path(schedule)).status());
        assertEquals("[]", engine.get("/task-schedules").body());
    }

    @Test
    void a_wrong_wish_is_refused_by_its_field_and_nothing_is_kept() throws Exception {
        ObjectNode wish = wish("list documents", "daily", Json.object().put("time", "noon"));
        assertEquals(
                "schedule_config.time must be hours and minutes such as 09:30, not 'noon'.",
                engine.post("/task-schedules", wish).detail());
        assertEquals(
                404,
                engine.post("/task-schedules", wish.put("task_definition_id", "x"))
                        .status());
        assertEquals(
                "schedule_config.at has passed already.",
                engine.post("/task-schedules", wish("list documents", "once", in(-5)))
                        .detail());
        assertEquals("[]", engine.get("/task-schedules").body());
    }
}
