package nexhelm.http;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.net.UnknownHostException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;
import nexhelm.Version;

/**
 * HTTP over the JDK's oldest client: java.net.http costs half of the command line's start. Work that can be cancelled, and
 * streams of this machine, have connections of their own that can be closed at any time.
 */
public final class UrlHttp implements Http {

    private static final int CONNECT_MILLIS = 10_000;
    private static final int MOST_HOPS = 5;

    static {
        // A POST that lost its connection is never sent again behind our back. The JDK reads this once.
        System.setProperty("sun.net.http.retryPost", "false");
    }

    private final Proxies proxies;
    private final Trust trust;
    private final Optional<Lifeline> lifeline;

    public UrlHttp(Map<String, String> env) {
        this(new Proxies(env), new Trust(env), Optional.empty());
    }

    private UrlHttp(Proxies proxies, Trust trust, Optional<Lifeline> lifeline) {
        this.proxies = proxies;
        this.trust = trust;
        this.lifeline = lifeline;
    }

    @Override
    public Http on(Lifeline line) {
        return new UrlHttp(proxies, trust, Optional.of(line));
    }

    @Override
    public Response send(Request request) throws IOException {
        Request current = request;
        for (int hop = 0; ; hop++) {
            URL url = address(current);
            Response answer = lifeline.isPresent() ? answer(url, current, lifeline.get()) : answer(current);
            Optional<Request> next = redirected(answer, url, request, hop);
            if (next.isEmpty()) {
                return answer;
            }
            current = next.get();
        }
    }

    /** The request that a redirect leads to, where it may be followed. */
    private static Optional<Request> redirected(Response answer, URL from, Request request, int hop)
            throws IOException {
        String to = answer.header("location");
        if (answer.status() < 300 || answer.status() >= 400 || to.isEmpty() || hop >= MOST_HOPS) {
            return Optional.empty();
        }
        String target = new URL(from, to).toString();
        return request.redirect().test(target)
                ? Optional.of(new Request(
                        "GET",
                        target,
                        request.headers(),
                        Optional.empty(),
                        request.read(),
                        request.maxBytes(),
                        request.redirect()))
                : Optional.empty();
    }

    private Response answer(Request request) throws IOException {
        HttpURLConnection connection = open(request);
        int status = status(connection, request);
        Map<String, String> headers = headers(connection);
        return new Response(status, headers, bytes(connection, body(connection, status), request), charset(headers));
    }

    private Response answer(URL url, Request request, Lifeline line) throws IOException {
        try (SocketConnection connection = connect(url, request, line)) {
            Map<String, String> headers = connection.headers();
            return new Response(connection.status(), headers, bytes(connection.body(), request), charset(headers));
        }
    }

    private SocketConnection connect(URL url, Request request, Lifeline line) throws IOException {
        var way = new SocketConnection.Way(
                proxies.forHost(url),
                url.getProtocol().equals("https") ? Optional.of(trust.sockets()) : Optional.empty(),
                CONNECT_MILLIS);
        Map<String, String> headers = headers(request);
        try {
            return SocketConnection.open(url, request, headers, way, line);
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(reason(e, request.url()), e);
        }
    }

    @Override
    public StreamEnd stream(Request request, Listener events) throws IOException {
        URL url = address(request);
        boolean local = url.getProtocol().equals("http") && proxies.forHost(url) == Proxy.NO_PROXY;
        if (local || lifeline.isPresent()) {
            return stream(connect(url, request, lifeline.orElseGet(Lifeline::new)), request, events);
        }
        HttpURLConnection connection = open(request);
        int status = status(connection, request);
        Map<String, String> headers = headers(connection);
        if (status >= 300 || !streams(headers.getOrDefault("content-type", "").toLowerCase(Locale.ROOT))) {
            byte[] body = bytes(connection, body(connection, status), request);
            return new StreamEnd(status, headers, new String(body, charset(headers)), "", false);
        }
        return listen(status, headers, connection.getInputStream(), request, events, connection::disconnect);
    }

    private static StreamEnd stream(SocketConnection connection, Request request, Listener events) throws IOException {
        Map<String, String> headers = connection.headers();
        if (connection.status() >= 300
                || !streams(headers.getOrDefault("content-type", "").toLowerCase(Locale.ROOT))) {
            return new StreamEnd(
                    connection.status(),
                    headers,
                    new String(bytes(connection.body(), request), charset(headers)),
                    "",
                    false);
        }
        return listen(connection.status(), headers, connection.body(), request, events, connection::close);
    }

    /** Not every backend names its stream; what says that it is something else is believed. */
    private static boolean streams(String type) {
        return type.contains("text/event-stream") || !type.contains("json") && !type.contains("html");
    }

