package nexhelm.mcp;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.agents.Agents;
import nexhelm.tool.Agent;
import nexhelm.tool.Inputs;
import nexhelm.tool.Tool;

/**
 * Messages of actions in the words of a model: they are written for the command line, and whoever calls a tool knows its
 * arguments and no flags. Both names stand in one declaration, so one can be put for the other.
 */
final class Wording {

    /** Behind a command: another that only people have, and an id. */
    private static final String BEHIND = "(?![\\w-])(?: or [a-z]+\\b)?(?: ([0-9a-f]{8}-[0-9a-f-]{27}))?";

    private Wording() {}

    /**
     * A message about a call of this action. What it names next is called by its tool's name where that is offered;
     * otherwise, and where it is the very action that refused, it stays a command, which a person can give.
     */
    static String of(String message, Tool<?> tool, Offers offers) {
        String text = arguments(message, tool);
        for (Agent agent : Agents.ALL) {
            for (Tool<?> other : agent.on(Tool.Surface.MCP)) {
                String name = agent.mcpName(other);
                String command = "nex " + agent.group() + " " + other.verb();
                if (text.contains(command)) {
                    boolean callable = other != tool && offers.find(name).isPresent();
                    text = Pattern.compile("\\b" + Pattern.quote(command) + BEHIND)
                            .matcher(text)
                            .replaceAll(found -> Matcher.quoteReplacement(
                                    callable
                                            ? name + argument(other, found.group(1))
                                            : "in a terminal: " + found.group()));
                }
            }
        }
        return text;
    }

    /** What stands behind a command without a flag, as the argument that it is. */
    private static String argument(Tool<?> tool, String value) {
        return value == null
                ? ""
                : Inputs.of(tool.inputs()).stream()
                        .filter(input -> input.arg().positional())
                        .findFirst()
                        .map(input -> " with " + input.name() + " " + value)
                        .orElse("");
    }

    /** A text about this action with its arguments as models know them. */
    static String arguments(String message, Tool<?> tool) {
        String text = message;
        for (Inputs.Input input : Inputs.of(tool.inputs())) {
            for (String flag : input.flags()) {
                text = flag(text, flag, input.name());
            }
            text = flag(text, "--" + input.name().replace('_', '-'), input.name());
            for (String flag : input.arg().files()) {
                text = flag(text, flag, input.name());
            }
            if (input.arg().positional() && input.label().length() > 2) {
                text = text.replaceAll("\\b" + input.label() + "\\b", input.name());
            }
        }
        return text;
    }

    /** The flag, and with it the word in capitals that stands for its value. */
    private static String flag(String text, String flag, String name) {
        return text.contains(flag)
                ? text.replaceAll("(?<![\\w-])" + Pattern.quote(flag) + "(?![\\w-])( [A-Z_]{2,}\\b)?", name)
                : text;
    }

    /** The file argument behind an input that the command line reads from a file; nothing for other inputs. */
    static List<String> files(Inputs.Input input) {
        return List.of(input.arg().files()).stream()
                .filter(flag -> flag.startsWith("--") && flag.endsWith("-file"))
                .limit(1)
                .map(flag -> flag.substring(2).replace('-', '_'))
                .toList();
    }
}
