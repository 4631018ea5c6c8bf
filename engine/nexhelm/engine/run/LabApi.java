package nexhelm.engine.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import nexhelm.engine.auth.Caller;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;
import nexhelm.engine.persona.IntegrationEngineer;
import nexhelm.engine.sandbox.Paper;
import nexhelm.engine.store.Store;
import nexhelm.json.Json;

/** The endpoints below {@code /workflow-lab} and {@code /langchain-agent}. */
public final class LabApi {

    private final Store store;
    private final Lab lab;
    private final IntegrationEngineer engineer;

    public LabApi(Store store, Lab lab, IntegrationEngineer engineer) {
        this.store = store;
        this.lab = lab;
        this.engineer = engineer;
    }

    public JsonNode design(Caller caller, Request request) {
        return lab.design(caller, request).record();
    }

    public JsonNode list(Caller caller, Request request) {
        int limit = request.query("limit", 1, 200, 50);
        ObjectNode answer = Json.object();
        answer.set(
                "runs",
                Rows.array(store.read(handle -> Runs.of(handle, caller.user().id(), limit)).stream()
                        .map(Run::record)
                        .toList()));
        return answer;
    }

    public JsonNode show(Caller caller, Request request) {
        Run run = run(caller, request);
        ObjectNode record = run.record();
        record.set(
                "interaction",
                store.read(handle -> Interaction.waiting(handle, run.id()))
                        .<JsonNode>map(Interaction::json)
                        .orElseGet(record::nullNode));
        return record;
    }

    public JsonNode refine(Caller caller, Request request) {
        return lab.refine(caller, request.path("id"), request).record();
    }

    public JsonNode export(Caller caller, Request request) {
        Run run = run(caller, request);
        ObjectNode answer = Json.object().put("run_id", run.id()).put("task_definition_id", run.taskDefinitionId());
        answer.set("task_definition", store.read(handle -> Definitions.of(handle, run)));
        return answer.put("verification_status", run.status().word());
    }

    public JsonNode startVerification(Caller caller, Request request) {
        return lab.startVerification(caller, request.path("id")).record();
    }

    public JsonNode finalise(Caller caller, Request request) {
        return lab.finalise(caller, request.path("id"), request).record();
    }

    public JsonNode cancel(Caller caller, Request request) {
        return lab.cancel(caller, request.path("id"), request.flag("steal")).record();
    }

    public JsonNode sandboxAccounts(Caller caller, Request request) {
        return lab.sandboxes()
                .accounts(
                        caller,
                        request.query("include_disabled").filter("true"::equals).isPresent());
    }

    public JsonNode activeRuns(Caller caller, Request request) {
        return lab.sandboxes()
                .activeRuns(
                        caller,
                        request.query("sandbox_user_id")
                                .orElseThrow(() -> Refusal.invalid(
                                        "sandbox_user_id_missing", "Name the sandbox with sandbox_user_id.")));
    }

    public JsonNode audit(Caller caller, Request request) {
        ObjectNode answer = Json.object();
        answer.set(
                "entries",
                Rows.array(
                        lab
                                .audit()
                                .newest(caller.user().organizationId(), request.query("limit", 1, 1000, 200))
                                .stream()
                                .map(Audit.Entry::json)
                                .toList()));
        return answer;
    }

