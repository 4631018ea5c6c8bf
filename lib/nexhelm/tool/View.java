package nexhelm.tool;

import com.fasterxml.jackson.databind.JsonNode;
import nexhelm.render.Page;

/** How a person sees a result: a pure function from JSON to text. */
@FunctionalInterface
public interface View {

    /** Key and value, line by line. */
    View GENERIC = Page::generic;

    void show(JsonNode result, Page page);
}
