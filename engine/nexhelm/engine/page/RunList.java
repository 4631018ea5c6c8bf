package nexhelm.engine.page;

import static j2html.TagCreator.a;
import static j2html.TagCreator.code;
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
import nexhelm.engine.page.Pages.Content;
import nexhelm.engine.run.Run;

/** All runs of a user, newest first. */
final class RunList {

    private RunList() {}

    static Content of(List<Run> runs) {
        if (runs.isEmpty()) {
            return new Content("Runs", section(h1("Runs"), p(text("There are none yet. "), code("nex try"),
                    text(" makes one from a transcript."))).withClass("card narrow"));
        }
        return new Content("Runs", section(h1("Runs"), ul(each(runs, RunList::row)).withClass("runs")));
    }

    private static DomContent row(Run run) {
        var proposal = run.record().path("proposal");
        String name = proposal.path("task_name").asText(proposal.path("title").asText(run.id()));
        int files = run.record().path("files_count").asInt();
        return li(a(name).withHref("/dashboard/workflow-lab?runId=" + run.id()).withClass("name"),
                div(Words.pill(run.status().word()), Words.when(run.record().path("created_at").asText()),
                        span(files == 0 ? "" : files == 1 ? "1 file" : files + " files"),
                        span(run.id().substring(0, 8)).withClass("mono")).withClass("meta"));
    }
}
