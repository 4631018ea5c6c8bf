package nexhelm.engine.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import nexhelm.engine.persona.Verifier;
import nexhelm.engine.persona.Verifier.StepResult;
import nexhelm.engine.run.Turn.State;
import nexhelm.engine.store.Store;
import nexhelm.engine.tool.SandboxTool;
import nexhelm.json.Json;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works on a turn step by step. A finished step is a committed checkpoint and is not done again. */
final class Agent {

    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

    private final Desk desk;
    private final Verifier verifier;

    Agent(Desk desk, Verifier verifier) {
        this.desk = desk;
        this.verifier = verifier;
    }

    /** What the agent's parts share. */
    record Desk(
            Store store,
            Threads threads,
            Evidence evidence,
            Map<String, SandboxTool> tools,
            Bell bell,
            BooleanSupplier stopping,
            Duration pace) {

        /** One transaction that is only made while the turn goes on and the engine runs. */
        void commit(Turn turn, Consumer<Handle> change) {
            if (stopping.getAsBoolean()) {
                throw new Halt(Halt.Reason.ENGINE_STOPS);
            }
            store.change(handle -> {
                if (!Threads.holds(handle, turn)) {
                    throw new Halt(Halt.Reason.TURN_OVER);
                }
                change.accept(handle);
            });
            bell.ring();
        }

        /** Lets people follow, and tests interfere, when a pace is set. */
        void pause() {
            if (!pace.isZero()) {
                try {
                    Thread.sleep(pace.toMillis());
                } catch (InterruptedException e) {
                    throw new Halt(Halt.Reason.ENGINE_STOPS);
                }
            }
        }
    }

    /**
     * Works until the turn is over.
     *
     * @throws Halt only because the engine stops, so that the work is kept for later
     */
    void work(String turnId) {
        Optional<Turn> found =
                desk.store().read(handle -> Threads.turn(handle, turnId)).filter(Turn::isUnfinished);
        if (found.isEmpty()) {
            return;
        }
        Turn turn = found.get();
        try {
            begin(turn);
            perform(turn);
        } catch (Halt e) {
            if (e.reason() == Halt.Reason.ENGINE_STOPS) {
                throw e;
            }
        } catch (JdbiException e) {
            // the store is busy or full: whoever scheduled this tries again
            throw e;
        } catch (RuntimeException e) {
            LOG.error("turn {} failed", turnId, e);
            giveUp(turn, "The agent failed inside the engine; its log names turn " + turnId + ".");
        }
    }

    /** Ends a turn with an error that is not the workflow's. */
    void giveUp(Turn turn, String message) {
        try {
            desk.commit(turn, handle -> fail(handle, turn, message, Optional.empty()));
        } catch (Halt e) {
            // somebody else ended the turn; then it has its last event
        }
    }

    private void begin(Turn turn) {
        desk.commit(
                turn,
                handle -> Runs.set(
                        handle,
                        desk.store(),
                        turn.runId(),
                        "verifier_client_task_status",
                        "in_progress",
                        "error_message",
                        null));
    }

    private void perform(Turn turn) {
        Run run = desk.store().read(handle -> Runs.known(handle, turn.runId()));
        ObjectNode definition = desk.store().read(handle -> Definitions.of(handle, run));
        JsonNode steps = definition.path("steps");
        for (int i = 0; i < steps.size(); i++) {
            int index = i + 1;
            if (desk.store()
                    .read(handle -> Checkpoint.of(handle, run.id(), index))
                    .isPresent()) {
                continue;
            }
            ObjectNode step = (ObjectNode) steps.get(i);
            desk.commit(
                    turn,
                    handle -> desk.threads()
                            .appendOnce(
                                    handle,
                                    turn,
                                    turn.id() + "/" + index + "/started",
                                    "status",
                                    status(step, index, steps.size(), "started")));
            ObjectNode memory = desk.store().read(handle -> Checkpoint.memory(handle, turn.threadId()));
            StepResult result =
                    new Attempts(verifier).at(new StepWork(desk, turn, run, definition, step, index, memory));
            if (result instanceof StepResult.Lacking lacking) {
                String title = step.path("title").asText();
                desk.commit(turn, handle -> {
                    desk.threads().append(handle, turn, "status", status(step, index, steps.size(), "lacking"));
                    fail(
                            handle,
                            turn,
                            "Step " + index + " (" + title + ") cannot be carried out: " + lacking.what(),
                            Optional.of(index));
                });
                return;
            }
            Checkpoint done = Checkpoint.of(index, result);
            desk.commit(turn, handle -> {
                done.insert(handle, run.id(), desk.store().now());
                Checkpoint.remember(handle, turn.threadId(), memory);
                desk.threads()
                        .append(
                                handle,
                                turn,
                                "status",
                                status(step, index, steps.size(), done.state()).put("summary", done.summary()));
            });
        }
        desk.commit(turn, handle -> {
            desk.threads()
                    .append(
                            handle,
                            turn,
                            "complete",
                            Json.object()
                                    .put(
                                            "summary",
                                            Checkpoint.summary(Checkpoint.ofRun(handle, run.id()))
                                                    + (turn.readOnly()
                                                            ? " The run is read-only: it wrote nothing."
                                                            : "")));
            desk.threads().end(handle, turn, State.COMPLETE);
            desk.evidence().measure(handle, run);
            Runs.set(handle, desk.store(), run.id(), "verifier_client_task_status", "completed");
        });
    }

    private void fail(Handle handle, Turn turn, String message, Optional<Integer> step) {
        desk.threads()
                .append(
                        handle,
                        turn,
                        "error",
                        Json.object().put("message", message).put("step", step.orElse(null)));
        desk.threads().end(handle, turn, State.ERROR);
        desk.evidence().measure(handle, Runs.known(handle, turn.runId()));
        Runs.set(handle, desk.store(), turn.runId(), "verifier_client_task_status", "failed", "error_message", message);
    }

    private static ObjectNode status(ObjectNode step, int index, int of, String state) {
        return Json.object()
                .put("step", index)
                .put("of", of)
                .put("title", step.path("title").asText())
                .put("state", state);
    }
}
