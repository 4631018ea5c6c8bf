package nexhelm.engine.persona;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nexhelm.engine.design.Definitions;
import nexhelm.engine.model.Interview;
import nexhelm.engine.model.Interview.Checked;
import nexhelm.engine.model.NoAnswer;
import nexhelm.engine.model.Quotes;
import nexhelm.engine.model.Shape;
import nexhelm.engine.tool.ToolCatalog;
import nexhelm.json.Json;

/**
 * Designs and refines workflows with a model. What the model cannot do, or does wrong in spite of being told, the
 * offline designer does, and the design says so.
 */
final class ModelDesigner implements Designer {

    private static final int MOST_STEPS = 100;
    private static final int LONGEST_NAME = 120;
    private static final int LONGEST_SUMMARY = 1_500;

    private static final String TASK = """
        You turn a call, on which somebody describes how a piece of work is done, into a workflow for an agent.
        Answer with one JSON object.

        Rules:
        - One step is one act with at most one tool, in the order in which the work is done.
        - Only what somebody says is done becomes a step: no step without words of the transcript that ground it.
          Questions, small talk, complaints and what people say they do not want are no steps. Say in the summary
          what they ruled out. Where somebody corrects themselves, the correction counts.
        - performer is agent wherever a tool or a machine can do it. Deciding, signing, phoning, meeting, and what
          is said to be somebody's own work belong to that person.
        - tool is one of the tools below or none. Never invent one. A step of the agent that needs a system which
          no tool reaches has the tool none, and its title names the system.
        - approval is filled only where somebody demands that a person sees or approves before it is done.
        - quote is copied from the transcript character by character, without leaving anything out.
        - name is 3 to 8 words for the whole workflow; summary one to three sentences.
        - not_applied lists, word for word, the sentences of the operator's note that you could not follow.
        - If nobody describes work, steps is empty.
        """;

    private static final String REFINING = """
        You change a workflow for an agent as its operator asks. Answer with one JSON object.

        Rules:
        - steps is the whole new workflow in its order. Each step says in from which step it was; 0 if it is new.
        - A step that the feedback does not speak of stays: same is yes, and its other fields may be empty.
        - A step that the feedback changes has same no and all fields filled. approval is same if that does not
          change, and none only if the feedback takes it away.
        - A step that the feedback takes out is not in steps; its number is in removed. Every old step is in one.
        - quote may be empty, unless the step comes from words of the transcript; then it is copied from there.
        - tool is one of the tools below or none. Never invent one.
        - not_applied lists, word for word, the sentences of the feedback that you could not follow.
        """;

    private final String mark;
    private final Interview interview;
    private final Designer offline;
    private final ToolList tools = new ToolList(ToolCatalog.all());

    /** @param mark how {@code worked_by} names the model */
    ModelDesigner(String mark, Interview interview, Designer offline) {
        this.mark = mark;
        this.interview = interview;
        this.offline = offline;
    }

    @Override
    public void stop() {
        interview.stop();
    }

    @Override
    public Designer quick() {
        return offline;
    }

    @Override
    public Design design(String transcript, Optional<String> note) {
        Design rules = offline.design(transcript, note);
        try {
            return designed(transcript, note, rules);
        } catch (NoAnswer e) {
            return instead(rules, e);
        }
    }

    @Override
    public Design refine(String transcript, ObjectNode definition, String feedback) {
        try {
            return refined(transcript, definition, feedback);
        } catch (NoAnswer e) {
            return instead(offline.refine(transcript, definition, feedback), e);
        }
    }

    private Design instead(Design rules, NoAnswer why) {
        return new Design(
                rules.proposal(),
                rules.definition(),
                rules.notApplied(),
                rules.workedBy(),
                Optional.of(mark + " " + why.getMessage() + ", so the offline designer worked."));
    }

    private record Draft(String name, String summary, ArrayNode steps, List<String> notApplied, List<String> dropped) {}

    private Design designed(String transcript, Optional<String> note, Design rules) throws NoAnswer {
        Excerpt excerpt = Excerpt.of(transcript);
        String question = Excerpt.marked("transcript", excerpt.shown())
                + note.map(text -> "\n\nThe operator's note:\n" + Excerpt.marked("note", text))
                        .orElse("");
        Checked<Draft> answer = interview.ask(
                TASK + "- " + Excerpt.IS_DATA + "\n\nTools:\n" + tools.described(),
                question,
                designShape(),
                given -> draft(given, transcript, note.orElse("")));
        Draft draft = answer.result();
        if (draft.steps().isEmpty()) {
            throw new NoAnswer(
                    draft.dropped().isEmpty()
                            ? "found no work in the transcript"
                            : "grounded none of its steps in the transcript");
        }
        if (draft.dropped().size() > draft.steps().size()) {
            throw new NoAnswer("got more than half of its steps wrong");
        }
        if (draft.name().isEmpty() || draft.summary().isEmpty()) {
            throw new NoAnswer("gave the workflow no name or summary");
        }
        ObjectNode definition = Json.object()
                .put("name", draft.name())
                .put("summary", draft.summary())
                .put("description", "")
                .put("workflow", "");
        definition.putArray("inputs");
        definition.set("steps", draft.steps());
        List<String> remarks = new ArrayList<>();
        excerpt.remark().ifPresent(remarks::add);
        if (!draft.dropped().isEmpty()) {
            remarks.add("steps of it were left out, because they name no declared tool or have no ground in the"
                    + " transcript: " + String.join("; ", draft.dropped()));
        }
        int gates = Safeguard.approvals(definition, rules.definition());
        if (gates > 0) {
            remarks.add("it left out " + (gates == 1 ? "an approval" : gates + " approvals")
                    + " that the transcript demands; now there");
        }
        return made(definition, draft.notApplied(), remarks);
    }

