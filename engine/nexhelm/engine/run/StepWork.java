package nexhelm.engine.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import nexhelm.engine.persona.Verifier.Answer;
import nexhelm.engine.persona.Verifier.Decision;
import nexhelm.engine.persona.Verifier.StepContext;
import nexhelm.engine.run.Turn.State;
import nexhelm.engine.sandbox.Tenant;
import nexhelm.engine.tool.SandboxTool;
import nexhelm.engine.tool.ToolFailure;
import nexhelm.engine.tool.Vocabulary;
import nexhelm.json.Json;
import org.jdbi.v3.core.Handle;

/**
 * One step being performed, perhaps again after a crash or an answer. What was recorded before is returned and not done
 * again: a request takes the first record that asks the same and was not taken yet; without one it is really made.
 */
final class StepWork implements StepContext {

    private final Agent.Desk desk;
    private final Turn turn;
    private final Run run;
    private final ObjectNode definition;
    private final ObjectNode step;
    private final ObjectNode memory;
    private final int index;
    private final List<RecordedCall> calls;
    private final List<Interaction> interactions;
    private int lastCall;
    private int lastInteraction;
    private final Map<String, Integer> said = new HashMap<>();

    StepWork(
            Agent.Desk desk, Turn turn, Run run, ObjectNode definition, ObjectNode step, int index, ObjectNode memory) {
        this.desk = desk;
        this.turn = turn;
        this.run = run;
        this.definition = definition;
        this.step = step;
        this.index = index;
        this.memory = memory;
        this.calls = new ArrayList<>(desk.store().read(handle -> RecordedCall.ofStep(handle, run.id(), index)));
        this.interactions = new ArrayList<>(desk.store().read(handle -> Interaction.ofStep(handle, run.id(), index)));
        this.lastCall = calls.size();
        this.lastInteraction = interactions.size();
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
        return turn.kickoff();
    }

    @Override
    public boolean readOnly() {
        return turn.readOnly();
    }

    @Override
    public boolean madeUp() {
        return run.record().path("blueprint_origin").asText().equals(OwnBlueprint.PROPOSED);
    }

    @Override
    public boolean attended() {
        return turn.hitl();
    }

    @Override
    public ObjectNode memory() {
        return memory;
    }

    @Override
    public void say(String text) {
        int times = said.merge(text, 1, Integer::sum);
        String mark = run.id() + "/" + index + "/say/" + Rows.sha256(text) + "/" + times;
        commit(handle -> desk.threads()
                .appendOnce(
                        handle,
                        turn,
                        mark,
                        "ai_message_complete",
                        Json.object().put("content", text).put("step", index)));
    }

    @Override
    public ObjectNode call(String tool, ObjectNode input) throws ToolFailure {
        SandboxTool known =
                run.targetUserId().isEmpty() || Vocabulary.reads(desk.tools().get(tool))
                        ? desk.tools().get(tool)
                        : null;
        if (known == null) {
            throw new ToolFailure(
                    desk.tools().get(tool) == null
                            ? "there is no tool '" + tool + "'"
                            : "there is no tool '" + tool + "' in this run, which is read-only because it acts as "
                                    + run.record().path("target_user_email").asText());
        }
        if (turn.readOnly() && known.declaration().write()) {
            throw new ToolFailure(tool + " writes, and this run is read-only");
        }
        String asked = Json.compact(input);
        for (int i = 0; i < calls.size(); i++) {
            if (calls.get(i).tool().equals(tool) && calls.get(i).input().equals(asked)) {
                return calls.remove(i).result();
            }
        }
        int n = ++lastCall;
        String id = "s" + index + "c" + n;
        desk.pause();
        commit(handle -> {
            ObjectNode start = Json.object().put("id", id).put("name", tool);
            start.set("input", input.deepCopy());
            desk.threads()
                    .appendOnce(handle, turn, run.id() + "/" + id + "/start", "tool_start", start.put("step", index));
        });
        desk.pause();
        return perform(known, tool, input, n, id).result();
    }

    /** What the tool does, the record of it and the event that tells of it are one transaction. */
    private RecordedCall perform(SandboxTool known, String tool, ObjectNode input, int n, String id) {
        String asked = Json.compact(input);
        RecordedCall[] made = new RecordedCall[1];
        commit(handle -> {
            handle.savepoint("tool");
            try {
                ObjectNode output = known.call(new Tenant(handle, run.tenantId()), input.deepCopy());
                made[0] = new RecordedCall(n, tool, asked, true, output);
            } catch (ToolFailure e) {
                handle.rollbackToSavepoint("tool");
                made[0] = new RecordedCall(n, tool, asked, false, Json.object().put("error", e.getMessage()));
            }
            made[0].insert(
                    handle,
                    run.id(),
                    index,
                    known.declaration().write(),
                    desk.store().now());
            ObjectNode end = Json.object().put("id", id).put("name", tool);
            end.set("output", made[0].output());
            desk.threads()
                    .append(
                            handle,
                            turn,
                            "tool_end",
                            end.put("status", made[0].ok() ? "ok" : "error").put("step", index));
        });
        return made[0];
    }

    @Override
    public Answer approve(String prompt, String tool, ObjectNode input) {
        return ask("approval", prompt, Optional.ofNullable(tool), Optional.ofNullable(input), Decision.SIMULATED);
    }

    @Override
    public Answer ask(String question) {
        return ask("question", question, Optional.empty(), Optional.empty(), Decision.SIMULATED);
    }

    private Answer ask(
            String kind, String prompt, Optional<String> tool, Optional<ObjectNode> input, Decision rehearsed) {
        for (int i = 0; i < interactions.size(); i++) {
            if (interactions.get(i).asks(kind, prompt)
                    && interactions.get(i).answer().isPresent()) {
                return interactions.remove(i).answer().orElseThrow();
            }
        }
        int n = ++lastInteraction;
        desk.pause();
        if (!turn.hitl()) {
            Answer answer = new Answer(rehearsed, "");
            commit(handle -> {
                fresh(kind, prompt, tool, input, n, Optional.of(answer))
                        .insert(handle, desk.store().now());
                desk.threads()
                        .append(
                                handle,
                                turn,
                                "simulated_approval",
                                Json.object()
                                        .put("prompt", prompt)
                                        .put("tool", tool.orElse(null))
                                        .put("kind", kind)
                                        .put("step", index));
            });
            return answer;
        }
        commit(handle -> {
            Interaction open = fresh(kind, prompt, tool, input, n, Optional.empty());
            open.insert(handle, desk.store().now());
            desk.threads().append(handle, turn, "interaction", open.json());
            desk.threads().end(handle, turn, State.INTERACTION);
            desk.evidence().measure(handle, run);
            Runs.set(handle, desk.store(), run.id(), "verifier_client_task_status", "waiting");
        });
        throw new Halt(Halt.Reason.ASKED);
    }

    private Interaction fresh(
            String kind,
            String prompt,
            Optional<String> tool,
            Optional<ObjectNode> input,
            int n,
            Optional<Answer> answer) {
        return new Interaction(
                "int_" + UUID.randomUUID(),
                run.id(),
                index,
                n,
                kind,
                prompt,
                tool.filter(name -> !name.isEmpty()),
                input,
                answer,
                Optional.empty());
    }

    private void commit(Consumer<Handle> change) {
        desk.commit(turn, change);
    }
}
