package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import nexhelm.engine.agent.Desk.Place;
import nexhelm.engine.agent.Fact.Table;
import nexhelm.engine.agent.Findings.Found;
import nexhelm.engine.persona.Verifier.StepResult;
import nexhelm.engine.tool.ToolFailure;
import nexhelm.json.Json;

/** Steps that make a new spreadsheet or CSV file from what was read: rows of a table, or one row of findings. */
final class TableMaking {

    private static final Set<String> TOTALS = Stems.set("total sum");

    private final Bench bench;
    private final Desk desk;
    private final Instruction instruction;

    TableMaking(Bench bench) {
        this.bench = bench;
        this.desk = bench.desk();
        this.instruction = bench.instruction();
    }

    StepResult sheet() throws ToolFailure, Stopped {
        Grid grid = numbers(grid());
        boolean totals = instruction.says("total", "totals", "sum", "sums", "add up");
        List<List<String>> rows = new ArrayList<>(grid.rows());
        if (totals && rows.size() > 1) {
            totals(grid).ifPresent(rows::add);
        }
        return written("create_sheet", "sheet", grid, rows);
    }

    StepResult csv() throws ToolFailure, Stopped {
        Grid grid = grid();
        return written("create_csv", "document", grid, grid.rows());
    }

    /** What is to be written, and from where it is. */
    private record Grid(List<String> header, List<List<String>> rows, String grounds, Optional<Source> whole) {
        static Grid of(Table table, String grounds) {
            return new Grid(table.header(), table.rows(), grounds, Optional.empty());
        }
    }

    private Grid grid() throws ToolFailure, Stopped {
        new Reckoning(instruction, bench.findings()).results().forEach(desk::result);
        List<Phrase> topics = new ArrayList<>(instruction.topics());
        instruction.object().filter(o -> !topics.contains(o)).ifPresent(topics::add);
        Composition composed = new Composition(bench).about(topics);
        Optional<Found> table =
                composed.lines().stream().filter(l -> l.table().isPresent()).findFirst();
        if (table.isPresent() && !instruction.topics().isEmpty()) {
            return Grid.of(table.get().table().orElseThrow(), table.get().ground());
        }
        Optional<Table> whole = whole();
        if (whole.isPresent()) {
            Table rows = listed(Findings.filtered(whole.get(), bench.said()));
            return new Grid(
                    rows.header(),
                    rows.rows(),
                    rows.source().named(),
                    Optional.of(rows.source()).filter(s -> s.file() && rows.equals(whole.get())));
        }
        if (table.isPresent()) {
            return Grid.of(table.get().table().orElseThrow(), table.get().ground());
        }
        List<Found> values = composed.lines();
        List<String> missing = composed.missing();
        if (values.isEmpty() || instruction.topics().stream().anyMatch(t -> missing.contains(t.text()))) {
            throw Stopped.lacking(
                    missing.isEmpty()
                            ? "a table or values to write for “" + instruction.text() + "”"
                            : "anything about " + String.join(", ", missing));
        }
        StringJoiner grounds = new StringJoiner(", ");
        values.stream().map(Found::ground).distinct().forEach(grounds::add);
        return new Grid(
                values.stream().map(Found::label).toList(),
                List.of(values.stream().map(Found::value).toList()),
                grounds.toString(),
                Optional.empty());
    }

