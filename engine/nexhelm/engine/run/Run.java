package nexhelm.engine.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import nexhelm.json.Json;

/**
 * A run as it stands in the store.
 *
 * @param taskId   the verifier's client task, once verification was started
 * @param threadId the agent's thread, once somebody chatted
 * @param targetUserId whose data the agent reads, when it acts as somebody else
 * @param record   what clients see
 */
public record Run(
        String id,
        String userId,
        String organizationId,
        RunStatus status,
        String transcript,
        String sandboxUserId,
        String taskDefinitionId,
        Optional<Long> taskId,
        Optional<String> threadId,
        Optional<String> targetUserId,
        ObjectNode record) {

    private static final List<String> TEXTS = List.of(
            "verifier_client_task_status",
            "verifier_thread_id",
            "verifier_execution_id",
            "target_client_id",
            "sandbox_user_id",
            "user_id",
            "organization_id",
            "origin",
            "transcript_doc_id",
            "design_note",
            "refined_from_run_id",
            "reviewer_verdict",
            "reviewer_note",
            "reviewed_by",
            "sandbox_tree_before",
            "sandbox_tree_after");
    private static final List<String> TREES = List.of("proposal", "not_applied", "worked_by");
    private static final List<String> ENDS = List.of("error_message", "created_at", "updated_at", "completed_at");

    static Run of(ResultSet row) throws SQLException {
        ObjectNode record = Json.object()
                .put("id", row.getString("id"))
                .put("status", row.getString("status"))
                .put("task_definition_id", row.getString("task_definition_id"));
        long task = row.getLong("verifier_client_task_id");
        Optional<Long> taskId = row.wasNull() ? Optional.empty() : Optional.of(task);
        record.put("verifier_client_task_id", taskId.orElse(null));
        for (String column : TEXTS) {
            record.put(column, row.getString(column));
        }
        record.put("use_real_client", false).put("files_count", row.getInt("files_count"));
        for (String column : TREES) {
            record.set(column, Rows.json(row.getString(column)));
        }
        Optional.ofNullable(row.getString("target_user_email"))
                .ifPresent(email -> record.put("target_user_email", email));
        Optional.ofNullable(row.getString("blueprint_origin"))
                .ifPresent(origin -> record.put("blueprint_origin", origin));
        for (String column : ENDS) {
            record.put(column, row.getString(column));
        }
        return new Run(
                row.getString("id"),
                row.getString("user_id"),
                row.getString("organization_id"),
                RunStatus.of(row.getString("status")),
                row.getString("transcript_text"),
                row.getString("sandbox_user_id"),
                row.getString("task_definition_id"),
                taskId,
                Optional.ofNullable(row.getString("verifier_thread_id")),
                Optional.ofNullable(row.getString("target_user_id")),
                record);
    }

    /** The tenant that the agent's tools act on: the sandbox, or the data of whom it acts as. */
    String tenantId() {
        return targetUserId.orElse(sandboxUserId);
    }

    /**
     * Where the run stands, as people see it: while a gate is open it waits for a person, and an agent that ended with its
     * work done waits for a verdict.
     */
    public String stands() {
        if (!status.holdsSandbox()) {
            return status.word();
        }
        return switch (record.path("verifier_client_task_status").asText()) {
            case "waiting" -> "waiting";
            case "completed" -> "awaiting_human_verify";
            case "failed" -> status == RunStatus.VERIFYING ? "stopped" : status.word();
            default -> status.word();
        };
    }

    public boolean wasStarted() {
        return taskId.isPresent();
    }
}
