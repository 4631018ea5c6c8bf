package nexhelm.engine.agent;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import nexhelm.engine.agent.Desk.Result;
import nexhelm.engine.agent.Fact.Table;

/**
 * "the day price from the price list": what one of a unit costs, in the row for it. Of several such rows it is the one whose own
 * words the papers speak of: that of a child where children are spoken of and no adult is.
 */
final class PriceOfUnit {

    private static final Set<String> UNITS = Stems.set("unit per measure");

    private final Instruction instruction;
    private final Findings findings;

    PriceOfUnit(Instruction instruction, Findings findings) {
        this.instruction = instruction;
        this.findings = findings;
    }

    /** The price that the instruction takes from a list; empty where no row, or more than one, could be meant. */
    Optional<Result> found() {
        Optional<Phrase> price = instruction
                .object()
                .filter(o -> Figures.PRICES.contains(o.head()) && o.stems().size() == 2)
                .filter(o -> !instruction.after("from", "in", "on", "of").isEmpty());
        return price.flatMap(
                p -> findings.tables().stream().flatMap(t -> in(t, p).stream()).findFirst());
    }

    private Optional<Result> in(Table table, Phrase price) {
        Optional<Integer> unit = column(table, UNITS);
        Optional<Integer> amount = column(table, Figures.PRICES);
        if (unit.isEmpty() || amount.isEmpty() || table.source().made()) {
            return Optional.empty();
        }
        Set<String> asked = Set.of(price.stems().get(0));
        List<List<String>> rows = table.rows().stream()
                .filter(r -> Stems.set(r.get(unit.get())).equals(asked))
                .toList();
        List<List<String>> spoken =
                rows.stream().filter(r -> rows.size() == 1 || spoken(r, rows)).toList();
        return spoken.size() == 1 && Money.in(spoken.get(0).get(amount.get())).isPresent()
                ? Optional.of(new Result(
                        price.capital(),
                        spoken.get(0).get(amount.get()),
                        spoken.get(0).get(0) + ", " + table.source().named()))
                : Optional.empty();
    }

    /** Whether the words that tell a row from the others are said by a mail or in what was worked out. */
    private boolean spoken(List<String> row, List<List<String>> rows) {
        Set<String> own = Stems.set(row.get(0));
        for (List<String> other : rows) {
            if (other != row) {
                own.removeAll(Stems.set(other.get(0)));
            }
        }
        Set<String> said = new LinkedHashSet<>(instruction.stems());
        findings.sources().stream().filter(Source::mail).forEach(m -> said.addAll(Stems.of(m.text())));
        findings.results().forEach(r -> said.addAll(Stems.of(r.key())));
        return !own.isEmpty() && said.containsAll(own);
    }

    private static Optional<Integer> column(Table table, Set<String> called) {
        return IntStream.range(1, table.header().size())
                .filter(i -> Stems.of(table.header().get(i)).stream().anyMatch(called::contains))
                .boxed()
                .findFirst();
    }
}
