package nexhelm.engine.store;

import java.util.ArrayList;
import java.util.List;
import nexhelm.engine.sandbox.SandboxTables;

/** The tables. Types are those that SQLite and PostgreSQL share; times are texts in UTC that sort. */
final class Schema {

    private static final List<String> ENGINE_V1 = List.of(
            """
            CREATE TABLE organizations (
                id TEXT PRIMARY KEY, name TEXT NOT NULL, created_at TEXT NOT NULL)\
            """,
            """
            CREATE TABLE clients (
                id TEXT PRIMARY KEY, organization_id TEXT NOT NULL REFERENCES organizations (id),
                name TEXT NOT NULL, email TEXT NOT NULL)\
            """,
            """
            CREATE TABLE users (
                id TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE, first_name TEXT NOT NULL, last_name TEXT NOT NULL,
                password_hash TEXT, organization_id TEXT NOT NULL REFERENCES organizations (id),
                created_at TEXT NOT NULL)\
            """,
            // one sandbox user per organisation: the store says so, not a convention
            """
            CREATE TABLE sandbox_accounts (
                sandbox_user_id TEXT PRIMARY KEY, email TEXT NOT NULL,
                organization_id TEXT NOT NULL UNIQUE REFERENCES organizations (id),
                providers TEXT NOT NULL, blueprint TEXT NOT NULL, disabled INTEGER NOT NULL DEFAULT 0)\
            """,
            """
            CREATE TABLE workflow_lab_runs (
                id TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users (id),
                organization_id TEXT NOT NULL REFERENCES organizations (id), status TEXT NOT NULL, origin TEXT,
                transcript_text TEXT NOT NULL, transcript_doc_id TEXT, design_note TEXT, sandbox_user_id TEXT NOT NULL,
                target_client_id TEXT, task_definition_id TEXT NOT NULL, proposal TEXT NOT NULL,
                not_applied TEXT NOT NULL, worked_by TEXT NOT NULL, refined_from_run_id TEXT,
                verifier_client_task_id INTEGER, verifier_client_task_status TEXT, verifier_thread_id TEXT,
                verifier_execution_id TEXT, reviewer_verdict TEXT, reviewer_note TEXT, reviewed_by TEXT,
                sandbox_tree_before TEXT, sandbox_tree_after TEXT, files_count INTEGER NOT NULL DEFAULT 0,
                error_message TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, completed_at TEXT)\
            """,
            """
            CREATE UNIQUE INDEX idx_workflow_lab_runs_active_sandbox_user ON workflow_lab_runs (sandbox_user_id)
                WHERE status IN ('setting_up', 'verifying', 'awaiting_human_verify')\
            """,
            """
            CREATE UNIQUE INDEX idx_workflow_lab_runs_task ON workflow_lab_runs (verifier_client_task_id)\
            """,
            "CREATE INDEX idx_workflow_lab_runs_user ON workflow_lab_runs (user_id, created_at)",
            """
            CREATE TABLE task_definitions (
                id TEXT PRIMARY KEY, run_id TEXT NOT NULL UNIQUE, organization_id TEXT NOT NULL,
                name TEXT NOT NULL, description TEXT NOT NULL, definition TEXT NOT NULL, created_at TEXT NOT NULL)\
            """,
            "CREATE TABLE threads (id TEXT PRIMARY KEY, run_id TEXT NOT NULL UNIQUE, memory TEXT NOT NULL)",
            """
            CREATE TABLE turns (
                id TEXT PRIMARY KEY, thread_id TEXT NOT NULL REFERENCES threads (id), run_id TEXT NOT NULL,
                n INTEGER NOT NULL, state TEXT NOT NULL, message TEXT NOT NULL, kickoff TEXT NOT NULL,
                hitl INTEGER NOT NULL, read_only INTEGER NOT NULL, created_at TEXT NOT NULL, ended_at TEXT,
                UNIQUE (thread_id, n))\
            """,
            // never a second agent on one thread
            """
            CREATE UNIQUE INDEX idx_turns_unfinished ON turns (thread_id) WHERE state IN ('queued', 'working')\
            """,
            """
            CREATE TABLE events (
                thread_id TEXT NOT NULL, id INTEGER NOT NULL, turn_id TEXT NOT NULL, type TEXT NOT NULL,
                data TEXT NOT NULL, mark TEXT UNIQUE, created_at TEXT NOT NULL, PRIMARY KEY (thread_id, id))\
            """,
            """
            CREATE TABLE steps (
                run_id TEXT NOT NULL, step INTEGER NOT NULL, state TEXT NOT NULL, summary TEXT NOT NULL,
                created_at TEXT NOT NULL, PRIMARY KEY (run_id, step))\
            """,
            """
            CREATE TABLE tool_calls (
                run_id TEXT NOT NULL, step INTEGER NOT NULL, n INTEGER NOT NULL, tool TEXT NOT NULL,
                input TEXT NOT NULL, status TEXT NOT NULL, output TEXT NOT NULL, wrote INTEGER NOT NULL,
                created_at TEXT NOT NULL, PRIMARY KEY (run_id, step, n))\
            """,
            """
            CREATE TABLE interactions (
                id TEXT PRIMARY KEY, run_id TEXT NOT NULL, step INTEGER NOT NULL, n INTEGER NOT NULL,
                kind TEXT NOT NULL, prompt TEXT NOT NULL, tool TEXT, input TEXT, decision TEXT, text TEXT,
                answered_by TEXT, created_at TEXT NOT NULL, answered_at TEXT, UNIQUE (run_id, step, n))\
            """,
            """
            CREATE TABLE run_files (
                run_id TEXT NOT NULL, id TEXT NOT NULL, n INTEGER NOT NULL, path TEXT NOT NULL, kind TEXT NOT NULL,
                change TEXT NOT NULL, title TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL,
                PRIMARY KEY (run_id, id))\
            """,
            "CREATE TABLE blobs (sha256 TEXT PRIMARY KEY, content TEXT NOT NULL)",
            """
            CREATE TABLE idempotency_keys (
                user_id TEXT NOT NULL, key TEXT NOT NULL, request TEXT NOT NULL, run_id TEXT NOT NULL,
                created_at TEXT NOT NULL, PRIMARY KEY (user_id, key))\
            """,
            """
            CREATE TABLE one_time_links (
                hash TEXT PRIMARY KEY, user_id TEXT NOT NULL, path TEXT NOT NULL, expires_at TEXT NOT NULL)\
            """,
            "CREATE TABLE sessions (hash TEXT PRIMARY KEY, user_id TEXT NOT NULL, expires_at TEXT NOT NULL)",
            // db-scheduler's own table; on SQLite it only reads times back from columns declared TIMESTAMP
            """
            CREATE TABLE scheduled_tasks (
                task_name TEXT NOT NULL, task_instance TEXT NOT NULL, task_data BLOB,
                execution_time TIMESTAMP NOT NULL, picked BOOLEAN NOT NULL, picked_by TEXT, last_success TIMESTAMP,
                last_failure TIMESTAMP, consecutive_failures INT, last_heartbeat TIMESTAMP, version BIGINT NOT NULL,
                priority SMALLINT, PRIMARY KEY (task_name, task_instance))\
            """,
            "CREATE INDEX idx_scheduled_tasks_due ON scheduled_tasks (execution_time)");

