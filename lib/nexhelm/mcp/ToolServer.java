package nexhelm.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nexhelm.Failure;
import nexhelm.auth.Scope;
import nexhelm.client.Progress;
import nexhelm.client.Session;
import nexhelm.http.Lifeline;
import nexhelm.json.Json;
import nexhelm.world.World;

/** The actions as MCP tools: lists them, calls them, tells their failures. It knows no transport and no revision. */
final class ToolServer implements Core {

    private static final Set<String> METHODS = Set.of(
            "tools/list",
            "tools/call",
            "resources/list",
            "resources/templates/list",
            "resources/read",
            "prompts/list",
            "prompts/get",
            "completion/complete");

    private final World world;
    private final Choice choice;
    private final Wire wire;
    private final Bounded bounded = new Bounded();
    private final Resources resources = new Resources(bounded);
    private Optional<Offers> offers = Optional.empty();

    ToolServer(World world, Choice choice, Wire wire) {
        this.world = world;
        this.choice = choice;
        this.wire = wire;
    }

    @Override
    public Set<String> methods() {
        return METHODS;
    }

    @Override
    public ObjectNode capabilities() {
        ObjectNode capabilities = Json.object();
        capabilities.putObject("tools");
        capabilities.putObject("resources");
        capabilities.putObject("prompts");
        capabilities.putObject("completions");
        return capabilities;
    }

    @Override
    public String instructions() {
        return Handshake.INSTRUCTIONS;
    }

    @Override
    public JsonNode answer(String method, JsonNode params, Call call, Client client) {
        return switch (method) {
            case "tools/list" -> list();
            case "tools/call" -> call(call, params, client);
            case "resources/list" -> resources.list();
            case "resources/templates/list" -> resources.templates();
            case "resources/read" -> resource(params, call);
            case "prompts/list" -> Prompts.list();
            case "prompts/get" ->
                Prompts.get(params)
                        .orElseThrow(() -> new Wrong(
                                Frame.INVALID_PARAMS, "Invalid params: no such prompt, or its argument is missing"));
            case "completion/complete" -> resources.complete(params, calls(call.lifeline()));
            default -> throw new Wrong(Frame.METHOD_NOT_FOUND, "Method not found: " + Results.line(method));
        };
    }

    /** Every tool that the choice and the token allow, in stable order. */
    private JsonNode list() {
        ObjectNode result = Json.object();
        ArrayNode tools = result.putArray("tools");
        tools.add(listEntry());
        List<String> scopes = scopes();
        for (Offers.Offer offer : offers().all()) {
            Scope scope = offer.tool().scope();
            if (scope == Scope.NONE || scopes.isEmpty() || scopes.contains(scope.wire())) {
                tools.add(ToolSchema.entry(offer, choice));
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

    private ToolCalls calls(Lifeline lifeline) {
        return new ToolCalls(world, choice, offers(), bounded, lifeline);
    }

    /** Answers a call; only a request that is none is an error of the protocol. */
    private JsonNode call(Call call, JsonNode params, Client client) {
        if (!params.path("name").isTextual()) {
            throw new Wrong(Frame.INVALID_PARAMS, "Invalid params: name is required");
        }
        JsonNode given = params.path("arguments");
        if (!given.isObject() && !given.isMissingNode() && !given.isNull()) {
            throw new Wrong(Frame.INVALID_PARAMS, "Invalid params: arguments is not an object");
        }
        try (var progress = CallProgress.of(wire, call)) {
            return calls(call.lifeline()).call(params.path("name").textValue(), given, client, progress);
        }
    }

    private JsonNode resource(JsonNode params, Call call) {
        String uri = params.path("uri").asText("");
        ObjectNode data = Json.object().put("uri", Results.line(uri));
        try {
            return resources
                    .read(uri, calls(call.lifeline()))
                    .orElseThrow(() -> new Wrong(Frame.INVALID_PARAMS, "Resource not found", data));
        } catch (Failure e) {
            throw new Wrong(Frame.INTERNAL_ERROR, world.typed(Results.cause(e, world)), data);
        }
    }

    /** The token's scopes, read anew: a later login counts. Without a usable config everything is listed. */
    private List<String> scopes() {
        try {
            return calls(new Lifeline())
                    .session(Session.Speaker.ASSISTANT, Progress.SILENT)
                    .config()
                    .scopes();
        } catch (Failure e) {
            return List.of();
        }
    }

    private static ObjectNode listEntry() {
        ObjectNode entry = Json.object()
                .put("name", Offers.LIST)
                .put("title", "List agents and their tools")
                .put(
                        "description",
                        "List the agents of this server, their tools and what each does; needs no login."
                                + " Then call one of them.");
        entry.putObject("inputSchema").put("type", "object").putObject("properties");
        entry.set(
                "outputSchema",
                ToolSchema.output("agents:[name:s description:s tools:[name:s scope:s description:s]]"));
        entry.putObject("annotations")
                .put("readOnlyHint", true)
                .put("destructiveHint", false)
                .put("idempotentHint", true)
                .put("openWorldHint", false);
        return entry;
    }
}
