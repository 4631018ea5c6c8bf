package nexhelm.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A server that writes whatever bytes a test wants, broken ones included, and remembers the requests' heads. */
public final class RawServer implements AutoCloseable {
    /** What happens on a connection once its request was read. */
    @FunctionalInterface
    public interface Handler {
        void handle(Socket connection, String request) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    private final List<String> requests = new ArrayList<>();

    private RawServer(Handler handler) throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread(() -> {
            while (!server.isClosed()) {
                try {
                    Socket connection = server.accept();
                    thread(() -> serve(connection, handler));
                } catch (IOException e) {
                    return; // closed
                }
            }
        });
    }

    public static RawServer start(Handler handler) {
        try {
            return new RawServer(handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes this text to whoever asks, and closes. */
    public static RawServer saying(String answer) {
        return start((connection, request) -> say(connection, answer));
    }

    public static void say(Socket connection, String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        connection.getOutputStream().flush();
    }

    /** One chunk of a chunked answer. */
    public static String chunk(String text) {
        return Integer.toHexString(text.getBytes(StandardCharsets.ISO_8859_1).length) + "\r\n" + text + "\r\n";
    }

    /** The head of an event stream that is sent in chunks. */
    public static final String STREAM =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n";

    public int port() {
        return server.getLocalPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** Heads and bodies of all requests so far. */
    public List<String> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(Socket connection, Handler handler) {
        try (connection) {
            String request = request(new BufferedInputStream(connection.getInputStream()));
            synchronized (requests) {
                requests.add(request);
            }
            handler.handle(connection, request);
        } catch (IOException | InterruptedException e) {
            // the other side hung up, or the test is over
        }
    }

    private static String request(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
            head.write(b);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        int length = text.lines()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).trim()))
                .findFirst()
                .orElse(0);
        return text + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static void thread(Runnable work) {
        var thread = new Thread(work, "raw server");
        thread.setDaemon(true);
        thread.start();
    }
}