    private static StreamEnd listen(
            int status,
            Map<String, String> headers,
            InputStream body,
            Request request,
            Listener events,
            Runnable close) {
        // A thread of its own reads, so that the wait for an event can end before the server speaks.
        var queue = new LinkedBlockingQueue<Object>(1024);
        var reader = new Thread(() -> pump(body, charset(headers), request.url(), queue), "nex-stream");
        reader.setDaemon(true);
        reader.start();
        Duration wait = events.next(Optional.empty());
        try {
            while (!wait.isZero()) {
                Object item = queue.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
                if (item instanceof Ended ended) {
                    return new StreamEnd(status, headers, "", ended.cause, ended.unfinished);
                }
                wait = events.next(Optional.ofNullable((SseEvent) item));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Closing the JDK's connection may block behind the reader's lock until the server speaks; it is not waited
        // for.
        var closer = new Thread(close, "nex-stream-close");
        closer.setDaemon(true);
        closer.start();
        return new StreamEnd(status, headers, "", "", false);
    }

    private record Ended(String cause, boolean unfinished) {}

    private static void pump(InputStream body, Charset charset, String url, LinkedBlockingQueue<Object> queue) {
        try {
            SseReader events = null;
            try (var text = new BufferedReader(new InputStreamReader(body, charset))) {
                events = new SseReader(text);
                for (var event = events.next(); event.isPresent(); event = events.next()) {
                    queue.put(event.get());
                }
                queue.put(new Ended("", events.unfinished()));
            } catch (IOException | RuntimeException e) { // whatever it is, somebody waits for the end
                queue.put(new Ended(reason(e, url), true));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static URL address(Request request) throws IOException {
        URL url;
        try {
            url = new URL(request.url());
        } catch (MalformedURLException e) {
            throw new IOException("not an address: " + request.url());
        }
        if (!url.getProtocol().startsWith("http") || url.getHost().isEmpty()) {
            throw new IOException("not an http or https address: " + request.url());
        }
        return url;
    }

    /** What a request says of itself, its own headers last. */
    private static Map<String, String> headers(Request request) throws IOException {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        headers.put("User-Agent", "nex/" + Version.STRING);
        headers.put("X-Request-Id", UUID.randomUUID().toString());
        headers.put("Accept", "application/json, */*;q=0.5");
        if (request.body().isPresent()) {
            headers.put("Content-Type", "application/json");
        }
        headers.putAll(request.headers());
        for (var header : headers.entrySet()) {
            if (!header.getKey().matches("[!-9;-~]+")
                    || header.getValue().chars().anyMatch(c -> c < ' ' && c != '\t')) {
                throw new IOException("the header " + header.getKey() + " has characters that cannot be sent");
            }
        }
        return headers;
    }

    private HttpURLConnection open(Request request) throws IOException {
        URL url = address(request);
        var connection = (HttpURLConnection) url.openConnection(proxies.forHost(url));
        if (connection instanceof HttpsURLConnection https) {
            trust.apply(https);
        }
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(
                (int) Math.min(Integer.MAX_VALUE, request.read().toMillis()));
        connection.setUseCaches(false);
        connection.setRequestMethod(request.method());
        headers(request).forEach(connection::setRequestProperty);
        return connection;
    }

    private static int status(HttpURLConnection connection, Request request) throws IOException {
        try {
            if (request.body().isPresent()) {
                connection.setDoOutput(true);
                try (var out = connection.getOutputStream()) {
                    out.write(request.body().get().getBytes(StandardCharsets.UTF_8));
                }
            }
            int status = connection.getResponseCode();
            if (status < 0) {
                throw new IOException("the answer is not HTTP");
            }
            return status;
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(reason(e, request.url()), e);
        }
    }

    private static InputStream body(HttpURLConnection connection, int status) throws IOException {
        if (status < 400) {
            return connection.getInputStream();
        }
        InputStream error = connection.getErrorStream();
        return error == null ? InputStream.nullInputStream() : error;
    }

    private static byte[] bytes(HttpURLConnection connection, InputStream in, Request request) throws IOException {
        byte[] bytes = bytes(in, request);
        long announced = connection.getContentLengthLong();
        if (announced > bytes.length && !request.method().equals("HEAD")) {
            throw new IOException("the answer of " + host(request.url()) + " ended after " + bytes.length + " of "
                    + announced + " bytes");
        }
        return bytes;
    }

    private static byte[] bytes(InputStream in, Request request) throws IOException {
        var bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[16_384];
        try (in) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                bytes.write(buffer, 0, n);
                if (bytes.size() > request.maxBytes()) {
                    throw new IOException("the answer of " + host(request.url()) + " is larger than "
                            + request.maxBytes() + " bytes");
                }
            }
        } catch (IOException e) {
            throw new IOException(reason(e, request.url()), e);
        }
        return bytes.toByteArray();
    }

    private static Map<String, String> headers(HttpURLConnection connection) {
        var headers = new HashMap<String, String>();
        connection.getHeaderFields().forEach((name, values) -> {
            if (name != null) {
                headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values));
            }
        });
        return headers;
    }

    private static Charset charset(Map<String, String> headers) {
        String type = headers.getOrDefault("content-type", "");
        int at = type.toLowerCase(Locale.ROOT).indexOf("charset=");
        try {
            return at < 0
                    ? StandardCharsets.UTF_8
                    : Charset.forName(type.substring(at + 8).split("[; ]")[0].replace("\"", ""));
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }

    /** What happened, in words, with the host but never the query. */
    private static String reason(Exception e, String url) {
        String host = host(url);
        if (e instanceof UnknownHostException) {
            return "no such host: " + host;
        }
        if (e instanceof ConnectException) {
            return "nobody answers at " + host + " (connection refused)";
        }
        if (e instanceof SocketTimeoutException) {
            return "no answer from " + host + " in time";
        }
        String message = Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
        if (message.contains("PKIX") || e instanceof javax.net.ssl.SSLException) {
            return "no trusted connection to " + host + ": " + message;
        }
        if (message.contains("Unexpected end of file")
                || message.contains("Premature EOF")
                || message.contains("Connection reset")) {
            return "the connection to " + host + " broke off";
        }
        return message.contains(host) ? message : host + ": " + message;
    }

    private static String host(String url) {
        int start = url.indexOf("://");
        int end = start < 0 ? -1 : url.indexOf('/', start + 3);
        String base = end < 0 ? url : url.substring(0, end);
        int query = base.indexOf('?');
        return query < 0 ? base : base.substring(0, query);
    }
}
