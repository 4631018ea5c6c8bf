package nexhelm.engine.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nexhelm.engine.agent.Furnishing;
import nexhelm.engine.auth.Caller;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;
import nexhelm.engine.persona.Designer;
import nexhelm.engine.sandbox.Blueprint;
import nexhelm.engine.sandbox.BlueprintInvalid;
import nexhelm.engine.sandbox.Item;
import nexhelm.engine.sandbox.Paper;
import nexhelm.engine.sandbox.Tenant;
import nexhelm.engine.schedule.Schedule;
import nexhelm.engine.schedule.Schedules;
import nexhelm.engine.store.Store;
import nexhelm.json.Json;
import org.jdbi.v3.core.Handle;

/** What a sandbox holds: the blueprints of an organisation, and a look into the sandbox itself. */
public final class SandboxApi {

    private final Store store;
    private final Lab lab;
    private final Sandboxes sandboxes;
    private final Designer designer;

    public SandboxApi(Store store, Lab lab, Designer designer) {
        this.store = store;
        this.lab = lab;
        this.sandboxes = lab.sandboxes();
        this.designer = designer;
    }

    /** A sandbox as the page and the command line show it. */
    public record View(
            String id,
            String email,
            boolean built,
            String provider,
            String container,
            Optional<Run> holder,
            Optional<String> operator,
            List<Item> items) {

        ObjectNode json() {
            ObjectNode answer = Json.object()
                    .put("sandbox_user_id", id)
                    .put("sandbox_user_email", email)
                    .put("built", built)
                    .put("provider", built ? provider : null)
                    .put("container", built ? container : null);
            answer.set(
                    "held_by",
                    holder.<JsonNode>map(run -> Json.object()
                                    .put("run_id", run.id())
                                    .put("status", run.status().word())
                                    .put("operator_email", operator.orElse(""))
                                    .put(
                                            "blueprint_origin",
                                            run.record()
                                                    .path("blueprint_origin")
                                                    .asText("organization")))
                            .orElseGet(answer::nullNode));
            ArrayNode all = answer.putArray("items");
            items.forEach(item -> all.add(brief(item)));
            return answer;
        }
    }

    /** The client that runs in the sandbox are for; made once for an organisation. */
    public JsonNode client(Caller caller, Request request) {
        return store.write(handle -> {
            String organization = caller.user().organizationId();
            Optional<ObjectNode> there = clientOf(handle, organization);
            if (there.isEmpty()) {
                handle.execute(
                        "INSERT INTO clients (id, organization_id, name, email, sandbox) VALUES (?, ?, ?, ?, 1)",
                        "c_" + UUID.randomUUID().toString().substring(0, 12),
                        organization,
                        "Sandbox Client",
                        "client@sandbox.example");
            }
            return clientOf(handle, organization).orElseThrow().put("created", there.isEmpty());
        });
    }

    private static Optional<ObjectNode> clientOf(Handle handle, String organization) {
        return handle.createQuery("SELECT * FROM clients WHERE organization_id = ? AND sandbox = 1")
                .bind(0, organization)
                .map((row, context) -> Json.object()
                        .put("id", row.getString("id"))
                        .put("name", row.getString("name"))
                        .put("email", row.getString("email"))
                        .put("organization_id", organization))
                .findFirst();
    }