    /** The table of the paper that the instruction names, else of the one that was read or written last. */
    private Optional<Table> whole() throws ToolFailure {
        for (Phrase phrase : instruction.phrases()) {
            boolean made = phrase.preposition().matches("as|to|into|under|in") && phrase.fresh();
            for (Place place : made ? List.<Place>of() : bench.finder().documents(phrase, bench.said())) {
                List<Table> tables = Fact.tables(desk.read(place));
                if (!tables.isEmpty()) {
                    return Optional.of(tables.get(0));
                }
            }
        }
        if (instruction.object().filter(o -> o.stems().contains("contact")).isPresent()) {
            return Optional.of(contacts());
        }
        boolean anything = instruction.object().filter(Phrase::telling).isEmpty();
        Table best = null;
        double most = anything ? 0 : 0.5;
        for (Table table : bench.findings().tables()) {
            double named = Stems.set(String.join(" ", table.header()) + " "
                            + table.source().title())
                    .stream()
                    .filter(bench.said()::contains)
                    .mapToDouble(Phrase::weight)
                    .sum();
            boolean state = Findings.filtered(table, bench.said()).rows().size()
                    < table.rows().size();
            if (named + (state ? 1 : 0) >= most) {
                best = table;
                most = named + (state ? 1 : 0);
            }
        }
        return Optional.ofNullable(best);
    }

    /** "a list out of the sheet, name, size": the columns that the step lists, and no other is passed on. */
    private Table listed(Table table) throws Stopped {
        List<Phrase> bare = instruction.phrases().stream()
                .filter(p -> p.preposition().isEmpty()
                        && instruction.object().filter(p::equals).isEmpty())
                .toList();
        Set<Integer> columns = new LinkedHashSet<>();
        List<String> missing = new ArrayList<>();
        int last = -1;
        for (int i = 0; i < bare.size(); i++) {
            Optional<Integer> column = Findings.best(bare.get(i), table.header());
            column.ifPresent(columns::add);
            last = column.isPresent() ? i : last;
        }
        for (int i = 0; i < last; i++) {
            if (Findings.best(bare.get(i), table.header()).isEmpty()) {
                missing.add(bare.get(i).text());
            }
        }
        if (columns.size() < 2) {
            return table;
        }
        if (!missing.isEmpty()) {
            throw Stopped.lacking("anything about " + String.join(", ", missing));
        }
        return new Table(
                columns.stream().map(table.header()::get).toList(),
                table.rows().stream()
                        .map(r -> columns.stream().map(r::get).toList())
                        .toList(),
                table.source());
    }

    private Table contacts() throws ToolFailure {
        List<List<String>> rows = new ArrayList<>();
        for (Person person : desk.people()) {
            rows.add(List.of(person.name(), person.email(), person.role(), person.household()));
        }
        return new Table(
                List.of("Name", "E-mail", "Role", "Household"),
                rows,
                new Source("contacts", "contact", "Contacts", "", "", "", "", false));
    }

    /** What the new file is called: what it lists. */
    private String title(Grid grid) {
        Table table = new Table(grid.header(), List.of(), new Source("", "", "", "", "", "", "", false));
        if (instruction.quoted().isPresent()) {
            return instruction.quoted().get();
        }
        List<Phrase> naming = new ArrayList<>(instruction.object().stream().toList());
        naming.addAll(instruction.after("of", "for", "about"));
        instruction.topics().stream()
                .filter(p -> Findings.columns(table, p).isEmpty() && !TOTALS.contains(p.head()))
                .forEach(naming::add);
        String words = naming.stream()
                .map(TableMaking::bare)
                .filter(t -> !t.isEmpty())
                .findFirst()
                .orElseGet(() -> String.join(
                        ", ",
                        instruction.topics().stream()
                                .filter(p -> !TOTALS.contains(p.head()))
                                .map(TableMaking::bare)
                                .filter(t -> !t.isEmpty())
                                .limit(3)
                                .toList()));
        words = words.isEmpty() ? "List" : words;
        return bench.withParty(words.substring(0, 1).toUpperCase() + words.substring(1));
    }

    private static String bare(Phrase phrase) {
        return phrase.text()
                .replaceAll("(?i)\\b(?:new|spreadsheet|sheet|workbook|excel|csv|file|table|list)\\b", " ")
                .replaceAll("^(?:\\s|of\\b|the\\b)+|\\s+(?=\\s)", "")
                .strip();
    }

