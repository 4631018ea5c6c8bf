package nexhelm.engine.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import nexhelm.engine.auth.Accounts;
import nexhelm.engine.auth.Caller;
import nexhelm.engine.auth.User;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;
import nexhelm.engine.sandbox.Blueprint;
import nexhelm.engine.sandbox.BlueprintInvalid;
import nexhelm.engine.sandbox.Inventory;
import nexhelm.engine.sandbox.Item;
import nexhelm.engine.sandbox.Kind;
import nexhelm.engine.sandbox.Tenant;
import nexhelm.engine.sandbox.demo.DemoCases;
import nexhelm.engine.store.Store;
import nexhelm.json.Json;
import org.jdbi.v3.core.Handle;

/** The sandbox accounts of organisations: which there are, who holds one, how one is rebuilt. */
public final class Sandboxes {

    private final Store store;

    public Sandboxes(Store store) {
        this.store = store;
    }

    /** The account a new run uses: the one named, else the organisation's. */
    String choose(Caller caller, Optional<String> named) {
        Optional<String> own = store.read(handle -> handle.createQuery(
                        "SELECT sandbox_user_id FROM sandbox_accounts" + " WHERE organization_id = ? AND disabled = 0")
                .bind(0, caller.user().organizationId())
                .mapTo(String.class)
                .findFirst());
        if (named.isEmpty() || named.get().isBlank()) {
            return own.orElseThrow(() -> Refusal.invalid("no_sandbox", "Your organisation has no sandbox account."));
        }
        return own.filter(named.get()::equals)
                .orElseThrow(() -> Refusal.invalid(
                        "unknown_sandbox_user",
                        "There is no sandbox account '%s'; nex workflow sandbox-accounts lists yours."
                                .formatted(Request.clip(named.get()))));
    }

    public ObjectNode accounts(Caller caller, boolean includeDisabled) {
        ObjectNode answer = Json.object();
        answer.set(
                "sandbox_accounts",
                Rows.array(store.read(handle -> handle.createQuery(
                                "SELECT s.*, o.name FROM sandbox_accounts s JOIN organizations o ON o.id ="
                                    + " s.organization_id WHERE s.organization_id = ? AND (s.disabled = 0 OR ? = 1)")
                        .bind(0, caller.user().organizationId())
                        .bind(1, includeDisabled ? 1 : 0)
                        .map((row, context) -> {
                            ObjectNode account = Json.object()
                                    .put("sandbox_user_id", row.getString("sandbox_user_id"))
                                    .put("sandbox_user_email", row.getString("email"))
                                    .put("organization_id", row.getString("organization_id"))
                                    .put("organization_name", row.getString("name"));
                            account.set("providers", Rows.json(row.getString("providers")));
                            return account.put("disabled", row.getInt("disabled") == 1);
                        })
                        .list())));
        return answer;
    }

    /** Runs that hold a sandbox, with whom to talk to. */
    public ObjectNode activeRuns(Caller caller, String sandboxUserId) {
        choose(caller, Optional.of(sandboxUserId));
        ObjectNode answer = Json.object();
        answer.set(
                "runs",
                Rows.array(store.read(handle -> Runs.activeIn(handle, sandboxUserId).stream()
                        .map(run -> {
                            User operator = Accounts.byId(handle, run.userId()).orElseThrow();
                            return run.record()
                                    .put("operator_email", operator.email())
                                    .put("operator_first_name", operator.firstName())
                                    .put("operator_last_name", operator.lastName());
                        })
                        .toList())));
        return answer;
    }

    /** Wipes a sandbox and builds it from its organisation's blueprint. */
    void rebuild(Handle handle, String sandboxUserId) throws BlueprintInvalid {
        rebuild(handle, sandboxUserId, Optional.empty());
    }

    /** Wipes the sandbox of a run and builds it from the run's own blueprint, else from its organisation's. */
    void rebuild(Handle handle, Run run) throws BlueprintInvalid {
        rebuild(handle, run.sandboxUserId(), OwnBlueprint.of(handle, run.id()));
    }

