package nexhelm.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Proof Key for Code Exchange (RFC 7636) with S256: who was not told the verifier cannot use a code that it catches.
 *
 * @param verifier 86 characters, kept here until the exchange
 */
public record Pkce(String verifier) {

    /** A new verifier of 64 random bytes. */
    public static Pkce fresh() {
        byte[] bytes = new byte[64];
        new SecureRandom().nextBytes(bytes);
        return new Pkce(base64url(bytes));
    }

    /** What the authorization request carries: the SHA-256 of the verifier (RFC 7636, section 4.2). */
    public String challenge() {
        try {
            return base64url(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "Pkce"; // the verifier is a secret until the exchange
    }

    private static String base64url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
