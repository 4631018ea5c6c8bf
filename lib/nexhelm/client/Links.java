package nexhelm.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import nexhelm.Failure;
import nexhelm.auth.Config;

/** The links that every returned run carries. */
public final class Links {

    private Links() {}

    /** Adds {@code view_url} and, when there is a task, {@code verification_task_url} behind the server's keys. */
    public static ObjectNode enrich(ObjectNode run, Config config) {
        String id = run.path("id").asText("");
        if (!id.isEmpty()) {
            run.put("view_url", config.frontendUrl() + "/dashboard/workflow-lab?runId=" + id);
        }
        JsonNode task = run.path("verifier_client_task_id");
        if (!task.isMissingNode() && !task.isNull()) {
            run.put("verification_task_url", config.frontendUrl() + "/dashboard/agent-tasks/" + taskId(task));
        }
        return run;
    }

    /** A task's number, also from numeric text. */
    public static long taskId(JsonNode task) {
        try {
            return new BigDecimal(task.asText().trim()).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw Failure.input("verifier_client_task_id is not a number: " + task.asText());
        }
    }
}
