package nexhelm.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One request over a connection of its own. The JDK's client cannot be closed while its server is silent (the reader holds
 * the lock that closing needs); the plain socket below can, also under TLS, so that what is cancelled ends at once.
 */
final class SocketConnection implements AutoCloseable {

    private static final int LONGEST_LINE = 64 << 10;

    /**
     * How to get to the server.
     *
     * @param tls makes what is encrypted; nothing for plain http
     */
    record Way(Proxy proxy, Optional<SSLSocketFactory> tls, int connectMillis) {}

    private final Lifeline lifeline;
    private final Socket plain;
    private Socket socket;
    private InputStream in;
    private boolean bodiless;
    private int status;
    private final Map<String, String> headers = new HashMap<>();

    private SocketConnection(Lifeline lifeline, Socket plain) {
        this.lifeline = lifeline;
        this.plain = plain;
        this.socket = plain;
    }

    /** Sends a request and reads the answer's head. */
    static SocketConnection open(URL url, Http.Request request, Map<String, String> headers, Way way, Lifeline lifeline)
            throws IOException {
        if ((url.getHost() + url.getFile()).chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            throw new IOException("the address has characters that cannot be sent"); // or it would end the request line
        }
        Proxy proxy = way.proxy();
        var socket = proxy.type() == Proxy.Type.SOCKS ? new Socket(proxy) : new Socket();
        lifeline.hold(socket);
        var connection = new SocketConnection(lifeline, socket);
        try {
            socket.connect(address(url, proxy), way.connectMillis());
            socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, request.read().toMillis()));
            socket.setTcpNoDelay(true);
            boolean asked = proxy.type() == Proxy.Type.HTTP;
            if (way.tls().isPresent()) {
                if (asked) {
                    connection.tunnel(url);
                }
                connection.encrypt(url, way.tls().get());
                asked = false;
            }
            connection.in = new BufferedInputStream(connection.socket.getInputStream());
            connection.send(asked ? url.toString().replaceFirst("#.*", "") : file(url), url, request, headers);
            connection.head();
            connection.bodiless =
                    request.method().equals("HEAD") || connection.status == 204 || connection.status == 304;
            return connection;
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static InetSocketAddress address(URL url, Proxy proxy) {
        return switch (proxy.type()) {
            case DIRECT -> new InetSocketAddress(host(url), port(url));
            case SOCKS -> InetSocketAddress.createUnresolved(host(url), port(url));
            case HTTP -> (InetSocketAddress) proxy.address();
        };
    }

    private static int port(URL url) {
        return url.getPort() < 0 ? url.getDefaultPort() : url.getPort();
    }

    private static String host(URL url) {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static String file(URL url) {
        return url.getFile().isEmpty() ? "/" : url.getFile().startsWith("/") ? url.getFile() : "/" + url.getFile();
    }

    /** Asks a proxy for the way to the server (RFC 9110, 9.3.6); it sends nothing of its own behind its answer's head. */
    private void tunnel(URL url) throws IOException {
        in = plain.getInputStream();
        String to = url.getHost() + ":" + port(url);
        write("CONNECT " + to + " HTTP/1.1\r\nHost: " + to + "\r\n\r\n");
        head();
        if (status >= 300) {
            throw new IOException("the proxy refused the way to " + to + " with HTTP " + status);
        }
    }

    private void encrypt(URL url, SSLSocketFactory tls) throws IOException {
        var secure = (SSLSocket) tls.createSocket(plain, host(url), port(url), true);
        socket = secure;
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the certificate must be this host's
        secure.setSSLParameters(parameters);
        secure.startHandshake();
    }

    int status() {
        return status;
    }

    /** Names in lower case. */
    Map<String, String> headers() {
        return headers;
    }

    /** The body without its framing; an end before the announced one is an error. */
    InputStream body() {
        if (bodiless) {
            return new Body(0, false);
        }
        if (headers.getOrDefault("transfer-encoding", "")
                .toLowerCase(Locale.ROOT)
                .contains("chunked")) {
            return new Body(-1, true);
        }
        String length = headers.getOrDefault("content-length", "");
        return new Body(length.matches("\\d{1,18}") ? Long.parseLong(length) : -1, false);
    }

    /** From any thread, and at once: the plain socket is closed, whatever the one above it waits for. */
    @Override
    public void close() {
        lifeline.release(plain);
    }

    private void send(String target, URL url, Http.Request request, Map<String, String> headers) throws IOException {
        byte[] body = request.body().orElse("").getBytes(StandardCharsets.UTF_8);
        var head = new StringBuilder(request.method() + " " + target + " HTTP/1.1\r\nHost: " + authority(url) + "\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (request.body().isPresent()) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        write(head.append("Connection: close\r\n\r\n").toString(), body);
    }

    /** The host as the Host header names it: without an account. */
    private static String authority(URL url) {
        return url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    private void write(String head, byte... body) throws IOException {
        var out = new ByteArrayOutputStream();
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        out.write(body);
        socket.getOutputStream().write(out.toByteArray());
        socket.getOutputStream().flush();
    }

    private void head() throws IOException {
        do {
            String first = line();
            if (!first.matches("HTTP/1\\.[01] \\d{3}( .*)?")) {
                throw new IOException("the answer is not HTTP");
            }
            status = Integer.parseInt(first.substring(9, 12));
            headers.clear();
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    headers.merge(
                            line.substring(0, colon).trim().toLowerCase(Locale.ROOT),
                            line.substring(colon + 1).trim(),
                            (a, b) -> a + ", " + b);
                }
            }
        } while (status < 200);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("Unexpected end of file");
            }
            if (line.length() > LONGEST_LINE) {
                throw new IOException("the answer is not HTTP");
            }
            line.append((char) c);
        }
        int length = line.length();
        return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
    }

    /** Reads what is left of the announced length, chunk by chunk where the answer comes in chunks. */
    private final class Body extends InputStream {
        private final boolean chunked;
        private long left;
        private boolean first = true;
        private boolean ended;

        Body(long length, boolean chunked) {
            this.left = chunked ? 0 : length;
            this.chunked = chunked;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int most) throws IOException {
            if (chunked && left == 0 && !ended) {
                nextChunk();
            }
            if (ended || left == 0) {
                return -1;
            }
            int n = in.read(bytes, from, left < 0 ? most : (int) Math.min(most, left));
            if (n < 0 && left > 0) {
                throw new IOException("Premature EOF");
            }
            ended = n < 0;
            left = left < 0 ? left : left - n;
            return n;
        }

        @Override
        public int available() throws IOException {
            return (int) Math.min(in.available(), left < 0 ? Integer.MAX_VALUE : left);
        }

        @Override
        public void close() {
            SocketConnection.this.close();
        }

        private void nextChunk() throws IOException {
            if (!first) {
                line();
            }
            first = false;
            String size = line().replaceFirst("[;\\s].*", "");
            if (!size.matches("[0-9A-Fa-f]{1,15}")) {
                throw new IOException("Premature EOF");
            }
            left = Long.parseLong(size, 16);
            ended = left == 0;
        }
    }
}
