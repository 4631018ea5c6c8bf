package nexhelm.render;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A report of a run as one web page: no script, nothing loaded from anywhere, fit for paper, light and dark. */
public final class ReportPage {

    private static final String STYLE = """
        :root { color-scheme: light dark; --page: #fff; --ink: #1d2126; --quiet: #5c646e; --line: #dcdcd6; --soft: #f5f5f2;
          --good: #22663a; --bad: #9c2b22; --ask: #7a5200; }
        @media (prefers-color-scheme: dark) { :root { --page: #15181b; --ink: #e4e6e8; --quiet: #9ba4ad; --line: #333a41;
          --soft: #1d2125; --good: #8fd3a4; --bad: #f0a49c; --ask: #ecc777; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 48rem; padding: 2.5rem 1.25rem; background: var(--page); color: var(--ink);
          font: 16px/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
        h1 { font-size: 1.8rem; line-height: 1.2; margin: 0 0 .5rem; }
        h2 { font-size: 1.2rem; margin: 2.25rem 0 .75rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
        h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
        p { margin: .4rem 0; }
        .quiet, footer { color: var(--quiet); font-size: .9rem; }
        .verdict { font-weight: 600; margin: 1rem 0; padding: .6rem .9rem; border-left: 4px solid var(--ask); background: var(--soft);
          white-space: pre-wrap; }
        .verdict.good { border-color: var(--good); }
        .verdict.bad { border-color: var(--bad); }
        blockquote { margin: .6rem 0; padding: .1rem 0 .1rem 1rem; border-left: 3px solid var(--line); white-space: pre-wrap; }
        ol { padding-left: 1.4rem; }
        li { margin: .25rem 0; }
        .state { font-weight: 600; }
        .state.done { color: var(--good); }
        .state.lacking, .state.stopped { color: var(--bad); }
        .act { margin: .6rem 0 .6rem .2rem; padding-left: .9rem; border-left: 2px solid var(--line); font-size: .93rem; }
        dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .1rem .9rem; margin: .2rem 0; }
        dt { color: var(--quiet); }
        dd { margin: 0; white-space: pre-wrap; }
        table { border-collapse: collapse; width: 100%; font-size: .9rem; }
        th, td { text-align: left; vertical-align: top; padding: .4rem .6rem .4rem 0; border-bottom: 1px solid var(--line); }
        th { color: var(--quiet); font-weight: 550; }
        pre { white-space: pre-wrap; font-family: inherit; font-size: .93rem; background: var(--soft); border: 1px solid var(--line);
          border-radius: 6px; padding: .9rem 1.1rem; margin: .5rem 0 1rem; }
        pre.before { color: var(--quiet); }
        footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: .75rem; }
        @media (max-width: 30rem) { dl { grid-template-columns: minmax(0, 1fr); } dt { margin-top: .3rem; } body { padding-top: 1.25rem; } }
        @media print { :root { --page: #fff; --ink: #000; --quiet: #444; --line: #bbb; --soft: #fff; --good: #000; --bad: #000; }
          body { max-width: none; padding: 0; font-size: 10.5pt; } h2, h3 { break-after: avoid; } .act, tr, blockquote { break-inside: avoid; } }
        """;

    private ReportPage() {}

