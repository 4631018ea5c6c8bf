package nexhelm.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import nexhelm.json.Json;

/**
 * The revision without a handshake, 2026-07-28, which the SDK does not know: each request says its revision and what
 * its client can do.
 */
final class Stateless {

    static final String REVISION = "2026-07-28";

    private static final String PREFIX = "io.modelcontextprotocol/";
    private static final int UNSUPPORTED_VERSION = -32022;
    private static final Set<String> CACHED = Set.of(
            "server/discover",
            "tools/list",
            "resources/list",
            "resources/templates/list",
            "resources/read",
            "prompts/list");

    private final ToolServer server;

    Stateless(ToolServer server) {
        this.server = server;
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
        if (!meta.path(PREFIX + "clientCapabilities").isObject()) {
            throw new Wrong(Frame.INVALID_PARAMS, "Invalid params: " + PREFIX + "clientCapabilities is required");
        }
        JsonNode answer = method.equals("server/discover")
                ? discover()
                : server.answer(method, params, call, new ToolServer.Client(Optional.empty(), true));
        ObjectNode result = Json.object().put("resultType", "complete");
        answer.properties().forEach(field -> result.set(field.getKey(), field.getValue()));
        if (CACHED.contains(method)) {
            result.put("ttlMs", 0).put("cacheScope", "private");
        }
        result.putObject("_meta").set(PREFIX + "serverInfo", Handshake.serverInfo());
        return result;
    }

    private static ObjectNode discover() {
        ObjectNode result = Json.object();
        result.putArray("supportedVersions").add(REVISION);
        result.set("capabilities", Handshake.capabilities());
        return result.put("instructions", Handshake.INSTRUCTIONS);
    }
}
