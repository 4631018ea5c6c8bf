package nexhelm.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.server.McpRequestHandler;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** The revisions with a handshake: a session of the SDK with our handlers. */
final class Conversation {

    private static final List<String> METHODS = List.of(
            "tools/list",
            "tools/call",
            "resources/list",
            "resources/templates/list",
            "resources/read",
            "prompts/list",
            "prompts/get");

    /** A person may take this long to answer a question. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private static final JsonSchemaValidator UNUSED =
            (schema, value) -> JsonSchemaValidator.ValidationResponse.asValid("");

    private final ToolServer server;
    private volatile String revision = "";
    private volatile boolean asks;
    private Optional<McpServerSession> session = Optional.empty();

    Conversation(ToolServer server) {
        this.server = server;
    }

    McpServerSession open(McpServerTransport transport) {
        var handlers = new HashMap<String, McpRequestHandler<?>>();
        for (String method : METHODS) {
            McpRequestHandler<JsonNode> handler =
                    (exchange, params) -> Mono.fromSupplier(() -> answer(method, (JsonNode) params, exchange));
            handlers.put(method, handler);
        }
        session = Optional.of(new McpServerSession(
                "nexhelm",
                PATIENCE,
                transport,
                this::greet,
                handlers,
                Map.of(McpSchema.METHOD_NOTIFICATION_INITIALIZED, (exchange, params) -> Mono.empty()),
                Mono::empty,
                UNUSED));
        return session.get();
    }

    private Mono<McpSchema.InitializeResult> greet(McpSchema.InitializeRequest request) {
        asks = request.capabilities() != null && request.capabilities().elicitation() != null;
        return Handshake.answer(request).doOnNext(result -> revision = result.protocolVersion());
    }

    private JsonNode answer(String method, JsonNode params, McpAsyncServerExchange exchange) {
        var people = session.filter(s -> asks).map(People::new);
        var client = new ToolServer.Client(people, revision.compareTo("2025-06-18") >= 0);
        try {
            return server.answer(
                    method, params, (Call) exchange.transportContext().get(StdioTransport.CALL), client);
        } catch (Wrong e) {
            throw new McpError(new McpSchema.JSONRPCResponse.JSONRPCError(e.code(), e.getMessage(), e.data()));
        }
    }
}
