package nexhelm.engine.persona;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Says which integrations a described way of working needs, and which of them exist. */
public interface IntegrationEngineer {

    /**
     * Analyses a transcript.
     *
     * @return {@code summary} and {@code capabilities_needed[]} of {@code capability, existing_tool, closest_analog,
     *         priority (blocker|major|minor), reasoning}; both tool fields hold the name of a declared tool or null
     */
    ObjectNode analyse(String transcript);
}
