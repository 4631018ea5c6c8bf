package nexhelm.engine.design;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import nexhelm.engine.language.Language;

/** A transcript made into a definition. */
public interface Drafting {

    /** The definition; its steps are empty when no work was described. */
    ObjectNode definition();

    /** The proposal that goes with a definition made here, perhaps refined since. */
    ObjectNode proposal(ObjectNode definition);

    /** What the agent needs for the steps of the last definition, in their order. */
    List<Need> needs();

    /** The language of the transcript. */
    Language language();

    /** Reads a transcript in the language that it is in. */
    static Drafting of(String transcript, Set<String> declaredTools) {
        Language language = Language.of(transcript);
        return language == Language.ENGLISH
                ? new Draftsman(transcript, declaredTools)
                : new ForeignDraftsman(transcript, declaredTools, Tongue.of(language));
    }
}
