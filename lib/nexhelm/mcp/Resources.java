package nexhelm.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.Failure;
import nexhelm.json.Json;

/** What can be read besides calling tools: runs and what belongs to them, and answers that were shortened. */
final class Resources {

    private static final String PREFIX = "nexhelm://";
    private static final int MOST_COMPLETIONS = 100; // the protocol's limit
    private static final Pattern URI = Pattern.compile(
            "(nexhelm://(?:runs/(?<run>[^/?]+)(?:/(?<part>[a-z-]+)(?:/(?<file>[^/?]+))?)?|results/\\d+))"
                    + "(?:\\?(?<query>[a-z0-9=&]*))?");

    /**
     * A part of a run.
     *
     * @param tool  the action that reads it; empty for texts, which the backend keeps as they are
     * @param field the field of its answer that holds it, empty for all of it
     */
    private record Part(String tool, String field, String template, String title, String description) {
        String type() {
            return tool.isEmpty() ? "text/plain" : "application/json";
        }
    }

    private static final Map<String, Part> PARTS = parts();

    private final Bounded bounded;

    Resources(Bounded bounded) {
        this.bounded = bounded;
    }

    private static Map<String, Part> parts() {
        var parts = new LinkedHashMap<String, Part>();
        parts.put("", new Part("show", "", "", "Run", "One run: status, proposal, links."));
        parts.put(
                "transcript",
                new Part("", "", "/transcript", "Transcript", "What a run was designed from (nexhelm engines only)."));
        parts.put(
                "task-definition",
                new Part(
                        "export_task_definition",
                        "",
                        "/task-definition",
                        "Task definition",
                        "A run's task definition."));
        parts.put(
                "messages",
                new Part("trace", "messages", "/messages", "Messages", "What the agent of a run wrote and called."));
        parts.put(
                "events",
                new Part(
                        "trace",
                        "messages",
                        "/events",
                        "Events",
                        "The agent's events, as this server saw them; else its messages."));
        parts.put(
                "trace",
                new Part(
                        "trace",
                        "",
                        "/trace",
                        "Trace",
                        "A run as a tree: steps, their calls and results, decisions (nexhelm engines only)."));
        parts.put("files", new Part("files", "files", "/files", "Files", "What a run wrote in the sandbox."));
        parts.put(
                "files/",
                new Part(
                        "",
                        "",
                        "/files/{file_id}",
                        "File",
                        "One file that a run wrote; version=before is what it was, as=text the text of a PDF."));
        return parts;
    }

    /** What is there without knowing an id: answers that were shortened. */
    ObjectNode list() {
        ObjectNode result = Json.object();
        ArrayNode list = result.putArray("resources");
        for (String uri : bounded.uris()) {
            list.addObject()
                    .put("uri", uri)
                    .put("name", uri.substring(PREFIX.length()))
                    .put("title", "An answer that was shortened")
                    .put("mimeType", "application/json");
        }
        return result;
    }

    ObjectNode templates() {
        ObjectNode result = Json.object();
        ArrayNode list = result.putArray("resourceTemplates");
        PARTS.forEach((name, part) -> list.addObject()
                .put(
                        "uriTemplate",
                        PREFIX + "runs/{run_id}" + part.template()
                                + (name.equals("files/") ? "{?version,as,page}" : "{?page}"))
                .put("name", name.isEmpty() ? "run" : name.equals("files/") ? "run-file" : "run-" + name)
                .put("title", part.title())
                .put("description", part.description())
                .put("mimeType", part.type()));
        return result;
    }

