package nexhelm.engine.page;

import static j2html.TagCreator.a;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import j2html.tags.specialized.TdTag;
import java.util.List;
import nexhelm.engine.page.Pages.Content;
import nexhelm.engine.run.Audit;

/** Who acted as whom, newest first. */
final class AuditPage {

    private AuditPage() {}

    static Content of(List<Audit.Entry> entries) {
        if (entries.isEmpty()) {
            return new Content(
                    "Audit",
                    section(
                                    h1("Audit"),
                                    p(
                                            text("Nobody of your organisation acted as somebody else. "),
                                            Suggestion.of("nex workflow run RUN_ID --as EMAIL"),
                                            text(" does, read-only, for those whom the engine's"
                                                    + " IMPERSONATION_ALLOWLIST names.")))
                            .withClass("card narrow"));
        }
        return new Content(
                "Audit",
                section(
                                h1("Audit"),
                                p("Each time somebody acted, or tried to act, as somebody else. Nothing is ever"
                                                + " removed here.")
                                        .withClass("quiet"),
                                div(table(
                                                thead(tr(
                                                        th("When"),
                                                        th("Who"),
                                                        th("As whom"),
                                                        th("Run"),
                                                        th("Outcome"))),
                                                tbody(each(entries, AuditPage::row))))
                                        .withClasses("wide", "cards"))
                        .withClass("card"));
    }

    private static DomContent row(Audit.Entry entry) {
        return tr(
                cell("When", Words.when(entry.at())),
                cell("Who", text(entry.operator())),
                cell("As whom", text(entry.target())),
                cell(
                        "Run",
                        entry.runId()
                                .<DomContent>map(id -> a(id.substring(0, Math.min(8, id.length())))
                                        .withClass("mono")
                                        .withHref("/dashboard/workflow-lab?runId=" + id))
                                .orElseGet(() -> text("–"))),
                cell(
                        "Outcome",
                        span(entry.outcome().equals("allowed") ? "Allowed" : "Refused")
                                .withClasses("pill", entry.outcome().equals("allowed") ? "good" : "bad"),
                        text(entry.reason()
                                .map(reason -> " " + reason.replace('_', ' '))
                                .orElse(""))));
    }

    /** A cell that says on a phone, where rows are cards, which column it is. */
    private static TdTag cell(String column, DomContent... content) {
        return td(content).attr("data-column", column);
    }
}
