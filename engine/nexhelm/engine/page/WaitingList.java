package nexhelm.engine.page;

import static j2html.TagCreator.a;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.text;
import static j2html.TagCreator.ul;

import j2html.tags.DomContent;
import java.util.List;
import nexhelm.engine.auth.Caller;
import nexhelm.engine.page.Pages.Content;
import nexhelm.engine.run.RunSearch.Waiting;

/** Runs that wait for a person, the longest first: what is asked, and who can answer. */
final class WaitingList {

    private WaitingList() {}

    static Content of(List<Waiting> runs, Caller caller) {
        if (runs.isEmpty()) {
            return new Content(
                    "Waiting",
                    section(h1("Waiting for a person"), p("Nothing waits: no gate is open and no verdict is due."))
                            .withClass("card narrow"));
        }
        return new Content(
                "Waiting",
                section(
                        h1("Waiting for a person"),
                        p("The longest first. Each holds its sandbox until somebody decides.")
                                .withClass("quiet"),
                        ul(each(runs, run -> row(run, caller))).withClass("runs")));
    }

    private static DomContent row(Waiting waiting, Caller caller) {
        boolean mine = waiting.run().userId().equals(caller.user().id());
        String link = waiting.byHand()
                ? "/dashboard/agent-tasks/"
                        + waiting.run().taskId().map(String::valueOf).orElse("")
                : "/dashboard/workflow-lab?runId=" + waiting.run().id()
                        + waiting.asked().map(asked -> "#gate").orElse("#verdict");
        return li(div(
                a(RunList.name(waiting.run())).withHref(link).withClass("name"),
                p(waiting.asked()
                        .map(asked -> firstLine(asked.prompt()))
                        .orElse(
                                waiting.byHand()
                                        ? "The steps are done by hand; mark them and finish the task."
                                        : "The work is done; look at it and give a verdict.")),
                div(
                                waiting.asked()
                                        .map(asked -> span(asked.kind().equals("approval") ? "Approval" : "Question")
                                                .withClasses("pill", "ask"))
                                        .orElseGet(() -> span(waiting.byHand() ? "Task" : "Verdict")
                                                .withClasses("pill", "ask")),
                                span(text("since "), Words.when(waiting.since())),
                                span(
                                        waiting.asked().isEmpty()
                                                ? "started by " + (mine ? "you" : waiting.operator())
                                                : mine
                                                        ? "you can answer"
                                                        : "only " + waiting.operator() + " can answer"))
                        .withClass("meta")));
    }

    private static String firstLine(String prompt) {
        String line = prompt.strip().split("\\R", 2)[0];
        return line.codePointCount(0, line.length()) <= 200
                ? line
                : line.substring(0, line.offsetByCodePoints(0, 200)) + "…";
    }
}
