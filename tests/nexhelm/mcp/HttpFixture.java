package nexhelm.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.modelcontextprotocol.spec.McpServerSession;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import nexhelm.json.Json;

/** Streamable HTTP (2025-11-25) in front of our sessions, because the official scenarios reach servers by address. */
final class HttpFixture implements AutoCloseable {

    private static final String LOCAL = "(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?";

    private final HttpServer http;
    private final Map<String, Connection> connections = new ConcurrentHashMap<>();

    HttpFixture(int port) throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        http.setExecutor(Executors.newCachedThreadPool(work -> {
            var thread = new Thread(work, "fixture");
            thread.setDaemon(true);
            return thread;
        }));
        http.createContext("/mcp", exchange -> {
            try (exchange) {
                answer(exchange);
            }
        });
        http.start();
    }

    String url() {
        return "http://localhost:" + http.getAddress().getPort() + "/mcp";
    }

    @Override
    public void close() {
        http.stop(0);
    }

    /** One client: its session, and the streams on which it waits for answers. */
    private static final class Connection {
        private final Map<JsonNode, Stream> streams = new ConcurrentHashMap<>();
        private final Dispatcher dispatcher;
        private Optional<McpServerSession> session = Optional.empty();

        Connection() {
            var wire = new Wire(this::write);
            dispatcher = new Dispatcher(wire);
            var core = new FixtureCore(wire, () -> session.orElseThrow());
            session = Optional.of(new Conversation(core, wire).open(wire));
            dispatcher.setSession(session.get());
        }

        /** An answer goes to the stream that waits for it, anything else to the one of the call it is sent for. */
        private void write(byte[] line) {
            JsonNode message;
            try {
                message = Json.parse(new String(line, StandardCharsets.UTF_8));
            } catch (Json.Malformed e) {
                throw new AssertionError(e);
            }
            boolean answer = !message.has("method");
            JsonNode id = answer ? message.path("id") : FixtureCore.CURRENT.get();
            Stream stream = id == null ? null : streams.get(id);
            if (stream != null) {
                stream.send(message);
                if (answer) {
                    streams.remove(id);
                    stream.done.countDown();
                }
            }
        }
    }

    /** The event stream that answers one POST. */
    private static final class Stream {
        private final OutputStream out;
        private final CountDownLatch done = new CountDownLatch(1);

        Stream(OutputStream out) {
            this.out = out;
        }

        synchronized void send(JsonNode message) {
            try {
                out.write(("event: message\ndata: " + Json.compact(message) + "\n\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            } catch (IOException e) {
                done.countDown(); // the client went away
            }
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
        String origin = exchange.getRequestHeaders().getFirst("Origin");
        if (!host.matches(LOCAL) || origin != null && !origin.matches("https?://" + LOCAL)) {
            exchange.sendResponseHeaders(403, -1);
            return;
        }
        String id = exchange.getRequestHeaders().getFirst("Mcp-Session-Id");
        switch (exchange.getRequestMethod()) {
            case "POST" -> post(exchange, id);
            case "DELETE" -> exchange.sendResponseHeaders(id != null && connections.remove(id) != null ? 200 : 404, -1);
            default -> exchange.sendResponseHeaders(405, -1);
        }
    }

    private void post(HttpExchange exchange, String id) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Frame frame = Frame.of(new Lines.Line(body, Optional.empty()));
        Connection connection;
        if (frame instanceof Frame.Request request && request.method().equals("initialize")) {
            connection = new Connection();
            String fresh = UUID.randomUUID().toString();
            connections.put(fresh, connection);
            exchange.getResponseHeaders().set("Mcp-Session-Id", fresh);
        } else if (id == null || !connections.containsKey(id)) {
            exchange.sendResponseHeaders(id == null ? 400 : 404, -1);
            return;
        } else {
            connection = connections.get(id);
        }
        if (!(frame instanceof Frame.Request request)) {
            connection.dispatcher.take(frame);
            exchange.sendResponseHeaders(frame instanceof Frame.Wrong ? 400 : 202, -1);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(200, 0);
        var stream = new Stream(exchange.getResponseBody());
        connection.streams.put(request.id(), stream);
        connection.dispatcher.take(frame);
        try {
            stream.done.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Serves until it is ended: {@code java … nexhelm.mcp.HttpFixture PORT}. */
    public static void main(String[] args) throws Exception {
        try (var fixture = new HttpFixture(args.length > 0 ? Integer.parseInt(args[0]) : 0)) {
            System.out.println(fixture.url());
            new CountDownLatch(1).await();
        }
    }
}
