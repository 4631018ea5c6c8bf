package nexhelm.agents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import nexhelm.Failure;
import nexhelm.client.Backend;
import nexhelm.client.Chat;
import nexhelm.client.Links;
import nexhelm.client.Patience;
import nexhelm.client.Session;
import nexhelm.client.StopReason;
import nexhelm.render.Conversation;
import nexhelm.render.Page;
import nexhelm.render.Style;
import nexhelm.render.Views;

/** Running: start the verification, follow the agent, go on after an answer. */
public final class RunWorkflow {

    /** What the agent is told when the operator says nothing. */
    static final String KICKOFF =
            "Carry this task through from start to end on your own. Use every tool that is needed."
                    + " Ask no human. If a step cannot be done, stop and say why. Invent no progress.";

    /** The same where somebody watches. */
    public static final String ATTENDED = "Carry this task through from start to end. Use every tool that is needed."
            + " Ask a person where approval or data is missing. Invent no progress.";

    /** The same for a rehearsal that is to show every step. */
    public static final String REHEARSAL =
            "Carry this task through from start to end on your own. Use every tool that is needed."
                    + " Ask no human. Leave a step that cannot be done to a person and go on. Invent no progress.";

    private RunWorkflow() {}

    /** Who is acted for, when it is somebody else. */
    private record Impersonation(String own, String target) {}

    static JsonNode run(Session session, LabWorkflow.Run in) {
        Optional<Impersonation> as = impersonation(session, in.asEmail());
        as.ifPresent(who -> session.progress().note("impersonating " + who.target() + " (read-only)"));
        ObjectNode run = in.standalone() ? standalone(session, in.runId()) : start(session, in.runId());
        String kickoff = in.kickoffPrompt().filter(text -> !text.isBlank()).orElse(in.hitl() ? ATTENDED : KICKOFF);
        ObjectNode body = LabWorkflow.user(session).put("message", kickoff).put("provider", "openai");
        if (!in.standalone()) {
            body.put("client_task_id", Links.taskId(run.path("verifier_client_task_id")));
        }
        String definition = run.path("task_definition_id").asText("");
        if (!definition.isEmpty() && !run.path("task_definition_id").isNull()) {
            body.put("task_definition_id", definition);
        }
        as.ifPresent(who -> body.put("impersonator_email", who.own())
                .put("target_user_email", who.target())
                .put("read_only", true));
        if (in.hitl()) {
            body.put("hitl", true);
        }
        session.progress().note("kickoff: " + kickoff);
        session.progress().waiting("running");
        ObjectNode result = finish(run, Chat.post(session, body), in.standalone());
        as.ifPresent(who -> result.put("impersonating", true)
                .put("impersonator_email", who.own())
                .put("target_user_email", who.target()));
        return result;
    }

    static JsonNode watch(Session session, LabWorkflow.Watch in) {
        ObjectNode run = patient(session, in.runId());
        for (int tries = 0; thread(run).isEmpty() && !CancelRuns.ended(run); tries++) {
            if (tries == 0) {
                session.progress()
                        .note("the run has not started (" + run.path("status").asText() + "); waiting");
            }
            Patience.pause(1000);
            run = patient(session, in.runId());
        }
        String thread = thread(run);
        if (thread.isEmpty()) {
            throw Failure.unexpected("run " + in.runId() + " ended ("
                    + run.path("status").asText() + ") without an agent at work, so there is nothing to watch");
        }
        session.progress().waiting("watching");
        return finish(run, Chat.follow(session, thread), false);
    }

    static JsonNode answer(Session session, LabWorkflow.Answer in) {
        boolean silent = !in.approve() && !in.reject() && !nexhelm.tool.Inputs.given(in.message());
        if (silent && session.speaker() == Session.Speaker.PERSON) {
            throw Failure.usage("answer requires --approve, --reject or -m TEXT");
        }
        ObjectNode run = LabWorkflow.read(session, in.runId());
        JsonNode waiting = run.path("interaction");
        if (!waiting.isObject()) {
            throw Failure.input(
                    "run " + in.runId() + " (" + run.path("status").asText() + ") does not wait for an answer");
        }
        boolean approval = waiting.path("kind").asText().equals("approval");
        if (approval && !in.approve() && !in.reject()) {
            throw session.speaker() == Session.Speaker.ASSISTANT
                    ? Failure.of(
                            Failure.Kind.PERSON_REQUIRED,
                            3,
                            "this run waits for an approval, which a person gives: "
                                    + run.path("view_url").asText())
                    : Failure.input("the run asks for an approval; use --approve or --reject");
        }
        if (silent) {
            throw Failure.usage("message is required: the answer to the run's question");
        }
        if (!approval && !nexhelm.tool.Inputs.given(in.message()) || !approval && in.reject()) {
            throw Failure.input("the run asks a question; answer it with -m TEXT");
        }
        ObjectNode response = nexhelm.json.Json.object()
                .put("interaction_id", waiting.path("interaction_id").asText())
                .put("decision", in.reject() ? "reject" : approval ? "approve" : "answer");
        in.message().filter(text -> !text.isBlank()).ifPresent(text -> response.put("text", text));
        ObjectNode body = LabWorkflow.user(session)
                .put("message", in.message().orElse(""))
                .put("provider", "openai")
                .put("thread_id", thread(run));
        JsonNode task = run.path("verifier_client_task_id");
        if (task.isNumber()) {
            body.put("client_task_id", Links.taskId(task));
        }
        body.put("hitl", true);
        body.set("interaction_response", response);
        session.progress().waiting("running");
        return finish(run, Chat.post(session, body), false);
    }

