package nexhelm.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The loopback address that a browser comes back to after a login (RFC 8252, section 7.3). Every connection has a
 * thread of its own, so that one which sends nothing keeps nobody waiting.
 */
public final class Callback implements AutoCloseable {

    private static final String PATH = "/callback";
    private static final Duration OUTCOME = Duration.ofSeconds(90);

    private record Outcome(boolean ok, String text) {}

    private final List<HttpServer> servers = new ArrayList<>();
    private final ExecutorService workers;
    private final Optional<String> state;
    private final CompletableFuture<Map<String, String>> arrived = new CompletableFuture<>();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final CountDownLatch answered = new CountDownLatch(1);

    private Callback(Optional<String> state) {
        this.state = state;
        this.workers = Executors.newCachedThreadPool(work -> {
            var thread = new Thread(work, "nex-callback");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Listens on 127.0.0.1, and on ::1 where there is one, because browsers try either for {@code localhost}.
     *
     * @param port  0 for any free one
     * @param state what a request must carry to be heard; without one the first comer is
     * @throws IOException when the port is taken
     */
    public static Callback open(int port, Optional<String> state) throws IOException {
        var callback = new Callback(state);
        callback.listen("127.0.0.1", port);
        try {
            callback.listen("::1", callback.port());
        } catch (IOException e) {
            // no IPv6 here, or the port is taken there: the browser falls back to 127.0.0.1
        }
        return callback;
    }

    public int port() {
        return servers.get(0).getAddress().getPort();
    }

    /** The address to come back to. */
    public String url() {
        return "http://localhost:" + port() + PATH
                + state.map(s -> "?state=" + s).orElse("");
    }

    /** What the browser brought, {@code code} or {@code error}; empty when nobody came in time. */
    public Optional<Map<String, String>> await(Duration limit) {
        try {
            return Optional.of(arrived.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Tells the waiting browser how the login ended, and lets the answer get there. */
    public void end(boolean ok, String text) {
        outcome.complete(new Outcome(ok, text));
        try {
            if (arrived.isDone()) {
                answered.await(3, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
        workers.shutdownNow();
    }

    private void listen(String address, int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(address), port), 0);
        server.createContext("/", this::answer);
        server.setExecutor(workers);
        server.start();
        servers.add(server);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.sendResponseHeaders(501, -1);
            } else if (!exchange.getRequestURI().getPath().equals(PATH)) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                callback(exchange);
            }
        }
    }

    private void callback(HttpExchange exchange) throws IOException {
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        if (state.isPresent() && !same(state.get(), query.getOrDefault("state", ""))) {
            page(exchange, 400, "This is not the login that was begun", "Go back to the terminal and use its link.");
        } else if (!arrived.complete(query)) {
            page(exchange, 409, "This login has been used", "Go back to the terminal.");
        } else {
            Outcome end = outcome();
            page(exchange, 200, end.ok() ? "You are signed in" : "The login failed", end.text());
            answered.countDown();
        }
    }

    private Outcome outcome() {
        try {
            return outcome.get(OUTCOME.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return new Outcome(false, "It took too long; the terminal says more.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome(false, "It was given up; the terminal says more.");
        }
    }

    private static void page(HttpExchange exchange, int status, String title, String text) throws IOException {
        byte[] html = ("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>" + escaped(title)
                        + "</title><h1>" + escaped(title) + "</h1><p>" + escaped(text) + "</p></html>")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.getResponseHeaders().set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("Connection", "close");
        exchange.sendResponseHeaders(status, html.length);
        exchange.getResponseBody().write(html);
        exchange.getResponseBody().flush();
    }

    /** The pairs of a query; the first of two alike counts, and what cannot be decoded is left out. */
    public static Map<String, String> query(String raw) {
        var pairs = new HashMap<String, String>();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            int equals = pair.indexOf('=');
            try {
                if (equals > 0) {
                    pairs.putIfAbsent(
                            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                }
            } catch (IllegalArgumentException e) {
                // a broken escape says nothing
            }
        }
        return pairs;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}
