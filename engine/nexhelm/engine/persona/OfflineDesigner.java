package nexhelm.engine.persona;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nexhelm.engine.design.Draftsman;
import nexhelm.engine.tool.ToolCatalog;

/** Designs and refines workflows by linguistic analysis alone, without a model or a network. */
public final class OfflineDesigner implements Designer {

    private static final String OFFLINE = "offline";

    private final Set<String> tools;

    public OfflineDesigner() {
        this(ToolCatalog.all().keySet());
    }

    OfflineDesigner(Set<String> tools) {
        this.tools = Set.copyOf(tools);
    }

    @Override
    public Design design(String transcript, Optional<String> note) {
        var draftsman = new Draftsman(transcript, tools);
        ObjectNode definition = draftsman.definition();
        ObjectNode proposal = draftsman.proposal(definition);
        return new Design(proposal, definition, note.filter(n -> !n.isBlank()).map(n -> List.of(n.strip())).orElse(List.of()), OFFLINE);
    }

    @Override
    public Design refine(String transcript, ObjectNode definition, String feedback) {
        ObjectNode copy = definition.deepCopy();
        return new Design(nexhelm.engine.design.Definitions.proposal(copy, List.of(), List.of()), copy, List.of(feedback.strip()), OFFLINE);
    }
}
