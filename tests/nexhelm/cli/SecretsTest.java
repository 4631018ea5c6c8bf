package nexhelm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import nexhelm.http.StubServer;
import nexhelm.http.StubServer.Reply;
import nexhelm.json.Json;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Canaries: a token, a password and a shared secret that must turn up in no output, whatever goes wrong. */
class SecretsTest {
    private static final String TOKEN = "canary-Token/4f1c+9a7e==";
    private static final String PASSWORD = "canary \"Pass\\wörd\" &+%";
    private static final String SECRET = "canary-shared-secret";
    private static final String ACCESS = "canary-access-token";

    @TempDir
    Path home;

    private final StubServer backend = StubServer.start();

    @AfterEach
    void stop() {
        backend.close();
    }

    @Test
    void no_command_prints_the_token_whatever_the_backend_answers() {
        List<UnaryOperator<String>> echoes = List.of(
                token -> "{\"detail\": \"bad token " + token + "\"}",
                token -> "plain " + token + " text",
                token -> "<html>" + "x".repeat(180) + token + "</html>",
                token -> "{\"detail\": {\"headers\": [\"" + token + "\"]}}",
                token -> "y".repeat(490) + token);
        for (int status : new int[] {401, 422, 503}) {
            for (var echo : echoes) {
                everywhere(exchange -> {
                    String sent = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                            .replaceFirst("Bearer ", "");
                    answer(exchange, status, echo.apply(sent));
                });
                var world = TestWorld.signedIn(home, backend.url()).env("NEX_DEBUG", "1");
                world.config(TestWorld.configOf(backend.url()).replace(TestWorld.TOKEN, TOKEN));
                for (String[] command : commands()) {
                    var result = world.nex(command);
                    assertFalse(result.all().contains("canary"), String.join(" ", command) + ": " + result.all());
                }
            }
        }
        everywhere(exchange -> answer(exchange, 200, "{}"));
        var world = TestWorld.signedIn(home, backend.url());
        world.config(TestWorld.configOf(backend.url()).replace(TestWorld.TOKEN, TOKEN));
        for (String[] command : commands()) {
            assertFalse(world.nex(command).all().contains("canary"), String.join(" ", command));
        }
        assertTrue(backend.seen().stream()
                .anyMatch(r -> r.headers().getOrDefault("authorization", "").equals("Bearer " + TOKEN)));
    }

    @Test
    void no_command_prints_the_shared_secret() {
        var world = TestWorld.in(home)
                .config("{\"backend_url\": \"" + backend.url() + "\", \"user_id\": \"u\", \"client_id\": \"c\"}")
                .env("NEX_JWT_SECRET", SECRET)
                .env("NEX_JWT_ISSUER", "i")
                .env("NEX_JWT_AUDIENCE", "a")
                .env("NEX_DEBUG", "1");
        for (String[] command : commands()) {
            assertFalse(world.nex(command).all().contains(SECRET), String.join(" ", command));
        }
        world.env("NEX_JWT_TTL", "abc");
        for (String[] command : commands()) {
            assertFalse(world.nex(command).all().contains(SECRET), String.join(" ", command));
        }
    }

