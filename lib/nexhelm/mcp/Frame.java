package nexhelm.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import nexhelm.json.Json;

/** What a line of the wire is. */
sealed interface Frame {

    int PARSE_ERROR = -32700;
    int INVALID_REQUEST = -32600;
    int METHOD_NOT_FOUND = -32601;
    int INVALID_PARAMS = -32602;
    int INTERNAL_ERROR = -32603;

    /** Wants an answer under its id, which is text or a whole number. */
    record Request(JsonNode id, String method, JsonNode params) implements Frame {}

    /** Wants none. */
    record Notification(String method, JsonNode params) implements Frame {}

    /** The client's answer to a request of ours. */
    record Reply(String id, JsonNode result, JsonNode error) implements Frame {}

    /** Is answered with an error; the id is null when it cannot be read. */
    record Wrong(JsonNode id, int code, String message) implements Frame {}

    /** Tells a line apart. */
    static Frame of(Lines.Line line) {
        if (line.fault().isPresent()) {
            int code = line.fault().get().startsWith("a line") ? INVALID_REQUEST : PARSE_ERROR;
            return new Wrong(
                    NullNode.instance,
                    code,
                    code == PARSE_ERROR
                            ? "Parse error: " + line.fault().get()
                            : "Invalid request: " + line.fault().get());
        }
        JsonNode message;
        try {
            message = Json.parse(line.text());
        } catch (Json.Malformed e) {
            return new Wrong(NullNode.instance, PARSE_ERROR, "Parse error: " + e.getMessage());
        }
        if (!message.isObject()) {
            return wrong(NullNode.instance, message.isArray() ? "batches are not supported" : "not an object");
        }
        return object(message);
    }

    private static Frame object(JsonNode message) {
        JsonNode id = message.path("id");
        boolean fitting = id.isTextual() || id.isIntegralNumber() && id.canConvertToLong();
        JsonNode readable = fitting ? id : NullNode.instance;
        if (!message.path("jsonrpc").isTextual()
                || !message.path("jsonrpc").textValue().equals("2.0")) {
            return wrong(readable, "jsonrpc is not \"2.0\"");
        }
        if (!message.has("method")) {
            boolean answer = message.has("result") || message.path("error").isObject();
            return answer
                    ? new Reply(id.asText(), message.path("result"), message.path("error"))
                    : wrong(readable, "no method");
        }
        if (!message.path("method").isTextual()) {
            return wrong(readable, "method is not text");
        }
        if (message.has("id") && readable.isNull()) {
            return wrong(readable, "id is neither text nor a whole number");
        }
        JsonNode params = message.path("params");
        boolean fits = params.isObject() || params.isMissingNode() || params.isNull();
        String method = message.path("method").textValue();
        if (!message.has("id")) {
            return new Notification(method, fits && !params.isNull() ? params : Json.object());
        }
        return fits
                ? new Request(id, method, params.isObject() ? params : Json.object())
                : new Wrong(id, INVALID_PARAMS, "Invalid params: not an object");
    }

    private static Wrong wrong(JsonNode id, String why) {
        return new Wrong(id, INVALID_REQUEST, "Invalid request: " + why);
    }
}
