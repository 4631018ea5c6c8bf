package nexhelm.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpServerTransport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import nexhelm.json.Json;
import reactor.core.publisher.Mono;

/** The way to the client: one message a line, and no answer to a call that was cancelled. */
final class Wire implements McpServerTransport {

    private final Consumer<byte[]> out;
    private final Map<JsonNode, Call> calls = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Optional<JsonNode>>> questions = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();

    /**
     * @param out takes each message as one line, its end included
     */
    Wire(Consumer<byte[]> out) {
        this.out = out;
    }

    /** Enters a call; false when its id is that of another one at work. */
    boolean enter(Call call) {
        return calls.putIfAbsent(call.id(), call) == null;
    }

    Optional<Call> call(JsonNode id) {
        return Optional.ofNullable(calls.get(id));
    }

    Collection<Call> calls() {
        return calls.values();
    }

    void leave(Call call) {
        calls.remove(call.id(), call);
    }

    @Override
    public Mono<Void> sendMessage(McpSchema.JSONRPCMessage message) {
        return Mono.fromRunnable(() -> send(message));
    }

    /** Writes an answer that is an error. */
    void error(JsonNode id, int code, String message) {
        error(id, code, message, NullNode.instance);
    }

    /** Writes an answer that is an error with details. */
    void error(JsonNode id, int code, String message, JsonNode data) {
        ObjectNode answer = envelope();
        answer.set("id", id);
        ObjectNode error = answer.putObject("error").put("code", code).put("message", message);
        if (!data.isNull()) {
            error.set("data", data);
        }
        write(answer);
    }

    /** Writes an answer. */
    void result(JsonNode id, JsonNode result) {
        ObjectNode answer = envelope();
        answer.set("id", id);
        answer.set("result", result);
        write(answer);
    }

    /** Writes a notification about a call, unless it is over. */
    void notify(Call call, String method, ObjectNode params) {
        ObjectNode message = envelope().put("method", method);
        message.set("params", params);
        synchronized (this) {
            if (call.running()) {
                write(message);
            }
        }
    }

    /**
     * Asks the client for a call and waits for the reply; nothing when it answers with an error or not at all. A question
     * that is not waited for any more is withdrawn.
     */
    Optional<JsonNode> ask(Call call, String method, ObjectNode params, Duration patience) {
        String id = "ask-" + asked.incrementAndGet();
        var reply = new CompletableFuture<Optional<JsonNode>>();
        ObjectNode question = envelope().put("method", method).put("id", id);
        question.set("params", params);
        synchronized (this) {
            if (!call.running()) {
                return Optional.empty();
            }
            questions.put(id, reply);
            write(question);
        }
        try {
            return reply.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            withdraw(id, "the call was cancelled");
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (TimeoutException e) {
            withdraw(id, "nobody answered in time");
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // nobody completes it so
        } finally {
            questions.remove(id);
        }
    }

    /** Takes the client's reply to a question of ours; false when it is not one. */
    boolean reply(Frame.Reply reply) {
        CompletableFuture<Optional<JsonNode>> question = questions.get(reply.id());
        return question != null
                && question.complete(reply.error().isObject() ? Optional.empty() : Optional.of(reply.result()));
    }

    private void withdraw(String id, String why) {
        ObjectNode message = envelope().put("method", "notifications/cancelled");
        message.putObject("params").put("requestId", id).put("reason", why);
        write(message);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return (T) (type.getType() == McpSchema.InitializeRequest.class ? Handshake.request((JsonNode) data) : data);
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.empty();
    }

    private void send(McpSchema.JSONRPCMessage message) {
        if (message instanceof McpSchema.JSONRPCResponse answer) {
            JsonNode id = tree(answer.id());
            Call call = calls.get(id);
            if (call != null && !call.answer()) {
                return;
            }
            if (answer.error() == null) {
                result(id, tree(answer.result()));
            } else {
                error(
                        id,
                        answer.error().code(),
                        answer.error().message(),
                        tree(answer.error().data()));
            }
        } else if (message instanceof McpSchema.JSONRPCRequest request) {
            ObjectNode question = envelope().put("method", request.method());
            question.set("id", tree(request.id()));
            question.set("params", tree(request.params()));
            write(question);
        } else if (message instanceof McpSchema.JSONRPCNotification notification) {
            ObjectNode news = envelope().put("method", notification.method());
            news.set("params", tree(notification.params()));
            write(news);
        }
    }

    private static ObjectNode envelope() {
        return Json.object().put("jsonrpc", "2.0");
    }

    /** The few shapes that come from the SDK; all else is a tree already. */
    private static JsonNode tree(Object value) {
        if (value == null) {
            return NullNode.instance;
        }
        if (value instanceof JsonNode node) {
            return node;
        }
        if (value instanceof String text) {
            return Json.object().textNode(text);
        }
        if (value instanceof Integer number) {
            return Json.object().numberNode(number);
        }
        if (value instanceof Long number) {
            return Json.object().numberNode(number);
        }
        if (value instanceof McpSchema.InitializeResult result) {
            return Handshake.tree(result);
        }
        throw new IllegalArgumentException("no form on the wire: " + value.getClass());
    }

    private void write(ObjectNode message) {
        byte[] line = (Json.compact(message) + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (this) {
            out.accept(line);
        }
    }
}
