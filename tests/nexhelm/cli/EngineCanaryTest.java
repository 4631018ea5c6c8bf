package nexhelm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.json.Json;
import nexhelm.support.Checkout;
import nexhelm.support.RunningEngine;
import nexhelm.world.TestWorld;
import nexhelm.world.TestWorld.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The local engine, with a secret in every file and variable that it has and in a document that its agent reads: the
 * tour of all commands, every page that links lead to, and broken requests show none of them, and neither does its log.
 */
class EngineCanaryTest {

    private static final String MARK = "canary7f";
    private static final String SHARED = MARK + "-shared-secret-of-32-characters-or-more";
    private static final String SERVICE = MARK + "-service-key-of-32-characters-or-more";
    private static final String MODEL = MARK + "-model-key";
    private static final String PASSWORD = MARK + "-pass word";
    private static final String DOCUMENT = MARK + "-in-a-document";
    private static final String MAIL = MARK + "-in-a-mail";
    private static final Pattern LINK = Pattern.compile("(?:href|src|action)=\"(/[^\"#]*)");

    @TempDir
    Path folder;

    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private Canaries backend;
    private RunningEngine engine;
    private Path data;
    private String config;
    private String run;
    private String before;
    private String definition;

    @BeforeEach
    void an_engine_with_secrets_wherever_it_has_some() throws Exception {
        backend = new Canaries(folder.resolve("nowhere"));
        backend.mood(Canaries.Mood.BROKEN); // the model's server answers with what it was sent, its key included
        data = folder.resolve("engine");
        engine = RunningEngine.start(
                data,
                Map.of(
                        "NEX_ENGINE_MODEL",
                        "tiny-1",
                        "NEX_ENGINE_BASE_URL",
                        backend.url() + "/v1",
                        "NEX_ENGINE_API_KEY",
                        MODEL),
                "--shared-secret-file",
                secretFile(
                        "shared.json",
                        Json.compact(Json.object()
                                .put("secret", SHARED)
                                .put("issuer", "i")
                                .put("audience", "a")
                                .put("user_email", "you@nexhelm.ai"))),
                "--service-key-file",
                secretFile("service.key", SERVICE));
        RunningEngine.addUser(data, "ada@nexhelm.ai", PASSWORD);
        JsonNode login = Json.parse(post(
                        "/auth/cli-token/local",
                        Json.compact(Json.object().put("local_secret", engine.localSecret())),
                        "")
                .body());
        config = Json.compact(
                ((ObjectNode) login.deepCopy()).put("backend_url", engine.url()).put("frontend_url", engine.url()));
        secrets.put("the shared secret", SHARED);
        secrets.put("the service key", SERVICE);
        secrets.put("the model's key", MODEL);
        secrets.put("a password", PASSWORD);
        secrets.put("the secret of the local user", engine.localSecret());
        secrets.put(
                "the signing key", Files.readString(data.resolve("signing.key")).strip());
        secrets.put("the token", login.path("cli_token").asText());
        prepare();
    }

    @AfterEach
    void stop() {
        engine.close();
        backend.close();
    }

    private String secretFile(String name, String text) throws Exception {
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file.toString();
    }

    /** Two runs that have been carried out, in a sandbox whose papers hold a mark. */
    private void prepare() throws Exception {
        ok("sandbox", "blueprint", "apply", "blueprint.json");
        before = designed();
        ok("workflow", "run", before);
        ok("workflow", "evaluator", before, "--verdict", "approved");
        run = designed();
        ok("workflow", "run", run);
        definition = Json.parse(ok("workflow", "show", run, "--json").out())
                .path("task_definition_id")
                .asText();
        assertTrue(!definition.isEmpty(), run);
    }

    private String designed() throws Exception {
        return Json.parse(ok("workflow", "designer", "-f", "call.txt", "--json").out())
                .path("id")
                .asText();
    }

    private Result ok(String... words) throws Exception {
        Result result = world().nex(words);
        assertEquals(0, result.code(), String.join(" ", words) + ": " + result.all());
        return result;
    }

    private TestWorld world() throws Exception {
        ObjectNode blueprint = (ObjectNode)
                Json.parse(Files.readString(Checkout.root().resolve("eval/dev/claims-hail.blueprint.json")));
        ObjectNode quote = (ObjectNode) blueprint.path("docs").get(1);
        quote.put("text", quote.path("text").asText() + "\nRemark: " + DOCUMENT + "\n");
        ObjectNode mail = (ObjectNode) blueprint.path("mailbox").get(0);
        mail.put("text", mail.path("text").asText() + "\n" + MAIL + "\n");
        return TestWorld.in(folder.resolve("home"))
                .config(config)
                .file("proj/call.txt", Files.readString(Checkout.root().resolve("eval/dev/claims-hail.txt")))
                .file("proj/blueprint.json", Json.compact(blueprint))
                .env("NEX_DEBUG", "1")
                .env("NEX_ENGINE", "/bin/false")
                .env("NEX_JBANG", "/bin/false")
                .env("BROWSER", "true")
                .env("EDITOR", "true")
                .env("VISUAL", "true")
                .env("PATH", folder.resolve("bin").toString());
    }

    private String value(String label) {
        return switch (label) {
            case "RUN_ID", "A" -> run;
            case "B", "BASELINE" -> before;
            case "TASK_DEFINITION_ID" -> definition;
            case "ITEM" -> "Policies/Okonedo/Repair quote";
            case "FILE" -> "blueprint.json";
            case "N", "SECONDS", "PORT" -> "1";
            case "JSON" -> "{}";
            default -> "r-1";
        };
    }

