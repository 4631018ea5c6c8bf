package nexhelm.engine.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import nexhelm.engine.sandbox.Changes;
import nexhelm.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SheetToolsTest {

    private static final String FEES = "Operations/Fee calculation 2026";

    @TempDir
    Path folder;

    private Calls calls;

    @BeforeEach
    void build() {
        calls = new Calls(folder);
    }

    @AfterEach
    void close() {
        calls.close();
    }

    @Test
    void sheets_are_listed_with_their_columns() throws Exception {
        assertEquals(
                List.of(FEES),
                calls.call("list_sheets", "{'folder':'Operations'}")
                        .path("sheets")
                        .findValuesAsText("path"));
        assertTrue(calls.call("list_sheets", "{}").path("sheets").size() >= 4);
        JsonNode one =
                calls.call("list_sheets", "{'folder':'Leases'}").path("sheets").path(0);
        assertEquals(
                "[\"Tenant\",\"Monthly rent\",\"Increase\",\"New rent\",\"End of term\"]",
                Json.compact(one.path("header")));
        assertEquals(2, one.path("rows").asInt());
    }

    @Test
    void formulas_are_computed_when_a_sheet_is_read_and_told_beside_the_values() throws Exception {
        ObjectNode fees = calls.call("read_sheet", "{'sheet':'" + FEES + "'}");
        assertEquals(
                "[[\"Hartwell\",\"842300\",\"0.75%\",\"6317.25\"],[\"Baker\",\"318700\",\"0.95%\",\"3027.65\"]]",
                Json.compact(fees.path("rows")));
        assertEquals("{\"D2\":\"=ROUND(B2*C2,2)\",\"D3\":\"=ROUND(B3*C3,2)\"}", Json.compact(fees.path("formulas")));
        ObjectNode reminders = calls.call("read_sheet", "{'sheet':'Receivables/Reminder calculation','range':'D3:G3'}");
        assertEquals("[[\"2026-02-14\",\"18\",\"25\",\"665.5\"]]", Json.compact(reminders.path("rows")));
        assertEquals("[\"Due date\",\"Days overdue\",\"Late fee\",\"To pay\"]", Json.compact(reminders.path("header")));
    }

    @Test
    void rows_are_appended_below_with_their_formulas() throws Exception {
        ObjectNode added = calls.call(
                "create_sheet_rows",
                "{'sheet':'" + FEES + "','rows':[['Castellan',1284900,'0.5%','=ROUND(B{row}*C{row},2)'],"
                        + "['Total','=SUM(B2:B4)','','=SUM(D2:D4)']]}");
        assertEquals(
                List.of(4, 5),
                List.of(added.path("first_row").asInt(), added.path("last_row").asInt()));
        ObjectNode read = calls.call("read_sheet", "{'sheet':'" + FEES + "'}");
        assertEquals(
                "[\"Castellan\",\"1284900\",\"0.5%\",\"6424.5\"]",
                Json.compact(read.path("rows").path(2)));
        assertEquals(
                "[\"Total\",\"2445900\",\"\",\"15769.4\"]",
                Json.compact(read.path("rows").path(3)));
        assertEquals("=ROUND(B4*C4,2)", read.path("formulas").path("D4").asText());
        calls.fails(
                "row 1 has 5 cells, the sheet has 4 columns",
                "create_sheet_rows",
                "{'sheet':'" + FEES + "','rows':[[1,2,3,4,5]]}");
    }

    @Test
    void a_changed_cell_changes_what_is_computed_from_it() throws Exception {
        assertEquals(
                "{\"C2\":\"0.5%\",\"D3\":\"=ROUND(B3*C3,2)*2\"}".replace("=ROUND(B3*C3,2)*2", "6055.3"),
                Json.compact(calls.call(
                                "update_sheet_cells",
                                "{'sheet':'" + FEES + "','cells':{'C2':'0.5%','D3':'=ROUND(B3*C3,2)*2'}}")
                        .path("cells")));
        assertEquals(
                "4211.5",
                calls.call("read_sheet", "{'sheet':'" + FEES + "','range':'D2'}")
                        .path("rows")
                        .path(0)
                        .path(0)
                        .asText());
        calls.fails("'2B' is no cell like B2", "update_sheet_cells", "{'sheet':'" + FEES + "','cells':{'2B':1}}");
        Changes.Change change = Changes.of(calls.tenant).items().get(0);
        assertEquals("sheet updated " + FEES, change.kind() + " " + change.change() + " " + change.path());
        assertTrue(change.content().contains("Hartwell,842300,0.5%,4211.5\r\n"), change::content);
        assertTrue(change.before().orElseThrow().contains("Hartwell,842300,0.75%,6317.25\r\n"));
    }

    @Test
    void rows_are_found_by_what_a_column_is_or_holds() throws Exception {
        ObjectNode exact = calls.call(
                "find_sheet_rows",
                "{'sheet':'Receivables/Reminder calculation','column':'customer','value':'penrose pottery'}");
        assertEquals("equals", exact.path("match").asText());
        JsonNode row = exact.path("rows").path(0);
        assertEquals(3, row.path("row").asInt());
        assertEquals("665.5", row.path("values").path("To pay").asText());
        ObjectNode part = calls.call(
                "find_sheet_rows", "{'sheet':'Receivables/Reminder calculation','column':'B','value':'lar'}");
        assertEquals("contains", part.path("match").asText());
        assertEquals(2, part.path("rows").path(0).path("row").asInt());
        calls.fails(
                "'" + FEES + "' has no column 'Town'; its columns are Client, Portfolio value, Fee rate, Annual fee",
                "find_sheet_rows",
                "{'sheet':'" + FEES + "','column':'Town','value':'x'}");
    }

    @Test
    void a_formula_that_calls_out_is_text_in_the_cell_and_in_every_export() throws Exception {
        ObjectNode input = Calls.json("{'title':'Hostile','header':['a','b','c','d','e','f','g']}");
        input.putArray("rows")
                .addArray()
                .add("=cmd|' /C calc'!A0")
                .add("=HYPERLINK(\"http://evil.example\",\"x\")")
                .add("=WEBSERVICE(\"http://evil.example\")")
                .add("=[other.xls]Sheet1!A1")
                .add("=SUM(A1:")
                .add("@SUM(1+1)")
                .add("-5");
        ObjectNode written = ToolCatalog.all().get("create_sheet").call(calls.tenant, input);
        assertEquals("[\"A2\",\"B2\",\"C2\",\"D2\",\"E2\"]", Json.compact(written.path("as_text")));
        ObjectNode read = calls.call("read_sheet", "{'sheet':'Hostile'}");
        assertEquals("'=cmd|' /C calc'!A0", read.path("rows").path(0).path(0).asText());
        assertTrue(read.path("formulas").isEmpty());
        String csv = Changes.of(calls.tenant).items().get(0).content();
        assertEquals(
                "a,b,c,d,e,f,g\r\n"
                    + "'=cmd|' /C"
                    + " calc'!A0,\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"x\"\")\",\"'=WEBSERVICE(\"\"http://evil.example\"\")\",'=[other.xls]Sheet1!A1,'=SUM(A1:,'@SUM(1+1),-5\r\n",
                csv);
    }

    @Test
    void a_computed_text_that_looks_like_a_formula_is_harmless_too() throws Exception {
        calls.call(
                "create_sheet",
                "{'title':'Made','header':['x'],'rows':[['=CONCATENATE(CHOOSE(1,\\u0022=\\u0022),\\u0022cmd|A0\\u0022)']]}");
        String csv = Changes.of(calls.tenant).items().get(0).content();
        assertEquals("x\r\n'=cmd|A0\r\n", csv);
    }

    @Test
    void csv_is_written_and_read_as_RFC_4180_has_it() throws Exception {
        ObjectNode input = Calls.json("{'folder':'Operations','title':'List','header':['Name','Says']}");
        input.putArray("rows").addArray().add("Baker, Ruth").add("He said \"no\"\nand left");
        input.withArray("rows").addArray().add("=1+1").add(-5);
        ToolCatalog.all().get("create_csv").call(calls.tenant, input);
        assertEquals(
                "Name,Says\r\n\"Baker, Ruth\",\"He said \"\"no\"\"\nand left\"\r\n'=1+1,-5\r\n",
                calls.call("read_document", "{'document':'Operations/List.csv'}")
                        .path("text")
                        .asText());
        ObjectNode read = calls.call("read_csv", "{'document':'Operations/List.csv'}");
        assertEquals("[\"Name\",\"Says\"]", Json.compact(read.path("header")));
        assertEquals(
                "He said \"no\"\nand left", read.path("rows").path(0).path(1).asText());
        assertEquals(
                "Baker, Ruth",
                calls.call("read_csv", "{'document':'Operations/Bank statement.csv'}")
                        .path("rows")
                        .path(1)
                        .path(1)
                        .asText());
        calls.call("create_document", "{'title':'Open','text':'a,\\u0022b'}");
        calls.fails("'Open' is no CSV", "read_csv", "{'document':'Open'}");
    }

    @Test
    void sheets_share_names_and_moves_with_other_files() throws Exception {
        calls.fails(
                "there is a sheet '" + FEES + "' already",
                "create_document",
                "{'folder':'Operations','title':'Fee calculation 2026','text':'x'}");
        calls.fails(
                "'Operations/Bank statement.csv' is a document, not a sheet; use read_document",
                "read_sheet",
                "{'sheet':'Operations/Bank statement.csv'}");
        calls.call("create_document_copy", "{'document':'" + FEES + "','title':'Fees 2027'}");
        calls.call("update_document_location", "{'document':'" + FEES + "','folder':'Archive'}");
        assertFalse(calls.call("read_sheet", "{'sheet':'Operations/Fees 2027'}")
                .path("formulas")
                .isEmpty());
        assertTrue(calls.call("read_document", "{'document':'Archive/Fee calculation 2026'}")
                .path("text")
                .asText()
                .startsWith("Client,Portfolio value,Fee rate,Annual fee\r\n"));
    }

    @Test
    void sheets_that_are_too_large_are_refused() {
        calls.fails(
                "'Wide' has more than 5000 rows or 100 columns",
                "create_sheet",
                "{'title':'Wide','header':[" + "'x',".repeat(100) + "'x']}");
        calls.fails(
                "'" + FEES.substring(11) + "' has formulas that read too much: at most 2000 formulas and 1000000 cells"
                        + " read by them",
                "create_sheet_rows",
                "{'sheet':'" + FEES + "','rows':[" + "['=SUM(A1:A2)'],".repeat(2_000) + "['x']]}");
    }
}
