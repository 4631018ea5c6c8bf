package nexhelm.engine.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nexhelm.engine.auth.Caller;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.run.Turn.State;
import nexhelm.engine.store.Store;
import nexhelm.json.Json;
import org.jdbi.v3.core.Handle;

/**
 * A person does what the agent would do: on a run that was started without an agent they mark its steps and finish the
 * task. Their work is a turn like the agent's, with who and when in its events, and is evaluated like the agent's.
 */
final class ManualWork {

    private static final int LONGEST_NOTE = 2_000;

    private final Store store;
    private final Threads threads;
    private final Evidence evidence;
    private final Bell bell;

    ManualWork(Store store, Threads threads, Evidence evidence, Bell bell) {
        this.store = store;
        this.threads = threads;
        this.evidence = evidence;
        this.bell = bell;
    }

    /** Whether a person, and no agent, works or worked on a run. */
    static boolean of(Run run) {
        return run.record().path("worked_by").path("verifier").asText().equals("person");
    }

    /**
     * Marks a step as done or not done; once.
     *
     * @param decided whether the person confirms that whoever decides before the step did so
     */
    Run mark(Caller caller, String runId, int step, boolean done, boolean decided, String note) {
        if (note.codePointCount(0, note.length()) > LONGEST_NOTE) {
            throw Refusal.invalid("invalid_note", "A note has at most %d characters.".formatted(LONGEST_NOTE));
        }
        Run run = store.write(handle -> {
            Run own = Runs.own(handle, caller, runId);
            Turn turn = turn(handle, caller, own);
            JsonNode steps = Definitions.of(handle, own).path("steps");
            if (step < 1 || step > steps.size()) {
                throw Refusal.notFound("step_not_found", "The task has the steps 1 to %d.".formatted(steps.size()));
            }
            if (Checkpoint.of(handle, own.id(), step).isPresent()) {
                throw Refusal.conflict("already_marked", "Step %d is marked already.".formatted(step));
            }
            String gate = steps.path(step - 1).path("hitl").asText("");
            boolean gated = steps.path(step - 1).hasNonNull("hitl") && !gate.isBlank();
            if (done && gated && !decided) {
                throw Refusal.invalid(
                        "decision_missing",
                        "Before step %d somebody decides: %s. Confirm that they did, or mark it as not done."
                                .formatted(step, gate.replaceAll("[.\\s]+$", "")));
            }
            String by = caller.user().email();
            Checkpoint marked = new Checkpoint(
                    step,
                    done ? "done" : "declined",
                    (done ? "Done by hand by " : "Not done, says ")
                            + by
                            + (note.isBlank() ? "." : ": " + note.strip())
                            + (done && gated ? " The decision before it was confirmed: " + gate : ""));
            marked.insert(handle, own.id(), store.now());
            threads.append(
                    handle,
                    turn,
                    "status",
                    Json.object()
                            .put("step", step)
                            .put("of", steps.size())
                            .put("title", steps.path(step - 1).path("title").asText())
                            .put("state", marked.state())
                            .put("summary", marked.summary())
                            .put("by", by));
            return Runs.known(handle, own.id());
        });
        bell.ring();
        return run;
    }

    /** Ends the task, when every step is marked. */
    Run finish(Caller caller, String runId) {
        Run run = store.write(handle -> {
            Run own = Runs.own(handle, caller, runId);
            Turn turn = turn(handle, caller, own);
            List<Checkpoint> marked = Checkpoint.ofRun(handle, own.id());
            int open = Definitions.of(handle, own).path("steps").size() - marked.size();
            if (open > 0) {
                throw Refusal.conflict(
                        "steps_open", open == 1 ? "One step is not marked yet." : open + " steps are not marked yet.");
            }
            String by = caller.user().email();
            threads.append(
                    handle,
                    turn,
                    "complete",
                    Json.object()
                            .put("summary", Checkpoint.summary(marked) + " Finished by hand by " + by + ".")
                            .put("by", by));
            threads.end(handle, turn, State.COMPLETE);
            evidence.measure(handle, own);
            Runs.set(handle, store, own.id(), "verifier_client_task_status", "completed");
            return Runs.known(handle, own.id());
        });
        bell.ring();
        return run;
    }

    /** The person's turn: the one that is open, or a new one where no agent has worked. */
    private Turn turn(Handle handle, Caller caller, Run run) {
        if (run.status().isFinal()) {
            throw Refusal.conflict(
                    "run_final",
                    "Run %s is already %s.".formatted(run.id(), run.status().word()));
        }
        if (run.status() != RunStatus.VERIFYING) {
            throw Refusal.conflict(
                    "not_started",
                    "Run %s is %s; its steps can be marked while it is verifying."
                            .formatted(run.id(), run.status().word()));
        }
        Optional<Turn> last = run.threadId().flatMap(thread -> Threads.lastTurn(handle, thread));
        if (last.isEmpty()) {
            return begin(handle, caller, run);
        }
        if (last.get().state() != State.MANUAL) {
            throw of(run)
                    ? Refusal.conflict(
                            "task_finished",
                            "The task of run %s is finished; give a verdict on the run's page.".formatted(run.id()))
                    : Refusal.conflict(
                            "agent_worked",
                            "An agent has worked on run %s, so its steps are not".formatted(run.id())
                                    + " marked by hand.");
        }
        return last.get();
    }

    private Turn begin(Handle handle, Caller caller, Run run) {
        String thread = UUID.randomUUID().toString();
        handle.execute("INSERT INTO threads (id, run_id, memory) VALUES (?, ?, '{}')", thread, run.id());
        String message = "By hand, by " + caller.user().email() + ".";
        Turn turn = new Turn(
                UUID.randomUUID().toString(),
                thread,
                run.id(),
                1,
                State.MANUAL,
                message,
                message,
                false,
                false,
                store.now());
        threads.insert(handle, turn);
        threads.append(
                handle,
                turn,
                "thread_initialized",
                Json.object().put("thread_id", thread).put("run_id", run.id()));
        Runs.set(
                handle,
                store,
                run.id(),
                "verifier_thread_id",
                thread,
                "verifier_client_task_status",
                "in_progress",
                "worked_by",
                Json.compact(((ObjectNode) run.record().get("worked_by")).put("verifier", "person")));
        return turn;
    }
}
