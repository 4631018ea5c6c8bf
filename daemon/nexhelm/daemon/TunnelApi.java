package nexhelm.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import nexhelm.daemon.ssh.SshDoor;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;
import nexhelm.json.Json;
import org.eclipse.jetty.websocket.api.Callback;

/** The way to the SSH server of a workspace: binary WebSocket messages (RFC 6455) are its bytes, in both directions. */
final class TunnelApi {

    private static final int NORMAL = 1000;
    private static final int FAILED = 1011;

    private final Running running;
    private final Clock clock;
    private final Function<WsContext, Workspace> workspaces;
    private final Map<String, Tunnel> tunnels = new ConcurrentHashMap<>();

    /** @param workspaces of a connection whose token was checked when it was made */
    TunnelApi(Running running, Clock clock, Function<WsContext, Workspace> workspaces) {
        this.running = running;
        this.clock = clock;
        this.workspaces = workspaces;
    }

    /** A workspace and a connection to its SSH server. */
    private record Tunnel(Workspace workspace, Socket socket) {}

    JsonNode authorise(Workspace workspace, Request request) throws IOException {
        String key = request.text("public_key")
                .orElseThrow(() -> Refusal.invalid("invalid_public_key", "public_key is missing."));
        SshDoor door = running.door(workspace);
        door.authorise(key);
        return Json.object().put("ok", true).put("user", SshDoor.USER).put("host_key", door.hostKey());
    }

    void connect(WsConfig socket) {
        socket.onConnect(context -> {
            Workspace workspace = workspaces.apply(context);
            try {
                Socket ssh = new Socket(
                        InetAddress.getByName("127.0.0.1"),
                        running.door(workspace).port());
                ssh.setTcpNoDelay(true);
                context.enableAutomaticPings(20, TimeUnit.SECONDS);
                tunnels.put(context.sessionId(), new Tunnel(workspace, ssh));
                Thread back = new Thread(() -> back(context, ssh), "tunnel");
                back.setDaemon(true);
                back.start();
            } catch (IOException e) {
                context.closeSession(FAILED, "the SSH server cannot be reached");
            }
        });
        socket.onBinaryMessage(message -> forth(message, message.data()));
        socket.onMessage(
                message -> forth(message, ByteBuffer.wrap(message.message().getBytes(StandardCharsets.UTF_8))));
        socket.onError(this::drop);
        socket.onClose(this::drop);
    }

    /** Waits until the bytes are taken, and with it whoever sends them. */
    private void forth(WsContext context, ByteBuffer data) {
        Tunnel tunnel = tunnels.get(context.sessionId());
        if (tunnel == null) {
            return;
        }
        tunnel.workspace().used(clock.instant());
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        try {
            tunnel.socket().getOutputStream().write(bytes);
        } catch (IOException e) {
            drop(context);
            context.closeSession(NORMAL, "");
        }
    }

    private void back(WsContext context, Socket ssh) {
        byte[] bytes = new byte[32 << 10];
        try (ssh;
                InputStream in = ssh.getInputStream()) {
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                Callback.Completable sent = new Callback.Completable();
                context.session.sendBinary(ByteBuffer.wrap(bytes, 0, n), sent);
                sent.get();
            }
            context.closeSession(NORMAL, "");
        } catch (IOException e) {
            context.closeSession(NORMAL, ""); // the other side closed the tunnel, or the SSH server this session
        } catch (ExecutionException e) {
            drop(context);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void drop(WsContext context) {
        Tunnel tunnel = tunnels.remove(context.sessionId());
        if (tunnel != null) {
            try {
                tunnel.socket().close();
            } catch (IOException e) {
                // it is closed
            }
        }
    }
}
