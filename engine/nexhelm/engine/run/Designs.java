package nexhelm.engine.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import nexhelm.engine.auth.Caller;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;
import nexhelm.engine.persona.Designer;
import nexhelm.engine.persona.Designer.Design;
import nexhelm.engine.store.Store;
import nexhelm.json.Json;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Makes runs: designed from a transcript, or refined from another run, which is cancelled then. */
final class Designs {

    private final Store store;
    private final Designer designer;
    private final Sandboxes sandboxes;
    private final Endings endings;
    private final Set<String> tools;

    Designs(Store store, Designer designer, Sandboxes sandboxes, Endings endings, Set<String> tools) {
        this.store = store;
        this.designer = designer;
        this.sandboxes = sandboxes;
        this.endings = endings;
        this.tools = tools;
    }

    Run design(Caller caller, Request request) {
        return once(caller, request, "design", () -> {
            if (request.flag("use_real_client")) {
                throw Refusal.invalid(
                        "real_client", "This engine works in sandboxes only; use_real_client must be false.");
            }
            Optional<String> client = request.text("target_client_id").filter(id -> !id.isBlank());
            client.ifPresent(id -> requireClient(caller, id));
            String sandbox = sandboxes.choose(caller, request.text("sandbox_user_id"));
            Optional<String> document = request.text("transcript_doc_id").filter(id -> !id.isBlank());
            Optional<String> documentText = document.map(id -> sandboxes
                    .document(sandbox, id)
                    .orElseThrow(() -> Refusal.invalid(
                            "unknown_document",
                            "transcript_doc_id '%s' is not a document of the sandbox.".formatted(Request.clip(id)))));
            String transcript = request.text("transcript_text")
                    .or(() -> documentText)
                    .orElseThrow(
                            () -> Refusal.invalid("transcript_missing", "Send transcript_text or transcript_doc_id."));
            Optional<String> note = request.text("design_note").filter(text -> !text.isBlank());
            Optional<String> origin = request.text("origin").filter(text -> !text.isBlank());
            if (origin.filter(text -> text.length() > 40).isPresent()) {
                throw Refusal.invalid(
                        "invalid_origin", "origin is one word on where the run comes from, up to 40 characters.");
            }
            Optional<ObjectNode> given = OwnBlueprint.given(request);
            boolean propose = OwnBlueprint.proposed(request);
            Design design = designer.design(transcript, note);
            if (design.definition().path("steps").isEmpty()) {
                throw Refusal.invalid(
                        "no_work",
                        "The transcript describes no piece of work that could become a workflow,"
                                + " so no run was made; send one in which somebody says what they do, step by step.");
            }
            Optional<OwnBlueprint> own = given.map(OwnBlueprint::given)
                    .or(() -> propose && !sandboxes.holdsExample(caller, transcript)
                            ? Optional.of(OwnBlueprint.proposed(design.definition()))
                            : Optional.empty());
            Fresh fresh = new Fresh(caller, transcript, document, note, sandbox, client, origin, Optional.empty(), own);
            return handle -> insert(handle, fresh, design);
        });
    }

    Run refine(Caller caller, String sourceId, Request request) {
        return once(caller, request, "refine " + sourceId, () -> {
            Run source = store.read(handle -> Runs.visible(handle, caller, sourceId));
            Optional<String> feedback = request.text("feedback").filter(text -> !text.isBlank());
            Optional<ObjectNode> edited = request.object("task_definition");
            if (feedback.isPresent() == edited.isPresent()) {
                throw Refusal.invalid("feedback_or_definition", "Send either feedback or task_definition.");
            }
            ObjectNode before = store.read(handle -> Definitions.of(handle, source));
            Design design = feedback.map(text -> designer.refine(source.transcript(), before, text))
                    .orElseGet(() -> verbatim(source, edited.orElseThrow()));
            if (design.definition().path("steps").isEmpty()) {
                throw Refusal.invalid(
                        "no_work", "Nothing would be left of the workflow; run " + sourceId + " stays as it is.");
            }
            Fresh fresh = new Fresh(
                    caller,
                    source.transcript(),
                    Optional.ofNullable(
                            source.record().path("transcript_doc_id").textValue()),
                    Optional.empty(),
                    source.sandboxUserId(),
                    Optional.ofNullable(source.record().path("target_client_id").textValue()),
                    Optional.ofNullable(source.record().path("origin").textValue()),
                    Optional.of(source.id()),
                    store.read(handle -> OwnBlueprint.of(handle, source)).map(own -> own.refined(design.definition())));
            return handle -> {
                Run now = Runs.visible(handle, caller, sourceId);
                if (!now.status().isFinal()) {
                    endings.cancel(handle, Runs.own(handle, caller, sourceId), "It was refined.");
                }
                return insert(handle, fresh, design);
            };
        });
    }

