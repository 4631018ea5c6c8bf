package nexhelm.engine.schedule;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import nexhelm.engine.store.Store;
import nexhelm.json.Json;
import org.jdbi.v3.core.Handle;

/** The tables of schedules and of their firings. */
public final class Schedules {

    private Schedules() {}

    /** How a firing went. {@code STARTED} has a run; {@code WAITING} waits for the sandbox; {@code SKIPPED} never had one. */
    public enum Outcome {
        STARTED,
        WAITING,
        SKIPPED,
        FAILED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One firing.
     *
     * @param due   when it was to be, or when it was asked for
     * @param cause {@code time}, {@code trigger} or {@code mail}
     * @param mail  the mail that caused it
     */
    public record Firing(String scheduleId, String due, String cause, Optional<ObjectNode> mail) {}

    public static void insert(Handle handle, Schedule schedule) {
        handle.execute(
                "INSERT INTO task_schedules (id, user_id, organization_id, task_definition_id, name, description,"
                        + " frequency, schedule_config, client_id, task_input, skip_if_running, status, next_run_at,"
                        + " created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                schedule.id(),
                schedule.userId(),
                schedule.organizationId(),
                schedule.definitionId(),
                schedule.name(),
                schedule.description().orElse(null),
                schedule.recurrence().frequency().word(),
                Json.compact(schedule.config()),
                schedule.clientId().orElse(null),
                schedule.input().map(Json::compact).orElse(null),
                schedule.skipIfRunning() ? 1 : 0,
                schedule.status().word(),
                schedule.next().map(Store::time).orElse(null),
                schedule.createdAt(),
                schedule.updatedAt());
    }

    /** The schedules of an organisation, newest first. */
    public static List<Schedule> of(Handle handle, String organizationId) {
        return handle.createQuery(
                        "SELECT * FROM task_schedules WHERE organization_id = ? ORDER BY created_at DESC, id LIMIT 500")
                .bind(0, organizationId)
                .map((row, context) -> schedule(row))
                .list();
    }

    public static Optional<Schedule> byId(Handle handle, String id) {
        return handle.createQuery("SELECT * FROM task_schedules WHERE id = ?")
                .bind(0, id)
                .map((row, context) -> schedule(row))
                .findFirst();
    }

    /** The active schedules of all organisations. */
    public static List<Schedule> active(Handle handle) {
        return handle.createQuery("SELECT * FROM task_schedules WHERE status = 'active' ORDER BY created_at")
                .map((row, context) -> schedule(row))
                .list();
    }

    /** The schedules of all organisations that will fire, or have a firing that waits. */
    static List<Schedule> unfinished(Handle handle) {
        return handle.createQuery("SELECT * FROM task_schedules WHERE status = 'active' OR status = 'ended' AND id IN"
                        + " (SELECT schedule_id FROM task_firings WHERE outcome = 'waiting') ORDER BY created_at")
                .map((row, context) -> schedule(row))
                .list();
    }

    public static void set(Handle handle, String id, Schedule.Status status, Optional<Instant> next, String now) {
        handle.execute(
                "UPDATE task_schedules SET status = ?, next_run_at = ?, updated_at = ? WHERE id = ?",
                status.word(),
                next.map(Store::time).orElse(null),
                now,
                id);
    }

    public static void delete(Handle handle, String id) {
        handle.execute("DELETE FROM task_firings WHERE schedule_id = ?", id);
        handle.execute("DELETE FROM task_schedules WHERE id = ?", id);
    }

    /** Notes a firing, once. */
    public static void begin(Handle handle, Firing firing, String now) {
        handle.execute(
                "INSERT INTO task_firings (schedule_id, due_at, cause, outcome, mail, created_at)"
                        + " VALUES (?, ?, ?, 'waiting', ?, ?) ON CONFLICT DO NOTHING",
                firing.scheduleId(),
                firing.due(),
                firing.cause(),
                firing.mail().map(Json::compact).orElse(null),
                now);
    }

    public static void end(Handle handle, Firing firing, Outcome outcome, String detail, Optional<String> runId) {
        handle.execute(
                "UPDATE task_firings SET outcome = ?, detail = ?, run_id = ?"
                        + " WHERE schedule_id = ? AND due_at = ? AND cause = ?",
                outcome.word(),
                detail,
                runId.orElse(null),
                firing.scheduleId(),
                firing.due(),
                firing.cause());
    }

    /** The firings of a schedule that wait for the sandbox, oldest first. */
    public static List<Firing> waiting(Handle handle, String id) {
        return handle.createQuery("SELECT * FROM task_firings WHERE schedule_id = ? AND outcome = 'waiting'"
                        + " ORDER BY created_at, due_at")
                .bind(0, id)
                .map((row, context) -> new Firing(
                        row.getString("schedule_id"),
                        row.getString("due_at"),
                        row.getString("cause"),
                        Optional.ofNullable(row.getString("mail")).map(Schedules::object)))
                .list();
    }

    /** The newest firings, as clients see them. */
    public static ArrayNode firings(Handle handle, String id) {
        ArrayNode all = Json.array();
        handle.createQuery("SELECT * FROM task_firings WHERE schedule_id = ? ORDER BY created_at DESC, due_at DESC"
                        + " LIMIT 20")
                .bind(0, id)
                .map((row, context) -> Json.object()
                        .put("due_at", row.getString("due_at"))
                        .put("cause", row.getString("cause"))
                        .put("outcome", row.getString("outcome"))
                        .put("detail", row.getString("detail"))
                        .put("run_id", row.getString("run_id")))
                .forEach(all::add);
        return all;
    }

    private static Schedule schedule(ResultSet row) throws SQLException {
        ObjectNode config = object(row.getString("schedule_config"));
        return new Schedule(
                row.getString("id"),
                row.getString("user_id"),
                row.getString("organization_id"),
                row.getString("task_definition_id"),
                row.getString("name"),
                Optional.ofNullable(row.getString("description")),
                Recurrence.of(row.getString("frequency"), config),
                config,
                Optional.ofNullable(row.getString("client_id")),
                Optional.ofNullable(row.getString("task_input")).map(Schedules::object),
                row.getInt("skip_if_running") == 1,
                Schedule.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                Optional.ofNullable(row.getString("next_run_at")).map(Instant::parse),
                row.getString("created_at"),
                row.getString("updated_at"));
    }

    private static ObjectNode object(String text) {
        try {
            return (ObjectNode) Json.parse(text);
        } catch (Json.Malformed e) {
            throw new IllegalStateException("a column holds text that is " + e.getMessage(), e);
        }
    }
}
