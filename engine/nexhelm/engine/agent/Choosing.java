package nexhelm.engine.agent;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a check box is checked, and which option of a choice or radio is taken: what the instruction or a source says in
 * so many words. Something near an option is none, and a box is not checked for words that say only a part of it.
 */
final class Choosing {

    /** Words by which a box asks: "I would like to receive the newsletter" is what a source calls "Newsletter". */
    private static final Set<String> ASKS = Stems.set("want like wish receive subscribe please yes box checkbox");
    /** With one of these, words stand for their opposite. */
    private static final Pattern NEGATION =
            Pattern.compile("(?iU)\\b(?:no|not|never|none|without|don['’]t|kein\\w*|nicht|ohne|pas|sans|sin|non)\\b");

    private static final Pattern TICKS =
            Pattern.compile("(?i)\\b(?:(?<un>un)?tick|(?<uncheck>un)?check(?=[^.;]*\\bbox))\\b(?<what>[^.;]*)");

    private final Bench bench;
    private final Findings findings;
    private final Form.Traits traits;
    private final String label;

    Choosing(Bench bench, Findings findings, Form.Traits traits, String label) {
        this.bench = bench;
        this.findings = findings;
        this.traits = traits;
        this.label = label;
    }

    /**
     * The option, or {@code yes} or {@code no}.
     *
     * @param doubtful takes the label with what was said where that decides nothing
     */
    Optional<String> value(List<String> doubtful) {
        String told = bench.instruction().text();
        Optional<String> asked = (traits.box() ? ticked(told) : Optional.<String>empty())
                .or(() -> new Literals(told).of(label).flatMap(traits::meant));
        if (asked.isPresent()) {
            return asked;
        }
        List<String> said = under();
        Set<String> meant = new LinkedHashSet<>();
        said.forEach(value -> traits.meant(value).ifPresent(meant::add));
        List<String> unclear = said.stream()
                .filter(value -> traits.meant(value).isEmpty())
                .distinct()
                .toList();
        if (meant.isEmpty() && unclear.isEmpty() && !traits.box()) {
            nearly().forEach(value -> traits.meant(value).ifPresent(meant::add));
        }
        if (meant.size() == 1 && unclear.isEmpty()) {
            return meant.stream().findFirst();
        }
        if (meant.isEmpty() && unclear.size() == 1) {
            doubtful.add(label + " (“" + unclear.get(0) + "” is "
                    + (traits.box() ? "neither yes nor no" : "none of " + String.join(", ", traits.options())) + ")");
        } else if (!meant.isEmpty() || !unclear.isEmpty()) {
            List<String> all = new ArrayList<>(meant);
            all.addAll(unclear);
            doubtful.add(label + " (" + String.join(" or ", all) + ")");
        }
        return Optional.empty();
    }

    /** "Tick the box for the newsletter": what an instruction says of boxes. */
    private Optional<String> ticked(String instruction) {
        Matcher ticks = TICKS.matcher(instruction);
        while (ticks.find()) {
            for (String part : ticks.group("what").split(",|\\band\\b")) {
                if (bare(part).equals(bare(label)) && negated(part) == negated(label)) {
                    boolean clear = ticks.group("un") != null || ticks.group("uncheck") != null;
                    return Optional.of(clear ? "no" : "yes");
                }
            }
        }
        return Optional.empty();
    }

    /** What a result, a source or the one row of a table says under the label's very words. */
    private List<String> under() {
        List<String> said = new ArrayList<>();
        bench.desk().results().stream()
                .filter(r -> !traits.box() && !r.check() && same(r.key()))
                .forEach(r -> said.add(r.value()));
        if (said.isEmpty()) {
            findings.facts().stream()
                    .filter(f -> !f.source().made() && same(f.key()))
                    .forEach(f -> said.add(f.value()));
        }
        if (said.isEmpty()) {
            findings.about(Filling.phrase(label), Set.of()).stream()
                    .filter(f -> f.table().isEmpty() && same(f.label()))
                    .forEach(f -> said.add(f.value()));
        }
        return said;
    }

    /** What is said under words that hold the label's, or only a part of them. */
    private List<String> nearly() {
        Set<String> stems = Stems.set(label);
        return findings.facts().stream()
                .filter(f -> !f.source().made() && !f.stems().isEmpty() && negated(f.key()) == negated(label))
                .filter(f -> !stems.isEmpty() && f.stems().containsAll(stems) || stems.containsAll(f.stems()))
                .map(Fact::value)
                .toList();
    }

    private boolean same(String key) {
        return bare(key).equals(bare(label))
                && (negated(key) || negated(label)
                        ? key.strip().equalsIgnoreCase(label)
                        : !bare(label).isEmpty());
    }

    private Set<String> bare(String words) {
        Set<String> stems = Stems.set(words);
        if (traits.box()) {
            stems.removeAll(ASKS);
        }
        return stems;
    }

    private static boolean negated(String words) {
        return NEGATION.matcher(words).find();
    }
}
