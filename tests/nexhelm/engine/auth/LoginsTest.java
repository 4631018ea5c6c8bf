package nexhelm.engine.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nexhelm.engine.http.Origin;
import nexhelm.engine.http.Refusal;
import org.junit.jupiter.api.Test;

/** Codes of both kinds of login: who gets them, how long they are good, and that they are good once. */
class LoginsTest {

    private static final Optional<String> APP = Optional.of(DeviceLogins.CLIENT);
    /** The example of RFC 7636, appendix B. */
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private final Caller ada = new Caller(
            new User("u-1", "ada@nexhelm.ai", "Ada", "", Optional.empty(), "org"), Set.copyOf(Scope.words()), false);
    private Instant now = Instant.parse("2026-03-04T10:00:00Z");
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };
    private final DeviceLogins devices = new DeviceLogins(clock);
    private final BrowserLogins browsers = new BrowserLogins(clock);

    @Test
    void a_device_gets_one_token_once_the_person_has_agreed() {
        JsonNode begun = begin();
        assertTrue(begun.path("user_code").asText().matches("[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}"));
        assertEquals("authorization_pending", ask(begun).path("error").asText());
        assertFalse(devices.decide("AAAA-AAAA", ada, true));
        assertTrue(devices.decide(begun.path("user_code").asText().toLowerCase().replace("-", " "), ada, true));
        assertFalse(devices.decide(begun.path("user_code").asText(), ada, false), "a code is decided on once");
        String token = ask(begun).path("access_token").asText();
        assertEquals("incorrect_device_code", ask(begun).path("error").asText());
        assertEquals("u-1", devices.redeem(token));
        assertEquals(
                401, assertThrows(Refusal.class, () -> devices.redeem(token)).status());
    }

    @Test
    void who_asks_too_often_is_slowed_down_and_who_is_refused_hears_it() {
        JsonNode begun = begin();
        JsonNode early =
                devices.token(APP, Optional.of(begun.path("device_code").asText()));
        assertEquals("slow_down", early.path("error").asText());
        assertEquals(begun.path("interval").asInt() + 5, early.path("interval").asInt());
        devices.decide(begun.path("user_code").asText(), ada, false);
        now = now.plusSeconds(10);
        assertEquals("access_denied", ask(begun).path("error").asText());
    }

    @Test
    void guessing_codes_on_the_page_is_slowed_down() {
        var api = new AuthApi(
                null,
                null,
                new Origin("127.0.0.1", 1, Optional.empty()),
                "anon",
                Optional.empty(),
                "nexhelm.ai",
                clock);
        for (int i = 0; i < 6; i++) {
            assertFalse(api.decideDevice(ada, "BBBB-BBB" + "BCDFGH".charAt(i), true, "127.0.0.1"));
        }
        Refusal refusal = assertThrows(Refusal.class, () -> api.decideDevice(ada, "BBBB-BBBJ", true, "127.0.0.1"));
        assertEquals(429, refusal.status());
        now = now.plusSeconds(61);
        assertFalse(api.decideDevice(ada, "BBBB-BBBJ", true, "127.0.0.1"));
    }

    @Test
    void codes_and_tokens_end() {
        JsonNode begun = begin();
        now = now.plus(Duration.ofMinutes(16));
        assertFalse(devices.decide(begun.path("user_code").asText(), ada, true));
        assertEquals("expired_token", ask(begun).path("error").asText());
        JsonNode second = begin();
        devices.decide(second.path("user_code").asText(), ada, true);
        String token = ask(second).path("access_token").asText();
        now = now.plus(Duration.ofMinutes(6));
        assertThrows(Refusal.class, () -> devices.redeem(token));
        assertEquals(
                "incorrect_client_credentials",
                devices.begin(Optional.of("other"), "p").path("error").asText());
        assertEquals(
                "incorrect_device_code",
                devices.token(APP, Optional.empty()).path("error").asText());
    }

    @Test
    void a_browsers_code_is_good_once_and_for_its_verifier_only() {
        assertEquals("u-1", browsers.redeem(code(), VERIFIER));
        for (String verifier : List.of("", CHALLENGE, VERIFIER + "x")) {
            String code = code();
            assertEquals(
                    400,
                    assertThrows(Refusal.class, () -> browsers.redeem(code, verifier))
                            .status());
            assertThrows(Refusal.class, () -> browsers.redeem(code, VERIFIER), "a wrong try uses it up");
        }
        String late = code();
        now = now.plus(Duration.ofMinutes(6));
        assertThrows(Refusal.class, () -> browsers.redeem(late, VERIFIER));
        assertEquals(
                "http://localhost:7866/callback?state=s&error=access_denied&error_description=The+person+refused.",
                browsers.decide(wish("http://localhost:7866/callback?state=s"), ada, false));
    }

    @Test
    void codes_go_to_addresses_of_this_machine_only() {
        for (String address :
                List.of("http://localhost:1/callback", "http://127.0.0.1:7866/x?state=1", "http://[::1]:2/")) {
            assertEquals(address, wish(address).back());
        }
        for (String address : List.of(
                "",
                "http://localhost/callback",
                "https://localhost:1/",
                "http://evil.test:80/",
                "//localhost:1/",
                "http://localhost:1@evil.test:2/",
                "http://localhost.evil.test:1/",
                "http://user@localhost:1/",
                "http://localhost:1/#x",
                "javascript:alert(1)",
                "http://localhost:1/ x",
                "/dashboard/x",
                "http://localhost:1/" + "x".repeat(300))) {
            assertEquals(
                    400,
                    assertThrows(Refusal.class, () -> wish(address), address).status());
        }
        assertThrows(
                Refusal.class,
                () -> BrowserLogins.wish(
                        Optional.of("http://localhost:1/"), Optional.of(CHALLENGE), Optional.of("plain")));
        assertThrows(
                Refusal.class,
                () -> BrowserLogins.wish(
                        Optional.of("http://localhost:1/"), Optional.of("short"), Optional.of("s256")));
    }

    private JsonNode begin() {
        JsonNode begun = devices.begin(APP, "http://127.0.0.1:1/login/device");
        assertEquals(
                "http://127.0.0.1:1/login/device?user_code="
                        + begun.path("user_code").asText(),
                begun.path("verification_uri_complete").asText());
        return begun;
    }

    private JsonNode ask(JsonNode begun) {
        now = now.plusSeconds(begun.path("interval").asInt());
        return devices.token(APP, Optional.of(begun.path("device_code").asText()));
    }

    private String code() {
        return browsers.decide(wish("http://localhost:7866/callback"), ada, true)
                .replace("http://localhost:7866/callback?code=", "");
    }

    private static BrowserLogins.Wish wish(String back) {
        return BrowserLogins.wish(Optional.of(back), Optional.of(CHALLENGE), Optional.of("S256"));
    }
}