    private HttpResponse<String> post(String path, String body, String type) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(engine.url() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", type.isEmpty() ? "application/json" : type)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (config != null) {
            request.header(
                    "Authorization",
                    "Bearer " + Json.parse(config).path("cli_token").asText());
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(engine.url() + path))
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private List<String> in(String text) {
        return secrets.entrySet().stream()
                .filter(one -> text.contains(one.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private String log() throws Exception {
        return Files.readString(data.resolveSibling("engine.log"), StandardCharsets.ISO_8859_1);
    }

    @Test
    void no_secret_of_the_engine_is_seen_on_a_tour_of_commands_pages_and_broken_requests() throws Exception {
        var leaks = new TreeSet<String>();
        for (Tour.Stop stop : Tour.stops()) {
            for (List<String> way : stop.ways(false, this::value)) {
                Result result = Tour.run(world(), way);
                String line = String.join(" ", way);
                if (!line.startsWith("auth token")) {
                    in(result.all()).forEach(secret -> leaks.add("nex " + line + ": " + secret));
                }
            }
        }
        Map<String, String> pages = pages();
        assertTrue(pages.size() > 12, pages.keySet().toString());
        assertTrue(
                pages.keySet().stream().anyMatch(page -> page.contains(run)),
                pages.keySet().toString());
        pages.forEach((page, text) -> in(text).forEach(secret -> leaks.add(page + ": " + secret)));
        assertTrue(
                pages.values().stream().anyMatch(text -> text.contains(DOCUMENT)),
                "the mark in the paper was met on the way, so that its absence elsewhere says something");
        for (String path : List.of(
                "/auth/v1/token?grant_type=password",
                "/auth/cli-token",
                "/auth/cli-token/local",
                "/workflow-lab/runs",
                "/workflow-lab/runs/" + run + "/refine",
                "/langchain-agent/chat",
                "/task-schedules",
                "/workflow-lab/sandbox-environments",
                "/rest/v1/users",
                "/dashboard/login")) {
            for (String body : broken()) {
                for (String type : List.of("application/json", "application/x-www-form-urlencoded")) {
                    HttpResponse<String> answer = post(path, body, type);
                    in(answer.body()).forEach(secret -> leaks.add("POST " + path + " " + body + ": " + secret));
                }
            }
        }
        for (String line : List.of(
                "POST /workflow-lab/runs user=",
                "POST /workflow-lab/runs/{id}/finalise user=",
                "POST /langchain-agent/chat user=",
                "login user=",
                "refused 401 ",
                " id=" + run)) {
            assertTrue(log().contains(line), "the log says what happened: " + line + "\n" + log());
        }
        in(log()).forEach(secret -> leaks.add("the log: " + secret));
        for (String text : List.of(DOCUMENT, MAIL, "Okonedo")) {
            if (log().contains(text)) {
                leaks.add("the log has what a paper says: " + text);
            }
        }
        assertEquals("", String.join("\n", leaks));
    }

    /** What clients send by mistake, with a secret in it. */
    private static List<String> broken() {
        var bodies = new ArrayList<String>();
        for (String secret : List.of(PASSWORD, SERVICE)) {
            bodies.add("{\"email\": \"ada@nexhelm.ai\", \"password\": \"" + secret);
            bodies.add("{\"email\": \"bob@nexhelm.ai\", \"password\": \"" + secret + "\"}");
            bodies.add("{\"email\": [\"" + secret + "\"], \"password\": 1}");
            bodies.add("[\"" + secret + "\"]");
            bodies.add("email=ada%40nexhelm.ai&password=" + secret);
        }
        return bodies;
    }

    /** Every page of the engine that links lead to, signed in by a one-time link. */
    private Map<String, String> pages() throws Exception {
        String link = Json.parse(post("/auth/one-time-link", "{\"path\": \"/dashboard/workflow-lab\"}", "")
                        .body())
                .path("url")
                .asText();
        var pages = new LinkedHashMap<String, String>();
        var seen = new LinkedHashSet<String>();
        var next = new ArrayDeque<>(List.of(
                link.replace(engine.url(), ""),
                "/dashboard/workflow-lab?runId=" + run,
                "/dashboard/workflow-lab/compare?a=" + before + "&b=" + run,
                "/dashboard/sandbox",
                "/dashboard/audit",
                "/dashboard/tools",
                "/login/device"));
        while (!next.isEmpty() && pages.size() < 150) {
            String path = next.removeFirst();
            if (!seen.add(path) || path.contains("logout")) {
                continue;
            }
            HttpResponse<String> answer = get(path);
            pages.put(
                    path.replaceFirst("(/dashboard/link/).*", "$1…"),
                    answer.headers().map() + answer.body());
            Matcher links = LINK.matcher(answer.body());
            while (links.find()) {
                next.add(links.group(1).replace("&amp;", "&"));
            }
        }
        return pages;
    }

    @Test
    void a_planted_leak_is_found() throws Exception {
        assertEquals(List.of(), in(log()));
        assertEquals(
                List.of("the token"),
                in(Tour.run(world(), List.of("auth", "token")).all()));
        for (String secret : List.copyOf(secrets.values())) {
            Files.writeString(data.resolveSibling("engine.log"), "2026 WARN said " + secret + "\n");
            assertEquals(1, in(log()).size(), secret);
        }
    }
}
