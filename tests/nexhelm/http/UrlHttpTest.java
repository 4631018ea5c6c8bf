package nexhelm.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import nexhelm.Version;
import nexhelm.http.Http.Request;
import nexhelm.http.Http.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests and answers over real sockets, the broken ones above all. */
class UrlHttpTest {
    private static final String PLAIN = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";

    private final Http http = http(Map.of());

    /** The way that is looked at. */
    Http http(Map<String, String> env) {
        return new UrlHttp(env);
    }

    @Test
    void every_request_says_who_asks_and_carries_an_id_of_its_own() throws IOException {
        try (var server = StubServer.start().on("POST /x", "{}")) {
            http.send(Request.of("POST", server.url() + "/x", Map.of("A", "b"), Optional.of("{\"ü\": 1}")));
            http.send(Request.of("POST", server.url() + "/x", Map.of(), Optional.of("{}")));
            var first = server.seen().get(0);
            assertEquals("nex/" + Version.STRING, first.headers().get("user-agent"));
            assertEquals("application/json", first.headers().get("content-type"));
            assertEquals("b", first.headers().get("a"));
            assertEquals("{\"ü\": 1}", first.body());
            String id = first.headers().get("x-request-id");
            assertTrue(id.matches("[0-9a-f-]{36}"), id);
            assertFalse(id.equals(server.seen().get(1).headers().get("x-request-id")));
        }
    }

