package nexhelm.engine.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nexhelm.engine.auth.Accounts;
import nexhelm.engine.auth.Caller;
import nexhelm.engine.auth.User;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.run.Turn.State;
import nexhelm.engine.schedule.Schedule;
import nexhelm.engine.schedule.Schedules;
import nexhelm.engine.schedule.Schedules.Firing;
import nexhelm.engine.schedule.Schedules.Outcome;
import nexhelm.engine.store.Store;
import nexhelm.json.Json;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs of stored task definitions that nobody designs anew: fired by a schedule, or asked for as a client task. Each is a
 * run of its own with a copy of the definition. Nobody waits to judge them: one that needs a verdict keeps the sandbox
 * until the next one needs it.
 */
public final class TaskRuns {

    private static final Logger LOG = LoggerFactory.getLogger(TaskRuns.class);

    static final String SCHEDULE = "schedule";
    static final String TASK = "task";
    private static final List<String> ORIGINS = List.of(SCHEDULE, TASK);
    private static final String KICKOFF =
            "Carry this task through from start to end. Ask no human. If a step cannot be" + " done, stop and say why.";

    private final Store store;
    private final Chats chats;
    private final Endings endings;

    TaskRuns(Store store, Chats chats, Endings endings) {
        this.store = store;
        this.chats = chats;
        this.endings = endings;
    }

    /** A turn to be given to the agent, or why none was begun. */
    record Begun(Optional<Turn> turn, Optional<String> refused) {}

    /** Starts the run of a firing; one that a crash left half started goes on where it was. */
    Begun fire(Schedule schedule, Firing firing) {
        Optional<User> user = store.read(handle -> Accounts.byId(handle, schedule.userId()));
        if (user.isEmpty()) {
            return fail(firing, "Its owner has no account any more.");
        }
        Caller owner = Caller.person(user.get());
        Optional<String> left = store.read(handle -> runOf(handle, firing));
        String id;
        try {
            id = left.orElseGet(() -> store.write(handle -> {
                String made = copy(handle, owner, schedule.definitionId(), SCHEDULE, firing.mail(), Optional.empty());
                // known as this firing's before it is started, so that it is never made twice
                Schedules.end(handle, firing, Outcome.WAITING, null, Optional.of(made));
                return made;
            }));
        } catch (Refusal e) {
            return fail(firing, e.detail());
        }
        try {
            Run run = store.read(handle -> Runs.known(handle, id));
            if (run.status() == RunStatus.DESIGNED) {
                makeRoom(run);
            }
            Chats.Opened opened = chats.open(owner, message(run, kickoff(schedule)));
            store.change(handle -> Schedules.end(handle, firing, Outcome.STARTED, null, Optional.of(id)));
            return new Begun(Optional.of(opened.turn()), Optional.empty());
        } catch (Refusal e) {
            if (e.kind().equals("sandbox_busy")) {
                return new Begun(Optional.empty(), Optional.of(e.detail()));
            }
            return fail(firing, e.detail());
        }
    }

    /** Gives up a firing whose run was never started. */
    void drop(Firing firing) {
        store.change(handle -> runOf(handle, firing)
                .map(id -> Runs.known(handle, id))
                .filter(run -> run.status() == RunStatus.DESIGNED)
                .ifPresent(run -> endings.cancel(handle, run, "The sandbox was held when it was to run.")));
    }

    private Begun fail(Firing firing, String why) {
        store.change(handle -> Schedules.end(handle, firing, Outcome.FAILED, why, runOf(handle, firing)));
        LOG.info("schedule {} could not start what was due {}", firing.scheduleId(), firing.due());
        return new Begun(Optional.empty(), Optional.empty());
    }

    private Optional<String> scheduleOf(Run run) {
        return store.read(handle -> handle.createQuery("SELECT schedule_id FROM task_firings WHERE run_id = ?")
                .bind(0, run.id())
                .mapTo(String.class)
                .findFirst());
    }

    private static Optional<String> runOf(Handle handle, Firing firing) {
        return handle.createQuery("SELECT run_id FROM task_firings WHERE schedule_id = ? AND due_at = ? AND cause = ?")
                .bind(0, firing.scheduleId())
                .bind(1, firing.due())
                .bind(2, firing.cause())
                .map((row, context) -> Optional.ofNullable(row.getString(1)))
                .findFirst()
                .flatMap(id -> id);
    }

    private static String kickoff(Schedule schedule) {
        return schedule.input()
                .map(input -> KICKOFF + " Input: " + Json.compact(input))
                .orElse(KICKOFF);
    }

    private static Chats.Message message(Run run, String kickoff) {
        return new Chats.Message(
                Optional.of(kickoff),
                Optional.empty(),
                Optional.empty(),
                Optional.of(run.taskDefinitionId()),
                false,
                false,
                Optional.empty(),
                Optional.empty());
    }

