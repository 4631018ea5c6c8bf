package nexhelm.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.stream.Stream;
import nexhelm.engine.auth.SharedSecret;
import nexhelm.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The command line of the engine, and the ways of starting it that are refused. */
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class EngineCommandTest {

    @TempDir
    Path folder;

    private record Result(int code, String out, String err) {}

    private static Result run(String stdin, String... args) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        InputStream in = System.in;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
            System.setIn(new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)));
            int code = EngineMain.run(args);
            return new Result(code, said.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
            System.setIn(in);
        }
    }

    private Path data() {
        return folder.resolve("data");
    }

    private static void assertRefused(int code, String contains, String... args) {
        Result result = run("", args);
        assertEquals(code, result.code(), result.toString());
        assertEquals("", result.out());
        assertEquals(1, result.err().lines().count(), result.err());
        assertTrue(result.err().contains(contains), result.err());
    }

    @Test
    void version_and_help_are_answered() {
        assertEquals("nex-engine " + Version.TEXT + "\n", run("", "--version").out());
        assertTrue(run("", "--help").out().contains("serve"));
        assertEquals(0, run("", "serve", "--help").code());
    }

    @Test
    void a_wrong_command_line_is_one_line_and_exit_2() {
        assertRefused(2, "serve or user add");
        assertRefused(2, "dance", "dance");
        assertRefused(2, "--port", "serve", "--port", "x");
        assertRefused(2, "--port must be from 0 to 65535", "serve", "--port", "70000");
        assertRefused(2, "--public-url", "serve", "--host", "0.0.0.0");
        assertRefused(2, "https", "serve", "--host", "0.0.0.0", "--public-url", "http://lab.example");
        assertRefused(2, "not an e-mail address", "user", "add", "nobody", "--password-stdin");
        assertRefused(2, "at least 8", "user", "add", "ada@nexhelm.ai", "--password-stdin");
    }

    @Test
    void what_cannot_be_done_is_one_line_and_exit_1() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            assertRefused(
                    1, "cannot listen on 127.0.0.1:" + port, "serve", "--port", port, "--data", data().toString());
        }
        Path file = Files.writeString(folder.resolve("file"), "");
        assertRefused(1, "cannot use the data folder", "serve", "--port", "0", "--data", file.toString());
        try (LiveEngine engine = LiveEngine.start(data())) {
            assertRefused(
                    1,
                    "another nex-engine (pid " + ProcessHandle.current().pid() + ") uses",
                    "serve",
                    "--port",
                    "0",
                    "--data",
                    data().toString());
            assertEquals(200, engine.get("/healthz").status(), "the one that runs is not disturbed");
        }
    }

    @Test
    void a_folder_that_others_use_is_not_taken_from_them() throws Exception {
        Path shared = Files.createDirectory(folder.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(shared.resolve("theirs"), "");
        assertRefused(1, "others can enter it", "serve", "--port", "0", "--data", shared.toString());
        assertEquals("rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(shared)));
        Files.delete(shared.resolve("theirs"));
        try (LiveEngine engine = LiveEngine.start(shared)) {
            assertEquals(200, engine.get("/healthz").status(), "an empty one becomes the engine's");
        }
    }

    @Test
    void a_user_is_added_to_an_empty_folder_and_while_the_engine_runs() throws Exception {
        Result first = run(
                "correct horse\r\n", "user", "add", "Ada@nexhelm.ai", "--password-stdin", "--data", data().toString());
        assertEquals("added Ada@nexhelm.ai\n", first.out(), first.err());
        try (LiveEngine engine = LiveEngine.start(data())) {
            assertEquals(
                    0,
                    run(
                                    "battery staple",
                                    "user",
                                    "add",
                                    "bob@nexhelm.ai",
                                    "--password-stdin",
                                    "--data",
                                    data().toString())
                            .code());
            String key = engine.get("/auth/cli-config")
                    .ok()
                    .path("supabase_anon_key")
                    .asText();
            for (String[] who :
                    new String[][] {{"ada@nexhelm.ai", "correct horse"}, {"bob@nexhelm.ai", "battery staple"}}) {
                assertEquals(
                        200,
                        engine.post(
                                        "/auth/v1/token?grant_type=password",
                                        Json.object().put("email", who[0]).put("password", who[1]),
                                        "apikey",
                                        key)
                                .status(),
                        who[0]);
            }
        }
        Result again =
                run("correct horse", "user", "add", "ada@nexhelm.ai", "--password-stdin", "--data", data().toString());
        assertEquals(1, again.code());
        assertEquals("nex-engine: there is already an account ada@nexhelm.ai\n", again.err());
    }

    @Test
    void an_account_with_the_local_users_address_neither_stops_the_engine_nor_becomes_the_local_user()
            throws Exception {
        assertEquals(
                0,
                run("correct horse", "user", "add", "you@nexhelm.ai", "--password-stdin", "--data", data().toString())
                        .code());
        try (LiveEngine engine = LiveEngine.start(data())) {
            String secret = Json.parse(Files.readString(data().resolve("engine.json")))
                    .path("local_secret")
                    .asText();
            assertEquals(
                    "you2@nexhelm.ai",
                    engine.post("/auth/cli-token/local", Json.object().put("local_secret", secret))
                            .ok()
                            .path("user_email")
                            .asText());
        }
    }

    private Settings settings(String host, Optional<String> publicUrl, Optional<SharedSecret> secret) {
        Settings plain = Settings.local(data());
        return new Settings(data(), host, 0, publicUrl, secret, plain.emailDomain(), plain.pace(), plain.clock());
    }

    @Test
    void a_model_needs_an_address_that_nobody_can_read_along_and_a_key_that_only_the_owner_can_read() throws Exception {
        Path key = Files.writeString(folder.resolve("model-key"), "sk-secret one");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        String local = "http://127.0.0.1:11434/v1";
        assertRefused(2, "needs the address of its server", serve("--model", "m"));
        assertRefused(2, "no model; name it with --model", serve("--model-url", local));
        assertRefused(
                2,
                "must be https://, or http:// on this machine",
                serve("--model", "m", "--model-url", "http://10.0.0.7/v1"));
        assertRefused(2, "must be https://", serve("--model", "m", "--model-url", "http://localhost.evil.example/v1"));
        assertRefused(2, "must be https://", serve("--model", "m", "--model-url", "file:///etc/passwd"));
        assertRefused(2, "is no URL", serve("--model", "m", "--model-url", "http://a b"));
        assertRefused(2, "must have no user", serve("--model", "m", "--model-url", "https://sk-secret@host/v1"));
        assertRefused(
                2, "from 1 to 160 seconds", serve("--model", "m", "--model-url", local, "--model-timeout", "600"));
        assertRefused(2, "is not there", serve("--model", "m", "--model-url", local, "--model-key-file", "absent"));
        assertRefused(2, "chmod 600", serve("--model", "m", "--model-url", local, "--model-key-file", key.toString()));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Result result = run("", serve("--model", "m", "--model-url", local, "--model-key-file", key.toString()));
        assertEquals(2, result.code());
        assertTrue(result.err().contains("must be one word of printable ASCII"), result.err());
        assertFalse(result.err().contains("secret"), result.err());
        assertFalse(Files.exists(data()));
    }

    private String[] serve(String... options) {
        return Stream.concat(Stream.of("serve", "--port", "0", "--data", data().toString()), Stream.of(options))
                .toArray(String[]::new);
    }

    @Test
    void a_public_engine_has_no_local_user_and_no_local_secret() throws Exception {
        EngineMain.logToStderr();
        try (Engine engine = Engine.start(
                settings("127.0.0.1", Optional.of("https://lab.example"), Optional.empty()), Script.personas())) {
            JsonNode state = Json.parse(Files.readString(data().resolve("engine.json")));
            assertFalse(state.has("local_secret"));
            assertEquals("https://lab.example", engine.url());
            LiveEngine nobody =
                    LiveEngine.at("http://127.0.0.1:" + state.path("port").asInt());
            assertEquals(
                    403,
                    nobody.post("/auth/cli-token/local", Json.object().put("local_secret", ""))
                            .status());
            assertEquals(
                    "https://lab.example",
                    nobody.get("/auth/cli-config").ok().path("supabase_url").asText());
        }
    }

    @Test
    void tokens_minted_with_the_shared_secret_are_exactly_one_user() throws Exception {
        String secret = "a shared secret of more than 32 bytes";
        Path file = Files.writeString(
                folder.resolve("shared.json"),
                Json.compact(Json.object()
                        .put("secret", secret)
                        .put("issuer", "us")
                        .put("audience", "them")
                        .put("user_email", "you@nexhelm.ai")));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertTrue(assertThrows(java.io.IOException.class, () -> SharedSecret.read(file))
                .getMessage()
                .contains("chmod 600"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        EngineMain.logToStderr();
        try (Engine engine = Engine.start(
                settings("127.0.0.1", Optional.empty(), Optional.of(SharedSecret.read(file))), Script.personas())) {
            assertEquals(
                    200,
                    minted(engine, secret, "us", "them")
                            .get("/workflow-lab/runs")
                            .status());
            assertEquals(
                    403,
                    minted(engine, secret, "us", "them")
                            .get("/workflow-lab/runs?user_id=other")
                            .status());
            assertEquals(
                    401,
                    minted(engine, secret, "us", "others")
                            .get("/workflow-lab/runs")
                            .status());
            assertEquals(
                    401,
                    minted(engine, secret + "x", "us", "them")
                            .get("/workflow-lab/runs")
                            .status());
        }
    }

    private static LiveEngine minted(Engine engine, String secret, String issuer, String audience) {
        return LiveEngine.at(engine.url())
                .as(
                        Jwts.builder()
                                .issuer(issuer)
                                .audience()
                                .add(audience)
                                .and()
                                .issuedAt(new Date())
                                .expiration(Date.from(Instant.now().plusSeconds(90)))
                                .signWith(Keys.hmacShaKeyFor(secret.getBytes(StandardCharsets.UTF_8)), Jwts.SIG.HS256)
                                .compact(),
                        "");
    }
}
