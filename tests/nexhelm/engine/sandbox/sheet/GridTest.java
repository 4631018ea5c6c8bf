package nexhelm.engine.sandbox.sheet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.poi.ss.formula.eval.FunctionEval;
import org.apache.poi.ss.util.CellReference;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cells hold, which of them are formulas, and what those come to. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class GridTest {

    private static Grid grid(String... rows) {
        return new Grid(Arrays.stream(rows)
                .map(row -> List.of(row.split("\\s*\\|\\s*", -1)))
                .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "=SUM(A1:A3) ~ 1215.5",
                "=A1*1.2 ~ 12",
                "=0.1+0.2 ~ 0.3",
                "=COUNT(A:A) ~ 7",
                "=A4-A5 ~ 63",
                "=A5+14 ~ 2026-01-15",
                "=EDATE(A5,1) ~ 2026-02-01",
                "=IF(A1>5,\"yes\",\"no\") ~ yes",
                "=VLOOKUP(1200,A1:B3,2,FALSE) ~ c",
                "=A6*100 ~ 7.5",
                "=\"Dear \"&B1 ~ Dear a",
                "=A1/0 ~ #DIV/0!",
                "=A7+1 ~ 6",
                "=A7*A6 ~ 0.375",
                "=B1+1 ~ #VALUE!",
                "=SUM(B4:B7) ~ 1900.5",
                "=ROUND(A2/3,2) ~ 1.83",
                "=COUNTIF(B1:B3,\"a\") ~ 1",
                "=PMT(0.05/12,12,-1000) ~ 85.607481788",
                "=$A$1+A$2 ~ 15.5",
                "=C9 ~ #CIRCULAR!"
            })
    void a_formula_is_computed(String formula, String value) {
        Grid grid = grid(
                "10|a",
                "5.5|b",
                "1,200|c",
                "2026-03-05|€1,200",
                "2026-01-01|700.50 EUR",
                "7.5%|XXQ 7",
                "GBP 5|ABC",
                "",
                "||" + formula);
        assertTrue(Formula.is(formula), formula);
        String found = grid.values().get(8).get(2);
        assertEquals(value, found.length() > 12 ? found.substring(0, Math.min(found.length(), value.length())) : found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=cmd|' /C calc'!A0",
                "=HYPERLINK(\"http://evil.example\")",
                "=WEBSERVICE(\"http://evil.example\")",
                "=IMPORTXML(\"http://evil.example\",\"//a\")",
                "=INDIRECT(\"A1\")",
                "=OFFSET(A1,1,1)",
                "=REPT(\"x\",30000)",
                "=SUBSTITUTE(A1,\"x\",A1)",
                "=[other.xls]Sheet1!A1",
                "='C:\\[x.xls]S'!A1",
                "=Sheet1!A1",
                "=Name",
                "=EXEC(\"calc\")",
                "=DDE(\"cmd\",\"/C calc\",\"A0\")",
                "=SUM(A1:IW1)",
                "={1,2}",
                "=A1;A2",
                "=SUM(A1:A2:A3)",
                "=INDEX(A1:A3,1):A9",
                "=SUM(A1)\u0000",
                "=",
                "1+1"
            })
    void what_calls_out_grows_or_is_no_formula_is_text(String text) {
        assertFalse(Formula.is(text));
        if (text.startsWith("=") && text.length() > 1) {
            assertEquals("'" + text, Formula.cell(text));
        }
    }

    @Test
    void every_function_that_is_allowed_is_one_that_can_be_computed() {
        Set<String> missing = new TreeSet<>(Formula.FUNCTIONS);
        missing.removeAll(FunctionEval.getSupportedFunctionNames());
        missing.removeIf(name -> Formula.problem("=" + name + "(A1,A2)").isEmpty()
                && !grid("1|2", "3|=" + name + "(A1,A2)").values().get(1).get(1).startsWith("#NAME"));
        assertEquals(Set.of(), missing);
    }

    @Test
    void a_long_chain_in_either_direction_is_computed() {
        List<List<String>> down = new ArrayList<>(List.of(List.of("1")));
        for (int i = 1; i < 2_000; i++) {
            down.add(List.of("=A" + i + "+1"));
        }
        assertEquals("2000", new Grid(down).values().get(1_999).get(0));
        List<List<String>> up = new ArrayList<>();
        for (int i = 1; i < 2_000; i++) {
            up.add(List.of("=A" + (i + 1) + "+1"));
        }
        up.add(List.of("1"));
        assertEquals("2000", new Grid(up).values().get(0).get(0));
    }

    @Test
    void a_text_that_doubles_from_cell_to_cell_stays_small() {
        List<List<String>> rows = new ArrayList<>(List.of(List.of("x".repeat(100))));
        for (int i = 1; i < 60; i++) {
            rows.add(List.of("=A" + i + "&A" + i));
        }
        assertEquals(2_000, new Grid(rows).values().get(59).get(0).length());
    }

    @Test
    void a_circle_is_named_and_what_reads_it_too_the_rest_is_computed() {
        assertEquals(
                List.of("#CIRCULAR!", "#CIRCULAR!", "#CIRCULAR!", "4"),
                grid("=B1+1|=A1+1|=A1|=2*2").values().get(0));
    }

    @Test
    void cells_are_named_as_spreadsheets_do() {
        for (int column : new int[] {0, 1, 25, 26, 51, 52, 99}) {
            assertEquals(CellReference.convertNumToColString(column), CellName.letters(column));
            assertEquals(
                    column,
                    CellName.of(CellName.letters(column) + "7").orElseThrow().column());
        }
        assertEquals("AB12", CellName.of("$ab$12").orElseThrow().toString());
        assertTrue(CellName.of("A0").isEmpty()
                && CellName.of("7").isEmpty()
                && CellName.of("B2C").isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1+1",
                "@SUM(1)",
                "-2+3+cmd|' /C calc'!A0",
                "\t=1",
                " =1",
                "\r=1",
                "\uFF1D1",
                "+44 20 7946",
                "-x"
            })
    void a_csv_holds_nothing_that_a_spreadsheet_computes(String cell) {
        assertEquals(
                "'" + cell,
                Csv.rows(Csv.text(List.of(List.of(cell)))).orElseThrow().get(0).get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "-1,200.50", "-7%", "a=b", "x-y", "'=1"})
    void a_csv_leaves_numbers_and_other_texts_alone(String cell) {
        assertEquals(
                cell,
                Csv.rows(Csv.text(List.of(List.of(cell)))).orElseThrow().get(0).get(0));
    }
}
