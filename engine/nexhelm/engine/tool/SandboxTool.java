package nexhelm.engine.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import nexhelm.engine.sandbox.Tenant;

/** One tool of the agent, acting on a sandbox tenant. */
public interface SandboxTool {

    ToolDeclaration declaration();

    /**
     * Does it, inside the caller's database transaction: a failure, also a crash, leaves nothing behind.
     *
     * @throws ToolFailure when the input is wrong or what it names is not there; nothing was changed then
     */
    ObjectNode call(Tenant tenant, ObjectNode input) throws ToolFailure;
}
