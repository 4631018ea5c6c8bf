package nexhelm.engine.page;

import static j2html.TagCreator.a;
import static j2html.TagCreator.button;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.form;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.label;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.pre;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.text;
import static j2html.TagCreator.textarea;
import static j2html.TagCreator.ul;

import com.fasterxml.jackson.databind.JsonNode;
import j2html.tags.DomContent;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import nexhelm.engine.page.Pages.Content;
import nexhelm.engine.run.Evidence;
import nexhelm.engine.run.Interaction;
import nexhelm.engine.run.OwnBlueprint;
import nexhelm.engine.sandbox.Inventory;

/** The page of a run: what was said beside what it became, what the agent did, what it wrote, and the verdict. */
final class RunPage {

    private RunPage() {}

    static Content of(RunView view, String formToken) {
        JsonNode record = view.run().record();
        String name = view.definition().path("name").asText("Run");
        return new Content(
                name,
                div(
                                head(view, name),
                                view.asked()
                                        .map(asked -> question(view, asked, formToken))
                                        .orElse(null),
                                verdict(view, formToken),
                                notApplied(record.path("not_applied")),
                                designerNote(record.path("worked_by").path("designer_note")),
                                files(view),
                                view.blueprint().map(RunPage::sandbox).orElse(null),
                                div(
                                                section(
                                                                h2("What was said"),
                                                                TranscriptView.of(
                                                                        view.run()
                                                                                .transcript(),
                                                                        view.steps()))
                                                        .withClass("said"),
                                                section(h2("What it became"), StepList.of(view))
                                                        .withClass("became"))
                                        .withClass("beside"))
                        .withId("run")
                        .attr("data-run", view.run().id())
                        .attr("data-after", String.valueOf(view.lastEvent()))
                        .attr("data-working", String.valueOf(view.working())));
    }

    private static DomContent head(RunView view, String name) {
        JsonNode record = view.run().record();
        String problem = record.path("error_message").isTextual()
                ? record.path("error_message").textValue()
                : "";
        long done = view.checkpoints().size();
        return div(
                        p(a("Runs").withHref("/dashboard/workflow-lab")).withClass("crumb"),
                        div(h1(name), span(Words.pill(view.state())).withId("run-state"))
                                .withClass("title"),
                        iff(
                                record.path("proposal").path("summary").isTextual(),
                                p(record.path("proposal").path("summary").asText())),
                        div(
                                        span(Words.when(
                                                record.path("created_at").asText())),
                                        span(view.operator()),
                                        by("Designed", record.path("worked_by").path("designer")),
                                        by("Worked on", record.path("worked_by").path("verifier")),
                                        span(done + " of " + view.steps().size() + " steps")
                                                .withId("progress"),
                                        iff(
                                                record.path("target_user_email").isTextual(),
                                                span("Read-only, as "
                                                                + record.path("target_user_email")
                                                                        .asText())
                                                        .withClasses("chip", "gate")),
                                        span(view.run().id()).withClass("mono"))
                                .withClass("meta"),
                        iff(
                                record.path("refined_from_run_id").isTextual(),
                                p(
                                                text("Refined from "),
                                                a(record.path("refined_from_run_id")
                                                                .asText())
                                                        .withClass("mono")
                                                        .withHref("/dashboard/workflow-lab?runId="
                                                                + record.path("refined_from_run_id")
                                                                        .asText()))
                                        .withClass("quiet")),
                        iff(
                                view.started(),
                                p(a("Compare with another run")
                                        .withHref("/dashboard/workflow-lab/compare?b="
                                                + view.run().id()
                                                + (record.path("refined_from_run_id")
                                                                .isTextual()
                                                        ? "&a="
                                                                + record.path("refined_from_run_id")
                                                                        .asText()
                                                        : "")))),
                        iff(!problem.isEmpty(), p(problem).withClass("problem").attr("role", "alert")),
                        p(!view.working()
                                        ? ""
                                        : view.workedByHand()
                                                ? "A person is at work; this page follows them."
                                                : "The agent is at work; this page follows it.")
                                .withId("live")
                                .withClass("live")
                                .attr("aria-live", "polite"),
                        iff(
                                !view.started() && !view.run().status().isFinal(),
                                p(
                                                text("The agent has not worked on it yet. "),
                                                Suggestion.of("nex workflow run "
                                                        + view.run().id()),
                                                text(" starts it."))
                                        .withClass("quiet")))
                .withClass("run-head");
    }

    /** Who worked: rules, a model by its name, or a person. */
    private static DomContent by(String done, com.fasterxml.jackson.databind.JsonNode who) {
        return who.isTextual() && !who.asText().isBlank() ? span(Words.by(done, who.asText())) : null;
    }

    private static DomContent question(RunView view, Interaction asked, String formToken) {
        boolean approval = asked.kind().equals("approval");
        return section(
                        h2(approval ? "A person decides" : "The agent asks"),
                        p(asked.prompt()).withClass("prompt"),
                        asked.input()
                                .map(input -> details(summary("What the tool would get"), Fields.of(input, "Input")))
                                .orElse(null),
                        view.mine()
                                ? form(
                                                Layout.token(formToken),
                                                Layout.hidden(
                                                        "runId", view.run().id()),
                                                Layout.hidden("interaction", asked.id()),
                                                label(approval ? "Note (optional)" : "Your answer")
                                                        .withFor("answer-text"),
                                                textarea()
                                                        .withId("answer-text")
                                                        .withName("text")
                                                        .withRows("2")
                                                        .withCondRequired(!approval),
                                                approval
                                                        ? div(
                                                                        button("Approve")
                                                                                .withName("decision")
                                                                                .withValue("approve")
                                                                                .withClass("primary"),
                                                                        button("Reject")
                                                                                .withName("decision")
                                                                                .withValue("reject"))
                                                                .withClass("actions")
                                                        : div(button("Answer")
                                                                        .withName("decision")
                                                                        .withValue("answer")
                                                                        .withClass("primary"))
                                                                .withClass("actions"))
                                        .withMethod("post")
                                        .withAction("/dashboard/workflow-lab/answer")
                                        .withClass("fields")
                                : p("Only " + view.operator() + " can answer.").withClass("quiet"))
                .withClass("card ask")
                .withId("gate");
    }