    /** Keeps a blueprint for the organisation, from which its sandbox is built from now on; a wrong one changes nothing. */
    public JsonNode keep(Caller caller, Request request) {
        ObjectNode blueprint = blueprint(request);
        String provider = valid(blueprint).provider();
        String sandbox = sandboxes.choose(caller, request.text("sandbox_user_id"));
        String organization = caller.user().organizationId();
        return store.write(handle -> {
            handle.execute(
                    "INSERT INTO sandbox_environments (id, organization_id, provider, blueprint, created_at,"
                        + " updated_at, updated_by) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (organization_id,"
                        + " provider) DO UPDATE SET blueprint = excluded.blueprint, updated_at = excluded.updated_at,"
                        + " updated_by = excluded.updated_by",
                    UUID.randomUUID().toString(),
                    organization,
                    provider,
                    Json.compact(blueprint),
                    store.now(),
                    store.now(),
                    caller.user().email());
            List<String> providers = handle.createQuery(
                            "SELECT provider FROM sandbox_environments WHERE organization_id = ?"
                                    + " ORDER BY provider")
                    .bind(0, organization)
                    .mapTo(String.class)
                    .list();
            handle.execute(
                    "UPDATE sandbox_accounts SET blueprint = ?, providers = ? WHERE sandbox_user_id = ?",
                    Json.compact(blueprint),
                    Json.compact(Rows.texts(providers)),
                    sandbox);
            return kept(handle, organization).stream()
                    .filter(one -> one.path("provider").asText().equals(provider))
                    .findFirst()
                    .orElseThrow();
        });
    }

    /** Says whether a blueprint could be kept, and where it is wrong. */
    public JsonNode check(Caller caller, Request request) {
        ObjectNode answer = Json.object();
        ArrayNode errors = Json.array();
        try {
            Blueprint blueprint = Blueprint.parse(blueprint(request));
            answer.put("valid", true).put("provider", blueprint.provider());
        } catch (BlueprintInvalid e) {
            errors.addObject().put("field", e.field()).put("problem", e.problem());
            answer.put("valid", false).putNull("provider");
        }
        answer.set("errors", errors);
        return answer;
    }

    /** A blueprint that fits a transcript: all its values are made up and say so. */
    public JsonNode propose(Caller caller, Request request) {
        String transcript = request.text("transcript")
                .filter(text -> !text.isBlank())
                .orElseThrow(
                        () -> Refusal.invalid("transcript_missing", "Send the transcript that the blueprint is for."));
        ObjectNode definition = designer.design(transcript, Optional.empty()).definition();
        if (definition.path("steps").isEmpty()) {
            throw Refusal.invalid(
                    "no_work", "The transcript describes no piece of work, so there is nothing to prepare.");
        }
        ObjectNode blueprint = Furnishing.of(definition);
        valid(blueprint);
        ObjectNode answer = Json.object()
                .put("synthetic", true)
                .put("task_name", definition.path("name").asText());
        answer.set("blueprint", blueprint);
        return answer;
    }

    /** The blueprints of the organisation; the one that was kept last is what its sandbox is built from. */
    public JsonNode environments(Caller caller, Request request) {
        String organization = caller.user().organizationId();
        ObjectNode answer = Json.object();
        answer.set("sandbox_environments", Rows.array(store.read(handle -> {
            List<ObjectNode> kept = kept(handle, organization);
            return kept.isEmpty() ? builtIn(handle, organization) : kept;
        })));
        return answer;
    }

    private static List<ObjectNode> kept(Handle handle, String organization) {
        return handle.createQuery(
                        "SELECT e.*, s.sandbox_user_id, s.blueprint = e.blueprint AS active FROM sandbox_environments e"
                                + " JOIN sandbox_accounts s ON s.organization_id = e.organization_id"
                                + " WHERE e.organization_id = ? ORDER BY e.updated_at DESC, e.provider")
                .bind(0, organization)
                .map((row, context) -> environment(
                                row.getString("id"),
                                organization,
                                row.getString("sandbox_user_id"),
                                row.getString("provider"),
                                row.getBoolean("active"),
                                row.getString("blueprint"))
                        .put("created_at", row.getString("created_at"))
                        .put("updated_at", row.getString("updated_at"))
                        .put("updated_by", row.getString("updated_by")))
                .list();
    }

    /** What an account was made with, while nobody kept a blueprint. */
    private static List<ObjectNode> builtIn(Handle handle, String organization) {
        return handle.createQuery("SELECT * FROM sandbox_accounts WHERE organization_id = ?")
                .bind(0, organization)
                .map((row, context) -> environment(
                        "builtin",
                        organization,
                        row.getString("sandbox_user_id"),
                        Rows.object(row.getString("blueprint")).path("provider").asText("google"),
                        true,
                        row.getString("blueprint")))
                .list();
    }

