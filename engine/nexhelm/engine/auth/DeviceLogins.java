package nexhelm.engine.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import nexhelm.engine.http.Refusal;
import nexhelm.json.Json;

/**
 * Logins by a code that a person enters on a page (RFC 8628), answered as GitHub answers them: also an error is status
 * 200. They live in memory; an engine that stops forgets those under way.
 */
public final class DeviceLogins {

    /** What the command line sends as its OAuth application. */
    public static final String CLIENT = "nexhelm-local";

    /** No vowels and no letters that look alike: no words, no misreading (RFC 8628, section 6.1). */
    private static final String LETTERS = "BCDFGHJKLMNPQRSTVWXZ";

    private static final Duration LIFE = Duration.ofMinutes(15);
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(5);
    private static final int INTERVAL = 2;
    private static final int SLOWER_BY = 5; // RFC 8628, section 3.5
    private static final int MOST = 1000;

    /** What became of a login. */
    private static final class Login {
        final String userCode;
        final Instant until;
        int interval = INTERVAL;
        Instant asked;
        boolean refused;
        Optional<String> userId = Optional.empty();

        Login(String userCode, Instant until, Instant asked) {
            this.userCode = userCode;
            this.until = until;
            this.asked = asked;
        }
    }

    private record Token(String userId, Instant until) {}

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Login> byDevice = bounded();
    private final Map<String, Token> tokens = bounded();

    DeviceLogins(Clock clock) {
        this.clock = clock;
    }

    /** {@code POST /login/device/code}. */
    public synchronized JsonNode begin(Optional<String> clientId, String page) {
        if (!clientId.filter(CLIENT::equals).isPresent()) {
            return error("incorrect_client_credentials", "client_id is not " + CLIENT + ".");
        }
        Instant now = clock.instant();
        byDevice.values().removeIf(login -> login.until.isBefore(now));
        String device = secret();
        String code = code();
        byDevice.put(device, new Login(code, now.plus(LIFE), now));
        return Json.object()
                .put("device_code", device)
                .put("user_code", code)
                .put("verification_uri", page)
                .put("verification_uri_complete", page + "?user_code=" + code)
                .put("expires_in", LIFE.toSeconds())
                .put("interval", INTERVAL);
    }

    /** {@code POST /login/oauth/access_token}: a token once the person has agreed, once. */
    public synchronized JsonNode token(Optional<String> clientId, Optional<String> deviceCode) {
        Login login = byDevice.get(deviceCode.orElse(""));
        Instant now = clock.instant();
        if (!clientId.filter(CLIENT::equals).isPresent() || login == null) {
            return error("incorrect_device_code", "There is no such device_code.");
        }
        if (login.until.isBefore(now)) {
            byDevice.remove(deviceCode.orElse(""));
            return error("expired_token", "The code has expired; begin again.");
        }
        // a second's grace: clocks tick in steps, and a question may overtake the one before it
        boolean early = now.isBefore(login.asked.plusSeconds(login.interval - 1));
        login.asked = now;
        if (early) {
            login.interval += SLOWER_BY;
            return error("slow_down", "Too many questions.").put("interval", login.interval);
        }
        if (login.refused) {
            byDevice.remove(deviceCode.orElse(""));
            return error("access_denied", "The person refused.");
        }
        if (login.userId.isEmpty()) {
            return error("authorization_pending", "Nobody has entered the code yet.");
        }
        byDevice.remove(deviceCode.orElse(""));
        String token = "nexlocal_" + secret();
        tokens.put(token, new Token(login.userId.get(), now.plus(TOKEN_LIFE)));
        return Json.object()
                .put("access_token", token)
                .put("token_type", "bearer")
                .put("scope", "");
    }

    /** Whether somebody waits with that code. */
    public synchronized boolean waits(String userCode) {
        return find(userCode).isPresent();
    }

    /** A signed-in person's word on a code; false when nobody waits with it. */
    public synchronized boolean decide(String userCode, Caller caller, boolean agreed) {
        Optional<Login> login = find(userCode);
        login.ifPresent(found -> {
            found.refused = !agreed;
            found.userId = agreed ? Optional.of(caller.user().id()) : Optional.empty();
        });
        return login.isPresent();
    }

    /** The user of a token, which is used up by asking. */
    synchronized String redeem(String token) {
        Token found = tokens.remove(token);
        if (found == null || found.until().isBefore(clock.instant())) {
            throw Refusal.unauthorized(
                    "invalid_github_token", "This engine did not give that token, or it has been used.");
        }
        return found.userId();
    }

    private Optional<Login> find(String typed) {
        String letters = typed.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "");
        Instant now = clock.instant();
        return byDevice.values().stream()
                .filter(login -> login.userCode.replace("-", "").equals(letters))
                .filter(login -> !login.until.isBefore(now) && login.userId.isEmpty() && !login.refused)
                .findFirst();
    }

    private String code() {
        var code = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            code.append(i == 4 ? "-" : "").append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return code.toString();
    }

    private String secret() {
        byte[] bytes = new byte[30];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static ObjectNode error(String error, String description) {
        return Json.object().put("error", error).put("error_description", description);
    }

    private static <T> Map<String, T> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > MOST;
            }
        };
    }
}
