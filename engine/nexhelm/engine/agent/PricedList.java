package nexhelm.engine.agent;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nexhelm.engine.agent.Desk.Result;
import nexhelm.engine.agent.Fact.Table;

/**
 * What is charged for: the quantities of one source at the prices of another, with hours at an hourly rate and VAT where the
 * sources give them. A quantity without a price, an hour without a rate, or two lists that could be meant: nothing is charged.
 */
final class PricedList {

    private static final Set<String> CHARGED = Stems.set("estimate quote quotation bill invoice");
    private static final Set<String> QUANTITY = Stems.set("quantity qty pieces");
    private static final Set<String> PRICE = Stems.set("price");
    private static final Set<String> HOURS = Stems.set("hours");
    private static final Set<String> HOURLY = Stems.set("hourly hour");
    private static final Set<String> RATE = Stems.set("rate");
    private static final Set<String> VAT = Stems.set("vat");

    private final Findings findings;

    PricedList(Findings findings) {
        this.findings = findings;
    }

    /** The amounts that make up what an instruction is to charge, the total last; empty when it charges nothing or one is missing. */
    List<Result> results(Instruction instruction) {
        boolean charges =
                instruction.object().filter(o -> CHARGED.contains(o.head())).isPresent();
        Optional<Result> goods = charges ? goods() : Optional.empty();
        if (goods.isEmpty()) {
            return List.of();
        }
        List<Result> parts = new ArrayList<>();
        List<Fact> hours = facts(HOURS).stream()
                .filter(f -> f.stems().stream().noneMatch(RATE::contains)
                        && f.money().orElseThrow().unit().isEmpty())
                .toList();
        if (!hours.isEmpty()) {
            List<Fact> rates = facts(RATE).stream()
                    .filter(f -> f.stems().stream().anyMatch(HOURLY::contains)
                            && f.money().orElseThrow().currency())
                    .toList();
            if (hours.size() > 1 || rates.size() != 1) {
                return List.of();
            }
            parts.add(labour(hours.get(0), rates.get(0)));
        }
        parts.add(goods.get());
        List<Fact> rates = facts(VAT).stream()
                .filter(f -> f.money().orElseThrow().percent())
                .toList();
        List<Money> amounts =
                parts.stream().map(p -> Money.in(p.value()).orElseThrow()).toList();
        if (rates.size() > 1 || amounts.stream().anyMatch(a -> !a.sameUnit(amounts.get(0)))) {
            return List.of();
        }
        Money net = amounts.stream().reduce(Money::plus).orElseThrow();
        List<String> named = new ArrayList<>(parts.stream()
                .map(p -> Reckoning.lower(p.key()) + " " + p.value())
                .toList());
        Money total = net;
        if (!rates.isEmpty()) {
            Fact rate = rates.get(0);
            Money vat = net.share(rate.money().orElseThrow());
            parts.add(new Result(
                    "VAT",
                    vat.toString(),
                    rate.value() + " of " + net + ", from " + rate.source().named()));
            named.add("VAT " + vat);
            total = net.plus(vat);
        }
        parts.add(new Result("Total", total.toString(), String.join(" + ", named)));
        return parts;
    }

    private static Result labour(Fact hours, Fact rate) {
        Money each = rate.money().orElseThrow();
        Money amount = times(each, hours.money().orElseThrow());
        return new Result(
                "Labour",
                amount.toString(),
                hours.value() + " hours at " + each + ", from " + hours.source().named() + " and "
                        + rate.source().named());
    }

    /** The sum over all rows of the one table with quantities, each at the price that the one price list has for it. */
    private Optional<Result> goods() {
        List<Table> wanted = tables(QUANTITY);
        List<Table> prices = tables(PRICE);
        if (wanted.size() != 1 || prices.size() != 1 || wanted.get(0).rows().isEmpty()) {
            return Optional.empty();
        }
        int quantity = column(wanted.get(0), QUANTITY);
        int price = column(prices.get(0), PRICE);
        Optional<Money> sum = Optional.empty();
        List<String> how = new ArrayList<>();
        for (List<String> row : wanted.get(0).rows()) {
            List<List<String>> listed = prices.get(0).rows().stream()
                    .filter(r -> r.get(0).equalsIgnoreCase(row.get(0)))
                    .toList();
            Optional<Money> many =
                    Money.in(row.get(quantity)).filter(m -> m.unit().isEmpty());
            Optional<Money> each = listed.size() == 1
                    ? Money.in(listed.get(0).get(price)).filter(m -> !m.percent())
                    : Optional.empty();
            if (many.isEmpty()
                    || each.isEmpty()
                    || sum.filter(s -> !s.unit().equals(each.get().unit())).isPresent()) {
                return Optional.empty();
            }
            Money amount = times(each.get(), many.get());
            sum = Optional.of(sum.map(s -> s.plus(amount)).orElse(amount));
            how.add(many.get() + " × " + row.get(0) + " at " + each.get());
        }
        String item = wanted.get(0).header().get(0);
        return Optional.of(new Result(
                item.endsWith("s") ? item : item + "s",
                sum.orElseThrow().toString(),
                String.join(", ", how) + ", from " + wanted.get(0).source().named() + " and "
                        + prices.get(0).source().named()));
    }

    private List<Table> tables(Set<String> column) {
        return findings.tables().stream()
                .filter(t -> !t.source().made() && column(t, column) > 0)
                .toList();
    }

    /** The first column whose name has one of these words; -1 when none has. */
    private static int column(Table table, Set<String> words) {
        for (int i = 0; i < table.header().size(); i++) {
            if (Stems.of(table.header().get(i)).stream().anyMatch(words::contains)) {
                return i;
            }
        }
        return -1;
    }

    private List<Fact> facts(Set<String> word) {
        return findings.facts().stream()
                .filter(f -> !f.source().made()
                        && f.money().isPresent()
                        && f.stems().stream().anyMatch(word::contains))
                .toList();
    }

    private static Money times(Money each, Money number) {
        BigDecimal product = each.number().multiply(number.number()).setScale(2, RoundingMode.HALF_UP);
        return new Money(product, each.unit());
    }
}
