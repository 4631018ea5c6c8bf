package nexhelm.agents;

import static nexhelm.tool.Tool.Comfort.ASKS;
import static nexhelm.tool.Tool.Comfort.COMPARES;
import static nexhelm.tool.Tool.Comfort.LIVE;
import static nexhelm.tool.Tool.Comfort.NO_JSON;
import static nexhelm.tool.Tool.Comfort.SAVES;
import static nexhelm.tool.Tool.Comfort.WEB;
import static nexhelm.tool.Tool.Effect.DESTRUCTIVE;
import static nexhelm.tool.Tool.Effect.RUN;
import static nexhelm.tool.Tool.Effect.WRITE;
import static nexhelm.tool.Tool.Foreign.ALL;
import static nexhelm.tool.Tool.Surface.CLI;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexhelm.Failure;
import nexhelm.auth.Scope;
import nexhelm.client.Backend;
import nexhelm.client.Links;
import nexhelm.client.Session;
import nexhelm.client.Transcript;
import nexhelm.json.Json;
import nexhelm.render.Evidence;
import nexhelm.render.Views;
import nexhelm.tool.Agent;
import nexhelm.tool.Arg;
import nexhelm.tool.Inputs;
import nexhelm.tool.Tool;

/** Workflow Lab: analyse, design, refine, run and judge a workflow. */
public final class LabWorkflow {

