package nexhelm.engine.auth;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import nexhelm.engine.http.Origin;
import nexhelm.engine.http.Refusal;

/**
 * Logins of programs through a browser, with PKCE (RFC 7636). A code goes to an address of the person's own machine
 * only, lives for five minutes, and is good once, for whoever has the verifier of its challenge.
 */
public final class BrowserLogins {

    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final int MOST = 1000;

    private record Code(String userId, String challenge, Instant until) {}

    private final Clock clock;
    private final Map<String, Code> codes = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Code> eldest) {
            return size() > MOST;
        }
    };

    BrowserLogins(Clock clock) {
        this.clock = clock;
    }

    /**
     * What a program asks for.
     *
     * @param back      where the browser goes afterwards
     * @param challenge the SHA-256 of the verifier
     */
    public record Wish(String back, String challenge) {

        /** The address without its path, for people and for the page's policy. */
        public String origin() {
            URI uri = URI.create(back);
            return uri.getScheme() + "://" + uri.getRawAuthority();
        }

        /** The address with one more parameter. */
        String with(String name, String value) {
            return back + (back.contains("?") ? "&" : "?") + name + "="
                    + URLEncoder.encode(value, StandardCharsets.UTF_8);
        }
    }

    /** Checks a wish before anybody is sent anywhere: an address that is not allowed gets nothing, not even an error. */
    public static Wish wish(Optional<String> redirectTo, Optional<String> challenge, Optional<String> method) {
        String back = redirectTo.orElse("");
        URI uri;
        try {
            uri = URI.create(back);
        } catch (IllegalArgumentException e) {
            uri = URI.create("");
        }
        if (!"http".equals(uri.getScheme())
                || uri.getHost() == null
                || !Origin.isLoopback(uri.getHost())
                || uri.getPort() < 1
                || uri.getRawUserInfo() != null
                || uri.getRawFragment() != null
                || back.length() > 300) {
            throw Refusal.badRequest(
                    "redirect_not_allowed",
                    "redirect_to must be an address of this machine with a port, http://localhost:PORT/callback.");
        }
        if (!method.filter(m -> m.equalsIgnoreCase("s256")).isPresent()
                || !challenge.filter(c -> c.matches("[A-Za-z0-9_-]{43}")).isPresent()) {
            throw Refusal.badRequest(
                    "challenge_missing", "code_challenge must be a SHA-256 in base64url, code_challenge_method s256.");
        }
        return new Wish(back, challenge.get());
    }

    /** Where the browser goes with a person's word. */
    public String decide(Wish wish, Caller caller, boolean agreed) {
        if (!agreed) {
            return wish.with("error", "access_denied") + "&error_description=The+person+refused.";
        }
        byte[] bytes = new byte[30];
        new SecureRandom().nextBytes(bytes);
        String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        synchronized (codes) {
            codes.put(
                    code,
                    new Code(
                            caller.user().id(),
                            wish.challenge(),
                            clock.instant().plus(LIFE)));
        }
        return wish.with("code", code);
    }

    /** The user of a code, which is used up by asking, whoever asks. */
    String redeem(String code, String verifier) {
        Code found;
        synchronized (codes) {
            found = codes.remove(code);
        }
        if (found == null
                || found.until().isBefore(clock.instant())
                || !AuthApi.same(challenge(verifier), found.challenge())) {
            throw Refusal.badRequest(
                    "invalid_grant", "The code is wrong, used or too old, or the verifier is not its.");
        }
        return found.userId();
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
