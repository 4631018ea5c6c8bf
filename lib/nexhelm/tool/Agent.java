package nexhelm.tool;

import java.util.List;

/**
 * A group of actions under one name.
 *
 * @param name        its wire name
 * @param group       its group on the command line
 * @param description one sentence
 */
public record Agent(String name, String group, String description, List<Tool<?>> tools) {

    public Agent {
        tools = List.copyOf(tools);
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
