package nexhelm.engine.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import nexhelm.engine.auth.Accounts;
import nexhelm.engine.auth.AuthApi;
import nexhelm.engine.auth.User;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;
import nexhelm.engine.store.Store;
import nexhelm.json.Json;
import org.jdbi.v3.core.Handle;

/**
 * The part of Supabase's REST interface that {@code nex tasks run} uses, in PostgREST's manner: rows by equality, a
 * selection of columns. Whoever has the service key acts for every user of one organisation; without a key it is off.
 */
public final class ServiceApi {

    private static final Set<String> DOCUMENTS = Set.of("document", "pdf", "sheet");

    private final Store store;
    private final Lab lab;
    private final Optional<ServiceKey> key;

    public ServiceApi(Store store, Lab lab, Optional<ServiceKey> key) {
        this.store = store;
        this.lab = lab;
        this.key = key;
    }

    /** The key and the organisation that it opens. */
    public record ServiceKey(String key, String organizationId) {}

    public void register(RoutesConfig routes) {
        rows(routes, "task_definitions", "id", this::definitions);
        rows(routes, "user_profiles", "email", this::profiles);
        rows(routes, "client_task_output_documents", "client_task_id", this::documents);
        routes.post("/rest/v1/client_tasks", context -> {
            ServiceKey opened = opened(context);
            answer(context, 201, newTask(context, opened));
        });
    }

    private void rows(RoutesConfig routes, String table, String column, BiFunction<String, String, ArrayNode> read) {
        routes.get("/rest/v1/" + table, context -> {
            ServiceKey opened = opened(context);
            answer(context, 200, selected(context, read.apply(opened.organizationId(), equal(context, column))));
        });
    }

    private ArrayNode definitions(String organizationId, String id) {
        ArrayNode rows = Json.array();
        store.read(handle -> handle.createQuery(
                                "SELECT id, name, description FROM task_definitions WHERE id = ? AND organization_id ="
                                        + " ?")
                        .bind(0, id)
                        .bind(1, organizationId)
                        .map((row, context) -> Json.object()
                                .put("id", row.getString("id"))
                                .put("name", row.getString("name"))
                                .put("description", row.getString("description"))
                                .put("organization_id", organizationId)
                                .putNull("human_estimated_minutes"))
                        .list())
                .forEach(rows::add);
        return rows;
    }

    private ArrayNode profiles(String organizationId, String email) {
        ArrayNode rows = Json.array();
        new Accounts(store)
                .byEmail(email.strip().toLowerCase(java.util.Locale.ROOT))
                .filter(user -> user.organizationId().equals(organizationId))
                .ifPresent(user -> rows.addObject().put("id", user.id()).put("email", user.email()));
        return rows;
    }

    private ArrayNode newTask(Context context, ServiceKey opened) {
        JsonNode sent = list(context).path(0);
        User owner = Optional.of(sent.path("assigned_to").asText(""))
                .flatMap(id -> store.read(handle -> Accounts.byId(handle, id)))
                .filter(user -> user.organizationId().equals(opened.organizationId()))
                .orElseThrow(() -> Refusal.badRequest("unknown_user", "assigned_to is no user of this organisation."));
        if (sent.hasNonNull("organization_id")
                && !sent.path("organization_id").asText().equals(opened.organizationId())) {
            throw Refusal.forbidden("wrong_organization", "The service key opens another organisation.");
        }
        long number = lab.tasks().task(owner, sent.path("task_definition_id").asText(""));
        return selected(
                context, Json.array().add(Json.object().put("id", number).put("status", "in_progress")));
    }

    private ArrayNode documents(String organizationId, String task) {
        ArrayNode rows = Json.array();
        if (!task.matches("[0-9]{1,18}")) {
            throw Refusal.badRequest("invalid_filter", "client_task_id must be a whole number.");
        }
        store.read(handle -> {
            Runs.byTask(handle, Long.parseLong(task))
                    .filter(run -> run.organizationId().equals(organizationId))
                    .ifPresent(run -> documents(handle, run).forEach(rows::add));
            return rows;
        });
        return rows;
    }

    private List<ObjectNode> documents(Handle handle, Run run) {
        boolean done = run.threadId()
                .flatMap(thread -> Threads.lastTurn(handle, thread))
                .filter(turn -> !turn.isOpen())
                .isPresent();
        return !done
                ? List.of() // what an agent is still at is no document yet
                : lab.evidence().files(handle, run).stream()
                        .filter(file -> DOCUMENTS.contains(file.kind())
                                && !file.change().equals("deleted"))
                        .flatMap(file -> lab.evidence().paper(handle, run, file, false).stream()
                                .map(paper -> Json.object()
                                        .put("filename", Attachment.name(file.title(), paper))
                                        .put("s3_key", Downloads.key(run.id(), file.id()))
                                        .put("s3_bucket", "runs")
                                        .put("content_type", paper.type())
                                        .put("file_size", paper.bytes().length)
                                        .put(
                                                "created_at",
                                                run.record().path("updated_at").asText())))
                        .toList();
    }

    /** The columns that {@code select} names; all of them without it. */
    private static ArrayNode selected(Context context, ArrayNode rows) {
        String select = Optional.ofNullable(context.queryParam("select")).orElse("*");
        if (select.equals("*")) {
            return rows;
        }
        ArrayNode picked = Json.array();
        for (JsonNode row : rows) {
            ObjectNode one = picked.addObject();
            for (String column : select.split(",")) {
                if (!row.has(column.strip())) {
                    throw Refusal.badRequest(
                            "unknown_column", "There is no column '%s'.".formatted(Request.clip(column.strip())));
                }
                one.set(column.strip(), row.get(column.strip()));
            }
        }
        return picked;
    }

    private static String equal(Context context, String column) {
        String filter = Optional.ofNullable(context.queryParam(column)).orElse("");
        if (!filter.startsWith("eq.")) {
            throw Refusal.badRequest(
                    "invalid_filter", "Rows are found by %s=eq.VALUE here and by nothing else.".formatted(column));
        }
        return filter.substring(3);
    }

    private ServiceKey opened(Context context) {
        ServiceKey opened = key.orElseThrow(() -> Refusal.notFound(
                "service_off", "The REST interface is off; start nex-engine with --service-key-file to turn it on."));
        String bearer = Optional.ofNullable(context.header("Authorization"))
                .map(header -> header.replaceFirst("(?i)^Bearer ", ""))
                .orElse("");
        boolean right = AuthApi.same(bearer, opened.key())
                & AuthApi.same(Optional.ofNullable(context.header("apikey")).orElse(""), opened.key());
        if (!right) {
            throw Refusal.unauthorized("invalid_api_key", "The service key is missing or wrong.");
        }
        return opened;
    }

    private static JsonNode list(Context context) {
        try {
            JsonNode sent = Json.parse(Request.small(context));
            if (sent.isArray() && sent.size() == 1 && sent.get(0).isObject()) {
                return sent;
            }
        } catch (Json.Malformed e) {
            // answered below
        }
        throw Refusal.badRequest("invalid_rows", "Send a list with one row.");
    }

    private static void answer(Context context, int status, ArrayNode rows) {
        context.status(status);
        context.contentType("application/json");
        context.result(Json.compact(rows));
    }
}