    /** The agent and its actions, in the order that lists show. */
    public static final Agent AGENT = new Agent(
            "lab_workflow",
            "workflow",
            "Workflow Lab: from a transcript to a verified workflow.",
            List.of(
                    Tool.of("designer", Designer.class, LabWorkflow::designer)
                            .title("Design a workflow")
                            .help("Design a workflow from a transcript; answers the run with its proposal.")
                            .then("Keep the id: it is run_id everywhere. Show the proposal, refine it, then run.")
                            .needs(Scope.LAB_WRITE)
                            .answers(Fields.RUN)
                            .effect(WRITE)
                            .view(Views::designed),
                    Tool.of("refine", Refine.class, LabWorkflow::refine)
                            .title("Refine a workflow")
                            .help("Redesign a run with feedback, or with an edited definition as it is; answers a"
                                    + " new run and cancels the old one.")
                            .then("Go on with the new id: refine again, or run.")
                            .needs(Scope.LAB_WRITE)
                            .answers(Fields.RUN)
                            .effect(WRITE)
                            .overwrites()
                            .view(Views::designed),
                    Tool.of("export_task_definition", RunOnly.class, LabWorkflow::export)
                            .verb("export")
                            .title("Export a task definition")
                            .help("Export a run's task definition as JSON; edited, it goes back in through refine.")
                            .then("Use it before refine with task_definition.")
                            .needs(Scope.LAB_READ)
                            .answers(Fields.DEFINITION)
                            .with(SAVES)
                            .view(Views::json),
                    Tool.of("verifier", RunOnly.class, LabWorkflow::verifier)
                            .title("Start verification by hand")
                            .help("Start a run's verification without an agent; run does this by itself.")
                            .then("Rarely needed; then read trace.")
                            .needs(Scope.LAB_WRITE)
                            .answers(Fields.RUN)
                            .effect(WRITE)
                            .view(Views::verifying),
                    Tool.of("run", Run.class, RunWorkflow::run)
                            .title("Run a workflow")
                            .help("Run a workflow end to end in its sandbox and follow the agent until it stops; may"
                                    + " take minutes. stop_reason says how it ended: complete, error, interaction,"
                                    + " cut_off.")
                            .then("After complete: trace, then evaluator; interaction: a person answers; cut_off:"
                                    + " run again.")
                            .needs(Scope.AGENT_RUN)
                            .answers(Fields.RAN)
                            .effect(RUN)
                            .with(LIVE)
                            .view(RunWorkflow::view),
                    Tool.of("watch", Watch.class, RunWorkflow::watch)
                            .title("Watch a run")
                            .only(CLI)
                            .help("Attach to a run: show what happened so far, then follow live; waits for a run"
                                    + " that has not started.")
                            .needs(Scope.AGENT_RUN)
                            .with(LIVE)
                            .view(RunWorkflow::view),
                    Tool.of("answer", Answer.class, RunWorkflow::answer)
                            .title("Answer a waiting run")
                            .help("Answer a run that stopped at an interaction, and follow it on from that very"
                                    + " call. A question takes a message; an approval needs a person.")
                            .then("Read stop_reason as after run.")
                            .needs(Scope.AGENT_RUN)
                            .answers(Fields.RAN)
                            .effect(RUN)
                            .with(LIVE)
                            .view(RunWorkflow::view),
                    Tool.of("trace", TraceOf.class, LabWorkflow::trace)
                            .title("Read a run's trace")
                            .help("Read what the agent did in a run: messages, tool calls, results.")
                            .then("Read it before evaluator; the agent's own summary is no evidence.")
                            .needs(Scope.AGENT_RUN)
                            .answers(Fields.TRACE)
                            .view(Evidence::trace),
                    Tool.of("evaluator", Evaluator.class, LabWorkflow::evaluator)
                            .title("Record a verdict")
                            .help("Finalise a run: record a reviewer's verdict, or let the engine classify it when"
                                    + " none is given.")
                            .then("approved is a person's word: ask first. show tells the final status.")
                            .needs(Scope.LAB_WRITE)
                            .answers(Fields.RUN)
                            .effect(WRITE)
                            .view(Views::run),
                    Tool.of("show", RunOnly.class, LabWorkflow::show)
                            .title("Show a run")
                            .help("Show one run: status, proposal, links.")
                            .then("interaction says what it waits for; trace says what was done.")
                            .needs(Scope.LAB_READ)
                            .answers(Fields.RUN)
                            .with(WEB)
                            .view(Views::run),
                    Tool.of("list", ListRuns.class, LabWorkflow::list)
                            .title("List runs")
                            .help("List the newest runs of the operator.")
                            .then("show reads one of them.")
                            .needs(Scope.LAB_READ)
                            .answers(Fields.LISTED)
                            .view(Views::runs),
                    Tool.of("files", RunEvidence.Files.class, RunEvidence::files)
                            .title("List what a run wrote")
                            .help("List what a run wrote in the sandbox (nexhelm engines only).")
                            .then("Compare them with what the trace claims.")
                            .needs(Scope.LAB_READ)
                            .answers(Fields.FILES)
                            .saving("folder:s saved:a not_kept:a")
                            .view(Views::files),
                    Tool.of("diff", RunEvidence.Diff.class, RunEvidence::diff)
                            .title("Compare two runs")
                            .help("Compare two runs step by step: outcomes, tool calls, files, and what got worse"
                                    + " (nexhelm engines only).")
                            .then("regressions names what got worse: refine again, or read both traces.")
                            .needs(Scope.LAB_READ)
                            .answers(Fields.COMPARED)
                            .with(COMPARES)
                            .view(Evidence::comparison),
                    Tool.of("report", RunEvidence.Report.class, RunEvidence::report)
                            .title("Write a report of a run")
                            .onDisk()
                            .help("Write one file for a client: what was asked, designed, done and written, and who"
                                    + " decided (nexhelm engines only). Markdown on stdout without -o.")
                            .told("Make a report for a client: what was asked, designed, done and written, and who"
                                    + " decided (nexhelm engines only). Markdown in text when no file is named.")
                            .then("Give it to the person.")
                            .foreign(ALL)
                            .needs(Scope.LAB_READ)
                            .answers("run_id:s format:s file:s text:s")
                            .view(RunEvidence::reported),
                    Tool.of("cancel", CancelRuns.Cancel.class, CancelRuns::cancel)
                            .title("Cancel runs")
                            .help("Cancel one run, all active runs of a sandbox, or all active runs of yours.")
                            .then("Ask first; use dry_run to see what it would hit.")
                            .needs(Scope.LAB_WRITE)
                            .answers(Fields.CANCELLED)
                            .effect(DESTRUCTIVE)
                            .with(ASKS)
                            .view(Views::cancelled),
                    Tool.of("sandbox_accounts", Accounts.class, LabWorkflow::accounts)
                            .title("List sandbox accounts")
                            .help("List the sandbox accounts that runs can be bound to.")
                            .then("designer takes the sandbox_user_id of one.")
                            .needs(Scope.LAB_READ)
                            .toolset("sandbox")
                            .answers(Fields.ACCOUNTS)
                            .view(Views::sandboxAccounts),
                    Tool.of("set_default_sandbox", DefaultSandbox.class, LabWorkflow::setDefaultSandbox)
                            .only(CLI)
                            .title("Set the default sandbox")
                            .help("Remember the sandbox account that designer uses when none is named.")
                            .effect(WRITE)
                            .with(NO_JSON),
                    Tool.of("integration_engineer", Engineer.class, LabWorkflow::integrationEngineer)
                            .title("Find missing integrations")
                            .help("Say which capabilities a transcript needs, which exist, and which are missing.")
                            .then("Nothing is created. When no blocker is missing, call designer.")
                            .needs(Scope.LAB_WRITE)
                            .answers(Fields.ANALYSIS)
                            .view(Views::analysis)));

