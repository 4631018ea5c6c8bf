package nexhelm.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpServerSession;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import nexhelm.json.Json;

/**
 * Brings frames to whom they belong: the SDK's session, the revision without a handshake, or a call at work. Calls run
 * on threads of their own, and their answers are taken back when they are cancelled.
 */
final class Dispatcher {

    /** The key of the {@link Call} in the context of a handler. */
    static final String CALL = "call";

    private static final int MOST_CALLS = 64;

    private final Wire wire;
    private Optional<McpServerSession> session = Optional.empty();
    private Optional<Stateless> stateless = Optional.empty();
    private boolean opened;
    private boolean initialized;

    Dispatcher(Wire wire) {
        this.wire = wire;
    }

    Wire wire() {
        return wire;
    }

    Optional<McpServerSession> session() {
        return session;
    }

    void setSession(McpServerSession ours) {
        session = Optional.of(ours);
    }

    /** Who answers the requests that need no session. */
    void setStateless(Stateless answers) {
        stateless = Optional.of(answers);
    }

    /** Whatever a frame brings, the next one is read. */
    void take(Frame frame) {
        try {
            dispatch(frame);
        } catch (RuntimeException | StackOverflowError e) {
            if (frame instanceof Frame.Request request) {
                wire.error(request.id(), Frame.INTERNAL_ERROR, "Internal error");
            }
        }
    }

    private void dispatch(Frame frame) {
        if (frame instanceof Frame.Wrong wrong) {
            wire.error(wrong.id(), wrong.code(), wrong.message());
        } else if (frame instanceof Frame.Request request) {
            request(request);
        } else if (frame instanceof Frame.Notification notification) {
            notification(notification);
        } else if (frame instanceof Frame.Reply reply) {
            reply(reply);
        }
    }

    private void request(Frame.Request request) {
        String method = request.method();
        if (stateless.isPresent() && Stateless.speaks(request.params())) {
            work(request, call -> stateless(request, call));
        } else if (method.equals("ping")) {
            wire.result(request.id(), Json.object());
        } else if (method.equals("initialize")) {
            initialize(request);
        } else if (!opened) {
            wire.error(request.id(), Frame.INVALID_PARAMS, "Not initialized: send initialize first");
        } else {
            if (!initialized) {
                initialized(); // a client that forgets the notification would wait for ever
            }
            work(request, call -> handle(message(request), McpTransportContext.create(Map.of(CALL, call))));
        }
    }

    private void initialize(Frame.Request request) {
        if (opened) {
            wire.error(request.id(), Frame.INVALID_REQUEST, "Already initialized");
        } else if (!request.params().path("protocolVersion").isTextual()) {
            wire.error(request.id(), Frame.INVALID_PARAMS, "Invalid params: protocolVersion is required");
        } else {
            opened = true;
            handle(message(request), McpTransportContext.EMPTY);
        }
    }

    private void notification(Frame.Notification notification) {
        if (notification.method().equals("notifications/cancelled")) {
            wire.call(notification.params().path("requestId")).ifPresent(Call::cancel);
        } else if (notification.method().equals("notifications/initialized") && opened && !initialized) {
            initialized();
        }
    }

    private void initialized() {
        initialized = true;
        handle(new McpSchema.JSONRPCNotification("notifications/initialized"), McpTransportContext.EMPTY);
    }

    private void reply(Frame.Reply reply) {
        if (wire.reply(reply)) {
            return;
        }
        JsonNode error = reply.error();
        if (error.isObject()) {
            handle(
                    McpSchema.JSONRPCResponse.error(
                            reply.id(),
                            new McpSchema.JSONRPCResponse.JSONRPCError(
                                    error.path("code").asInt(Frame.INTERNAL_ERROR),
                                    error.path("message").asText("no message"))),
                    McpTransportContext.EMPTY);
        } else {
            handle(McpSchema.JSONRPCResponse.result(reply.id(), reply.result()), McpTransportContext.EMPTY);
        }
    }

    private void stateless(Frame.Request request, Call call) {
        JsonNode result;
        try {
            result = stateless.orElseThrow().answer(request.method(), request.params(), call);
        } catch (Wrong e) {
            if (call.answer()) {
                wire.error(request.id(), e.code(), e.getMessage(), e.data());
            }
            return;
        }
        if (call.answer()) {
            wire.result(request.id(), result);
        }
    }

    /** Works on a request on a thread of its own. */
    private void work(Frame.Request request, Consumer<Call> work) {
        var call = new Call(request.id(), request.method(), request.params());
        if (call.tool()
                && wire.calls().stream()
                                .filter(Call::tool)
                                .filter(Call::running)
                                .count()
                        >= MOST_CALLS) {
            wire.error(
                    request.id(),
                    Frame.INTERNAL_ERROR,
                    MOST_CALLS + " calls of tools are at work; wait for one of them or cancel one");
            return;
        }
        if (!wire.enter(call)) {
            wire.error(request.id(), Frame.INVALID_REQUEST, "Invalid request: this id is at work");
            return;
        }
        var worker = new Thread(
                () -> {
                    try {
                        call.work(() -> work.accept(call));
                    } catch (Throwable e) { // out of memory, for instance: the client must not wait for ever
                        if (call.answer()) {
                            wire.error(request.id(), Frame.INTERNAL_ERROR, "Internal error");
                        }
                    } finally {
                        wire.leave(call);
                    }
                },
                "call " + request.id().asText());
        worker.setDaemon(true);
        worker.start();
    }

    private static McpSchema.JSONRPCRequest message(Frame.Request request) {
        JsonNode id = request.id();
        return new McpSchema.JSONRPCRequest(
                request.method(),
                id.isTextual() ? id.textValue() : id.isInt() ? (Object) id.intValue() : (Object) id.longValue(),
                request.params());
    }

    private void handle(McpSchema.JSONRPCMessage message, McpTransportContext context) {
        session.orElseThrow()
                .handle(message)
                .contextWrite(values -> values.put(McpTransportContext.KEY, context))
                .subscribe(nothing -> {}, error -> {});
    }
}
