package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import nexhelm.engine.agent.Desk.Place;
import nexhelm.engine.agent.Fact.Table;
import nexhelm.engine.persona.Verifier.StepResult;
import nexhelm.engine.tool.ToolFailure;
import nexhelm.json.Json;

/** Steps that work in a spreadsheet which exists: look rows up, add rows, change cells. Formulas stay formulas. */
final class SheetWork {

    private static final String LOOKED_UP = "row of ";

    private final Bench bench;
    private final Desk desk;
    private final Instruction instruction;
    private final SheetChoice choice;

    SheetWork(Bench bench) {
        this.bench = bench;
        this.desk = bench.desk();
        this.instruction = bench.instruction();
        this.choice = new SheetChoice(bench);
    }

    /** Lists the spreadsheets of the folder that the instruction names, else of the case, else all. */
    StepResult list() throws ToolFailure {
        ObjectNode input = Json.object();
        String folder = bench.namedFolder().map(Place::path).orElse("");
        ObjectNode listed = bench.context().call("list_sheets", folder.isEmpty() ? input : input.put("folder", folder));
        StringJoiner titles = new StringJoiner(", ");
        listed.path("sheets").forEach(s -> titles.add(s.path("path").asText()));
        return new StepResult.Done(
                titles.length() == 0 ? "There are no spreadsheets." : "Spreadsheets: " + titles + ".");
    }

    private Place sheet() throws ToolFailure, Stopped {
        Optional<Place> found = choice.meant();
        if (found.isPresent()) {
            return found.get();
        }
        throw Stopped.lacking(choice.wanted());
    }

    private record Opened(Sheet sheet, Source source, Table table) {}

    private Opened open(Place place) throws ToolFailure {
        Sheet sheet = desk.sheet(place.id());
        Source source = desk.keep(new Source(
                place.id(),
                "sheet",
                sheet.title(),
                sheet.path(),
                sheet.text(),
                "",
                "",
                desk.sources().stream().anyMatch(s -> s.id().equals(place.id()) && s.made())));
        Table all = sheet.table(source);
        return new Opened(sheet, source, all.where(all.rows().subList(0, sheet.dataRows())));
    }

    /** Looks rows up; what they say is known from then on. */
    StepResult find() throws ToolFailure, Stopped {
        Opened opened = open(sheet());
        RowChoice choice = new RowChoice(opened.table(), bench);
        List<RowChoice.Rows> each =
                instruction.says("each", "every", "all") ? choice.each() : List.<RowChoice.Rows>of();
        if (each.size() > 1) {
            StringJoiner all = new StringJoiner(" / ");
            for (RowChoice.Rows one : each) {
                all.add(found(opened, one));
            }
            return new StepResult.Done("Found in “" + opened.sheet().path() + "”: " + all + ".");
        }
        RowWish wish = new RowWish(opened.table(), bench);
        RowChoice.Rows rows = wish.found()
                .or(() -> wish.bounded() ? Optional.empty() : choice.found())
                .or(() -> wish.bounded() ? Optional.empty() : each.stream().findFirst())
                .orElseThrow(() -> Stopped.lacking("a row of “" + opened.sheet().title() + "” for “"
                        + instruction.text().replaceAll("\\.$", "") + "”"));
        desk.memory().put(LOOKED_UP + opened.sheet().id(), rows.value());
        return new StepResult.Done("Found in “" + opened.sheet().path() + "”: " + found(opened, rows) + ".");
    }

    /** Looks rows up and keeps what a single one says; what they say. */
    private String found(Opened opened, RowChoice.Rows rows) throws ToolFailure, Stopped {
        ObjectNode found = bench.context()
                .call(
                        "find_sheet_rows",
                        Json.object()
                                .put("sheet", opened.sheet().id())
                                .put("column", opened.sheet().header().get(rows.column()))
                                .put("value", rows.value()));
        if (found.path("rows").isEmpty()) {
            throw Stopped.lacking(
                    "a row with " + rows.value() + " in “" + opened.sheet().title() + "”");
        }
        StringJoiner told = new StringJoiner(" / ");
        for (int row : rows.rows()) {
            StringJoiner values = new StringJoiner("; ");
            for (int column = 0; column < opened.table().header().size(); column++) {
                String value = opened.table().rows().get(row).get(column);
                if (!value.isBlank()) {
                    values.add(opened.table().header().get(column) + ": " + value);
                }
            }
            told.add(values.toString());
        }
        if (rows.rows().size() == 1) {
            known(opened, rows);
        } else {
            knownRows(opened, rows);
        }
        return told.toString();
    }

    /** Several rows are known as a table of their own: what is worked out from them leaves the others alone. */
    private void knownRows(Opened opened, RowChoice.Rows rows) {
        StringBuilder text = new StringBuilder(String.join(" | ", opened.table().header())).append('\n');
        rows.rows()
                .forEach(r -> text.append(
                                String.join(" | ", opened.table().rows().get(r)))
                        .append('\n'));
        keep(opened, rows, "rows", text.toString());
    }

