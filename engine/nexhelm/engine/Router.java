package nexhelm.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import nexhelm.engine.auth.AuthApi;
import nexhelm.engine.auth.Caller;
import nexhelm.engine.auth.Gate;
import nexhelm.engine.auth.Scope;
import nexhelm.engine.auth.Sessions;
import nexhelm.engine.http.Origin;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;
import nexhelm.engine.http.Turnstile;
import nexhelm.engine.page.Pages;
import nexhelm.engine.run.Downloads;
import nexhelm.engine.run.LabApi;
import nexhelm.engine.run.SandboxApi;
import nexhelm.engine.run.ServiceApi;
import nexhelm.engine.run.TasksApi;
import nexhelm.engine.workspace.WorkspaceApi;
import nexhelm.json.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every path of the engine, what it needs, and what every answer has in common. */
final class Router {

    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    private final Origin origin;
    private final String instance;
    private final Gate gate;
    private final AuthApi auth;
    private final Sessions sessions;
    private final LabApi lab;
    private final SandboxApi sandbox;
    private final TasksApi tasks;
    private final ServiceApi service;
    private final Downloads downloads;
    private final WorkspaceApi workspaces;
    private final Pages pages;
    private final Turnstile transcripts =
            new Turnstile(Math.max(4, Runtime.getRuntime().availableProcessors()), 32, Duration.ofSeconds(60));

    Router(
            Origin origin,
            String instance,
            Gate gate,
            AuthApi auth,
            Sessions sessions,
            LabApi lab,
            SandboxApi sandbox,
            TasksApi tasks,
            ServiceApi service,
            Downloads downloads,
            WorkspaceApi workspaces,
            Pages pages) {
        this.origin = origin;
        this.instance = instance;
        this.gate = gate;
        this.auth = auth;
        this.sessions = sessions;
        this.lab = lab;
        this.sandbox = sandbox;
        this.tasks = tasks;
        this.service = service;
        this.downloads = downloads;
        this.workspaces = workspaces;
        this.pages = pages;
    }

    /** Answers with JSON. */
    private interface Answer {
        JsonNode to(Caller caller, Request request);
    }

    /** Answers somebody who is not known yet. */
    private interface Stranger {
        JsonNode to(Context context) throws Exception;
    }

    /** Writes its answer itself. */
    private interface Writer {
        void answer(Caller caller, Request request);
    }

    void register(RoutesConfig routes) {
        routes.before(this::guard);
        routes.get(
                "/healthz",
                context -> json(
                        context,
                        Json.object()
                                .put("status", "ok")
                                .put("engine", "nexhelm-engine")
                                .put("version", Version.TEXT)
                                .put("instance", instance)));
        registerAuth(routes);
        registerLab(routes);
        routes.get("/task_definitions", get(Scope.TASKS_READ, tasks::definitions));
        routes.get("/task_definitions/{id}", get(Scope.TASKS_READ, tasks::definition));
        routes.get("/task-schedules", get(Scope.TASKS_READ, tasks::schedules));
        routes.get("/task-schedules/{id}", get(Scope.TASKS_READ, tasks::schedule));
        routes.delete("/task-schedules/{id}", context -> {
            Request request = Request.withoutBody(context);
            Caller caller = gate.caller(request, Scope.TASKS_WRITE);
            JsonNode gone = tasks.delete(caller, request);
            Journal.changed(context, caller, gone);
            json(context, gone);
        });
        routes.post("/task-schedules", post(Scope.TASKS_WRITE, tasks::create));
        routes.post("/task-schedules/{id}/trigger", post(Scope.TASKS_WRITE, tasks::trigger));
        routes.post("/task-schedules/{id}/pause", post(Scope.TASKS_WRITE, tasks::pause));
        routes.post("/task-schedules/{id}/resume", post(Scope.TASKS_WRITE, tasks::resume));
        registerWorkspaces(routes);
        service.register(routes);
        routes.post("/presigned-download-url", post(Scope.LAB_READ, downloads::presign));
        routes.get("/downloads/{run}/{file}", context -> downloads.fetch(Request.withoutBody(context)));
        pages.register(routes);
        routes.after("/dashboard/login", Journal::page);
        routes.exception(Refusal.class, (refusal, context) -> refuse(context, refusal));
        routes.exception(HttpResponseException.class, (e, context) -> refuse(context, unrouted(context, e)));
        routes.exception(Exception.class, this::fail);
    }