    /** A client task for a definition: a run that is ready to be chatted with. */
    public long task(User user, String definitionId) {
        Caller owner = Caller.person(user);
        return store.write(handle -> {
            long number = Verifications.nextTask(handle);
            copy(handle, owner, definitionId, TASK, Optional.empty(), Optional.of(number));
            return number;
        });
    }

    /** The same for a client task that is about to be chatted with; nothing for other runs. */
    void makeRoomFor(long task) {
        store.read(handle -> Runs.byTask(handle, task))
                .filter(run -> run.status() == RunStatus.DESIGNED
                        && TASK.equals(run.record().path("origin").asText()))
                .ifPresent(this::makeRoom);
    }

    /** Ends an earlier run of a task that only waits for a verdict; what it did is kept. */
    void makeRoom(Run run) {
        store.change(handle -> Runs.activeIn(handle, run.sandboxUserId()).stream()
                .filter(holder -> holder.status() == RunStatus.AWAITING_HUMAN_VERIFY
                        && ORIGINS.contains(holder.record().path("origin").asText()))
                .forEach(holder ->
                        endings.cancel(handle, holder, "Nobody judged it before the next task needed the sandbox.")));
    }

    /** Classifies the run of a task when its agent is done, so that the sandbox is free where nothing was written. */
    void settle(String turnId) {
        store.read(handle -> Threads.turn(handle, turnId)
                        .filter(turn -> turn.state() == State.COMPLETE || turn.state() == State.ERROR)
                        .map(turn -> Runs.known(handle, turn.runId())))
                .filter(run -> ORIGINS.contains(run.record().path("origin").asText()))
                .ifPresent(this::settle);
    }

    /** The same for what was done when the engine was last stopped. */
    void settleAll() {
        store.read(handle -> Runs.in(handle, RunStatus.VERIFYING)).stream()
                .filter(run -> ORIGINS.contains(run.record().path("origin").asText()))
                .flatMap(run -> run.threadId().stream())
                .flatMap(thread -> store.read(handle -> Threads.lastTurn(handle, thread)).stream())
                .forEach(turn -> settle(turn.id()));
    }

    private void settle(Run run) {
        store.read(handle -> Accounts.byId(handle, run.userId())).ifPresent(user -> {
            try {
                Run ended = endings.finalise(
                        Caller.person(user),
                        run.id(),
                        new Endings.Review(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
                // no request ends it, so nothing else says so
                LOG.info(
                        "{} id={} ended user={} status={}",
                        scheduleOf(run).map(id -> "run of schedule " + id).orElse("run of a task"),
                        run.id(),
                        run.userId(),
                        ended.status().word());
            } catch (Refusal e) {
                // somebody judged or cancelled it in this very moment
            }
        });
    }

    /** A new run with the transcript, proposal and definition of the one that the definition belongs to. */
    private String copy(
            Handle handle,
            Caller owner,
            String definitionId,
            String origin,
            Optional<ObjectNode> mail,
            Optional<Long> task) {
        Run source = Runs.byDefinition(handle, definitionId)
                .filter(run -> run.organizationId().equals(owner.user().organizationId()))
                .orElseThrow(() -> Refusal.notFound(
                        "task_definition_not_found", "There is no task definition '" + definitionId + "' any more."));
        String id = UUID.randomUUID().toString();
        String copied = UUID.randomUUID().toString();
        String now = store.now();
        Optional<OwnBlueprint> own = OwnBlueprint.of(handle, source)
                .map(blueprint -> mail.map(blueprint::with).orElse(blueprint))
                .or(() -> mail.map(letter -> OwnBlueprint.ofOrganization(handle, source, letter)));
        handle.execute(
                "INSERT INTO workflow_lab_runs (id, user_id, organization_id, status, origin, transcript_text,"
                        + " transcript_doc_id, design_note, sandbox_user_id, target_client_id, task_definition_id,"
                        + " proposal, not_applied, worked_by, verifier_client_task_id, blueprint_origin, created_at,"
                        + " updated_at)"
                        + " SELECT ?, ?, organization_id, 'designed', ?, transcript_text, transcript_doc_id,"
                        + " design_note, sandbox_user_id, target_client_id, ?, proposal, '[]', worked_by, ?, ?, ?, ?"
                        + " FROM workflow_lab_runs WHERE id = ?",
                id,
                owner.user().id(),
                origin,
                copied,
                task.orElse(null),
                own.map(OwnBlueprint::origin).orElse(null),
                now,
                now,
                source.id());
        own.ifPresent(blueprint -> blueprint.insert(handle, id));
        Definitions.insert(handle, copied, id, source.organizationId(), Definitions.of(handle, source), now);
        return id;
    }
}
