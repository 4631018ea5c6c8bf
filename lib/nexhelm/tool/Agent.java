package nexhelm.tool;

import java.util.List;
import java.util.Map;

/**
 * A group of actions under one name.
 *
 * @param name        its wire name
 * @param group       its group on the command line
 * @param description one sentence
 * @param groups      of verbs of two words, the first word and what it is about
 */
public record Agent(String name, String group, String description, List<Tool<?>> tools, Map<String, String> groups) {

    public Agent {
        tools = List.copyOf(tools);
        groups = Map.copyOf(groups);
    }

    /** An agent whose verbs are single words. */
    public Agent(String name, String group, String description, List<Tool<?>> tools) {
        this(name, group, description, tools, Map.of());
    }

    /** The name of an action for assistants: letters, digits and underscores, at most 48 characters. */
    public String mcpName(Tool<?> tool) {
        return "agents_" + name + "_" + tool.name();
    }

    /** The capability that the documentation names. */
    public String capability(Tool<?> tool) {
        return "agents." + name + "." + tool.name();
    }

    /** The actions that a surface offers, in the order of their declaration. */
    public List<Tool<?>> on(Tool.Surface surface) {
        return tools.stream().<Tool<?>>filter(tool -> tool.on(surface)).toList();
    }
}