    private LabWorkflow() {}

    record RunOnly(
            @Arg(help = "Id of the run.", positional = true) String runId) {}

    record TraceOf(
            @Arg(help = "Id of the run.", positional = true) String runId,

            @Arg(
                    help = "As a tree: steps, their calls and results, decisions, with times (nexhelm engines only).",
                    mcp = false)
            boolean tree) {}

    record Designer(
            @Arg(
                    help = "The transcript itself.",
                    files = {"-f", "--transcript-file"})
            Optional<String> transcriptText,

            @Arg(
                    help = "Link or id of a Google document that anybody with the link can read.",
                    flags = {"-u", "--transcript-url"})
            Optional<String> transcriptUrl,

            @Arg(help = "Id of a document that the backend knows.")
            Optional<String> transcriptDocId,

            @Arg(
                    help = "Sandbox account to bind the run to.",
                    flags = {"-s"})
            Optional<String> sandboxUserId,

            @Arg(help = "Client that the run is for.") Optional<String> targetClientId,

            @Arg(
                    help = "What the designer should keep in mind.",
                    flags = {"-H", "--hint"},
                    files = {"--hint-file"})
            Optional<String> designNote) {}

    record Engineer(
            @Arg(
                    help = "The transcript itself.",
                    files = {"-f", "--transcript-file"})
            Optional<String> transcriptText,

            @Arg(
                    help = "Link or id of a Google document that anybody with the link can read.",
                    flags = {"-u", "--transcript-url"})
            Optional<String> transcriptUrl) {}

    record Refine(
            @Arg(help = "Run to start from.", positional = true)
            String runId,

            @Arg(
                    help = "What to change.",
                    flags = {"-m"},
                    files = {"-F", "--feedback-file"})
            Optional<String> feedback,

            @Arg(
                    help = "An edited task definition, used as it is; what export writes is fine too.",
                    files = {"-T", "--task-definition-file"})
            Optional<JsonNode> taskDefinition) {
        Refine {
            Inputs.exactlyOne(
                    "refine",
                    Inputs.given(feedback),
                    "feedback",
                    taskDefinition.filter(td -> !definition(td).isEmpty()).isPresent(),
                    "task_definition");
        }
    }

    record Run(
            @Arg(help = "Run to carry out.", positional = true)
            String runId,

            @Arg(
                    help = "First message to the agent.",
                    flags = {"-k", "--kickoff"})
            Optional<String> kickoffPrompt,

            @Arg(
                    help = "Act read-only on this person's data; your account must be allowed to.",
                    flags = {"--as"})
            Optional<String> asEmail,

            @Arg(help = "Chat with the task definition only, without a verification task.")
            boolean standalone,

            @Arg(help = "Stop at gates and for missing data and wait for a person, instead of rehearsing.")
            boolean hitl) {}

    record Watch(
            @Arg(help = "Run to attach to.", positional = true)
            String runId) {}

    record Answer(
            @Arg(help = "Run that waits.", positional = true)
            String runId,

            @Arg(help = "Approve what it asks.", mcp = false)
            boolean approve,

            @Arg(help = "Reject what it asks.", mcp = false) boolean reject,

            @Arg(
                    help = "Answer to its question, or a word with the decision.",
                    flags = {"-m"},
                    files = {"-F", "--message-file"})
            Optional<String> message) {
        Answer {
            if (approve && reject) {
                throw Failure.usage("answer: --approve and --reject are mutually exclusive");
            }
        }
    }

