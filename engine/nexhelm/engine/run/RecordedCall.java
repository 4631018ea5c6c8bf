package nexhelm.engine.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import nexhelm.engine.tool.ToolFailure;
import nexhelm.json.Json;
import org.jdbi.v3.core.Handle;

/**
 * A tool call that was made, keyed by run, step and count. Its row commits together with what the call did, so a row
 * says that it was done and no row that nothing was.
 *
 * @param output the result, or {@code {"error"}} when the tool refused
 */
record RecordedCall(int n, String tool, String input, boolean ok, ObjectNode output) {

    static List<RecordedCall> ofStep(Handle handle, String runId, int step) {
        return handle.createQuery("SELECT * FROM tool_calls WHERE run_id = ? AND step = ? ORDER BY n")
                .bind(0, runId)
                .bind(1, step)
                .map((row, context) -> new RecordedCall(
                        row.getInt("n"),
                        row.getString("tool"),
                        row.getString("input"),
                        row.getString("status").equals("ok"),
                        Rows.object(row.getString("output"))))
                .list();
    }

    /** Whether a run changed anything with a tool. */
    static boolean wrote(Handle handle, String runId) {
        return handle.createQuery("SELECT 1 FROM tool_calls WHERE run_id = ? AND wrote = 1 AND status = 'ok' LIMIT 1")
                .bind(0, runId)
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
    }

    void insert(Handle handle, String runId, int step, boolean writes, String now) {
        handle.execute(
                "INSERT INTO tool_calls (run_id, step, n, tool, input, status, output, wrote, created_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                runId,
                step,
                n,
                tool,
                input,
                ok ? "ok" : "error",
                Json.compact(output),
                writes ? 1 : 0,
                now);
    }

    ObjectNode result() throws ToolFailure {
        if (!ok) {
            throw new ToolFailure(output.path("error").asText());
        }
        return output.deepCopy();
    }
}
