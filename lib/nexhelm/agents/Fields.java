package nexhelm.agents;

/** The fields of results, in the words of {@link nexhelm.tool.Tool#answers}; backends may add more. */
final class Fields {

    /** A run with its links. */
    static final String RUN = "id:s status:s user_id:* organization_id:* task_definition_id:s proposal:o interaction:o"
            + " verifier_client_task_id:i/s verifier_client_task_status:* verifier_thread_id:s verifier_execution_id:*"
            + " sandbox_user_id:s target_client_id:* use_real_client:b files_count:i origin:* transcript_doc_id:*"
            + " design_note:* refined_from_run_id:s reviewer_verdict:s reviewer_note:* reviewed_by:*"
            + " sandbox_tree_before:* sandbox_tree_after:* not_applied:* worked_by:* error_message:s created_at:s"
            + " updated_at:* completed_at:* view_url:s verification_task_url:s";

    /** Runs among each other. */
    static final String LISTED = "runs:[" + RUN + "]";

    /** A run and how its agent ended. */
    static final String RAN = RUN + " stop_reason:s thread_id:s error:s cause:s events:a standalone:b impersonating:b"
            + " impersonator_email:* target_user_email:* events_total:i events_resource:s tools_used:o";

    static final String TRACE = RUN + " messages:a messages_status:s verifier_thread_id_resolved:s"
            + " threads_by_task_status:s messages_total:i messages_resource:s tools_used:o";

    static final String DEFINITION = "run_id:s task_definition_id:s task_definition:o verification_status:s";

    static final String FILES = "run_id:s files:[id:s path:s kind:s change:s size:i sha256:s title:s url:s"
            + " before_sha256:s before_url:s]";

    static final String COMPARED = "same:b regressions:a a:* b:* steps:* files:*";

    static final String CANCELLED =
            RUN + " cancelled:a skipped:i failed:a dry_run:b declined:b" + " cross_operator_blockers:a";

    static final String ACCOUNTS = "sandbox_accounts:[sandbox_user_id:s sandbox_user_email:s organization_id:s"
            + " organization_name:s providers:a disabled:b]";

    static final String ANALYSIS =
            "summary:s capabilities_needed:[capability:s existing_tool:s closest_analog:s" + " priority:s reasoning:s]";

    /** A stored task definition. */
    static final String DEFINED = "id:s name:s description:s human_estimated_minutes:* run_id:s created_at:s";

    static final String SCHEDULE = "id:s name:s frequency:s status:s next_run_at:s run_id:s task_definition_id:*"
            + " description:* schedule_config:* client_id:* task_input:* skip_if_running:* user_id:* created_at:*"
            + " updated_at:*";

    private Fields() {}
}
