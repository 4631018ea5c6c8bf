package nexhelm.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Bytes to and from a WebSocket (RFC 6455): what one read of the input gives goes out as one binary message at once, and
 * messages come out as they arrive. At the end of the input the other side may finish what it was saying.
 */
public final class Tunnel implements WebSocket.Listener {

    private static final Duration OPEN = Duration.ofSeconds(20);
    private static final Duration PING = Duration.ofSeconds(20);
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final Duration LAST_WORDS = Duration.ofSeconds(30);
    private static final Duration CLOSING = Duration.ofSeconds(10);
    private static final int CHUNK = 32_768;
    private static final int NORMAL = 1000;

    /** How it ended; nothing to say when both sides closed in order. */
    public record End(String problem) {
        public boolean inOrder() {
            return problem.isEmpty();
        }
    }

    private final OutputStream out;
    private final CompletableFuture<End> end = new CompletableFuture<>();
    private volatile long heard = System.nanoTime();

    private Tunnel(OutputStream out) {
        this.out = out;
    }

    /**
     * Carries bytes until one side ends.
     *
     * @param url ws or wss
     * @throws IOException when the connection cannot be made; the message is fit for people and holds no token
     */
    public static End carry(Map<String, String> env, String url, String token, InputStream in, OutputStream out)
            throws IOException {
        var tunnel = new Tunnel(out);
        WebSocket socket = tunnel.open(env, url, token);
        var sender = new Thread(() -> tunnel.send(in, socket), "nex-tunnel-in");
        var keeper = new Thread(() -> tunnel.keepAlive(socket), "nex-tunnel-ping");
        sender.setDaemon(true); // a read of standard input cannot be interrupted
        keeper.setDaemon(true);
        sender.start();
        keeper.start();
        End end = tunnel.end.join();
        socket.abort();
        return end;
    }

    private WebSocket open(Map<String, String> env, String url, String token) throws IOException {
        URI address = URI.create(url);
        HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(OPEN).proxy(proxies(env, address));
        new Trust(env).context().ifPresent(client::sslContext);
        try {
            return client.build()
                    .newWebSocketBuilder()
                    .header("Authorization", "Bearer " + token)
                    .connectTimeout(OPEN)
                    .buildAsync(address, this)
                    .get(OPEN.toSeconds() + 2, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(reason(e.getCause(), address), e);
        } catch (TimeoutException e) {
            throw new IOException("no answer from " + address.getHost() + " in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String reason(Throwable cause, URI address) {
        Throwable e = cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
        if (e instanceof WebSocketHandshakeException refused) {
            int status = refused.getResponse().statusCode();
            return status == 101
                    ? address.getHost() + " answered with a broken handshake"
                    : address.getHost() + " refused the tunnel with HTTP " + status;
        }
        if (e instanceof java.net.ConnectException) {
            return "nobody answers at " + address.getHost() + ":" + address.getPort() + " (connection refused)";
        }
        return String.valueOf(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }

    private static ProxySelector proxies(Map<String, String> env, URI address) {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                try {
                    Proxy proxy = new Proxies(env)
                            .forHost(URI.create(address.toString().replaceFirst("^ws", "http"))
                                    .toURL());
                    return List.of(
                            proxy.address() instanceof InetSocketAddress at && at.isUnresolved()
                                    ? new Proxy(proxy.type(), new InetSocketAddress(at.getHostString(), at.getPort()))
                                    : proxy);
                } catch (IOException e) {
                    return List.of(Proxy.NO_PROXY);
                }
            }

            @Override
            public void connectFailed(URI uri, SocketAddress at, IOException e) {
                // the connection itself says what went wrong
            }
        };
    }

    private void send(InputStream in, WebSocket socket) {
        byte[] buffer = new byte[CHUNK];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                socket.sendBinary(ByteBuffer.wrap(buffer, 0, n), true).join();
            }
            long limit = System.nanoTime() + LAST_WORDS.toNanos();
            heard = System.nanoTime();
            while (!end.isDone() && System.nanoTime() - heard < QUIET.toNanos() && System.nanoTime() < limit) {
                Thread.sleep(50);
            }
            socket.sendClose(NORMAL, "").join();
            end.completeOnTimeout(new End(""), CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            end.complete(new End("standard input cannot be read: " + e.getMessage()));
        } catch (CompletionException | IllegalStateException e) {
            end.completeOnTimeout(new End("the connection broke off"), QUIET.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keepAlive(WebSocket socket) {
        try {
            while (!end.isDone()) {
                Thread.sleep(PING.toMillis());
                long asked = System.nanoTime();
                socket.sendPing(ByteBuffer.allocate(0));
                Thread.sleep(PING.toMillis());
                if (heard < asked) {
                    end.complete(new End("the other side has not answered for " + PING.toSeconds() + " s"));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        return write(socket, bytes);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        return write(socket, data.toString().getBytes(StandardCharsets.UTF_8));
    }

    private CompletionStage<?> write(WebSocket socket, byte[] bytes) {
        heard = System.nanoTime();
        try {
            out.write(bytes);
            out.flush();
            heard = System.nanoTime(); // a slow reader is no silence of the other side
            socket.request(1);
        } catch (IOException e) {
            end.complete(new End("standard output is closed"));
        }
        return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
        heard = System.nanoTime();
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String why) {
        end.complete(new End(
                code == NORMAL || code == 1001
                        ? ""
                        : "the other side closed the tunnel with " + code + (why.isEmpty() ? "" : " (" + why + ")")));
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        end.complete(new End("the connection broke off"));
    }
}
