package nexhelm.engine.page;

import static j2html.TagCreator.a;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.li;
import static j2html.TagCreator.ol;
import static j2html.TagCreator.p;
import static j2html.TagCreator.span;
import static j2html.TagCreator.summary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import j2html.TagCreator;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import nexhelm.engine.run.Checkpoint;
import nexhelm.engine.run.Event;
import nexhelm.engine.run.Evidence;
import nexhelm.json.Json;

/** The steps of a workflow, each with what the agent said and did there. */
final class StepList {

    private StepList() {}

    static DomContent of(RunView view) {
        return ol(each(view.steps(), step -> step(view, step))).withClass("steps");
    }

    private static DomContent step(RunView view, ObjectNode step) {
        int index = step.path("index").asInt();
        String performer = step.path("performer").asText("agent");
        String tool = step.path("tool").asText("");
        String title = step.path("title").asText();
        String instruction = step.path("instruction").asText();
        boolean grounded = step.path("source").isObject();
        return li(
                        div(
                                        span(String.valueOf(index)).withClass("number"),
                                        h3(title),
                                        div(view.stateOf(index).map(Words::pill).orElse(null))
                                                .withClass("state"))
                                .withClass("head"),
                        iff(!same(title, instruction), p(instruction)),
                        div(
                                        span(performer.equals("agent") ? "Agent" : performer)
                                                .withClass("chip"),
                                        iff(step.hasNonNull("tool"), span(tool).withClasses("chip", "mono")),
                                        iff(
                                                step.hasNonNull("hitl"),
                                                span("Person decides: "
                                                                + step.path("hitl")
                                                                        .asText())
                                                        .withClasses("chip", "gate")),
                                        grounded
                                                ? a("In the transcript")
                                                        .withHref("#source-" + index)
                                                        .withClass("where")
                                                        .attr("data-step", String.valueOf(index))
                                                : span("Added by a person").withClass("quiet"))
                                .withClass("chips"),
                        div(trace(view, view.eventsOf(index)).toArray(DomContent[]::new))
                                .withClass("trace"),
                        view.checkpoints().stream()
                                .filter(checkpoint -> checkpoint.step() == index)
                                .map(Checkpoint::summary)
                                .filter(text -> !text.isBlank() && !said(view.eventsOf(index), text))
                                .findFirst()
                                .map(text -> p(text).withClass("outcome"))
                                .orElse(null))
                .withId("step-" + index)
                .withClass("step")
                .attr("data-step", String.valueOf(index));
    }

    private static boolean said(List<Event> events, String text) {
        return events.stream()
                .anyMatch(event -> event.data().path("content").asText().equals(text));
    }

    static boolean same(String title, String instruction) {
        return instruction.isBlank() || title.equalsIgnoreCase(instruction.replaceAll("[.\\s]+$", ""));
    }

    private static List<DomContent> trace(RunView view, List<Event> events) {
        List<DomContent> lines = new ArrayList<>();
        for (Event event : events) {
            line(view, event, events).ifPresent(lines::add);
        }
        return lines;
    }

    private static Optional<DomContent> line(RunView view, Event event, List<Event> events) {
        ObjectNode data = event.data();
        return switch (event.type()) {
            case "ai_message_complete" ->
                Optional.of(p(data.path("content").asText()).withClass("say"));
            case "simulated_approval" ->
                Optional.of(p("Approval simulated in rehearsal: "
                                + data.path("prompt").asText())
                        .withClass("gated"));
            case "interaction" ->
                Optional.of(p("Asked a person: " + data.path("prompt").asText()
                                + said(view, data.path("interaction_id").asText()))
                        .withClass("gated"));
            case "error" -> Optional.of(p(data.path("message").asText()).withClass("problem"));
            case "tool_start" ->
                Optional.of(call(
                        view,
                        data,
                        events.stream()
                                .filter(end -> end.type().equals("tool_end")
                                        && end.data().path("id").equals(data.path("id")))
                                .map(Event::data)
                                .findFirst()));
            default -> Optional.empty();
        };
    }

    /** What a person said to it, on a line of its own; nothing while nobody did. */
    private static String said(RunView view, String interaction) {
        return view.people().stream()
                .filter(asked -> asked.id().equals(interaction))
                .flatMap(asked -> asked.answer().stream().map(answer -> {
                    String did = switch (answer.decision()) {
                        case APPROVED -> "Approved";
                        case REJECTED -> "Rejected";
                        case ANSWERED, SIMULATED -> "Answered";
                    };
                    return "\n" + did
                            + asked.answeredBy().map(who -> " by " + who).orElse("")
                            + (answer.text().isBlank()
                                    ? ""
                                    : ": " + answer.text().strip());
                }))
                .findFirst()
                .orElse("");
    }

    private static DomContent call(RunView view, ObjectNode start, Optional<ObjectNode> end) {
        String status = end.map(data -> data.path("status").asText()).orElse("running");
        return TagCreator.details(
                        summary(
                                span(start.path("name").asText()).withClass("mono"),
                                span(end.flatMap(StepList::named).orElseGet(() -> shortly(start.path("input"))))
                                        .withClass("quiet"),
                                span(status.equals("ok") ? "" : status).withClasses("call-" + status)),
                        Fields.of(start.path("input"), "Input"),
                        end.map(data -> Fields.of(data.path("output"), "Output"))
                                .orElse(null),
                        end.map(data -> wrote(view, start, data)).orElse(null))
                .withClass("call")
                .attr("data-call", start.path("id").asText());
    }

    /** Links to the files that a call touched. */
    private static DomContent wrote(RunView view, ObjectNode start, ObjectNode end) {
        String text = Json.compact(start.path("input")) + Json.compact(end.path("output"));
        List<DomContent> links = new ArrayList<>();
        for (Evidence.Changed file : view.files()) {
            if (text.contains('"' + file.id() + '"')) {
                links.add(a(file.title()).withHref("#file-" + file.id()).withClass("wrote"));
            }
        }
        return links.isEmpty()
                ? null
                : p(TagCreator.text("Open: "), each(links, link -> TagCreator.span(link)))
                        .withClass("quiet");
    }

    /** What a call was about, by the name that its output has for it. */
    private static Optional<String> named(ObjectNode end) {
        JsonNode output = end.path("output");
        return Stream.of("title", "subject")
                .map(key -> output.path(key).asText(""))
                .filter(name -> !name.isBlank() && output.has("id"))
                .findFirst();
    }

    /** The first text of an input: enough to tell calls of the same tool apart. */
    private static String shortly(JsonNode input) {
        for (JsonNode value : input) {
            if (value.isTextual() && !value.textValue().isBlank()) {
                String line = value.textValue().strip().split("\\R", 2)[0];
                return line.length() <= 70 ? line : line.substring(0, 67) + "…";
            }
        }
        return "";
    }
}
