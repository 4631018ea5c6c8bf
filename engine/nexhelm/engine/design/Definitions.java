package nexhelm.engine.design;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import nexhelm.json.Json;

/** Writes a definition's and a proposal's texts from its steps. */
public final class Definitions {
    private Definitions() {}

    /** Numbers the steps and says in {@code description} and {@code workflow} what they now are. */
    public static void renumber(ObjectNode definition) {
        ArrayNode steps = (ArrayNode) definition.get("steps");
        StringBuilder description = new StringBuilder();
        List<String> titles = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            ObjectNode step = (ObjectNode) steps.get(i);
            step.put("index", i + 1);
            titles.add(step.path("title").asText());
            description.append(i > 0 ? "\n" : "").append(line(step, i + 1));
        }
        definition.put("description", description.toString());
        definition.put("workflow", String.join(" \u2192 ", titles));
    }

    private static String line(ObjectNode step, int number) {
        StringBuilder line = new StringBuilder()
                .append(number)
                .append(". ")
                .append(step.path("instruction").asText());
        String performer = step.path("performer").asText("agent");
        if (!performer.equals(Performers.AGENT)) {
            line.append(" (").append(performer).append(')');
        }
        if (step.hasNonNull("hitl")) {
            line.append(" [HITL: ").append(step.get("hitl").asText()).append(']');
        }
        return line.toString();
    }

    /** The proposal of a refined definition: quotes are the sources of its steps, missing is what no tool does. */
    public static ObjectNode refined(ObjectNode definition) {
        Set<String> quotes = new LinkedHashSet<>();
        Set<String> missing = new LinkedHashSet<>();
        for (var step : definition.get("steps")) {
            String quote = step.path("source").path("quote").asText();
            if (quotes.size() < 4 && !quote.isBlank()) {
                quotes.add(quote);
            }
            if (step.path("performer").asText().equals(Performers.AGENT) && !step.hasNonNull("tool")) {
                missing.add(step.path("title").asText());
            }
        }
        return proposal(definition, List.copyOf(quotes), List.copyOf(missing));
    }

    /** Where people keep more than a fifth of the work, the reader should see that the call said so. */
    private static String keptByPeople(Set<String> performers, int agent, int steps) {
        List<String> people =
                performers.stream().filter(p -> !p.equals(Performers.AGENT)).toList();
        return agent * 5 >= steps * 4 || people.isEmpty()
                ? ""
                : " The transcript itself leaves the other " + (steps - agent) + " to people: "
                        + String.join(", ", people) + ".";
    }

    /** The proposal that fits a definition; quotes and missing things are what the designer found. */
    public static ObjectNode proposal(ObjectNode definition, List<String> said, List<String> missing) {
        ArrayNode steps = (ArrayNode) definition.get("steps");
        int agent = 0;
        int gates = 0;
        Set<String> performers = new LinkedHashSet<>();
        Set<String> tools = new LinkedHashSet<>();
        for (var step : steps) {
            String performer = step.path("performer").asText("agent");
            performers.add(performer);
            agent += performer.equals(Performers.AGENT) ? 1 : 0;
            gates += step.hasNonNull("hitl") ? 1 : 0;
            if (step.hasNonNull("tool")) {
                tools.add(step.get("tool").asText());
            }
        }
        ObjectNode proposal = Json.object();
        proposal.set("task_name", definition.get("name"));
        proposal.set("summary", definition.get("summary"));
        proposal.set("description", definition.get("description"));
        ArrayNode who = proposal.putArray("step_performers");
        performers.forEach(who::add);
        ObjectNode rationale = proposal.putObject("rationale");
        ArrayNode quotes = rationale.putArray("client_said");
        said.forEach(quotes::add);
        rationale.put(
                "perceived_value",
                steps.isEmpty()
                        ? "No work was described."
                        : "The agent does " + agent + " of " + steps.size() + " steps"
                                + (gates > 0
                                        ? "; " + gates + (gates == 1 ? " waits" : " wait") + " for a person's decision"
                                        : "")
                                + "."
                                + keptByPeople(performers, agent, steps.size()));
        rationale.put(
                "infra_fit",
                tools.isEmpty()
                        ? "No declared tool is used."
                        : "Uses " + String.join(", ", tools)
                                + (missing.isEmpty()
                                        ? "; nothing is missing."
                                        : "; missing: " + String.join("; ", missing) + "."));
        ArrayNode lacks = proposal.putArray("missing");
        missing.forEach(lacks::add);
        return proposal;
    }
}
