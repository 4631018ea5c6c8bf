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
import java.util.Map;
import java.util.Optional;
import nexhelm.json.Json;
import reactor.core.publisher.Mono;

/** The revisions with a handshake: a session of the SDK with our handlers. */
final class Conversation {

    /** A person may take this long to answer a question. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private static final JsonSchemaValidator UNUSED =
            (schema, value) -> JsonSchemaValidator.ValidationResponse.asValid("");

    private final Core core;
    private final Wire wire;
    private volatile String revision = "";
    private volatile boolean asks;

    /**
     * @param wire the way to the client, on which it is asked
     */
    Conversation(Core core, Wire wire) {
        this.core = core;
        this.wire = wire;
    }

    McpServerSession open(McpServerTransport transport) {
        var handlers = new HashMap<String, McpRequestHandler<?>>();
        for (String method : core.methods()) {
            McpRequestHandler<JsonNode> handler =
                    (exchange, params) -> Mono.fromSupplier(() -> answer(method, (JsonNode) params, exchange));
            handlers.put(method, handler);
        }
        return new McpServerSession(
                "nexhelm",
                PATIENCE,
                transport,
                this::greet,
                handlers,
                Map.of(McpSchema.METHOD_NOTIFICATION_INITIALIZED, (exchange, params) -> Mono.empty()),
                Mono::empty,
                UNUSED);
    }

    private Mono<McpSchema.InitializeResult> greet(McpSchema.InitializeRequest request) {
        asks = request.capabilities() != null && request.capabilities().elicitation() != null;
        return Handshake.answer(request, core).doOnNext(result -> revision = result.protocolVersion());
    }

    private JsonNode answer(String method, JsonNode params, McpAsyncServerExchange exchange) {
        Call call = (Call) exchange.transportContext().get(Dispatcher.CALL);
        Core.Asking asking = (what, question, about) ->
                wire.ask(call, what, question, PATIENCE).orElseGet(Json::object);
        var client =
                new Core.Client(asks ? Optional.of(asking) : Optional.empty(), revision.compareTo("2025-06-18") >= 0);
        try {
            return core.answer(method, params, call, client);
        } catch (Wrong e) {
            throw new McpError(new McpSchema.JSONRPCResponse.JSONRPCError(e.code(), e.getMessage(), e.data()));
        }
    }
}
