package nexhelm.engine.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import nexhelm.engine.auth.Caller;
import nexhelm.engine.store.Store;
import nexhelm.json.Json;
import org.jdbi.v3.core.Handle;

/** The log of who acted as whom, allowed or refused. Rows are only ever added. */
public final class Audit {

    private final Store store;

    Audit(Store store) {
        this.store = store;
    }

    /** One use, or one attempt. */
    public record Entry(
            long id,
            String at,
            String operator,
            String target,
            Optional<String> runId,
            String outcome,
            Optional<String> reason) {

        ObjectNode json() {
            return Json.object()
                    .put("id", id)
                    .put("at", at)
                    .put("operator_email", operator)
                    .put("target_user_email", target)
                    .put("run_id", runId.orElse(null))
                    .put("outcome", outcome)
                    .put("reason", reason.orElse(null));
        }
    }

    void allowed(Handle handle, Caller caller, String target, String runId) {
        add(handle, caller, target, runId, "allowed", null);
    }

    /** Notes a refusal in a transaction of its own: the one that was refused is rolled back. */
    void refused(Caller caller, String target, String runId, String reason) {
        store.change(handle -> add(handle, caller, target, runId, "refused", reason));
    }

    private void add(Handle handle, Caller caller, String target, String runId, String outcome, String reason) {
        handle.execute(
                "INSERT INTO audit (created_at, organization_id, operator_user_id, operator_email, target_user_email,"
                        + " run_id, outcome, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                store.now(),
                caller.user().organizationId(),
                caller.user().id(),
                caller.user().email(),
                target,
                runId,
                outcome,
                reason);
    }

    /** What operators of an organisation did, newest first. */
    public List<Entry> newest(String organizationId, int limit) {
        return store.read(handle -> handle.createQuery(
                        "SELECT * FROM audit WHERE organization_id = ? ORDER BY id DESC LIMIT ?")
                .bind(0, organizationId)
                .bind(1, limit)
                .map((row, context) -> new Entry(
                        row.getLong("id"),
                        row.getString("created_at"),
                        row.getString("operator_email"),
                        row.getString("target_user_email"),
                        Optional.ofNullable(row.getString("run_id")),
                        row.getString("outcome"),
                        Optional.ofNullable(row.getString("reason"))))
                .list());
    }
}
