package nexhelm.agents;

import java.util.List;
import java.util.Optional;
import nexhelm.tool.Agent;

/** The registry: whatever is here is a command, an MCP tool and a row of the documentation. */
public final class Agents {

    /** All agents, in the order that lists show. */
    public static final List<Agent> ALL =
            List.of(LabWorkflow.AGENT, Tasks.AGENT, Sandbox.AGENT, Workspace.AGENT, Code.AGENT);

    private Agents() {}

    /** The agent behind a group of the command line. */
    public static Optional<Agent> group(String name) {
        return ALL.stream().filter(agent -> agent.group().equals(name)).findFirst();
    }
}
