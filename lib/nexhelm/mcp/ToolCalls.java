package nexhelm.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nexhelm.Failure;
import nexhelm.agents.LabWorkflow;
import nexhelm.client.Backend;
import nexhelm.client.Progress;
import nexhelm.client.Recording;
import nexhelm.client.Session;
import nexhelm.http.Lifeline;
import nexhelm.json.Json;
import nexhelm.tool.Inputs;
import nexhelm.tool.Tool;
import nexhelm.world.FilesRoot;
import nexhelm.world.World;

/**
 * One request that needs actions: binds what a model gave, acts, asks the person at the client, and makes the result. Its
 * connections end when it is cancelled.
 */
final class ToolCalls {

    /** How often one call may ask a person before it is left to the next one. */
    private static final int MOST_QUESTIONS = 50;

    /** What is answered with marks and handed back; text that looks like marks is taken literally anywhere else. */
    private static final Set<String> HANDED_BACK = Set.of("task_definition", "blueprint");

    private final World world;
    private final Choice choice;
    private final Offers offers;
    private final Bounded bounded;
    private final Recognition seen;
    private Optional<String> undecided = Optional.empty();

    ToolCalls(World world, Choice choice, Offers offers, Bounded bounded, Lifeline lifeline) {
        this.world = world;
        this.choice = choice;
        this.offers = offers;
        this.bounded = bounded;
        this.seen = new Recognition(world, lifeline);
    }

    /** Answers a call; whatever goes wrong in it is a result too. */
    JsonNode call(String asked, JsonNode given, Core.Client client, Progress progress) {
        String name = Offers.wireName(asked);
        if (name.equals(Offers.LIST)) {
            return Results.of(bounded.fit(offers.registry(), false), client.links());
        }
        Optional<Offers.Offer> found = offers.find(name);
        if (found.isEmpty()) {
            return Results.error("Unknown tool: " + Results.line(asked));
        }
        Offers.Offer offer = found.get();
        try {
            Optional<String> file = output(offer.tool(), given);
            boolean replace = file.isPresent() && given.path(ToolSchema.FORCE).asBoolean();
            if (file.isPresent()) {
                files().check(file.get(), replace);
            }
            JsonNode answer = act(offer, arguments(offer.tool(), given), client, progress);
            if (file.isPresent()) {
                byte[] json = (Json.readable(answer) + "\n").getBytes(StandardCharsets.UTF_8);
                files().write(Map.of(file.get(), json), replace);
                return Results.of(bounded.fit(Json.object().put("file", file.get()), false), client.links());
            }
            ObjectNode result =
                    Results.of(bounded.fit(marked(offer, Results.envelope(answer)), marking(offer)), client.links());
            undecided.ifPresent(note -> Results.note(result, note));
            return result;
        } catch (Core.InputNeeded e) {
            throw e;
        } catch (Failure e) {
            return Results.failed(name, world.typed(Wording.of(Results.cause(e, world), offer.tool(), offers)));
        } catch (RuntimeException | StackOverflowError e) {
            return Results.failed(name, Results.cause(unexpected(e), world));
        }
    }

    /** The answer with the text of others marked, where it comes from a nexhelm engine or a workspace. */
    private ObjectNode marked(Offers.Offer offer, ObjectNode answer) {
        return (ObjectNode)
                (!marking(offer)
                        ? answer
                        : code(offer)
                                ? marks().inCode(answer, offer.tool().foreign())
                                : marks().in(answer, offer.tool().foreign()));
    }

    private boolean marking(Offers.Offer offer) {
        return code(offer) || marking();
    }

    private static boolean code(Offers.Offer offer) {
        return offer.agent().group().equals("code");
    }

    /** True when what was read came from a nexhelm engine, whose texts are marked. */
    boolean marking() {
        return seen.engine();
    }

    /** What an action of the lab answers, with marks; with the same gates as a tool call, offered or not. */
    JsonNode lab(String name, ObjectNode arguments) {
        Tool<?> tool = tool(name);
        JsonNode answer = tool.call(session(Session.Speaker.ASSISTANT, Progress.SILENT), arguments);
        return marking() ? marks().in(answer, tool.foreign()) : answer;
    }

    /** A file of a run by its path on the backend, behind the gate of the action that shows runs. */
    byte[] content(String path, Map<String, String> query, String... ids) {
        Session session = session(Session.Speaker.ASSISTANT, Progress.SILENT);
        session.demand(tool("show").scope());
        var all = new LinkedHashMap<>(query);
        all.put("user_id", session.config().userId());
        return session.backend().bytes(Backend.path(path, ids), all);
    }

