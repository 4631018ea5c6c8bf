package nexhelm.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import nexhelm.Failure;
import nexhelm.auth.Scope;
import nexhelm.client.Progress;
import nexhelm.client.Session;
import nexhelm.json.Json;
import nexhelm.tool.Inputs;
import nexhelm.world.World;

/** The actions as MCP tools: lists them, calls them, tells their failures. It knows no transport and no revision. */
final class ToolServer {

    /** How often one call may ask a person before it is left to the next one. */
    private static final int MOST_QUESTIONS = 50;

    /**
     * The client of a call.
     *
     * @param people how to ask the person there, if the client can do that
     * @param links  it knows links to resources in results
     */
    record Client(Optional<People> people, boolean links) {}

    private final World world;
    private final Choice choice;
    private final Wire wire;
    private final Bounded bounded = new Bounded();
    private final Resources resources = new Resources(bounded, this::read);
    private Optional<Offers> offers = Optional.empty();

    ToolServer(World world, Choice choice, Wire wire) {
        this.world = world;
        this.choice = choice;
        this.wire = wire;
    }

    /** Answers a request by its method; {@link Wrong} when it is none of ours or lacks something. */
    JsonNode answer(String method, JsonNode params, Call call, Client client) {
        return switch (method) {
            case "tools/list" -> list();
            case "tools/call" -> call(call, params, client);
            case "resources/list" -> resources.list();
            case "resources/templates/list" -> resources.templates();
            case "resources/read" -> resource(params);
            case "prompts/list" -> Prompts.list();
            case "prompts/get" ->
                Prompts.get(params)
                        .orElseThrow(() -> new Wrong(
                                Frame.INVALID_PARAMS, "Invalid params: no such prompt, or its argument is missing"));
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

    /** Answers a call; whatever goes wrong in it is a result too. */
    private JsonNode call(Call call, JsonNode params, Client client) {
        if (!params.path("name").isTextual()) {
            throw new Wrong(Frame.INVALID_PARAMS, "Invalid params: name is required");
        }
        JsonNode given = params.path("arguments");
        if (!given.isObject() && !given.isMissingNode() && !given.isNull()) {
            throw new Wrong(Frame.INVALID_PARAMS, "Invalid params: arguments is not an object");
        }
        String asked = params.path("name").textValue();
        String name = Offers.wireName(asked);
        if (name.equals(Offers.LIST)) {
            return Results.of(bounded.fit(offers().registry()), client.links());
        }
        Optional<Offers.Offer> offer = offers().find(name);
        if (offer.isEmpty()) {
            return Results.error("Unknown tool: " + Results.line(asked));
        }
        ObjectNode arguments = Json.object();
        for (Inputs.Input input : ToolSchema.inputs(offer.get().tool(), choice)) {
            if (given.has(input.name())) {
                arguments.set(input.name(), given.get(input.name()));
            }
        }
        try (var progress = CallProgress.of(wire, call)) {
            JsonNode answer = act(offer.get(), arguments, client, progress);
            return Results.of(bounded.fit(Results.envelope(answer)), client.links());
        } catch (Failure e) {
            return Results.failed(name, e, world);
        } catch (RuntimeException | StackOverflowError e) {
            return Results.failed(name, unexpected(e), world);
        }
    }

    /** Acts, and asks the person at the client where the action needs one. */
    private JsonNode act(Offers.Offer offer, ObjectNode arguments, Client client, Progress progress) {
        Session session =
                session(choice.agentApproval() ? Session.Speaker.ASSISTED : Session.Speaker.ASSISTANT, progress);
        JsonNode answer;
        try {
            answer = offer.tool().call(session, arguments);
        } catch (Failure e) {
            if (e.kind() != Failure.Kind.PERSON_REQUIRED) {
                throw e;
            }
            answer = askedFor(offer, arguments, client, progress, e);
        }
        for (int i = 0;
                i < MOST_QUESTIONS && answer.path("stop_reason").asText().equals("interaction");
                i++) {
            JsonNode interaction = interaction(answer);
            if (client.people().isEmpty() || interaction.isMissingNode()) {
                break;
            }
            var said = client.people().get().answer(answer.path("id").asText(), interaction);
            if (said.isEmpty()) {
                break;
            }
            JsonNode before = answer.path("events");
            answer = tool("answer").tool().call(session(Session.Speaker.ASSISTED, progress), said.get());
            ArrayNode events = Json.array();
            before.forEach(events::add);
            answer.path("events").forEach(events::add);
            ((ObjectNode) answer).set("events", events);
        }
        return answer;
    }

    /** The call again with the person's decision, where the client can ask; else the failure with the link. */
    private JsonNode askedFor(
            Offers.Offer offer, ObjectNode arguments, Client client, Progress progress, Failure failure) {
        String runId = arguments.path("run_id").asText();
        Optional<ObjectNode> decided = Optional.empty();
        if (client.people().isPresent()) {
            People people = client.people().get();
            if (offer.tool().name().equals("evaluator")) {
                decided = people.verdict(arguments);
            } else {
                JsonNode run = tool("show")
                        .tool()
                        .call(
                                session(Session.Speaker.ASSISTANT, progress),
                                Json.object().put("run_id", runId));
                decided = people.answer(runId, run.path("interaction"));
            }
        }
        if (decided.isEmpty()) {
            String link = session(Session.Speaker.ASSISTANT, progress).config().frontendUrl()
                    + "/dashboard/workflow-lab?runId=" + runId;
            throw failure.getMessage().contains(link) ? failure : failure.hint("ask the person to decide at " + link);
        }
        return offer.tool().call(session(Session.Speaker.ASSISTED, progress), decided.get());
    }

    private static JsonNode interaction(JsonNode run) {
        JsonNode events = run.path("events");
        for (int i = events.size() - 1; i >= 0; i--) {
            if (events.get(i).path("type").asText().equals("interaction")) {
                return events.get(i).path("data");
            }
        }
        return Json.object().path("none");
    }

    private JsonNode resource(JsonNode params) {
        String uri = params.path("uri").asText("");
        ObjectNode data = Json.object().put("uri", Results.line(uri));
        try {
            return resources.read(uri).orElseThrow(() -> new Wrong(Frame.INVALID_PARAMS, "Resource not found", data));
        } catch (Failure e) {
            throw new Wrong(Frame.INTERNAL_ERROR, Results.cause(e, world), data);
        }
    }

    /** An action of the lab for a resource: only what is offered as a tool can be read. */
    private JsonNode read(String name, ObjectNode arguments) {
        return tool(name).tool().call(session(Session.Speaker.ASSISTANT, Progress.SILENT), arguments);
    }

    private Offers.Offer tool(String name) {
        return offers().find("agents_lab_workflow_" + name)
                .orElseThrow(() -> Failure.input("agents_lab_workflow_" + name + " is not offered by this server"));
    }

    private Session session(Session.Speaker speaker, Progress progress) {
        return new Session(world, choice.profile(), speaker, progress);
    }

    private Failure unexpected(Throwable e) {
        if (world.env("NEX_DEBUG").isPresent()) {
            e.printStackTrace(world.terminal().err());
        }
        return Failure.unexpected(
                "this should not have happened: " + e.getClass().getSimpleName());
    }

    /** The token's scopes, read anew: a later login counts. Without a usable config everything is listed. */
    private List<String> scopes() {
        try {
            return session(Session.Speaker.ASSISTANT, Progress.SILENT).config().scopes();
        } catch (Failure e) {
            return List.of();
        }
    }

    private static ObjectNode listEntry() {
        ObjectNode entry = Json.object()
                .put("name", Offers.LIST)
                .put("title", "List agents and their tools")
                .put("description", "List the agents of this server, their tools and what each does; needs no login.");
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
