package nexhelm.engine.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import nexhelm.engine.sandbox.Tenant;
import nexhelm.engine.sandbox.TestTenants;
import nexhelm.json.Json;

/** Calls of tools on a demo tenant in a real database. */
final class Calls implements AutoCloseable {

    private final TestTenants tenants;
    final Tenant tenant;

    Calls(Path folder) {
        tenants = new TestTenants(folder);
        tenant = tenants.demo("u-1");
    }

    /** @param input JSON, in which single quotation marks stand for double ones */
    ObjectNode call(String tool, String input) throws ToolFailure {
        return ToolCatalog.all().get(tool).call(tenant, json(input));
    }

    void fails(String message, String tool, String input) {
        assertEquals(
                message,
                assertThrows(ToolFailure.class, () -> call(tool, input)).getMessage());
    }

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) Json.parse(text.replace('\'', '"'));
        } catch (Json.Malformed e) {
            throw new AssertionError(text, e);
        }
    }

    @Override
    public void close() {
        tenants.close();
    }
}
