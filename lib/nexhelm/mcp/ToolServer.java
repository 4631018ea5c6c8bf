package nexhelm.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.server.McpRequestHandler;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexhelm.Failure;
import nexhelm.client.Session;
import nexhelm.json.Json;
import nexhelm.tool.Inputs;
import nexhelm.auth.Scope;
import nexhelm.world.World;
import reactor.core.publisher.Mono;

/** The actions as MCP tools: lists them, calls them, tells their failures. */
final class ToolServer {

    /** A person may take this long to answer a question. */
    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final JsonSchemaValidator UNUSED =
            (schema, value) -> JsonSchemaValidator.ValidationResponse.asValid("");

    private final World world;
    private final Choice choice;
    private Optional<Offers> offers = Optional.empty();
    private final Wire wire;

    ToolServer(World world, Choice choice, Wire wire) {
        this.world = world;
        this.choice = choice;
        this.wire = wire;
    }

    /** A conversation of the SDK with our handlers. */
    McpServerSession session(McpServerTransport transport) {
        McpRequestHandler<JsonNode> list = (exchange, params) -> Mono.fromSupplier(this::list);
        McpRequestHandler<JsonNode> call = (exchange, params) -> Mono.fromSupplier(() -> call(exchange, params));
        return new McpServerSession("nexhelm", PATIENCE, transport, Handshake::answer,
                Map.of(McpSchema.METHOD_TOOLS_LIST, list, McpSchema.METHOD_TOOLS_CALL, call),
                Map.of(McpSchema.METHOD_NOTIFICATION_INITIALIZED, (exchange, params) -> Mono.empty()),
                Mono::empty, UNUSED);
    }

    /** Every tool that the choice and the token allow, in stable order. */
    JsonNode list() {
        ObjectNode result = Json.object();
        ArrayNode tools = result.putArray("tools");
        tools.add(listEntry());
        List<String> scopes = scopes();
        for (Offers.Offer offer : offers().all()) {
            Scope scope = offer.tool().scope();
            if (scope == Scope.NONE || scopes.isEmpty() || scopes.contains(scope.wire())) {
                tools.add(ToolSchema.entry(offer));
            }
        }
        return result;
    }

    /** Made when first asked for: the handshake needs no action. */
    private synchronized Offers offers() {
        if (offers.isEmpty()) {
            offers = Optional.of(new Offers(choice));
        }
        return offers.get();
    }

    private JsonNode call(McpAsyncServerExchange exchange, Object raw) {
        return answer((Call) exchange.transportContext().get(StdioTransport.CALL), (JsonNode) raw);
    }

    /** Answers a call; whatever goes wrong in it is a result too. */
    JsonNode answer(Call call, JsonNode params) {
        if (!params.path("name").isTextual()) {
            throw invalid("name is required");
        }
        JsonNode given = params.path("arguments");
        if (!given.isObject() && !given.isMissingNode() && !given.isNull()) {
            throw invalid("arguments is not an object");
        }
        String asked = params.path("name").textValue();
        String name = Offers.wireName(asked);
        if (name.equals(Offers.LIST)) {
            return Results.of(offers().registry());
        }
        Optional<Offers.Offer> offer = offers().find(name);
        if (offer.isEmpty()) {
            return Results.error("Unknown tool: " + Results.line(asked));
        }
        ObjectNode arguments = Json.object();
        for (Inputs.Input input : ToolSchema.inputs(offer.get().tool())) {
            if (given.has(input.name())) {
                arguments.set(input.name(), given.get(input.name()));
            }
        }
        return act(call, offer.get(), arguments);
    }

    private JsonNode act(Call call, Offers.Offer offer, ObjectNode arguments) {
        try (var progress = CallProgress.of(wire, call)) {
            var session = new Session(world, choice.profile(), Session.Speaker.ASSISTANT, progress);
            return Results.of(offer.tool().call(session, arguments));
        } catch (Failure e) {
            return Results.failed(offer.name(), e, world);
        } catch (RuntimeException | StackOverflowError e) {
            if (world.env("NEX_DEBUG").isPresent()) {
                e.printStackTrace(world.terminal().err());
            }
            return Results.failed(offer.name(), Failure.unexpected("this should not have happened: "
                    + e.getClass().getSimpleName()), world);
        }
    }

    /** The token's scopes, read anew: a later login counts. Without a usable config everything is listed. */
    private List<String> scopes() {
        try {
            return new Session(world, choice.profile(), Session.Speaker.ASSISTANT, new nexhelm.client.Progress() {})
                    .config().scopes();
        } catch (Failure e) {
            return List.of();
        }
    }

    private static ObjectNode listEntry() {
        ObjectNode entry = Json.object().put("name", Offers.LIST).put("title", "List agents and their tools")
                .put("description", "List the agents of this server, their tools and what each does; needs no login.");
        entry.putObject("inputSchema").put("type", "object").putObject("properties");
        entry.set("outputSchema", ToolSchema.output("agents:[name:s description:s tools:[name:s scope:s description:s]]"));
        entry.putObject("annotations").put("readOnlyHint", true).put("destructiveHint", false)
                .put("idempotentHint", true).put("openWorldHint", false);
        return entry;
    }

    private static McpError invalid(String why) {
        return new McpError(new McpSchema.JSONRPCResponse.JSONRPCError(Frame.INVALID_PARAMS, "Invalid params: " + why));
    }
}
