package nexhelm.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.UUID;
import nexhelm.engine.http.Origin;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;
import nexhelm.json.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every path of the daemon: {@code /workspaces} for the engine, {@code /w/ID} for the session of a workspace. */
final class Routes {

    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

    private final Origin origin;
    private final String controlSecret;
    private final Settings settings;
    private final Workspaces workspaces;
    private final ControlApi control;
    private final CodeApi code;
    private final ExecApi exec;
    private final GitApi git;
    private final TunnelApi tunnel;

    Routes(Settings settings, Origin origin, String controlSecret, Workspaces workspaces, Running running) {
        this.settings = settings;
        this.origin = origin;
        this.controlSecret = controlSecret;
        this.workspaces = workspaces;
        this.control = new ControlApi(workspaces, origin);
        this.code = new CodeApi();
        this.exec = new ExecApi(running);
        this.git = new GitApi(settings, running);
        this.tunnel = new TunnelApi(
                running,
                settings.clock(),
                context -> workspaces.find(context.pathParam("id")).orElseThrow());
    }

    /** What a session asks of its workspace. */
    interface Verb {
        JsonNode answer(Workspace workspace, Request request) throws IOException;
    }

    /** A verb that writes its answer itself. */
    interface Writer {
        void answer(Workspace workspace, Request request) throws IOException;
    }

    private interface Control {
        JsonNode answer(Request request) throws IOException;
    }

    void register(RoutesConfig routes) {
        routes.before(this::guard);
        routes.get("/healthz", context -> json(context, health()));
        routes.post("/workspaces", control(control::start));
        routes.get("/workspaces", control(control::list));
        routes.get("/workspaces/{id}", control(control::show));
        routes.post("/workspaces/{id}/end", control(control::end));

        routes.get("/w/{id}/healthz", context -> json(context, health()));
        routes.get("/w/{id}/readyz", context -> {
            Request request = Request.withoutBody(context);
            json(context, CodeApi.ready(session(request)));
        });
        verb(routes, "/code/read", Scope.SE_READ_ONLY, code::read);
        verb(routes, "/code/tree", Scope.SE_READ_ONLY, code::tree);
        verb(routes, "/code/search", Scope.SE_READ_ONLY, code::search);
        verb(routes, "/code/write", Scope.SE_DEFAULT, code::write);
        verb(routes, "/code/patch", Scope.SE_DEFAULT, code::patch);
        verb(routes, "/logs/tail", Scope.SE_READ_ONLY, exec::logs);
        for (nexhelm.daemon.exec.Check check : nexhelm.daemon.exec.Check.values()) {
            writer(routes, "/exec/" + check.word(), (workspace, request) -> exec.check(check, workspace, request));
        }
        verb(routes, "/git/commit", Scope.SE_DEFAULT, git::commit);
        verb(routes, "/git/push", Scope.SE_DEFAULT, git::push);
        verb(routes, "/git/pr_open", Scope.SE_DEFAULT, git::openPullRequest);
        verb(routes, "/tunnel/authorize_key", Scope.ENG_DEFAULT, tunnel::authorise);
        routes.wsBeforeUpgrade("/w/{id}/tunnel/ssh", context -> {
            guard(context);
            Workspace workspace = session(Request.withoutBody(context));
            workspace.facts().scope().needs(Scope.ENG_DEFAULT);
            workspace.requireReady();
        });
        routes.ws("/w/{id}/tunnel/ssh", tunnel::connect);
        for (String path : new String[] {"/browse", "/runtime/start", "/runtime/stop", "/runtime/restart"}) {
            verb(routes, path, Scope.SE_READ_ONLY, (workspace, request) -> {
                throw Refusal.notImplemented("This daemon runs no applications; it checks, commits and pushes.");
            });
        }
        routes.exception(Refusal.class, (refusal, context) -> refuse(context, refusal));
        routes.exception(
                InvalidPathException.class,
                (e, context) -> refuse(
                        context, Refusal.invalid("invalid_path", "This system cannot hold a file of that name.")));
        routes.exception(
                HttpResponseException.class,
                (e, context) -> refuse(
                        context,
                        e.getStatus() == 405
                                ? Refusal.of(405, "method_not_allowed", "This path knows another method.")
                                : Refusal.of(e.getStatus(), "not_found", "There is nothing at this path.")));
        routes.exception(Exception.class, Routes::fail);
    }

