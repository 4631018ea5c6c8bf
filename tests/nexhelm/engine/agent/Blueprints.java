package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import nexhelm.engine.sandbox.Blueprint;
import nexhelm.json.Json;

/** The demo blueprint with one thing different. */
final class Blueprints {

    private Blueprints() {}

    /** Every occurrence of a text replaced by another. */
    static ObjectNode replaced(String... pairs) {
        String text = Json.compact(Blueprint.demo());
        for (int i = 0; i < pairs.length; i += 2) {
            if (!text.contains(pairs[i])) {
                throw new AssertionError("the demo blueprint does not hold " + pairs[i]);
            }
            text = text.replace(pairs[i], pairs[i + 1]);
        }
        try {
            return (ObjectNode) Json.parse(text);
        } catch (Json.Malformed e) {
            throw new AssertionError(e);
        }
    }

    /** Without the document of this title, or the mail of this subject. */
    static ObjectNode without(String title) {
        ObjectNode demo = Blueprint.demo();
        for (String kind : new String[] {"docs", "mailbox"}) {
            ArrayNode items = (ArrayNode) demo.get(kind);
            for (int i = 0; i < items.size(); i++) {
                JsonNode item = items.get(i);
                if (item.path("title").asText().equals(title)
                        || item.path("subject").asText().equals(title)) {
                    items.remove(i);
                    return demo;
                }
            }
        }
        throw new AssertionError("the demo blueprint has no " + title);
    }

    /** With lines added to the text of the document of this title, or the mail of this subject. */
    static ObjectNode withText(String title, String more) {
        ObjectNode demo = Blueprint.demo();
        for (String kind : new String[] {"docs", "mailbox"}) {
            for (JsonNode item : demo.get(kind)) {
                if (item.path("title").asText().equals(title)
                        || item.path("subject").asText().equals(title)) {
                    ((ObjectNode) item).put("text", item.path("text").asText() + more);
                    return demo;
                }
            }
        }
        throw new AssertionError("the demo blueprint has no " + title);
    }
}
