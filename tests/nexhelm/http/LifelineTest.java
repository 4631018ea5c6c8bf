package nexhelm.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Work that can be cancelled does all that other work does, and its connections end when it does. */
class LifelineTest extends UrlHttpTest {

    private final Lifeline lifeline = new Lifeline();

    @Override
    Http http(Map<String, String> env) {
        return new UrlHttp(env).on(new Lifeline());
    }

    /** Where a connection waits when it is cut. */
    private enum Where {
        CONNECTED,
        ENCRYPTED,
        ASKED,
        HALF_ANSWERED
    }

    @Test
    void a_request_over_http_ends_at_once_wherever_it_waits() throws Exception {
        for (Where where : new Where[] {Where.ASKED, Where.HALF_ANSWERED}) {
            try (var server = new Silent(where, Optional.empty())) {
                assertCut(server, "http", Map.of());
            }
        }
    }

    @Test
    void a_request_over_https_ends_at_once_wherever_it_waits(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("key.p12");
        Path pem = Certificates.make(store, folder.resolve("ca.pem"));
        for (Where where : Where.values()) {
            try (var server = new Silent(where, Optional.of(store))) {
                assertCut(server, "https", Map.of("SSL_CERT_FILE", pem.toString()));
            }
        }
    }

    @Test
    void a_request_behind_a_silent_proxy_ends_at_once() throws Exception {
        try (var proxy = new Silent(Where.ASKED, Optional.empty())) {
            assertCut(proxy, "https://backend.test/", Map.of("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port()));
        }
        try (var proxy = new Silent(Where.ASKED, Optional.empty())) {
            assertCut(proxy, "http://backend.test/", Map.of("HTTP_PROXY", "http://127.0.0.1:" + proxy.port()));
        }
    }

    @Test
    void silence_under_https_has_an_end(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("key.p12");
        Path pem = Certificates.make(store, folder.resolve("ca.pem"));
        for (Where where : new Where[] {Where.CONNECTED, Where.ASKED, Where.HALF_ANSWERED}) {
            try (var server = new Silent(where, Optional.of(store))) {
                String url = "https://127.0.0.1:" + server.port();
                var request = get(url + "/").read(Duration.ofMillis(500));
                Http cancellable = new UrlHttp(Map.of("SSL_CERT_FILE", pem.toString())).on(lifeline);
                var e = assertThrows(IOException.class, () -> cancellable.send(request));
                assertEquals("no answer from " + url + " in time", e.getMessage(), where.name());
            }
        }
    }

    @Test
    void an_address_cannot_add_lines_to_the_request() throws IOException {
        try (var server = RawServer.saying("HTTP/1.1 204 No Content\r\n\r\n")) {
            Http cancellable = new UrlHttp(Map.of()).on(lifeline);
            for (String path : new String[] {"/a\r\nX-Nex-Actor: person", "/a b", "/a\tb"}) {
                var e = assertThrows(IOException.class, () -> cancellable.send(get(server.url() + path)));
                assertTrue(e.getMessage().contains("characters that cannot be sent"), e.getMessage());
            }
            assertEquals(0, server.requests().size());
        }
    }

    @Test
    void after_the_cut_no_connection_is_made() throws Exception {
        try (var server = RawServer.saying("HTTP/1.1 204 No Content\r\n\r\n")) {
            lifeline.cut();
            Http cut = new UrlHttp(Map.of()).on(lifeline);
            var e = assertThrows(IOException.class, () -> cut.send(get(server.url() + "/")));
            assertTrue(e.getMessage().contains("the work was cancelled"), e.getMessage());
            assertEquals(0, server.requests().size());
        }
    }

    /** A request and a stream to a silent server: both are closed within a second of the cut. */
    private void assertCut(Silent server, String scheme, Map<String, String> env) throws Exception {
        String url = scheme.contains(":") ? scheme : scheme + "://127.0.0.1:" + server.port() + "/";
        for (boolean stream : new boolean[] {false, true}) {
            var line = new Lifeline();
            Http http = new UrlHttp(env).on(line);
            server.expect();
            var work = CompletableFuture.supplyAsync(() -> {
                try {
                    return stream
                            ? http.stream(get(url), event -> Duration.ofSeconds(30))
                                    .cause()
                            : http.send(get(url)).body();
                } catch (IOException e) {
                    return e.getMessage();
                }
            });
            assertTrue(server.there.await(10, TimeUnit.SECONDS), "nobody came");
            Thread.sleep(50); // until it waits
            line.cut();
            assertTrue(server.gone.await(1, TimeUnit.SECONDS), "the connection is still open");
            assertTrue(!ended(work).isEmpty(), "it was answered");
        }
    }

    private static String ended(CompletableFuture<String> work) throws InterruptedException, ExecutionException {
        try {
            return work.get(1, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("the work goes on after its connection was closed", e);
        }
    }

    private static Http.Request get(String url) {
        return Http.Request.of("GET", url, Map.of(), Optional.empty());
    }

    /** A server that stops speaking somewhere, and notices when the other side hangs up. */
    private static final class Silent implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private volatile CountDownLatch there = new CountDownLatch(1);
        private volatile CountDownLatch gone = new CountDownLatch(1);

        Silent(Where where, Optional<Path> store) throws IOException {
            var thread = new Thread(() -> {
                while (!server.isClosed()) {
                    try (Socket plain = server.accept()) {
                        Socket socket = plain;
                        if (store.isPresent() && where != Where.CONNECTED) {
                            var secure = (javax.net.ssl.SSLSocket) Certificates.server(store.get())
                                    .getSocketFactory()
                                    .createSocket(plain, null, true);
                            secure.setUseClientMode(false);
                            secure.startHandshake();
                            socket = secure;
                        }
                        var in = socket.getInputStream();
                        if (where == Where.ASKED || where == Where.HALF_ANSWERED) {
                            in.read();
                        }
                        if (where == Where.HALF_ANSWERED) {
                            socket.getOutputStream()
                                    .write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf".getBytes());
                            socket.getOutputStream().flush();
                        }
                        there.countDown();
                        hangUp(in);
                    } catch (IOException | java.security.GeneralSecurityException e) {
                        // the test is over
                    }
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        private void hangUp(java.io.InputStream in) {
            try {
                while (in.read() >= 0) {
                    // what was asked
                }
            } catch (IOException e) {
                // a reset is an end too
            }
            gone.countDown();
        }

        void expect() {
            there = new CountDownLatch(1);
            gone = new CountDownLatch(1);
        }

        int port() {
            return server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