    record Evaluator(
            @Arg(help = "Run to finalise.", positional = true)
            String runId,

            @Arg(help = "Thread of the agent's work.") Optional<String> verifierThreadId,
            @Arg(help = "Execution of the agent's work.") Optional<String> verifierExecutionId,

            @Arg(
                    help = "The reviewer's verdict: approved or rejected; leave it out to let the engine classify.",
                    choices = {"approved", "rejected"},
                    flags = {"--verdict"})
            Optional<String> reviewerVerdict,

            @Arg(
                    help = "Why.",
                    flags = {"--note"})
            Optional<String> reviewerNote) {}

    record ListRuns(
            @Arg(
                    help = "How many, newest first.",
                    flags = {"-n"},
                    fallback = "50",
                    min = 1,
                    max = 200)
            int limit,

            @Arg(help = "Only runs bound to this sandbox account.")
            Optional<String> sandboxUserId,

            @Arg(help = "Only runs that have not ended.") boolean active) {}

    record Accounts(
            @Arg(help = "Include disabled accounts.") boolean includeDisabled) {}

    record DefaultSandbox(
            @Arg(help = "Sandbox account to remember.", positional = true)
            Optional<String> sandboxUserId,

            @Arg(help = "Forget it.") boolean clear,

            @Arg(help = "Save without asking the backend whether it exists.")
            boolean skipVerify) {}

    private static JsonNode designer(Session session, Designer in) {
        Optional<String> text = transcript(session, in.transcriptText(), in.transcriptUrl());
        Optional<String> docId = in.transcriptDocId().filter(id -> !id.isEmpty());
        if (text.filter(t -> !t.isEmpty()).isEmpty() && docId.isEmpty()) {
            throw Failure.input("Either transcript_text or transcript_doc_id is required"
                    + ways(
                            session,
                            " (-f FILE, -f - for standard input, --transcript-text, -u URL, --transcript-doc-id)"));
        }
        if (text.filter(String::isBlank).isPresent() && docId.isEmpty()) {
            throw Failure.input("the transcript is empty");
        }
        ObjectNode body = user(session).put("use_real_client", false);
        text.filter(t -> !t.isEmpty()).ifPresent(t -> body.put("transcript_text", t));
        docId.ifPresent(id -> body.put("transcript_doc_id", id));
        sandbox(session, in.sandboxUserId()).ifPresent(id -> body.put("sandbox_user_id", id));
        in.targetClientId().filter(id -> !id.isEmpty()).ifPresent(id -> body.put("target_client_id", id));
        in.designNote().filter(note -> !note.isBlank()).ifPresent(note -> body.put("design_note", note));
        session.progress().waiting("designing");
        Backend backend = session.backend();
        return Links.enrich(backend.object(backend.create("/workflow-lab/runs", body), "designer"), session.config());
    }

    /** The flags behind a message, for those who have flags. */
    private static String ways(Session session, String flags) {
        return session.speaker() == Session.Speaker.PERSON ? flags : "";
    }

    /** The account named, else on the command line the remembered one. */
    private static Optional<String> sandbox(Session session, Optional<String> named) {
        Optional<String> given = named.filter(id -> !id.isEmpty());
        if (given.isPresent() || session.speaker() == Session.Speaker.ASSISTANT) {
            return given;
        }
        Optional<String> remembered = session.config().defaultSandboxUserId();
        remembered.ifPresent(id -> session.progress().note("using the default sandbox " + id));
        return remembered;
    }

    private static Optional<String> transcript(Session session, Optional<String> text, Optional<String> url) {
        Optional<String> link = url.filter(u -> !u.isBlank());
        boolean assistant = session.speaker() == Session.Speaker.ASSISTANT;
        if (link.isEmpty() || assistant && text.isPresent()) {
            return text.map(t -> assistant ? t : Transcript.normal(t));
        }
        if (text.isPresent()) {
            session.progress().note("using the document of --transcript-url; the other transcript is ignored");
        }
        String fetched = Transcript.fetch(session.world(), link.get());
        session.progress().note("fetched a transcript of " + String.format("%,d", fetched.length()) + " characters");
        return Optional.of(fetched);
    }

