package nexhelm.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.json.Json;

/**
 * Marks where text from transcripts, documents and mails begins and ends in a result, so that a model can tell it from
 * what the engine says. The number in the marks is drawn anew for every result: text that imitates them cannot know it.
 */
final class Marks {

    private static final Pattern MARK = Pattern.compile("(?s)<<data ([0-9a-f]{6})>>(.*)<<end \\1>>");

    /** What holds such text, wherever it stands in an answer: results of tools, quotations, contents. */
    private static final Set<String> FOREIGN =
            Set.of("output", "result", "quote", "content", "prompt", "reasoning", "client_said", "transcript_text");

    private final String begin;
    private final String end;

    /**
     * @param number six hexadecimal digits that nobody can guess
     */
    Marks(String number) {
        begin = "<<data " + number + ">>";
        end = "<<end " + number + ">>";
    }

    /** The answer with its foreign text marked; names, numbers and single words stay as they are. */
    ObjectNode in(ObjectNode answer) {
        return (ObjectNode) walk(answer, false);
    }

    /** What a model hands back without the marks that it copied along. */
    static JsonNode without(JsonNode value) {
        if (value.isTextual()) {
            Matcher copied = MARK.matcher(value.textValue());
            return copied.matches() ? Json.object().textNode(copied.group(2)) : value;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode plain = Json.array();
            array.forEach(element -> plain.add(without(element)));
            return plain;
        }
        if (value instanceof ObjectNode object) {
            ObjectNode plain = Json.object();
            object.properties().forEach(field -> plain.set(field.getKey(), without(field.getValue())));
            return plain;
        }
        return value;
    }

    private JsonNode walk(JsonNode value, boolean foreign) {
        if (value.isTextual()) {
            boolean words = value.textValue().strip().indexOf(' ') > 0
                    || value.textValue().strip().indexOf('\n') > 0;
            return foreign && words ? Json.object().textNode(begin + value.textValue() + end) : value;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode marked = Json.array();
            array.forEach(element -> marked.add(walk(element, foreign)));
            return marked;
        }
        if (value instanceof ObjectNode object) {
            ObjectNode marked = Json.object();
            object.properties()
                    .forEach(field -> marked.set(
                            field.getKey(),
                            walk(field.getValue(), foreign || holds(object, field.getKey(), field.getValue()))));
            return marked;
        }
        return value;
    }

    /** A message's content is a list of blocks, each of which says what it is; only its leaves hold text. */
    private static boolean holds(ObjectNode object, String key, JsonNode value) {
        boolean blocks = key.equals("content") && (value.isArray() || object.has("role"));
        return FOREIGN.contains(key) && !blocks;
    }
}
