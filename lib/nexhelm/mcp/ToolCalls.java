package nexhelm.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import nexhelm.Failure;
import nexhelm.client.Backend;
import nexhelm.client.Progress;
import nexhelm.client.Recording;
import nexhelm.client.Session;
import nexhelm.json.Json;
import nexhelm.tool.Inputs;
import nexhelm.tool.Tool;
import nexhelm.world.FilesRoot;
import nexhelm.world.World;

/** Calls of actions: binds what a model gave, acts, asks the person at the client, and makes the result. */
final class ToolCalls {

    /** How often one call may ask a person before it is left to the next one. */
    private static final int MOST_QUESTIONS = 50;

    private final World world;
    private final Choice choice;
    private final Offers offers;
    private final Bounded bounded;

    ToolCalls(World world, Choice choice, Offers offers, Bounded bounded) {
        this.world = world;
        this.choice = choice;
        this.offers = offers;
        this.bounded = bounded;
    }

    /** Answers a call; whatever goes wrong in it is a result too. */
    JsonNode call(String asked, JsonNode given, Core.Client client, Progress progress) {
        String name = Offers.wireName(asked);
        if (name.equals(Offers.LIST)) {
            return Results.of(bounded.fit(offers.registry()), client.links());
        }
        Optional<Offers.Offer> found = offers.find(name);
        if (found.isEmpty()) {
            return Results.error("Unknown tool: " + Results.line(asked));
        }
        Offers.Offer offer = found.get();
        var seen = new Recognition(world);
        try {
            JsonNode answer = act(offer, arguments(offer.tool(), given), client, progress, seen);
            Optional<String> file = output(offer.tool(), given);
            if (file.isPresent()) {
                byte[] json = (Json.readable(answer) + "\n").getBytes(StandardCharsets.UTF_8);
                files().write(Map.of(file.get(), json), true);
                return Results.of(bounded.fit(Json.object().put("file", file.get())), client.links());
            }
            Bounded.Fitted fitted = bounded.fit(Results.envelope(answer));
            // what is read from a repository goes back into it, so it stays as it is to the character
            boolean marked = seen.engine() && !offer.agent().group().equals("code");
            return Results.of(marked ? fitted.with(marks().in(fitted.answer())) : fitted, client.links());
        } catch (Core.InputNeeded e) {
            throw e;
        } catch (Failure e) {
            return Results.failed(name, Wording.of(Results.cause(e, world), offer.tool()));
        } catch (RuntimeException | StackOverflowError e) {
            return Results.failed(name, Results.cause(unexpected(e), world));
        }
    }

    /** An action of the lab by its wire name, with the same gates as a tool call. */
    JsonNode lab(String name, ObjectNode arguments) {
        return tool(name).tool().call(session(world, Session.Speaker.ASSISTANT, Progress.SILENT), arguments);
    }

    /** A file of a run by its path on the backend, behind the gate of the action that shows runs. */
    byte[] content(String path, Map<String, String> query, String... ids) {
        Session session = session(world, Session.Speaker.ASSISTANT, Progress.SILENT);
        session.demand(tool("show").tool().scope());
        var all = new LinkedHashMap<>(query);
        all.put("user_id", session.config().userId());
        return session.backend().bytes(Backend.path(path, ids), all);
    }

    Session session(World seen, Session.Speaker speaker, Progress progress) {
        return new Session(seen, choice.profile(), speaker, progress).files(choice.filesRoot());
    }

    private Marks marks() {
        return new Marks(world.nonces().get().substring(0, 6));
    }

    /** What is given of what the action takes; files are read here, below the operator's folder. */
    private ObjectNode arguments(Tool<?> tool, JsonNode given) {
        ObjectNode arguments = Json.object();
        for (Inputs.Input input : ToolSchema.inputs(tool, choice)) {
            if (given.has(input.name())) {
                arguments.set(input.name(), Marks.without(given.get(input.name())));
            }
            for (String file : Wording.files(input)) {
                JsonNode named = given.path(file);
                if (choice.filesRoot().isEmpty() || named.isMissingNode() || named.isNull()) {
                    continue;
                }
                if (!named.isTextual()) {
                    throw Failure.input(file + " must be text, the name of a file");
                }
                if (arguments.hasNonNull(input.name())) {
                    throw Failure.input(file + " and " + input.name() + " are mutually exclusive");
                }
                arguments.put(
                        input.name(),
                        input.name().startsWith("transcript")
                                ? Recording.read(files(), named.textValue())
                                : files().text(named.textValue()));
            }
        }
        return arguments;
    }

