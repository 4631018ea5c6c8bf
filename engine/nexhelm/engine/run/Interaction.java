package nexhelm.engine.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import nexhelm.engine.persona.Verifier.Answer;
import nexhelm.engine.persona.Verifier.Decision;
import nexhelm.json.Json;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * A point where the workflow wants a person, and what they said.
 *
 * @param kind   {@code approval} or {@code question}
 * @param tool   the tool that is about to be called, if it is one
 * @param answer empty while nobody answered
 */
public record Interaction(
        String id,
        String runId,
        int step,
        int n,
        String kind,
        String prompt,
        Optional<String> tool,
        Optional<ObjectNode> input,
        Optional<Answer> answer,
        Optional<String> answeredBy) {

    private static final RowMapper<Interaction> ROW = (row, context) -> {
        String text = row.getString("text");
        return new Interaction(
                row.getString("id"),
                row.getString("run_id"),
                row.getInt("step"),
                row.getInt("n"),
                row.getString("kind"),
                row.getString("prompt"),
                Optional.ofNullable(row.getString("tool")),
                Optional.ofNullable(row.getString("input")).map(Rows::object),
                Optional.ofNullable(row.getString("decision"))
                        .map(Decision::valueOf)
                        .map(decision -> new Answer(decision, text == null ? "" : text)),
                Optional.ofNullable(row.getString("answered_by")));
    };

    static List<Interaction> ofStep(Handle handle, String runId, int step) {
        return handle.createQuery("SELECT * FROM interactions WHERE run_id = ? AND step = ? ORDER BY n")
                .bind(0, runId)
                .bind(1, step)
                .map(ROW)
                .list();
    }

    /** Everything a run asked people, in order. */
    public static List<Interaction> ofRun(Handle handle, String runId) {
        return handle.createQuery("SELECT * FROM interactions WHERE run_id = ? ORDER BY created_at, step, n")
                .bind(0, runId)
                .map(ROW)
                .list();
    }

    /** The one that nobody answered yet. */
    public static Optional<Interaction> waiting(Handle handle, String runId) {
        return ofRun(handle, runId).stream().filter(i -> i.answer().isEmpty()).findFirst();
    }

    void insert(Handle handle, String now) {
        handle.execute(
                "INSERT INTO interactions (id, run_id, step, n, kind, prompt, tool, input, decision, text,"
                        + " answered_by, created_at, answered_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                id,
                runId,
                step,
                n,
                kind,
                prompt,
                tool.orElse(null),
                input.map(Json::compact).orElse(null),
                answer.map(a -> a.decision().name()).orElse(null),
                answer.map(Answer::text).orElse(null),
                answeredBy.orElse(null),
                now,
                answer.isPresent() ? now : null);
    }

    static void answer(Handle handle, String id, Answer answer, String by, String now) {
        handle.execute(
                "UPDATE interactions SET decision = ?, text = ?, answered_by = ?, answered_at = ?"
                        + " WHERE id = ? AND decision IS NULL",
                answer.decision().name(),
                answer.text(),
                by,
                now,
                id);
    }

    /** What the event of the same name carries. */
    ObjectNode json() {
        ObjectNode data = Json.object()
                .put("interaction_id", id)
                .put("kind", kind)
                .put("prompt", prompt)
                .put("tool", tool.orElse(null));
        data.set("input", input.<JsonNode>map(given -> given).orElseGet(NullNode::getInstance));
        return data.put("step", step);
    }

    boolean asks(String otherKind, String otherPrompt) {
        return kind.equals(otherKind) && prompt.equals(otherPrompt);
    }
}