    private Design made(ObjectNode definition, List<String> notApplied, List<String> remarks) {
        Definitions.renumber(definition);
        return new Design(
                Definitions.refined(definition),
                definition,
                notApplied,
                mark,
                remarks.isEmpty() ? Optional.empty() : Optional.of(mark + ": " + String.join(". ", remarks) + "."));
    }

    private ObjectNode designShape() {
        return Shape.object()
                .text("name", "what the workflow does")
                .text("summary", "what it does for whom, where it waits for a person, and what was ruled out")
                .list("steps", "the steps in their order", StepAnswer.shape(tools))
                .texts("not_applied", "sentences of the operator's note that could not be followed")
                .schema();
    }

    private Checked<Draft> draft(ObjectNode given, String transcript, String note) {
        List<String> wrong = new ArrayList<>();
        var steps = new StepAnswer(transcript, tools);
        ArrayNode good = Json.array();
        List<String> dropped = new ArrayList<>();
        int after = 0;
        int index = 0;
        for (JsonNode one : listed(given, wrong)) {
            String at = "steps[" + index++ + "]";
            Optional<ObjectNode> step = steps.step(one, at, after, true, wrong);
            if (step.isPresent()) {
                good.add(Json.object().put("index", index).setAll(step.get()));
                after = steps.unit(step.get());
            } else {
                String title = StepAnswer.one(one.path("title").asText(""));
                dropped.add(title.isEmpty() ? "step " + index : title.substring(0, Math.min(80, title.length())));
            }
        }
        return new Checked<>(
                new Draft(name(given, wrong), summary(given, wrong), good, notApplied(given, note, wrong), dropped),
                wrong);
    }

    private Design refined(String transcript, ObjectNode definition, String feedback) throws NoAnswer {
        ArrayNode old = (ArrayNode) definition.get("steps");
        Excerpt excerpt = Excerpt.of(transcript);
        String question = "The workflow:\n" + Excerpt.marked("workflow", Json.compact(Refining.shown(definition)))
                + "\n\nThe transcript that it comes from:\n" + Excerpt.marked("transcript", excerpt.shown())
                + "\n\nThe operator's feedback:\n" + Excerpt.marked("feedback", feedback);
        var refining = new Refining(old, new StepAnswer(transcript, tools));
        Checked<Draft> answer = interview.ask(
                REFINING + "- " + Excerpt.IS_DATA + "\n\nTools:\n" + tools.described(),
                question,
                refineShape(),
                given -> {
                    List<String> wrong = new ArrayList<>();
                    ArrayNode steps = refining.steps(given, listed(given, wrong), wrong);
                    return new Checked<>(
                            new Draft(
                                    name(given, wrong),
                                    summary(given, wrong),
                                    steps,
                                    notApplied(given, feedback, wrong),
                                    List.of()),
                            wrong);
                });
        if (!answer.wrong().isEmpty()) {
            throw new NoAnswer("did not get the changed workflow right");
        }
        Draft draft = answer.result();
        ObjectNode changed = definition.deepCopy().put("name", draft.name()).put("summary", draft.summary());
        changed.set("steps", draft.steps());
        return made(changed, draft.notApplied(), excerpt.remark().map(List::of).orElse(List.of()));
    }

    private ObjectNode refineShape() {
        return Shape.object()
                .text("name", "what the workflow does")
                .text("summary", "what it does for whom, and where it waits for a person")
                .list(
                        "steps",
                        "the steps of the new workflow in their order",
                        StepAnswer.shape(tools)
                                .number("from", "the number of the old step that this is, 0 if it is new")
                                .word("same", "yes if the old step stays as it is", List.of("yes", "no")))
                .numbers("removed", "the numbers of the old steps that are taken out")
                .texts("not_applied", "sentences of the feedback that could not be followed")
                .schema();
    }

    private static List<JsonNode> listed(ObjectNode given, List<String> wrong) {
        JsonNode steps = given.path("steps");
        if (!steps.isArray() || steps.size() > MOST_STEPS) {
            wrong.add("steps must be a list of at most " + MOST_STEPS + " steps.");
            return List.of();
        }
        return steps.valueStream().toList();
    }

    private static String name(ObjectNode given, List<String> wrong) {
        return StepAnswer.text(given, "the answer", "name", LONGEST_NAME, wrong);
    }

    private static String summary(ObjectNode given, List<String> wrong) {
        return StepAnswer.text(given, "the answer", "summary", LONGEST_SUMMARY, wrong);
    }

    /** Only what the operator really wrote comes back as not applied. */
    private static List<String> notApplied(ObjectNode given, String said, List<String> wrong) {
        List<String> found = new ArrayList<>();
        var quotes = new Quotes(said);
        for (JsonNode sentence : given.path("not_applied")) {
            String text = sentence.asText("").strip();
            var place = text.isEmpty() ? Optional.<Quotes.Place>empty() : quotes.find(text, 0);
            if (place.isPresent()) {
                found.add(said.substring(place.get().from(), place.get().to()));
            } else if (!text.isEmpty()) {
                wrong.add("not_applied must repeat sentences of the operator word for word, or be empty.");
            }
        }
        return found;
    }
}