    /** The file that the result should go to, where the action's result can be saved. */
    private Optional<String> output(Tool<?> tool, JsonNode given) {
        JsonNode file = given.path(ToolSchema.OUTPUT_FILE);
        return choice.writesFiles() && tool.has(Tool.Comfort.SAVES) && file.isTextual()
                ? Optional.of(file.textValue())
                : Optional.empty();
    }

    private FilesRoot files() {
        return choice.filesRoot().orElseThrow();
    }

    /** Acts, and asks the person at the client where the action needs one. */
    private JsonNode act(
            Offers.Offer offer, ObjectNode arguments, Core.Client client, Progress progress, Recognition seen) {
        var speaker = choice.agentApproval() ? Session.Speaker.ASSISTED : Session.Speaker.ASSISTANT;
        Optional<People> people = client.asking().map(People::new);
        Optional<ObjectNode> waiting = client.asking()
                .flatMap(Core.Asking::replied)
                .flatMap(about -> stillWaiting(arguments, about, progress, seen));
        JsonNode answer;
        try {
            answer = waiting.isPresent()
                    ? waiting.get()
                    : offer.tool().call(session(seen.world(), speaker, progress), arguments);
        } catch (Failure e) {
            if (e.kind() != Failure.Kind.PERSON_REQUIRED) {
                throw e;
            }
            answer = askedFor(offer, arguments, people, progress, e, seen);
        }
        for (int i = 0;
                i < MOST_QUESTIONS && answer.path("stop_reason").asText().equals("interaction");
                i++) {
            JsonNode interaction = interaction(answer);
            if (people.isEmpty() || interaction.isMissingNode()) {
                break;
            }
            var said = people.get().answer(answer.path("id").asText(), interaction);
            if (said.isEmpty()) {
                break;
            }
            JsonNode before = answer.path("events");
            answer = tool("answer").tool().call(session(seen.world(), Session.Speaker.ASSISTED, progress), said.get());
            ArrayNode events = Json.array();
            before.forEach(events::add);
            answer.path("events").forEach(events::add);
            ((ObjectNode) answer).set("events", events);
        }
        return answer;
    }

    /** The run of this call as it waits, when the question that the person replied to is still the one it asks. */
    private Optional<ObjectNode> stillWaiting(
            ObjectNode arguments, JsonNode about, Progress progress, Recognition seen) {
        String run = arguments.path("run_id").asText("");
        if (!about.has("interaction") || !about.path("run").asText().equals(run)) {
            return Optional.empty();
        }
        ObjectNode now = (ObjectNode) tool("show")
                .tool()
                .call(
                        session(seen.world(), Session.Speaker.ASSISTANT, progress),
                        Json.object().put("run_id", run));
        if (!People.about(run, now.path("interaction")).equals(about)) {
            return Optional.empty();
        }
        ObjectNode event = Json.object().put("type", "interaction");
        event.set("data", now.path("interaction"));
        now.putArray("events").add(event);
        return Optional.of(now.put("stop_reason", "interaction"));
    }

    /** The call again with the person's decision, where the client can ask; else the failure with the link. */
    private JsonNode askedFor(
            Offers.Offer offer,
            ObjectNode arguments,
            Optional<People> people,
            Progress progress,
            Failure failure,
            Recognition seen) {
        String runId = arguments.path("run_id").asText();
        Optional<ObjectNode> decided = Optional.empty();
        if (people.isPresent()) {
            JsonNode run = tool("show")
                    .tool()
                    .call(
                            session(seen.world(), Session.Speaker.ASSISTANT, progress),
                            Json.object().put("run_id", runId));
            decided = offer.tool().name().equals("evaluator")
                    ? people.get().verdict(arguments, run)
                    : people.get().answer(runId, run.path("interaction"));
        }
        if (decided.isEmpty()) {
            String link =
                    session(world, Session.Speaker.ASSISTANT, progress).config().frontendUrl()
                            + "/dashboard/workflow-lab?runId=" + runId;
            throw failure.getMessage().contains(link) ? failure : failure.hint("ask the person to decide at " + link);
        }
        return offer.tool().call(session(seen.world(), Session.Speaker.ASSISTED, progress), decided.get());
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

    private Offers.Offer tool(String name) {
        return offers.find("agents_lab_workflow_" + name)
                .orElseThrow(() -> Failure.input("agents_lab_workflow_" + name + " is not offered by this server"));
    }

    private Failure unexpected(Throwable e) {
        if (world.env("NEX_DEBUG").isPresent()) {
            e.printStackTrace(world.terminal().err());
        }
        return Failure.unexpected(
                "this should not have happened: " + e.getClass().getSimpleName());
    }
}
