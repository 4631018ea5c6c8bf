package nexhelm.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nexhelm.json.Json;

/**
 * The revision without a handshake, 2026-07-28, which the SDK does not know: each request says its revision and what
 * its client can do, and a question to the person there is a result ({@code input_required}) that the client answers
 * by calling again.
 */
final class Stateless {

    static final String REVISION = "2026-07-28";

    private static final String PREFIX = "io.modelcontextprotocol/";
    private static final String QUESTION = "person";
    private static final int UNSUPPORTED_VERSION = -32022;
    private static final List<String> LEVELS =
            List.of("debug", "info", "notice", "warning", "error", "critical", "alert", "emergency");
    private static final Set<String> CACHED = Set.of(
            "server/discover",
            "tools/list",
            "resources/list",
            "resources/templates/list",
            "resources/read",
            "prompts/list");

    private final Core core;

    Stateless(Core core) {
        this.core = core;
    }

    /** True for a request of this revision or of one that has no handshake either. */
    static boolean speaks(JsonNode params) {
        return params.path("_meta").has(PREFIX + "protocolVersion");
    }

    /** Answers a request; {@link Wrong} with the codes of this revision. */
    JsonNode answer(String method, JsonNode params, Call call) {
        JsonNode meta = params.path("_meta");
        JsonNode revision = meta.path(PREFIX + "protocolVersion");
        if (!revision.isTextual()) {
            throw new Wrong(Frame.INVALID_PARAMS, "Invalid params: " + PREFIX + "protocolVersion is not text");
        }
        if (!revision.textValue().equals(REVISION)) {
            ObjectNode data = Json.object();
            data.putArray("supported").add(REVISION);
            throw new Wrong(
                    UNSUPPORTED_VERSION,
                    "Unsupported protocol version",
                    data.put("requested", Results.line(revision.textValue())));
        }
        JsonNode capabilities = meta.path(PREFIX + "clientCapabilities");
        if (!capabilities.isObject()) {
            throw new Wrong(Frame.INVALID_PARAMS, "Invalid params: " + PREFIX + "clientCapabilities is required");
        }
        JsonNode level = meta.path(PREFIX + "logLevel");
        if (!level.isMissingNode() && !LEVELS.contains(level.asText())) {
            throw new Wrong(
                    Frame.INVALID_PARAMS,
                    "Invalid params: " + PREFIX + "logLevel is none of " + String.join(", ", LEVELS));
        }
        Optional<Core.Asking> asking =
                Handshake.asksWithForms(capabilities) ? Optional.of(new ByResult(params)) : Optional.empty();
        ObjectNode result;
        try {
            result = complete(
                    method,
                    method.equals("server/discover")
                            ? discover()
                            : core.answer(method, params, call, new Core.Client(asking, true)));
        } catch (Core.InputNeeded e) {
            result = question(e);
        }
        ObjectNode info = method.equals("server/discover")
                ? Handshake.serverInfo(REVISION)
                : Handshake.serverInfo("2025-06-18"); // the icon is not repeated on every result
        result.withObjectProperty("_meta").set(PREFIX + "serverInfo", info);
        return result;
    }

    private static ObjectNode complete(String method, JsonNode answer) {
        ObjectNode result = Json.object().put("resultType", "complete");
        answer.properties().forEach(field -> result.set(field.getKey(), field.getValue()));
        if (CACHED.contains(method)) {
            result.put("ttlMs", 0).put("cacheScope", "private");
        }
        return result;
    }

    private static ObjectNode question(Core.InputNeeded needed) {
        ObjectNode result = Json.object().put("resultType", "input_required");
        ObjectNode request = result.putObject("inputRequests").putObject(QUESTION);
        request.put("method", needed.method()).set("params", needed.params());
        return result.put(
                "requestState",
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(Json.compact(needed.about()).getBytes(StandardCharsets.UTF_8)));
    }

    private ObjectNode discover() {
        ObjectNode result = Json.object();
        result.putArray("supportedVersions").add(REVISION);
        result.set("capabilities", core.capabilities());
        return result.put("instructions", core.instructions());
    }

    /**
     * Asks by the result, and finds the reply in the call that comes after it. The state that comes back says only which
     * question was answered; it grants nothing, since the question is put together anew and both must be the same.
     */
    private static final class ByResult implements Core.Asking {
        private final Optional<JsonNode> about;
        private final JsonNode reply;

        ByResult(JsonNode params) {
            reply = params.path("inputResponses").path(QUESTION);
            about = reply.isObject() ? state(params.path("requestState").asText("")) : Optional.empty();
        }

        @Override
        public JsonNode ask(String method, ObjectNode params, JsonNode asked) {
            if (about.filter(asked::equals).isEmpty()) {
                throw new Core.InputNeeded(method, params, asked);
            }
            return reply;
        }

        @Override
        public Optional<JsonNode> replied() {
            return about;
        }

        private static Optional<JsonNode> state(String text) {
            try {
                return Optional.of(Json.parse(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8)));
            } catch (IllegalArgumentException | Json.Malformed e) {
                return Optional.empty(); // not a state of ours: the question is asked again
            }
        }
    }
}