    Session session(Session.Speaker speaker, Progress progress) {
        return new Session(seen.world(), choice.profile(), speaker, progress).files(choice.filesRoot());
    }

    /** Marks with a number of their own. */
    Marks marks() {
        return new Marks(world.nonces().get().substring(0, 6));
    }

    /** What is given of what the action takes; files are read here, below the operator's folder. */
    private ObjectNode arguments(Tool<?> tool, JsonNode given) {
        ObjectNode arguments = Json.object();
        for (Inputs.Input input : ToolSchema.inputs(tool, choice)) {
            if (given.has(input.name())) {
                arguments.set(input.name(), given.get(input.name()));
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
            if (HANDED_BACK.contains(input.name()) && arguments.hasNonNull(input.name())) {
                arguments.set(input.name(), Marks.without(parsed(arguments.get(input.name()))));
            }
        }
        return arguments;
    }

    /** JSON that came as its text; what is none is told when it is bound. */
    private static JsonNode parsed(JsonNode value) {
        try {
            return value.isTextual() ? Json.parse(value.textValue()) : value;
        } catch (Json.Malformed e) {
            return value;
        }
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
    private JsonNode act(Offers.Offer offer, ObjectNode arguments, Core.Client client, Progress progress) {
        var speaker = choice.agentApproval() ? Session.Speaker.ASSISTED : Session.Speaker.ASSISTANT;
        Optional<People> people = client.asking().map(People::new);
        Optional<ObjectNode> waiting = client.asking()
                .flatMap(Core.Asking::replied)
                .flatMap(about -> stillWaiting(arguments, about, progress));
        JsonNode answer;
        try {
            answer = waiting.isPresent() ? waiting.get() : offer.tool().call(session(speaker, progress), arguments);
        } catch (Failure e) {
            if (e.kind() != Failure.Kind.PERSON_REQUIRED) {
                throw e;
            }
            answer = askedFor(offer, arguments, people, progress, e);
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
                undecided = Optional.of("nobody decided at this client: the run waits for a person, who can do so at "
                        + link(answer.path("id").asText(), progress));
                break;
            }
            JsonNode before = answer.path("events");
            answer = tool("answer").call(session(Session.Speaker.ASSISTED, progress), said.get());
            ArrayNode events = Json.array();
            before.forEach(events::add);
            answer.path("events").forEach(events::add);
            ((ObjectNode) answer).set("events", events);
        }
        return answer;
    }

    /** The run of this call as it waits, when the question that the person replied to is still the one it asks. */
    private Optional<ObjectNode> stillWaiting(ObjectNode arguments, JsonNode about, Progress progress) {
        String run = arguments.path("run_id").asText("");
        if (!about.has("interaction") || !about.path("run").asText().equals(run)) {
            return Optional.empty();
        }
        ObjectNode now = (ObjectNode) tool("show")
                .call(
                        session(Session.Speaker.ASSISTANT, progress),
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
            Offers.Offer offer, ObjectNode arguments, Optional<People> people, Progress progress, Failure failure) {
        String runId = arguments.path("run_id").asText();
        Optional<ObjectNode> decided = Optional.empty();
        if (people.isPresent()) {
            JsonNode run = tool("show")
                    .call(
                            session(Session.Speaker.ASSISTANT, progress),
                            Json.object().put("run_id", runId));
            decided = offer.tool().name().equals("evaluator")
                    ? people.get().verdict(arguments, run)
                    : people.get().answer(runId, run.path("interaction"));
        }
        if (decided.isEmpty()) {
            String link = link(runId, progress);
            throw failure.getMessage().contains(link) ? failure : failure.hint("ask the person to decide at " + link);
        }
        return offer.tool().call(session(Session.Speaker.ASSISTED, progress), decided.get());
    }

    private String link(String runId, Progress progress) {
        return session(Session.Speaker.ASSISTANT, progress).config().frontendUrl() + "/dashboard/workflow-lab?runId="
                + runId;
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

    /** An action of the lab as a step of a call: what is offered does not matter, whether it may change something does. */
    private Tool<?> tool(String name) {
        Tool<?> tool = LabWorkflow.AGENT.tools().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        if (choice.readOnly() && tool.effect() != Tool.Effect.READ) {
            throw Failure.input("this server changes nothing (--read-only)");
        }
        return tool;
    }

    private Failure unexpected(Throwable e) {
        if (world.env("NEX_DEBUG").isPresent()) {
            e.printStackTrace(world.terminal().err());
        }
        return Failure.unexpected(
                "this should not have happened: " + e.getClass().getSimpleName());
    }
}
