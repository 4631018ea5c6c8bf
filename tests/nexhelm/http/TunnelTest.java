package nexhelm.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.Javalin;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bytes through a WebSocket, against a real server on loopback. */
@Timeout(60)
class TunnelTest {
    private Javalin server;
    private final CopyOnWriteArrayList<String> tokens = new CopyOnWriteArrayList<>();

    @BeforeEach
    void serve() {
        server = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.routes.ws("/echo", ws -> {
                        ws.onConnect(context -> tokens.add(String.valueOf(context.header("Authorization"))));
                        ws.onBinaryMessage(context -> context.send(context.data()));
                    });
                    config.routes.ws(
                            "/late",
                            ws -> ws.onBinaryMessage(context -> CompletableFuture.runAsync(
                                    () -> context.send(ByteBuffer.wrap("late".getBytes())),
                                    CompletableFuture.delayedExecutor(400, TimeUnit.MILLISECONDS))));
                    config.routes.ws(
                            "/broken", ws -> ws.onBinaryMessage(context -> context.closeSession(1011, "out of order")));
                    config.routes.ws(
                            "/done",
                            ws -> ws.onBinaryMessage(context -> {
                                context.send(ByteBuffer.wrap("bye".getBytes()));
                                context.closeSession(1000, "");
                            }));
                    config.routes.ws("/dropped", ws -> ws.onBinaryMessage(context -> context.session.disconnect()));
                })
                .start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private Tunnel.End carry(String path, InputStream in, ByteArrayOutputStream out) throws IOException {
        return Tunnel.carry(Map.of(), "ws://127.0.0.1:" + server.port() + path, "t0ken", in, out);
    }

    /** An input that stays open, as that of ssh does. */
    private static PipedInputStream open(String first) throws IOException {
        var ends = new PipedOutputStream();
        var in = new PipedInputStream(ends, 65_536);
        ends.write(first.getBytes());
        ends.flush();
        return in;
    }

    @Test
    void what_goes_in_comes_out_byte_for_byte_with_the_token_in_the_handshake() throws IOException {
        byte[] bytes = new byte[5_000_000];
        new Random(1).nextBytes(bytes);
        var out = new ByteArrayOutputStream();
        var end = carry("/echo", new ByteArrayInputStream(bytes), out);
        assertTrue(end.inOrder(), end.problem());
        assertArrayEquals(bytes, out.toByteArray());
        assertEquals("Bearer t0ken", tokens.get(0));
    }

    @Test
    void a_few_bytes_are_sent_at_once_and_not_kept_until_a_buffer_is_full() throws Exception {
        var ends = new PipedOutputStream();
        var in = new PipedInputStream(ends);
        var out = new ByteArrayOutputStream();
        var end = CompletableFuture.supplyAsync(() -> {
            try {
                return carry("/echo", in, out);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        ends.write("SSH-2.0".getBytes());
        ends.flush();
        for (int tries = 0; out.size() < 7 && tries < 200; tries++) {
            Thread.sleep(50);
        }
        assertEquals("SSH-2.0", out.toString());
        ends.close();
        assertTrue(end.get(30, TimeUnit.SECONDS).inOrder());
    }

    @Test
    void after_the_end_of_the_input_the_other_side_may_finish() throws IOException {
        var out = new ByteArrayOutputStream();
        var end = carry("/late", new ByteArrayInputStream("x".getBytes()), out);
        assertTrue(end.inOrder(), end.problem());
        assertEquals("late", out.toString());
    }

    @Test
    void a_close_in_order_ends_it_though_the_input_stays_open() throws IOException {
        var out = new ByteArrayOutputStream();
        var end = carry("/done", open("x"), out);
        assertTrue(end.inOrder(), end.problem());
        assertEquals("bye", out.toString());
    }

    @Test
    void another_close_and_a_dropped_connection_are_problems() throws IOException {
        var closed = carry("/broken", open("x"), new ByteArrayOutputStream());
        assertEquals("the other side closed the tunnel with 1011 (out of order)", closed.problem());
        assertFalse(carry("/dropped", open("x"), new ByteArrayOutputStream()).inOrder());
    }

    @Test
    void a_refused_handshake_names_its_status_and_not_the_token() {
        var refused = assertThrows(IOException.class, () -> carry("/none", open("x"), new ByteArrayOutputStream()));
        assertTrue(refused.getMessage().contains("HTTP 404"), refused.getMessage());
        String gone = "ws://127.0.0.1:" + server.port() + "/echo";
        server.stop();
        var nobody = assertThrows(
                IOException.class, () -> Tunnel.carry(Map.of(), gone, "t0ken", open("x"), new ByteArrayOutputStream()));
        assertTrue(nobody.getMessage().contains("connection refused"), nobody.getMessage());
        assertFalse(nobody.getMessage().contains("t0ken"), nobody.getMessage());
    }
}
