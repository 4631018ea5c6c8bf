package nexhelm.engine.run;

import com.fasterxml.jackson.databind.JsonNode;
import nexhelm.engine.auth.Caller;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;
import nexhelm.engine.store.Store;
import nexhelm.json.Json;

/** The endpoints of task definitions and schedules. There are no schedules yet, and the answers say so. */
public final class TasksApi {

    private final Store store;

    public TasksApi(Store store) {
        this.store = store;
    }

    public JsonNode definitions(Caller caller, Request request) {
        return Rows.array(store.read(handle -> Definitions.all(handle, caller)));
    }

    public JsonNode definition(Caller caller, Request request) {
        String id = request.path("id");
        return store.read(handle -> Definitions.one(handle, caller, id))
                .orElseThrow(() -> Refusal.notFound(
                        "task_definition_not_found",
                        "There is no task definition '%s'; nex tasks list-defs shows all."
                                .formatted(Request.clip(id))));
    }

    public JsonNode schedules(Caller caller, Request request) {
        return Json.array();
    }

    public JsonNode schedule(Caller caller, Request request) {
        throw Refusal.notFound(
                "task_schedule_not_found",
                "There is no schedule '%s'; this engine keeps none yet.".formatted(Request.clip(request.path("id"))));
    }

    public JsonNode noSchedules(Caller caller, Request request) {
        throw Refusal.notImplemented("This engine does not run schedules yet; run the workflow with nex workflow run.");
    }
}
