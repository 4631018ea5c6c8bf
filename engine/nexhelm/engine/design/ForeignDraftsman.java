package nexhelm.engine.design;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.engine.design.Tongue.Act;
import nexhelm.engine.design.Tongue.Small;
import nexhelm.engine.design.Tongue.Thing;
import nexhelm.engine.design.Turns.Turn;
import nexhelm.engine.language.Language;
import nexhelm.json.Json;

/**
 * Designs from a transcript in a language that there is only an office dictionary for: clauses between commas and
 * conjunctions, each with its verb. Titles and instructions keep the words of the transcript.
 */
final class ForeignDraftsman implements Drafting {

    private static final int MOST_STEPS = 150;
    private static final Pattern END = Pattern.compile("[.!?\u2026]+(?=\\s|$)|$");
    private static final Pattern ABBREVIATED =
            Pattern.compile("(?iU)(?:\\b(?:z\\.\\s?b|nr|dr|bzw|ca|usw|sr|sra|m|mme|p\\.\\s?ej|ej|etc)|\\b\\d{1,2})$");

    /** A step on its way; {@code after} is the number of the sentence that it was said in. */
    private record Step(
            Act act,
            String title,
            String instruction,
            String performer,
            Optional<String> tool,
            String gate,
            int from,
            int to) {
        Step gated(String reason) {
            return new Step(act, title, instruction, performer, tool, gate.isEmpty() ? reason : gate, from, to);
        }

        boolean agent() {
            return performer.equals(Performers.AGENT);
        }
    }

    /** A demand for a decision, and where it was said. */
    private record Demand(String approver, String sentence, int from, int to) {
        String reason() {
            return Wording.capital(approver) + " decides first: \u201c" + Wording.fitting(sentence) + "\u201d";
        }
    }

    private final String text;
    private final Tongue tongue;
    private final ForeignTools tools;
    private final List<Step> steps = new ArrayList<>();
    private final List<Demand> demands = new ArrayList<>();
    private final List<String> unwanted = new ArrayList<>();
    private Optional<Thing> lastThing = Optional.empty();
    private boolean takenBack;

    ForeignDraftsman(String text, Set<String> declared, Tongue tongue) {
        this.text = text;
        this.tongue = tongue;
        this.tools = new ForeignTools(declared);
        List<Turn> turns = Turns.of(text);
        String asking = asking(turns);
        for (Turn turn : turns) {
            if (asking.isEmpty() || !turn.speaker().equals(asking)) {
                sentences(turn);
            }
        }
        demands.forEach(this::place);
    }

    @Override
    public Language language() {
        return tongue.language();
    }

    /** The speaker with the largest share of questions, when there are several speakers. */
    private String asking(List<Turn> turns) {
        Map<String, int[]> count = new HashMap<>();
        for (Turn turn : turns) {
            int[] asked = count.computeIfAbsent(turn.speaker(), s -> new int[2]);
            asked[0]++;
            asked[1] += text.substring(turn.from(), turn.to()).contains("?") ? 1 : 0;
        }
        return count.entrySet().stream()
                .filter(e -> count.size() > 1 && e.getValue()[1] * 3 >= e.getValue()[0])
                .max(java.util.Comparator.comparingDouble(e -> e.getValue()[1] / (double) e.getValue()[0]))
                .map(Map.Entry::getKey)
                .orElse("");
    }

    private void sentences(Turn turn) {
        int start = turn.from();
        Matcher end = END.matcher(text).region(turn.from(), turn.to());
        while (start < turn.to() && end.find()) {
            boolean inside = end.group().equals(".")
                    && ABBREVIATED
                            .matcher(text.substring(Math.max(start, end.start() - 8), end.start()))
                            .find();
            if (!inside) {
                String said = text.substring(start, end.end());
                if (!said.contains("?") && !said.isBlank() && steps.size() < MOST_STEPS) {
                    sentence(turn, start, end.start());
                }
                start = end.end();
            }
        }
    }

