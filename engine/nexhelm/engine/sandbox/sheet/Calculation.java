package nexhelm.engine.sandbox.sheet;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.poi.hssf.usermodel.HSSFCell;
import org.apache.poi.hssf.usermodel.HSSFFormulaEvaluator;
import org.apache.poi.hssf.usermodel.HSSFRow;
import org.apache.poi.hssf.usermodel.HSSFSheet;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.CellValue;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.ss.usermodel.FormulaError;

/**
 * Computes the formulas of a sheet with Apache POI. A formula is computed after all that it reads, and its value put in
 * its place: so none recurses, a chain can be as long as the sheet, and no text grows from cell to cell without bounds.
 * Only a sheet with formulas loads POI.
 */
final class Calculation {

    static final String CIRCLE = "#CIRCULAR!";

    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
    private static final Pattern GIVES_DAY =
            Pattern.compile("(?i)=\\s*(?:DATE|EDATE|EOMONTH|TODAY|WORKDAY)\\([^()]*\\)");
    private static final Pattern MOVES_DAY = Pattern.compile("=\\s*(\\$?[A-Za-z]{1,3}\\$?\\d+)\\s*(?:[+-]\\s*\\d+)?");

    static {
        // POI logs through Log4j, which without a provider complains on standard error; its own simple one writes
        // errors
        if (System.getProperty("log4j.provider") == null) {
            System.setProperty("log4j.provider", "org.apache.logging.log4j.simple.internal.SimpleProvider");
        }
    }

    private final Grid grid;
    private final HSSFWorkbook workbook = new HSSFWorkbook();
    private final HSSFSheet sheet = workbook.createSheet("Sheet1");
    private final HSSFFormulaEvaluator evaluator = new HSSFFormulaEvaluator(workbook);
    private final Map<CellName, String> computed = new HashMap<>();

    private Calculation(Grid grid) {
        this.grid = grid;
    }

    /** What every cell shows, row by row; the rows are as long as those of the grid. */
    static List<List<String>> values(Grid grid) {
        return new Calculation(grid).all();
    }

    /** Why a formula cannot be computed, which {@link Formula#is} holds for one: its brackets or arguments are wrong. */
    static Optional<String> problem(String formula) {
        try {
            new HSSFWorkbook().createSheet("Sheet1").createRow(0).createCell(0).setCellFormula(formula.substring(1));
            return Optional.empty();
        } catch (RuntimeException e) { // FormulaParseException and others, by the kind of mistake
            return Optional.of("is not a formula that can be computed");
        }
    }

    private List<List<String>> all() {
        Map<CellName, String> formulas = new LinkedHashMap<>();
        for (int r = 0; r < grid.rows().size(); r++) {
            for (int c = 0; c < grid.rows().get(r).size(); c++) {
                String text = grid.at(r, c);
                if (Formula.is(text)) {
                    formulas.put(new CellName(r, c), text);
                } else {
                    put(cell(new CellName(r, c)), text);
                }
            }
        }
        order(formulas).forEach(name -> compute(name, formulas.get(name)));
        List<List<String>> values = new ArrayList<>();
        for (int r = 0; r < grid.rows().size(); r++) {
            List<String> row = new ArrayList<>();
            for (int c = 0; c < grid.rows().get(r).size(); c++) {
                CellName name = new CellName(r, c);
                row.add(formulas.containsKey(name) ? computed.getOrDefault(name, CIRCLE) : Formula.cell(grid.at(r, c)));
            }
            values.add(row);
        }
        return values;
    }