    private static ObjectNode environment(
            String id, String organization, String sandbox, String provider, boolean active, String blueprint) {
        ObjectNode one = Json.object()
                .put("id", id)
                .put("organization_id", organization)
                .put("sandbox_user_id", sandbox)
                .put("provider", provider)
                .put("active", active);
        one.set("blueprint", Rows.json(blueprint));
        return one;
    }

    public JsonNode items(Caller caller, Request request) {
        return view(caller, Optional.of(request.path("id"))).json();
    }

    /** A sandbox of the caller's organisation: the one named, else its only one. */
    public View view(Caller caller, Optional<String> named) {
        return store.read(handle -> view(handle, account(handle, caller, named)));
    }

    private static View view(Handle handle, ObjectNode account) {
        String id = account.path("id").asText();
        Tenant tenant = new Tenant(handle, id);
        Optional<Run> holder = holder(handle, id);
        return new View(
                id,
                account.path("email").asText(),
                tenant.isBuilt(),
                tenant.provider(),
                tenant.container(),
                holder,
                holder.map(run -> Runs.operator(handle, run)),
                tenant.everything());
    }

    private static Optional<Run> holder(Handle handle, String id) {
        return Runs.activeIn(handle, id).stream()
                .filter(run -> run.status().holdsSandbox())
                .findFirst();
    }

    public JsonNode item(Caller caller, Request request) {
        Item item = item(caller, request.path("id"), request.path("item"));
        return brief(item).put("content", item.readable());
    }

    /** An item's content as something to save, never as a page of ours. */
    public void content(Caller caller, Request request) {
        Item item = item(caller, request.path("id"), request.path("item"));
        Attachment.send(request, item.title(), Paper.of(item));
    }

