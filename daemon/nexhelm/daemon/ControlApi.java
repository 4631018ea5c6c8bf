package nexhelm.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import nexhelm.daemon.Workspace.Owner;
import nexhelm.engine.http.Origin;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;
import nexhelm.json.Json;

/** What the engine asks for its users: start, show, list, end. It says whose a workspace is, and is believed. */
final class ControlApi {

    private static final int WAIT_FOR_CLONE_SECONDS = 90;

    private final Workspaces workspaces;
    private final Origin origin;

    ControlApi(Workspaces workspaces, Origin origin) {
        this.workspaces = workspaces;
        this.origin = origin;
    }

    /** Answers when the repository is there, or after some time as {@code starting}; a clone that fails leaves nothing. */
    JsonNode start(Request request) throws IOException {
        Workspaces.Started started = workspaces.start(new Workspaces.Wish(
                new Owner(
                        required(request, "owner_id"),
                        request.text("owner_name").orElse("nex"),
                        request.text("owner_email").orElse("nex@localhost")),
                Scope.of(request.text("scope").orElse(Scope.SE_DEFAULT.word())),
                request.text("branch").filter(text -> !text.isBlank()),
                request.text("customer").filter(text -> !text.isBlank()),
                request.text("github_token").filter(text -> !text.isBlank())));
        Workspace workspace = started.workspace();
        workspace.awaitClone(WAIT_FOR_CLONE_SECONDS);
        if (workspace.cloneFailure().isPresent()) {
            workspaces.end(workspace);
            throw workspace.cloneFailure().get();
        }
        ObjectNode answer = workspace.shown();
        return answer.put("endpoint", origin.url() + "/w/" + workspace.facts().id())
                .put("session_token", started.token());
    }

    JsonNode show(Request request) {
        return owned(request, request.query("owner_id").orElse("")).shown();
    }

    JsonNode list(Request request) {
        ArrayNode all = Json.array();
        workspaces.of(request.query("owner_id").orElse("")).forEach(each -> all.add(each.shown()));
        ObjectNode answer = Json.object();
        answer.set("workspaces", all);
        return answer;
    }

    JsonNode end(Request request) throws IOException {
        Workspace workspace = owned(request, required(request, "owner_id"));
        workspaces.end(workspace);
        return workspace.shown();
    }

    /** Somebody else's workspace is one that is not there. */
    private Workspace owned(Request request, String owner) {
        return workspaces
                .find(request.path("id"))
                .filter(each -> each.facts().owner().id().equals(owner))
                .orElseThrow(() -> Refusal.notFound(
                        "workspace_not_found",
                        "There is no workspace '%s' of yours.".formatted(Request.clip(request.path("id")))));
    }

    private static String required(Request request, String field) {
        return request.text(field)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> Refusal.invalid("invalid_" + field, field + " is missing."));
    }
}