    @Test
    void nobody_there() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertEquals(
                "nobody answers at http://127.0.0.1:" + port + " (connection refused)",
                broken("http://127.0.0.1:" + port + "/secret?token=1"));
    }

    @Test
    void no_such_host_and_no_address() {
        assertEquals("no such host: http://nowhere.invalid", broken("http://nowhere.invalid/a?b"));
        assertEquals("not an http or https address: ftp://x/", broken("ftp://x/"));
        assertEquals("not an address: /x", broken("/x"));
    }

    @Test
    void a_reset_connection_is_told_in_words() {
        try (var server = RawServer.start((connection, request) -> connection.setSoLinger(true, 0))) {
            assertEquals("the connection to " + server.url() + " broke off", broken(server.url() + "/x"));
        }
    }

    @Test
    void an_answer_that_is_no_http() {
        try (var server = RawServer.saying("SSH-2.0-OpenSSH_9.2\r\n")) {
            assertEquals(server.url() + ": the answer is not HTTP", broken(server.url() + "/x"));
        }
    }

    @Test
    void a_chunked_answer_that_breaks_off_is_no_answer() {
        String head = PLAIN + "Transfer-Encoding: chunked\r\n\r\n";
        for (String body : List.of(RawServer.chunk("half"), RawServer.chunk("half") + "ff\r\nnot all", "")) {
            try (var server = RawServer.saying(head + body)) {
                assertEquals("the connection to " + server.url() + " broke off", broken(server.url() + "/x"), body);
            }
        }
    }

    /** JDK 25 notices it by itself and in other words. */
    private void assertCutShort(String url) {
        String said = broken(url + "/x");
        assertTrue(
                List.of(
                                "the answer of " + url + " ended after 4 of 10 bytes",
                                "the connection to " + url + " broke off")
                        .contains(said),
                said);
    }

    @Test
    void an_answer_shorter_than_announced_is_no_answer() {
        try (var server = RawServer.saying(PLAIN + "Content-Length: 10\r\n\r\nfour")) {
            assertCutShort(server.url());
        }
        try (var server = RawServer.saying("HTTP/1.1 500 Oops\r\nContent-Length: 10\r\n\r\nfour")) {
            assertCutShort(server.url());
        }
    }

    @Test
    void head_204_and_304_have_no_body_whatever_they_announce() throws IOException {
        try (var server = RawServer.saying(PLAIN + "Content-Length: 10\r\n\r\n")) {
            assertEquals(
                    "",
                    http.send(Request.of("HEAD", server.url() + "/", Map.of(), Optional.empty()))
                            .body());
        }
        try (var server = RawServer.saying("HTTP/1.1 204 No Content\r\n\r\n")) {
            assertEquals(204, get(server.url() + "/").status());
        }
    }

    @Test
    void a_post_that_lost_its_connection_is_not_sent_again() throws IOException {
        try (var server = RawServer.start((connection, request) -> {})) {
            var post = Request.of("POST", server.url() + "/once", Map.of(), Optional.of("{}"));
            for (int i = 1; i <= 2; i++) {
                assertThrows(IOException.class, () -> http.send(post));
                assertEquals(i, server.requests().size());
            }
        }
    }

    @Test
    void a_post_on_a_kept_connection_that_died_is_not_sent_again() throws IOException {
        try (var server = RawServer.start((connection, request) -> {
            RawServer.say(connection, PLAIN + "Content-Length: 2\r\n\r\nok");
            Thread.sleep(50); // the client keeps this connection; it dies before the next request is answered
        })) {
            get(server.url() + "/");
            try {
                Thread.sleep(200);
                http.send(Request.of("POST", server.url() + "/x", Map.of(), Optional.of("{}")));
            } catch (IOException | InterruptedException e) {
                // whether it is noticed in time is up to the kernel
            }
            assertTrue(
                    server.requests().stream().filter(r -> r.startsWith("POST")).count() <= 1);
        }
    }

    @Test
    void redirects_are_answers() throws IOException {
        try (var server = StubServer.start()
                .on("GET /a", StubServer.text(302, "", "", "Location", "/b"))
                .on("GET /b", "{}")) {
            assertEquals(302, get(server.url() + "/a").status());
            assertEquals(List.of("GET /a"), server.asked());
        }
    }

    @Test
    void a_redirect_is_followed_only_where_the_caller_allows_it_and_not_for_ever() throws IOException {
        try (var server = StubServer.start()
                .on("GET /a", StubServer.text(302, "", "", "Location", "/b"))
                .on("GET /b", StubServer.text(302, "", "", "Location", "/c"))
                .on("GET /loop", StubServer.text(302, "", "", "Location", "/loop"))) {
            var request = Request.of("GET", server.url() + "/a", Map.of(), Optional.empty())
                    .limits(100, to -> to.endsWith("/b"));
            assertEquals(302, http.send(request).status());
            assertEquals(List.of("GET /a", "GET /b"), server.asked());
            var loop = Request.of("GET", server.url() + "/loop", Map.of(), Optional.empty())
                    .limits(100, to -> true);
            assertEquals(302, http.send(loop).status());
            assertEquals(8, server.asked().size());
        }
    }

    @Test
    void text_is_read_in_the_declared_charset_else_utf_8() throws IOException {
        byte[] latin = "Grüße".getBytes(StandardCharsets.ISO_8859_1);
        try (var server = StubServer.start()
                .on("GET /latin", exchange -> {
                    exchange.getResponseHeaders().set("Content-Type", "text/plain; Charset=\"iso-8859-1\"; x=y");
                    exchange.sendResponseHeaders(200, latin.length);
                    exchange.getResponseBody().write(latin);
                })
                .on("GET /none", StubServer.text(200, "application/json", "\"Grüße 👋\""))
                .on("GET /odd", StubServer.text(200, "text/plain; charset=no such", "Grüße"))) {
            assertEquals("Grüße", get(server.url() + "/latin").body());
            assertEquals("\"Grüße 👋\"", get(server.url() + "/none").body());
            assertEquals("Grüße", get(server.url() + "/odd").body());
        }
    }

    @Test
    void an_answer_beyond_the_limit_is_cut_off_before_it_fills_the_memory() throws IOException {
        String many = "x".repeat(1 << 20);
        try (var server = RawServer.start((connection, request) -> {
            RawServer.say(connection, PLAIN + "Transfer-Encoding: chunked\r\n\r\n");
            while (true) { // for ever
                RawServer.say(connection, RawServer.chunk(many));
            }
        })) {
            var request = Request.of("GET", server.url() + "/x", Map.of(), Optional.empty())
                    .limits(3 << 20, to -> false);
            var e = assertThrows(IOException.class, () -> http.send(request));
            assertTrue(e.getMessage().contains("is larger than 3145728 bytes"), e.getMessage());
        }
    }

    @Test
    void silence_has_an_end() throws IOException {
        try (var server = RawServer.start((connection, request) -> Thread.sleep(60_000))) {
            var request = Request.of("GET", server.url() + "/x", Map.of(), Optional.empty())
                    .read(Duration.ofMillis(150));
            var e = assertThrows(IOException.class, () -> http.send(request));
            assertEquals("no answer from " + server.url() + " in time", e.getMessage());
        }
    }

    @Test
    void a_header_that_cannot_be_sent_is_named_without_its_value() {
        var request = Request.of(
                "GET", "http://127.0.0.1:1/", Map.of("Authorization", "Bearer geheim\r\nX: y"), Optional.empty());
        var e = assertThrows(IOException.class, () -> http.send(request));
        assertEquals("the header Authorization has characters that cannot be sent", e.getMessage());
    }

    @Test
    void http_goes_through_the_proxy_of_the_environment() throws IOException {
        try (var proxy = RawServer.saying(PLAIN + "Content-Length: 5\r\n\r\nproxy")) {
            for (String name : List.of("http_proxy", "HTTP_PROXY", "ALL_PROXY")) {
                var proxied = http(Map.of(name, proxy.url()));
                assertEquals(
                        "proxy", proxied.send(to("http://backend.test/a?b=c")).body());
            }
            assertTrue(
                    proxy.requests().get(0).startsWith("GET http://backend.test/a?b=c HTTP/1.1\r\n"),
                    proxy.requests().get(0));
            var short_ = http(Map.of("HTTP_PROXY", "127.0.0.1:" + proxy.port()));
            assertEquals("proxy", short_.send(to("http://backend.test/")).body());
        }
    }

    @Test
    void no_proxy_names_hosts_domains_ports_or_all() {
        for (String none :
                List.of("*", "backend.test", ".test", "*.test", "a,  BACKEND.test", "backend.test:81", "test")) {
            var env = Map.of("HTTP_PROXY", "http://127.0.0.1:1", "NO_PROXY", none);
            assertTrue(told(env, "http://backend.test:81/").contains("no such host"), none);
        }
        for (String other : List.of("other.test", "ackend.test", "backend.test:82", "")) {
            var env = Map.of("HTTP_PROXY", "http://127.0.0.1:1", "NO_PROXY", other);
            assertTrue(told(env, "http://backend.test:81/").contains("connection refused"), other);
        }
    }

    @Test
    void https_asks_the_proxy_for_a_tunnel() {
        try (var proxy = RawServer.saying("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n")) {
            told(Map.of("HTTPS_PROXY", proxy.url()), "https://backend.test/secret");
            assertTrue(
                    proxy.requests().get(0).startsWith("CONNECT backend.test:443 "),
                    proxy.requests().get(0));
            assertFalse(proxy.requests().get(0).contains("secret"));
        }
    }

    @Test
    void this_machine_is_never_asked_through_a_proxy() throws IOException {
        try (var server = StubServer.start().on("GET /", "{}")) {
            var http = http(Map.of("HTTP_PROXY", "http://127.0.0.1:1", "ALL_PROXY", "http://127.0.0.1:1"));
            assertEquals(200, http.send(to(server.url() + "/")).status());
        }
    }

    @Test
    void ssl_cert_file_says_whom_to_trust(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("key.p12");
        Path pem = Certificates.make(store, folder.resolve("ca.pem"));
        HttpsServer server = https(store);
        try {
            String url = "https://127.0.0.1:" + server.getAddress().getPort();
            assertEquals(
                    "hello",
                    http(Map.of("SSL_CERT_FILE", pem.toString())).send(to(url)).body());
            String strange = told(Map.of(), url);
            assertTrue(strange.startsWith("no trusted connection to " + url + ": "), strange);
            Path garbage = Files.writeString(folder.resolve("garbage.pem"), "-----BEGIN CERTIFICATE-----\n%%\n");
            Path empty = Files.writeString(folder.resolve("empty.pem"), "");
            for (Path file : List.of(garbage, empty, folder.resolve("absent.pem"), folder)) {
                assertEquals(
                        "SSL_CERT_FILE cannot be used: " + file, told(Map.of("SSL_CERT_FILE", file.toString()), url));
            }
        } finally {
            server.stop(0);
        }
    }

    @Test
    void events_arrive_one_by_one_before_the_stream_ends() throws Exception {
        var goOn = new CountDownLatch(1);
        try (var server = RawServer.start((connection, request) -> {
            RawServer.say(connection, RawServer.STREAM + "\r\n" + RawServer.chunk("data: 1\n\n"));
            goOn.await(10, TimeUnit.SECONDS);
            RawServer.say(connection, RawServer.chunk("data: 2\n\n") + "0\r\n\r\n");
        })) {
            var got = new ArrayList<String>();
            var end = http.stream(to(server.url() + "/s"), event -> {
                event.ifPresent(e -> {
                    got.add(e.data());
                    goOn.countDown();
                });
                return Duration.ofSeconds(10);
            });
            assertEquals(List.of("1", "2"), got);
            assertEquals("", end.cause());
            assertEquals(0, goOn.getCount());
        }
    }

    @Test
    void a_stream_that_breaks_off_keeps_what_came_and_says_why() throws IOException {
        for (int linger : new int[] {-1, 0}) {
            try (var server = RawServer.start((connection, request) -> {
                RawServer.say(connection, RawServer.STREAM + "\r\n" + RawServer.chunk("data: 1\n\ndata: 2"));
                Thread.sleep(100);
                connection.setSoLinger(linger == 0, 0);
            })) {
                var got = new ArrayList<String>();
                var end = http.stream(to(server.url() + "/s"), event -> {
                    event.ifPresent(e -> got.add(e.data()));
                    return Duration.ofSeconds(10);
                });
                assertEquals(List.of("1"), got);
                assertEquals("the connection to " + server.url() + " broke off", end.cause());
                assertTrue(end.unfinished());
            }
        }
    }

    @Test
    void the_listener_can_stop_though_the_server_stays_silent() throws IOException {
        try (var server = RawServer.start((connection, request) -> {
            RawServer.say(connection, RawServer.STREAM + "\r\n" + RawServer.chunk("data: 1\n\n"));
            Thread.sleep(60_000);
        })) {
            long start = System.nanoTime();
            var end = http.stream(
                    to(server.url() + "/s").read(Duration.ofSeconds(30)),
                    event -> event.isPresent() ? Duration.ZERO : Duration.ofSeconds(10));
            assertEquals("", end.cause());
            assertTrue(System.nanoTime() - start < 5_000_000_000L);
        }
    }

    @Test
    void silence_in_a_stream_has_an_end() throws IOException {
        try (var server = RawServer.start((connection, request) -> {
            RawServer.say(connection, RawServer.STREAM + "\r\n" + RawServer.chunk(": hi\n\n"));
            Thread.sleep(60_000);
        })) {
            var end = http.stream(to(server.url() + "/s").read(Duration.ofMillis(200)), event -> Duration.ofSeconds(1));
            assertEquals("no answer from " + server.url() + " in time", end.cause());
        }
    }

    @Test
    void a_stream_is_known_by_its_type_or_by_naming_none() throws IOException {
        for (String type : List.of("text/event-stream", "Text/Event-Stream; charset=utf-8", "", "text/plain")) {
            try (var server =
                    RawServer.saying("HTTP/1.1 200 OK\r\n" + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n")
                            + "Connection: close\r\n\r\ndata: 1\n\n")) {
                assertEquals(List.of("1"), events(server.url()), type);
            }
        }
        for (String type : List.of("application/json", "text/html")) {
            try (var server = StubServer.start().on("GET /s", StubServer.text(200, type, "data: 1\n\n"))) {
                var end = http.stream(to(server.url() + "/s"), event -> Duration.ofSeconds(1));
                assertEquals("data: 1\n\n", end.body());
                assertEquals(200, end.status());
            }
        }
    }

    @Test
    void a_refused_stream_gives_status_text_and_headers() throws IOException {
        try (var server =
                StubServer.start().on("GET /s", StubServer.text(429, "text/plain", "later", "Retry-After", "7"))) {
            var end = http.stream(to(server.url() + "/s"), event -> Duration.ofSeconds(1));
            assertEquals(429, end.status());
            assertEquals("later", end.body());
            assertEquals("7", end.header("retry-after"));
        }
    }

    private List<String> events(String url) throws IOException {
        var got = new ArrayList<String>();
        http.stream(to(url + "/s"), event -> {
            event.ifPresent(e -> got.add(e.data()));
            return Duration.ofSeconds(10);
        });
        return got;
    }

    private Response get(String url) throws IOException {
        return http.send(to(url));
    }

    private static Request to(String url) {
        return Request.of("GET", url, Map.of(), Optional.empty());
    }

    private String broken(String url) {
        return assertThrows(IOException.class, () -> get(url)).getMessage();
    }

    private String told(Map<String, String> env, String url) {
        return assertThrows(IOException.class, () -> http(env).send(to(url))).getMessage();
    }

    private static HttpsServer https(Path store) throws IOException, GeneralSecurityException {
        SSLContext context = Certificates.server(store);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 5);
                exchange.getResponseBody().write("hello".getBytes(StandardCharsets.UTF_8));
            }
        });
        server.start();
        return server;
    }
}
