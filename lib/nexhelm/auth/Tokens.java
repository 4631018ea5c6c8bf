package nexhelm.auth;

import com.fasterxml.jackson.databind.JsonNode;
import io.jsonwebtoken.Jwts;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import nexhelm.Failure;
import nexhelm.json.Json;
import nexhelm.world.World;

/** Bearer tokens: the one that the backend issued, or one minted here for a single request. */
public final class Tokens {

    private Tokens() {}

    /** The token for one request. */
    public static String bearer(Config config, World world, boolean nextDoor) {
        return config.cliToken()
                .map(Tokens::sendable)
                .orElseGet(() -> mint(SecretBundle.resolve(world, nextDoor), world));
    }

    /** Refuses to begin with a token that the backend will not take any more; exit 3, as the backend's refusal is. */
    public static void demandUnexpired(Config config, World world) {
        if (config.cliToken().isPresent()
                && config.expiresAt().filter(end -> end <= world.now()).isPresent()) {
            throw Failure.of(Failure.Kind.LOGIN, 3, "the token in the config has expired; nothing was sent")
                    .hint(Config.SIGN_IN_AGAIN);
        }
    }

    /** Tokens come from files and variables, where a line end slips in easily. */
    private static String sendable(String token) {
        String trimmed = token.trim();
        if (!trimmed.matches("[!-~]+")) {
            throw Failure.config("the token has characters that no token has; copy it anew, or sign in again");
        }
        return trimmed;
    }

    /** A fresh HS256 token with iss, aud, iat, exp and a nonce (RFC 7519); it names no user. */
    public static String mint(SecretBundle bundle, World world) {
        byte[] secret = bundle.secret().getBytes(StandardCharsets.UTF_8);
        // Deployed secrets can be shorter than the 256 bits that jjwt insists on (RFC 7518, section 3.2). HMAC pads a
        // short key with zeros (RFC 2104, section 2), so the padded key gives the very same signature.
        byte[] key = Arrays.copyOf(secret, Math.max(32, secret.length));
        long now = world.now();
        return Jwts.builder()
                .header()
                .type("JWT")
                .and()
                .issuer(bundle.issuer())
                .claim("aud", bundle.audience())
                .issuedAt(new Date(now * 1000))
                .expiration(new Date((now + bundle.ttl()) * 1000))
                .claim("nonce", world.nonces().get())
                .signWith(new SecretKeySpec(key, "HmacSHA256"), Jwts.SIG.HS256)
                .compact();
    }

    /** A text from elsewhere without a secret that may be repeated in it, also as JSON or in an address. */
    public static String hide(String text, String secret) {
        if (secret.isEmpty()) {
            return text;
        }
        String json = Json.compact(Json.array().add(secret));
        return text.replace(secret, "…")
                .replace(json.substring(2, json.length() - 2), "…")
                .replace(URLEncoder.encode(secret, StandardCharsets.UTF_8), "…");
    }

    /** A claim of a token, without checking its signature: for display and for the user's own id. */
    public static Optional<String> claim(String token, String name) {
        String[] parts = token.split("\\.");
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            JsonNode claims = Json.parse(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
            return Optional.ofNullable(claims.path(name).textValue());
        } catch (IllegalArgumentException | Json.Malformed e) {
            return Optional.empty();
        }
    }
}
