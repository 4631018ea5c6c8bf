package nexhelm.engine.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nexhelm.engine.auth.Accounts;
import nexhelm.engine.auth.Caller;
import nexhelm.engine.auth.User;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;
import nexhelm.engine.store.Store;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The table of runs: who may see one, and how one changes. */
public final class Runs {

    private Runs() {}

    /** A run of the caller's organisation. */
    public static Run visible(Handle handle, Caller caller, String id) {
        return byId(handle, id)
                .filter(run -> run.organizationId().equals(caller.user().organizationId()))
                .orElseThrow(() -> Refusal.notFound(
                        "run_not_found",
                        "There is no run '%s'; nex workflow list shows yours.".formatted(Request.clip(id))));
    }

    /** A run that the caller may change: their own. */
    static Run own(Handle handle, Caller caller, String id) {
        Run run = visible(handle, caller, id);
        if (!run.userId().equals(caller.user().id())) {
            throw Refusal.forbidden(
                    "not_owner",
                    "Run %s belongs to %s; only they can do that.".formatted(run.id(), operator(handle, run)));
        }
        return run;
    }

    static Optional<Run> byId(Handle handle, String id) {
        return one(handle.createQuery("SELECT * FROM workflow_lab_runs WHERE id = ?")
                .bind(0, id));
    }

    static Run known(Handle handle, String id) {
        return byId(handle, id).orElseThrow(() -> new IllegalStateException("run " + id + " is gone"));
    }

    public static Optional<Run> byTask(Handle handle, long taskId) {
        return one(handle.createQuery("SELECT * FROM workflow_lab_runs WHERE verifier_client_task_id = ?")
                .bind(0, taskId));
    }

    static Optional<Run> byDefinition(Handle handle, String definitionId) {
        return one(handle.createQuery("SELECT * FROM workflow_lab_runs WHERE task_definition_id = ?")
                .bind(0, definitionId));
    }

    static Optional<Run> byThread(Handle handle, String threadId) {
        return one(handle.createQuery("SELECT * FROM workflow_lab_runs WHERE verifier_thread_id = ?")
                .bind(0, threadId));
    }

    /** The newest runs of a user. */
    public static List<Run> of(Handle handle, String userId, int limit) {
        return handle.createQuery(
                        "SELECT * FROM workflow_lab_runs WHERE user_id = ? ORDER BY created_at DESC, id LIMIT ?")
                .bind(0, userId)
                .bind(1, limit)
                .map((row, context) -> Run.of(row))
                .list();
    }

    /** Runs in the given state, oldest first. */
    static List<Run> in(Handle handle, RunStatus status) {
        return handle.createQuery("SELECT * FROM workflow_lab_runs WHERE status = ? ORDER BY created_at")
                .bind(0, status.word())
                .map((row, context) -> Run.of(row))
                .list();
    }

    /** Runs that hold a sandbox, or are designed for it and would take it next. */
    static List<Run> activeIn(Handle handle, String sandboxUserId) {
        return handle.createQuery("SELECT * FROM workflow_lab_runs WHERE sandbox_user_id = ?"
                        + " AND status IN ('setting_up', 'verifying', 'awaiting_human_verify') ORDER BY created_at")
                .bind(0, sandboxUserId)
                .map((row, context) -> Run.of(row))
                .list();
    }

    /** Sets columns, given as name and value in turn, and the time of the change. */
    static void set(Handle handle, Store store, String id, Object... pairs) {
        StringBuilder columns = new StringBuilder();
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            columns.append(pairs[i]).append(" = ?, ");
            values.add(pairs[i + 1]);
        }
        values.add(store.now());
        values.add(id);
        handle.execute("UPDATE workflow_lab_runs SET " + columns + "updated_at = ? WHERE id = ?", values.toArray());
    }

    /** The e-mail address of whoever started a run. */
    public static String operator(Handle handle, Run run) {
        return Accounts.byId(handle, run.userId()).map(User::email).orElse("a removed user");
    }

    private static Optional<Run> one(Query query) {
        return query.map((row, context) -> Run.of(row)).findFirst();
    }
}
