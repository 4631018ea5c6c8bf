package nexhelm.engine.agent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nexhelm.engine.agent.Fact.Table;
import nexhelm.engine.agent.Findings.Found;
import nexhelm.engine.tool.ToolFailure;

/** The rows that an instruction adds to a spreadsheet, in the order of its header. */
final class RowsToAdd {

    private static final Set<String> WHO =
            Stems.set("client customer patient tenant applicant policyholder guest student member employee household");

    private final Bench bench;
    private final Instruction instruction;
    private final Sheet sheet;
    private final Table table;
    private final Literals literals;
    private final Optional<Person> concerned;

    RowsToAdd(Bench bench, Sheet sheet, Table table) throws ToolFailure {
        this.bench = bench;
        this.instruction = bench.instruction();
        this.sheet = sheet;
        this.table = table;
        this.literals = new Literals(instruction.text());
        this.concerned = new Concerned(bench).person();
    }

    List<List<String>> rows() throws Stopped {
        Optional<List<List<String>>> several = each();
        return several.isPresent() ? several.get() : List.of(one());
    }

    /** "each overdue invoice": the rows of another table whose columns are called the same. */
    private Optional<List<List<String>>> each() {
        boolean all = instruction.says("each", "every", "all")
                || instruction.object().filter(Phrase::all).isPresent();
        if (!all) {
            return Optional.empty();
        }
        Optional<List<List<String>>> best = Optional.empty();
        int most = 1;
        for (Table other : others().tables()) {
            Table rows = Findings.filtered(other, bench.said());
            Map<Integer, Integer> same = columns(rows);
            if (same.size() > most && !rows.rows().isEmpty()) {
                most = same.size();
                best = Optional.of(
                        rows.rows().stream().map(r -> mapped(r, same)).toList());
            }
        }
        return best;
    }

    /** For each column of the sheet the one of the other table that is called alike. */
    private Map<Integer, Integer> columns(Table other) {
        Map<Integer, Integer> same = new LinkedHashMap<>();
        for (int i = 0; i < sheet.header().size(); i++) {
            Set<String> name = Stems.set(sheet.header().get(i));
            for (int j = 0; j < other.header().size(); j++) {
                Set<String> there = Stems.set(other.header().get(j));
                boolean alike =
                        !name.isEmpty() && !there.isEmpty() && (name.containsAll(there) || there.containsAll(name));
                if (alike && !same.containsValue(j)) {
                    same.putIfAbsent(i, j);
                }
            }
        }
        return same;
    }

