package nexhelm.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/** A port whose connections go through the tunnel of a workspace, as a client's proxy command would take them. */
final class TunnelPort implements AutoCloseable {

    private final ServerSocket server;
    private final String endpoint;
    private final String token;

    TunnelPort(String endpoint, String token) throws IOException {
        this.endpoint = endpoint;
        this.token = token;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread accepting = new Thread(this::accept, "accepts");
        accepting.setDaemon(true);
        accepting.start();
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread thread = new Thread(() -> serve(socket), "tunnels");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    /** Opens the tunnel; the future fails with the status when it is refused. */
    static WebSocket open(String endpoint, String token, WebSocket.Listener listener) {
        return LiveDaemon.HTTP
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(URI.create(endpoint.replace("http://", "ws://") + "/tunnel/ssh"), listener)
                .join();
    }

    private void serve(Socket socket) {
        try (socket) {
            OutputStream out = socket.getOutputStream();
            WebSocket tunnel = open(endpoint, token, new WebSocket.Listener() {
                @Override
                public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
                    byte[] bytes = new byte[data.remaining()];
                    data.get(bytes);
                    try {
                        out.write(bytes);
                    } catch (IOException e) {
                        webSocket.abort();
                    }
                    webSocket.request(1);
                    return null;
                }

                @Override
                public CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
                    closeQuietly(socket);
                    return null;
                }

                @Override
                public void onError(WebSocket webSocket, Throwable error) {
                    closeQuietly(socket);
                }
            });
            byte[] bytes = new byte[32 << 10];
            InputStream in = socket.getInputStream();
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                tunnel.sendBinary(ByteBuffer.wrap(bytes, 0, n), true).join();
            }
            tunnel.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        } catch (IOException | java.util.concurrent.CompletionException e) {
            // the connection is over, which the client at the other end sees
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