    private void registerAuth(RoutesConfig routes) {
        routes.get("/auth/cli-config", context -> json(context, auth.config(Request.withoutBody(context))));
        routes.post("/auth/v1/token", login(context -> auth.token(Request.ofStranger(context))));
        routes.post("/auth/cli-token", login(context -> auth.cliToken(Request.ofStranger(context))));
        routes.post("/auth/cli-token/local", login(context -> auth.localToken(Request.ofStranger(context))));
        routes.post("/auth/cli-token/github", login(context -> auth.githubToken(Request.ofStranger(context))));
        routes.post("/login/device/code", context -> json(context, auth.deviceCode(context)));
        routes.post("/login/oauth/access_token", context -> json(context, auth.deviceToken(context)));
        routes.post("/auth/one-time-link", post(Scope.LAB_READ, sessions::link));
    }

    private void registerLab(RoutesConfig routes) {
        routes.post("/workflow-lab/runs", reads(Scope.LAB_WRITE, lab::design));
        routes.get("/workflow-lab/runs", get(Scope.LAB_READ, lab::list));
        routes.get("/workflow-lab/runs/{id}", get(Scope.LAB_READ, lab::show));
        routes.post("/workflow-lab/runs/{id}/refine", reads(Scope.LAB_WRITE, lab::refine));
        routes.get("/workflow-lab/runs/{id}/task-definition", get(Scope.LAB_READ, lab::export));
        routes.post("/workflow-lab/runs/{id}/start-verification", post(Scope.LAB_WRITE, lab::startVerification));
        routes.post("/workflow-lab/runs/{id}/finalise", post(Scope.LAB_WRITE, lab::finalise));
        routes.post("/workflow-lab/runs/{id}/cancel", post(Scope.LAB_WRITE, lab::cancel));
        routes.get("/workflow-lab/runs/{id}/trace", get(Scope.LAB_READ, lab::trace));
        routes.get("/workflow-lab/runs/{id}/blueprint", get(Scope.LAB_READ, lab::blueprint));
        routes.get("/workflow-lab/runs/{id}/files", get(Scope.LAB_READ, lab::files));
        routes.get("/workflow-lab/runs/{id}/transcript", reading(Scope.LAB_READ, lab::transcript));
        routes.get("/workflow-lab/runs/{id}/files/{file}", reading(Scope.LAB_READ, lab::file));
        routes.get("/workflow-lab/compare", get(Scope.LAB_READ, lab::compare));
        routes.get("/workflow-lab/sandbox-active-runs", get(Scope.LAB_READ, lab::activeRuns));
        routes.get("/workflow-lab/sandbox-accounts", get(Scope.LAB_READ, lab::sandboxAccounts));
        registerSandbox(routes);
        routes.get("/workflow-lab/audit", get(Scope.LAB_READ, lab::audit));
        routes.post("/workflow-lab/integration-engineer", reads(Scope.LAB_READ, lab::analyse));
        routes.post("/langchain-agent/chat", context -> {
            Gate.Known known = gate.knownWithBody(context, Scope.AGENT_RUN);
            Journal.follows(context, known.caller(), known.request().body());
            lab.chat(known.caller(), known.request());
            Journal.followed(context, known.caller(), known.request().body());
        });
        routes.get("/langchain-agent/threads-by-task", get(Scope.LAB_READ, lab::threadByTask));
        routes.get("/langchain-agent/threads/{thread}/messages", get(Scope.LAB_READ, lab::messages));
        routes.get("/langchain-agent/threads/{thread}/events", reading(Scope.LAB_READ, lab::events));
    }

    private void registerWorkspaces(RoutesConfig routes) {
        routes.post("/agent-workspace/start", post(Scope.LAB_WRITE, workspaces::start));
        routes.get("/agent-workspace", get(Scope.LAB_READ, workspaces::list));
        routes.get("/agent-workspace/{id}", get(Scope.LAB_READ, workspaces::show));
        routes.post("/agent-workspace/{id}/end", post(Scope.LAB_WRITE, workspaces::end));
    }

    private void registerSandbox(RoutesConfig routes) {
        routes.post("/workflow-lab/sandbox-client", post(Scope.LAB_WRITE, sandbox::client));
        routes.get("/workflow-lab/sandbox-environments", get(Scope.LAB_READ, sandbox::environments));
        routes.post("/workflow-lab/sandbox-environments", post(Scope.LAB_WRITE, sandbox::keep));
        routes.post("/workflow-lab/sandbox-environments/check", post(Scope.LAB_READ, sandbox::check));
        routes.post("/workflow-lab/sandbox-environments/propose", reads(Scope.LAB_READ, sandbox::propose));
        routes.get("/workflow-lab/sandbox/{id}/items", get(Scope.LAB_READ, sandbox::items));
        routes.get("/workflow-lab/sandbox/{id}/items/{item}", get(Scope.LAB_READ, sandbox::item));
        routes.get("/workflow-lab/sandbox/{id}/items/{item}/content", reading(Scope.LAB_READ, sandbox::content));
        routes.post("/workflow-lab/sandbox/{id}/reset", post(Scope.LAB_WRITE, sandbox::reset));
        routes.post("/workflow-lab/sandbox/{id}/mail", post(Scope.LAB_WRITE, sandbox::deliver));
    }

