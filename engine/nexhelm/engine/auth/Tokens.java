package nexhelm.engine.auth;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;

/** Issues and checks tokens. HS256 is pinned: what a token says about its own algorithm is not asked. */
public final class Tokens {

    static final Duration SERVICE_LIFE = Duration.ofHours(24);
    static final Duration SIGN_IN_LIFE = Duration.ofHours(1);
    private static final String ISSUER = "nexhelm-engine";
    private static final String SERVICE = "nexhelm-cli";
    private static final String SIGN_IN = "authenticated";

    private final SecretKey key;
    private final Clock clock;
    private final Optional<SharedSecret> shared;

    public Tokens(String signingKey, Clock clock, Optional<SharedSecret> shared) {
        this.key = Keys.hmacShaKeyFor(signingKey.getBytes(StandardCharsets.UTF_8));
        this.clock = clock;
        this.shared = shared;
    }

    /** Whom a token stands for: a user's id, or the e-mail address of the one user of the shared secret. */
    public sealed interface Bearer {
        record ById(String userId, Set<String> scopes) implements Bearer {}

        record ByEmail(String email) implements Bearer {}
    }

    record Issued(String token, Instant expires) {}

    /** The token of a command line or MCP server. */
    Issued service(User user) {
        return issue(user, SERVICE, SERVICE_LIFE, Scope.words());
    }

    /** The token that a password yields and that is only good for a service token. */
    Issued signIn(User user) {
        return issue(user, SIGN_IN, SIGN_IN_LIFE, List.of());
    }

    /** The user of a sign-in token. */
    Optional<String> signedIn(String token) {
        return claims(token, key, ISSUER, SIGN_IN).map(Claims::getSubject);
    }

    public Optional<Bearer> check(String token) {
        Optional<Claims> own = claims(token, key, ISSUER, SERVICE);
        if (own.isPresent()) {
            Set<String> scopes = new HashSet<>();
            if (own.get().get("scopes") instanceof List<?> list) {
                list.forEach(scope -> scopes.add(String.valueOf(scope)));
            }
            return Optional.of(new Bearer.ById(own.get().getSubject(), scopes));
        }
        return shared.flatMap(secret -> claims(
                        token,
                        Keys.hmacShaKeyFor(secret.secret().getBytes(StandardCharsets.UTF_8)),
                        secret.issuer(),
                        secret.audience()))
                .map(claims -> new Bearer.ByEmail(shared.get().userEmail()));
    }

    private Issued issue(User user, String audience, Duration life, List<String> scopes) {
        Instant now = clock.instant();
        Instant expires = now.plus(life);
        return new Issued(
                Jwts.builder()
                        .issuer(ISSUER)
                        .audience()
                        .add(audience)
                        .and()
                        .subject(user.id())
                        .claim("email", user.email())
                        .claim("scopes", scopes)
                        .issuedAt(Date.from(now))
                        .expiration(Date.from(expires))
                        .signWith(key, Jwts.SIG.HS256)
                        .compact(),
                expires);
    }

    private Optional<Claims> claims(String token, SecretKey with, String issuer, String audience) {
        JwtParser parser = Jwts.parser()
                .verifyWith(with)
                .sig()
                .clear()
                .add(Jwts.SIG.HS256)
                .and()
                .requireIssuer(issuer)
                .requireAudience(audience)
                .clock(() -> Date.from(clock.instant()))
                .build();
        try {
            Claims claims = parser.parseSignedClaims(token).getPayload();
            return Optional.of(claims).filter(c -> c.getExpiration() != null);
        } catch (JwtException | IllegalArgumentException e) {
            // not ours, tampered with or expired: for whoever asks there is no token
            return Optional.empty();
        }
    }
}
