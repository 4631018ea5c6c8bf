package nexhelm.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One request over a plain connection to this machine. A stream of the JDK's client cannot be closed while its server is
 * silent (the reader holds the lock that closing needs); a socket of our own can, so that what is cancelled ends at once.
 */
final class LocalConnection implements AutoCloseable {

    private static final int LONGEST_LINE = 64 << 10;

    private final Socket socket;
    private final InputStream in;
    private int status;
    private final Map<String, String> headers = new HashMap<>();

    private LocalConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Sends a request and reads the answer's head. */
    static LocalConnection open(URL url, Http.Request request, Map<String, String> headers, int connectMillis)
            throws IOException {
        var socket = new Socket();
        try {
            int port = url.getPort() < 0 ? url.getDefaultPort() : url.getPort();
            String host = url.getHost().startsWith("[")
                    ? url.getHost().substring(1, url.getHost().length() - 1)
                    : url.getHost();
            socket.connect(new InetSocketAddress(host, port), connectMillis);
            socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, request.read().toMillis()));
            socket.setTcpNoDelay(true);
            var connection = new LocalConnection(socket);
            connection.send(url, request, headers);
            connection.head();
            return connection;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
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
        if (headers.getOrDefault("transfer-encoding", "")
                .toLowerCase(Locale.ROOT)
                .contains("chunked")) {
            return new Body(-1, true);
        }
        String length = headers.getOrDefault("content-length", "");
        return new Body(length.matches("\\d{1,18}") ? Long.parseLong(length) : -1, false);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // it is of no use any more either way
        }
    }

    private void send(URL url, Http.Request request, Map<String, String> headers) throws IOException {
        byte[] body = request.body().orElse("").getBytes(StandardCharsets.UTF_8);
        String path = url.getFile().isEmpty() ? "/" : url.getFile();
        var head =
                new StringBuilder(request.method() + " " + path + " HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (request.body().isPresent()) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        var out = new ByteArrayOutputStream();
        out.write(head.append("Connection: close\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
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
            LocalConnection.this.close();
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