    private void verb(RoutesConfig routes, String path, Scope scope, Verb verb) {
        routes.post("/w/{id}" + path, context -> {
            Known known = known(context, scope);
            json(context, verb.answer(known.workspace(), known.request()));
        });
    }

    private void writer(RoutesConfig routes, String path, Writer writer) {
        routes.post("/w/{id}" + path, context -> {
            Known known = known(context, Scope.SE_DEFAULT);
            writer.answer(known.workspace(), known.request());
        });
    }

    private record Known(Workspace workspace, Request request) {}

    /** The body is read once the session is known and its clone is there. */
    private Known known(Context context, Scope scope) {
        Workspace workspace;
        try {
            workspace = session(Request.withoutBody(context));
            workspace.facts().scope().needs(scope);
            workspace.requireReady();
        } catch (Refusal e) {
            Request.passOver(context);
            throw e;
        }
        return new Known(workspace, Request.withBody(context));
    }

    /** The workspace of the path, if the bearer token is that of its session; a wrong id and a wrong token look alike. */
    private Workspace session(Request request) {
        String token = bearer(request);
        Workspace workspace = workspaces
                .find(request.path("id"))
                .filter(each -> each.isToken(token))
                .orElseThrow(() -> Refusal.unauthorized("invalid_token", "This token opens no workspace here."));
        if (workspace.status() == Workspace.Status.ENDED) {
            throw Refusal.notFound("workspace_ended", "This workspace has ended; start another.");
        }
        if (settings.clock().instant().isAfter(workspace.facts().expiresAt())) {
            throw Refusal.unauthorized("expired", "This session is over; start another workspace.");
        }
        workspace.used(settings.clock().instant());
        return workspace;
    }

    private Handler control(Control control) {
        return context -> {
            Request stranger = Request.withoutBody(context);
            byte[] given = bearer(stranger).getBytes(StandardCharsets.UTF_8);
            if (!MessageDigest.isEqual(given, controlSecret.getBytes(StandardCharsets.UTF_8))) {
                Request.passOver(context);
                throw Refusal.unauthorized("invalid_token", "This token does not control the daemon.");
            }
            json(context, control.answer(Request.withBody(context)));
        };
    }

    private static String bearer(Request request) {
        return request.header("Authorization")
                .filter(header -> header.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(header -> header.substring(7).strip())
                .orElseThrow(() -> Refusal.unauthorized("token_missing", "There is no bearer token."));
    }

    private static JsonNode health() {
        return Json.object()
                .put("status", "ok")
                .put("daemon", "nexhelm-workspace")
                .put("version", DaemonMain.VERSION);
    }

    private void guard(Context context) {
        context.header("X-Request-Id", requestId(context));
        context.header("X-Content-Type-Options", "nosniff");
        context.header("Cache-Control", "no-store");
        context.header("Cross-Origin-Resource-Policy", "same-origin");
        if (!origin.names(Optional.ofNullable(context.header("Host")))
                || !origin.sentIt(Optional.ofNullable(context.header("Origin")))) {
            throw Refusal.forbidden(
                    "wrong_host", "This daemon answers under %s only, and to no web page.".formatted(origin.url()));
        }
    }

    private static String requestId(Context context) {
        return Optional.ofNullable(context.header("X-Request-Id"))
                .filter(sent -> sent.matches("[A-Za-z0-9._-]{1,64}"))
                .orElseGet(() -> UUID.randomUUID().toString());
    }

    static void json(Context context, JsonNode value) {
        context.contentType("application/json");
        context.result(Json.compact(value));
    }

    private static void refuse(Context context, Refusal refusal) {
        if (context.res().isCommitted()) {
            return;
        }
        context.status(refusal.status());
        refusal.retryAfter().ifPresent(seconds -> context.header("Retry-After", String.valueOf(seconds)));
        if (refusal.status() == 401) {
            context.header("WWW-Authenticate", "Bearer");
        }
        json(context, refusal.body());
    }

    /** The log has what a client must not see. */
    private static void fail(Exception e, Context context) {
        String id = context.res().getHeader("X-Request-Id");
        LOG.error("request {} failed: {}", id, e.getClass().getSimpleName(), e);
        refuse(context, Refusal.of(500, "internal", "The daemon failed; its log has more under " + id + "."));
    }
}
