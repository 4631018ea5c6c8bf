package nexhelm.engine.agent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import nexhelm.engine.agent.Fact.Table;

/**
 * Which rows of a table an instruction means: those with a value it names, the person it names, a value that was read
 * elsewhere under the column's name, or those of the case.
 */
final class RowChoice {

    /**
     * Rows that were found.
     *
     * @param rows   their positions in the table
     * @param column the column by which they were found
     * @param value  what stands there
     */
    record Rows(List<Integer> rows, int column, String value) {
        Rows {
            rows = List.copyOf(rows);
        }
    }

    private final Table table;
    private final Bench bench;

    RowChoice(Table table, Bench bench) {
        this.table = table;
        this.bench = bench;
    }

    /** The rows that are meant, if any are; several where several fit equally. */
    Optional<Rows> found() {
        return named().or(this::ofPerson)
                .or(this::readElsewhere)
                .or(this::toldElsewhere)
                .or(this::ofCase)
                .or(this::inState);
    }

    /** For "each coffee": the values of a column that are called like lines of what was read, in the order of the rows. */
    List<Rows> each() {
        List<Rows> best = List.of();
        List<Fact> facts = bench.findings().facts();
        for (int column = 0; column < table.header().size(); column++) {
            List<Rows> found = new ArrayList<>();
            for (List<String> row : table.rows()) {
                String cell = row.get(column).strip();
                boolean read = !cell.isEmpty()
                        && facts.stream()
                                .anyMatch(f -> Findings.same(f.key(), cell)
                                        && !(f.source().id() + "#")
                                                .startsWith(table.source().id() + "#"));
                if (read && found.stream().noneMatch(r -> Findings.same(r.value(), cell))) {
                    found.add(rows(column, cell));
                }
            }
            best = found.size() > best.size() ? found : best;
        }
        return best;
    }

    /** A cell that the instruction says, where it tells its row from the others. */
    private Optional<Rows> named() {
        return said(cell -> true).filter(r -> r.rows().size() == 1);
    }

    /** "the open rows": a value that several rows share. */
    private Optional<Rows> inState() {
        return said(cell -> !cell.matches("[\\d.,]+"));
    }

    private Optional<Rows> said(Predicate<String> fits) {
        String text = " " + bench.instruction().text().toLowerCase(Locale.ROOT) + " ";
        Rows best = null;
        for (int column = 0; column < table.header().size(); column++) {
            for (List<String> row : table.rows()) {
                String cell = row.get(column).strip();
                if (cell.length() >= 3
                        && fits.test(cell)
                        && (best == null || cell.length() > best.value().length())
                        && Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(cell.toLowerCase(Locale.ROOT))
                                        + "(?![\\p{L}\\p{N}])")
                                .matcher(withoutLiterals(text))
                                .find()) {
                    best = rows(column, cell);
                }
            }
        }
        return Optional.ofNullable(best);
    }

    /** "set the status to paid" does not speak of the rows that are paid. */
    private String withoutLiterals(String text) {
        String bare = text;
        for (Literals.Literal literal : new Literals(bench.instruction().text()).all()) {
            bare = bare.replaceAll(
                    "(?i)\\b(?:to|as|at|on|status|stage|state)\\s+[“\"]?"
                            + Pattern.quote(literal.value().toLowerCase(Locale.ROOT)),
                    " ");
        }
        return bare;
    }

    private Optional<Rows> ofPerson() {
        for (Phrase phrase : bench.instruction().phrases()) {
            for (Person person : bench.people().byName(phrase)) {
                Optional<Rows> found = where(c -> Stems.set(c).containsAll(person.nameStems()))
                        .or(() -> person.household().isEmpty()
                                ? Optional.empty()
                                : where(c -> Findings.same(c, person.household())
                                        || Stems.set(c).contains(CaseFile.mark(person.household()))));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** A value that another source of the run states under a column's name; what was read last counts first. */
    private Optional<Rows> readElsewhere() {
        List<Fact> facts = bench.findings().facts();
        for (int column = 0; column < table.header().size(); column++) {
            Set<String> name = Stems.set(table.header().get(column));
            for (int i = facts.size() - 1; i >= 0 && !name.isEmpty(); i--) {
                Fact fact = facts.get(i);
                boolean called = fact.stems().equals(name)
                        || name.size() > 1 && fact.stems().containsAll(name);
                boolean elsewhere = !fact.source().id().equals(table.source().id())
                        && !fact.source().made();
                if (called && elsewhere) {
                    Rows rows = rows(column, fact.value());
                    if (rows.rows().size() == 1) {
                        return Optional.of(rows);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** "one rope, grade C" in a mail, for a list with a column "Grade": the column's name with one of its values behind it. */
    private Optional<Rows> toldElsewhere() {
        for (int column = 0; column < table.header().size(); column++) {
            String name = table.header().get(column).strip();
            Phrase called = Filling.phrase(name);
            boolean asked = bench.said().contains(called.head());
            List<Rows> found = new ArrayList<>();
            for (List<String> row : table.rows()) {
                String cell = row.get(column).strip();
                Pattern told = Pattern.compile("(?i:\\b" + Pattern.quote(name) + "\\s+(?:is\\s+|of\\s+|in\\s+)?)"
                        + Pattern.quote(cell) + "(?![\\p{L}\\p{N}])");
                boolean said = asked
                        && !name.isEmpty()
                        && !cell.isEmpty()
                        && bench.desk().sources().stream()
                                .anyMatch(
                                        s -> s.mail() && told.matcher(s.text()).find());
                if (said && found.stream().noneMatch(r -> r.value().equals(cell))) {
                    found.add(rows(column, cell));
                }
            }
            if (found.size() == 1) {
                return Optional.of(found.get(0));
            }
        }
        return Optional.empty();
    }

    private Optional<Rows> ofCase() {
        return where(c -> bench.file().isOf(Stems.set(c)));
    }

    private Optional<Rows> where(Predicate<String> fits) {
        List<Rows> found = new ArrayList<>();
        for (int column = 0; column < table.header().size(); column++) {
            for (List<String> row : table.rows()) {
                if (fits.test(row.get(column)) && !row.get(column).isBlank()) {
                    found.add(rows(column, row.get(column)));
                    break;
                }
            }
        }
        return found.stream().max(Comparator.comparingInt(r -> -r.column()));
    }

    private Rows rows(int column, String value) {
        return new Rows(
                IntStream.range(0, table.rows().size())
                        .filter(r -> Findings.same(table.rows().get(r).get(column), value))
                        .boxed()
                        .toList(),
                column,
                value);
    }
}