    /** How a person sees a run after its stream: the run, then how it ended and what comes next. */
    static void view(JsonNode result, Page page) {
        Views.run(result, page);
        Conversation.transcript(result.path("events"), page);
        outcome(result, page);
    }

    /** The last lines: how it ended, and what comes next. */
    public static void outcome(JsonNode result, Page page) {
        Style style = page.style();
        String thread = Style.line(result.path("thread_id").asText(""));
        String known = thread.isEmpty() || result.path("thread_id").isNull() ? "<unknown>" : thread;
        String id = Page.cell(result.path("id"));
        page.blank();
        switch (result.path("stop_reason").asText()) {
            case "complete" ->
                page.line(style.good("✓ stop_reason: complete") + "  thread: " + known)
                        .suggest("next: nex workflow evaluator " + id + " --verifier-thread-id " + known
                                + " --verdict approved");
            case "interaction" ->
                page.line(style.warn("⚠ stop_reason: interaction") + "  thread: " + known)
                        .suggest("next: nex workflow answer " + id + " " + answers(result))
                        .suggest("  or: answer in the dashboard, then nex workflow evaluator " + id)
                        .suggest("  or: nex workflow refine " + id + " -m 'remove the pause'");
            case "error" ->
                page.line(style.bad("✗ stop_reason: error") + "  "
                                + Style.line(result.path("error").asText()))
                        .suggest("next: nex workflow refine " + id + " -m 'what to change'");
            default ->
                page.line(style.warn("… stop_reason: cut_off") + "  thread: " + known
                                + "  the stream ended before the agent was done")
                        .line(
                                result.path("cause").asText("").isEmpty()
                                        ? ""
                                        : "why: "
                                                + Style.line(
                                                        result.path("cause").asText()))
                        .suggest("next: nex workflow run " + id + " again, or nex workflow watch " + id);
        }
    }

    /** What the interaction that a result ends with takes: a decision, or words. */
    public static String answers(JsonNode result) {
        return switch (asked(result.path("events")).path("kind").asText("")) {
            case "question" -> "-m TEXT";
            case "approval" -> "--approve | --reject";
            default -> "--approve | --reject | -m TEXT";
        };
    }

    /** What people were asked last; null when they were not. */
    private static JsonNode asked(JsonNode events) {
        JsonNode last = NullNode.getInstance();
        for (JsonNode event : events) {
            last = event.path("type").asText().equals("interaction") ? event.path("data") : last;
        }
        return last;
    }

    private static ObjectNode start(Session session, String runId) {
        Backend backend = session.backend();
        ObjectNode run;
        Optional<Failure> refused = Optional.empty();
        try {
            run = Links.enrich(
                    backend.object(
                            backend.post(
                                    Backend.path("/workflow-lab/runs/{}/start-verification", runId),
                                    LabWorkflow.user(session)),
                            "start-verification"),
                    session.config());
        } catch (Failure e) {
            if (e.status() != 400) {
                throw e;
            }
            refused = Optional.of(e);
            run = LabWorkflow.read(session, runId);
        }
        JsonNode task = run.path("verifier_client_task_id");
        if (task.isMissingNode() || task.isNull()) {
            throw Failure.unexpected("run " + runId + " has no verification task"
                    + refused.map(e -> ": " + e.getMessage()).orElse(""));
        }
        return run;
    }

    private static ObjectNode standalone(Session session, String runId) {
        ObjectNode run = LabWorkflow.read(session, runId);
        if (run.path("task_definition_id").asText("").isEmpty()
                || run.path("task_definition_id").isNull()) {
            throw Failure.unexpected("run " + runId + " has no task definition");
        }
        session.progress().note("standalone: no verification task, the task definition only");
        return run;
    }

    private static ObjectNode finish(ObjectNode run, Chat.Outcome outcome, boolean standalone) {
        run.set("events", outcome.events());
        run.put("stop_reason", outcome.stop().wire());
        run.put("thread_id", outcome.threadId().isEmpty() ? null : outcome.threadId());
        if (run.has("interaction")) { // as read before the agent went on
            run.putNull("interaction");
            if (outcome.stop() == StopReason.INTERACTION) {
                run.set("interaction", asked(outcome.events()));
            }
        }
        if (standalone) {
            run.put("standalone", true);
        }
        if (!outcome.error().isEmpty()) {
            run.put("error", outcome.error());
        }
        if (outcome.stop() == StopReason.CUT_OFF
                && !outcome.cause().isEmpty()
                && outcome.events().size() > 0
                && !outcome.cause().startsWith("the stream")
                && !outcome.cause().startsWith("the answer")) {
            run.put("cause", outcome.cause());
        }
        return run;
    }

    private static Optional<Impersonation> impersonation(Session session, Optional<String> as) {
        String target = as.orElse("").trim();
        if (target.isEmpty()) {
            return Optional.empty();
        }
        String own = session.config().userEmail().map(String::trim).orElse("");
        if (own.equalsIgnoreCase(target)) {
            session.progress().note("--as names your own account: a normal run, with writes");
            return Optional.empty();
        }
        if (own.isEmpty()) {
            throw Failure.input("--as needs your own e-mail, and user_email is not in the config;"
                    + " sign in with nex auth setup -e EMAIL");
        }
        return Optional.of(new Impersonation(own, target));
    }

    private static ObjectNode patient(Session session, String runId) {
        return Patience.with(session.progress(), () -> LabWorkflow.read(session, runId));
    }

    private static String thread(ObjectNode run) {
        JsonNode thread = run.path("verifier_thread_id");
        return thread.isTextual() ? thread.textValue() : "";
    }
}
