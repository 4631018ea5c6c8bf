package nexhelm.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import nexhelm.http.Http;
import nexhelm.http.SseEvent;
import nexhelm.json.Json;

/** Drains the agent's stream: collects events, tells the progress, says why it ended. */
public final class Chat {

    /** Late events are waited for this long after a terminal one. */
    private static final Duration GRACE = Duration.ofMillis(500);
    /** ... and no longer than this altogether, however many come. */
    private static final Duration LONGEST_GRACE = Duration.ofSeconds(3);

    private static final Duration TICK = Duration.ofSeconds(10);
    private static final Duration SILENCE = Duration.ofSeconds(600);

    private final Session session;
    private final Duration silence;
    private final ArrayNode events = Json.array();
    private Optional<StopReason> terminal = Optional.empty();
    private String threadId = "";
    private String error = "";
    private String lastId = "";
    private long terminalNanos;

    private Chat(Session session, Duration silence) {
        this.session = session;
        this.silence = silence;
    }

    /**
     * What a stream gave.
     *
     * @param threadId empty when the agent named none
     * @param error    the agent's message, empty without one
     * @param cause    why the connection broke off, empty when it did not
     */
    public record Outcome(ArrayNode events, StopReason stop, String threadId, String error, String cause) {}

    /** Posts a chat message and drains the answer. */
    public static Outcome post(Session session, ObjectNode body) {
        return post(session, body, SILENCE);
    }

    /** The same, with the longest silence that is borne between two pieces of the answer. */
    public static Outcome post(Session session, ObjectNode body, Duration silence) {
        return new Chat(session, silence).drain("POST", "/langchain-agent/chat", Optional.of(body), Map.of());
    }

    /** Follows the events of a thread from its first one: our own engine only. */
    public static Outcome follow(Session session, String threadId) {
        return new Chat(session, SILENCE)
                .drain(
                        "GET",
                        Backend.path("/langchain-agent/threads/{}/events", threadId),
                        Optional.empty(),
                        Map.of("user_id", session.config().userId()));
    }

    private Outcome drain(String method, String path, Optional<ObjectNode> body, Map<String, String> query) {
        Backend backend = session.backend();
        Http.StreamEnd end = open(backend, method, path, body, query, Map.of());
        if (end.status() >= 300) {
            throw backend.refusal(method, path, end.status(), end.body(), end.headers(), 300);
        }
        if (end.header("content-type").toLowerCase(Locale.ROOT).contains("html")) {
            throw backend.page(method, path, end.status());
        }
        String resume = end.header("x-nex-resume");
        for (int tries = 0; tries < 5 && terminal.isEmpty() && !end.cause().isEmpty() && !resume.isEmpty(); tries++) {
            session.progress().note("the connection broke off; going on from where it was");
            Patience.pause(500L << tries);
            try {
                Http.StreamEnd again = open(
                        backend,
                        "GET",
                        resume,
                        Optional.empty(),
                        Map.of("user_id", session.config().userId()),
                        Map.of("Last-Event-ID", lastId));
                if (again.status() >= 300) {
                    break; // no longer there: why it broke off stays the cause
                }
                end = again;
            } catch (nexhelm.Failure e) {
                continue; // still away: the next turn waits longer
            }
        }
        StopReason stop = terminal.orElse(StopReason.CUT_OFF);
        String cause = terminal.isPresent()
                ? ""
                : !end.cause().isEmpty()
                        ? end.cause()
                        : end.unfinished()
                                ? "the stream ended inside an event"
                                : !end.body().isEmpty()
                                        ? "the answer was no event stream"
                                        : "the stream ended without a last word";
        return new Outcome(
                events, stop, threadId, stop == StopReason.ERROR && error.isEmpty() ? "unknown error" : error, cause);
    }

    private Http.StreamEnd open(
            Backend backend,
            String method,
            String path,
            Optional<ObjectNode> body,
            Map<String, String> query,
            Map<String, String> more) {
        var headers = new HashMap<>(more);
        headers.put("Accept", "text/event-stream");
        try {
            return session.world().http().stream(
                    Http.Request.of(method, backend.url(path, query), backend.headers(headers), body.map(Json::compact))
                            .read(silence),
                    arrived -> next(backend, arrived));
        } catch (IOException e) {
            throw backend.unreachable(e);
        }
    }

    private Duration next(Backend backend, Optional<SseEvent> arrived) {
        if (arrived.isEmpty()) {
            return waited();
        }
        SseEvent event = arrived.get();
        lastId = event.id().isEmpty() ? lastId : event.id();
        try {
            if (Json.parse(backend.hidden(event.data())) instanceof ObjectNode object) {
                take(object);
            }
        } catch (Json.Malformed e) {
            // heartbeats and markers such as [DONE] are no events
        }
        return terminal.isEmpty()
                ? TICK
                : System.nanoTime() - terminalNanos < LONGEST_GRACE.toNanos() ? GRACE : Duration.ZERO;
    }

    private boolean started;

    private Duration waited() {
        if (!started) {
            started = true;
            return TICK;
        }
        if (terminal.isPresent()) {
            return Duration.ZERO;
        }
        session.progress().silence();
        return TICK; // a server that sends nothing at all, heartbeats included, is given up by the connection
    }

    private void take(ObjectNode event) {
        events.add(event);
        JsonNode data = event.path("data");
        boolean before = terminal.isPresent();
        String type = event.path("type").isTextual() ? event.path("type").textValue() : "";
        switch (type) {
            case "thread_initialized" -> threadId = data.path("thread_id").asText(threadId);
            case "complete" -> terminal = Optional.of(StopReason.COMPLETE);
            case "interaction" -> terminal = Optional.of(StopReason.INTERACTION);
            case "error" -> {
                terminal = Optional.of(StopReason.ERROR);
                error = data.isTextual() ? data.textValue() : message(data);
            }
            default -> {
                // every other kind is kept and shown, and decides nothing
            }
        }
        terminalNanos = before ? terminalNanos : System.nanoTime();
        session.progress().event(event);
    }

    private static String message(JsonNode data) {
        for (String key : new String[] {"message", "error"}) {
            JsonNode value = data.path(key);
            if (value.isTextual() && !value.textValue().isEmpty()) {
                return value.textValue();
            }
            if (value.isObject()) {
                return message(value);
            }
        }
        return "unknown error";
    }
}