    private void sentence(Turn turn, int from, int to) {
        List<ForeignClause> clauses = ForeignClause.of(tongue, text, from, to);
        if (demand(turn, clauses, from, to)) {
            return;
        }
        for (int i = 0; i < clauses.size(); i++) {
            ForeignClause clause = clauses.get(i);
            if (clause.takesBack() || clause.opens(Small.CORRECTION)) {
                takenBack = true;
            }
            boolean aside = clause.opens(Small.CONDITION)
                    || clause.opens(Small.FIRST) && clause.verb().isPresent() && clauses.size() > 1
                    || i > 0 && subordinate(clause);
            if (aside || clause.verb().isEmpty()) {
                continue;
            }
            if (clause.has(Small.NOT)) {
                unwanted.add(text.substring(from, to).strip());
                continue;
            }
            add(turn, clauses, i);
        }
    }

    private static boolean subordinate(ForeignClause clause) {
        boolean last = clause.at() == clause.words().size() - 1;
        return clause.opens(Small.SUBORDINATE)
                && (clause.tongue().language() != Language.GERMAN
                        || last && !clause.has(Small.SELF)
                        || !clause.opens(Small.ARTICLE));
    }

    private void add(Turn turn, List<ForeignClause> clauses, int i) {
        ForeignClause clause = clauses.get(i);
        Act act = clause.verb().orElseThrow().act();
        int from = clause.begin();
        if (i > 0 && clauses.get(i - 1).opens(Small.CONDITION)) {
            from = clauses.get(i - 1).begin();
        }
        int to = clause.to();
        for (int j = i + 1; j < clauses.size() && goesOn(clauses.get(j)); j++) {
            to = clauses.get(j).to();
        }
        String words = clause.command(text, to);
        String condition = text.substring(from, clause.begin()).replaceAll("\\s+", " ");
        Optional<Thing> named = tongue.thing(words);
        boolean personal = act == Act.DECIDE || act == Act.TALK;
        Optional<String> person = clause.person(text);
        String speaker = turn.speaker().isEmpty() ? "operator" : turn.speaker();
        String performer = person.orElse(personal ? speaker : Performers.AGENT);
        Optional<String> tool =
                performer.equals(Performers.AGENT) ? tools.of(act, named.or(() -> lastThing)) : Optional.empty();
        if (named.isEmpty() && lastThing.isEmpty() && person.isEmpty() && !personal && act == Act.WRITE) {
            return;
        }
        Step step = new Step(
                act,
                Wording.fitting(Wording.capital(words)),
                Wording.capital(condition + words) + ".",
                performer,
                tool,
                "",
                from,
                to);
        if (takenBack && !steps.isEmpty()) {
            steps.remove(steps.size() - 1);
        }
        takenBack = false;
        lastThing = named.or(() -> lastThing);
        if (steps.stream().noneMatch(s -> s.title().equalsIgnoreCase(step.title()))) {
            steps.add(step);
        }
    }

    /** Verbless pieces and relative clauses belong to what stands before them. */
    private static boolean goesOn(ForeignClause clause) {
        return (clause.verb().isEmpty() || subordinate(clause))
                && !clause.opens(Small.CONDITION)
                && !clause.has(Small.CORRECTION)
                && !clause.words().isEmpty();
    }

