package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nexhelm.engine.persona.OfflineVerifier;
import nexhelm.engine.persona.Verifier;
import nexhelm.engine.persona.Verifier.StepResult;
import nexhelm.engine.sandbox.Changes;
import nexhelm.engine.sandbox.Tenant;
import nexhelm.engine.sandbox.TestTenants;
import nexhelm.engine.tool.ToolCatalog;
import nexhelm.engine.tool.ToolFailure;
import nexhelm.json.Json;

/** A small engine for tests: steps in order on a tenant in a SQLite file, each call recorded with its effect in one transaction. */
final class Rehearsal implements AutoCloseable {

    private final TestTenants tenants;
    private final ObjectNode definition;
    private final Tenant tenant;
    private final ObjectNode memory = Json.object();
    private final List<StepResult> results = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final List<String> prompts = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private String kickoff =
            "Carry the task through end to end. Ask no human. Stop and say so if a step cannot be done."
                    + " Invent nothing. Use every tool needed.";
    private boolean readOnly;
    private Verifier.Decision decision = Verifier.Decision.SIMULATED;

    Rehearsal(Path folder, ObjectNode blueprint, ObjectNode definition) {
        tenants = new TestTenants(folder);
        tenant = tenants.built("sandbox-1", blueprint);
        tenants.handle()
                .execute("CREATE TABLE calls (step INTEGER, n INTEGER, tool TEXT, output TEXT, PRIMARY KEY (step, n))");
        this.definition = definition;
    }

    Rehearsal kickoff(String text) {
        kickoff = text;
        return this;
    }

    Rehearsal readOnly() {
        readOnly = true;
        return this;
    }

    Rehearsal answering(Verifier.Decision answer) {
        decision = answer;
        return this;
    }

    /** Performs all steps; stops at the first that lacks something. */
    Rehearsal run() {
        for (JsonNode step : definition.path("steps")) {
            StepResult result = perform((ObjectNode) step);
            results.add(result);
            if (result instanceof StepResult.Lacking) {
                break;
            }
        }
        return this;
    }

    /** Performs one step and keeps what it remembered. */
    StepResult perform(ObjectNode step) {
        ObjectNode kept = memory.deepCopy();
        StepResult result = new OfflineVerifier().perform(new Context(step, kept));
        memory.removeAll();
        memory.setAll(kept);
        return result;
    }

    /** Performs one step as if the engine died before it could keep what the step remembered. */
    StepResult performAndForget(ObjectNode step) {
        return new OfflineVerifier().perform(new Context(step, memory.deepCopy()));
    }

    List<StepResult> results() {
        return results;
    }

    boolean complete() {
        return results.size() == definition.path("steps").size()
                && results.stream().noneMatch(r -> r instanceof StepResult.Lacking);
    }

    List<String> said() {
        return said;
    }

    List<String> prompts() {
        return prompts;
    }

    List<String> calls() {
        return calls;
    }

    Tenant tenant() {
        return tenant;
    }

    Changes changes() {
        return Changes.of(tenant);
    }

    /** The one change of this kind whose title holds these words. */
    Changes.Change change(String kind, String title) {
        return changes().items().stream()
                .filter(c -> c.kind().equals(kind) && c.title().contains(title))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + title + " among "
                        + changes().items().stream()
                                .map(c -> c.kind() + " " + c.title())
                                .toList() + ", results " + results));
    }

    @Override
    public void close() {
        tenants.close();
    }

    /** One step's view of the engine. */
    private final class Context implements Verifier.StepContext {
        private final ObjectNode step;
        private final ObjectNode kept;
        private int n;

        Context(ObjectNode step, ObjectNode kept) {
            this.step = step;
            this.kept = kept;
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
            return kickoff;
        }

        @Override
        public boolean readOnly() {
            return readOnly;
        }

        @Override
        public ObjectNode memory() {
            return kept;
        }

        @Override
        public void say(String text) {
            said.add(text);
        }

        @Override
        public ObjectNode call(String tool, ObjectNode input) throws ToolFailure {
            int index = step.path("index").asInt();
            int call = n++;
            Optional<String> recorded = tenants.handle()
                    .createQuery("SELECT output FROM calls WHERE step = :step AND n = :n")
                    .bind("step", index)
                    .bind("n", call)
                    .mapTo(String.class)
                    .findFirst();
            if (recorded.isPresent()) {
                try {
                    return (ObjectNode) Json.parse(recorded.get());
                } catch (Json.Malformed e) {
                    throw new AssertionError(e);
                }
            }
            return tenants.handle().inTransaction(h -> {
                ObjectNode output = ToolCatalog.all().get(tool).call(tenant, input);
                h.execute(
                        "INSERT INTO calls (step, n, tool, output) VALUES (?, ?, ?, ?)",
                        index,
                        call,
                        tool,
                        Json.compact(output));
                calls.add(tool + " " + Json.compact(input));
                return output;
            });
        }

        @Override
        public Verifier.Answer approve(String prompt, String tool, ObjectNode input) {
            prompts.add(prompt);
            return new Verifier.Answer(decision, "");
        }

        @Override
        public Verifier.Answer ask(String question) {
            prompts.add(question);
            return new Verifier.Answer(Verifier.Decision.ANSWERED, "");
        }
    }
}
