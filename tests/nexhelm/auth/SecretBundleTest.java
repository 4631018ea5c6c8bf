package nexhelm.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import nexhelm.Failure;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the shared secret comes from, and how an env file is read. */
class SecretBundleTest {
    private static final String FILE = "APP_API_SHARED_SECRET=s\nJWT_ISSUER=i\nJWT_AUDIENCE=a\nJWT_TTL_SECONDS=60\n";

    @TempDir
    Path folder;

    private TestWorld world;

    @BeforeEach
    void freshHome() {
        world = TestWorld.in(folder.resolve("home"));
    }

    @Test
    void our_variables_beat_the_applications() {
        world.env("NEX_JWT_SECRET", "s").env("APP_API_SHARED_SECRET", "no");
        world.env("NEX_JWT_ISSUER", "i").env("JWT_ISSUER", "no");
        world.env("JWT_AUDIENCE", "a").env("NEX_JWT_AUDIENCE", "");
        world.env("NEX_JWT_TTL", "5").env("JWT_TTL_SECONDS", "6");
        assertEquals(new SecretBundle("s", "i", "a", 5, "<env vars>"), bundle());
    }

    @Test
    void a_complete_environment_does_not_look_at_files() {
        world.file("frontend/.env.local", FILE);
        world.env("NEX_JWT_SECRET", "s").env("NEX_JWT_ISSUER", "i").env("NEX_JWT_AUDIENCE", "a");
        assertEquals(new SecretBundle("s", "i", "a", 90, "<env vars>"), bundle());
    }

    @Test
    void the_file_gives_what_the_environment_lacks() {
        world.file("frontend/.env.local", FILE).env("NEX_JWT_ISSUER", "mine");
        assertEquals(
                new SecretBundle(
                        "s",
                        "mine",
                        "a",
                        60,
                        world.home().resolve("frontend/.env.local").toString()),
                bundle());
    }

    @Test
    void the_file_in_home_comes_before_the_one_next_door() {
        world.file("Tech/Nexhelm/frontend/.env.local", FILE.replace("=s", "=home"));
        world.file("frontend/.env.local", FILE);
        assertEquals("home", bundle().secret());
    }

    @Test
    void an_assistant_trusts_no_folder() {
        world.file("frontend/.env.local", FILE);
        assertThrows(Failure.class, () -> SecretBundle.resolve(world.world(), false));
    }

    @Test
    void the_file_named_is_the_only_one_looked_at() {
        world.file("frontend/.env.local", FILE);
        world.env("NEX_FRONTEND_ENV", "~/mine.env").file("mine.env", FILE.replace("=s", "=mine"));
        assertEquals("mine", bundle().secret());
        world.env("NEX_FRONTEND_ENV", "~/absent.env");
        var e = assertThrows(Failure.class, this::bundle);
        assertTrue(e.getMessage().contains("absent.env") && e.getMessage().contains("not found"), e.getMessage());
        assertEquals(2, e.exit());
    }

    @Test
    void quotes_comments_blanks_and_repetitions() {
        world.file("frontend/.env.local", """
            # APP_API_SHARED_SECRET=comment

              APP_API_SHARED_SECRET = first
            no equals sign
            export JWT_ISSUER=exported
            JWT_ISSUER='single'
            JWT_AUDIENCE="a=b # c"
            JWT_TTL_SECONDS=
            APP_API_SHARED_SECRET="'last'"
            """.replace("\n", "\r\n"));
        String source = world.home().resolve("frontend/.env.local").toString();
        assertEquals(new SecretBundle("'last'", "single", "a=b # c", 90, source), bundle());
    }

    @Test
    void an_unmatched_quote_belongs_to_the_value() {
        world.file("frontend/.env.local", FILE.replace("=s\n", "=\"half\n").replace("=i\n", "=\"\n"));
        assertEquals("\"half", bundle().secret());
        assertEquals("\"", bundle().issuer());
    }

    @Test
    void what_is_missing_is_named_and_nothing_else() {
        world.env("NEX_JWT_SECRET", "geheim");
        var e = assertThrows(Failure.class, this::bundle);
        assertEquals(
                "no cli_token in the config, and to mint one here these are missing:"
                        + " NEX_JWT_ISSUER (JWT_ISSUER), NEX_JWT_AUDIENCE (JWT_AUDIENCE)",
                e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "0", "-1", "1.5", "99999999999999999999", "9223372036854775807"})
    void a_life_time_that_is_no_number_of_seconds_is_one_line(String ttl) {
        world.file("frontend/.env.local", FILE).env("NEX_JWT_TTL", ttl);
        assertEquals(2, assertThrows(Failure.class, this::bundle).exit());
    }

    @Test
    void a_file_that_is_not_utf_8_is_one_line() throws Exception {
        Files.createDirectories(world.home().resolve("frontend"));
        Files.write(world.home().resolve("frontend/.env.local"), new byte[] {'A', '=', (byte) 0xff, '\n'});
        var e = assertThrows(Failure.class, this::bundle);
        assertTrue(e.getMessage().endsWith(".env.local cannot be read as UTF-8"), e.getMessage());
    }

    private SecretBundle bundle() {
        return SecretBundle.resolve(world.world(), true);
    }
}
