package nexhelm.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import nexhelm.json.Json;

/** Keeps answers at a size that a model can take: large ones are shortened, and the whole is kept to be read in pages. */
final class Bounded {

    /** Tokens of an answer, by the estimate below; the protocol's clients complain from 25,000 real ones. */
    static final int LIMIT = 14_000;

    private static final int TAIL = 3_500;
    private static final double CHARACTERS_OF_A_TOKEN = 3.5;
    private static final double TOKENS_OF_OTHER_CHARACTERS = 1.25;
    private static final int MOST_KEPT = 20;

    /** An answer as it goes out. */
    record Fitted(ObjectNode answer, Optional<String> note, Optional<String> uri) {}

    /**
     * A whole answer.
     *
     * @param marked the text of others in it is marked
     */
    record Kept(JsonNode whole, boolean marked) {}

    private final Map<String, Kept> kept = new LinkedHashMap<>();
    private int count;

    /** The answer itself when it is small enough, else a short form and where the whole is. */
    synchronized Fitted fit(ObjectNode answer, boolean marked) {
        if (size(answer) <= LIMIT) {
            return new Fitted(answer, Optional.empty(), Optional.empty());
        }
        String id = answer.path("id").asText("");
        ObjectNode shorter = answer.deepCopy();
        for (String list : List.of("events", "messages")) {
            if (!id.isEmpty() && answer.path(list).isArray() && size(answer.path(list)) > TAIL) {
                String uri = "nexhelm://runs/" + id + "/" + list;
                keep(uri, new Kept(answer.path(list), marked));
                ArrayNode last = last((ArrayNode) answer.path(list));
                shorter.set(list, last);
                shorter.put(list + "_total", answer.path(list).size());
                shorter.set("tools_used", toolsUsed(answer.path(list)));
                shorter.put(list + "_resource", uri);
                if (size(shorter) <= LIMIT) {
                    return new Fitted(
                            shorter,
                            Optional.of(list + ": the last " + last.size() + " of "
                                    + answer.path(list).size()
                                    + " are shown, streamed text left out; all of them, in pages: "
                                    + uri),
                            Optional.of(uri));
                }
            }
        }
        String uri = "nexhelm://results/" + ++count;
        keep(uri, new Kept(answer, marked));
        if (withoutProposals(shorter) && size(shorter) <= LIMIT) {
            return new Fitted(
                    shorter,
                    Optional.of("shortened: of each run's proposal only the name is shown; show reads one run, and the"
                            + " whole is here, in pages: " + uri),
                    Optional.of(uri));
        }
        for (int longest = 4000; size(shorter) > LIMIT && longest >= 60; longest /= 4) {
            shorter = (ObjectNode) cut(shorter, longest, Math.max(3, longest / 20));
        }
        if (size(shorter) > LIMIT) {
            shorter = words(shorter); // thousands of fields: what it is about is left, the rest is behind the link
        }
        return new Fitted(
                shorter,
                Optional.of("shortened: long texts and lists are cut; the whole, in pages: " + uri),
                Optional.of(uri));
    }

    /** Leaves of a list's runs what tells them apart; true when there was something to leave out. */
    private static boolean withoutProposals(ObjectNode answer) {
        boolean any = false;
        for (JsonNode run : answer.path("runs")) {
            if (run.path("proposal").isObject()) {
                ObjectNode named = Json.object();
                named.set("task_name", run.path("proposal").path("task_name"));
                ((ObjectNode) run).set("proposal", named);
                any = true;
            }
        }
        return any;
    }

    /** What was kept under an address, by this server since it started. */
    synchronized Optional<Kept> kept(String uri) {
        return Optional.ofNullable(kept.get(uri));
    }

    synchronized List<String> uris() {
        return List.copyOf(kept.keySet());
    }

    private void keep(String uri, Kept whole) {
        kept.remove(uri);
        kept.put(uri, whole);
        while (kept.size() > MOST_KEPT) {
            kept.remove(kept.keySet().iterator().next());
        }
    }

    private static ObjectNode words(ObjectNode answer) {
        ObjectNode few = Json.object();
        answer.properties().stream()
                .filter(field -> field.getValue().isValueNode())
                .limit(50)
                .forEach(field -> few.set(field.getKey(), field.getValue()));
        return few;
    }

    private static int size(JsonNode value) {
        return tokens(Json.readable(value));
    }

    /** How many tokens a text has at most, roughly: words of Latin letters are cheap, other characters are not. */
    static int tokens(String text) {
        long others = text.chars().filter(c -> c > 126).count();
        return (int) Math.ceil((text.length() - others) / CHARACTERS_OF_A_TOKEN + others * TOKENS_OF_OTHER_CHARACTERS);
    }

    /** The longest beginning of a text that has so many tokens at most, and ends within no character. */
    static int fitting(String text, int from, int tokens) {
        double room = tokens;
        int to = from;
        while (to < text.length()) {
            room -= text.charAt(to) > 126 ? TOKENS_OF_OTHER_CHARACTERS : 1 / CHARACTERS_OF_A_TOKEN;
            if (room < 0) {
                break;
            }
            to++;
        }
        return to < text.length() && to > from + 1 && Character.isHighSurrogate(text.charAt(to - 1)) ? to - 1 : to;
    }

    /** The last elements that fit, without the agent's text as it was typed. */
    private static ArrayNode last(ArrayNode all) {
        int from = all.size();
        int room = TAIL;
        while (from > 0) {
            room -= all.get(from - 1).path("type").asText().equals("token") ? 0 : size(all.get(from - 1));
            if (room < 0) {
                break;
            }
            from--;
        }
        ArrayNode last = Json.array();
        for (int i = from; i < all.size(); i++) {
            if (!all.get(i).path("type").asText().equals("token")) {
                last.add(all.get(i));
            }
        }
        if (last.isEmpty() && !all.isEmpty()) {
            last.add(cut(all.get(all.size() - 1), 500, 20));
        }
        return last;
    }

    private static ObjectNode toolsUsed(JsonNode events) {
        var counts = new TreeMap<String, Integer>();
        for (JsonNode event : events) {
            if (event.path("type").asText().equals("tool_start")) {
                counts.merge(event.path("data").path("name").asText(), 1, Integer::sum);
            }
            for (JsonNode block : event.path("content")) {
                if (block.path("type").asText().equals("tool_use")) {
                    counts.merge(block.path("name").asText(), 1, Integer::sum);
                }
            }
        }
        ObjectNode used = Json.object();
        counts.forEach(used::put);
        return used;
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end) + "… (" + (text.length() - end) + " more characters)";
    }

    private static JsonNode cut(JsonNode value, int longest, int most) {
        if (value.isTextual() && value.textValue().length() > longest) {
            return Json.object().textNode(Marks.within(value.textValue(), text -> cut(text, longest)));
        }
        if (value instanceof ArrayNode array) {
            ArrayNode shorter = Json.array();
            for (int i = 0; i < Math.min(most, array.size()); i++) {
                shorter.add(cut(array.get(i), longest, most));
            }
            return shorter;
        }
        if (value instanceof ObjectNode object) {
            ObjectNode shorter = Json.object();
            object.properties().forEach(field -> shorter.set(field.getKey(), cut(field.getValue(), longest, most)));
            return shorter;
        }
        return value;
    }
}
