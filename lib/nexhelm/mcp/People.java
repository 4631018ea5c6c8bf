package nexhelm.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import nexhelm.json.Json;

/** Puts decisions to the person at the client, where the client can ask (elicitation). */
final class People {

    private final Core.Asking asking;

    People(Core.Asking asking) {
        this.asking = asking;
    }

    /** What names the question that a run waits with. */
    static ObjectNode about(String runId, JsonNode interaction) {
        return Json.object()
                .put("run", runId)
                .put("interaction", interaction.path("interaction_id").asText());
    }

    /** What the person decided about a question or an approval; nothing when they declined to say. */
    Optional<ObjectNode> answer(String runId, JsonNode interaction) {
        boolean approval = interaction.path("kind").asText().equals("approval");
        String tool = interaction.path("tool").asText("");
        String about = tool.isEmpty() || interaction.path("tool").isNull()
                ? ""
                : "\nTool: " + tool + " " + Results.line(Json.compact(interaction.path("input")));
        String message = "Run " + runId + (approval ? " asks for your approval: " : " asks: ")
                + Results.lines(interaction.path("prompt").asText()) + about;
        ObjectNode named = about(runId, interaction);
        Optional<JsonNode> said = approval
                ? ask(message, List.of("approve", "reject"), "note", "A word with the decision", named)
                : ask(message, List.of(), "answer", "Your answer", named);
        return said.map(content -> {
            ObjectNode arguments = Json.object().put("run_id", runId);
            if (approval) {
                arguments.put(content.path("decision").asText().equals("approve") ? "approve" : "reject", true);
            }
            String text = content.path(approval ? "note" : "answer").asText("");
            return text.isBlank() ? arguments : arguments.put("message", text);
        });
    }

    /**
     * The person's verdict on a run.
     *
     * @param shown the run, of which the person is told enough to know what they judge
     */
    Optional<ObjectNode> verdict(ObjectNode arguments, JsonNode shown) {
        String run = arguments.path("run_id").asText();
        String name = Results.line(shown.path("proposal").path("task_name").asText("a workflow"));
        String proposed = arguments.path("reviewer_note").asText("").isBlank()
                ? ""
                : "\nThe assistant notes: "
                        + Results.lines(arguments.path("reviewer_note").asText());
        return ask(
                        "Run " + run + " (" + name + ") had side effects: "
                                + shown.path("files_count").asInt() + " files, mails or tasks were written. See them: "
                                + Results.line(shown.path("view_url").asText()) + "\nThe assistant proposes: "
                                + Results.line(
                                        arguments.path("reviewer_verdict").asText("no verdict"))
                                + proposed + "\nYour verdict?",
                        List.of("approved", "rejected"),
                        "note",
                        "Why",
                        Json.object().put("run", run).put("verdict", true))
                .map(content -> {
                    ObjectNode again = arguments
                            .deepCopy()
                            .put("reviewer_verdict", content.path("decision").asText());
                    String note = content.path("note").asText("");
                    return note.isBlank() ? again : again.put("reviewer_note", note);
                });
    }

    private Optional<JsonNode> ask(
            String message, List<String> decisions, String text, String title, ObjectNode about) {
        ObjectNode params = Json.object().put("message", message);
        ObjectNode schema = params.putObject("requestedSchema").put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        if (!decisions.isEmpty()) {
            ArrayNode values = properties
                    .putObject("decision")
                    .put("type", "string")
                    .put("title", "Decision")
                    .putArray("enum");
            decisions.forEach(values::add);
            required.add("decision");
        } else {
            required.add(text);
        }
        properties.putObject(text).put("type", "string").put("title", title);
        JsonNode reply = asking.ask("elicitation/create", params, about);
        JsonNode content = reply == null ? Json.object() : reply.path("content");
        boolean decided = reply != null
                && reply.path("action").asText().equals("accept")
                && (decisions.isEmpty()
                        ? !content.path(text).asText("").isBlank()
                        : decisions.contains(content.path("decision").asText()));
        return decided ? Optional.of(content) : Optional.empty();
    }
}
