package nexhelm.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.json.Json;
import nexhelm.tool.Tool;

/**
 * Marks where text from transcripts, documents, mails, repositories and programs begins and ends in a result, so that a
 * model can tell it from what the server says. The number in the marks is drawn anew for every result: text that
 * imitates them cannot know it.
 */
final class Marks {

    private static final Pattern MARKED = Pattern.compile("(?s)<<data ([0-9a-f]{6})>>(.*?)<<end \\1>>");

    /** What holds such text, and everything below it, wherever it stands in an answer. */
    private static final Set<String> FOREIGN = Set.of(
            "input",
            "output",
            "result",
            "quote",
            "content",
            "prompt",
            "reasoning",
            "client_said",
            "transcript_text",
            "proposal",
            "task_definition",
            "task_definitions",
            "blueprint",
            "interaction",
            "steps",
            "workflow",
            "inputs",
            "regressions",
            "summary",
            "description",
            "instruction",
            "hitl",
            "name",
            "title",
            "task_name",
            "path",
            "note",
            "design_note",
            "reviewer_note",
            "capability",
            "closest_analog",
            "stdout",
            "stderr",
            "command",
            "lines",
            "matches");

    /** What names a file on this machine, as the caller named it. */
    private static final Set<String> FILES = Set.of("file", "folder");

    /** What the next call may name again, so that it stays as it is. */
    private record Plain(JsonNode answer, boolean code) {
        boolean is(ObjectNode object, String key) {
            return object == answer && FILES.contains(key) || code && key.equals("path");
        }
    }

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
    JsonNode in(JsonNode answer, Tool.Foreign which) {
        return which == Tool.Foreign.UNMARKED
                ? answer
                : walk(answer, which == Tool.Foreign.ALL, new Plain(answer, false));
    }

    /** The answer of a workspace: paths stay as they are, because the next call names them. */
    JsonNode inCode(JsonNode answer, Tool.Foreign which) {
        return which == Tool.Foreign.UNMARKED
                ? answer
                : walk(answer, which == Tool.Foreign.ALL, new Plain(answer, true));
    }

    /** A piece of foreign text. */
    String around(String text) {
        return begin + text + end;
    }

    /** Foreign text made shorter within its marks. */
    static String within(String text, UnaryOperator<String> shorten) {
        Matcher marked = MARKED.matcher(text);
        return marked.matches()
                ? new Marks(marked.group(1)).around(shorten.apply(marked.group(2)))
                : shorten.apply(text);
    }

    /** What a model hands back without the marks that it copied along. */
    static JsonNode without(JsonNode value) {
        if (value.isTextual()) {
            return value.textValue().contains("<<end ")
                    ? Json.object().textNode(MARKED.matcher(value.textValue()).replaceAll("$2"))
                    : value;
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

    private JsonNode walk(JsonNode value, boolean foreign, Plain plain) {
        if (value.isTextual()) {
            boolean words = value.textValue().strip().chars().anyMatch(Character::isWhitespace);
            return foreign && words ? Json.object().textNode(around(value.textValue())) : value;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode marked = Json.array();
            array.forEach(element -> marked.add(walk(element, foreign, plain)));
            return marked;
        }
        if (value instanceof ObjectNode object) {
            ObjectNode marked = Json.object();
            object.properties().forEach(field -> {
                String key = field.getKey();
                marked.set(
                        key,
                        plain.is(object, key)
                                ? field.getValue()
                                : walk(field.getValue(), foreign || holds(object, key, field.getValue()), plain));
            });
            return marked;
        }
        return value;
    }

    /** A message's content is a list of blocks, each of which says what it is; only its leaves hold text. */
    private static boolean holds(ObjectNode object, String key, JsonNode value) {
        boolean agents = !object.path("type").asText().equals("tool_result")
                && !object.path("role").asText().equals("tool");
        boolean blocks = key.equals("content") && agents && (value.isArray() || object.has("role"));
        return FOREIGN.contains(key) && !blocks;
    }
}