    private static JsonNode refine(Session session, Refine in) {
        ObjectNode body = user(session);
        if (Inputs.given(in.feedback())) {
            body.put("feedback", in.feedback().get());
        } else {
            body.set("task_definition", definition(in.taskDefinition().get()));
        }
        session.progress().waiting("redesigning");
        Backend backend = session.backend();
        ObjectNode run = backend.object(
                backend.create(Backend.path("/workflow-lab/runs/{}/refine", in.runId()), body), "refine");
        return Links.enrich(run, session.config()).put("refined_from_run_id", in.runId());
    }

    /** What export writes holds the definition inside; both forms are taken. */
    private static JsonNode definition(JsonNode given) {
        return given.path("task_definition").isObject() ? given.path("task_definition") : given;
    }

    private static JsonNode export(Session session, RunOnly in) {
        return session.backend()
                .object(
                        session.backend()
                                .get(Backend.path("/workflow-lab/runs/{}/task-definition", in.runId()), query(session)),
                        "export");
    }

    private static JsonNode verifier(Session session, RunOnly in) {
        Backend backend = session.backend();
        return Links.enrich(
                backend.object(
                        backend.post(
                                Backend.path("/workflow-lab/runs/{}/start-verification", in.runId()), user(session)),
                        "verifier"),
                session.config());
    }

    private static JsonNode evaluator(Session session, Evaluator in) {
        session.config();
        in.reviewerVerdict()
                .filter(verdict -> !List.of("approved", "rejected").contains(verdict))
                .ifPresent(verdict -> {
                    throw Failure.input(
                            "reviewer_verdict must be 'approved', 'rejected', or omitted, not '" + verdict + "'");
                });
        ObjectNode body = user(session);
        in.verifierThreadId().filter(t -> !t.isEmpty()).ifPresent(id -> body.put("verifier_thread_id", id));
        in.verifierExecutionId().filter(t -> !t.isEmpty()).ifPresent(id -> body.put("verifier_execution_id", id));
        in.reviewerVerdict().ifPresent(verdict -> body.put("reviewer_verdict", verdict));
        in.reviewerNote().ifPresent(note -> body.put("reviewer_note", note));
        Backend backend = session.backend();
        return Links.enrich(
                backend.object(
                        backend.post(Backend.path("/workflow-lab/runs/{}/finalise", in.runId()), body), "evaluator"),
                session.config());
    }

    private static JsonNode show(Session session, RunOnly in) {
        return read(session, in.runId());
    }

    /** One run with its links. */
    static ObjectNode read(Session session, String runId) {
        Backend backend = session.backend();
        return Links.enrich(
                backend.object(
                        backend.get(Backend.path("/workflow-lab/runs/{}", runId), query(session)), "run " + runId),
                session.config());
    }

    private static JsonNode trace(Session session, TraceOf in) {
        if (in.tree()) {
            return RunEvidence.tree(session, in.runId());
        }
        ObjectNode run = read(session, in.runId());
        String thread = run.path("verifier_thread_id").asText("");
        JsonNode task = run.path("verifier_client_task_id");
        if (run.path("verifier_thread_id").isNull() || thread.isEmpty()) {
            thread = task.isMissingNode() || task.isNull() ? "" : threadOf(session, Links.taskId(task), run);
        }
        if (thread.isEmpty()) {
            run.set("messages", Json.array());
            return run.put(
                    "messages_status",
                    task.isMissingNode() || task.isNull()
                            ? "verification has not started; start it with "
                                    + (session.speaker() == Session.Speaker.PERSON
                                            ? session.world().typed("nex workflow run " + in.runId())
                                            : "the tool run")
                            : "task #" + task.asText() + " is "
                                    + run.path("verifier_client_task_status").asText("unknown")
                                    + ", and nothing has been posted yet");
        }
        JsonNode answer =
                session.backend().get(Backend.path("/langchain-agent/threads/{}/messages", thread), query(session));
        run.set("messages", answer.path("messages").isArray() ? answer.path("messages") : Json.array());
        return run;
    }

    private static String threadOf(Session session, long task, ObjectNode run) {
        var query = new java.util.LinkedHashMap<String, String>();
        query.put("client_task_id", Long.toString(task));
        query.putAll(query(session));
        try {
            String thread = session.backend()
                    .get("/langchain-agent/threads-by-task", query)
                    .path("thread_id")
                    .asText("");
            if (!thread.isEmpty() && !thread.equals("null")) {
                run.put("verifier_thread_id_resolved", thread);
                return thread;
            }
        } catch (Failure e) {
            if (e.status() != 404) {
                throw e;
            }
            run.put("threads_by_task_status", "no thread is known for task #" + task);
        }
        return "";
    }

