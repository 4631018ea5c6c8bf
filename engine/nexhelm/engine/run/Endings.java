package nexhelm.engine.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import nexhelm.engine.auth.Caller;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;
import nexhelm.engine.persona.Evaluator;
import nexhelm.engine.run.Turn.State;
import nexhelm.engine.store.Store;
import nexhelm.json.Json;
import org.jdbi.v3.core.Handle;

/** How runs end: judged, or cancelled. What they did is kept and the sandbox wiped in the same transaction. */
final class Endings {

    private final Store store;
    private final Threads threads;
    private final Evidence evidence;
    private final Evaluator evaluator;
    private final Bell bell;

    Endings(Store store, Threads threads, Evidence evidence, Evaluator evaluator, Bell bell) {
        this.store = store;
        this.threads = threads;
        this.evidence = evidence;
        this.evaluator = evaluator;
        this.bell = bell;
    }

    /** What a reviewer says. */
    record Review(
            Optional<String> verdict, Optional<String> note, Optional<String> threadId, Optional<String> executionId) {

        static Review of(Request request) {
            Optional<String> verdict = request.text("reviewer_verdict");
            if (verdict.isPresent()
                    && !verdict.get().equals("approved")
                    && !verdict.get().equals("rejected")) {
                throw Refusal.invalid(
                        "invalid_verdict",
                        "reviewer_verdict must be approved or rejected, not '%s'."
                                .formatted(Request.clip(verdict.get())));
            }
            return new Review(
                    verdict,
                    request.text("reviewer_note"),
                    request.text("verifier_thread_id"),
                    request.text("verifier_execution_id"));
        }
    }

    Run finalise(Caller caller, String id, Review review) {
        Run run = store.write(handle -> finalise(handle, caller, Runs.visible(handle, caller, id), review));
        bell.ring();
        return run;
    }

    private Run finalise(Handle handle, Caller caller, Run run, Review review) {
        Optional<Turn> turn = run.threadId().flatMap(thread -> Threads.lastTurn(handle, thread));
        refuseTooEarly(run, turn, review);
        boolean wrote = RecordedCall.wrote(handle, run.id());
        // what a person did by hand, or still has to do, was verified by nobody yet
        boolean gated = !Interaction.ofRun(handle, run.id()).isEmpty()
                || ManualWork.of(run)
                || Checkpoint.ofRun(handle, run.id()).stream()
                        .anyMatch(step -> step.state().equals("handed_over"));
        RunStatus status;
        if (review.verdict().isPresent()) {
            boolean approved = review.verdict().get().equals("approved");
            if (approved && caller.assistant() && (wrote || gated)) {
                throw Refusal.forbidden(
                        "person_required",
                        "Run " + run.id() + " has side effects, so a person has to approve"
                                + " it: on its page, or with nex workflow evaluator.");
            }
            status = approved ? RunStatus.VERIFIED_MANUAL : RunStatus.REJECTED;
        } else if (run.status() == RunStatus.AWAITING_HUMAN_VERIFY) {
            return run;
        } else {
            boolean failed = turn.filter(t -> t.state() == State.ERROR).isPresent();
            status = RunStatus.valueOf(evaluator.judge(failed, wrote, gated).name());
        }
        Runs.set(
                handle,
                store,
                run.id(),
                "reviewer_verdict",
                review.verdict().orElse(null),
                "reviewer_note",
                review.note().orElse(null),
                "verifier_execution_id",
                review.executionId().orElse(null),
                "reviewed_by",
                review.verdict().isPresent() ? caller.user().email() : null,
                "worked_by",
                Json.compact(((ObjectNode) run.record().get("worked_by"))
                        .put(
                                "evaluator",
                                review.verdict().isEmpty() ? "offline" : caller.assistant() ? "assistant" : "person")));
        if (status.isFinal()) {
            end(handle, run, status);
        } else {
            Runs.set(handle, store, run.id(), "status", status.word());
        }
        return Runs.known(handle, run.id());
    }

