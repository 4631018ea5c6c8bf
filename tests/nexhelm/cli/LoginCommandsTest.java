package nexhelm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import nexhelm.http.Callback;
import nexhelm.http.StubServer;
import nexhelm.json.Json;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code auth login} with a browser played by the test, {@code login}, {@code auth github-link}, {@code auth token}. */
class LoginCommandsTest {
    private static final String BUNDLE = """
        {"cli_token": "tok-1", "user_id": "u-7", "user_email": "ada@nexhelm.ai", "user_name": "Ada", "expires_at": 1772622000,
         "scopes": ["lab.read"], "clients": [{"id": "c-1", "name": "One", "email": "1@x"}, {"id": "c-2", "name": null}]}\
        """;

    @TempDir
    Path home;

    private final HttpClient http = HttpClient.newHttpClient();
    private final StubServer backend = StubServer.start();
    private TestWorld world;

    @BeforeEach
    void site() throws Exception {
        backend.on(
                        "GET /auth/cli-config",
                        "{\"supabase_url\": \"" + backend.url() + "\", \"supabase_anon_key\": \"anon\","
                                + " \"github_client_id\": \"app-1\"}")
                .on("POST /auth/v1/token", "{\"access_token\": \"acc\"}")
                .on("POST /auth/cli-token", BUNDLE)
                .on("POST /auth/cli-token/github", BUNDLE)
                .on("GET /workflow-lab/runs", "{\"runs\": []}");
        world = TestWorld.in(home);
        world.file(
                        "browser",
                        "#!/bin/sh\nprintf '%s' \"$1\" > \"$0.url.tmp\" && mv \"$0.url.tmp\" \"$0.url\"\n",
                        "rwx------")
                .env("BROWSER", home.resolve("browser").toString());
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    @Test
    void a_browser_login_brings_a_code_that_is_good_with_its_verifier_only() throws Exception {
        world.config("{\"backend_url\": \"" + backend.url()
                + "\", \"user_id\": \"old\", \"cli_token\": \"old\", \"github_fgt\":"
                + " \"gh\", \"default_sandbox_user_id\": \"sb\", \"future\": [1]}");
        var login = login("--client-id", "c-2");
        Map<String, String> asked = Callback.query(opened().getRawQuery());
        assertEquals(
                "provider=google&redirect_to="
                        + asked.get("redirect_to")
                                .replace(":", "%3A")
                                .replace("/", "%2F")
                                .replace("?", "%3F")
                                .replace("=", "%3D")
                        + "&code_challenge=" + asked.get("code_challenge")
                        + "&code_challenge_method=s256&flow_type=pkce",
                opened().getRawQuery());
        var page = visit(asked.get("redirect_to") + "&code=code-1");
        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("You are signed in"), page.body());
        var result = login.get(20, TimeUnit.SECONDS);
        assertEquals(0, result.code(), result.all());
        assertTrue(result.out().contains("ok authenticated as ada@nexhelm.ai\n"), result.out());
        assertTrue(result.out().endsWith("ok GET /workflow-lab/runs reachable\n"), result.out());
        var exchange = Json.parse(backend.seen().get(1).body());
        assertEquals("code-1", exchange.path("auth_code").asText());
        assertEquals(
                asked.get("code_challenge"),
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(MessageDigest.getInstance("SHA-256")
                                .digest(exchange.path("code_verifier").asText().getBytes(StandardCharsets.US_ASCII))));
        assertEquals("anon", backend.seen().get(1).headers().get("apikey"));
        assertEquals(
                "{\"supabase_access_token\":\"acc\"}", backend.seen().get(2).body());
        var saved = Json.parse(world.read(".nex/config"));
        assertEquals("tok-1", saved.path("cli_token").asText());
        assertEquals("c-2", saved.path("client_id").asText());
        assertEquals("gh", saved.path("github_fgt").asText(), "a login keeps what the config had");
        assertEquals("sb", saved.path("default_sandbox_user_id").asText());
        assertEquals(1, saved.path("future").size());
        assertEquals("rw-------", world.mode(".nex/config"));
        assertFalse(result.all().contains("tok-1") || result.all().contains("acc\""), result.all());
    }

