package nexhelm.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import nexhelm.Failure;
import nexhelm.json.Json;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens minted here, checked with the JDK's own HMAC. */
class TokensTest {
    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 16, 31, 32, 33, 63, 64, 65, 200})
    void a_secret_of_any_length_signs_as_any_other_library_would(int length) throws Exception {
        String secret = "s".repeat(length);
        String[] parts = mint(secret).split("\\.");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] good = mac.doFinal((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertEquals(Base64.getUrlEncoder().withoutPadding().encodeToString(good), parts[2]);
    }

    @Test
    void a_secret_beyond_ascii_counts_as_its_utf_8_bytes() throws Exception {
        String[] parts = mint("Schlüssel 🔑").split("\\.");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("Schlüssel 🔑".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] good = mac.doFinal((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertEquals(Base64.getUrlEncoder().withoutPadding().encodeToString(good), parts[2]);
    }

    @Test
    void the_claims_are_the_recorded_ones_in_their_order() throws Exception {
        String[] parts = mint("secret").split("\\.");
        assertEquals("{\"typ\":\"JWT\",\"alg\":\"HS256\"}", decoded(parts[0]));
        assertEquals(
                "{\"iss\":\"iss\",\"aud\":\"aud\",\"iat\":1772618400,\"exp\":1772618490,"
                        + "\"nonce\":\"0000000000000001\"}",
                decoded(parts[1]));
        JsonNode claims = Json.parse(decoded(parts[1]));
        assertFalse(claims.has("sub"));
    }

    @Test
    void every_token_has_a_nonce_of_its_own() {
        var world = TestWorld.in(home).world();
        var bundle = new SecretBundle("secret", "iss", "aud", 90, "test");
        assertNotEquals(Tokens.mint(bundle, world), Tokens.mint(bundle, world));
    }

    @Test
    void the_secret_is_in_no_text_made_by_accident() {
        assertEquals("SecretBundle[from test]", new SecretBundle("geheim", "iss", "aud", 90, "test").toString());
    }

    @Test
    void a_claim_is_read_without_checking_and_nonsense_gives_none() {
        String body = Base64.getUrlEncoder().withoutPadding().encodeToString("{\"sub\":\"u-7\",\"n\":1}".getBytes());
        assertEquals(Optional.of("u-7"), Tokens.claim("x." + body + ".y", "sub"));
        for (String odd : List.of("", "a.b", "a.b.c", "a.!!.c", "..", "x." + body, "nexsvc-1")) {
            assertEquals(Optional.empty(), Tokens.claim(odd, "sub"), odd);
        }
        assertEquals(Optional.empty(), Tokens.claim("x." + body + ".y", "n"));
    }

    @Test
    void a_token_with_line_ends_around_it_is_trimmed_and_one_with_others_inside_refused() {
        var world = TestWorld.in(home).world();
        assertEquals("abc", Tokens.bearer(issued(" abc\r\n"), world, true));
        var e = assertThrows(Failure.class, () -> Tokens.bearer(issued("geheim\r\nX: y"), world, true));
        assertEquals(2, e.exit());
        assertTrue(e.getMessage().contains("token") && !e.getMessage().contains("geheim"), e.getMessage());
        assertThrows(Failure.class, () -> Tokens.bearer(issued("gehéim"), world, true));
    }

    private static Config issued(String token) {
        return Config.of(Json.object()
                .put("backend_url", "https://b.test")
                .put("user_id", "u")
                .put("cli_token", token));
    }

    private String mint(String secret) {
        return Tokens.mint(
                new SecretBundle(secret, "iss", "aud", 90, "test"),
                TestWorld.in(home).world());
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }
}
