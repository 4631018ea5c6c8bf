package nexhelm.engine.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nexhelm.json.Json;
import org.jdbi.v3.core.Handle;

/**
 * What a run did as a tree: steps, in each its calls with inputs and outputs, what people decided and what the agent
 * said, with times. {@code order} numbers what happened throughout the run.
 */
public final class Trace {

    private final List<Event> events;
    private final Map<String, ObjectNode> asked = new HashMap<>();
    private final Set<String> writes;
    private final List<Evidence.Changed> files;
    private final Map<Integer, Checkpoint> ended = new HashMap<>();
    private final Map<Integer, String> endedAt = new HashMap<>();
    private final Optional<Turn> last;

    private Trace(Handle handle, Evidence evidence, Run run) {
        events = run.threadId().map(thread -> Threads.events(handle, thread, 0)).orElse(List.of());
        last = run.threadId().flatMap(thread -> Threads.lastTurn(handle, thread));
        files = evidence.files(handle, run);
        Checkpoint.ofRun(handle, run.id()).forEach(step -> ended.put(step.step(), step));
        handle.createQuery("SELECT step, created_at FROM steps WHERE run_id = ?")
                .bind(0, run.id())
                .map((row, context) -> endedAt.put(row.getInt(1), row.getString(2)))
                .list();
        writes = handle.createQuery("SELECT 's' || step || 'c' || n FROM tool_calls WHERE run_id = ? AND wrote = 1")
                .bind(0, run.id())
                .mapTo(String.class)
                .set();
        handle.createQuery("SELECT id, decision, text, answered_by, answered_at FROM interactions WHERE run_id = ?")
                .bind(0, run.id())
                .map((row, context) -> asked.put(
                        row.getString(1),
                        Json.object()
                                .put(
                                        "decision",
                                        row.getString(2) == null
                                                ? null
                                                : row.getString(2).toLowerCase(java.util.Locale.ROOT))
                                .put("text", row.getString(3))
                                .put("answered_by", row.getString(4))
                                .put("answered_at", row.getString(5))))
                .list();
    }

    /** The tree of a run; its steps are those of the definition, also those that were not reached. */
    public static ObjectNode of(Handle handle, Evidence evidence, Run run) {
        return new Trace(handle, evidence, run).json(run, Definitions.of(handle, run), Runs.operator(handle, run));
    }

    private ObjectNode json(Run run, ObjectNode definition, String operator) {
        JsonNode record = run.record();
        ObjectNode tree = Json.object()
                .put("run_id", run.id())
                .put("name", definition.path("name").asText())
                .put("status", run.status().word())
                .put("operator", operator)
                .put("created_at", record.path("created_at").asText());
        if (record.has("blueprint_origin")) {
            tree.set("blueprint_origin", record.get("blueprint_origin"));
        }
        span(
                tree,
                events.isEmpty() ? null : events.get(0).at(),
                last.filter(turn -> !turn.isOpen()).isPresent()
                        ? events.get(events.size() - 1).at()
                        : null);
        tree.put(
                "stop_reason",
                last.filter(turn -> !turn.isOpen())
                        .map(turn -> turn.state().word())
                        .orElse(null));
        tree.put("summary", lastText("complete", "summary"));
        tree.set("error", record.path("error_message"));
        for (String key : List.of("reviewer_verdict", "reviewer_note", "reviewed_by")) {
            tree.set(key, record.path(key));
        }
        ArrayNode steps = tree.putArray("steps");
        int index = 0;
        for (JsonNode step : definition.path("steps")) {
            steps.add(step(++index, step));
        }
        tree.set(
                "files",
                Rows.array(files.stream().map(file -> file.json(run.id())).toList()));
        return tree;
    }

