package nexhelm.engine.persona;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nexhelm.engine.model.Interview;
import nexhelm.engine.model.Interview.Checked;
import nexhelm.engine.model.NoAnswer;
import nexhelm.engine.model.Quotes;
import nexhelm.engine.model.Shape;
import nexhelm.engine.tool.ToolCatalog;
import nexhelm.json.Json;

/** Says with a model which integrations a described way of working needs; the offline engineer steps in for it. */
final class ModelIntegrationEngineer implements IntegrationEngineer {

    private static final int MOST = 60;
    private static final int LONGEST = 600;
    private static final List<String> PRIORITIES = List.of("blocker", "major", "minor");

    private static final String TASK = """
        You read a call on which somebody describes how a piece of work is done, and say which capabilities an agent
        needs for it. Answer with one JSON object.

        Rules:
        - One entry for each capability that the described work needs, not one for each time it is mentioned.
        - existing_tool is the tool below that does it, or none. A tool counts only if it reaches the system that was
          named: a tool for documents does not reach a CRM. Never invent a tool.
        - closest_analog is the tool that comes nearest if existing_tool is none, or none.
        - priority is blocker if the work cannot be finished without it, major if it gets much worse, else minor.
        - quote is copied from the transcript character by character and shows that it is needed.
        - What people do themselves, or say they do not want, needs no capability.
        - summary is one or two sentences: what is there, what is missing.
        """;

    private final String mark;
    private final Interview interview;
    private final IntegrationEngineer offline;
    private final ToolList tools = new ToolList(ToolCatalog.all());

    /** @param mark how {@code worked_by} names the model */
    ModelIntegrationEngineer(String mark, Interview interview, IntegrationEngineer offline) {
        this.mark = mark;
        this.interview = interview;
        this.offline = offline;
    }

    @Override
    public ObjectNode analyse(String transcript) {
        Excerpt excerpt = Excerpt.of(transcript);
        try {
            Checked<ObjectNode> answer = interview.ask(
                    TASK + "- " + Excerpt.IS_DATA + "\n\nTools:\n" + tools.described(),
                    Excerpt.marked("transcript", excerpt.shown()),
                    shape(),
                    given -> checked(given, transcript));
            ObjectNode analysis = answer.result();
            if (!answer.wrong().isEmpty()
                    && analysis.path("capabilities_needed").isEmpty()) {
                throw new NoAnswer("got the analysis wrong");
            }
            List<String> remarks = new ArrayList<>();
            excerpt.remark().ifPresent(remarks::add);
            if (!answer.wrong().isEmpty()) {
                remarks.add("capabilities of it were left out, because they name no declared tool or have no ground in"
                        + " the transcript");
            }
            return marked(
                    analysis,
                    mark,
                    remarks.isEmpty() ? Optional.empty() : Optional.of(mark + ": " + String.join(". ", remarks) + "."));
        } catch (NoAnswer e) {
            return marked(
                    offline.analyse(transcript),
                    "offline",
                    Optional.of(mark + " " + e.getMessage() + ", so the offline integration engineer worked."));
        }
    }

    private static ObjectNode marked(ObjectNode analysis, String by, Optional<String> remark) {
        ObjectNode workedBy = analysis.putObject("worked_by").put("integration_engineer", by);
        remark.ifPresent(text -> workedBy.put("integration_engineer_note", text));
        return analysis;
    }

    private ObjectNode shape() {
        return Shape.object()
                .text("summary", "what is there, what is missing")
                .list(
                        "capabilities_needed",
                        "each capability once",
                        Shape.object()
                                .text("capability", "a few words: what must be done in which system")
                                .word("existing_tool", "the tool that does it, or none", tools.words())
                                .word("closest_analog", "the nearest tool if none does it, or none", tools.words())
                                .word("priority", "how much hangs on it", PRIORITIES)
                                .text("reasoning", "one sentence: why it is needed, and why the tool fits or none does")
                                .text("quote", "the words of the transcript that show it, copied exactly"))
                .schema();
    }

    private Checked<ObjectNode> checked(ObjectNode given, String transcript) {
        List<String> wrong = new ArrayList<>();
        var quotes = new Quotes(transcript);
        ObjectNode analysis = Json.object();
        analysis.put("summary", StepAnswer.text(given, "the answer", "summary", LONGEST, wrong));
        ArrayNode good = analysis.putArray("capabilities_needed");
        JsonNode listed = given.path("capabilities_needed");
        if (!listed.isArray() || listed.size() > MOST) {
            wrong.add("capabilities_needed must be a list of at most " + MOST + ".");
            return new Checked<>(analysis, wrong);
        }
        int index = 0;
        for (JsonNode one : listed) {
            capability(one, "capabilities_needed[" + index++ + "]", quotes, transcript, wrong)
                    .ifPresent(good::add);
        }
        return new Checked<>(analysis, wrong);
    }

    private Optional<ObjectNode> capability(
            JsonNode given, String at, Quotes quotes, String transcript, List<String> wrong) {
        int before = wrong.size();
        String capability = StepAnswer.text(given, at, "capability", LONGEST, wrong);
        String reasoning = StepAnswer.text(given, at, "reasoning", LONGEST, wrong);
        Optional<String> tool = tools.chosen(given.path("existing_tool"), at + ".existing_tool", wrong);
        Optional<String> analog = tools.chosen(given.path("closest_analog"), at + ".closest_analog", wrong);
        String priority = given.path("priority").asText("");
        if (!PRIORITIES.contains(priority)) {
            wrong.add(at + ".priority must be one of " + String.join(", ", PRIORITIES) + ".");
        }
        var place = quotes.find(StepAnswer.text(given, at, "quote", LONGEST, wrong), 0);
        if (place.isEmpty()) {
            wrong.add(at + ".quote is not in the transcript: \""
                    + StepAnswer.one(given.path("quote").asText(""))
                    + "\". Copy words that stand there one after the other.");
        }
        if (wrong.size() > before) {
            return Optional.empty();
        }
        ObjectNode out = Json.object().put("priority", priority).put("capability", capability);
        tool.ifPresentOrElse(name -> out.put("existing_tool", name), () -> out.putNull("existing_tool"));
        analog.filter(name -> tool.isEmpty())
                .ifPresentOrElse(name -> out.put("closest_analog", name), () -> out.putNull("closest_analog"));
        String quote = StepAnswer.one(
                transcript.substring(place.get().from(), place.get().to()));
        return Optional.of(out.put("reasoning", "\u201c" + quote + "\u201d " + reasoning));
    }
}
