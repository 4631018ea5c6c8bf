package nexhelm.engine.agent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import nexhelm.engine.agent.Fact.Table;
import nexhelm.engine.agent.Findings.Found;
import nexhelm.engine.tool.ToolFailure;

/** What an instruction puts into the cells of a row: a value it gives itself, or one that a source states. */
final class CellValues {

    private static final Set<String> STATE = Stems.set("status state stage done paid closed");

    private final Bench bench;
    private final Instruction instruction;
    private final Sheet sheet;
    private final Table table;
    private final int key;
    private final Optional<Person> concerned;

    /** @param key the column by which the row was found, which stays as it is */
    CellValues(Bench bench, Sheet sheet, Table table, int key) throws ToolFailure {
        this.bench = bench;
        this.instruction = bench.instruction();
        this.sheet = sheet;
        this.table = table;
        this.key = key;
        this.concerned = new Concerned(bench).person();
    }

    /** Values by column; stops when the instruction asks for one that nothing says. */
    Map<Integer, String> values() throws Stopped {
        Map<Integer, String> values = new LinkedHashMap<>();
        for (Literals.Literal literal : new Literals(instruction.text()).all()) {
            column(literal).ifPresent(c -> values.putIfAbsent(c, sheet.fitting(c, Cells.plain(literal.value()))));
        }
        List<String> missing = new ArrayList<>();
        for (Phrase topic : asked()) {
            if (given(topic)) {
                continue;
            }
            Optional<Integer> column = column(topic);
            if (column.isEmpty() || column.get() == key || values.containsKey(column.get())) {
                continue;
            }
            Optional<Found> found = others().about(bare(topic), bench.said()).stream()
                    .filter(f -> f.table().isEmpty())
                    .findFirst();
            if (found.isEmpty() && computed(column.get())) {
                throw Stopped.declined("“" + table.header().get(column.get()) + "” of “" + sheet.title()
                        + "” is computed; a formula is not overwritten.");
            }
            found.map(Found::value)
                    .or(() -> named(topic))
                    .ifPresentOrElse(
                            v -> values.put(column.get(), sheet.fitting(column.get(), Cells.plain(v))),
                            () -> missing.add(topic.text()));
        }
        if (!missing.isEmpty() || values.isEmpty()) {
            throw Stopped.lacking(
                    missing.isEmpty()
                            ? "what to change in “" + sheet.title() + "” (" + String.join(", ", table.header()) + ")"
                            : "a value for " + String.join(", ", missing) + " of “" + sheet.title() + "”");
        }
        return values;
    }

    private boolean computed(int column) {
        return sheet.dataRows() > 0
                && sheet.formula(sheet.dataRows() - 1, column).isPresent();
    }

    /** A topic without the words that only name the row: "the increase of Brightwater Books". */
    private Phrase bare(Phrase topic) {
        Set<String> row = table.rows().stream()
                .map(r -> r.get(key))
                .flatMap(c -> Stems.of(c).stream())
                .collect(Collectors.toSet());
        row.addAll(Stems.of(bench.file().party()));
        Phrase left = topic.without(row);
        return left.stems().isEmpty() ? topic : left;
    }

    /** Whether the instruction itself gives this its value. */
    private boolean given(Phrase topic) {
        return new Literals(instruction.text())
                .all().stream()
                        .anyMatch(l -> !l.name().isEmpty() && topic.stems().containsAll(Stems.of(l.name())));
    }

    private List<Phrase> asked() {
        List<Phrase> topics = new ArrayList<>(instruction.topics());
        if (!new Literals(instruction.text()).all().isEmpty()) {
            return topics;
        }
        instruction.phrases().stream()
                .filter(p -> !topics.contains(p) && !p.preposition().matches("in|into|to|on|for|from"))
                .forEach(topics::add);
        return topics;
    }

    private Optional<Integer> column(Phrase topic) {
        Set<Integer> columns = Findings.columns(table, topic);
        return columns.stream()
                .filter(c -> Stems.set(table.header().get(c)).contains(topic.head()))
                .findFirst()
                .or(() -> columns.stream().findFirst());
    }

    /** The column that a value given in the instruction belongs to. */
    private Optional<Integer> column(Literals.Literal literal) {
        if (!literal.name().isEmpty()) {
            Optional<Integer> named = Findings.best(Filling.phrase(literal.name()), table.header());
            Optional<Integer> used =
                    used(literal.value()); // "set the pitch to taken": the row is named, not the column
            return named.filter(c -> c != key).or(() -> used).or(() -> named);
        }
        for (int i = 0; i < table.header().size(); i++) {
            int column = i;
            boolean used = table.rows().stream().anyMatch(r -> r.get(column).equalsIgnoreCase(literal.value()));
            if (used || Stems.of(table.header().get(i)).stream().anyMatch(STATE::contains)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** The column in which other rows have this value. */
    private Optional<Integer> used(String value) {
        for (int i = 0; i < table.header().size(); i++) {
            int column = i;
            if (table.rows().stream().anyMatch(r -> r.get(column).equalsIgnoreCase(value))) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** Who is concerned, for "his name"; else the name that a paper puts behind the word, as in "the sailing boat Petrel". */
    private Optional<String> named(Phrase topic) {
        if (topic.head().equals("name") && concerned.isPresent()) {
            return concerned.map(Person::name);
        }
        List<String> names = others().sources().stream()
                .filter(s -> !s.made())
                .flatMap(s -> Literals.behind(topic.text(), s.text()).stream())
                .distinct()
                .toList();
        return names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty();
    }

    /** What is known apart from the sheet itself. */
    private Findings others() {
        return new Findings(
                bench.desk().sources().stream()
                        .filter(s -> !(s.id() + "#").startsWith(sheet.id() + "#"))
                        .collect(Collectors.toList()),
                bench.desk().results(),
                bench.file());
    }
}
