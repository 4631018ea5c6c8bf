package nexhelm.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.json.Json;

/** What can be read besides calling tools: runs and what belongs to them, and answers that were shortened. */
final class Resources {

    private static final int PAGE = 40_000;
    private static final Pattern URI = Pattern.compile(
            "(nexhelm://(?:runs/(?<run>[^/?]+)(?:/(?<part>[a-z-]+))?|results/\\d+))(?:\\?page=(?<page>\\d{1,6}))?");

    /** A part of a run: the tool that reads it, the field that holds it, and what it is. */
    private record Part(String tool, String field, String title, String description) {}

    private static final Map<String, Part> PARTS = Map.of(
            "", new Part("show", "", "Run", "One run: status, proposal, links."),
            "task-definition", new Part("export_task_definition", "", "Task definition", "A run's task definition."),
            "messages", new Part("trace", "messages", "Messages", "What the agent of a run wrote and called."),
            "events",
                    new Part(
                            "trace",
                            "messages",
                            "Events",
                            "The agent's events, as this server saw them; else its messages."),
            "files", new Part("files", "files", "Files", "What a run wrote in the sandbox."));

    private final Bounded bounded;
    private final BiFunction<String, ObjectNode, JsonNode> call;

    /**
     * @param call answers an action of the lab by its wire name, with the same gates as a tool call
     */
    Resources(Bounded bounded, BiFunction<String, ObjectNode, JsonNode> call) {
        this.bounded = bounded;
        this.call = call;
    }

    /** What is there without knowing an id: answers that were shortened. */
    ObjectNode list() {
        ObjectNode result = Json.object();
        ArrayNode list = result.putArray("resources");
        for (String uri : bounded.uris()) {
            list.addObject()
                    .put("uri", uri)
                    .put("name", uri.substring("nexhelm://".length()))
                    .put("title", "An answer that was shortened")
                    .put("mimeType", "application/json");
        }
        return result;
    }

    ObjectNode templates() {
        ObjectNode result = Json.object();
        ArrayNode list = result.putArray("resourceTemplates");
        for (String name : List.of("", "task-definition", "messages", "events", "files")) {
            Part part = PARTS.get(name);
            list.addObject()
                    .put("uriTemplate", "nexhelm://runs/{run_id}" + (name.isEmpty() ? "" : "/" + name) + "{?page}")
                    .put("name", name.isEmpty() ? "run" : "run-" + name)
                    .put("title", part.title())
                    .put("description", part.description())
                    .put("mimeType", "application/json");
        }
        return result;
    }

    /** A page of a resource; nothing when there is no such resource. */
    Optional<ObjectNode> read(String uri) {
        Matcher matcher = URI.matcher(uri);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String base = matcher.group(1);
        return whole(matcher, base)
                .flatMap(whole ->
                        page(whole, base, matcher.group("page") == null ? 1 : Integer.parseInt(matcher.group("page"))))
                .map(text -> {
                    ObjectNode result = Json.object();
                    result.putArray("contents")
                            .addObject()
                            .put("uri", uri)
                            .put("mimeType", "application/json")
                            .put("text", text);
                    return result;
                });
    }

    private Optional<JsonNode> whole(Matcher matcher, String base) {
        Optional<JsonNode> kept = bounded.kept(base);
        if (kept.isPresent() || matcher.group("run") == null) {
            return kept;
        }
        Optional<Part> part = Optional.ofNullable(
                PARTS.get(Optional.ofNullable(matcher.group("part")).orElse("")));
        String run = URLDecoder.decode(matcher.group("run"), StandardCharsets.UTF_8);
        return part.map(p -> {
            JsonNode answer = call.apply(p.tool(), Json.object().put("run_id", run));
            return p.field().isEmpty() ? answer : answer.path(p.field());
        });
    }

    /** Lists go out element by element, anything else as a piece of its text. */
    private static Optional<String> page(JsonNode whole, String base, int page) {
        List<JsonNode> pages = new ArrayList<>();
        if (whole instanceof ArrayNode list) {
            ArrayNode current = Json.array();
            int size = 0;
            for (JsonNode element : list) {
                int more = Json.readable(element).length();
                if (size + more > PAGE && !current.isEmpty()) {
                    pages.add(current);
                    current = Json.array();
                    size = 0;
                }
                current.add(element);
                size += more;
            }
            pages.add(current);
        } else {
            String text = Json.readable(whole);
            if (text.length() <= PAGE) {
                return page == 1 ? Optional.of(text) : Optional.empty();
            }
            for (int from = 0; from < text.length(); from += PAGE) {
                pages.add(Json.object().textNode(text.substring(from, Math.min(text.length(), from + PAGE))));
            }
        }
        if (page < 1 || page > pages.size()) {
            return Optional.empty();
        }
        ObjectNode result = Json.object().put("page", page).put("pages", pages.size());
        if (page < pages.size()) {
            result.put("next", base + "?page=" + (page + 1));
        }
        result.set(whole.isArray() ? "items" : "text", pages.get(page - 1));
        return Optional.of(Json.readable(result));
    }
}