    public JsonNode analyse(Caller caller, Request request) {
        String transcript = request.text("transcript")
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> Refusal.invalid("transcript_missing", "Send the transcript to analyse."));
        return engineer.analyse(transcript);
    }

    /** What the sandbox of a run is built from, and in short what that holds. */
    public JsonNode blueprint(Caller caller, Request request) {
        return store.read(handle -> {
            Run run = Runs.visible(handle, caller, request.path("id"));
            return lab.sandboxes().blueprint(handle, run);
        });
    }

    public JsonNode files(Caller caller, Request request) {
        Run run = run(caller, request);
        ObjectNode answer = Json.object().put("run_id", run.id());
        answer.set(
                "files",
                Rows.array(store.read(handle -> lab.evidence().files(handle, run)).stream()
                        .map(file -> file.json(run.id()))
                        .toList()));
        return answer;
    }

    public JsonNode trace(Caller caller, Request request) {
        return store.read(handle -> Trace.of(handle, lab.evidence(), Runs.visible(handle, caller, request.path("id"))));
    }

    /** Two runs step by step. */
    public JsonNode compare(Caller caller, Request request) {
        return compare(caller, request.query("a").orElse(""), request.query("b").orElse(""));
    }

    public ObjectNode compare(Caller caller, String a, String b) {
        return store.read(handle -> Comparison.of(
                handle, lab.evidence(), Runs.visible(handle, caller, a), Runs.visible(handle, caller, b)));
    }

    /** A file's content; with {@code as=text} what a reader sees of it, which differs of a PDF. */
    public void file(Caller caller, Request request) {
        Run run = run(caller, request);
        String id = request.path("file");
        Evidence.Changed file = store.read(handle -> lab.evidence().files(handle, run)).stream()
                .filter(changed -> changed.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound(
                        "file_not_found", "Run %s has no file '%s'.".formatted(run.id(), Request.clip(id))));
        boolean before = version(request, file);
        Paper paper = store.read(handle -> lab.evidence().paper(handle, run, file, before))
                .orElseThrow(() -> Refusal.notFound(
                        "file_not_kept",
                        "'%s' was too large to keep when the sandbox was wiped.".formatted(Request.clip(file.path()))));
        boolean text = request.query("as").filter("text"::equals).isPresent();
        Attachment.send(
                request,
                (before ? "before " : "") + file.title(),
                text ? new Paper("text/plain; charset=utf-8", paper.text(), Optional.empty()) : paper);
    }

    /** The transcript that a run was designed from, as it was received: what `source` counts in. */
    public void transcript(Caller caller, Request request) {
        Run run = run(caller, request);
        Attachment.send(
                request, "transcript", new Paper("text/plain; charset=utf-8", run.transcript(), Optional.empty()));
    }

    /** Whether the content before the run is asked for; of a deleted file that is all there is. */
    private static boolean version(Request request, Evidence.Changed file) {
        String version = request.query("version").orElse(file.change().equals("deleted") ? "before" : "after");
        if (!version.equals("before") && !version.equals("after")) {
            throw Refusal.invalid(
                    "invalid_version", "version is before or after, not '%s'.".formatted(Request.clip(version)));
        }
        if (version.equals("before") ? file.before().isEmpty() : file.change().equals("deleted")) {
            throw Refusal.notFound(
                    "version_not_found",
                    version.equals("before")
                            ? "The run created '%s'; there was nothing before.".formatted(Request.clip(file.path()))
                            : "The run deleted '%s'; ask for version=before.".formatted(Request.clip(file.path())));
        }
        return version.equals("before");
    }

    public void chat(Caller caller, Request request) {
        Lab.Watch watch = lab.chat(caller, request);
        lab.stream().serve(request.context(), caller, watch.threadId(), watch.after());
    }

    public JsonNode threadByTask(Caller caller, Request request) {
        String text = request.query("client_task_id").orElse("");
        if (!text.matches("[0-9]{1,18}")) {
            throw Refusal.invalid("client_task_id", "client_task_id must be a whole number.");
        }
        Optional<Run> run = store.read(handle -> Runs.byTask(handle, Long.parseLong(text)))
                .filter(r -> r.organizationId().equals(caller.user().organizationId()));
        return Json.object()
                .put(
                        "thread_id",
                        run.flatMap(Run::threadId)
                                .orElseThrow(() -> Refusal.notFound(
                                        "thread_not_found", "Client task " + text + " has no thread yet.")));
    }

    public JsonNode messages(Caller caller, Request request) {
        String thread = thread(caller, request);
        ObjectNode answer = Json.object().put("thread_id", thread);
        answer.set("messages", store.read(handle -> Threads.messages(handle, thread)));
        return answer;
    }

    public void events(Caller caller, Request request) {
        lab.stream().serve(request.context(), caller, thread(caller, request), after(request));
    }

    /** The event after which a stream goes on: the browser's header, else the query. */
    public static long after(Request request) {
        return request.header("Last-Event-ID")
                .or(() -> request.query("after"))
                .map(String::strip)
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElse(0L);
    }

    private String thread(Caller caller, Request request) {
        String id = request.path("thread");
        return store.read(handle -> Runs.byThread(handle, id))
                .filter(run -> run.organizationId().equals(caller.user().organizationId()))
                .flatMap(Run::threadId)
                .orElseThrow(() ->
                        Refusal.notFound("thread_not_found", "There is no thread '%s'.".formatted(Request.clip(id))));
    }

    private Run run(Caller caller, Request request) {
        return store.read(handle -> Runs.visible(handle, caller, request.path("id")));
    }
}
