package nexhelm.agents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nexhelm.Failure;
import nexhelm.client.Backend;
import nexhelm.client.Links;
import nexhelm.client.Session;
import nexhelm.json.Json;
import nexhelm.tool.Arg;

/** Cancelling: one run, a sandbox's runs, all of the operator's. */
final class CancelRuns {

    private static final Set<String> ENDED =
            Set.of("cancelled", "verified_auto", "verified_manual", "rejected", "failed");

    private CancelRuns() {}

    record Cancel(
            @Arg(help = "Run to cancel.", positional = true) Optional<String> runId,

            @Arg(help = "Cancel your active runs of this sandbox account.")
            Optional<String> sandboxUserId,

            @Arg(help = "Cancel all your active runs.") boolean allActive,

            @Arg(help = "Cancel other operators' runs too.", mcp = false)
            boolean steal,

            @Arg(help = "Only say what would be cancelled.") boolean dryRun) {
        Cancel {
            int modes = (given(runId) ? 1 : 0) + (given(sandboxUserId) ? 1 : 0) + (allActive ? 1 : 0);
            if (modes != 1) {
                throw Failure.usage("cancel takes exactly one of RUN_ID, --sandbox-user-id and --all-active");
            }
            if (steal && allActive) {
                throw Failure.usage("cancel: --steal does not go with --all-active");
            }
        }

        private static boolean given(Optional<String> text) {
            return text.filter(value -> !value.isBlank()).isPresent();
        }
    }

    /** True for a run that no longer holds anything. */
    static boolean ended(JsonNode run) {
        return ENDED.contains(run.path("status").asText());
    }

    static JsonNode cancel(Session session, Cancel in) {
        if (Cancel.given(in.runId())) {
            return in.dryRun() ? preview(session, in) : post(session, in.runId().get(), in.steal());
        }
        return bulk(session, in);
    }

    private static JsonNode preview(Session session, Cancel in) {
        ObjectNode run = LabWorkflow.read(session, in.runId().get());
        ObjectNode result = Json.object();
        result.putArray("cancelled").addAll(ended(run) ? List.of() : List.of(run));
        return result.put("skipped", ended(run) ? 1 : 0).put("dry_run", true);
    }

    private static JsonNode bulk(Session session, Cancel in) {
        JsonNode listed = listing(session);
        var own = new ArrayList<JsonNode>();
        for (JsonNode run : listed) {
            if (in.allActive()
                    || in.sandboxUserId()
                            .get()
                            .equals(run.path("sandbox_user_id").asText())) {
                if (!ended(run)) {
                    own.add(run);
                }
            }
        }
        int skipped = listed.size() - own.size();
        List<JsonNode> victims = own;
        if (in.steal()) {
            var byId = new LinkedHashMap<String, JsonNode>();
            own.forEach(run -> byId.put(run.path("id").asText(), run));
            holders(session, in).forEach(run -> byId.putIfAbsent(run.path("id").asText(), run));
            victims = new ArrayList<>(byId.values());
        }
        ObjectNode result = Json.object();
        ArrayNode done = result.putArray("cancelled");
        result.put("skipped", skipped);
        if (in.dryRun()) {
            done.addAll(victims);
            return result.put("dry_run", true);
        }
        if (!victims.isEmpty() && !session.progress().confirm("Cancel " + victims.size() + " run(s)?")) {
            return result.put("declined", true);
        }
        cancelEach(session, victims, in.steal(), result);
        if (Cancel.given(in.sandboxUserId())) {
            ArrayNode blockers = result.putArray("cross_operator_blockers");
            if (done.isEmpty() && !in.steal() && !result.has("failed")) {
                holders(session, in).forEach(blockers::add);
            }
            session.progress()
                    .note("sandbox " + in.sandboxUserId().get()
                            + (blockers.isEmpty()
                                    ? ""
                                    : " is held by somebody else; to take it: nex workflow cancel --sandbox-user-id "
                                            + in.sandboxUserId().get() + " --steal"));
        }
        return result;
    }

    /** Goes on after a failure, so that one run somebody else just ended does not keep the others alive. */
    private static void cancelEach(Session session, List<JsonNode> runs, boolean steal, ObjectNode result) {
        Optional<Failure> first = Optional.empty();
        for (JsonNode run : runs) {
            String id = run.path("id").asText();
            try {
                result.withArray("cancelled").add(post(session, id, steal));
            } catch (Failure e) {
                result.withArray("failed").add(Json.object().put("id", id).put("message", e.getMessage()));
                first = first.isPresent() ? first : Optional.of(e);
            }
        }
        if (first.isPresent() && result.path("cancelled").isEmpty()) {
            throw first.get();
        }
    }

    private static ObjectNode post(Session session, String id, boolean steal) {
        Backend backend = session.backend();
        return Links.enrich(
                backend.object(
                        backend.post(
                                Backend.path("/workflow-lab/runs/{}/cancel", id),
                                LabWorkflow.user(session).put("steal", steal)),
                        "cancel"),
                session.config());
    }

    private static JsonNode listing(Session session) {
        var query = new LinkedHashMap<>(LabWorkflow.query(session));
        query.put("limit", "200");
        return LabWorkflow.listing(session, "/workflow-lab/runs", query, "runs").path("runs");
    }

    private static JsonNode holders(Session session, Cancel in) {
        var query = new LinkedHashMap<String, String>();
        query.put("sandbox_user_id", in.sandboxUserId().orElseThrow());
        query.putAll(LabWorkflow.query(session));
        return LabWorkflow.listing(session, "/workflow-lab/sandbox-active-runs", query, "runs")
                .path("runs");
    }
}
