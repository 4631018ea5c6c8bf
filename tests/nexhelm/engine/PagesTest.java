package nexhelm.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import nexhelm.engine.auth.Accounts;
import nexhelm.engine.auth.Passwords;
import nexhelm.engine.store.Store;
import nexhelm.engine.tool.SandboxTool;
import nexhelm.engine.tool.ToolCatalog;
import nexhelm.json.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages as a browser without scripts meets them. */
class PagesTest {

    @TempDir
    static Path data;

    private static LiveEngine engine;

    @BeforeAll
    static void start() throws Exception {
        engine = LiveEngine.start(data);
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    /** A browser with one cookie, which follows nothing by itself. */
    private static final class Browser {
        private final HttpClient http = HttpClient.newHttpClient();
        private final Map<String, String> cookies = new java.util.TreeMap<>();

        HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
            if (!cookies.isEmpty()) {
                request.header(
                        "Cookie",
                        cookies.entrySet().stream()
                                .map(c -> c.getKey() + "=" + c.getValue())
                                .collect(Collectors.joining("; ")));
            }
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            for (String cookie : response.headers().allValues("Set-Cookie")) {
                String[] pair = cookie.split(";")[0].split("=", 2);
                cookies.put(pair[0], pair[1]);
            }
            return response;
        }

        HttpResponse<String> get(String url) throws Exception {
            return send(HttpRequest.newBuilder(URI.create(url.startsWith("http") ? url : engine.url() + url)));
        }

        HttpResponse<String> post(String path, Map<String, String> fields, String... headers) throws Exception {
            String body = fields.entrySet().stream()
                    .map(f -> f.getKey() + "=" + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&"));
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(engine.url() + path))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(body));
            return send(headers.length == 0 ? request : request.headers(headers));
        }
    }

    private static String link(String path) throws Exception {
        return engine.post("/auth/one-time-link", Json.object().put("path", path))
                .ok()
                .path("url")
                .asText();
    }

    private static Browser signedIn() throws Exception {
        Browser browser = new Browser();
        assertEquals(303, browser.get(link("/dashboard/workflow-lab")).statusCode());
        return browser;
    }

    private static String formToken(String html) {
        Matcher field = Pattern.compile("name=\"form\" value=\"([^\"]+)\"").matcher(html);
        assertTrue(field.find());
        return field.group(1);
    }

    @Test
    void the_page_of_a_run_says_that_its_papers_are_made_up_and_lists_them() throws Exception {
        String run = engine.post(
                        "/workflow-lab/runs",
                        Json.object()
                                .put("transcript_text", "write the onboarding checklist for Jane Miller")
                                .put("propose_blueprint", true))
                .ok()
                .path("id")
                .asText();
        String page = signedIn().get("/dashboard/workflow-lab?runId=" + run).body();
        assertTrue(page.contains("Made up for this transcript"), page);
        assertTrue(page.contains("/Onboarding checklist</li>"), page);
        String plain = signedIn()
                .get("/dashboard/workflow-lab?runId="
                        + engine.design("say hi").path("id").asText())
                .body();
        assertFalse(plain.contains("Its sandbox"), plain);
    }

    @Test
    void the_tools_are_shown_as_they_are_declared_and_the_sandbox_leads_there() throws Exception {
        Browser browser = signedIn();
        assertTrue(browser.get("/dashboard/sandbox").body().contains("href=\"/dashboard/tools\""));
        String page = browser.get("/dashboard/tools").body();
        for (SandboxTool tool : ToolCatalog.all().values()) {
            assertTrue(
                    page.contains("id=\"" + tool.declaration().name() + "\""),
                    tool.declaration().name());
            assertTrue(
                    page.contains(tool.declaration().description().split("['&]")[0]),
                    tool.declaration().description());
        }
        assertTrue(page.contains("<code>minutes</code></dt>"), page);
        assertEquals(401, new Browser().get("/dashboard/tools").statusCode());
    }

    @Test
    void the_sandbox_page_shows_what_is_in_it_and_who_holds_it() throws Exception {
        Browser browser = signedIn();
        String free = browser.get("/dashboard/sandbox").body();
        assertTrue(free.contains("It is empty") || free.contains("No run holds it"), free);
        String id = engine.get("/workflow-lab/sandbox-accounts")
                .ok()
                .path("sandbox_accounts")
                .path(0)
                .path("sandbox_user_id")
                .asText();
        assertEquals(
                403,
                browser.post("/dashboard/sandbox/reset", Map.of("sandbox", id)).statusCode());
        assertEquals(
                303,
                browser.post("/dashboard/sandbox/reset", Map.of("sandbox", id, "form", formToken(free)))
                        .statusCode());
        JsonNode run = engine.started("say hi");
        String held = browser.get("/dashboard/sandbox").body();
        assertTrue(
                held.contains("Held by the run") && held.contains(run.path("id").asText()) && held.contains("Download"),
                held);
        engine.post(LiveEngine.runPath(run) + "/cancel", Json.object()).ok();
    }

    @Test
    void the_audit_page_lists_attempts_and_needs_a_login() throws Exception {
        JsonNode run = engine.started("say hi");
        engine.post(
                "/langchain-agent/chat",
                engine.message(run)
                        .put("impersonator_email", "you@nexhelm.ai")
                        .put("target_user_email", "b@nexhelm.ai")
                        .put("read_only", true));
        String page = signedIn().get("/dashboard/audit").body();
        assertTrue(page.contains("b@nexhelm.ai") && page.contains("impersonation not allowed"), page);
        assertEquals(401, new Browser().get("/dashboard/audit").statusCode());
        engine.post(LiveEngine.runPath(run) + "/cancel", Json.object()).ok();
    }

    @Test
    void a_one_time_link_signs_in_once_and_goes_to_its_page() throws Exception {
        String url = link("/dashboard/workflow-lab?runId=x");
        HttpResponse<String> first = new Browser().get(url);
        assertEquals(303, first.statusCode());
        assertEquals(
                "/dashboard/workflow-lab?runId=x",
                first.headers().firstValue("Location").orElse("").replace(engine.url(), ""));
        String cookie = first.headers().firstValue("Set-Cookie").orElse("");
        assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), cookie);
        assertTrue(
                cookie.startsWith("nexhelm_session_" + URI.create(engine.url()).getPort()), cookie);
        assertEquals(410, new Browser().get(url).statusCode());
    }

    @Test
    void a_link_leads_to_our_pages_only() throws Exception {
        for (String path : new String[] {
            "https://evil.example/",
            "//evil.example",
            "/dashboard/../auth",
            "/dashboard//x",
            "/auth/x",
            "/dashboard/\\evil"
        }) {
            assertEquals(
                    422,
                    engine.post("/auth/one-time-link", Json.object().put("path", path))
                            .status(),
                    path);
        }
    }

    @Test
    void without_a_session_a_page_asks_to_sign_in_and_names_the_command() throws Exception {
        JsonNode run = engine.design("say hi");
        String path = "/dashboard/workflow-lab?runId=" + run.path("id").asText();
        HttpResponse<String> page = new Browser().get(path);
        assertEquals(401, page.statusCode());
        assertTrue(page.body()
                .contains("<code class=\"command\">nex open " + run.path("id").asText()));
        assertTrue(page.body().contains("value=\"" + path + "\""), page.body());
        assertFalse(page.body().contains("Scripted"));
    }

    @Test
    void a_page_that_is_not_there_is_called_a_page() throws Exception {
        HttpResponse<String> page = signedIn().get("/dashboard/none");
        assertEquals(404, page.statusCode());
        assertTrue(page.body().contains("<title>Nothing here · nexhelm</title>"), page.body());
        assertTrue(page.body().contains("There is no page at /dashboard/none."), page.body());
    }

    @Test
    void pages_name_commands_as_they_can_be_typed_on_the_machine_of_the_x(@TempDir Path folder) throws Exception {
        assertEquals("nex", Settings.nex(Map.of(), Optional.empty()));
        assertEquals(
                "/opt/nexhelm/jbang nex", Settings.nex(Map.of("NEXHELM_CHECKOUT", "/opt/nexhelm"), Optional.empty()));
        assertEquals(
                "jbang nex@nexhelm",
                Settings.nex(
                        Map.of("NEXHELM_CHECKOUT", "/opt/nexhelm", "NEXHELM_NEX", "jbang nex@nexhelm"),
                        Optional.empty()));
        assertEquals("nex", Settings.nex(Map.of("NEXHELM_NEX", "/opt/bin/nex"), Optional.of("https://lab.example")));
        Settings plain = Settings.local(folder.resolve("engine"));
        Engine other = Engine.start(
                new Settings(
                        plain.data(),
                        plain.host(),
                        0,
                        plain.publicUrl(),
                        plain.sharedSecret(),
                        plain.emailDomain(),
                        plain.pace(),
                        plain.clock(),
                        plain.impersonators(),
                        plain.workspaces(),
                        plain.service(),
                        "/opt/nexhelm/jbang nex"),
                Script.personas());
        LiveEngine shared = engine;
        try (LiveEngine own = LiveEngine.connect(Optional.of(other), plain.data())) {
            engine = own;
            String signIn = new Browser().get("/dashboard/workflow-lab").body();
            assertTrue(signIn.contains("<code class=\"command\">/opt/nexhelm/jbang nex open</code>"), signIn);
            String none = signedIn().get("/dashboard/workflow-lab?runId=r-1").body();
            assertTrue(none.contains("; /opt/nexhelm/jbang nex workflow list shows yours."), none);
            JsonNode run = engine.design("say hi");
            String page = signedIn()
                    .get("/dashboard/workflow-lab?runId=" + run.path("id").asText())
                    .body();
            assertTrue(
                    page.contains("/opt/nexhelm/jbang nex workflow run "
                            + run.path("id").asText()),
                    page);
        } finally {
            engine = shared;
        }
    }

    @Test
    void the_run_page_shows_transcript_steps_trace_and_files_and_takes_a_verdict() throws Exception {
        JsonNode run = engine.started("say <b>bold</b>; write Note");
        engine.chat(run);
        Browser browser = signedIn();
        String path = "/dashboard/workflow-lab?runId=" + run.path("id").asText();
        String html = browser.get(path).body();
        assertTrue(html.contains("&lt;b&gt;bold&lt;/b&gt;") && !html.contains("<b>bold"));
        assertTrue(
                html.contains("data-steps=\"1\"") && html.contains("create_document") && html.contains("text of Note"));
        Map<String, String> verdict = Map.of("runId", run.path("id").asText(), "verdict", "approved", "note", "fine");
        assertEquals(
                403, browser.post("/dashboard/workflow-lab/verdict", verdict).statusCode(), "without the form's token");
        Map<String, String> signed = new java.util.HashMap<>(verdict);
        signed.put("form", formToken(html));
        assertEquals(
                303, browser.post("/dashboard/workflow-lab/verdict", signed).statusCode());
        assertEquals("verified_manual", engine.show(run).path("status").asText());
        String after = browser.get(path).body();
        assertTrue(after.contains("Approved by") && after.contains("fine"));
        HttpResponse<String> task = browser.get(
                "/dashboard/agent-tasks/" + run.path("verifier_client_task_id").asInt());
        assertTrue(task.body().contains(path));
    }

    @Test
    void a_gate_is_answered_on_the_page() throws Exception {
        JsonNode run = engine.started("approve Sending; write It");
        engine.chat(run, Map.of("hitl", Json.object().booleanNode(true)));
        Browser browser = signedIn();
        String html = browser.get(
                        "/dashboard/workflow-lab?runId=" + run.path("id").asText())
                .body();
        Matcher asked =
                Pattern.compile("name=\"interaction\" value=\"([^\"]+)\"").matcher(html);
        assertTrue(asked.find());
        assertEquals(
                422,
                browser.post(
                                "/dashboard/workflow-lab/answer",
                                Map.of(
                                        "form",
                                        formToken(html),
                                        "runId",
                                        run.path("id").asText(),
                                        "interaction",
                                        asked.group(1),
                                        "decision",
                                        "perhaps",
                                        "text",
                                        ""))
                        .statusCode());
        assertEquals(
                303,
                browser.post(
                                "/dashboard/workflow-lab/answer",
                                Map.of(
                                        "form",
                                        formToken(html),
                                        "runId",
                                        run.path("id").asText(),
                                        "interaction",
                                        asked.group(1),
                                        "decision",
                                        "approve",
                                        "text",
                                        ""))
                        .statusCode());
        assertTrue(LiveEngine.types(engine.chat(run)).contains("complete"));
        engine.judge(run, "rejected").ok();
    }

    @Test
    void pages_have_a_strict_policy_and_nothing_inline() throws Exception {
        HttpResponse<String> page = signedIn().get("/dashboard/workflow-lab");
        String policy = page.headers().firstValue("Content-Security-Policy").orElse("");
        assertTrue(policy.startsWith("default-src 'none'") && !policy.contains("unsafe"), policy);
        assertFalse(page.body().contains("<style")
                || page.body().contains(" style=")
                || page.body().contains("onclick"));
        for (String asset : new String[] {"/dashboard/assets/page.css", "/dashboard/assets/page.js"}) {
            assertEquals(200, new Browser().get(asset).statusCode());
        }
    }

    @Test
    void signing_out_ends_the_session() throws Exception {
        Browser browser = signedIn();
        String html = browser.get("/dashboard/workflow-lab").body();
        assertEquals(
                303,
                browser.post("/dashboard/sign-out", Map.of("form", formToken(html)))
                        .statusCode());
        assertEquals(401, browser.get("/dashboard/workflow-lab").statusCode());
    }

    @Test
    void an_account_of_another_domain_cannot_sign_in_to_the_pages_either() throws Exception {
        try (Store store = Store.open(data.resolve("engine.db"), Clock.systemUTC())) {
            assertTrue(new Accounts(store).add("eve@elsewhere.example", Passwords.hash("correct horse")));
        }
        Browser browser = new Browser();
        String form = formToken(browser.get("/dashboard/workflow-lab").body());
        HttpResponse<String> answer = browser.post(
                "/dashboard/sign-in",
                Map.of(
                        "form",
                        form,
                        "next",
                        "/dashboard/workflow-lab",
                        "email",
                        "eve@elsewhere.example",
                        "password",
                        "correct horse"));
        assertEquals(403, answer.statusCode());
        assertTrue(answer.body().contains("Only accounts of @nexhelm.ai"), answer.body());
        assertEquals(401, browser.get("/dashboard/workflow-lab").statusCode());
    }

    @Test
    void a_token_that_may_not_do_everything_gets_no_link_to_a_session_that_may() throws Exception {
        String key = Files.readString(data.resolve("signing.key")).strip();
        String reader = Jwts.builder()
                .issuer("nexhelm-engine")
                .audience()
                .add("nexhelm-cli")
                .and()
                .subject(engine.userId())
                .claim("scopes", List.of("lab.read"))
                .expiration(Date.from(Instant.now().plusSeconds(60)))
                .signWith(Keys.hmacShaKeyFor(key.getBytes(StandardCharsets.UTF_8)), Jwts.SIG.HS256)
                .compact();
        LiveEngine other = engine.as(reader, engine.userId());
        assertEquals(200, other.get("/workflow-lab/runs").status());
        assertEquals(
                "scope_missing",
                other.post("/auth/one-time-link", Json.object().put("path", "/dashboard/workflow-lab"))
                        .kind());
    }

    @Test
    void a_program_on_another_port_cannot_send_a_form_in_a_signed_in_browser() throws Exception {
        JsonNode run = engine.started("write Note");
        engine.chat(run);
        Browser stranger = new Browser();
        String known = formToken(stranger.get("/dashboard/workflow-lab").body());
        Browser victim = signedIn();
        victim.cookies.putAll(stranger.cookies); // every port of a host may set its cookies
        Map<String, String> forged =
                Map.of("form", known, "runId", run.path("id").asText(), "verdict", "approved");
        assertEquals(403, victim.post("/dashboard/workflow-lab/verdict", forged).statusCode());
        Map<String, String> own = new java.util.HashMap<>(forged);
        own.put(
                "form",
                formToken(victim.get("/dashboard/workflow-lab?runId="
                                + run.path("id").asText())
                        .body()));
        assertEquals(
                403,
                victim.post("/dashboard/workflow-lab/verdict", own, "Sec-Fetch-Site", "same-site")
                        .statusCode());
        assertEquals(
                303,
                victim.post("/dashboard/workflow-lab/verdict", own, "Sec-Fetch-Site", "same-origin")
                        .statusCode());
    }

    @Test
    void an_unknown_run_is_a_page_that_says_so() throws Exception {
        HttpResponse<String> page = signedIn().get("/dashboard/workflow-lab?runId=%3Cscript%3E");
        assertEquals(404, page.statusCode());
        assertTrue(page.body().contains("&lt;script&gt;") && page.body().contains("There is no run"));
    }
}
