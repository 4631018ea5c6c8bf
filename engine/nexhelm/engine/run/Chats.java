package nexhelm.engine.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.UUID;
import nexhelm.engine.auth.Caller;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;
import nexhelm.engine.persona.Verifier.Answer;
import nexhelm.engine.persona.Verifier.Decision;
import nexhelm.engine.run.Turn.State;
import nexhelm.engine.store.Store;
import nexhelm.json.Json;
import org.jdbi.v3.core.Handle;

/** Messages to the agent: one starts a turn, joins the turn at work, shows the finished one again, or answers a gate. */
final class Chats {

    private final Store store;
    private final Threads threads;
    private final Verifications verifications;
    private final Impersonation impersonation;
    private final Bell bell;

    Chats(Store store, Threads threads, Verifications verifications, Impersonation impersonation, Bell bell) {
        this.store = store;
        this.threads = threads;
        this.verifications = verifications;
        this.impersonation = impersonation;
        this.bell = bell;
    }

    /** What a client wants of the agent. */
    record Message(
            Optional<String> text,
            Optional<String> threadId,
            Optional<Long> taskId,
            Optional<String> definitionId,
            boolean hitl,
            boolean readOnly,
            Optional<Impersonation.Wish> as,
            Optional<Response> response) {

        static Message of(Request request) {
            return new Message(
                    request.text("message").filter(text -> !text.isBlank()),
                    request.text("thread_id").filter(text -> !text.isBlank()),
                    request.number("client_task_id"),
                    request.text("task_definition_id").filter(text -> !text.isBlank()),
                    request.flag("hitl"),
                    request.flag("read_only"),
                    Impersonation.Wish.of(request),
                    request.object("interaction_response").map(Response::of));
        }
    }

    /** What a person says to a gate. */
    record Response(String interactionId, String decision, String text) {

        Response {
            if (!decision.equals("approve") && !decision.equals("reject") && !decision.equals("answer")) {
                throw Refusal.invalid(
                        "invalid_decision", "interaction_response.decision must be approve, reject or answer.");
            }
        }

        static Response of(ObjectNode json) {
            return new Response(
                    json.path("interaction_id").asText(),
                    json.path("decision").asText(),
                    json.path("text").asText(""));
        }

        private Answer answer() {
            return new Answer(
                    switch (decision) {
                        case "approve" -> Decision.APPROVED;
                        case "reject" -> Decision.REJECTED;
                        default -> Decision.ANSWERED;
                    },
                    text);
        }

        private String said() {
            String word = switch (decision) {
                case "approve" -> "Approved";
                case "reject" -> "Rejected";
                default -> "";
            };
            return word.isEmpty() ? text : text.isBlank() ? word + "." : word + ": " + text;
        }
    }

    /** The turn to watch; {@code fresh} when this message started it and an agent must be called. */
    record Opened(Turn turn, long after, boolean fresh) {}

    Opened open(Caller caller, Message message) {
        Run run = impersonation.audited(
                caller, Optional.empty(), message.as(), () -> store.read(handle -> find(handle, caller, message)));
        return impersonation.audited(caller, Optional.of(run), message.as(), () -> {
            try {
                return open(caller, message, run);
            } catch (Refusal e) {
                if (message.as().isPresent()) {
                    verifications.giveBack(run.id()); // a client starts the run before it can know of the refusal
                    bell.ring();
                }
                throw e;
            }
        });
    }

    private Opened open(Caller caller, Message message, Run found) {
        impersonation.check(caller, found, message.as());
        Run run = found.status() == RunStatus.DESIGNED ? verifications.start(caller, found.id()) : found;
        Opened opened = store.write(handle -> {
            Run own = Runs.own(handle, caller, run.id());
            return open(handle, caller, impersonation.take(handle, caller, own, message.as()), message);
        });
        bell.ring();
        return opened;
    }

    private Run find(Handle handle, Caller caller, Message message) {
        Optional<Run> run;
        String named;
        if (message.threadId().isPresent()) {
            run = Runs.byThread(handle, message.threadId().get());
            named = "thread '" + Request.clip(message.threadId().get()) + "'";
        } else if (message.taskId().isPresent()) {
            run = Runs.byTask(handle, message.taskId().get());
            named = "client task " + message.taskId().get();
        } else if (message.definitionId().isPresent()) {
            run = Runs.byDefinition(handle, message.definitionId().get());
            named = "task definition '" + Request.clip(message.definitionId().get()) + "'";
        } else {
            throw Refusal.invalid("nothing_to_work_on", "Send client_task_id, task_definition_id or thread_id.");
        }
        Run found = run.filter(r -> r.organizationId().equals(caller.user().organizationId()))
                .orElseThrow(() -> Refusal.notFound("nothing_to_work_on", "There is no " + named + " here."));
        boolean copied = TaskRuns.TASK.equals(found.record().path("origin").asText());
        if (!copied
                && message.definitionId().isPresent()
                && !message.definitionId().get().equals(found.taskDefinitionId())) {
            throw Refusal.invalid(
                    "definition_mismatch", "task_definition_id is not the definition of run " + found.id() + ".");
        }
        return Runs.own(handle, caller, found.id());
    }