    private ObjectNode step(int index, JsonNode defined) {
        List<Event> own = events.stream()
                .filter(event -> event.data().path("step").asInt(-1) == index)
                .toList();
        ObjectNode step = Json.object().put("step", index);
        for (String key : List.of("title", "instruction", "performer", "tool", "hitl", "source")) {
            step.set(key, defined.has(key) ? defined.get(key) : step.nullNode());
        }
        step.put("state", state(index, own));
        step.put(
                "summary",
                Optional.ofNullable(ended.get(index))
                        .map(Checkpoint::summary)
                        .orElseGet(() -> text(own, "error", "message")));
        String end = endedAt.getOrDefault(
                index,
                own.stream()
                        .filter(event -> event.type().equals("error")
                                || event.data().path("state").asText().equals("lacking"))
                        .map(Event::at)
                        .reduce((a, b) -> b)
                        .orElse(null));
        span(step, own.stream().map(Event::at).findFirst().orElse(null), end);
        ArrayNode calls = step.putArray("calls");
        ArrayNode gates = step.putArray("gates");
        ArrayNode said = step.putArray("said");
        for (Event event : own) {
            switch (event.type()) {
                case "tool_start" -> calls.add(call(event, own));
                case "interaction", "simulated_approval" -> gates.add(gate(event));
                case "ai_message_complete" ->
                    said.add(Json.object()
                            .put("order", event.id())
                            .put("at", event.at())
                            .put("text", event.data().path("content").asText()));
                default -> {
                    // the other events are in the times and states above
                }
            }
        }
        return step;
    }

    private String state(int index, List<Event> own) {
        if (ended.containsKey(index)) {
            return ended.get(index).state();
        }
        String told = text(own, "status", "state");
        if (told == null) {
            return "not_reached";
        }
        if (!told.equals("started")) {
            return told;
        }
        return last.map(turn ->
                        turn.isOpen() ? "started" : turn.state() == Turn.State.INTERACTION ? "waiting" : "stopped")
                .orElse(told);
    }

    private ObjectNode call(Event start, List<Event> own) {
        ObjectNode data = start.data();
        Optional<Event> end = own.stream()
                .filter(event -> event.type().equals("tool_end")
                        && event.data().path("id").equals(data.path("id")))
                .findFirst();
        ObjectNode call = Json.object()
                .put("order", start.id())
                .put("id", data.path("id").asText())
                .put("tool", data.path("name").asText())
                .put("effect", writes.contains(data.path("id").asText()) ? "write" : "read")
                .put(
                        "status",
                        end.map(event -> event.data().path("status").asText()).orElse("unfinished"));
        span(call, start.at(), end.map(Event::at).orElse(null));
        call.set("input", data.path("input"));
        call.set(
                "output",
                end.<JsonNode>map(event -> event.data().path("output")).orElseGet(call::nullNode));
        ArrayNode wrote = call.putArray("files");
        if (call.path("effect").asText().equals("write")) {
            String text = Json.compact(call.path("input")) + Json.compact(call.path("output"));
            files.stream()
                    .map(Evidence.Changed::id)
                    .filter(id -> text.contains('"' + id + '"'))
                    .forEach(wrote::add);
        }
        return call;
    }

    private ObjectNode gate(Event event) {
        ObjectNode data = event.data();
        boolean simulated = event.type().equals("simulated_approval");
        ObjectNode answer = simulated
                ? Json.object()
                        .put("decision", "simulated")
                        .put("text", "")
                        .putNull("answered_by")
                        .put("answered_at", event.at())
                : asked.getOrDefault(data.path("interaction_id").asText(), Json.object());
        ObjectNode gate = Json.object()
                .put("order", event.id())
                .put("kind", data.path("kind").asText("approval"))
                .put("prompt", data.path("prompt").asText());
        gate.set("tool", data.path("tool"));
        gate.set("input", data.has("input") ? data.get("input") : gate.nullNode());
        for (String key : List.of("decision", "text", "answered_by")) {
            gate.set(key, answer.has(key) ? answer.get(key) : gate.nullNode());
        }
        gate.put("asked_at", event.at());
        gate.set("answered_at", answer.has("answered_at") ? answer.get("answered_at") : gate.nullNode());
        return gate;
    }

    private String lastText(String type, String field) {
        return text(events, type, field);
    }

    /** A field of the last event of a type, null without one. */
    private static String text(List<Event> events, String type, String field) {
        List<String> texts = new ArrayList<>();
        events.stream()
                .filter(event -> event.type().equals(type))
                .forEach(event -> texts.add(event.data().path(field).asText()));
        return texts.isEmpty() ? null : texts.get(texts.size() - 1);
    }

    private static void span(ObjectNode node, String start, String end) {
        node.put("started_at", start).put("ended_at", end);
        node.put(
                "duration_ms",
                start == null || end == null
                        ? null
                        : (Long) Duration.between(Instant.parse(start), Instant.parse(end))
                                .toMillis());
    }
}