    private List<String> mapped(List<String> row, Map<Integer, Integer> columns) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < sheet.header().size(); i++) {
            int column = i;
            String value = columns.containsKey(i)
                    ? row.get(columns.get(i))
                    : literals.of(sheet.header().get(i)).orElse("");
            cells.add(computed(column) ? "" : sheet.fitting(column, Cells.plain(value)));
        }
        return cells;
    }

    private List<String> one() throws Stopped {
        Optional<String> today = today();
        Filling filling = new Filling(others(), bench.file());
        List<Phrase> topics = instruction.topics();
        List<String> row = new ArrayList<>();
        int known = 0;
        for (int i = 0; i < sheet.header().size(); i++) {
            int column = i;
            String name = sheet.header().get(i);
            Optional<String> value = computed(i)
                    ? Optional.empty()
                    : literals.of(name)
                            .or(() -> Literals.behind(name, instruction.text()))
                            .or(() -> quoted(column))
                            .or(() -> next(column))
                            .or(() -> who(column, false))
                            .or(() -> filling.cell(table, name, topics))
                            .or(() -> thing(name))
                            .or(() -> Literals.signed(name, bench.desk().sources()))
                            .or(() -> who(column, true))
                            .or(() -> others().outcome(Filling.phrase(name), Set.of())
                                    .map(Found::value))
                            .or(() -> entryDate(column).flatMap(c -> today))
                            .map(v -> sheet.fitting(column, Cells.plain(v)));
            known += value.isPresent() ? 1 : 0;
            row.add(value.orElse(""));
        }
        Optional<Phrase> homeless = topics.isEmpty() ? homeless(row) : Optional.empty();
        if (homeless.isPresent()) {
            throw Stopped.lacking("a column for " + homeless.get().text() + " in “" + sheet.title() + "”");
        }
        List<String> missing = topics.stream()
                .filter(Phrase::telling)
                .filter(t -> Findings.columns(table, t).stream()
                                .allMatch(c -> row.get(c).isBlank() && !computed(c))
                        && !Findings.columns(table, t).isEmpty())
                .map(Phrase::text)
                .toList();
        if (!missing.isEmpty() || known < Math.min(2, sheet.header().size())) {
            throw Stopped.lacking(
                    missing.isEmpty()
                            ? "values for a row of “" + sheet.title() + "” (" + String.join(", ", sheet.header()) + ")"
                            : String.join(", ", missing) + " for a row of “" + sheet.title() + "”");
        }
        return row;
    }

    /** A column that is computed in the row above is computed in the new one too, so it takes no value. */
    private boolean computed(int column) {
        int last = sheet.dataRows() - 1;
        return last >= 0 && sheet.formula(last, column).isPresent();
    }

    /** The day on which the tenant lives, for a row that is written now. */
    private Optional<String> today() {
        try {
            return Optional.of(new Slots(bench).today().toString());
        } catch (ToolFailure e) {
            return Optional.empty(); // without a calendar nobody knows the day
        }
    }

    /** "with the word 'booked'": it belongs where other rows have that word. */
    private Optional<String> quoted(int column) {
        return instruction
                .quoted()
                .flatMap(word -> table.rows().stream()
                        .map(r -> r.get(column).strip())
                        .filter(c -> c.equalsIgnoreCase(word.strip()))
                        .findFirst());
    }

    /** A column that says when a row was written: called just "Date", and filled with days in the rows above. */
    private Optional<Integer> entryDate(int column) {
        boolean called =
                sheet.header().get(column).strip().matches("(?i)date|day|entered|logged|date added|entry date");
        return called
                        && table.rows().stream()
                                .map(r -> r.get(column))
                                .allMatch(c -> c.isBlank() || c.matches("\\d{4}-\\d{2}-\\d{2}.*"))
                ? Optional.of(column)
                : Optional.empty();
    }

    /**
     * Whom the row is about: by full name where the column has such names, else by household or company.
     *
     * @param known whether a column that is called otherwise counts too, because contacts are in all other rows
     */
    private Optional<String> who(int column, boolean known) {
        List<String> others = table.rows().stream()
                .map(r -> r.get(column).strip())
                .filter(c -> !c.isEmpty())
                .toList();
        if (Stems.of(sheet.header().get(column)).stream().noneMatch(WHO::contains)
                && !(known && !others.isEmpty() && others.stream().allMatch(this::contact))) {
            return Optional.empty();
        }
        boolean full = others.stream()
                                .filter(c -> c.matches("\\p{Lu}\\S+ .*\\p{Lu}\\S+"))
                                .count()
                        * 2
                >= others.size();
        boolean company = concerned
                .filter(p ->
                        !p.household().isEmpty() && p.householdStems().stream().noneMatch(p.nameStems()::contains))
                .isPresent();
        boolean people = others.stream()
                .anyMatch(o ->
                        contacts().stream().anyMatch(p -> p.human() && p.name().equalsIgnoreCase(o)));
        Optional<String> person = concerned.map(Person::name);
        Optional<String> party = Optional.of(bench.file().party())
                .filter(p -> !p.isEmpty())
                .or(() -> concerned.map(Person::household).filter(h -> !h.isEmpty()));
        return full && (people || !company) ? person.or(() -> party) : party.or(() -> person);
    }

    private boolean contact(String cell) {
        return contacts().stream()
                .anyMatch(p -> p.name().equalsIgnoreCase(cell) || p.household().equalsIgnoreCase(cell));
    }

    private List<Person> contacts() {
        try {
            return bench.desk().people();
        } catch (ToolFailure e) {
            return List.of(); // a tenant without contacts
        }
    }

    /** "add the sample to the tracker": a column that is called like the thing, and the name that a source gives it. */
    private Optional<String> thing(String column) {
        Set<String> name = Stems.set(column);
        return instruction
                .object()
                .filter(o -> name.contains(o.head()))
                .flatMap(o -> others().about(o, Set.of()).stream()
                        .filter(f -> f.table().isEmpty())
                        .findFirst())
                .map(Found::value);
    }

    /** What is to be added and is known, but has no column to stand in. */
    private Optional<Phrase> homeless(List<String> row) {
        Set<String> names = bench.people().names();
        return instruction.object().filter(o -> o.without(names).telling()).filter(o -> {
            List<Found> found = others().about(o.without(names), Set.of()).stream()
                    .filter(f -> f.table().isEmpty())
                    .toList();
            return !found.isEmpty()
                    && found.stream().noneMatch(f -> row.stream().anyMatch(c -> Findings.same(c, f.value())));
        });
    }

    /** A column of running numbers goes on counting. */
    private Optional<String> next(int column) {
        int last = sheet.dataRows() - 1;
        boolean numbered = sheet.header().get(column).strip().matches("(?i)#|no\\.?|nr\\.?|lfd\\. ?nr\\.?");
        if (!numbered || last < 0 || !sheet.rows().get(last).get(column).matches("\\d{1,8}")) {
            return Optional.empty();
        }
        return Optional.of(
                Integer.toString(Integer.parseInt(sheet.rows().get(last).get(column)) + 1));
    }

    private Findings others() {
        return new Findings(
                bench.desk().sources().stream()
                        .filter(s -> !(s.id() + "#").startsWith(sheet.id() + "#"))
                        .toList(),
                bench.desk().results(),
                bench.file());
    }
}