    @Test
    void a_login_that_goes_wrong_anywhere_shows_neither_password_nor_tokens() {
        String site = "{\"supabase_url\": \"" + backend.url() + "\", \"supabase_anon_key\": \"anon\"}";
        Reply echo = exchange -> answer(
                exchange,
                400,
                "{\"msg\": " + Json.compact(Json.array().add("no: " + PASSWORD)).replaceAll("^\\[|]$", "") + "}");
        Reply raw = exchange -> answer(exchange, 500, "x".repeat(190) + ACCESS);
        Reply json = exchange -> answer(
                exchange, 422, "{\"detail\": [" + Json.compact(Json.array().add(ACCESS)) + "]}");
        Reply ok = StubServer.json("{\"access_token\": \"" + ACCESS + "\"}");
        Reply forbidden = exchange -> answer(exchange, 403, "{\"detail\": \"not you: " + ACCESS + "\"}");
        backend.on("GET /auth/cli-config", site);
        Reply page = exchange -> answer(exchange, 500, "x".repeat(190) + PASSWORD);
        for (Reply grant : List.of(echo, page, ok)) {
            for (Reply bundle : List.of(raw, json, forbidden, StubServer.json("{}"), StubServer.json("[1]"))) {
                backend.on("POST /auth/v1/token", grant).on("POST /auth/cli-token", bundle);
                for (TestWorld world : List.of(
                        TestWorld.in(home).env("NEX_PASSWORD", PASSWORD),
                        TestWorld.in(home).stdin(PASSWORD + "\n"))) {
                    var result =
                            world.env("NEX_DEBUG", "1").nex("auth", "setup", "-b", backend.url(), "-e", "a@nexhelm.ai");
                    assertTrue(result.code() == 3 || result.code() == 4, result.all());
                    assertFalse(result.all().contains("canary"), result.all());
                    assertFalse(world.has(".nex/config"));
                }
            }
        }
    }

    @Test
    void a_misspelt_option_is_named_without_its_value() {
        var world = TestWorld.in(home);
        for (String[] command : new String[][] {
            {"auth", "setup", "-e", "a@b", "--pasword", PASSWORD}, {"auth", "setup", "--pasword=" + PASSWORD},
            {"auth", "setup", PASSWORD}, {"auth", "status", "--token", TOKEN}
        }) {
            var result = world.nex(command);
            assertEquals(2, result.code());
            assertFalse(result.all().contains("canary"), result.all());
        }
        assertEquals("""
            usage: unknown option --pasword; did you mean --password?
              see nex auth setup --help
            """, world.nex("auth", "setup", "--pasword=x").err());
    }

    @Test
    void the_token_goes_to_the_backend_and_to_nobody_else() {
        try (var docs = StubServer.start()
                .on("GET /document/d/" + "d".repeat(30) + "/export", StubServer.text(200, "text/plain", "Hi."))) {
            backend.on("POST /workflow-lab/runs", "{\"id\": \"r\"}");
            var world = TestWorld.signedIn(home, backend.url()).env("NEX_GOOGLE_DOCS_URL", docs.url());
            assertEquals(
                    0, world.nex("workflow", "designer", "-u", "d".repeat(30)).code());
            assertFalse(
                    docs.only().headers().containsKey("authorization"),
                    docs.only().headers().toString());
            assertFalse(docs.only().toString().contains(TestWorld.TOKEN));
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", text.startsWith("{") ? "application/json" : "text/plain");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void everywhere(Reply reply) {
        for (String route : List.of(
                "GET /workflow-lab/runs/r",
                "GET /workflow-lab/runs",
                "POST /workflow-lab/runs/r/start-verification",
                "POST /langchain-agent/chat",
                "POST /workflow-lab/runs",
                "GET /task_definitions",
                "POST /auth/one-time-link",
                "POST /task-schedules/s/trigger")) {
            backend.on(route, reply);
        }
    }

    private static List<String[]> commands() {
        var commands = new ArrayList<String[]>();
        for (String line : List.of(
                "workflow show r",
                "workflow show r --json",
                "workflow run r",
                "workflow list",
                "workflow designer --transcript-text t",
                "tasks list-defs",
                "tasks trigger s",
                "auth status",
                "auth status --json",
                "doctor",
                "doctor --json",
                "profile list --json",
                "profile show",
                "profile show --json",
                "api GET /workflow-lab/runs",
                "config list",
                "config list --json",
                "config get cli_token",
                "config get scopes --json",
                "config set user_id x",
                "auth github-link --clear",
                "_complete bash workflow show r",
                "open r --print")) {
            commands.add(line.split(" "));
        }
        return commands;
    }
}
