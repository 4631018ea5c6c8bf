package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nexhelm.engine.persona.Verifier.Answer;
import nexhelm.engine.persona.Verifier.Decision;
import nexhelm.engine.persona.Verifier.StepContext;
import nexhelm.engine.persona.Verifier.StepResult;
import nexhelm.engine.sandbox.Blueprint;
import nexhelm.engine.sandbox.BlueprintInvalid;
import nexhelm.engine.sandbox.SandboxTables;
import nexhelm.engine.sandbox.Tenant;
import nexhelm.engine.tool.SandboxTool;
import nexhelm.engine.tool.ToolCatalog;
import nexhelm.engine.tool.ToolFailure;
import nexhelm.json.Json;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** A workflow tried out on a blueprint in memory, every gate let through: nothing of it is kept. */
final class DryRun {

    private static final String TENANT = "dry-run";
    private static final Map<String, SandboxTool> TOOLS = ToolCatalog.all();

    /**
     * Where a dry run came to its end before the workflow's.
     *
     * @param step the index of the step in the definition, from 0
     * @param what what the step lacked
     */
    record Lack(int step, String what) {}

    private final OfflineAgent agent = new OfflineAgent();
    private final ObjectNode definition;

    DryRun(ObjectNode definition) {
        this.definition = definition;
    }

    /**
     * Where the first step lacks something; empty when the workflow can be carried out.
     *
     * @param passed steps, from 0, whose lack is known and that are passed over
     */
    Optional<Lack> on(ObjectNode blueprint, Set<Integer> passed) throws BlueprintInvalid {
        Blueprint parsed = Blueprint.parse(blueprint);
        try (Handle handle = Jdbi.create("jdbc:sqlite::memory:").open()) {
            SandboxTables.V1.forEach(handle::execute);
            parsed.build(handle, TENANT, "Sample");
            Tenant tenant = new Tenant(handle, TENANT);
            ObjectNode memory = Json.object();
            JsonNode steps = definition.path("steps");
            for (int i = 0; i < steps.size(); i++) {
                StepResult result = agent.perform(new Step(tenant, memory, (ObjectNode) steps.get(i)));
                if (result instanceof StepResult.Lacking lacking && !passed.contains(i)) {
                    return Optional.of(new Lack(i, lacking.what()));
                }
            }
            return Optional.empty();
        }
    }

    /** One step's view. */
    private final class Step implements StepContext {
        private final Tenant tenant;
        private final ObjectNode memory;
        private final ObjectNode step;

        Step(Tenant tenant, ObjectNode memory, ObjectNode step) {
            this.tenant = tenant;
            this.memory = memory;
            this.step = step;
        }

        @Override
        public ObjectNode definition() {
            return definition;
        }

        @Override
        public ObjectNode step() {
            return step;
        }

        @Override
        public String kickoff() {
            return "";
        }

        @Override
        public boolean readOnly() {
            return false;
        }

        @Override
        public ObjectNode memory() {
            return memory;
        }

        @Override
        public void say(String text) {
            // nobody watches
        }

        @Override
        public ObjectNode call(String tool, ObjectNode input) throws ToolFailure {
            SandboxTool known = TOOLS.get(tool);
            if (known == null) {
                throw new ToolFailure("there is no tool '" + tool + "'");
            }
            return known.call(tenant, input.deepCopy());
        }

        @Override
        public Answer approve(String prompt, String tool, ObjectNode input) {
            return new Answer(Decision.SIMULATED, "");
        }

        @Override
        public Answer ask(String question) {
            return new Answer(Decision.SIMULATED, "");
        }
    }
}