    /** What a single row says is known like the lines of a paper. */
    private void known(Opened opened, RowChoice.Rows rows) {
        StringBuilder text = new StringBuilder();
        for (int column = 0; column < opened.table().header().size(); column++) {
            String name = opened.table().header().get(column).strip();
            String value = opened.table().rows().get(rows.rows().get(0)).get(column);
            if (!name.isEmpty() && !value.isBlank()) {
                text.append(name.substring(0, 1).toUpperCase())
                        .append(name.substring(1).replace(':', ' '))
                        .append(": ")
                        .append(value)
                        .append('\n');
            }
        }
        price(opened, rows).ifPresent(text::append);
        keep(opened, rows, "row", text.toString());
    }

    private void keep(Opened opened, RowChoice.Rows rows, String kind, String text) {
        desk.keep(new Source(
                opened.sheet().id() + "#" + rows.value(),
                kind,
                opened.sheet().title() + ", " + rows.value(),
                "",
                text,
                "",
                "",
                false));
    }

    /** "Take the oak price from the sheet": the one amount of the row, by the name under which the step asks for it. */
    private Optional<String> price(Opened opened, RowChoice.Rows rows) {
        Optional<Phrase> asked =
                instruction.object().filter(o -> o.stems().stream().anyMatch(Figures.PRICES::contains));
        List<String> row = opened.table().rows().get(rows.rows().get(0));
        List<String> amounts = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            if (i != rows.column()
                    && Money.in(row.get(i)).isPresent()
                    && When.day(row.get(i)).isEmpty()) {
                amounts.add(row.get(i));
            }
        }
        String name = asked.map(o -> o.text().replaceFirst("(?i)\\s+of (?:the )?(?:day|month|week|year)$", ""))
                .orElse("");
        boolean column =
                opened.table().header().stream().anyMatch(h -> Stems.set(h).containsAll(Stems.set(name)));
        return amounts.size() == 1 && !name.isEmpty() && !name.contains(":") && !column
                ? Optional.of(name.substring(0, 1).toUpperCase() + name.substring(1) + ": " + amounts.get(0) + "\n")
                : Optional.empty();
    }

    /** Adds a row or changes cells, as the instruction says; a row that is there is changed rather than added again. */
    StepResult write(boolean append) throws ToolFailure, Stopped {
        return write(sheet(), append);
    }

    StepResult write(Place place, boolean append) throws ToolFailure, Stopped {
        Opened opened = open(place);
        new Reckoning(instruction, bench.findings()).results().forEach(desk::result);
        boolean adds = instruction.does(
                "add",
                "append",
                "insert",
                "enter",
                "log",
                "record",
                "register",
                "list",
                "include",
                "put",
                "note",
                "write");
        Optional<RowChoice.Rows> rows =
                new RowChoice(opened.table(), bench).found().or(() -> lookedUp(opened));
        boolean literal = !new Literals(instruction.text()).all().isEmpty();
        Optional<RowChoice.Rows> open = lookedUp(opened).filter(r -> waits(opened, r));
        if (open.isPresent()) {
            return change(opened, open.get());
        }
        if (append
                || adds && !literal
                || rows.isEmpty() && !instruction.topics().isEmpty() && !literal) {
            return append(opened);
        }
        if (rows.isEmpty()) {
            throw Stopped.lacking("the row of “" + opened.sheet().title() + "” for “"
                    + instruction.text().replaceAll("\\.$", "") + "”");
        }
        return change(opened, rows.get());
    }

    private Optional<RowChoice.Rows> lookedUp(Opened opened) {
        String value = desk.memory().path(LOOKED_UP + opened.sheet().id()).asText("");
        for (int row = 0; row < opened.table().rows().size() && !value.isEmpty(); row++) {
            for (int column = 0; column < opened.table().header().size(); column++) {
                if (Findings.same(opened.table().rows().get(row).get(column), value)) {
                    return Optional.of(new RowChoice.Rows(List.of(row), column, value));
                }
            }
        }
        return Optional.empty();
    }

    /** Whether a row that was looked up has empty cells of which the instruction speaks: "put his name into the plan". */
    private boolean waits(Opened opened, RowChoice.Rows rows) {
        List<String> row = opened.table().rows().get(rows.rows().get(0));
        return instruction.phrases().stream()
                .flatMap(p -> Findings.columns(opened.table(), p).stream())
                .anyMatch(c -> row.get(c).isBlank());
    }

    private StepResult append(Opened opened) throws ToolFailure, Stopped {
        List<List<String>> added = new RowsToAdd(bench, opened.sheet(), opened.table()).rows();
        Sheet sheet = opened.sheet();
        List<List<String>> fresh = added.stream()
                .filter(row -> opened.table().rows().stream().noneMatch(there -> covers(there, row)))
                .toList();
        List<List<String>> whole = new ArrayList<>();
        fresh.forEach(row -> whole.add(sheet.withFormulas(row, whole.size())));
        if (fresh.isEmpty()) {
            return new StepResult.Done("“" + sheet.path() + "” holds that already.");
        }
        boolean totals = sheet.dataRows() < sheet.rows().size();
        if (totals) {
            aboveTotals(sheet, whole);
        } else {
            ObjectNode input = Json.object().put("sheet", sheet.id());
            ArrayNode rows = input.putArray("rows");
            for (List<String> row : whole) {
                ArrayNode cells = rows.addArray();
                row.forEach(cells::add);
            }
            bench.acts().write("create_sheet_rows", input, sheet.title());
        }
        Opened now = open(new Place("sheet", sheet.id(), sheet.title(), sheet.path()));
        StringJoiner told = new StringJoiner("; ");
        for (int i = sheet.dataRows(); i < sheet.dataRows() + fresh.size(); i++) {
            told.add(String.join(" | ", now.table().rows().get(i)));
        }
        return new StepResult.Done("Added to “" + sheet.path() + "”: " + told + "." + empty(now, whole.get(0)));
    }

    private static String empty(Opened now, List<String> row) {
        List<String> blank = new ArrayList<>();
        for (int i = 0; i < now.table().header().size(); i++) {
            if (i >= row.size() || row.get(i).isBlank()) {
                blank.add(now.table().header().get(i));
            }
        }
        return blank.isEmpty() ? "" : " Left empty, because no source says it: " + String.join(", ", blank) + ".";
    }

    /** Whether a row says at least what another one says. */
    private static boolean covers(List<String> there, List<String> row) {
        boolean any = false;
        for (int i = 0; i < row.size(); i++) {
            String cell = row.get(i).strip();
            if (cell.isEmpty()) {
                continue;
            }
            if (i >= there.size() || !Findings.same(there.get(i), cell)) {
                return false;
            }
            any = true;
        }
        return any;
    }

    /** New rows go above a line of totals, which moves down and then covers them too. */
    private void aboveTotals(Sheet sheet, List<List<String>> fresh) throws ToolFailure, Stopped {
        ObjectNode input = Json.object().put("sheet", sheet.id());
        ObjectNode cells = input.putObject("cells");
        int first = sheet.dataRows();
        for (int row = first; row < sheet.rows().size(); row++) {
            for (int column = 0; column < sheet.header().size(); column++) {
                String cell = column < sheet.rows().get(row).size()
                        ? sheet.rows().get(row).get(column)
                        : "";
                String kept = sheet.formula(row, column)
                        .map(f -> stretched(f, first + 1, fresh.size()))
                        .orElse(cell);
                cells.put(Sheet.cell(row + fresh.size(), column), kept);
            }
        }
        for (int i = 0; i < fresh.size(); i++) {
            for (int column = 0; column < sheet.header().size(); column++) {
                cells.put(
                        Sheet.cell(first + i, column),
                        column < fresh.get(i).size() ? fresh.get(i).get(column) : "");
            }
        }
        bench.acts().write("update_sheet_cells", input, sheet.title());
    }

    /** A sum down to the last row of data goes down to the new last one. */
    private static String stretched(String formula, int lastRow, int more) {
        return formula.replaceAll("(:\\$?[A-Z]{1,3}\\$?)" + lastRow + "(?!\\d)", "$1" + (lastRow + more));
    }

    private StepResult change(Opened opened, RowChoice.Rows rows) throws ToolFailure, Stopped {
        Sheet sheet = opened.sheet();
        boolean all = instruction.phrases().stream().anyMatch(Phrase::all);
        if (rows.rows().size() > 1 && !all) {
            throw Stopped.lacking("which of the " + rows.rows().size() + " rows with " + rows.value() + " in “"
                    + sheet.title() + "” is meant");
        }
        Map<Integer, String> values = new CellValues(bench, sheet, opened.table(), rows.column()).values();
        ObjectNode input = Json.object().put("sheet", sheet.id());
        ObjectNode cells = input.putObject("cells");
        Map<String, String> told = new LinkedHashMap<>();
        for (int row : rows.rows()) {
            for (Map.Entry<Integer, String> value : values.entrySet()) {
                String name = Sheet.cell(row, value.getKey());
                Optional<String> formula = sheet.formula(row, value.getKey());
                if (formula.isPresent()) {
                    throw Stopped.declined("Cell " + name + " of “" + sheet.title() + "” is computed by "
                            + formula.get() + "; a formula is not overwritten.");
                }
                String was = opened.table().rows().get(row).get(value.getKey());
                if (!was.equals(value.getValue())) {
                    cells.put(name, value.getValue());
                    told.put(
                            opened.table().header().get(value.getKey()) + " of "
                                    + opened.table().rows().get(row).get(rows.column()),
                            (was.isBlank() ? "" : "from " + was + " ") + "to " + value.getValue());
                }
            }
        }
        if (cells.isEmpty()) {
            return new StepResult.Done("“" + sheet.path() + "” says that already.");
        }
        bench.acts().write("update_sheet_cells", input, sheet.title());
        open(new Place("sheet", sheet.id(), sheet.title(), sheet.path()));
        StringJoiner changes = new StringJoiner("; ");
        told.forEach((what, how) -> changes.add(what + " " + how));
        return new StepResult.Done("Changed in “" + sheet.path() + "”: " + changes + ".");
    }
}