    private Handler get(Scope scope, Answer answer) {
        return context -> {
            Request request = Request.withoutBody(context);
            json(context, answer.to(gate.caller(request, scope), request));
        };
    }

    private Handler post(Scope scope, Answer answer) {
        return context -> {
            Gate.Known known = gate.knownWithBody(context, scope);
            JsonNode done = answer.to(known.caller(), known.request());
            Journal.changed(context, known.caller(), done);
            json(context, done);
        };
    }

    /** A request that is answered with a login. */
    private static Handler login(Stranger answer) {
        return context -> {
            JsonNode login = answer.to(context);
            Journal.login(context, login);
            json(context, login);
        };
    }

    /** For requests that read a whole transcript, of which a few at a time fit into memory. */
    private Handler reads(Scope scope, Answer answer) {
        return post(scope, (caller, request) -> transcripts.pass(() -> answer.to(caller, request)));
    }

    private Handler reading(Scope scope, Writer writer) {
        return context -> {
            Request request = Request.withoutBody(context);
            writer.answer(gate.caller(request, scope), request);
        };
    }

    /** What every answer carries, and what is refused before anything else is looked at. */
    private void guard(Context context) {
        context.header("X-Request-Id", requestId(context));
        context.header("X-Nex-Engine", Version.TEXT); // clients know by it whom they speak to
        context.header("X-Content-Type-Options", "nosniff");
        context.header("Referrer-Policy", "no-referrer");
        context.header("X-Frame-Options", "DENY");
        context.header("Cross-Origin-Resource-Policy", "same-origin");
        context.header("Cache-Control", "no-store");
        context.header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        if (!origin.names(Optional.ofNullable(context.header("Host")))) {
            throw Refusal.forbidden(
                    "wrong_host",
                    "This engine answers under %s only, not under the name '%s'."
                            .formatted(
                                    origin.url(),
                                    Request.clip(Optional.ofNullable(context.header("Host"))
                                            .orElse(""))));
        }
    }

    /** The id by which a client and our log speak of the same request. */
    private static String requestId(Context context) {
        return Optional.ofNullable(context.attribute("request-id"))
                .map(String::valueOf)
                .orElseGet(() -> {
                    String id = Optional.ofNullable(context.header("X-Request-Id"))
                            .filter(sent -> sent.matches("[A-Za-z0-9._-]{1,64}"))
                            .orElseGet(() -> UUID.randomUUID().toString());
                    context.attribute("request-id", id);
                    return id;
                });
    }

    private static void json(Context context, JsonNode value) {
        context.contentType("application/json");
        context.result(Json.compact(value));
    }

    private void refuse(Context context, Refusal refusal) {
        Journal.refused(context, refusal);
        if (context.res().isCommitted()) {
            return;
        }
        context.status(refusal.status());
        refusal.retryAfter().ifPresent(seconds -> context.header("Retry-After", String.valueOf(seconds)));
        if (refusal.status() == 401) {
            context.header("WWW-Authenticate", "Bearer");
        }
        if (context.path().startsWith("/dashboard")) {
            pages.refuse(context, refusal);
            return;
        }
        ObjectNode body = refusal.body();
        if (context.path().startsWith("/auth/v1/")) {
            body.put("error", refusal.kind())
                    .put("error_description", refusal.detail())
                    .put("msg", refusal.detail());
        }
        json(context, body);
    }

    private static Refusal unrouted(Context context, HttpResponseException e) {
        String asked = context.method() + " " + Request.clip(context.path());
        return switch (e.getStatus()) {
            case 404 ->
                Refusal.notFound(
                        "not_found",
                        context.path().startsWith("/dashboard/")
                                ? "There is no page at " + Request.clip(context.path()) + "."
                                : "This engine has no " + asked + ".");
            case 405 ->
                Refusal.of(405, "method_not_allowed", "This engine has no " + asked + ", though it has that path.");
            case 413 -> Refusal.tooLarge("The request is too large.");
            default -> Refusal.of(e.getStatus(), "refused", "The request was refused: " + Request.clip(e.getMessage()));
        };
    }

    private void fail(Exception e, Context context) {
        String id = requestId(context);
        // A one-time link is a secret until it is used.
        String path = context.path().replaceFirst("^(/dashboard/link/).*", "$1…");
        LOG.error("request {} failed: {} {}", id, context.method(), path, e);
        refuse(
                context,
                Refusal.of(500, "internal", "The engine failed on this request; its log says why under " + id + "."));
    }
}
