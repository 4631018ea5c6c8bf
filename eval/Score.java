import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** How good designs are, by the gold: of one call, or summed over several. */
final class Score {
    final Tally stepPrecision = new Tally();
    final Tally stepRecall = new Tally();
    final Tally grounded = new Tally();
    final Tally tool = new Tally();
    final Tally performer = new Tally();
    final Tally person = new Tally();
    final Tally gatePrecision = new Tally();
    final Tally gateRecall = new Tally();
    final Tally existingPrecision = new Tally();
    final Tally existingRecall = new Tally();
    final Tally missingPrecision = new Tally();
    final Tally missingRecall = new Tally();
    final Tally agentSteps = new Tally();
    final Tally smallTalk = new Tally();

    /** Steps made from what the firm does not want. */
    final List<String> forbidden = new ArrayList<>();

    /** What was missed or made up, for whoever tunes the rules. */
    final List<String> remarks = new ArrayList<>();

    private static final Map<String, List<String>> KINDS = Map.of(
            "documents", List.of("document", "folder"),
            "sheets", List.of("sheet", "csv"),
            "mail", List.of("mail"),
            "contacts", List.of("contact", "household"),
            "calendar", List.of("event", "free_slots"),
            "pdf", List.of("pdf"),
            "tasks", List.of("todo"));

    static Score of(Call call, Design design) {
        var score = new Score();
        if (call.none()) {
            score.smallTalk.add(design.steps().isEmpty());
            design.steps().forEach(step -> score.remarks.add("small talk, yet: " + step.title()));
            return score;
        }
        score.steps(call, design);
        score.capabilities(call, design);
        score.forbidden(call, design);
        return score;
    }

    /** Precision and recall sum counts; a call with many steps weighs more than one with few. */
    void add(Score other) {
        var mine = tallies();
        other.tallies().forEach((name, tally) -> mine.get(name).add(tally));
        forbidden.addAll(other.forbidden);
    }

    /** All shares by the names under which they are shown. */
    Map<String, Tally> tallies() {
        Map<String, Tally> all = new LinkedHashMap<>();
        all.put("step_precision", stepPrecision);
        all.put("step_recall", stepRecall);
        all.put("grounded", grounded);
        all.put("tool", tool);
        all.put("performer", performer);
        all.put("person_named", person);
        all.put("gate_precision", gatePrecision);
        all.put("gate_recall", gateRecall);
        all.put("existing_precision", existingPrecision);
        all.put("existing_recall", existingRecall);
        all.put("missing_precision", missingPrecision);
        all.put("missing_recall", missingRecall);
        all.put("agent_steps", agentSteps);
        all.put("small_talk_none", smallTalk);
        return all;
    }

