package nexhelm.engine.sandbox;

import java.nio.file.Path;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** A SQLite file with the sandbox tables, and tenants in it. */
public final class TestTenants implements AutoCloseable {

    private final Handle handle;

    public TestTenants(Path folder) {
        handle = Jdbi.create("jdbc:sqlite:" + folder.resolve("sandbox.db")).open();
        handle.execute("PRAGMA synchronous = OFF");
        SandboxTables.V1.forEach(handle::execute);
    }

    public Handle handle() {
        return handle;
    }

    /** A tenant of its own, built from the demo blueprint. */
    public Tenant demo(String user) {
        return built(user, Blueprint.demo());
    }

    public Tenant built(String user, com.fasterxml.jackson.databind.node.ObjectNode blueprint) {
        try {
            Blueprint parsed = Blueprint.parse(blueprint);
            handle.useTransaction(h -> parsed.build(h, user, "Briar & Co"));
        } catch (BlueprintInvalid e) {
            throw new AssertionError(e.getMessage(), e);
        }
        return new Tenant(handle, user);
    }

    @Override
    public void close() {
        handle.close();
    }
}
