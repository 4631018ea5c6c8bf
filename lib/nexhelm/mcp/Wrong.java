package nexhelm.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;

/** A request that is answered with an error of JSON-RPC instead of a result. */
final class Wrong extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int code;
    private final transient JsonNode data;

    Wrong(int code, String message) {
        this(code, message, NullNode.instance);
    }

    Wrong(int code, String message, JsonNode data) {
        super(message, null, false, false);
        this.code = code;
        this.data = data;
    }

    int code() {
        return code;
    }

    JsonNode data() {
        return data;
    }
}
