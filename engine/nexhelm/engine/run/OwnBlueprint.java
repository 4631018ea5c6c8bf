package nexhelm.engine.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import nexhelm.engine.agent.Furnishing;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;
import nexhelm.engine.sandbox.Blueprint;
import nexhelm.engine.sandbox.BlueprintInvalid;
import nexhelm.json.Json;
import org.jdbi.v3.core.Handle;

/**
 * A blueprint that one run has for itself: the sandbox is built from it for that run, and the organisation's blueprint
 * stays as it is.
 *
 * @param origin {@code given} by whoever made the run, or {@code proposed} by the engine, all of it made up
 */
public record OwnBlueprint(String origin, ObjectNode blueprint) {

    private static final String GIVEN = "given";
    static final String PROPOSED = "proposed";

    /** The blueprint that a request carries; refused as a whole when one field is wrong. */
    static Optional<ObjectNode> given(Request request) {
        Optional<ObjectNode> given = request.object("blueprint");
        if (given.isPresent() && request.flag("propose_blueprint")) {
            throw Refusal.invalid(
                    "blueprint_or_proposal", "Send either blueprint or propose_blueprint, or neither of them.");
        }
        given.ifPresent(OwnBlueprint::check);
        return given;
    }

    static boolean proposed(Request request) {
        return request.flag("propose_blueprint");
    }

    static OwnBlueprint given(ObjectNode blueprint) {
        return new OwnBlueprint(GIVEN, blueprint);
    }

    static OwnBlueprint proposed(ObjectNode definition) {
        ObjectNode proposed = Furnishing.of(definition);
        check(proposed);
        return new OwnBlueprint(PROPOSED, proposed);
    }

    /** The same with one mail more in its mailbox. */
    OwnBlueprint with(ObjectNode mail) {
        ObjectNode more = blueprint.deepCopy();
        more.withArray("mailbox").add(mail);
        return new OwnBlueprint(origin, more);
    }

    /** That of a run's organisation as it is now, with one mail more. */
    static OwnBlueprint ofOrganization(Handle handle, Run run, ObjectNode mail) {
        return new OwnBlueprint(GIVEN, Sandboxes.ofOrganization(handle, run.sandboxUserId())).with(mail);
    }

    /** For a run with another definition: a proposal is made anew, what somebody gave stays. */
    OwnBlueprint refined(ObjectNode definition) {
        return origin.equals(PROPOSED) ? proposed(definition) : this;
    }

    /** Whether all of it is made up. */
    public boolean synthetic() {
        return origin.equals(PROPOSED);
    }

    void insert(Handle handle, String runId) {
        handle.execute("INSERT INTO run_blueprints (run_id, blueprint) VALUES (?, ?)", runId, Json.compact(blueprint));
    }

    /** That of a run, where it has one. */
    public static Optional<OwnBlueprint> of(Handle handle, Run run) {
        return of(handle, run.id())
                .map(tree ->
                        new OwnBlueprint(run.record().path("blueprint_origin").asText(), tree));
    }

    static Optional<ObjectNode> of(Handle handle, String runId) {
        return handle.createQuery("SELECT blueprint FROM run_blueprints WHERE run_id = ?")
                .bind(0, runId)
                .mapTo(String.class)
                .findFirst()
                .map(Rows::object);
    }

    private static void check(ObjectNode blueprint) {
        try {
            Blueprint.parse(blueprint);
        } catch (BlueprintInvalid e) {
            throw Refusal.invalid("invalid_blueprint", e.getMessage());
        }
    }
}
