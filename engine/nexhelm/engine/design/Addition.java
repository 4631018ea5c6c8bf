package nexhelm.engine.design;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.engine.language.Clause;
import nexhelm.engine.language.Clauses;
import nexhelm.engine.language.English;
import nexhelm.engine.language.Forms;
import nexhelm.engine.language.Sentence;
import nexhelm.json.Json;

/** A step that feedback asks to add: what it is and where it belongs. */
final class Addition {

    private static final Pattern LEAD =
            Pattern.compile("(?i)^(?:(?:please|then|and|ok(?:ay)?),? )*(?:(?:also )?(?:add|insert|include)(?: an?)?(?:"
                    + " (?:new|final|last|first|another|further|extra))*(?: steps?)?(?:"
                    + " (?:here|there))?|also|additionally)\\b[:,]?\\s*(.*)$");
    private static final Pattern FRONT =
            Pattern.compile("(?i)^(?:please )?(before|after) (.+?), (?:(?:please|also|then) )*(.+)$");
    private static final Pattern BACK =
            Pattern.compile("(?i)^(.+?),? (before|after) ((?:step|the (?:first|last|final)|[a-z]+ing )\\b?.*)$");
    private static final Pattern EDGE = Pattern.compile(
            "(?i)^(.*?),? ?\\b(at the (?:very )?(?:end|beginning|start)|to finish|to start with)\\b:?,? ?(.*)$");

    private final StepFinder finder;
    private final Set<String> tools;
    private String act = "";
    private String whole = "";
    private Optional<Integer> place = Optional.empty();

    Addition(String said, String lower, StepFinder finder, Set<String> tools) {
        this.finder = finder;
        this.tools = tools;
        read(said.strip().replaceAll("[.!]+$", ""));
    }

    private void read(String said) {
        Matcher lead = LEAD.matcher(said);
        boolean asked = lead.matches();
        String rest = asked ? lead.group(1) : said;
        boolean last = said.matches("(?i).*\\b(?:final|last) step\\b.*")
                && !said.matches("(?i).*\\b(?:before|after) the (?:final|last) step\\b.*");
        boolean first = said.matches("(?i).*\\bfirst step\\b.*")
                && !said.matches("(?i).*\\b(?:before|after) the first step\\b.*");
        place = Optional.of(first ? 0 : finder.size());
        boolean placed = first || last;
        Matcher front = FRONT.matcher(rest);
        Matcher back = BACK.matcher(rest);
        if (front.matches()) {
            locate(front.group(1), front.group(2));
            rest = front.group(3);
            asked = true;
        } else if (back.matches()) {
            locate(back.group(2), back.group(3));
            rest = back.group(1);
        } else if (!placed) {
            Matcher edge = EDGE.matcher(rest);
            if (edge.matches()) {
                place = Optional.of(edge.group(2).toLowerCase().matches(".*(?:end|finish)") ? finder.size() : 0);
                rest = (edge.group(1) + " " + edge.group(3)).strip();
            }
        }
        rest = rest.replaceFirst(
                        "(?i)^(?:in which (?:we|you|the agent)|where (?:we|you)|that|to|which|:|also|then|please)\\s+",
                        "")
                .replaceFirst("^[:, ]+", "");
        act = asked ? rest : "";
        whole = said.matches("(?i)^(?:please |also )*add (?!.*\\bsteps?\\b).*")
                        && place.filter(p -> p == finder.size()).isPresent()
                ? said.replaceFirst("(?i)^(?:please |also )+", "")
                : "";
    }

    private void locate(String side, String named) {
        place = finder.one(named, Set.of("run", "start")).map(i -> side.equalsIgnoreCase("before") ? i : i + 1);
    }

    /** Where the new step goes, from 0; none when the place was named but not found. */
    Optional<Integer> place() {
        return place;
    }

    /** The step, without its source; none when no act was asked for. */
    Optional<ObjectNode> step() {
        if (act.isBlank() || place.isEmpty()) {
            return Optional.empty();
        }
        Optional<ObjectNode> step = step(act, false);
        return step.isPresent() || whole.isEmpty() ? step : step(whole, true);
    }

    private Optional<ObjectNode> step(String said, boolean toolOnly) {
        String command = Wording.capital(said.strip()) + ".";
        List<Sentence> sentences = new English().sentences(command, 0, command.length());
        if (sentences.size() != 1) {
            return Optional.empty();
        }
        Sentence sentence = sentences.get(0);
        List<Clause> clauses = Clauses.of(sentence);
        if (clauses.isEmpty()
                || clauses.get(0).hasSubject()
                || clauses.get(0).group() != 0
                || !Forms.base(sentence.at(clauses.get(0).head()))
                || clauses.get(0).negated()) {
            return Optional.empty();
        }
        var referents = new Referents();
        var work = new Work(new Scene(0, sentence, clauses, "", false), 0);
        var wording = new Wording(referents);
        boolean personal = Performers.personal(work);
        var choice = new ToolChoice(tools).of(sentence, clauses.get(0), Optional.empty());
        boolean known = ToolVerbs.known(clauses.get(0)) || personal;
        if (!known || toolOnly && choice.tool().isEmpty()) {
            return Optional.empty();
        }
        ObjectNode step = Json.object();
        step.put("index", 0);
        step.put("title", wording.title(work));
        step.put("instruction", wording.instruction(work));
        step.put("performer", personal ? "operator" : Performers.AGENT);
        if (choice.tool().isPresent() && !personal) {
            step.put("tool", choice.tool().get());
        } else {
            step.putNull("tool");
        }
        step.putNull("hitl");
        return Optional.of(step);
    }
}
