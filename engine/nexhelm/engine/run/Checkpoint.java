package nexhelm.engine.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nexhelm.engine.persona.Verifier.StepResult;
import nexhelm.json.Json;
import org.jdbi.v3.core.Handle;

/**
 * The end of a step.
 *
 * @param state {@code done}, {@code handed_over} or {@code declined}
 */
public record Checkpoint(int step, String state, String summary) {

    static Checkpoint of(int step, StepResult result) {
        if (result instanceof StepResult.Done done) {
            return new Checkpoint(step, "done", done.summary());
        }
        if (result instanceof StepResult.HandedOver over) {
            return new Checkpoint(step, "handed_over", over.summary());
        }
        if (result instanceof StepResult.Declined declined) {
            return new Checkpoint(step, "declined", declined.reason());
        }
        throw new IllegalArgumentException("a step that lacks something has no checkpoint");
    }

    static Optional<Checkpoint> of(Handle handle, String runId, int step) {
        return ofRun(handle, runId).stream()
                .filter(checkpoint -> checkpoint.step() == step)
                .findFirst();
    }

    /** The steps of a run that ended, in order. */
    public static List<Checkpoint> ofRun(Handle handle, String runId) {
        return handle.createQuery("SELECT * FROM steps WHERE run_id = ? ORDER BY step")
                .bind(0, runId)
                .map((row, context) ->
                        new Checkpoint(row.getInt("step"), row.getString("state"), row.getString("summary")))
                .list();
    }

    void insert(Handle handle, String runId, String now) {
        handle.execute(
                "INSERT INTO steps (run_id, step, state, summary, created_at) VALUES (?, ?, ?, ?, ?)",
                runId,
                step,
                state,
                summary,
                now);
    }

    /** What earlier steps found out. */
    static ObjectNode memory(Handle handle, String threadId) {
        return Rows.object(handle.createQuery("SELECT memory FROM threads WHERE id = ?")
                .bind(0, threadId)
                .mapTo(String.class)
                .one());
    }

    static void remember(Handle handle, String threadId, ObjectNode memory) {
        handle.execute("UPDATE threads SET memory = ? WHERE id = ?", Json.compact(memory), threadId);
    }

    /** One sentence on a whole run. */
    static String summary(List<Checkpoint> steps) {
        List<String> parts = new ArrayList<>();
        long done = count(steps, "done");
        parts.add(done + (done == 1 ? " step" : " steps") + " done");
        if (count(steps, "handed_over") > 0) {
            parts.add(count(steps, "handed_over") + " handed over to a person");
        }
        if (count(steps, "declined") > 0) {
            parts.add(count(steps, "declined") + " not done because it was declined or ruled out");
        }
        return String.join(", ", parts) + ".";
    }

    private static long count(List<Checkpoint> steps, String state) {
        return steps.stream().filter(step -> step.state().equals(state)).count();
    }
}
