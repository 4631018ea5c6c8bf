package nexhelm.mcp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nexhelm.agents.Agents;
import nexhelm.json.Json;
import nexhelm.tool.Agent;
import nexhelm.tool.Tool;

/** The actions that this server offers, by the names that models use. */
final class Offers {

    /** The tool that lists the others. */
    static final String LIST = "agents_list";

    /** An action and the agent it belongs to. */
    record Offer(Agent agent, Tool<?> tool) {
        String name() {
            return agent.mcpName(tool);
        }
    }

    private final Map<String, Offer> byName = new LinkedHashMap<>();

    Offers(Choice choice) {
        for (Agent agent : Agents.ALL) {
            for (Tool<?> tool : agent.on(Tool.Surface.MCP)) {
                var offer = new Offer(agent, tool);
                if (choice.includes(offer)) {
                    byName.put(offer.name(), offer);
                }
            }
        }
    }

    /** The names of all actions, offered or not. */
    static Set<String> names() {
        var names = new HashSet<String>(Set.of(LIST));
        Agents.ALL.forEach(agent -> agent.on(Tool.Surface.MCP).forEach(tool -> names.add(agent.mcpName(tool))));
        return names;
    }

    /** All of them in stable order. */
    List<Offer> all() {
        return List.copyOf(byName.values());
    }

    /** One by its name. */
    Optional<Offer> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The name on the wire: the dotted names of the documentation mean the same. */
    static String wireName(String name) {
        return name.replace('.', '_');
    }

    /** The answer of {@link #LIST}: agents and their actions, without any request. */
    ObjectNode registry() {
        ObjectNode result = Json.object();
        ArrayNode agents = result.putArray("agents");
        for (Agent agent : Agents.ALL) {
            List<Offer> own = byName.values().stream()
                    .filter(offer -> offer.agent() == agent)
                    .toList();
            if (!own.isEmpty()) {
                ArrayNode tools = agents.addObject()
                        .put("name", agent.name())
                        .put("description", agent.description())
                        .putArray("tools");
                own.forEach(offer -> tools.addObject()
                        .put("name", offer.name())
                        .put("scope", agent.capability(offer.tool()))
                        .put("description", Wording.arguments(offer.tool().told(), offer.tool())));
            }
        }
        return result;
    }
}
