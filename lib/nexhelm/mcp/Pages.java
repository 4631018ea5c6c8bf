package nexhelm.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import nexhelm.Failure;
import nexhelm.json.Json;

/** Resources in pages that a model can take. */
final class Pages {

    /** Tokens of a page, by the estimate of {@link Bounded}. */
    private static final int LENGTH = 11_000;

    private static final int LARGEST_BLOB = 1 << 20;

    private Pages() {}

    /** A file: text in pages, anything else whole as a blob, as long as it is small enough for a model's client. */
    static Optional<ObjectNode> file(byte[] bytes, String base, int page) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.indexOf('\0') < 0) {
                return text(text, base, page);
            }
        } catch (CharacterCodingException e) {
            // not text
        }
        if (page > 1) {
            return Optional.empty();
        }
        if (bytes.length > LARGEST_BLOB) {
            throw Failure.input("the file has " + bytes.length + " bytes, more than the " + LARGEST_BLOB
                    + " that go into an answer; a person can open it on the run's page");
        }
        return Optional.of(Json.object()
                .put("mimeType", type(bytes))
                .put("blob", Base64.getEncoder().encodeToString(bytes)));
    }

    /** The kind of a file by its first bytes, for those that the sandbox knows. */
    private static String type(byte[] bytes) {
        String first = new String(bytes, 0, Math.min(4, bytes.length), StandardCharsets.ISO_8859_1);
        return first.startsWith("%PDF") ? "application/pdf" : "application/octet-stream";
    }

    /** A page of plain text; where there are more, the page says so beside the text. */
    static Optional<ObjectNode> text(String whole, String base, int page) {
        List<String> pages = pieces(whole);
        if (page > pages.size()) {
            return Optional.empty();
        }
        ObjectNode content = Json.object().put("mimeType", "text/plain").put("text", pages.get(page - 1));
        if (pages.size() > 1) {
            content.set("_meta", Json.object().set("ai.nexhelm/page", place(base, page, pages.size())));
        }
        return Optional.of(content);
    }

    /**
     * A page of a JSON value: lists go out element by element, anything else, and an element that is too large for a page,
     * as a piece of its text.
     *
     * @param marks stand around a piece, which may begin and end anywhere
     */
    static Optional<ObjectNode> json(JsonNode whole, String base, int page, Optional<Marks> marks) {
        List<JsonNode> pages = new ArrayList<>();
        if (whole instanceof ArrayNode list) {
            ArrayNode current = Json.array();
            int size = 0;
            for (JsonNode element : list) {
                String text = Json.readable(element);
                int more = Bounded.tokens(text);
                if (size + more > LENGTH && !current.isEmpty()) {
                    pages.add(current);
                    current = Json.array();
                    size = 0;
                }
                if (more > LENGTH) {
                    pieces(text).forEach(piece -> pages.add(piece(piece, marks)));
                    continue;
                }
                current.add(element);
                size += more;
            }
            if (!current.isEmpty() || pages.isEmpty()) {
                pages.add(current);
            }
        } else {
            String text = Json.readable(whole);
            if (Bounded.tokens(text) <= LENGTH) {
                return page == 1 ? Optional.of(content(text)) : Optional.empty();
            }
            pieces(text).forEach(piece -> pages.add(piece(piece, marks)));
        }
        if (page > pages.size()) {
            return Optional.empty();
        }
        ObjectNode result = place(base, page, pages.size());
        result.set(pages.get(page - 1).isArray() ? "items" : "text", pages.get(page - 1));
        return Optional.of(content(Json.readable(result)));
    }

    private static JsonNode piece(String text, Optional<Marks> marks) {
        return Json.object().textNode(marks.map(m -> m.around(text)).orElse(text));
    }

    private static ObjectNode content(String json) {
        return Json.object().put("mimeType", "application/json").put("text", json);
    }

    private static ObjectNode place(String base, int page, int pages) {
        ObjectNode place = Json.object().put("page", page).put("pages", pages);
        return page < pages ? place.put("next", base + "?page=" + (page + 1)) : place;
    }

    /** No piece ends within a character. */
    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        for (int from = 0; from < text.length(); ) {
            int to = Bounded.fitting(text, from, LENGTH);
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces.isEmpty() ? List.of("") : pieces;
    }
}