    @Test
    void idle_connections_other_pages_and_codes_of_others_keep_nobody_waiting() throws Exception {
        var login = login("--client-id", "c-1", "--skip-verify");
        String back = Callback.query(opened().getRawQuery()).get("redirect_to");
        int port = URI.create(back).getPort();
        var silent = new ArrayList<Socket>();
        for (int i = 0; i < 40; i++) {
            silent.add(new Socket(InetAddress.getLoopbackAddress(), port));
            silent.get(i).getOutputStream().write("GET /call".getBytes(StandardCharsets.US_ASCII));
        }
        String root = "http://localhost:" + port;
        assertEquals(404, visit(root + "/favicon.ico").statusCode());
        var foreign = visit(root + "/callback?code=evil");
        assertEquals(400, foreign.statusCode());
        assertTrue(foreign.body().contains("not the login that was begun"), foreign.body());
        assertEquals(400, visit(root + "/callback?state=wrong&error=x").statusCode());
        assertEquals(
                501,
                http.send(
                                HttpRequest.newBuilder(URI.create(back + "&code=evil"))
                                        .POST(HttpRequest.BodyPublishers.noBody())
                                        .build(),
                                HttpResponse.BodyHandlers.discarding())
                        .statusCode());
        assertEquals(200, visit(back + "&code=mine").statusCode());
        var result = login.get(20, TimeUnit.SECONDS);
        assertEquals(0, result.code(), result.all());
        assertTrue(
                backend.seen().get(1).body().contains("\"mine\""),
                backend.seen().toString());
        for (Socket socket : silent) {
            socket.close();
        }
    }

    @Test
    void what_the_page_says_is_escaped_and_what_the_server_refuses_is_said_on_it() throws Exception {
        var login = login("--skip-verify");
        String back = Callback.query(opened().getRawQuery()).get("redirect_to");
        var page = visit(back + "&error=access_denied&error_description=%3Cscript%3Ealert(1)%3C%2Fscript%3E&code=c");
        assertTrue(page.body().contains("&lt;script&gt;alert(1)&lt;/script&gt;"), page.body());
        assertFalse(page.body().contains("<script"), page.body());
        assertTrue(
                page.headers().firstValue("content-security-policy").orElse("").startsWith("default-src 'none'"));
        var result = login.get(20, TimeUnit.SECONDS);
        assertEquals(4, result.code());
        assertTrue(result.err().endsWith("login failed: access_denied: <script>alert(1)</script>\n"), result.err());
        assertEquals(1, backend.seen().size(), "no code was exchanged");

        backend.on("POST /auth/v1/token", StubServer.json(400, "{\"msg\": \"bad <b>code\"}"));
        var second = login("--skip-verify");
        String again = Callback.query(opened().getRawQuery()).get("redirect_to");
        var refused = visit(again + "&code=code-9");
        assertTrue(refused.body().contains("The login failed"), refused.body());
        assertTrue(refused.body().contains("bad &lt;b&gt;code"), refused.body());
        assertEquals(4, second.get(20, TimeUnit.SECONDS).code());
        assertFalse(world.has(".nex/config"));
    }

    @Test
    void without_state_the_address_is_exactly_the_allowed_one() throws Exception {
        var login = login("--no-state", "--client-id", "c-1", "--skip-verify");
        String back = Callback.query(opened().getRawQuery()).get("redirect_to");
        assertTrue(back.matches("http://localhost:\\d+/callback"), back);
        assertEquals(200, visit(back + "?code=c").statusCode());
        assertEquals(0, login.get(20, TimeUnit.SECONDS).code());
    }

    @Test
    void nobody_comes_back_in_time() throws Exception {
        var result = login("--timeout", "1").get(20, TimeUnit.SECONDS);
        assertEquals(4, result.code());
        assertTrue(result.err().contains("login failed: nobody came back within 1 s\n"), result.err());
    }

