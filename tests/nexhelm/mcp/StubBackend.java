package nexhelm.mcp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A backend on loopback that says what it is told to, and remembers what it was asked. */
final class StubBackend implements AutoCloseable {
    /** Answers a request itself. */
    interface Route {
        void answer(HttpExchange exchange) throws IOException;
    }

    /** What a request brought. */
    record Asked(String method, String path, String query, String actor, String body) {}

    final List<Asked> asked = new CopyOnWriteArrayList<>();

    private final Map<String, Route> routes = new ConcurrentHashMap<>();
    private final HttpServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool(work -> {
        var thread = new Thread(work, "stub");
        thread.setDaemon(true);
        return thread;
    });

    StubBackend() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(workers);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    StubBackend json(String request, String body) {
        return on(request, exchange -> send(exchange, 200, "application/json", body));
    }

    StubBackend status(String request, int status, String body) {
        return on(request, exchange -> send(exchange, status, "application/json", body));
    }

    StubBackend on(String request, Route route) {
        routes.put(request, route);
        return this;
    }

    StubBackend stream(String request, String... events) {
        StringBuilder text = new StringBuilder();
        for (String event : events) {
            text.append("data: ").append(event).append("\n\n");
        }
        return on(request, exchange -> send(exchange, 200, "text/event-stream", text.toString()));
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }

    /** Waits; the end of the test ends the waiting. */
    static void pause(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getPath();
        asked.add(new Asked(
                exchange.getRequestMethod(),
                path,
                String.valueOf(exchange.getRequestURI().getQuery()),
                exchange.getRequestHeaders().getFirst("X-Nex-Actor"),
                body));
        Route route = routes.get(exchange.getRequestMethod() + " " + path);
        if (route == null) {
            send(exchange, 404, "application/json", "{\"detail\":\"no " + path + "\"}");
        } else {
            route.answer(exchange);
        }
    }
}