    /** The page; whatever came from the run is text in it, never markup. */
    public static String html(JsonNode all) {
        var out = new StringBuilder();
        String title = text(Report.title(all));
        out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src"
                        + " 'unsafe-inline'\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                        + "<meta name=\"color-scheme\" content=\"light dark\">\n")
                .append("<title>")
                .append(title)
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<main>\n");
        out.append("<h1>").append(title).append("</h1>\n");
        paragraph(out, all.path("run").path("proposal").path("summary").asText(""), "");
        String status = all.path("trace").path("status").asText();
        paragraph(
                out,
                Report.verdict(all),
                "verdict "
                        + (Report.good(all)
                                ? "good"
                                : List.of("failed", "rejected", "cancelled").contains(status) ? "bad" : ""));
        asked(out, all);
        designed(out, all.path("trace").path("steps"));
        ReportRows rows = ReportRows.of(all);
        done(out, all.path("trace").path("steps"), rows);
        decided(out, Report.decisions(all));
        files(out, all.path("files"), rows);
        if (!Report.missing(all).isEmpty()) {
            heading(out, "What is missing");
            out.append("<ul>\n");
            Report.missing(all)
                    .forEach(lack -> out.append("<li>").append(text(lack)).append("</li>\n"));
            out.append("</ul>\n");
        }
        return out.append("</main>\n<footer>")
                .append(text(Report.footer(all)))
                .append("</footer>\n</body>\n</html>\n")
                .toString();
    }

    private static void asked(StringBuilder out, JsonNode all) {
        heading(out, "What was asked");
        List<String> quotes = Report.quotes(all);
        if (quotes.isEmpty()) {
            paragraph(out, "The workflow was written by hand.", "quiet");
        }
        quotes.forEach(quote -> out.append("<blockquote>").append(text(quote)).append("</blockquote>\n"));
    }

    private static void designed(StringBuilder out, JsonNode steps) {
        heading(out, "What was designed");
        out.append("<ol>\n");
        for (JsonNode step : steps) {
            out.append("<li>")
                    .append(text(step.path("title").asText()))
                    .append(" <span class=\"quiet\">")
                    .append(text(Report.performer(step)))
                    .append(
                            step.path("hitl").isTextual()
                                    ? "; a person decides: "
                                            + text(step.path("hitl").textValue())
                                    : "")
                    .append("</span></li>\n");
        }
        out.append("</ol>\n");
    }

    private static void done(StringBuilder out, JsonNode steps, ReportRows rows) {
        heading(out, "What was done");
        int n = 0;
        for (JsonNode step : steps) {
            String state = step.path("state").asText();
            out.append("<section>\n<h3>")
                    .append(++n)
                    .append(". ")
                    .append(text(step.path("title").asText()))
                    .append("</h3>\n<p><span class=\"state ")
                    .append(state.matches("[a-z_]+") ? state : "")
                    .append("\">")
                    .append(text(Report.state(state)))
                    .append("</span>")
                    .append(Report.summary(step).isEmpty() ? "" : " – " + text(Report.summary(step)))
                    .append("</p>\n");
            for (Report.Act act : Report.acts(step, rows)) {
                out.append("<div class=\"act\">")
                        .append(text(act.what()))
                        .append(act.failed() ? " <span class=\"state lacking\">did not work</span>" : "");
                if (!act.values().isEmpty()) {
                    out.append("\n<dl>");
                    act.values()
                            .forEach(value -> out.append("<dt>")
                                    .append(text(value.getKey()))
                                    .append("</dt><dd>")
                                    .append(text(value.getValue()))
                                    .append("</dd>\n"));
                    out.append("</dl>");
                }
                act.table().ifPresent(table -> table(out, table));
                out.append("</div>\n");
            }
            out.append("</section>\n");
        }
    }

    private static void decided(StringBuilder out, List<Report.Decision> decisions) {
        if (decisions.isEmpty()) {
            return;
        }
        heading(out, "Who decided");
        out.append("<table>\n<tr><th>Step</th><th>Asked</th><th>Decision</th><th>By</th><th>When</th></tr>\n");
        for (Report.Decision d : decisions) {
            out.append("<tr>");
            List.of(d.step(), d.asked(), d.said(), d.who(), d.when())
                    .forEach(cell -> out.append("<td>").append(text(cell)).append("</td>"));
            out.append("</tr>\n");
        }
        out.append("</table>\n");
    }

    private static void table(StringBuilder out, ReportRows.Shown table) {
        if (!table.rows().isEmpty()) {
            out.append("\n<table>\n<tr>");
            table.header()
                    .forEach(column -> out.append("<th>").append(text(column)).append("</th>"));
            out.append("</tr>\n");
            for (List<String> row : table.rows()) {
                out.append("<tr>");
                row.forEach(cell -> out.append("<td>").append(text(cell)).append("</td>"));
                out.append("</tr>\n");
            }
            out.append("</table>");
        }
        paragraph(out, table.rest(), "quiet");
    }

    private static void files(StringBuilder out, JsonNode files, ReportRows rows) {
        if (files.isEmpty()) {
            return;
        }
        heading(out, "What was written");
        for (JsonNode file : files) {
            out.append("<h3>").append(text(file.path("title").asText())).append("</h3>\n");
            paragraph(out, Report.place(file), "quiet");
            if (!file.path("change").asText().equals("deleted")) {
                paper(out, Report.content(file, "after", rows), "");
            }
            if (Report.changed(file)) {
                paragraph(out, "Before:", "quiet");
                paper(out, Report.content(file, "before", rows), "before");
            }
        }
    }

    private static void paper(StringBuilder out, JsonNode content, String style) {
        out.append("<pre")
                .append(style.isEmpty() ? "" : " class=\"" + style + "\"")
                .append(">\n")
                .append(content.isTextual() ? text(Report.clip(content.textValue())) : "(too large to keep)")
                .append("</pre>\n");
    }

    private static void heading(StringBuilder out, String title) {
        out.append("<h2>").append(title).append("</h2>\n");
    }

    private static void paragraph(StringBuilder out, String content, String style) {
        if (!content.isBlank()) {
            out.append("<p")
                    .append(style.isBlank() ? "" : " class=\"" + style.strip() + "\"")
                    .append(">")
                    .append(text(content))
                    .append("</p>\n");
        }
    }

    /** Text as HTML. */
    private static String text(String content) {
        return Style.safe(content)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
