package nexhelm.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Where something stands in a JSON text that a person wrote.
 *
 * @param line counts from 1
 * @param column counts from 1
 */
public record JsonPlace(int line, int column) {

    private static final JsonFactory FACTORY = new JsonFactory();

    /** The place of a field such as {@code docs[2].title}; of what holds it, where it is missing. */
    public static JsonPlace of(String text, String field) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            Search search = new Search(parser, field);
            parser.nextToken();
            search.walk("");
            return search.found;
        } catch (IOException e) {
            return new JsonPlace(
                    1, 1); // the text has been parsed before, so this is about nothing that a person can find
        }
    }

    /** The first field that one object has twice, with its place; of such a pair a parser would silently drop one. */
    public static Optional<Twice> twice(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            Deque<Set<String>> open = new ArrayDeque<>();
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    open.push(new HashSet<>());
                } else if (token == JsonToken.END_OBJECT) {
                    open.pop();
                } else if (token == JsonToken.FIELD_NAME && !open.element().add(parser.currentName())) {
                    JsonLocation at = parser.currentTokenLocation();
                    return Optional.of(
                            new Twice(parser.currentName(), new JsonPlace(at.getLineNr(), at.getColumnNr())));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // whoever parses the text says what is wrong with it
        }
    }

    /** A field that is there a second time. */
    public record Twice(String field, JsonPlace place) {}

    @Override
    public String toString() {
        return "line " + line + ", column " + column;
    }

    /** One walk through a text. */
    private static final class Search {
        private final JsonParser parser;
        private final String field;
        private JsonPlace found = new JsonPlace(1, 1);
        private int depth = -1;

        Search(JsonParser parser, String field) {
            this.parser = parser;
            this.field = field;
        }

        void walk(String path) throws IOException {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String child = path.isEmpty() ? parser.currentName() : path + "." + parser.currentName();
                    note(child);
                    parser.nextToken();
                    walk(child);
                }
            } else if (parser.currentToken() == JsonToken.START_ARRAY) {
                for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                    String child = path + "[" + i + "]";
                    note(child);
                    walk(child);
                }
            }
        }

        private void note(String path) {
            boolean holds = field.equals(path) || field.startsWith(path + ".") || field.startsWith(path + "[");
            if (holds && path.length() > depth) {
                JsonLocation at = parser.currentTokenLocation();
                found = new JsonPlace(at.getLineNr(), at.getColumnNr());
                depth = path.length();
            }
        }
    }
}
