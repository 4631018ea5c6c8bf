package nexhelm.assistant;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import nexhelm.Failure;
import nexhelm.json.Json;

/** JSON with the comments and trailing commas that editors allow; every character outside of our entry stays. */
final class JsonConfig implements ConfigText {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .build();
    private static final ObjectMapper TREES = new ObjectMapper(FACTORY);

    /** Where an object stands in the text: its braces, the end of its last value, and a member that was looked for. */
    private record Place(int open, int close, int lastEnd, Optional<int[]> member) {}

    private final String name;
    private final String text;

    JsonConfig(String name, String text) {
        this.name = name;
        this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    @Override
    public String with(String key, ObjectNode entry) {
        if (text.isBlank()) {
            ObjectNode whole = Json.object();
            whole.putObject(key).set(NAME, entry);
            return Json.readable(whole) + "\n";
        }
        JsonNode now = tree(text);
        JsonNode servers = now.path(key);
        if (!now.isObject() || !servers.isMissingNode() && !servers.isObject()) {
            throw Failure.input(name + (now.isObject() ? ": " + key : "") + " is not a JSON object");
        }
        ObjectNode own = servers.path(NAME).isObject() ? servers.path(NAME).deepCopy() : Json.object();
        own.setAll(entry);
        if (!entry.has("args")) {
            own.remove("args");
        }
        String changed = own.equals(servers.path(NAME)) ? text : changed(key, servers, own);
        ObjectNode wanted = now.deepCopy();
        wanted.withObjectProperty(key).set(NAME, own);
        if (!tree(changed).equals(wanted)) {
            throw ConfigText.noPlace(name);
        }
        return changed;
    }

    private String changed(String key, JsonNode servers, ObjectNode own) {
        if (servers.isMissingNode()) {
            ObjectNode group = Json.object();
            group.set(NAME, own);
            return inserted(place(0, key), key, group, 1);
        }
        int at = place(0, key).member().orElseThrow()[0];
        Place group = place(at, NAME);
        if (group.member().isEmpty()) {
            return inserted(group, NAME, own, 2);
        }
        int[] old = group.member().get();
        return text.substring(0, old[0]) + indented(own, 2) + text.substring(old[1]);
    }

    /** A new last member, on lines of its own before the closing brace. */
    private String inserted(Place place, String member, ObjectNode value, int depth) {
        String between = text.substring(place.lastEnd(), place.close());
        boolean empty = place.lastEnd() == place.open() + 1;
        String comma = empty || hasComma(between) ? "" : ",";
        String kept = between.stripTrailing();
        return text.substring(0, place.lastEnd())
                + comma
                + kept
                + newline()
                + unit().repeat(depth)
                + "\"" + member + "\": "
                + indented(value, depth)
                + newline()
                + unit().repeat(depth - 1)
                + text.substring(place.close());
    }

    private String indented(ObjectNode value, int depth) {
        return Json.readable(value)
                .replace("\n", "\n" + "  ".repeat(depth))
                .lines()
                .map(line -> {
                    String bare = line.stripLeading();
                    return unit().repeat((line.length() - bare.length()) / 2) + bare;
                })
                .collect(java.util.stream.Collectors.joining(newline()));
    }

    private String newline() {
        return text.contains("\r\n") ? "\r\n" : "\n";
    }

    /** What the text is indented by: the white space before its first indented line. */
    private String unit() {
        return text.lines()
                .filter(line -> line.matches("[ \\t]+\\S.*"))
                .findFirst()
                .map(line ->
                        line.substring(0, line.length() - line.stripLeading().length()))
                .orElse("  ");
    }

    /** Whether there is a comma outside of comments. */
    private static boolean hasComma(String between) {
        return between.replaceAll("(?s)/\\*.*?\\*/|//[^\\n]*", "").contains(",");
    }

    /** Walks through the object that begins at an offset and notes where a member of it stands. */
    private Place place(int from, String wanted) {
        try (JsonParser parser = FACTORY.createParser(text.substring(from))) {
            parser.nextToken();
            int open = from + (int) parser.currentTokenLocation().getCharOffset();
            int end = open + 1;
            Optional<int[]> member = Optional.empty();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                parser.nextToken();
                int begin = from + (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                // a scalar's own end is only known from its text: the parser may have read ahead of it
                if (parser.currentToken() == JsonToken.VALUE_STRING) {
                    parser.finishToken();
                }
                end = from + (int) parser.currentLocation().getCharOffset();
                end = begin + text.substring(begin, end).stripTrailing().length();
                if (parser.currentToken().isNumeric()) {
                    end = begin + parser.getTextLength();
                }
                if (field.equals(wanted)) {
                    member = Optional.of(new int[] {begin, end});
                }
            }
            return new Place(open, from + (int) parser.currentTokenLocation().getCharOffset(), end, member);
        } catch (IOException e) {
            throw ConfigText.noPlace(name); // it has been parsed before
        }
    }

    private JsonNode tree(String json) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            JsonNode tree = TREES.readTree(parser);
            if (parser.nextToken() != null) {
                JsonLocation at = parser.currentTokenLocation();
                throw Failure.input(name + " is not JSON at line " + at.getLineNr() + ", column " + at.getColumnNr());
            }
            return tree == null ? Json.object().missingNode() : tree;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw Failure.input(name + " is not JSON"
                    + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr()));
        } catch (IOException e) {
            throw Failure.input(name + " cannot be read");
        }
    }
}
