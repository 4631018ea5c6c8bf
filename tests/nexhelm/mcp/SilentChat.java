package nexhelm.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import javax.net.ServerSocketFactory;

/** A backend whose chat sends one event and then says nothing; it notices when the other side hangs up. */
final class SilentChat implements AutoCloseable {
    final CountDownLatch hungUp = new CountDownLatch(1);

    private final ServerSocket socket;
    private final String scheme;
    private final String run;

    SilentChat(String run) throws IOException {
        this(run, "http", ServerSocketFactory.getDefault());
    }

    SilentChat(String run, String scheme, ServerSocketFactory sockets) throws IOException {
        this.run = run;
        this.scheme = scheme;
        this.socket = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(() -> {
            while (true) {
                Socket connection = socket.accept();
                daemon(() -> answer(connection));
            }
        });
    }

    String url() {
        return scheme + "://127.0.0.1:" + socket.getLocalPort();
    }

    private void answer(Socket connection) throws IOException {
        try (connection) {
            InputStream in = connection.getInputStream();
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.read());
            }
            in.readNBytes(Integer.parseInt(head.toString().replaceAll("(?is).*content-length: *(\\d+).*", "$1")));
            if (!head.toString().contains("/chat ")) {
                write(
                        connection,
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n" + run);
                return;
            }
            write(
                    connection,
                    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            String event = "data: {\"type\":\"thread_initialized\",\"data\":{\"thread_id\":\"t\"}}\n\n";
            write(connection, Integer.toHexString(event.length()) + "\r\n" + event + "\r\n");
            if (in.read() < 0) {
                hungUp.countDown();
            }
        }
    }

    private static void write(Socket connection, String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        connection.getOutputStream().flush();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // closed at the end of the test
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
