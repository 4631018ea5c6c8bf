package nexhelm.engine.persona;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nexhelm.engine.design.Definitions;
import nexhelm.engine.design.Drafting;
import nexhelm.engine.design.Refinement;
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
        var draftsman = Drafting.of(transcript, tools);
        ObjectNode definition = draftsman.definition();
        if (note.filter(n -> !n.isBlank()).isEmpty()) {
            return new Design(draftsman.proposal(definition), definition, List.of(), OFFLINE);
        }
        var refinement = new Refinement(definition, tools);
        refinement.apply(note.get());
        return new Design(
                draftsman.proposal(refinement.definition()), refinement.definition(), refinement.notApplied(), OFFLINE);
    }

    @Override
    public Design refine(String transcript, ObjectNode definition, String feedback) {
        var refinement = new Refinement(definition, tools);
        refinement.apply(feedback);
        ObjectNode refined = refinement.definition();
        return new Design(Definitions.refined(refined), refined, refinement.notApplied(), OFFLINE);
    }
}