    private Item item(Caller caller, String sandbox, String id) {
        return view(caller, Optional.of(sandbox)).items().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound(
                        "item_not_found",
                        "The sandbox holds no item '%s'; nex sandbox files lists them.".formatted(Request.clip(id))));
    }

    public JsonNode reset(Caller caller, Request request) {
        return reset(caller, request.path("id")).json();
    }

    /** Wipes a sandbox that no run holds and builds it anew, so that people can look at it. */
    public View reset(Caller caller, String id) {
        return store.write(handle -> {
            ObjectNode account = account(handle, caller, Optional.of(id));
            holder(handle, id).ifPresent(run -> {
                throw Refusal.conflict(
                        "sandbox_busy",
                        "Sandbox %s is held by run %s of %s; finish or cancel that run first."
                                .formatted(id, run.id(), Runs.operator(handle, run)));
            });
            try {
                sandboxes.rebuild(handle, id);
            } catch (BlueprintInvalid e) {
                throw invalid(e);
            }
            return view(handle, account);
        });
    }

    /** Delivers a mail into the inbox; for the run that holds the sandbox it is one that was there before. */
    public JsonNode deliver(Caller caller, Request request) {
        ObjectNode mail = request.body().deepCopy();
        mail.remove("user_id");
        if (!mail.path("box").asText("inbox").equals("inbox")) {
            throw Refusal.invalid("invalid_mail", "box: a mail is delivered to the inbox.");
        }
        List<Schedule> fired = new ArrayList<>();
        ObjectNode answer = store.write(handle -> {
            fired.clear();
            ObjectNode account = account(handle, caller, Optional.of(request.path("id")));
            String id = account.path("id").asText();
            if (!mail.hasNonNull("to")) {
                mail.put("to", account.path("email").asText());
            }
            if (!mail.hasNonNull("date")) {
                mail.put("date", store.now());
            }
            Blueprint one = letter(mail);
            holder(handle, id)
                    .filter(run -> !run.userId().equals(caller.user().id()))
                    .ifPresent(run -> {
                        throw Refusal.forbidden(
                                "not_owner",
                                "The sandbox is held by run %s of %s; only they can put a mail into it."
                                        .formatted(run.id(), Runs.operator(handle, run)));
                    });
            fired.addAll(lab.firedBy(handle, caller.user().organizationId(), mail));
            fired.forEach(schedule -> Schedules.begin(
                    handle, new Schedules.Firing(schedule.id(), store.now(), "mail", Optional.of(mail)), store.now()));
            boolean built = new Tenant(handle, id).isBuilt();
            if (!built && !fired.isEmpty()) {
                // the runs that it fires find it in the sandboxes that are built for them
                return Json.object()
                        .put("kind", "mail")
                        .put("title", mail.path("subject").asText());
            }
            if (!built) {
                throw Refusal.conflict(
                        "sandbox_empty",
                        "The sandbox is empty between runs; start a run, or build it with" + " nex sandbox reset.");
            }
            return brief(one.deliver(handle, id).get(0));
        });
        if (!fired.isEmpty()) {
            fired.forEach(schedule -> lab.arrange(Optional.of(schedule), schedule.id()));
            ArrayNode ids = answer.putArray("fired_schedules");
            fired.forEach(schedule -> ids.add(schedule.id()));
        }
        return answer;
    }

    private static Blueprint letter(ObjectNode mail) {
        ObjectNode around = Json.object();
        around.putArray("mailbox").add(mail);
        try {
            return Blueprint.parse(around);
        } catch (BlueprintInvalid e) {
            throw Refusal.invalid("invalid_mail", e.getMessage().replace("mailbox[0].", "") + ".");
        }
    }

    private static ObjectNode account(Handle handle, Caller caller, Optional<String> named) {
        return handle
                .createQuery(
                        "SELECT sandbox_user_id, email FROM sandbox_accounts WHERE organization_id = ? AND disabled ="
                                + " 0")
                .bind(0, caller.user().organizationId())
                .map((row, context) -> Json.object().put("id", row.getString(1)).put("email", row.getString(2)))
                .list()
                .stream()
                .filter(one ->
                        named.isEmpty() || named.get().equals(one.path("id").asText()))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound(
                        "sandbox_not_found",
                        named.map(id -> "There is no sandbox '%s'; nex sandbox".formatted(Request.clip(id))
                                        + " list shows yours.")
                                .orElse("Your organisation has no sandbox.")));
    }

    private static ObjectNode blueprint(Request request) {
        ObjectNode blueprint = request.object("blueprint")
                .orElseThrow(() -> Refusal.invalid("blueprint_missing", "Send the blueprint, a JSON object."))
                .deepCopy();
        Optional<String> provider = request.text("provider").filter(text -> !text.isBlank());
        if (provider.isPresent()
                && blueprint.has("provider")
                && !provider.get().equals(blueprint.path("provider").asText())) {
            throw Refusal.invalid(
                    "invalid_provider",
                    "provider is '%s', but the blueprint says '%s'."
                            .formatted(
                                    Request.clip(provider.get()),
                                    Request.clip(blueprint.path("provider").asText())));
        }
        provider.ifPresent(word -> blueprint.put("provider", word));
        return blueprint;
    }

    private static Blueprint valid(ObjectNode blueprint) {
        try {
            return Blueprint.parse(blueprint);
        } catch (BlueprintInvalid e) {
            throw invalid(e);
        }
    }

    private static Refusal invalid(BlueprintInvalid e) {
        return Refusal.invalid("invalid_blueprint", e.getMessage());
    }

    private static ObjectNode brief(Item item) {
        Paper paper = Paper.of(item);
        return Json.object()
                .put("id", item.id())
                .put("kind", item.kind().word())
                .put("path", item.shelf() + item.path())
                .put("title", item.title())
                .put("size", paper.bytes().length)
                .put("sha256", paper.sha256());
    }
}
