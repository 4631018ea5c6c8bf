package nexhelm.engine.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import nexhelm.engine.auth.Caller;
import nexhelm.json.Json;
import org.jdbi.v3.core.Handle;

/** The table of task definitions, one for each run. */
public final class Definitions {

    private Definitions() {}

    static void insert(
            Handle handle, String id, String runId, String organizationId, ObjectNode definition, String now) {
        handle.execute(
                "INSERT INTO task_definitions (id, run_id, organization_id, name, description, definition, created_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                id,
                runId,
                organizationId,
                definition.path("name").asText(),
                definition.path("description").asText(),
                Json.compact(definition),
                now);
    }

    /** The definition of a run. */
    public static ObjectNode of(Handle handle, Run run) {
        return handle.createQuery("SELECT definition FROM task_definitions WHERE id = ?")
                .bind(0, run.taskDefinitionId())
                .map((row, context) -> Rows.object(row.getString(1)))
                .one();
    }

    /** The definitions of the caller's organisation, newest first. */
    static List<ObjectNode> all(Handle handle, Caller caller) {
        return handle.createQuery("SELECT id, name, description, run_id, created_at FROM task_definitions"
                        + " WHERE organization_id = ? ORDER BY created_at DESC, id LIMIT 500")
                .bind(0, caller.user().organizationId())
                .map((row, context) -> Json.object()
                        .put("id", row.getString("id"))
                        .put("name", row.getString("name"))
                        .put("description", row.getString("description"))
                        .put("run_id", row.getString("run_id"))
                        .put("created_at", row.getString("created_at")))
                .list();
    }

    static Optional<ObjectNode> one(Handle handle, Caller caller, String id) {
        return handle.createQuery("SELECT * FROM task_definitions WHERE id = ? AND organization_id = ?")
                .bind(0, id)
                .bind(1, caller.user().organizationId())
                .map((row, context) -> {
                    ObjectNode one =
                            Json.object().put("id", row.getString("id")).put("run_id", row.getString("run_id"));
                    one.setAll(Rows.object(row.getString("definition")));
                    return one.put("created_at", row.getString("created_at"));
                })
                .findFirst();
    }
}
