package nexhelm.engine.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import nexhelm.engine.auth.Caller;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;
import nexhelm.engine.schedule.Recurrence;
import nexhelm.engine.schedule.Schedule;
import nexhelm.engine.schedule.Schedule.Status;
import nexhelm.engine.schedule.Schedules;
import nexhelm.engine.schedule.Schedules.Firing;
import nexhelm.engine.store.Store;
import nexhelm.json.Json;

/** The endpoints of task definitions and their schedules. */
public final class TasksApi {

    private static final int MOST_PER_ORGANIZATION = 200;

    private final Store store;
    private final Lab lab;

    public TasksApi(Store store, Lab lab) {
        this.store = store;
        this.lab = lab;
    }

    public JsonNode definitions(Caller caller, Request request) {
        return Rows.array(store.read(handle -> Definitions.all(handle, caller)));
    }

    public JsonNode definition(Caller caller, Request request) {
        return definition(caller, request.path("id"));
    }

    private ObjectNode definition(Caller caller, String id) {
        return store.read(handle -> Definitions.one(handle, caller, id))
                .orElseThrow(() -> Refusal.notFound(
                        "task_definition_not_found",
                        "There is no task definition '%s'; nex tasks list-defs shows all."
                                .formatted(Request.clip(id))));
    }

    public JsonNode schedules(Caller caller, Request request) {
        return Rows.array(
                store.read(handle -> Schedules.of(handle, caller.user().organizationId())).stream()
                        .map(Schedule::row)
                        .toList());
    }

    /** One schedule with its newest firings. */
    public JsonNode schedule(Caller caller, Request request) {
        Schedule schedule = visible(caller, request);
        ObjectNode json = schedule.json();
        json.set("firings", store.read(handle -> Schedules.firings(handle, schedule.id())));
        return json;
    }

    public JsonNode create(Caller caller, Request request) {
        String definition = required(request, "task_definition_id");
        definition(caller, definition);
        String name = required(request, "name");
        if (name.length() > 200) {
            throw Refusal.invalid("invalid_name", "name is at most 200 characters.");
        }
        ObjectNode config = request.object("schedule_config").orElseGet(Json::object);
        Recurrence recurrence = Recurrence.of(required(request, "frequency"), config);
        Instant now = store.instant();
        Optional<Instant> next = recurrence.next(now);
        if (recurrence.frequency() == Recurrence.Frequency.ONCE && next.isEmpty()) {
            throw Refusal.invalid("invalid_schedule_config", "schedule_config.at has passed already.");
        }
        JsonNode skip = request.body().path("skip_if_running");
        Schedule schedule = new Schedule(
                UUID.randomUUID().toString(),
                caller.user().id(),
                caller.user().organizationId(),
                definition,
                name,
                request.text("description").filter(text -> !text.isBlank()),
                recurrence,
                config,
                request.text("client_id").filter(text -> !text.isBlank()),
                request.object("task_input"),
                skip.isMissingNode() || skip.isNull() || request.flag("skip_if_running"),
                Status.ACTIVE,
                next,
                store.now(),
                store.now());
        store.change(handle -> {
            if (Schedules.of(handle, schedule.organizationId()).size() >= MOST_PER_ORGANIZATION) {
                throw Refusal.conflict(
                        "too_many_schedules",
                        "Your organisation has " + MOST_PER_ORGANIZATION + " schedules; delete one first.");
            }
            Schedules.insert(handle, schedule);
        });
        lab.arrange(Optional.of(schedule), schedule.id());
        return schedule.row();
    }

    /** Fires a schedule once now, whether it is paused or not. */
    public JsonNode trigger(Caller caller, Request request) {
        Schedule schedule = own(caller, request);
        var firing = new Firing(schedule.id(), store.now(), "trigger", Optional.empty());
        Optional<String> busy = lab.fireNow(schedule, firing);
        if (busy.isPresent()) {
            throw Refusal.conflict("sandbox_busy", busy.get());
        }
        ObjectNode json = schedule.brief();
        JsonNode newest =
                store.read(handle -> Schedules.firings(handle, schedule.id())).path(0);
        if (newest.path("outcome").asText().equals("failed")) {
            throw Refusal.conflict("firing_failed", newest.path("detail").asText());
        }
        return json.put("run_id", newest.path("run_id").asText(null));
    }

    public JsonNode pause(Caller caller, Request request) {
        return set(own(caller, request), Status.PAUSED);
    }

    /** Lets it fire again from now on; what was due while it was paused is not made up for. */
    public JsonNode resume(Caller caller, Request request) {
        return set(own(caller, request), Status.ACTIVE);
    }

    private JsonNode set(Schedule schedule, Status wanted) {
        if (schedule.status() == Status.ENDED) {
            throw Refusal.conflict(
                    "schedule_ended", "Schedule %s has fired for the last time.".formatted(schedule.id()));
        }
        Optional<Instant> next = wanted == Status.ACTIVE
                ? schedule.status() == Status.ACTIVE
                        ? schedule.next()
                        : schedule.recurrence().next(store.instant())
                : Optional.empty();
        boolean over = wanted == Status.ACTIVE
                && next.isEmpty()
                && schedule.recurrence().frequency() == Recurrence.Frequency.ONCE;
        Schedule now = store.write(handle -> {
            Schedules.set(handle, schedule.id(), over ? Status.ENDED : wanted, next, store.now());
            return Schedules.byId(handle, schedule.id()).orElseThrow();
        });
        lab.arrange(Optional.of(now), now.id());
        return now.brief();
    }

    public JsonNode delete(Caller caller, Request request) {
        Schedule schedule = own(caller, request);
        store.change(handle -> Schedules.delete(handle, schedule.id()));
        lab.arrange(Optional.empty(), schedule.id());
        return Json.object().put("deleted", true);
    }

    private Schedule visible(Caller caller, Request request) {
        String id = request.path("id");
        return store.read(handle -> Schedules.byId(handle, id))
                .filter(schedule ->
                        schedule.organizationId().equals(caller.user().organizationId()))
                .orElseThrow(() -> Refusal.notFound(
                        "task_schedule_not_found",
                        "There is no schedule '%s'; nex tasks list-schedules shows all.".formatted(Request.clip(id))));
    }

    private Schedule own(Caller caller, Request request) {
        Schedule schedule = visible(caller, request);
        if (!schedule.userId().equals(caller.user().id())) {
            throw Refusal.forbidden(
                    "not_owner", "Schedule %s belongs to somebody else of your organisation.".formatted(schedule.id()));
        }
        return schedule;
    }

    private static String required(Request request, String field) {
        return request.text(field)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> Refusal.invalid(field + "_missing", field + " is missing."));
    }
}
