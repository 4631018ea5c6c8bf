package nexhelm.engine.page;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.p;
import static j2html.TagCreator.pre;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import java.util.List;
import java.util.Optional;
import nexhelm.engine.sandbox.sheet.Csv;

/** What a file says: a sheet as a table, all else as text. */
final class FileText {

    private static final int MOST_SHOWN = 20_000;
    private static final int MOST_ROWS = 200;

    private FileText() {}

    static DomContent of(String kind, String text) {
        Optional<List<List<String>>> rows = kind.equals("sheet") ? Csv.rows(text) : Optional.empty();
        return rows.filter(all -> !all.isEmpty())
                .map(FileText::sheet)
                .orElseGet(() -> pre(text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "\n…")
                        .withClass("paper"));
    }

    private static DomContent sheet(List<List<String>> rows) {
        List<List<String>> below = rows.subList(1, Math.min(rows.size(), MOST_ROWS + 1));
        return div(
                        table(
                                thead(tr(each(rows.get(0), cell -> th(cell).attr("scope", "col")))),
                                tbody(each(below, row -> tr(each(row, cell -> td(cell)))))),
                        rows.size() - 1 > below.size()
                                ? p((rows.size() - 1 - below.size()) + " more rows")
                                        .withClass("quiet")
                                : null)
                .withClass("sheet")
                .attr("tabindex", "0");
    }
}
