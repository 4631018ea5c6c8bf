package nexhelm.agents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import nexhelm.auth.Scope;
import nexhelm.contract.Golden;
import nexhelm.tool.Agent;
import nexhelm.tool.Inputs;
import nexhelm.tool.Tool;
import org.junit.jupiter.api.Test;

/** The actions as they are offered: their names, what they need, what they do and where. */
class SurfaceTest {

    @Test
    void every_action_with_its_names_scope_effect_and_surfaces() {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("COMMAND", "MCP", "SCOPE", "EFFECT", "SURFACES", "INPUTS"));
        for (Agent agent : Agents.ALL) {
            for (Tool<?> tool : agent.tools()) {
                String surfaces = EnumSet.allOf(Tool.Surface.class).stream()
                        .filter(tool::on)
                        .map(Enum::name)
                        .collect(Collectors.joining(" "));
                String inputs = Inputs.of(tool.inputs()).stream()
                        .map(SurfaceTest::input)
                        .collect(Collectors.joining(" "));
                rows.add(List.of(
                        tool.on(Tool.Surface.CLI) ? agent.group() + " " + tool.verb() : "-",
                        tool.on(Tool.Surface.MCP) ? agent.mcpName(tool) : "-",
                        tool.scope() == Scope.NONE ? "-" : tool.scope().wire(),
                        tool.effect().name().toLowerCase(java.util.Locale.ROOT),
                        surfaces,
                        inputs.isEmpty() ? "-" : inputs));
            }
        }
        var text = new StringBuilder();
        for (List<String> row : rows) {
            text.append("%-30s %-44s %-11s %-11s %-8s %s"
                            .formatted(row.toArray())
                            .stripTrailing())
                    .append('\n');
        }
        Golden.check("surface.txt", text.toString());
    }

    @Test
    void names_are_unique_and_what_assistants_accept() {
        var names = new HashSet<String>();
        var verbs = new HashSet<String>();
        for (Agent agent : Agents.ALL) {
            for (Tool<?> tool : agent.tools()) {
                String name = agent.mcpName(tool);
                assertTrue(name.matches("[a-z0-9_]{1,48}"), name);
                assertTrue(names.add(name), name);
                assertTrue(verbs.add(agent.group() + " " + tool.verb()), tool.verb());
                assertEquals(
                        name.replaceFirst("agents_", "agents."),
                        agent.capability(tool).replace("." + tool.name(), "_" + tool.name()));
            }
        }
    }

    @Test
    void every_action_and_input_is_explained_in_sentences() {
        for (Agent agent : Agents.ALL) {
            assertTrue(agent.description().endsWith("."), agent.name());
            for (Tool<?> tool : agent.tools()) {
                assertTrue(tool.help().endsWith(".") && tool.help().length() > 12, tool.name());
                assertFalse(tool.title().isBlank());
                for (Inputs.Input input : Inputs.of(tool.inputs())) {
                    assertTrue(input.arg().help().endsWith("."), tool.name() + " " + input.name());
                }
            }
        }
    }

    @Test
    void every_action_but_the_local_ones_names_a_scope_and_writes_need_a_writing_one() {
        for (Agent agent : Agents.ALL) {
            for (Tool<?> tool : agent.tools()) {
                if (tool.scope() == Scope.NONE) {
                    assertTrue(Set.of("set_default_sandbox", "diff").contains(tool.name()), tool.name());
                    assertTrue(tool.disk() || !tool.on(Tool.Surface.MCP), tool.name());
                } else if (tool.effect() != Tool.Effect.READ) {
                    assertTrue(
                            EnumSet.of(Scope.LAB_WRITE, Scope.TASKS_WRITE, Scope.AGENT_RUN)
                                    .contains(tool.scope()),
                            tool.name());
                }
            }
        }
    }

    private static String input(Inputs.Input input) {
        String name = input.name() + ":" + input.kind().name().toLowerCase(java.util.Locale.ROOT);
        String where = input.arg().mcp() && input.arg().cli() ? "" : input.arg().cli() ? "(cli)" : "(mcp)";
        where += input.arg().disk() ? "(disk)" : "";
        return (input.required() ? name : "[" + name + "]") + where;
    }
}
