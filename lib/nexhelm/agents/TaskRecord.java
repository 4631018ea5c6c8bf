package nexhelm.agents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import nexhelm.Failure;
import nexhelm.client.Progress;
import nexhelm.json.Json;
import nexhelm.world.Folder;
import nexhelm.world.TextFile;

/**
 * The folder of a task run: {@code run.json}, there before anything is asked of the backend; {@code trace.jsonl}, which
 * grows with the agent's events; the documents beside them. A run that came to its end has no {@code status}: then
 * {@code run.json} is its result and nothing else. Until then, and where it came to none, the status says so.
 */
final class TaskRecord implements Progress {

    private final Path root;
    private final Folder names;
    private final Progress others;
    private final Clock clock;
    private final ObjectNode begun;
    private final ArrayNode events = Json.array();
    private ObjectNode known = Json.object();
    private String step = "client task";
    private boolean traced = true;
    private boolean closed;

    /**
     * Looks whether the folder may be used; nothing is written yet.
     *
     * @param others who hears of the run's progress besides the record
     * @param said   the folder as the operator named it
     * @param force  replace the run that it holds
     */
    TaskRecord(Path root, String said, boolean force, Progress others, Clock clock) {
        this.root = root;
        this.names = new Folder(root);
        this.others = others;
        this.clock = clock;
        this.begun = Json.object().put("status", "running").put("started_at", now());
        if (Files.exists(root.resolve("run.json"), LinkOption.NOFOLLOW_LINKS) && !force) {
            throw Failure.input(said + " holds a recorded run already")
                    .hint("--force replaces it, -o DIR names another folder");
        }
        names.place(".", "run.json", "");
        names.place(".", "trace.jsonl", "");
    }

    /** The run begins: from here on there is a record of it, whatever happens. */
    synchronized void begin(JsonNode definition) {
        begun.set("task_definition_id", definition.path("id"));
        begun.set("task_definition_name", definition.path("name"));
        try {
            Files.deleteIfExists(root.resolve("trace.jsonl")); // of the run that this one replaces
        } catch (IOException e) {
            throw unwritten("trace.jsonl", e);
        }
        write();
    }

    /** What is done next, and what is known of the run by now; the same object may be handed over again. */
    synchronized void goesOn(String next, ObjectNode result) {
        step = next;
        known = result;
        write();
    }

    /** The run came to its end, and this is its result. */
    synchronized void end(ObjectNode result) {
        if (!closed) {
            closed = true;
            write("run.json", Json.pretty(result));
        }
    }

    /** The run came to no end: what was known of it stays, with the reason. */
    synchronized void end(String status, String reason) {
        if (closed) {
            return;
        }
        begun.put("status", status).put("ended_at", now());
        if (!known.has("event_count")) { // the agent's outcome is not known: then what was seen of its work
            known.put("event_count", events.size());
            ArrayNode writes = known.putArray("executed_external_writes");
            ExternalWrites.in(events).forEach(writes::add);
        }
        known.withArray("failures").addObject().put("step", step).put("reason", reason);
        write();
        closed = true;
    }

    /** The client task, once it is known. */
    synchronized Optional<String> task() {
        return Optional.of(known.path("client_task_id").asText("")).filter(id -> !id.isEmpty());
    }

    /** All events again as one file, which ends where the last event does. */
    synchronized void trace(ArrayNode all) {
        write(
                "trace.jsonl",
                String.join("\n", all.valueStream().map(Json::compact).toList()));
    }

    /** Saves a document under the last part of its name, made fit for every system and unlike the others. */
    synchronized String save(String name, byte[] bytes) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String place = names.place(".", last, "").substring(2);
        names.write(Map.of(place, bytes), true);
        return place;
    }

    @Override
    public void note(String text) {
        others.note(text);
    }

    @Override
    public void waiting(String what) {
        others.waiting(what);
    }

    @Override
    public void event(JsonNode event) {
        append(event);
        others.event(event);
    }

    @Override
    public void silence() {
        others.silence();
    }

    @Override
    public boolean confirm(String question) {
        return others.confirm(question);
    }

    @Override
    public void whenInterrupted(Runnable lastWords) {
        others.whenInterrupted(lastWords);
    }

    private synchronized void append(JsonNode event) {
        if (closed) {
            return;
        }
        String thread = event.path("data").path("thread_id").asText("");
        if (event.path("type").asText("").equals("thread_initialized") && !thread.isEmpty()) {
            known.put("thread_id", thread);
            write();
        }
        String line = (events.isEmpty() ? "" : "\n") + Json.compact(event);
        events.add(event);
        if (!traced) {
            return;
        }
        try {
            Files.writeString(root.resolve("trace.jsonl"), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            traced = false; // the agent works on; the whole trace is written once more when it is done
            others.note("warning: " + unwritten("trace.jsonl", e).getMessage());
        }
    }

    private void write() {
        if (!closed) {
            write("run.json", Json.pretty(begun.deepCopy().setAll(known)));
        }
    }

    private void write(String name, String text) {
        try {
            Files.createDirectories(root);
            TextFile.replace(root.resolve(name), text, false);
        } catch (IOException e) {
            throw unwritten(name, e);
        }
    }

    private Failure unwritten(String name, IOException e) {
        return Failure.input("cannot write " + root.resolve(name) + ": " + TextFile.reason(e));
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