    private Opened open(Handle handle, Caller caller, Run run, Message message) {
        if (run.status().isFinal()) {
            throw Refusal.conflict(
                    "run_final",
                    "Run %s is %s, so its agent does not work any more; refine it for a new run."
                            .formatted(run.id(), run.status().word()));
        }
        if (run.status() == RunStatus.SETTING_UP) {
            throw Refusal.conflict(
                    "setting_up", "The sandbox of run " + run.id() + " is being rebuilt; try again in a moment.");
        }
        Optional<Turn> last = run.threadId().flatMap(thread -> Threads.lastTurn(handle, thread));
        if (message.response().isPresent()) {
            return answer(handle, caller, run, last, message, message.response().get());
        }
        if (ManualWork.of(run)) {
            throw Refusal.conflict(
                    "manual_work",
                    "A person does the work of run %s by hand; refine it for a run of the agent.".formatted(run.id()));
        }
        if (last.isPresent() && last.get().state() != State.ERROR) {
            return new Opened(last.get(), Threads.before(handle, last.get()), false);
        }
        String kickoff =
                message.text().orElseThrow(() -> Refusal.invalid("message_missing", "Send a message for the agent."));
        return begin(
                handle,
                run,
                last,
                kickoff,
                kickoff,
                message.hitl(),
                message.readOnly() || run.targetUserId().isPresent());
    }

    private Opened answer(
            Handle handle, Caller caller, Run run, Optional<Turn> last, Message message, Response response) {
        Interaction asked = Interaction.ofRun(handle, run.id()).stream()
                .filter(interaction -> interaction.id().equals(response.interactionId()))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound(
                        "unknown_interaction",
                        "Run %s asked nothing with the id '%s'."
                                .formatted(run.id(), Request.clip(response.interactionId()))));
        if (asked.answer().isPresent()
                || last.filter(turn -> turn.state() == State.INTERACTION).isEmpty()) {
            throw Refusal.conflict(
                    "already_answered",
                    "That was already answered%s."
                            .formatted(asked.answeredBy().map(by -> " by " + by).orElse("")));
        }
        boolean approval = asked.kind().equals("approval");
        if (approval && caller.assistant()) {
            throw Refusal.forbidden(
                    "person_required",
                    "An approval needs a person: on the run's page, or with" + " nex workflow answer " + run.id()
                            + " --approve.");
        }
        if (approval == response.decision().equals("answer")) {
            throw Refusal.invalid(
                    "invalid_decision",
                    approval
                            ? "An approval is answered with approve or reject."
                            : "A question is answered with answer and a text.");
        }
        if (!approval && response.text().isBlank()) {
            throw Refusal.invalid("text_missing", "A question is answered with a text.");
        }
        Interaction.answer(handle, asked.id(), response.answer(), caller.user().email(), store.now());
        Turn before = last.orElseThrow();
        return begin(
                handle,
                run,
                last,
                response.said(),
                before.kickoff(),
                message.hitl() || before.hitl(),
                message.readOnly() || before.readOnly());
    }

    private Opened begin(
            Handle handle, Run run, Optional<Turn> last, String text, String kickoff, boolean hitl, boolean readOnly) {
        String thread = run.threadId().orElseGet(() -> {
            String id = UUID.randomUUID().toString();
            handle.execute("INSERT INTO threads (id, run_id, memory) VALUES (?, ?, '{}')", id, run.id());
            return id;
        });
        Turn turn = new Turn(
                UUID.randomUUID().toString(),
                thread,
                run.id(),
                last.map(Turn::n).orElse(0) + 1,
                State.QUEUED,
                text,
                kickoff,
                hitl,
                readOnly,
                store.now());
        threads.insert(handle, turn);
        ObjectNode first = Json.object().put("thread_id", thread).put("run_id", run.id());
        if (run.targetUserId().isPresent()) {
            first.put(
                            "target_user_email",
                            run.record().path("target_user_email").asText())
                    .put("read_only", true);
        }
        threads.append(handle, turn, "thread_initialized", first);
        Runs.set(
                handle,
                store,
                run.id(),
                "verifier_thread_id",
                thread,
                "verifier_client_task_status",
                "in_progress",
                "error_message",
                null,
                "worked_by",
                Json.compact(((ObjectNode) run.record().get("worked_by")).put("verifier", "offline")));
        return new Opened(turn, Threads.before(handle, turn), true);
    }
}