    /** A page of a resource, read with the same gates as a tool's; nothing when there is no such resource. */
    Optional<ObjectNode> read(String uri, ToolCalls reader) {
        Matcher matcher = URI.matcher(uri);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<String, String> query =
                query(Optional.ofNullable(matcher.group("query")).orElse(""));
        String page = query.getOrDefault("page", "1");
        if (!page.matches("[1-9]\\d{0,5}")) {
            return Optional.empty();
        }
        String base = matcher.group(1);
        String run = decoded(matcher.group("run"));
        String file = decoded(matcher.group("file"));
        Optional<Part> part = Optional.ofNullable(
                PARTS.get(Optional.ofNullable(matcher.group("part")).orElse("") + (file.isEmpty() ? "" : "/")));
        if (!run.isEmpty() && part.filter(p -> p.tool().isEmpty()).isPresent()) {
            byte[] bytes = file.isEmpty()
                    ? reader.content("/workflow-lab/runs/{}/transcript", Map.of(), run)
                    : reader.content("/workflow-lab/runs/{}/files/{}", version(query), run, file);
            return Pages.file(bytes, base, Integer.parseInt(page)).map(content -> contents(uri, content));
        }
        Optional<Bounded.Kept> kept = bounded.kept(base);
        Optional<JsonNode> whole = kept.map(Bounded.Kept::whole);
        if (whole.isEmpty() && !run.isEmpty()) {
            whole = part.map(p -> {
                ObjectNode arguments = Json.object().put("run_id", run);
                JsonNode answer =
                        reader.lab(p.tool(), p.template().equals("/trace") ? arguments.put("tree", true) : arguments);
                return p.field().isEmpty() ? answer : answer.path(p.field());
            });
        }
        Optional<Marks> marks = kept.map(Bounded.Kept::marked).orElseGet(reader::marking)
                ? Optional.of(reader.marks())
                : Optional.empty();
        return whole.flatMap(json -> Pages.json(json, base, Integer.parseInt(page), marks))
                .map(content -> contents(uri, content));
    }

    /** Values for a variable of a template: ids of runs, and of a run's files (completion/complete). */
    ObjectNode complete(JsonNode params, ToolCalls reader) {
        JsonNode argument = params.path("argument");
        if (!argument.path("name").isTextual()
                || !argument.path("value").isTextual()
                || !params.path("ref").path("type").isTextual()) {
            throw new Wrong(Frame.INVALID_PARAMS, "Invalid params: ref and argument are required");
        }
        String prefix = argument.path("value").textValue();
        boolean template = params.path("ref").path("type").asText().equals("ref/resource")
                && params.path("ref").path("uri").asText().startsWith(PREFIX + "runs/");
        ObjectNode result = Json.object();
        ArrayNode values = result.putObject("completion").putArray("values");
        if (template) {
            for (JsonNode known : known(
                    reader,
                    argument.path("name").textValue(),
                    params.path("context").path("arguments").path("run_id").asText(""))) {
                if (known.path("id").asText("").startsWith(prefix) && values.size() < MOST_COMPLETIONS) {
                    values.add(known.path("id"));
                }
            }
        }
        ((ObjectNode) result.path("completion")).put("hasMore", false);
        return result;
    }

    private static JsonNode known(ToolCalls reader, String variable, String run) {
        try {
            return variable.equals("run_id")
                    ? reader.lab("list", Json.object().put("limit", MOST_COMPLETIONS))
                            .path("runs")
                    : variable.equals("file_id") && !run.isEmpty()
                            ? reader.lab("files", Json.object().put("run_id", run))
                                    .path("files")
                            : Json.array();
        } catch (Failure e) {
            return Json.array(); // somebody types: what is wrong is told when the resource is read
        }
    }

    private static ObjectNode contents(String uri, ObjectNode content) {
        ObjectNode result = Json.object();
        ObjectNode named = Json.object().put("uri", uri);
        named.setAll(content);
        result.putArray("contents").add(named);
        return result;
    }

    /** What of the query is the backend's: which version, and whether a PDF is wanted as its text. */
    private static Map<String, String> version(Map<String, String> query) {
        var known = new LinkedHashMap<>(query);
        known.keySet().retainAll(Set.of("version", "as"));
        return known;
    }

    private static Map<String, String> query(String text) {
        var query = new LinkedHashMap<String, String>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return query;
    }

    private static String decoded(String text) {
        try {
            return text == null ? "" : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return ""; // a percent sign that escapes nothing: no such resource
        }
    }
}
