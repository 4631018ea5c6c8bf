package nexhelm.engine.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import nexhelm.engine.store.Store;
import nexhelm.json.Json;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** The tables of threads, turns and events. An event is committed before anybody sees it. */
public final class Threads {

    private static final RowMapper<Event> EVENT = (row, context) -> new Event(
            row.getLong("id"),
            row.getString("turn_id"),
            row.getString("type"),
            Rows.object(row.getString("data")),
            row.getString("created_at"));
    private static final RowMapper<Turn> TURN = (row, context) -> new Turn(
            row.getString("id"),
            row.getString("thread_id"),
            row.getString("run_id"),
            row.getInt("n"),
            Turn.State.of(row.getString("state")),
            row.getString("message"),
            row.getString("kickoff"),
            row.getInt("hitl") == 1,
            row.getInt("read_only") == 1,
            row.getString("created_at"));

    private final Store store;

    public Threads(Store store) {
        this.store = store;
    }

    public static Optional<Turn> lastTurn(Handle handle, String threadId) {
        return handle.createQuery("SELECT * FROM turns WHERE thread_id = ? ORDER BY n DESC LIMIT 1")
                .bind(0, threadId)
                .map(TURN)
                .findFirst();
    }

    static Optional<Turn> turn(Handle handle, String turnId) {
        return handle.createQuery("SELECT * FROM turns WHERE id = ?")
                .bind(0, turnId)
                .map(TURN)
                .findFirst();
    }

    static List<String> unfinishedTurns(Handle handle) {
        return handle.createQuery("SELECT id FROM turns WHERE state IN ('queued', 'working') ORDER BY created_at")
                .mapTo(String.class)
                .list();
    }

    public static List<Event> events(Handle handle, String threadId, long after) {
        return handle.createQuery("SELECT * FROM events WHERE thread_id = ? AND id > ? ORDER BY id")
                .bind(0, threadId)
                .bind(1, after)
                .map(EVENT)
                .list();
    }

    /** The id before the first event of a turn. */
    static long before(Handle handle, Turn turn) {
        return handle.createQuery("SELECT COALESCE(MIN(id), 1) - 1 FROM events WHERE thread_id = ? AND turn_id = ?")
                .bind(0, turn.threadId())
                .bind(1, turn.id())
                .mapTo(Long.class)
                .one();
    }

    void insert(Handle handle, Turn turn) {
        handle.execute(
                "INSERT INTO turns (id, thread_id, run_id, n, state, message, kickoff, hitl, read_only, created_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                turn.id(),
                turn.threadId(),
                turn.runId(),
                turn.n(),
                turn.state().word(),
                turn.message(),
                turn.kickoff(),
                turn.hitl() ? 1 : 0,
                turn.readOnly() ? 1 : 0,
                turn.at());
    }

    void end(Handle handle, Turn turn, Turn.State state) {
        handle.execute("UPDATE turns SET state = ?, ended_at = ? WHERE id = ?", state.word(), store.now(), turn.id());
    }

    /** Takes the turn's row for this transaction; false when the turn is over, so that its agent must stop. */
    static boolean holds(Handle handle, Turn turn) {
        return handle.execute(
                        "UPDATE turns SET state = 'working' WHERE id = ? AND state IN ('queued', 'working')", turn.id())
                == 1;
    }

    /** Appends an event. */
    void append(Handle handle, Turn turn, String type, ObjectNode data) {
        insertEvent(handle, turn, type, data, null);
    }

    /** Appends an event unless one with the same mark was appended before a crash. */
    void appendOnce(Handle handle, Turn turn, String mark, String type, ObjectNode data) {
        boolean there = handle.createQuery("SELECT 1 FROM events WHERE mark = ?")
                .bind(0, mark)
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
        if (!there) {
            insertEvent(handle, turn, type, data, mark);
        }
    }

    private void insertEvent(Handle handle, Turn turn, String type, ObjectNode data, String mark) {
        handle.execute(
                "INSERT INTO events (thread_id, id, turn_id, type, data, mark, created_at) VALUES"
                        + " (?, (SELECT COALESCE(MAX(id), 0) + 1 FROM events WHERE thread_id = ?), ?, ?, ?, ?, ?)",
                turn.threadId(),
                turn.threadId(),
                turn.id(),
                type,
                Json.compact(data),
                mark,
                store.now());
    }

    /** The conversation as messages: what the operator wrote, and what the agent said and did. */
    public static ArrayNode messages(Handle handle, String threadId) {
        ArrayNode messages = Json.array();
        List<Event> events = events(handle, threadId, 0);
        List<Turn> turns = handle.createQuery("SELECT * FROM turns WHERE thread_id = ? ORDER BY n")
                .bind(0, threadId)
                .map(TURN)
                .list();
        for (Turn turn : turns) {
            messages.add(Json.object()
                    .put("role", "user")
                    .put("content", turn.message())
                    .put("created_at", turn.at()));
            ArrayNode blocks = Json.array();
            for (Event event : events) {
                if (event.turnId().equals(turn.id())) {
                    addBlock(blocks, event);
                }
            }
            if (!blocks.isEmpty()) {
                ObjectNode message = Json.object().put("role", "assistant");
                message.set("content", blocks);
                messages.add(message.put("created_at", turn.at()));
            }
        }
        return messages;
    }

    private static void addBlock(ArrayNode blocks, Event event) {
        ObjectNode data = event.data();
        switch (event.type()) {
            case "ai_message_complete" -> blocks.add(text(data.path("content").asText()));
            case "simulated_approval" ->
                blocks.add(text("Simulated approval: " + data.path("prompt").asText()));
            case "interaction" ->
                blocks.add(text("Waiting for a person: " + data.path("prompt").asText()));
            case "status" -> {
                if (data.hasNonNull("by")) {
                    blocks.add(text("Step " + data.path("step").asText() + " ("
                            + data.path("title").asText() + "): "
                            + data.path("summary").asText() + " " + event.at()));
                }
            }
            case "error" -> blocks.add(text("Stopped: " + data.path("message").asText()));
            case "complete" -> blocks.add(text(data.path("summary").asText()));
            case "tool_start" -> {
                ObjectNode use = Json.object()
                        .put("type", "tool_use")
                        .put("id", data.path("id").asText())
                        .put("name", data.path("name").asText());
                use.set("input", data.path("input"));
                blocks.add(use.put("status", "started").putNull("result"));
            }
            case "tool_end" -> {
                for (var block : blocks) {
                    if (block instanceof ObjectNode use && use.path("id").equals(data.path("id"))) {
                        use.set("status", data.path("status"));
                        use.set("result", data.path("output"));
                    }
                }
            }
            default -> {
                // status and thread events are not part of the conversation
            }
        }
    }

    private static ObjectNode text(String text) {
        return Json.object().put("type", "text").put("text", text);
    }
}