    private static JsonNode list(Session session, ListRuns in) {
        var query = new java.util.LinkedHashMap<>(query(session));
        query.put("limit", Integer.toString(in.limit()));
        JsonNode answer = listing(session, "/workflow-lab/runs", query, "runs");
        ArrayNode runs = Json.array();
        for (JsonNode run : answer.path("runs")) {
            boolean wanted = in.sandboxUserId()
                            .filter(id -> !id.equals(run.path("sandbox_user_id").asText()))
                            .isEmpty()
                    && !(in.active() && CancelRuns.ended(run));
            if (wanted && run instanceof ObjectNode object) {
                runs.add(Links.enrich(object, session.config()));
            }
        }
        ObjectNode result = Json.object();
        result.set("runs", runs);
        return result;
    }

    /** An answer with a list inside; without it an empty result would be a lie. */
    static ObjectNode listing(Session session, String path, Map<String, String> query, String key) {
        ObjectNode answer = session.backend().object(session.backend().get(path, query), "GET " + path);
        if (!answer.path(key).isArray() && !answer.path(key).isNull()) {
            throw Failure.backend(200, "GET " + path + " answered without " + key);
        }
        return answer;
    }

    private static JsonNode accounts(Session session, Accounts in) {
        var query = new java.util.LinkedHashMap<>(query(session));
        query.put("include_disabled", Boolean.toString(in.includeDisabled()));
        return listing(session, "/workflow-lab/sandbox-accounts", query, "sandbox_accounts");
    }

    private static JsonNode setDefaultSandbox(Session session, DefaultSandbox in) {
        session.config();
        Optional<String> wanted = in.sandboxUserId().filter(id -> !id.isBlank());
        if (in.clear() == wanted.isPresent()) {
            throw Failure.input(in.clear() ? "--clear takes no SANDBOX_USER_ID" : "name a SANDBOX_USER_ID, or --clear");
        }
        if (wanted.isPresent() && !in.skipVerify()) {
            verify(session, wanted.get());
        }
        ObjectNode change = Json.object();
        change.put("default_sandbox_user_id", wanted.orElse(null));
        session.configFile().save(session.config().with(change));
        return Json.object()
                .put("default_sandbox_user_id", wanted.orElse(null))
                .put("config_file", session.configFile().path().toString());
    }

    private static void verify(Session session, String wanted) {
        JsonNode known;
        try {
            known = accounts(session, new Accounts(true)).path("sandbox_accounts");
        } catch (Failure e) {
            session.progress().note("not verified, saved all the same: " + e.getMessage());
            return;
        }
        for (JsonNode account : known) {
            if (account.path("sandbox_user_id").asText().equals(wanted)) {
                return;
            }
        }
        if (!known.isEmpty()) {
            throw Failure.input("sandbox account not found: " + wanted)
                    .hint("nex workflow sandbox-accounts lists them");
        }
        session.progress().note("the backend lists no sandbox accounts, so " + wanted + " is saved unverified");
    }

    private static JsonNode integrationEngineer(Session session, Engineer in) {
        Optional<String> text = transcript(session, in.transcriptText(), in.transcriptUrl());
        if (text.isEmpty()) {
            throw Failure.input("Either transcript_text or transcript_url is required"
                    + ways(session, " (-f FILE, -f - for standard input, --transcript-text, -u URL)"));
        }
        if (text.get().isBlank()) {
            throw Failure.input("Transcript is empty");
        }
        session.progress().waiting("analysing");
        return session.backend()
                .object(
                        session.backend()
                                .post(
                                        "/workflow-lab/integration-engineer",
                                        user(session).put("transcript", text.get())),
                        "integration-engineer");
    }

    /** A body that begins with the operator. */
    static ObjectNode user(Session session) {
        return Json.object().put("user_id", session.config().userId());
    }

    /** A query that names the operator. */
    static Map<String, String> query(Session session) {
        return Map.of("user_id", session.config().userId());
    }
}
