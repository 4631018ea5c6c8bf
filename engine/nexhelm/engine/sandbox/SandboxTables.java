package nexhelm.engine.sandbox;

import java.util.List;

/** The tables of the sandbox tenants, in SQL that SQLite and PostgreSQL both take. */
public final class SandboxTables {

    /** The first version: what a tenant is, what it holds now, and what it held when it was built. */
    public static final List<String> V1 = List.of("""
        CREATE TABLE sandbox_tenants (
            sandbox_user_id TEXT NOT NULL PRIMARY KEY,
            organization_name TEXT NOT NULL,
            provider TEXT NOT NULL,
            container TEXT NOT NULL,
            next_seq BIGINT NOT NULL)\
        """, items("sandbox_items"), items("sandbox_built_items"));

    private SandboxTables() {}

    private static String items(String table) {
        return """
            CREATE TABLE %s (
                sandbox_user_id TEXT NOT NULL,
                id TEXT NOT NULL,
                seq BIGINT NOT NULL,
                kind TEXT NOT NULL,
                folder TEXT NOT NULL,
                title TEXT NOT NULL,
                content TEXT NOT NULL,
                details TEXT NOT NULL,
                PRIMARY KEY (sandbox_user_id, id))\
            """.formatted(table);
    }
}
