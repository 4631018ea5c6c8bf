package nexhelm.engine.page;

import static j2html.TagCreator.a;
import static j2html.TagCreator.blockquote;
import static j2html.TagCreator.button;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.form;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.input;
import static j2html.TagCreator.label;
import static j2html.TagCreator.li;
import static j2html.TagCreator.ol;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import j2html.tags.DomContent;
import java.util.Optional;
import nexhelm.engine.page.Pages.Content;
import nexhelm.engine.run.Checkpoint;

/** The page of an agent task: where it stands, and where no agent works, a person's way through its steps. */
final class TaskPage {

    private TaskPage() {}

    static Content of(RunView view, String id, String formToken) {
        boolean open = view.byHand() && view.mine();
        String status = view.run().record().path("verifier_client_task_status").asText("pending");
        String problem = view.run().record().path("error_message").asText("");
        String action = "/dashboard/agent-tasks/" + id;
        boolean all = view.checkpoints().size() == view.steps().size();
        return new Content(
                "Agent task " + id,
                div(
                        div(
                                        div(h1("Agent task " + id), Words.pill(status))
                                                .withClass("title"),
                                        p(view.definition().path("name").asText()),
                                        iff(
                                                !problem.isEmpty() && !problem.equals("null"),
                                                p(problem).withClass("problem")),
                                        open
                                                ? p(
                                                                text("No agent works on it. Do the steps yourself, in"
                                                                        + " the order you like, and mark each one;"
                                                                        + " then finish the task. Or let the agent: "),
                                                                Suggestion.of("nex workflow run "
                                                                        + view.run()
                                                                                .id()))
                                                        .withClass("quiet")
                                                : view.byHand()
                                                        ? p("Only " + view.operator() + " can mark its steps.")
                                                                .withClass("quiet")
                                                        : null,
                                        p(a("Open the run")
                                                .withHref("/dashboard/workflow-lab?runId="
                                                        + view.run().id())
                                                .withClass("button")))
                                .withClass("run-head"),
                        ol(each(view.steps(), step -> step(view, step, open, action, formToken)))
                                .withClass("steps"),
                        open && view.started()
                                ? section(
                                                p(
                                                        all
                                                                ? "Every step is marked."
                                                                : "The task can be finished when every step is"
                                                                        + " marked."),
                                                form(
                                                                Layout.token(formToken),
                                                                button("Finish the task")
                                                                        .withClass("primary")
                                                                        .withCondDisabled(!all))
                                                        .withMethod("post")
                                                        .withAction(action + "/finish"))
                                        .withClass("card")
                                        .withId("finish")
                                : null));
    }

    private static DomContent step(RunView view, ObjectNode step, boolean open, String action, String formToken) {
        int index = step.path("index").asInt();
        Optional<Checkpoint> marked = view.checkpoints().stream()
                .filter(checkpoint -> checkpoint.step() == index)
                .findFirst();
        String performer = step.path("performer").asText("agent");
        String gate = step.hasNonNull("hitl") ? step.path("hitl").asText().strip() : "";
        String quote = step.path("source").path("quote").asText("").strip();
        String note = "note-" + index;
        String decided = "decided-" + index;
        return li(
                        div(
                                        span(String.valueOf(index)).withClass("number"),
                                        h3(step.path("title").asText()),
                                        div(marked.map(Checkpoint::state)
                                                        .map(Words::pill)
                                                        .orElse(null))
                                                .withClass("state"))
                                .withClass("head"),
                        StepList.same(
                                        step.path("title").asText(),
                                        step.path("instruction").asText())
                                ? null
                                : p(step.path("instruction").asText()),
                        div(
                                        span(performer.equals("agent") ? "Agent" : performer)
                                                .withClass("chip"),
                                        iff(
                                                !gate.isEmpty(),
                                                span("Person decides: " + gate).withClasses("chip", "gate")))
                                .withClass("chips"),
                        iff(!quote.isEmpty(), blockquote(quote).withClass("quiet")),
                        marked.map(checkpoint -> p(checkpoint.summary()).withClass("outcome"))
                                .orElse(null),
                        open && marked.isEmpty()
                                ? form(
                                                Layout.token(formToken),
                                                Layout.hidden("step", String.valueOf(index)),
                                                iff(
                                                        !gate.isEmpty(),
                                                        div(
                                                                        input().withType("checkbox")
                                                                                .withId(decided)
                                                                                .withName("decided")
                                                                                .withValue("yes")
                                                                                .isRequired(),
                                                                        label("I confirm that this was decided before"
                                                                                        + " the step is done")
                                                                                .withFor(decided))
                                                                .withClass("confirm")),
                                                label("Note (optional)").withFor(note),
                                                input().withId(note)
                                                        .withName("note")
                                                        .withMaxlength("2000"),
                                                div(
                                                                button("Done")
                                                                        .withName("decision")
                                                                        .withValue("done")
                                                                        .withClass("primary"),
                                                                button("Not done")
                                                                        .withName("decision")
                                                                        .withValue("not_done")
                                                                        .attr("formnovalidate"))
                                                        .withClass("actions"))
                                        .withMethod("post")
                                        .withAction(action + "/steps")
                                        .withClass("fields")
                                : null)
                .withClass("step");
    }
}