    private static void refuseTooEarly(Run run, Optional<Turn> turn, Review review) {
        if (run.status().isFinal()) {
            throw Refusal.conflict(
                    "run_final",
                    "Run %s is already %s; design a new one or refine it."
                            .formatted(run.id(), run.status().word()));
        }
        if (!run.status().holdsSandbox()) {
            throw Refusal.conflict(
                    "not_started",
                    "Run %s was not run yet; start it with nex workflow run %s.".formatted(run.id(), run.id()));
        }
        if (review.threadId().isPresent() && !review.threadId().equals(run.threadId())) {
            throw Refusal.invalid("wrong_thread", "verifier_thread_id is not the thread of run " + run.id() + ".");
        }
        boolean rejected = review.verdict().filter("rejected"::equals).isPresent();
        if (turn.isEmpty() && !rejected) {
            throw Refusal.conflict(
                    "not_run",
                    "The agent has not worked on run %s yet; let it with nex workflow run %s."
                            .formatted(run.id(), run.id()));
        }
        if (turn.filter(t -> t.state() == State.MANUAL).isPresent()) {
            throw Refusal.conflict(
                    "run_working",
                    "A person is at work on run %s; finish its task on /dashboard/agent-tasks/%s, or"
                                    .formatted(
                                            run.id(),
                                            run.taskId().map(String::valueOf).orElse(""))
                            + " cancel the run.");
        }
        if (turn.filter(Turn::isUnfinished).isPresent()) {
            throw Refusal.conflict(
                    "run_working",
                    "The agent is still at work on run %s; wait for it, or cancel the run.".formatted(run.id()));
        }
        if (turn.filter(t -> t.state() == State.INTERACTION).isPresent() && !rejected) {
            throw Refusal.conflict(
                    "gate_waiting",
                    "Run %s waits for a person's answer; give it with nex workflow answer %s,"
                                    .formatted(run.id(), run.id())
                            + " or reject the run.");
        }
    }

    Run cancel(Caller caller, String id, boolean steal) {
        Run run = store.write(handle -> {
            Run found = Runs.visible(handle, caller, id);
            if (found.status() == RunStatus.CANCELLED) {
                return found;
            }
            if (found.status().isFinal()) {
                throw Refusal.conflict(
                        "run_final",
                        "Run %s is already %s; there is nothing to cancel."
                                .formatted(found.id(), found.status().word()));
            }
            if (!steal && !found.userId().equals(caller.user().id())) {
                throw Refusal.forbidden(
                        "not_owner",
                        "Run %s belongs to %s; take its sandbox with --steal if they agree."
                                .formatted(found.id(), Runs.operator(handle, found)));
            }
            return cancel(handle, found, "Cancelled by " + caller.user().email() + ".");
        });
        bell.ring();
        return run;
    }

    /** Ends a run that is not final, whatever it is doing; its agent stops before its next call. */
    Run cancel(Handle handle, Run run, String why) {
        run.threadId().flatMap(thread -> Threads.lastTurn(handle, thread)).ifPresent(turn -> {
            if (turn.isOpen() || turn.state() == State.INTERACTION) {
                threads.append(
                        handle,
                        turn,
                        "error",
                        Json.object()
                                .put("message", "The run was cancelled. " + why)
                                .putNull("step"));
                threads.end(handle, turn, State.CANCELLED);
            }
        });
        if (run.wasStarted()) {
            Runs.set(handle, store, run.id(), "verifier_client_task_status", "cancelled");
        }
        Runs.set(handle, store, run.id(), "error_message", why);
        end(handle, run, RunStatus.CANCELLED);
        bell.ring();
        return Runs.known(handle, run.id());
    }

    /** Ends a run whose sandbox could not be set up. */
    Run fail(Handle handle, Run run, String why) {
        Runs.set(handle, store, run.id(), "verifier_client_task_status", "failed", "error_message", why);
        end(handle, run, RunStatus.FAILED);
        return Runs.known(handle, run.id());
    }

    private void end(Handle handle, Run run, RunStatus status) {
        if (run.status().holdsSandbox()) {
            evidence.keepAndWipe(handle, run);
        }
        Runs.set(handle, store, run.id(), "status", status.word(), "completed_at", store.now());
    }
}
