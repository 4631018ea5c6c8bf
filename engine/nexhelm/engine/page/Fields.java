package nexhelm.engine.page;

import static j2html.TagCreator.dd;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.pre;

import com.fasterxml.jackson.databind.JsonNode;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nexhelm.json.Json;

/** A tool's input or output as names and values, for people who do not read JSON. */
final class Fields {

    private static final int MOST_SHOWN = 6_000;

    private Fields() {}

    static DomContent of(JsonNode tree, String label) {
        if (!tree.isObject() || tree.isEmpty()) {
            return pre(tree.isEmpty() ? "nothing" : shown(tree)).attr("aria-label", label);
        }
        List<DomContent> rows = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : tree.properties()) {
            rows.add(dt(field.getKey().replace('_', ' ')));
            rows.add(dd(shown(field.getValue())));
        }
        return dl(rows.toArray(DomContent[]::new)).withClass("values").attr("aria-label", label);
    }

    private static String shown(JsonNode value) {
        String text = value.isValueNode() ? value.asText() : lines(value);
        return text.length() <= MOST_SHOWN
                ? text
                : text.substring(0, MOST_SHOWN) + "\n… " + (text.length() - MOST_SHOWN) + " more characters";
    }

    /** A list of plain values is read in one line. */
    private static String lines(JsonNode value) {
        boolean plain = value.isArray() && value.valueStream().allMatch(JsonNode::isValueNode);
        return plain
                ? String.join(", ", value.valueStream().map(JsonNode::asText).toList())
                : Json.readable(value);
    }
}