    /** What a new run is made of, the design aside. */
    private record Fresh(
            Caller caller,
            String transcript,
            Optional<String> document,
            Optional<String> note,
            String sandbox,
            Optional<String> client,
            Optional<String> origin,
            Optional<String> refinedFrom,
            Optional<OwnBlueprint> blueprint) {}

    /** The last part of a request: everything that changes the store, in one transaction. */
    private interface Making {
        Run in(Handle handle);
    }

    /** Makes a run, or answers with the run that the same request with the same idempotency key made before. */
    private Run once(Caller caller, Request request, String action, Supplier<Making> prepare) {
        Optional<String> key = request.header("Idempotency-Key").map(String::strip);
        if (key.isEmpty()) {
            Making making = prepare.get();
            return store.write(making::in);
        }
        if (key.get().length() > 200) {
            throw Refusal.invalid("idempotency_key", "The Idempotency-Key is longer than 200 characters.");
        }
        String print = Rows.sha256(action + "\n" + Json.compact(request.body()));
        Optional<Run> made = made(caller, key.get(), print);
        if (made.isPresent()) {
            return made.get();
        }
        Making making = prepare.get();
        try {
            return store.write(handle -> {
                Run run = making.in(handle);
                handle.execute(
                        "INSERT INTO idempotency_keys (user_id, key, request, run_id, created_at) VALUES (?, ?, ?, ?,"
                                + " ?)",
                        caller.user().id(),
                        key.get(),
                        print,
                        run.id(),
                        store.now());
                return run;
            });
        } catch (UnableToExecuteStatementException e) {
            // the same request ran beside this one and was faster
            return made(caller, key.get(), print).orElseThrow(() -> e);
        }
    }

    private Optional<Run> made(Caller caller, String key, String print) {
        return store.read(handle -> handle.createQuery(
                        "SELECT request, run_id FROM idempotency_keys WHERE user_id = ? AND key = ?")
                .bind(0, caller.user().id())
                .bind(1, key)
                .map((row, context) -> {
                    if (!row.getString("request").equals(print)) {
                        throw Refusal.conflict(
                                "idempotency_key_reused",
                                "This Idempotency-Key was used for another request; use a new one.");
                    }
                    return Runs.known(handle, row.getString("run_id"));
                })
                .findFirst());
    }

    private Run insert(Handle handle, Fresh fresh, Design design) {
        String id = UUID.randomUUID().toString();
        String definitionId = UUID.randomUUID().toString();
        String now = store.now();
        String organization = fresh.caller().user().organizationId();
        ObjectNode workedBy = Json.object().put("designer", design.workedBy());
        design.remark().ifPresent(remark -> workedBy.put("designer_note", remark));
        handle.execute(
                "INSERT INTO workflow_lab_runs (id, user_id, organization_id, status, origin, transcript_text,"
                        + " transcript_doc_id, design_note, sandbox_user_id, target_client_id, task_definition_id,"
                        + " proposal, not_applied, worked_by, refined_from_run_id, blueprint_origin, created_at,"
                        + " updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                id,
                fresh.caller().user().id(),
                organization,
                RunStatus.DESIGNED.word(),
                fresh.origin().orElse(null),
                fresh.transcript(),
                fresh.document().orElse(null),
                fresh.note().orElse(null),
                fresh.sandbox(),
                fresh.client().orElse(null),
                definitionId,
                Json.compact(design.proposal()),
                Json.compact(Rows.texts(design.notApplied())),
                Json.compact(workedBy),
                fresh.refinedFrom().orElse(null),
                fresh.blueprint().map(OwnBlueprint::origin).orElse(null),
                now,
                now);
        fresh.blueprint().ifPresent(own -> own.insert(handle, id));
        Definitions.insert(handle, definitionId, id, organization, design.definition(), now);
        return Runs.known(handle, id);
    }

    private Design verbatim(Run source, ObjectNode edited) {
        ObjectNode definition = new DefinitionCheck(source.transcript(), tools).checked(edited);
        ObjectNode proposal = ((ObjectNode) source.record().path("proposal")).deepCopy();
        proposal.set("task_name", definition.get("name"));
        proposal.set("summary", definition.get("summary"));
        proposal.set("description", definition.get("description"));
        Set<String> performers = new LinkedHashSet<>();
        definition
                .path("steps")
                .forEach(step -> performers.add(step.path("performer").asText()));
        ArrayNode names = proposal.putArray("step_performers");
        performers.forEach(names::add);
        return new Design(proposal, definition, List.of(), "person");
    }

    private void requireClient(Caller caller, String id) {
        store.read(handle -> handle.createQuery("SELECT id FROM clients WHERE id = ? AND organization_id = ?")
                        .bind(0, id)
                        .bind(1, caller.user().organizationId())
                        .mapTo(String.class)
                        .findFirst())
                .orElseThrow(() -> Refusal.invalid(
                        "unknown_client", "There is no client '%s' in your organisation.".formatted(Request.clip(id))));
    }
}
