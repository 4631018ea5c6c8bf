package nexhelm.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A backend on loopback that answers as it was told and remembers what it was asked. */
public final class StubServer implements AutoCloseable {
    /** A request as it arrived; header names in lower case. */
    public record Seen(String method, String target, Map<String, String> headers, String body) {
        public String path() {
            return target.replaceFirst("\\?.*", "");
        }

        @Override
        public String toString() {
            return method + " " + target + (body.isEmpty() ? "" : " " + body);
        }
    }

    /** How a request is answered. */
    @FunctionalInterface
    public interface Reply {
        void to(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final Map<String, List<Reply>> routes = new ConcurrentHashMap<>();
    private final Map<String, Integer> turns = new ConcurrentHashMap<>();
    private final List<Seen> seen = new ArrayList<>();

    private StubServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(workers);
        server.start();
    }

    public static StubServer start() {
        try {
            return new StubServer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Answers a route ("GET /path", without query) with these in turn, the last one from then on. */
    public StubServer on(String route, Reply... replies) {
        routes.put(route, List.of(replies));
        return this;
    }

    public StubServer on(String route, String json) {
        return on(route, json(json));
    }

    public static Reply json(String json) {
        return text(200, "application/json", json);
    }

    public static Reply json(int status, String json) {
        return text(status, "application/json", json);
    }

    public static Reply text(int status, String type, String body, String... headers) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            if (!type.isEmpty()) {
                exchange.getResponseHeaders().set("Content-Type", type);
            }
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            boolean none = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, none ? -1 : bytes.length);
            if (!none) {
                exchange.getResponseBody().write(bytes);
            }
        };
    }

    /** An event stream: each event's JSON in a block of its own. */
    public static Reply events(String... events) {
        return stream("data: " + String.join("\n\ndata: ", events) + "\n\n");
    }

    /** An event stream as it is. */
    public static Reply stream(String text, String... headers) {
        return exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
        };
    }

    public List<Seen> seen() {
        synchronized (seen) {
            return List.copyOf(seen);
        }
    }

    /** What was asked, one "METHOD target" each. */
    public List<String> asked() {
        return seen().stream()
                .map(request -> request.method() + " " + request.target())
                .toList();
    }

    /** The only request there was. */
    public Seen only() {
        List<Seen> all = seen();
        if (all.size() != 1) {
            throw new AssertionError("one request, not " + all);
        }
        return all.get(0);
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = new TreeMap<String, String>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var request = new Seen(
                    exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body);
            synchronized (seen) {
                seen.add(request);
            }
            String route = request.method() + " " + request.path();
            List<Reply> replies =
                    routes.getOrDefault(route, List.of(json(404, "{\"detail\": \"no such stub route\"}")));
            int turn = turns.merge(route, 1, Integer::sum) - 1;
            replies.get(Math.min(turn, replies.size() - 1)).to(exchange);
        }
    }
}