    /** The formulas, each after those that it reads; those in a circle are left out. */
    private List<CellName> order(Map<CellName, String> formulas) {
        Map<CellName, List<CellName>> readers = new HashMap<>();
        Map<CellName, Integer> waitsFor = new HashMap<>();
        int columns = grid.width();
        formulas.forEach((name, formula) -> {
            waitsFor.put(name, 0);
            for (Area whole : Area.in(formula)) {
                Area area = whole.within(grid.rows().size(), columns);
                for (int r = area.firstRow(); r <= area.lastRow(); r++) {
                    for (int c = area.firstColumn(); c <= area.lastColumn(); c++) {
                        CellName read = new CellName(r, c);
                        if (formulas.containsKey(read)) {
                            readers.computeIfAbsent(read, cell -> new ArrayList<>())
                                    .add(name);
                            waitsFor.merge(name, 1, Integer::sum);
                        }
                    }
                }
            }
        });
        Deque<CellName> ready = new ArrayDeque<>();
        formulas.keySet().stream().filter(name -> waitsFor.get(name) == 0).forEach(ready::add);
        List<CellName> order = new ArrayList<>();
        while (!ready.isEmpty()) {
            CellName next = ready.remove();
            order.add(next);
            for (CellName reader : readers.getOrDefault(next, List.of())) {
                if (waitsFor.merge(reader, -1, Integer::sum) == 0) {
                    ready.add(reader);
                }
            }
        }
        return order;
    }

    private void compute(CellName name, String formula) {
        HSSFCell cell = cell(name);
        try {
            cell.setCellFormula(formula.substring(1));
        } catch (RuntimeException e) { // not to be computed after all, so it is text
            computed.put(name, "'" + formula);
            return;
        }
        CellValue value;
        try {
            evaluator.clearAllCachedResultValues();
            value = evaluator.evaluate(cell);
        } catch (RuntimeException e) { // a function was given what it has no answer for
            value = CellValue.getError(FormulaError.VALUE.getCode());
        }
        cell.removeFormula();
        boolean day = isDay(formula);
        switch (value.getCellType()) {
            case NUMERIC -> {
                cell.setCellValue(value.getNumberValue());
                computed.put(name, number(value.getNumberValue(), day));
            }
            case BOOLEAN -> {
                cell.setCellValue(value.getBooleanValue());
                computed.put(name, value.getBooleanValue() ? "TRUE" : "FALSE");
            }
            case ERROR -> {
                cell.setCellErrorValue(FormulaError.forInt(value.getErrorValue()));
                computed.put(name, FormulaError.forInt(value.getErrorValue()).getString());
            }
            default -> {
                String text = Optional.ofNullable(value.getStringValue()).orElse("");
                String clipped = text.length() > Grid.LONGEST_CELL ? text.substring(0, Grid.LONGEST_CELL) : text;
                cell.setCellValue(clipped);
                computed.put(name, clipped);
            }
        }
    }

    private boolean isDay(String formula) {
        if (GIVES_DAY.matcher(formula).matches()) {
            return true;
        }
        var moved = MOVES_DAY.matcher(formula);
        return moved.matches()
                && CellName.of(moved.group(1))
                        .filter(from -> day(grid.at(from.row(), from.column())).isPresent())
                        .isPresent();
    }

    private HSSFCell cell(CellName name) {
        HSSFRow row = Optional.ofNullable(sheet.getRow(name.row())).orElseGet(() -> sheet.createRow(name.row()));
        return Optional.ofNullable(row.getCell(name.column())).orElseGet(() -> row.createCell(name.column()));
    }

    private static void put(HSSFCell cell, String text) {
        String plain = Formula.amount(text);
        if (plain.isEmpty()) {
            cell.setCellType(CellType.BLANK);
        } else if (Formula.isNumber(plain)) {
            double value = Double.parseDouble(plain.replaceAll("[,%]", ""));
            cell.setCellValue(plain.endsWith("%") ? value / 100 : value);
        } else if (plain.equalsIgnoreCase("true") || plain.equalsIgnoreCase("false")) {
            cell.setCellValue(plain.equalsIgnoreCase("true"));
        } else {
            day(plain)
                    .ifPresentOrElse(
                            day -> cell.setCellValue(DateUtil.getExcelDate(day)), () -> cell.setCellValue(text));
        }
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return DAY.matcher(text).matches() ? Optional.of(LocalDate.parse(text)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Twelve digits: what binary fractions add behind them is nobody's amount. */
    private static String number(double value, boolean day) {
        if (day && DateUtil.isValidExcelDate(value)) {
            return DateUtil.getLocalDateTime(value).toLocalDate().toString();
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(12)).stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }
}
