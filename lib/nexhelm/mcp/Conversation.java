package nexhelm.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.server.McpRequestHandler;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** The revisions with a handshake: a session of the SDK with our handlers. */
final class Conversation {

    private static final TypeRef<JsonNode> TREE = new TypeRef<>() {};

    /** A person may take this long to answer a question. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private static final JsonSchemaValidator UNUSED =
            (schema, value) -> JsonSchemaValidator.ValidationResponse.asValid("");

    private final Core core;
    private volatile String revision = "";
    private volatile boolean asks;
    private Optional<McpServerSession> session = Optional.empty();

    Conversation(Core core) {
        this.core = core;
    }

    McpServerSession open(McpServerTransport transport) {
        var handlers = new HashMap<String, McpRequestHandler<?>>();
        for (String method : core.methods()) {
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
        return Handshake.answer(request, core).doOnNext(result -> revision = result.protocolVersion());
    }

    private JsonNode answer(String method, JsonNode params, McpAsyncServerExchange exchange) {
        Core.Asking asking = (what, question, about) ->
                session.orElseThrow().sendRequest(what, question, TREE).block();
        var client =
                new Core.Client(asks ? Optional.of(asking) : Optional.empty(), revision.compareTo("2025-06-18") >= 0);
        try {
            return core.answer(
                    method, params, (Call) exchange.transportContext().get(Dispatcher.CALL), client);
        } catch (Wrong e) {
            throw new McpError(new McpSchema.JSONRPCResponse.JSONRPCError(e.code(), e.getMessage(), e.data()));
        }
    }
}
