package nexhelm.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import nexhelm.engine.auth.Accounts;
import nexhelm.engine.auth.Passwords;
import nexhelm.engine.store.Store;
import nexhelm.json.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what, and what the engine does not believe. */
class SecurityTest {

    private static final String PASSWORD = "correct horse";

    @TempDir
    static Path data;

    private static LiveEngine engine;

    @BeforeAll
    static void start() throws Exception {
        engine = LiveEngine.start(data);
        try (Store store = Store.open(data.resolve("engine.db"), Clock.systemUTC())) {
            Accounts accounts = new Accounts(store);
            for (String email : List.of("ada@nexhelm.ai", "bob@nexhelm.ai", "eve@elsewhere.example")) {
                assertTrue(accounts.add(email, Passwords.hash(PASSWORD)));
            }
        }
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    private static LiveEngine nobody() {
        return engine.as("", "");
    }

    private static LiveEngine.Answer password(String email, String password, String... headers) throws Exception {
        return nobody().post(
                        "/auth/v1/token?grant_type=password",
                        Json.object().put("email", email).put("password", password),
                        headers);
    }

    private static String anonKey() throws Exception {
        return nobody().get("/auth/cli-config").ok().path("supabase_anon_key").asText();
    }

    private static LiveEngine signedIn(String email) throws Exception {
        String access = password(email, PASSWORD, "apikey", anonKey())
                .ok()
                .path("access_token")
                .asText();
        JsonNode bundle = nobody().post("/auth/cli-token", Json.object().put("supabase_access_token", access))
                .ok();
        return engine.as(
                bundle.path("cli_token").asText(), bundle.path("user_id").asText());
    }

    @Test
    void a_password_yields_a_token_with_client_and_scopes() throws Exception {
        JsonNode config = nobody().get("/auth/cli-config").ok();
        assertEquals(engine.url(), config.path("supabase_url").asText());
        assertEquals(engine.url(), config.path("frontend_url").asText());
        assertEquals("nexhelm.ai", config.path("nexhelm_email_domain").asText());
        String access = password("ada@nexhelm.ai", PASSWORD, "apikey", anonKey())
                .ok()
                .path("access_token")
                .asText();
        JsonNode bundle = nobody().post("/auth/cli-token", Json.object().put("supabase_access_token", access))
                .ok();
        assertEquals("c_demo", bundle.path("clients").path(0).path("id").asText());
        assertEquals(5, bundle.path("scopes").size());
        assertEquals("ada", bundle.path("user_name").asText());
        assertEquals(
                200,
                signedIn("ada@nexhelm.ai")
                        .get("/workflow-lab/runs?limit=1&client_id=")
                        .status());
        assertEquals(
                401, engine.as(access, "").get("/workflow-lab/runs").status(), "a sign-in token is no service token");
    }

    @Test
    void wrong_password_unknown_account_and_missing_key_are_told_in_the_words_that_clients_read() throws Exception {
        for (String email : List.of("ada@nexhelm.ai", "nobody@nexhelm.ai")) {
            LiveEngine.Answer answer = password(email, "wrong", "apikey", anonKey());
            assertEquals(400, answer.status());
            assertEquals(
                    "E-mail address or password is wrong.",
                    answer.json().path("error_description").asText());
        }
        assertEquals(401, password("ada@nexhelm.ai", PASSWORD).status());
        assertEquals(
                400,
                nobody().post("/auth/v1/token?grant_type=magic", Json.object(), "apikey", anonKey())
                        .status());
    }

    @Test
    void guessing_is_slowed_down() throws Exception {
        LiveEngine.Answer answer = password("victim@nexhelm.ai", "guess", "apikey", anonKey());
        for (int i = 0; i < 6; i++) {
            answer = password("victim@nexhelm.ai", "guess" + i, "apikey", anonKey());
        }
        assertEquals(429, answer.status());
        assertTrue(answer.response().headers().firstValueAsLong("Retry-After").orElse(0) > 0);
    }

    @Test
    void guesses_made_at_once_are_as_few_as_guesses_in_turn() throws Exception {
        String key = anonKey();
        List<Callable<Integer>> guesses = IntStream.range(0, 12)
                .<Callable<Integer>>mapToObj(i -> () ->
                        password("crowd@nexhelm.ai", "guess" + i, "apikey", key).status())
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(12);
        try {
            int checked = 0;
            for (Future<Integer> status : threads.invokeAll(guesses)) {
                checked += status.get() == 400 ? 1 : 0;
            }
            assertEquals(6, checked);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void an_account_that_is_longer_than_an_address_can_be_is_not_kept_whole() throws Exception {
        String key = anonKey();
        LiveEngine.Answer answer = password("l".repeat(300), "guess", "apikey", key);
        for (int i = 0; i < 6; i++) {
            answer = password("l".repeat(300) + i, "guess", "apikey", key);
        }
        assertEquals(429, answer.status());
    }

    @Test
    void who_is_not_signed_in_yet_may_send_little() throws Exception {
        for (String path : List.of("/auth/v1/token?grant_type=password", "/auth/cli-token", "/auth/cli-token/local")) {
            assertEquals(
                    413,
                    nobody().post(path, Json.object().put("email", "x".repeat(100_000)))
                            .status(),
                    path);
        }
    }

    @Test
    void what_a_stranger_sends_is_not_looked_at_and_the_refusal_is_heard_all_the_same() throws Exception {
        String large = "{\"transcript_text\":\"" + "x".repeat(3 << 20);
        for (String path : List.of("/workflow-lab/runs", "/langchain-agent/chat")) {
            LiveEngine.Answer answer = nobody().send("POST", path, Optional.of(large));
            assertEquals(401, answer.status(), path);
            assertEquals("token_missing", answer.kind());
        }
    }

    @Test
    void accounts_of_other_domains_are_refused_with_the_rule() throws Exception {
        String access = password("eve@elsewhere.example", PASSWORD, "apikey", anonKey())
                .ok()
                .path("access_token")
                .asText();
        LiveEngine.Answer answer =
                nobody().post("/auth/cli-token", Json.object().put("supabase_access_token", access));
        assertEquals(403, answer.status());
        assertTrue(answer.detail().contains("nexhelm.ai"));
    }

    @Test
    void the_server_believes_the_token_and_no_other_user_id() throws Exception {
        LiveEngine ada = signedIn("ada@nexhelm.ai");
        LiveEngine bob = signedIn("bob@nexhelm.ai");
        assertEquals(403, ada.get("/workflow-lab/runs?user_id=" + bob.userId()).status());
        LiveEngine.Answer body = ada.post(
                "/workflow-lab/runs", Json.object().put("user_id", bob.userId()).put("transcript_text", "say x"));
        assertEquals(403, body.status());
        assertEquals("user_mismatch", body.kind());
        JsonNode run = ada.design("say mine\nsay more");
        assertEquals(run.path("id"), bob.show(run).path("id"), "colleagues may look");
        assertEquals(
                "not_owner",
                bob.post(LiveEngine.runPath(run) + "/start-verification", Json.object())
                        .kind());
        assertEquals(
                "not_owner",
                bob.post(LiveEngine.runPath(run) + "/refine", Json.object().put("feedback", "drop 1"))
                        .kind());
        assertEquals(
                "not_owner",
                bob.post(LiveEngine.runPath(run) + "/cancel", Json.object().put("steal", false))
                        .kind());
        assertEquals(
                "cancelled",
                bob.post(LiveEngine.runPath(run) + "/cancel", Json.object().put("steal", true))
                        .ok()
                        .path("status")
                        .asText());
    }

    @Test
    void tokens_that_are_forged_altered_or_of_another_algorithm_are_401() throws Exception {
        String header = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        String claims = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("{\"sub\":\"" + engine.userId()
                                + "\",\"iss\":\"nexhelm-engine\",\"aud\":\"nexhelm-cli\",\"exp\":9999999999}")
                        .getBytes(StandardCharsets.UTF_8));
        for (String token : List.of(header + "." + claims + ".", header + "." + claims + ".AAAA", "x", "a.b.c")) {
            LiveEngine.Answer answer = engine.as(token, "").get("/workflow-lab/runs");
            assertEquals(401, answer.status(), token);
            assertEquals("invalid_token", answer.kind());
        }
        assertEquals("token_missing", nobody().get("/workflow-lab/runs").kind());
    }

    @Test
    void the_local_secret_is_needed_for_local_sign_in() throws Exception {
        LiveEngine.Answer answer =
                nobody().post("/auth/cli-token/local", Json.object().put("local_secret", "wrong"));
        assertEquals(403, answer.status());
        assertFalse(answer.body()
                .contains(Json.parse(Files.readString(data.resolve("engine.json")))
                        .path("local_secret")
                        .asText()));
    }

    @Test
    void only_the_engines_own_names_are_answered() throws Exception {
        URI url = URI.create(engine.url());
        for (String host : List.of("evil.example", "evil.example:" + url.getPort(), "127.0.0.1", "")) {
            assertTrue(
                    raw("GET /healthz HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .startsWith("HTTP/1.1 4"),
                    host);
        }
        for (String host : List.of("localhost:" + url.getPort(), "127.0.0.1:" + url.getPort())) {
            assertTrue(
                    raw("GET /healthz HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .startsWith("HTTP/1.1 200"),
                    host);
        }
    }

    private static String raw(String request) throws Exception {
        URI url = URI.create(engine.url());
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void what_the_web_server_cannot_take_is_json_like_every_refusal() throws Exception {
        for (String request : List.of(
                "GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n",
                "GET /%zz HTTP/1.0\r\n\r\n",
                "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: " + "a".repeat(20_000) + "\r\n\r\n",
                "POST /workflow-lab/runs HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde")) {
            String answer = raw(request);
            assertTrue(answer.startsWith("HTTP/1.1 4"), answer);
            assertTrue(answer.contains("Content-Type: application/json"), answer);
            JsonNode body = Json.parse(answer.substring(answer.indexOf("\r\n\r\n")));
            assertEquals("unreadable", body.path("kind").asText());
            assertTrue(body.path("detail").asText().startsWith("The web server could not take"), answer);
        }
    }

    @Test
    void what_is_no_json_object_is_400_and_what_is_too_large_413() throws Exception {
        for (String body : List.of("{", "[]", "\"x\"", "{} {}", "nul")) {
            assertEquals(
                    400,
                    engine.send("POST", "/workflow-lab/runs", Optional.of(body)).status(),
                    body);
        }
        String large = "{\"transcript_text\":\"" + "x".repeat((12 << 20) + 100_000) + "\"}";
        assertEquals(
                413,
                engine.send("POST", "/workflow-lab/runs", Optional.of(large)).status());
        for (ObjectNode wrong : List.of(
                Json.object().put("transcript_text", 5),
                Json.object().put("transcript_text", "x").put("design_note", true))) {
            assertEquals(422, engine.post("/workflow-lab/runs", wrong).status());
        }
        assertEquals(422, engine.get("/workflow-lab/runs?limit=0").status());
        assertEquals(422, engine.get("/workflow-lab/runs?limit=many").status());
    }

    @Test
    void unknown_paths_methods_and_ids_are_told_in_json() throws Exception {
        for (String path : List.of(
                "/nothing",
                "/workflow-lab/runs/none",
                "/task_definitions/none",
                "/langchain-agent/threads/none/messages",
                "/workflow-lab/runs/none/files/x")) {
            LiveEngine.Answer answer = engine.get(path);
            assertEquals(404, answer.status(), path);
            assertFalse(answer.detail().isEmpty());
        }
        assertEquals(
                405, engine.send("PUT", "/workflow-lab/runs", Optional.of("{}")).status());
    }

    @Test
    void every_answer_carries_the_headers_that_keep_browsers_calm() throws Exception {
        var headers = engine.get("/workflow-lab/runs").response().headers();
        assertEquals("nosniff", headers.firstValue("X-Content-Type-Options").orElse(""));
        assertEquals("no-referrer", headers.firstValue("Referrer-Policy").orElse(""));
        assertTrue(headers.firstValue("Content-Security-Policy").orElse("").contains("default-src 'none'"));
    }

    @Test
    void a_request_keeps_its_id() throws Exception {
        assertEquals(
                "abc-1",
                engine.get("/healthz", "X-Request-Id", "abc-1")
                        .response()
                        .headers()
                        .firstValue("X-Request-Id")
                        .orElse(""));
        assertFalse(engine.get("/healthz", "X-Request-Id", "no <b>")
                .response()
                .headers()
                .firstValue("X-Request-Id")
                .orElse("")
                .contains("<"));
    }

    @Test
    void secrets_on_disk_are_for_the_owner_alone() throws Exception {
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data)));
        for (String file : List.of("engine.json", "signing.key", "anon.key", "engine.db", "engine.lock")) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file))),
                    file);
        }
    }
}