    /** Amounts of one currency become numbers that a spreadsheet can add up; the currency goes to the header. */
    private static Grid numbers(Grid grid) {
        List<String> header = new ArrayList<>(grid.header());
        List<List<String>> rows = new ArrayList<>();
        grid.rows().forEach(r -> rows.add(new ArrayList<>(r)));
        for (int column = 0; column < header.size(); column++) {
            List<Money> amounts = new ArrayList<>();
            for (List<String> row : rows) {
                Money.in(row.get(column)).filter(Money::currency).ifPresent(amounts::add);
            }
            boolean one = !rows.isEmpty()
                    && amounts.size() == rows.size()
                    && amounts.stream()
                            .allMatch(a -> a.unit().equals(amounts.get(0).unit()));
            if (one) {
                header.set(column, header.get(column) + " (" + amounts.get(0).unit() + ")");
                for (int row = 0; row < rows.size(); row++) {
                    BigDecimal number = amounts.get(row).number();
                    rows.get(row).set(column, number.toPlainString());
                }
            }
        }
        return new Grid(header, rows, grid.grounds(), grid.whole());
    }

    /** A row of sums below columns of numbers. */
    private static Optional<List<String>> totals(Grid grid) {
        List<String> row = new ArrayList<>(List.of("Total"));
        boolean any = false;
        for (int column = 1; column < grid.header().size(); column++) {
            int at = column;
            boolean numbers = grid.rows().stream().allMatch(r -> r.get(at).matches("-?\\d+(?:\\.\\d+)?"))
                    && !grid.header().get(column).matches("(?i).*\\b(no|number|nr|year|id)\\b.*");
            String letter = Sheet.cell(0, column).replaceAll("\\d", "");
            row.add(numbers ? "=SUM(" + letter + "2:" + letter + (grid.rows().size() + 1) + ")" : "");
            any |= numbers;
        }
        return any ? Optional.of(row) : Optional.empty();
    }

    private StepResult written(String tool, String kind, Grid grid, List<List<String>> rows)
            throws ToolFailure, Stopped {
        List<String> header = grid.header();
        boolean named = instruction.quoted().isPresent()
                || instruction.object().filter(Phrase::fresh).isPresent();
        Optional<Place> whole =
                grid.whole().filter(s -> !named).map(s -> new Place(s.kind(), s.id(), s.title(), s.path()));
        Optional<Place> folderNamed = bench.namedFolder();
        String folder = folderNamed.isEmpty() && whole.isPresent() ? whole.get().folder() : bench.home(folderNamed);
        String wished = whole.isPresent() ? whole.get().title() : title(grid);
        boolean csv = tool.equals("create_csv");
        String title = bench.free(folder, csv && !wished.toLowerCase().endsWith(".csv") ? wished + ".csv" : wished)
                .replaceAll("(?i)(\\.csv) (\\(\\d+\\))$", " $2$1");
        ObjectNode input = Json.object().put("folder", folder).put("title", title);
        ArrayNode names = input.putArray("header");
        header.forEach(h -> names.add(csv ? h : Cells.plain(h)));
        ArrayNode all = input.putArray("rows");
        for (List<String> row : rows) {
            ArrayNode cells = all.addArray();
            row.forEach(
                    c -> cells.add(csv || c.startsWith("=SUM(") && row.get(0).equals("Total") ? c : Cells.plain(c)));
        }
        ObjectNode made = bench.acts().write(tool, input, title);
        desk.wrote(kind, made, "");
        desk.readAgain(
                new Place(
                        kind,
                        made.path("id").asText(),
                        made.path("title").asText(),
                        made.path("path").asText()),
                true);
        return new StepResult.Done("Wrote “" + made.path("path").asText() + "” with " + rows.size()
                + (rows.size() == 1 ? " row (" : " rows (") + String.join(", ", header) + ") from " + grid.grounds()
                + ".");
    }
}