    @Test
    void a_port_that_is_taken_is_named_with_the_ways_out() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            var result =
                    world.nex("auth", "login", "-b", backend.url(), "--port", Integer.toString(taken.getLocalPort()));
            assertEquals(4, result.code());
            assertTrue(
                    result.err()
                            .contains("login failed: port " + taken.getLocalPort()
                                    + " cannot be listened on: another login, or another program, has it\n"
                                    + "  end that program; or use --no-browser"),
                    result.err());
        }
        assertEquals(
                2,
                world.nex("auth", "login", "-b", backend.url(), "--port", "70000")
                        .code());
    }

    @Test
    void without_a_browser_the_code_or_the_address_is_pasted() throws Exception {
        String state = "0000000000000001" + "0000000000000002"; // what the test's world draws
        var result = world.stdin("http://localhost:7866/callback?state=" + state + "&code=pasted-1\n")
                .nex("auth", "login", "-b", backend.url(), "--no-browser", "--client-id", "c-1", "--skip-verify");
        assertEquals(0, result.code(), result.all());
        assertTrue(
                backend.seen().get(1).body().contains("\"pasted-1\""),
                backend.seen().toString());
        assertFalse(world.has("browser.url"), "no browser was opened");
        result = world.stdin(" pasted-2 \n")
                .nex("auth", "login", "-b", backend.url(), "--no-browser", "--client-id", "c-1", "--skip-verify");
        assertEquals(0, result.code(), result.all());
        assertTrue(
                backend.seen().get(4).body().contains("\"pasted-2\""),
                backend.seen().toString());
        var other = world.stdin("http://localhost:7866/callback?state=other&code=x\n")
                .nex("auth", "login", "-b", backend.url(), "--no-browser");
        assertEquals(4, other.code());
        assertTrue(other.err().contains("that address belongs to another login"), other.err());
        var nobody = world.stdin("").nex("auth", "login", "-b", backend.url(), "--no-browser");
        assertEquals(4, nobody.code(), nobody.all());
        assertTrue(nobody.err().contains("login failed: nothing was pasted"), nobody.err());
    }

    @Test
    void production_is_refused_by_every_login_before_the_first_request() {
        for (String[] command : new String[][] {
            {"auth", "login", "-b", "https://api.nexhelm.ai"},
            {"login", "-b", "https://NEXHELM.ai."},
            {"login", "-b", "http://far.test"}
        }) {
            var result = world.nex(command);
            assertEquals(2, result.code(), String.join(" ", command));
            assertTrue(result.err().startsWith("config error: "), result.err());
        }
        assertEquals(
                2,
                world.env("NEX_GITHUB_URL", "http://far.test")
                        .nex("login", "-b", backend.url())
                        .code());
        assertEquals(List.of("GET /auth/cli-config"), backend.asked());
    }

    @Test
    void a_device_login_shows_the_code_and_keeps_what_the_config_had() throws Exception {
        world.config("{\"backend_url\": \"" + backend.url() + "\", \"user_id\": \"old\", \"cli_token\": \"old\","
                + " \"github_fgt\": \"github_pat_1\", \"future\": 1}");
        github();
        var result = world.stdin("2\n").nex("login");
        assertEquals(0, result.code(), result.all());
        assertTrue(
                result.out().startsWith("open " + backend.url() + "/login/device and enter the code WDJB-MJHT\n"),
                result.out());
        assertTrue(result.out().endsWith("✓ logged in as ada@nexhelm.ai\n"), result.out());
        assertEquals(backend.url() + "/login/device", opened().toString());
        assertEquals("{\"github_token\":\"gho_1\"}", backend.seen().get(3).body());
        var saved = Json.parse(world.read(".nex/config"));
        assertEquals("tok-1", saved.path("cli_token").asText());
        assertEquals("c-2", saved.path("client_id").asText());
        assertEquals("github_pat_1", saved.path("github_fgt").asText(), "a wide token never replaces a narrow one");
        assertEquals(1, saved.path("future").asInt());
        assertFalse(result.all().contains("gho_1") || result.all().contains("dev-1"), result.all());
    }

    @Test
    void a_device_login_takes_the_only_client_and_fails_in_one_line() throws Exception {
        github();
        backend.on("POST /auth/cli-token/github", BUNDLE.replaceFirst(", \\{\"id\": \"c-2\".*?\\}", ""));
        assertEquals(0, world.nex("login", "-b", backend.url(), "--no-browser").code());
        assertEquals(
                "c-1", Json.parse(world.read(".nex/config")).path("client_id").asText());
        assertFalse(world.has("browser.url"));
        Files.delete(home.resolve(".nex/config"));
        for (var reply : List.of(
                StubServer.json(403, "{\"detail\": \"gho_1 is not one of us\"}"),
                StubServer.json("{\"cli_token\": \"t\"}"),
                StubServer.json("{\"cli_token\": \"\", \"user_id\": \"u\"}"),
                StubServer.text(200, "text/html", "<p>"))) {
            backend.on("POST /auth/cli-token/github", reply);
            var result = world.nex("login", "-b", backend.url());
            assertEquals(3, result.code(), result.all());
            assertFalse(result.all().contains("gho_1"), result.all());
            assertFalse(world.has(".nex/config"), "nothing is saved of a login without user or token");
        }
    }

    @Test
    void every_login_keeps_hands_off_a_login_at_another_backend() {
        String elsewhere = TestWorld.configOf("https://old.test");
        world.config(elsewhere);
        github();
        for (String[] command : new String[][] {
            {"auth", "login", "-b", backend.url(), "--no-browser"}, {"login", "-b", backend.url(), "--no-browser"}
        }) {
            var result = world.stdin("code\n").nex(command);
            assertEquals(2, result.code(), result.all());
            assertTrue(result.err().contains("holds the login of odalys@nexhelm.ai at https://old.test"), result.err());
            assertEquals(elsewhere, world.read(".nex/config"));
        }
        assertEquals(List.of(), backend.asked());
        world.file(".nex/profiles/local", elsewhere, "rw-------");
        var engine = world.nex("engine", "start");
        assertEquals(2, engine.code(), engine.all());
        assertTrue(engine.err().contains("the profile local holds a login at https://old.test"), engine.err());
        assertEquals(elsewhere, world.read(".nex/profiles/local"));
    }

    @Test
    void a_github_token_comes_from_standard_input_or_the_variable_and_goes_again() throws Exception {
        world.config(TestWorld.configOf(backend.url()));
        assertEquals(
                0,
                world.stdin("github_pat_a\n")
                        .nex("auth", "github-link", "--fgt-stdin")
                        .code());
        assertEquals(
                "github_pat_a",
                Json.parse(world.read(".nex/config")).path("github_fgt").asText());
        assertEquals(
                0,
                world.env("NEX_GITHUB_TOKEN", "github_pat_b")
                        .nex("auth", "github-link")
                        .code());
        assertEquals(
                "github_pat_b",
                Json.parse(world.read(".nex/config")).path("github_fgt").asText());
        assertEquals(4, world.nex("auth", "github-link", "--fgt", "two words").code());
        assertEquals(
                0, world.nex("auth", "github-link", "--clear", "--fgt", "x").code());
        assertTrue(Json.parse(world.read(".nex/config")).path("github_fgt").isNull());
        assertTrue(backend.asked().isEmpty());
        world.env("NEX_BACKEND_URL", backend.url()).env("NEX_TOKEN", "t");
        var result = world.nex("auth", "github-link", "--fgt", "github_pat_c");
        assertEquals(2, result.code());
        assertTrue(result.err().contains("there is no file to change"), result.err());
    }

    @Test
    void the_token_is_printed_alone_and_only_where_it_is_good() {
        world.config(TestWorld.configOf(backend.url()));
        var result = world.nex("auth", "token");
        assertEquals(TestWorld.TOKEN + "\n", result.out());
        assertEquals("", result.err());
        world.now("2100-01-01T00:00:00Z");
        result = world.nex("auth", "token");
        assertEquals(3, result.code());
        assertEquals("", result.out());
        assertTrue(
                result.err().startsWith("the token in the config has expired; nothing was sent\n  sign in again: "),
                result.err());
    }

    @Test
    void an_expired_token_is_noticed_before_the_call() {
        world.config(TestWorld.configOf(backend.url())).now("2100-01-01T00:00:00Z");
        for (String[] command : new String[][] {
            {"workflow", "list"}, {"workflow", "run", "r"}, {"tasks", "list-defs"}, {"api", "GET", "/x"}
        }) {
            var result = world.nex(command);
            assertEquals(3, result.code(), result.all());
            assertTrue(result.err().contains("the token in the config has expired; nothing was sent"), result.err());
        }
        assertEquals(List.of(), backend.asked());
        assertEquals(0, world.nex("auth", "status").code(), "status asks all the same: clocks differ");
        assertEquals(1, backend.asked().size());
    }

    private void github() {
        world.env("NEX_GITHUB_URL", backend.url());
        backend.on(
                        "POST /login/device/code",
                        "{\"device_code\": \"dev-1\", \"user_code\": \"WDJB-MJHT\", \"verification_uri\": \""
                                + backend.url() + "/login/device\", \"interval\": 1, \"expires_in\": 60}")
                .on("POST /login/oauth/access_token", "{\"access_token\": \"gho_1\"}");
    }

    private CompletableFuture<TestWorld.Result> login(String... more) throws Exception {
        Files.deleteIfExists(home.resolve("browser.url"));
        var words = new ArrayList<>(List.of("auth", "login", "-b", backend.url(), "--port", "0"));
        words.addAll(List.of(more));
        return CompletableFuture.supplyAsync(() -> world.nex(words.toArray(String[]::new)));
    }

    /** The address that the browser was started with. */
    private URI opened() throws Exception {
        Path file = home.resolve("browser.url");
        for (int i = 0; i < 400 && !Files.exists(file); i++) {
            TimeUnit.MILLISECONDS.sleep(25);
        }
        return URI.create(Files.readString(file));
    }

    private HttpResponse<String> visit(String url) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