    private static DomContent verdict(RunView view, String formToken) {
        JsonNode record = view.run().record();
        if (record.path("reviewer_verdict").isTextual()) {
            String note = record.path("reviewer_note").asText("");
            return section(
                            h2("Verdict"),
                            p(
                                    text(
                                            record.path("reviewer_verdict")
                                                            .asText()
                                                            .equals("approved")
                                                    ? "Approved by "
                                                    : "Rejected by "),
                                    text(record.path("reviewed_by").asText())),
                            iff(record.path("reviewer_note").isTextual(), p(note).withClass("note")))
                    .withClass("card");
        }
        if (!view.canBeJudged() || view.asked().isPresent()) {
            return null;
        }
        return section(
                        h2("Your verdict"),
                        p("Look at what it did and wrote below. A verdict is final and empties the sandbox; the"
                                + " files stay here."),
                        form(
                                        Layout.token(formToken),
                                        Layout.hidden("runId", view.run().id()),
                                        label("Note (optional)").withFor("note"),
                                        textarea()
                                                .withId("note")
                                                .withName("note")
                                                .withRows("2"),
                                        div(
                                                        button("Approve")
                                                                .withName("verdict")
                                                                .withValue("approved")
                                                                .withClass("primary"),
                                                        button("Reject")
                                                                .withName("verdict")
                                                                .withValue("rejected"))
                                                .withClass("actions"))
                                .withMethod("post")
                                .withAction("/dashboard/workflow-lab/verdict")
                                .withClass("fields"))
                .withClass("card")
                .withId("verdict");
    }

    private static DomContent notApplied(JsonNode sentences) {
        if (sentences.isEmpty()) {
            return null;
        }
        return section(
                        h2("Not understood"),
                        p("These wishes were not applied:"),
                        ul(sentences
                                .valueStream()
                                .map(sentence -> li(sentence.asText()))
                                .toArray(DomContent[]::new)))
                .withClass("card ask");
    }

    private static DomContent designerNote(JsonNode note) {
        return note.isTextual()
                ? section(h2("About the design"), p(note.textValue())).withClass("card ask")
                : null;
    }

    private static DomContent files(RunView view) {
        if (view.files().isEmpty()) {
            return div().withId("files");
        }
        return section(
                        h2("What it wrote"),
                        ul(each(view.files(), file -> file(view, file))).withClass("files"))
                .withId("files")
                .withClass("card");
    }

    /** What the sandbox held before the run, where that is this run's own. */
    private static DomContent sandbox(OwnBlueprint own) {
        List<Inventory.Entry> holds = Inventory.of(own.blueprint()).entries();
        return section(
                        h2("Its sandbox"),
                        p(
                                own.synthetic()
                                        ? "Made up for this transcript: every paper, person and amount in it is"
                                                + " synthetic."
                                        : "Built from a blueprint that was given for this run."),
                        details(
                                summary("What it held before the run (" + holds.size() + ")"),
                                ul(each(
                                        holds,
                                        entry -> li(span(entry.kind() + " ").withClass("quiet"), text(entry.name()))))))
                .withId("sandbox")
                .withClass("card");
    }

    private static DomContent file(RunView view, Evidence.Changed file) {
        Evidence.Texts texts =
                view.texts().getOrDefault(file.id(), new Evidence.Texts(Optional.empty(), Optional.empty()));
        boolean gone = file.change().equals("deleted");
        String link = "/dashboard/workflow-lab/files/" + view.run().id() + "/" + file.id();
        return li(details(
                        summary(
                                span(file.title()).withClass("name"),
                                span(where(file) + file.kind() + ", " + file.change())
                                        .withClass("quiet")),
                        gone ? null : paper(file, texts.after()),
                        gone
                                ? null
                                : p(a("Download").withHref(link).attr("download"), text(" " + size(file.size())))
                                        .withClass("quiet"),
                        file.before().isPresent() && !file.before().get().equals(file.sha256()) || gone
                                ? div(
                                                p("Before the run").withClass("quiet"),
                                                paper(file, texts.before()),
                                                p(a("Download")
                                                                .withHref(link + "?version=before")
                                                                .attr("download"))
                                                        .withClass("quiet"))
                                        .withClass("before")
                                : null))
                .withId("file-" + file.id());
    }

    private static DomContent paper(Evidence.Changed file, Optional<String> text) {
        return text.map(kept -> FileText.of(file.kind(), kept))
                .orElseGet(() -> pre("too large to keep").withClass("paper"));
    }

    private static String where(Evidence.Changed file) {
        int cut = file.path().lastIndexOf('/' + file.title());
        return cut <= 0 ? "" : "in " + file.path().substring(0, cut).replace("/", " / ") + " · ";
    }

    private static String size(long bytes) {
        return bytes < 1024 ? bytes + " B" : String.format(Locale.ROOT, "%.1f KB", bytes / 1024.0);
    }
}