    /** Designed and gold steps that share most words belong together, each to one at most. */
    private void steps(Call call, Design design) {
        record Pair(int step, int gold, double likeness) {}
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < design.steps().size(); i++) {
            for (int g = 0;
                    g < call.steps().size() && design.steps().get(i).at().isPresent();
                    g++) {
                double likeness = design.steps()
                        .get(i)
                        .at()
                        .get()
                        .likeness(call.steps().get(g).at());
                if (likeness > 0) {
                    pairs.add(new Pair(i, g, likeness));
                }
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::likeness)
                .reversed()
                .thenComparingInt(Pair::step)
                .thenComparingInt(Pair::gold));
        Map<Integer, Integer> goldOf = new LinkedHashMap<>();
        Set<Integer> found = new HashSet<>();
        for (Pair pair : pairs) {
            if (!goldOf.containsKey(pair.step()) && found.add(pair.gold())) {
                goldOf.put(pair.step(), pair.gold());
            }
        }
        for (int i = 0; i < design.steps().size(); i++) {
            Design.Step step = design.steps().get(i);
            Optional<Call.Step> gold = Optional.ofNullable(goldOf.get(i)).map(call.steps()::get);
            if (gold.isPresent() || !isSecondHalf(call, design, goldOf, step)) {
                step(call, step, gold);
            } else {
                grounded.add(true);
                agentSteps.add(step.byAgent());
            }
        }
        for (int g = 0; g < call.steps().size(); g++) {
            Call.Step gold = call.steps().get(g);
            if (!gold.optional()) {
                stepRecall.add(found.contains(g));
                if (!found.contains(g)) {
                    remarks.add("missed: " + gold.quote());
                }
                if (gold.gate().equals("true") && !found.contains(g)) {
                    gateRecall.add(false);
                }
            }
        }
    }

    /** Two steps from different words of one step of the gold: cut finer, not made up. */
    private static boolean isSecondHalf(Call call, Design design, Map<Integer, Integer> goldOf, Design.Step step) {
        return step.at().isPresent()
                && goldOf.entrySet().stream().anyMatch(pair -> {
                    Words.Span own = step.at().get();
                    Words.Span other = design.steps().get(pair.getKey()).at().orElseThrow();
                    int inside = own.overlap(call.steps().get(pair.getValue()).at());
                    return other.overlap(own) == 0 && 2 * inside > own.end() - own.start();
                });
    }

    private void step(Call call, Design.Step step, Optional<Call.Step> matched) {
        grounded.add(step.at().isPresent());
        agentSteps.add(step.byAgent());
        boolean atGate = step.at().isPresent()
                && call.gates().stream().anyMatch(gate -> gate.overlap(step.at().get()) > 0);
        if (matched.isEmpty()) {
            if (!isPartOfOptional(call, step) && !atGate) {
                stepPrecision.add(false);
                remarks.add("made up: " + step.title() + " (" + step.performer() + ")");
            }
            if (step.gate() && !atGate) {
                gatePrecision.add(false);
            }
            return;
        }
        Call.Step gold = matched.get();
        if (!gold.optional()) {
            stepPrecision.add(true);
        }
        who(step, gold);
        if (gold.byAgent() && !gold.anyTool()) {
            boolean right =
                    step.tool().map(gold.tools()::contains).orElse(gold.tools().isEmpty());
            tool.add(right);
            if (!right) {
                remarks.add("tool " + step.tool().orElse("none") + ": " + gold.quote());
            }
        }
        if (gold.gate().equals("true")) {
            gateRecall.add(step.gate());
        }
        if (step.gate() && !gold.gate().equals("either")) {
            gatePrecision.add(gold.gate().equals("true"));
        }
        if (!gold.gate().equals("either") && step.gate() != gold.gate().equals("true")) {
            remarks.add((step.gate() ? "gate made up: " : "gate missed: ") + gold.quote());
        }
    }

    private void who(Design.Step step, Call.Step gold) {
        boolean right = step.byAgent() ? gold.byAgent() : gold.byPerson();
        performer.add(right);
        if (!gold.byAgent() && !step.byAgent()) {
            person.add(gold.performer().stream().anyMatch(name -> holds(step.performer(), name)));
        }
        if (!right) {
            remarks.add("done by " + step.performer() + ": " + gold.quote());
        }
    }

    private static boolean isPartOfOptional(Call call, Design.Step step) {
        return step.at().isPresent()
                && call.steps().stream()
                        .filter(Call.Step::optional)
                        .anyMatch(gold -> gold.at().overlap(step.at().get()) > 0);
    }

    private void capabilities(Call call, Design design) {
        Set<String> existing = new TreeSet<>();
        Set<List<String>> named = new HashSet<>();
        for (Design.Capability need : design.capabilities()) {
            if (need.tool().isPresent()) {
                existing.add(kind(need.tool().get()));
                continue;
            }
            Optional<List<String>> gold = named(need, call.missing());
            if (gold.isEmpty() && named(need, call.either()).isPresent()) {
                continue;
            }
            gold.ifPresent(named::add);
            missingPrecision.add(gold.isPresent());
            if (gold.isEmpty()) {
                remarks.add("not missing: " + need.text());
            }
        }
        existing.forEach(kind -> existingPrecision.add(call.existing().contains(kind)));
        call.existing().forEach(kind -> existingRecall.add(existing.contains(kind)));
        call.missing().forEach(names -> {
            missingRecall.add(named.contains(names));
            if (!named.contains(names)) {
                remarks.add("not named as missing: " + names.get(0));
            }
        });
    }

    private static Optional<List<String>> named(Design.Capability need, List<List<String>> systems) {
        return systems.stream()
                .filter(names -> names.stream().anyMatch(name -> holds(need.text(), name)))
                .findFirst();
    }

    private void forbidden(Call call, Design design) {
        for (Design.Step step : design.steps()) {
            if (step.gate() && !step.byAgent()) {
                continue; // a person decides: nothing is done that somebody does not want
            }
            for (Call.Forbidden act : call.forbidden()) {
                boolean from = step.at().isPresent()
                        && 2 * act.at().overlap(step.at().get())
                                >= act.at().end() - act.at().start();
                boolean uses = step.tool().map(act.tools()::contains).orElse(false);
                boolean never = step.tool().map(act.never()::contains).orElse(false);
                if (never || act.never().isEmpty() && from && (act.tools().isEmpty() || uses)) {
                    forbidden.add(call.name() + ": " + step.title() + " - from \"" + act.quote() + "\"");
                }
            }
        }
    }

    /** Which kind of tool a name belongs to; its own name where it belongs to none. */
    private static String kind(String tool) {
        if (tool.contains("pdf")) { // create_pdf_form, read_pdf: before documents
            return "pdf";
        }
        return KINDS.entrySet().stream()
                .filter(kind -> kind.getValue().stream().anyMatch(tool::contains))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(tool);
    }

    private static boolean holds(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }
}
