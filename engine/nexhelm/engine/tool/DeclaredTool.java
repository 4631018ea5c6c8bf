package nexhelm.engine.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import nexhelm.engine.sandbox.Tenant;

/** A tool made of its declaration and what it does; the declaration's schema is checked before anything is done. */
record DeclaredTool(ToolDeclaration declaration, Deed deed) implements SandboxTool {

    /** What a tool does with an input that fits its schema. */
    @FunctionalInterface
    interface Deed {
        ObjectNode on(Tenant tenant, ObjectNode input) throws ToolFailure;
    }

    @Override
    public ObjectNode call(Tenant tenant, ObjectNode input) throws ToolFailure {
        Schema.check(declaration, input);
        if (!tenant.isBuilt()) {
            throw new ToolFailure("the sandbox is not set up");
        }
        return deed.on(tenant, input);
    }
}