    private static void rebuild(Handle handle, String sandboxUserId, Optional<ObjectNode> own) throws BlueprintInvalid {
        ObjectNode row = handle.createQuery("SELECT s.blueprint, o.name FROM sandbox_accounts s"
                        + " JOIN organizations o ON o.id = s.organization_id WHERE s.sandbox_user_id = ?")
                .bind(0, sandboxUserId)
                .map((r, context) ->
                        Json.object().put("blueprint", r.getString(1)).put("name", r.getString(2)))
                .one();
        Blueprint.kept(own.orElseGet(() -> Rows.object(row.get("blueprint").textValue())))
                .build(handle, sandboxUserId, row.get("name").textValue());
    }

    /** What the sandbox of a run is built from: where it comes from, what it holds, and itself. */
    ObjectNode blueprint(Handle handle, Run run) {
        Optional<OwnBlueprint> own = OwnBlueprint.of(handle, run);
        ObjectNode tree = own.map(OwnBlueprint::blueprint).orElseGet(() -> ofOrganization(handle, run.sandboxUserId()));
        String origin = own.map(OwnBlueprint::origin).orElse("organization");
        ObjectNode answer = Json.object()
                .put("run_id", run.id())
                .put("origin", origin)
                .put("synthetic", own.filter(OwnBlueprint::synthetic).isPresent());
        answer.set("holds", Inventory.of(tree).json());
        answer.set("blueprint", tree);
        return answer;
    }

    static ObjectNode ofOrganization(Handle handle, String sandboxUserId) {
        return Rows.object(handle.createQuery("SELECT blueprint FROM sandbox_accounts WHERE sandbox_user_id = ?")
                .bind(0, sandboxUserId)
                .mapTo(String.class)
                .one());
    }

    /** Whether a transcript is one of the examples and the organisation's sandbox still has the demo's papers for them. */
    boolean holdsExample(Caller caller, String transcript) {
        return DemoCases.knows(transcript)
                && store.read(handle ->
                        handle.createQuery("SELECT COUNT(*) FROM sandbox_environments WHERE organization_id = ?")
                                        .bind(0, caller.user().organizationId())
                                        .mapTo(Integer.class)
                                        .one()
                                == 0);
    }

    /**
     * Gives a user data of their own: made from the run's own blueprint, else from the user's organisation's as it is
     * now. A run that goes on keeps what it found, and so does another one that reads this user's data.
     */
    void buildOwn(Handle handle, User user, Run run) throws BlueprintInvalid {
        boolean goesOn = run.targetUserId().isPresent();
        boolean read = handle.createQuery("SELECT COUNT(*) FROM workflow_lab_runs WHERE target_user_id = ? AND id <> ?"
                                + " AND status IN ('setting_up', 'verifying', 'awaiting_human_verify')")
                        .bind(0, user.id())
                        .bind(1, run.id())
                        .mapTo(Integer.class)
                        .one()
                > 0;
        if ((goesOn || read) && new Tenant(handle, user.id()).isBuilt()) {
            return;
        }
        Optional<ObjectNode> row = handle.createQuery("SELECT s.blueprint, o.name FROM sandbox_accounts s"
                        + " JOIN organizations o ON o.id = s.organization_id WHERE s.organization_id = ?")
                .bind(0, user.organizationId())
                .map((r, context) ->
                        Json.object().put("blueprint", r.getString(1)).put("name", r.getString(2)))
                .findFirst();
        Blueprint.kept(OwnBlueprint.of(handle, run.id())
                        .or(() -> row.map(
                                found -> Rows.object(found.get("blueprint").textValue())))
                        .orElseGet(Json::object))
                .build(
                        handle,
                        user.id(),
                        row.map(found -> found.get("name").textValue()).orElse(user.name()));
    }

    /** Whether a document of the sandbox's blueprint has this id or path. */
    Optional<String> document(String sandboxUserId, String idOrPath) {
        return store.write(handle -> {
            boolean built = new Tenant(handle, sandboxUserId).isBuilt();
            try {
                if (!built) {
                    rebuild(handle, sandboxUserId);
                }
            } catch (BlueprintInvalid e) {
                return Optional.empty();
            }
            Tenant tenant = new Tenant(handle, sandboxUserId);
            Optional<String> text = tenant.item(idOrPath)
                    .or(() -> tenant.at(Kind.DOCUMENT, idOrPath))
                    .filter(item -> item.kind() == Kind.DOCUMENT)
                    .map(Item::content);
            if (!built) {
                Blueprint.wipe(handle, sandboxUserId);
            }
            return text;
        });
    }
}
