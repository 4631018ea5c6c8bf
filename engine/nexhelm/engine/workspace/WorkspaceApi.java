package nexhelm.engine.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import nexhelm.engine.auth.Caller;
import nexhelm.engine.http.Origin;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;
import nexhelm.json.Json;

/**
 * {@code /agent-workspace/*}: workspaces of the caller, at the daemon of this machine. What a session does afterwards goes
 * to the daemon directly, at the endpoint and with the token that a start answers.
 */
public final class WorkspaceApi {

    private final WorkspaceDaemon daemon;
    private final Origin origin;

    /**
     * @param folder the data folder of the daemon
     * @param own    the data folder of the engine
     */
    public WorkspaceApi(Path folder, Path own, Origin origin) {
        this.daemon = new WorkspaceDaemon(folder, own);
        this.origin = origin;
    }

    public JsonNode start(Caller caller, Request request) {
        requireLocal();
        ObjectNode wish = Json.object()
                .put("owner_id", caller.user().id())
                .put("owner_name", caller.user().name())
                .put("owner_email", caller.user().email());
        request.text("scope").ifPresent(scope -> wish.put("scope", scope));
        request.text("branch").ifPresent(branch -> wish.put("branch", branch));
        request.text("customer").ifPresent(customer -> wish.put("customer", customer));
        request.text("github_fgt").ifPresent(token -> wish.put("github_token", token));
        return daemon.post("/workspaces", wish);
    }

    public JsonNode list(Caller caller, Request request) {
        requireLocal();
        return daemon.get("/workspaces" + of(caller));
    }

    public JsonNode show(Caller caller, Request request) {
        requireLocal();
        return daemon.get("/workspaces/" + id(request) + of(caller));
    }

    public JsonNode end(Caller caller, Request request) {
        requireLocal();
        return daemon.post(
                "/workspaces/" + id(request) + "/end",
                Json.object().put("owner_id", caller.user().id()));
    }

    /** The daemon is on loopback, and so must be whoever uses it. */
    private void requireLocal() {
        if (!origin.isLocal()) {
            throw Refusal.forbidden(
                    "workspaces_local_only",
                    "Workspaces run code and are for people on the engine's own machine; this engine serves others.");
        }
    }

    private static String of(Caller caller) {
        return "?owner_id=" + URLEncoder.encode(caller.user().id(), StandardCharsets.UTF_8);
    }

    private static String id(Request request) {
        String id = request.path("id");
        if (!id.matches("[A-Za-z0-9_-]{1,64}")) {
            throw Refusal.notFound(
                    "workspace_not_found", "There is no workspace '%s' of yours.".formatted(Request.clip(id)));
        }
        return id;
    }
}
