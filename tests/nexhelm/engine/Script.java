package nexhelm.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import nexhelm.engine.persona.Designer;
import nexhelm.engine.persona.Evaluator;
import nexhelm.engine.persona.Personas;
import nexhelm.engine.persona.Verifier;
import nexhelm.engine.tool.ToolFailure;
import nexhelm.json.Json;

/**
 * Personas that do what the transcript says, word for word, so a test decides what the agent does: each line is a step,
 * each step a list of {@code verb argument} parted by semicolons.
 */
final class Script implements Designer, Verifier {

    static Personas personas() {
        Script script = new Script();
        return new Personas(script, transcript -> Json.object().put("summary", transcript), script, Evaluator.RULES);
    }

    @Override
    public Design design(String transcript, Optional<String> note) {
        ArrayNode steps = Json.array();
        int start = 0;
        for (String line : transcript.split("\n", -1)) {
            int length = line.codePointCount(0, line.length());
            if (line.contains(" ")) {
                ObjectNode step = Json.object()
                        .put("index", steps.size() + 1)
                        .put("title", line)
                        .put("instruction", line)
                        .put("performer", "agent")
                        .putNull("tool")
                        .putNull("hitl");
                step.set(
                        "source",
                        Json.object()
                                .put("start", start)
                                .put("end", start + length)
                                .put("quote", line));
                steps.add(step);
            }
            start += length + 1;
        }
        return made(steps, note.map(List::of).orElse(List.of()));
    }

    /** The feedback replaces the workflow; "drop N" drops a step. */
    @Override
    public Design refine(String transcript, ObjectNode definition, String feedback) {
        ArrayNode steps = ((ArrayNode) definition.get("steps")).deepCopy();
        steps.remove(Integer.parseInt(feedback.replaceAll("\\D", "")) - 1);
        return made(steps, List.of());
    }

    private static Design made(ArrayNode steps, List<String> notApplied) {
        ObjectNode definition = Json.object()
                .put("name", "Scripted")
                .put("summary", "s")
                .put("description", "d")
                .put("workflow", "w");
        definition.putArray("inputs");
        definition.set("steps", steps);
        return new Design(Json.object().put("task_name", "Scripted"), definition, notApplied, "script");
    }

    @Override
    public StepResult perform(StepContext context) {
        for (String act : context.step().path("instruction").asText().split("; *")) {
            String[] words = act.split(" ", 2);
            String rest = words.length > 1 ? words[1] : "";
            try {
                switch (words[0]) {
                    case "say" -> context.say(rest);
                    case "list" -> context.call("list_documents", Json.object());
                    case "write" ->
                        context.call(
                                "create_document",
                                Json.object().put("title", rest).put("text", "text of " + rest));
                    case "call" -> {
                        String[] call = rest.split(" ", 2);
                        context.call(call[0], (ObjectNode) Json.parse(call[1]));
                    }
                    case "append" ->
                        context.call(
                                "update_document",
                                Json.object().put("document", rest).put("append", "One more line"));
                    case "approve" -> {
                        Answer answer = context.approve(
                                rest, "create_document", Json.object().put("title", rest));
                        if (answer.decision() == Decision.REJECTED) {
                            return new StepResult.Declined("rejected: " + answer.text());
                        }
                    }
                    case "ask" -> context.say("answered: " + context.ask(rest).text());
                    case "lack" -> {
                        return new StepResult.Lacking(rest);
                    }
                    case "crash" -> throw new IllegalStateException(rest);
                    case "hand" -> {
                        return new StepResult.HandedOver(rest);
                    }
                    default -> throw new IllegalArgumentException(words[0]);
                }
            } catch (ToolFailure e) {
                return new StepResult.Lacking(e.getMessage());
            } catch (Json.Malformed e) {
                throw new IllegalArgumentException(act, e);
            }
        }
        return new StepResult.Done("did " + context.step().path("title").asText());
    }
}