    static final List<String> V1 = join(ENGINE_V1, SandboxTables.V1);

    /** What a changed file was before the run; its content lies with the others in {@code blobs}. */
    static final List<String> V2 = List.of("ALTER TABLE run_files ADD COLUMN before_sha256 TEXT");

    /** Whose data a run reads when it acts as somebody else, who did so when, and the blueprints of organisations. */
    static final List<String> V3 = List.of(
            "ALTER TABLE workflow_lab_runs ADD COLUMN target_user_id TEXT",
            "ALTER TABLE workflow_lab_runs ADD COLUMN target_user_email TEXT",
            """
            CREATE TABLE audit (
                id INTEGER PRIMARY KEY, created_at TEXT NOT NULL, organization_id TEXT NOT NULL,
                operator_user_id TEXT NOT NULL, operator_email TEXT NOT NULL, target_user_email TEXT NOT NULL,
                run_id TEXT, outcome TEXT NOT NULL, reason TEXT)\
            """,
            "CREATE INDEX idx_audit_organization ON audit (organization_id, id)",
            """
            CREATE TABLE sandbox_environments (
                id TEXT PRIMARY KEY, organization_id TEXT NOT NULL REFERENCES organizations (id), provider TEXT NOT NULL,
                blueprint TEXT NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, updated_by TEXT NOT NULL,
                UNIQUE (organization_id, provider))\
            """,
            "ALTER TABLE clients ADD COLUMN sandbox INTEGER NOT NULL DEFAULT 0",
            "CREATE UNIQUE INDEX idx_clients_sandbox ON clients (organization_id) WHERE sandbox = 1");

    /** What the sandbox of one run is built from, where that is not its organisation's blueprint. */
    static final List<String> V4 = List.of(
            "ALTER TABLE workflow_lab_runs ADD COLUMN blueprint_origin TEXT",
            "CREATE TABLE run_blueprints (run_id TEXT PRIMARY KEY, blueprint TEXT NOT NULL)");

    /** Schedules of task definitions, and each of their firings once. */
    static final List<String> V5 = List.of(
            """
            CREATE TABLE task_schedules (
                id TEXT PRIMARY KEY, user_id TEXT NOT NULL, organization_id TEXT NOT NULL,
                task_definition_id TEXT NOT NULL, name TEXT NOT NULL, description TEXT, frequency TEXT NOT NULL,
                schedule_config TEXT NOT NULL, client_id TEXT, task_input TEXT, skip_if_running INTEGER NOT NULL,
                status TEXT NOT NULL, next_run_at TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL)\
            """, "CREATE INDEX idx_task_schedules_organization ON task_schedules (organization_id, created_at)", """
            CREATE TABLE task_firings (
                schedule_id TEXT NOT NULL, due_at TEXT NOT NULL, cause TEXT NOT NULL, outcome TEXT NOT NULL,
                detail TEXT, mail TEXT, run_id TEXT, created_at TEXT NOT NULL,
                PRIMARY KEY (schedule_id, due_at, cause))\
            """);

    private Schema() {}

    private static List<String> join(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }
}