    /** "Bevor das rausgeht, muss meine Chefin es freigeben": who must agree, and no step of its own. */
    private boolean demand(Turn turn, List<ForeignClause> clauses, int from, int to) {
        String said = text.substring(from, to);
        boolean decides = clauses.stream()
                .anyMatch(c -> c.verb().filter(v -> v.act() == Act.DECIDE).isPresent());
        boolean decision = Pattern.compile(tongue.decision(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(said)
                .find();
        boolean waits = clauses.stream().anyMatch(c -> c.has(Small.FIRST));
        boolean must = decides && clauses.stream().anyMatch(c -> c.has(Small.MUST));
        Optional<String> decider = clauses.stream()
                .filter(c -> c.verb().filter(v -> v.act() == Act.DECIDE).isPresent())
                .flatMap(c -> c.anybody(text).stream())
                .findFirst();
        Optional<String> person = decider.or(
                () -> clauses.stream().flatMap(c -> c.anybody(text).stream()).findFirst());
        boolean alone = clauses.stream()
                .allMatch(c -> c.verb().isEmpty()
                        || c.verb().get().act() == Act.DECIDE
                        || c.has(Small.NOT)
                        || c.opens(Small.FIRST)
                        || c.opens(Small.CONDITION));
        if (!(decides && (waits || must && person.isPresent()) || decision && waits) || !alone) {
            return false;
        }
        String speaker = turn.speaker().isEmpty() ? "operator" : turn.speaker();
        demands.add(new Demand(person.orElse(speaker), said.strip(), from, to));
        return true;
    }

    /** Puts a demand on the mail that is sent nearest before or after it, else on the last step that changes something. */
    private void place(Demand demand) {
        int best = -1;
        for (int i = 0; i < steps.size(); i++) {
            boolean sends = steps.get(i).tool().filter("send_mail"::equals).isPresent();
            if (sends && (best < 0 || distance(steps.get(i), demand) < distance(steps.get(best), demand))) {
                best = i;
            }
        }
        for (int i = 0; i < steps.size() && best < 0; i++) {
            int last = steps.size() - 1 - i;
            boolean writes = steps.get(last)
                    .tool()
                    .filter(t -> t.matches("(create|update)_.*"))
                    .isPresent();
            best = writes && steps.get(last).from() < demand.from() ? last : best;
        }
        if (best >= 0) {
            steps.set(best, steps.get(best).gated(demand.reason()));
        }
    }

    private static int distance(Step step, Demand demand) {
        return Math.abs(step.from() - demand.from());
    }

    @Override
    public ObjectNode definition() {
        ObjectNode definition = Json.object();
        definition.put("name", steps.isEmpty() ? "No work described" : name());
        definition.put("summary", summary());
        definition.put("description", "");
        definition.put("workflow", "");
        definition.put("language", tongue.language().code());
        definition.putArray("inputs");
        ArrayNode out = definition.putArray("steps");
        var points = new CodePoints(text);
        for (Step step : steps) {
            ObjectNode one = out.addObject();
            one.put("index", out.size());
            one.put("title", step.title());
            one.put("instruction", step.instruction());
            one.put("performer", step.performer());
            step.tool().ifPresentOrElse(t -> one.put("tool", t), () -> one.putNull("tool"));
            if (step.gate().isEmpty()) {
                one.putNull("hitl");
            } else {
                one.put("hitl", step.gate());
            }
            one.put("language", tongue.language().code());
            ObjectNode source = one.putObject("source");
            source.put("start", points.at(step.from()));
            source.put("end", points.at(step.to()));
            source.put("quote", text.substring(step.from(), step.to()));
        }
        Definitions.renumber(definition);
        return definition;
    }

    private String name() {
        return steps.stream()
                .filter(s ->
                        s.tool().filter(t -> t.matches("send_mail|create_.*")).isPresent())
                .reduce((a, b) -> b)
                .orElse(steps.get(steps.size() - 1))
                .title();
    }

    private String summary() {
        if (steps.isEmpty()) {
            return said() + " No work was found in it.";
        }
        long agent = steps.stream().filter(Step::agent).count();
        return steps.size() + (steps.size() == 1 ? " step, " : " steps, ") + agent + " by the agent. " + said()
                + " Titles and instructions keep its words; the offline agent follows English instructions only."
                + (unwanted.isEmpty()
                        ? ""
                        : " Not wanted: " + String.join(" / ", unwanted.subList(0, Math.min(3, unwanted.size()))));
    }

    /** The word about the language that every answer carries. */
    private String said() {
        return "The transcript is in " + tongue.language().title() + ".";
    }

    @Override
    public ObjectNode proposal(ObjectNode definition) {
        Set<String> quotes = new LinkedHashSet<>();
        demands.forEach(d -> quotes.add(d.sentence()));
        steps.stream().limit(Math.max(0, 4 - quotes.size())).forEach(s -> quotes.add(text.substring(s.from(), s.to())));
        List<String> missing = steps.stream()
                .filter(s -> s.agent() && s.tool().isEmpty())
                .map(Step::title)
                .distinct()
                .toList();
        ObjectNode proposal = Definitions.proposal(definition, List.copyOf(quotes), missing);
        proposal.put("language", tongue.language().code());
        return proposal;
    }

    @Override
    public List<Need> needs() {
        return steps.stream()
                .filter(Step::agent)
                .map(s -> new Need(
                        s.title(),
                        s.tool(),
                        Optional.empty(),
                        Optional.empty(),
                        s.tool()
                                .filter(t -> t.matches("(list|read|search|find)_.*"))
                                .isEmpty(),
                        text.substring(s.from(), s.to())))
                .toList();
    }
}
