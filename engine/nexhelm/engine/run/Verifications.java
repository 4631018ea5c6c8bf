package nexhelm.engine.run;

import java.util.List;
import java.util.Optional;
import nexhelm.engine.auth.Caller;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.sandbox.Blueprint;
import nexhelm.engine.sandbox.BlueprintInvalid;
import nexhelm.engine.sandbox.Changes;
import nexhelm.engine.sandbox.Tenant;
import nexhelm.engine.store.Store;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Takes the sandbox for a run and rebuilds it. The store lets one run have it; the loser learns who holds it. */
final class Verifications {

    private static final int FIRST_TASK = 1001;

    private final Store store;
    private final Sandboxes sandboxes;
    private final Endings endings;

    Verifications(Store store, Sandboxes sandboxes, Endings endings) {
        this.store = store;
        this.sandboxes = sandboxes;
        this.endings = endings;
    }

    Run start(Caller caller, String id) {
        take(caller, id);
        return setUp(id);
    }

    /**
     * Gives the sandbox back that was taken for a run on which nobody has worked yet: what it was taken for is refused.
     * The run is designed again and can be started anew.
     */
    void giveBack(String id) {
        store.change(handle -> {
            Run run = Runs.known(handle, id);
            if (run.status() == RunStatus.VERIFYING && run.threadId().isEmpty()) {
                Runs.set(handle, store, id, "status", RunStatus.DESIGNED.word(), "sandbox_tree_before", null);
                Blueprint.wipe(handle, run.sandboxUserId());
            }
        });
    }

    /** Finishes what an engine that was killed had begun. */
    void recover() {
        store.read(handle -> Runs.in(handle, RunStatus.SETTING_UP)).forEach(run -> setUp(run.id()));
    }

    private void take(Caller caller, String id) {
        try {
            store.change(handle -> {
                Run run = Runs.own(handle, caller, id);
                if (run.status() != RunStatus.DESIGNED) {
                    throw Refusal.badRequest(
                            "already_started",
                            "Verification of run %s was already started; it is %s."
                                    .formatted(run.id(), run.status().word()));
                }
                long task = run.taskId().orElseGet(() -> nextTask(handle));
                Runs.set(
                        handle,
                        store,
                        id,
                        "status",
                        RunStatus.SETTING_UP.word(),
                        "verifier_client_task_id",
                        task,
                        "verifier_client_task_status",
                        "pending");
            });
        } catch (UnableToExecuteStatementException e) {
            if (Store.isDuplicate(e)) {
                throw taken(caller, id);
            }
            throw e;
        }
    }

    /** A number for a client task that no other run has; the caller holds the write lock. */
    static long nextTask(Handle handle) {
        return handle.createQuery("SELECT COALESCE(MAX(verifier_client_task_id) + 1, ?) FROM workflow_lab_runs")
                .bind(0, FIRST_TASK)
                .mapTo(Long.class)
                .one();
    }

    private Refusal taken(Caller caller, String id) {
        return store.read(handle -> {
            Run run = Runs.visible(handle, caller, id);
            List<Run> holders = Runs.activeIn(handle, run.sandboxUserId());
            Optional<Run> holder = holders.stream().findFirst();
            if (holder.isEmpty()) {
                return Refusal.conflict("sandbox_busy", "The sandbox was just released; try again.");
            }
            String steal = holder.get().userId().equals(caller.user().id()) ? "" : " --steal";
            return Refusal.conflict(
                    "sandbox_busy",
                    ("Sandbox %s is held by run %s of %s (%s); finish that run, or cancel it"
                                    + " with nex workflow cancel %s%s.")
                            .formatted(
                                    run.sandboxUserId(),
                                    holder.get().id(),
                                    Runs.operator(handle, holder.get()),
                                    holder.get().status().word(),
                                    holder.get().id(),
                                    steal));
        });
    }

    private Run setUp(String id) {
        try {
            return store.write(handle -> {
                Run run = Runs.known(handle, id);
                if (run.status() != RunStatus.SETTING_UP) {
                    return run;
                }
                return build(handle, run);
            });
        } catch (UnableToExecuteStatementException e) {
            return store.write(
                    handle -> endings.fail(handle, Runs.known(handle, id), "The sandbox could not be built."));
        }
    }

    private Run build(Handle handle, Run run) {
        try {
            sandboxes.rebuild(handle, run);
        } catch (BlueprintInvalid e) {
            return endings.fail(handle, run, "The sandbox's blueprint is wrong: " + e.getMessage());
        }
        String tree = Changes.of(new Tenant(handle, run.sandboxUserId())).treeBefore();
        Runs.set(handle, store, run.id(), "status", RunStatus.VERIFYING.word(), "sandbox_tree_before", tree);
        return Runs.known(handle, run.id());
    }
}
