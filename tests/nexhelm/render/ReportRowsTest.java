package nexhelm.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import nexhelm.json.Json;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** A report for one party says nothing of another whose rows stood in the same sheet. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReportRowsTest {

    private static final String RUN = """
        {"trace": {"name": "Complaint", "status": "verified_manual", "stop_reason": "complete", "steps": [
          {"title": "Look up the order PO-1188", "state": "done", "summary": "Found in the order tracker.", "calls": [
            {"tool": "read_sheet", "status": "ok", "input": {"sheet": "Order tracker"}, "output": {"title": "Order tracker",
              "header": ["Order number", "Supplier", "Ordered", "Status"],
              "rows": [["PO-1187", "Arlo Timber", "120", "received"], ["PO-1188", "Veldkamp Tiles", "500", "open"],
                       ["PO-1190", "Arlo Timber", "500", "open"]]}},
            {"tool": "read_document", "status": "ok", "input": {"document": "Suppliers"}, "output": {"title": "Suppliers",
              "text": "Suppliers\\n\\nSupplier | Balance\\nArlo Timber | EUR 900.00\\nVeldkamp Tiles | EUR 40.00\\n"}}]},
          {"title": "Write to Veldkamp Tiles", "state": "done", "summary": "Sent.", "calls": []}]},
         "run": {"proposal": {"task_name": "Complain to Veldkamp Tiles"}},
         "files": [{"title": "Order tracker", "path": "Order tracker", "kind": "sheet", "change": "updated",
           "before_text": "Order number,Supplier,Status\\nPO-1187,Arlo Timber,received\\nPO-1188,Veldkamp Tiles,open\\n",
           "after_text": "Order number,Supplier,Status\\nPO-1187,Arlo Timber,received\\nPO-1188,Veldkamp Tiles,short\\n"}]}
        """;

    @Test
    void rows_of_others_are_counted_and_those_of_the_case_are_a_table() throws Exception {
        JsonNode all = Json.parse(RUN);
        String markdown = Report.markdown(all);
        String html = ReportPage.html(all);
        for (String report : new String[] {markdown, html}) {
            assertFalse(report.contains("Arlo"), report);
            assertFalse(report.contains("1187") || report.contains("1190") || report.contains("900"), report);
            assertTrue(report.contains("2 other rows read, not shown"), report);
        }
        assertTrue(
                markdown.contains("    | Order number | Supplier | Ordered | Status |\n    |---|---|---|---|\n"),
                markdown);
        assertTrue(markdown.contains("    | PO-1188 | Veldkamp Tiles | 500 | open |\n"), markdown);
        assertTrue(html.contains("<tr><td>PO-1188</td><td>Veldkamp Tiles</td><td>500</td><td>open</td></tr>"), html);
        assertTrue(html.contains("PO-1188,Veldkamp Tiles,short\n"), html);
        assertTrue(html.contains("(1 other row)"), html);
    }

    @Test
    void what_the_run_wrote_is_shown_whomever_it_names() throws Exception {
        JsonNode all = Json.parse(RUN.replace(
                "PO-1187,Arlo Timber,received\\nPO-1188,Veldkamp Tiles,short",
                "PO-1187,Arlo Timber,closed\\nPO-1188,Veldkamp Tiles,open"));
        assertTrue(ReportPage.html(all).contains("PO-1187,Arlo Timber,closed"));
    }

    @Test
    void a_state_a_day_or_an_amount_makes_no_row_the_cases() throws Exception {
        JsonNode all = Json.parse(RUN.replace("Found in the order tracker.", "Found: open, 500, EUR 900.00."));
        assertFalse(ReportPage.html(all).contains("Arlo"));
        assertEquals(
                1,
                Report.acts(all.path("trace").path("steps").path(0), ReportRows.of(all))
                        .get(0)
                        .table()
                        .orElseThrow()
                        .rows()
                        .size());
    }
}
