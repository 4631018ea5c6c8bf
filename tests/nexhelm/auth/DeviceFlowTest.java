package nexhelm.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nexhelm.Failure;
import nexhelm.http.StubServer;
import nexhelm.http.UrlHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The device grant against a server that behaves as RFC 8628 allows it to; the waits are written down, not waited. */
class DeviceFlowTest {

    private static final String CODE = "POST /login/device/code";
    private static final String TOKEN = "POST /login/oauth/access_token";
    private static final StubServer.Reply PENDING = StubServer.json("{\"error\": \"authorization_pending\"}");
    private static final StubServer.Reply GIVEN = StubServer.json("{\"access_token\": \"gho_1\"}");

    private final StubServer github = StubServer.start();
    private final List<Long> waits = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-04T10:00:00Z");

    @AfterEach
    void stop() {
        github.close();
    }

    @Test
    void it_asks_at_the_servers_interval_until_the_person_has_decided() {
        code("\"interval\": 7, \"expires_in\": 600");
        github.on(TOKEN, PENDING, PENDING, GIVEN);
        assertEquals("gho_1", login());
        assertEquals(List.of(7L, 7L, 7L), waits);
        assertEquals(
                "client_id=app-1&scope=read%3Auser+user%3Aemail+read%3Aorg",
                github.seen().get(0).body());
        assertEquals(
                "client_id=app-1&device_code=dev-1&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code",
                github.seen().get(1).body());
        assertEquals("application/json", github.seen().get(1).headers().get("accept"));
    }

    @Test
    void without_an_interval_it_is_five_seconds() {
        code("\"expires_in\": 600");
        github.on(TOKEN, GIVEN);
        login();
        assertEquals(List.of(5L), waits);
    }

    @Test
    void slow_down_lengthens_every_wait_from_then_on() {
        code("\"interval\": 5");
        github.on(
                TOKEN,
                StubServer.json("{\"error\": \"slow_down\"}"),
                PENDING,
                StubServer.json("{\"error\": \"slow_down\", \"interval\": 22}"),
                GIVEN);
        login();
        assertEquals(List.of(5L, 10L, 10L, 22L), waits);
    }

    @Test
    void a_dropped_line_and_a_servers_error_are_survived_and_told_once() {
        code("\"interval\": 5");
        github.on(
                TOKEN,
                exchange -> exchange.close(),
                StubServer.text(502, "text/html", "<p>bad gateway"),
                PENDING,
                GIVEN);
        assertEquals("gho_1", login());
        assertEquals(List.of(5L, 10L, 20L, 20L), waits);
        assertEquals(1, notes.size(), notes.toString());
        assertTrue(notes.get(0).startsWith("no answer from " + github.url()), notes.toString());
    }

    @Test
    void it_ends_when_the_code_expires_even_if_the_server_never_says_so() {
        code("\"interval\": 5, \"expires_in\": 17");
        github.on(TOKEN, PENDING);
        Failure failure = assertThrows(Failure.class, this::login);
        assertEquals(List.of(5L, 5L, 5L), waits);
        assertEquals(3, failure.exit());
        assertEquals(
                "login failed: the code WDJB-MJHT has expired before it was entered; start again",
                failure.getMessage());
    }

    @Test
    void what_the_person_or_the_server_refuses_ends_it_and_never_shows_the_device_code() {
        for (var said : Map.of(
                        "{\"error\": \"access_denied\"}", "login failed: the login was refused on the page",
                        "{\"error\": \"expired_token\"}",
                                "login failed: the code WDJB-MJHT has expired before it was entered; start again",
                        "{\"error\": \"bad\", \"error_description\": \"no dev-1 here\"}",
                                "login failed: " + github.url() + " says: no … here",
                        "{\"device_code\": \"dev-1\"}", "login failed: " + github.url() + " says: nothing usable",
                        "<html>", "login failed: " + github.url() + " says: nothing usable")
                .entrySet()) {
            code("\"interval\": 5");
            github.on(TOKEN, StubServer.text(200, "application/json", said.getKey()));
            Failure failure = assertThrows(Failure.class, this::login);
            assertEquals(said.getValue(), failure.getMessage());
            assertEquals(3, failure.exit());
        }
    }

    @Test
    void a_server_that_gives_no_code_is_refused_in_one_line_without_its_answer() {
        for (var reply : List.of(
                StubServer.json(404, "{\"error\": \"Not Found\"}"),
                StubServer.json("{\"device_code\": \"dev-1\"}"),
                StubServer.text(200, "text/html", "<html>dev-1</html>"),
                StubServer.json(
                        "{\"device_code\": \"dev-1\", \"user_code\": \"U\", \"verification_uri\": \"file:///x\"}"))) {
            github.on(CODE, reply);
            Failure failure = assertThrows(Failure.class, this::login);
            assertEquals(3, failure.exit());
            assertFalse(failure.getMessage().contains("dev-1"), failure.getMessage());
        }
        github.close();
        assertTrue(assertThrows(Failure.class, this::login).getMessage().contains("no answer from " + github.url()));
    }

    private void code(String more) {
        waits.clear();
        github.on(
                CODE,
                "{\"device_code\": \"dev-1\", \"user_code\": \"WDJB-MJHT\", \"verification_uri\": \"" + github.url()
                        + "/login/device\", " + more + "}");
    }

    private String login() {
        var clock = new Clock() {
            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
        var flow = new DeviceFlow(
                new UrlHttp(Map.of()),
                clock,
                millis -> {
                    waits.add(millis / 1000);
                    now = now.plusMillis(millis);
                },
                github.url(),
                "app-1");
        return flow.token(flow.begin(), notes::add);
    }
}
