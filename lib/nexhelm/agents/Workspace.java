package nexhelm.agents;

import static nexhelm.tool.Tool.Effect.DESTRUCTIVE;
import static nexhelm.tool.Tool.Effect.WRITE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexhelm.Failure;
import nexhelm.auth.Scope;
import nexhelm.client.Backend;
import nexhelm.client.Session;
import nexhelm.client.Workspaces;
import nexhelm.json.Json;
import nexhelm.render.CodeViews;
import nexhelm.tool.Agent;
import nexhelm.tool.Arg;
import nexhelm.tool.Tool;

/** Workspaces: a clone of the repository with commands, logs and git, started at the backend, reached by its daemon. */
public final class Workspace {

    private static final String WORKSPACE =
            "workspace_id:s status:s scope:s repository:s branch:s started_at:s expires_at:s github_linked:b";

    static final Agent AGENT = new Agent(
            "workspace",
            "workspace",
            "Workspaces to change and test code in: start, look, end.",
            List.of(
                    Tool.of("start", Start.class, Workspace::start)
                            .title("Start a workspace")
                            .help("Start a workspace and make it the active one; a cold start takes 30 to 90 s.")
                            .then("The code tools work in it; end it when you are done.")
                            .needs(Scope.AGENT_RUN)
                            .effect(WRITE)
                            .answers(WORKSPACE + " endpoint:s")
                            .view(CodeViews::started),
                    Tool.of("status", One.class, Workspace::status)
                            .title("Show a workspace")
                            .help("Show one workspace, without an id the active one.")
                            .then("The code tools work in it while it runs; start begins another.")
                            .needs(Scope.LAB_READ)
                            .answers(WORKSPACE)
                            .view(CodeViews::workspace),
                    Tool.of("list", Nothing.class, Workspace::list)
                            .title("List workspaces")
                            .help("List your workspaces.")
                            .then("status shows one, end ends it.")
                            .needs(Scope.LAB_READ)
                            .answers("workspaces:[" + WORKSPACE + "]")
                            .view(CodeViews::workspaces),
                    Tool.of("end", End.class, Workspace::end)
                            .title("End a workspace")
                            .help("End a workspace, without an id the active one, and remove its session, keys and SSH"
                                    + " entry from this machine; what was not pushed is lost.")
                            .then("Ask first when something was not pushed.")
                            .needs(Scope.AGENT_RUN)
                            .effect(DESTRUCTIVE)
                            .answers(WORKSPACE + " ok:b left:a")
                            .view(CodeViews::workspace)));

    private Workspace() {}

    record Nothing() {}

    record Start(
            @Arg(
                    help = "What the workspace may do: se_default, se_read_only, eng_default; other words are for the"
                            + " backend to judge.",
                    choices = {"se_default", "se_read_only", "eng_default"},
                    fallback = "se_default")
            String scope,

            @Arg(
                    help = "Branch to work on.",
                    flags = {"-b", "--branch"})
            Optional<String> branch,

            @Arg(help = "Customer that the work is for.") Optional<String> customer) {}

    record One(
            @Arg(help = "Id of the workspace; the active one when it is not given.", positional = true)
            Optional<String> workspaceId) {}

    record End(
            @Arg(help = "Id of the workspace; the active one when it is not given.", positional = true)
            Optional<String> workspaceId,

            @Arg(help = "Only remove what this machine keeps of it: for a workspace that nobody answers for any more.")
            boolean local) {}

    private static JsonNode start(Session session, Start in) {
        ObjectNode answer = begin(session, in.scope(), in.branch(), in.customer());
        var workspaces = new Workspaces(session.world());
        workspaces.remember(workspaces.started(answer));
        if (session.speaker() != Session.Speaker.PERSON) {
            answer.remove("session_token"); // kept on this machine; no model needs it
        }
        return answer;
    }

    /** Starts a workspace and keeps how it is reached, no more: the active one stays. The backend's answer as it came. */
    public static ObjectNode begin(Session session, String scope, Optional<String> branch, Optional<String> customer) {
        ObjectNode body = LabWorkflow.user(session).put("scope", scope);
        session.config().text("github_fgt").ifPresent(token -> body.put("github_fgt", token));
        branch.filter(text -> !text.isBlank()).ifPresent(text -> body.put("branch", text));
        customer.filter(text -> !text.isBlank()).ifPresent(text -> body.put("customer", text));
        session.progress().waiting("starting a workspace (30 to 90 s when it is cold)");
        ObjectNode answer = session.backend()
                .object(session.backend().create("/agent-workspace/start", body), "agent-workspace/start");
        var workspaces = new Workspaces(session.world());
        workspaces.keep(workspaces.started(answer));
        return answer;
    }

    private static JsonNode status(Session session, One in) {
        return session.backend().get(Backend.path("/agent-workspace/{}", id(session, in)), LabWorkflow.query(session));
    }

    private static JsonNode list(Session session, Nothing in) {
        JsonNode answer = session.backend().get("/agent-workspace/", LabWorkflow.query(session));
        if (!answer.isArray()) {
            return answer;
        }
        ObjectNode result = Json.object();
        result.set("workspaces", answer);
        return result;
    }

    private static JsonNode end(Session session, End in) {
        if (in.local()) {
            String id = new Workspaces(session.world()).id(in.workspaceId());
            return with(
                    Json.object().put("workspace_id", id).put("status", "forgotten"),
                    new Workspaces(session.world()).forget(id));
        }
        String id = id(session, new One(in.workspaceId()));
        JsonNode answer;
        try {
            answer = session.backend()
                    .call(
                            "POST",
                            Backend.path("/agent-workspace/{}/end", id),
                            Map.of(),
                            Optional.of(LabWorkflow.user(session)),
                            Map.of());
        } catch (Failure e) {
            if (e.status() == 404 || e.status() == 410) {
                List<String> left = new Workspaces(session.world()).forget(id); // it is gone; so is what it left here
                throw left.isEmpty() ? e : e.hint("it is forgotten here, but for " + String.join("; ", left));
            }
            boolean away = e.kind() == Failure.Kind.NETWORK || e.status() >= 500;
            throw away
                    ? e.hint((e.hint().isEmpty() ? "" : e.hint() + "; ")
                            + "should it never answer again: nex workspace end " + id + " --local forgets it here")
                    : e;
        }
        return with(answer, new Workspaces(session.world()).forget(id));
    }

    /** The answer, with what of the workspace could not be removed from this machine. */
    private static JsonNode with(JsonNode answer, List<String> left) {
        if (left.isEmpty()) {
            return answer;
        }
        ObjectNode result =
                answer instanceof ObjectNode object ? object : Json.object().set("result", answer);
        left.forEach(result.putArray("left")::add);
        return result;
    }

    private static String id(Session session, One in) {
        session.config();
        return new Workspaces(session.world()).id(in.workspaceId());
    }
}
