package nexhelm.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.engine.auth.Accounts;
import nexhelm.engine.auth.Passwords;
import nexhelm.engine.store.Store;
import nexhelm.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages on more than one run: the list, the queue, the comparison. */
class RunPagesTest {

    @TempDir
    Path data;

    private LiveEngine engine;
    private HttpClient http;

    @BeforeEach
    void start() throws Exception {
        engine = LiveEngine.start(data);
        http = HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        get(engine.post("/auth/one-time-link", Json.object().put("path", "/dashboard/workflow-lab"))
                .ok()
                .path("url")
                .asText());
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : engine.url() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String page(String query) throws Exception {
        HttpResponse<String> page = get("/dashboard/workflow-lab" + query);
        assertEquals(200, page.statusCode(), page::body);
        return page.body();
    }

    /** The ids that a list shows, in its order. */
    private static List<String> listed(String html) {
        List<String> ids = new ArrayList<>();
        Matcher link = Pattern.compile("href=\"/dashboard/workflow-lab\\?runId=([^\"#]+)[^\"]*\" class=\"name\"")
                .matcher(html);
        while (link.find()) {
            ids.add(link.group(1));
        }
        return ids;
    }

    private static String id(JsonNode run) {
        return run.path("id").asText();
    }

    @Test
    void runs_are_found_by_status_and_text_and_nonsense_is_ignored() throws Exception {
        JsonNode designed = engine.design("say one");
        JsonNode judged = engine.started("write Note");
        engine.chat(judged);
        engine.judge(judged, "rejected").ok();
        assertEquals(List.of(id(judged), id(designed)), listed(page("")));
        assertEquals(List.of(id(judged)), listed(page("?status=rejected")));
        assertEquals(
                List.of(id(designed)),
                listed(page("?q=" + id(designed).substring(0, 13).toUpperCase(java.util.Locale.ROOT))));
        assertEquals(2, listed(page("?q=SCRIPTED")).size());
        assertEquals(List.of(), listed(page("?q=%25")), "a percent sign is text");
        assertTrue(page("?q=nothing%3Cb%3E").contains("No run fits"));
        assertFalse(page("?q=nothing%3Cb%3E").contains("<b>"));
        assertEquals(2, listed(page("?status=nonsense&page=-1")).size());
    }

    @Test
    void long_lists_come_in_pages_that_keep_the_filters() throws Exception {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 27; i++) {
            made.add(0, id(engine.design("say " + i)));
        }
        String first = page("?status=designed");
        assertEquals(25, listed(first).size());
        assertTrue(first.contains("Page 1 of 2, 27 runs"), first);
        Matcher older = Pattern.compile("href=\"([^\"]+)\" rel=\"next\"").matcher(first);
        assertTrue(older.find());
        String second = get(older.group(1).replace("&amp;", "&")).body();
        assertEquals(2, listed(second).size());
        assertTrue(second.contains("Page 2 of 2") && second.contains("value=\"designed\" selected"), second);
        List<String> all = new ArrayList<>(listed(first));
        all.addAll(listed(second));
        assertEquals(new java.util.TreeSet<>(made), new java.util.TreeSet<>(all));
        assertEquals(listed(second), listed(page("?status=designed&page=99")));
    }

    @Test
    void a_colleagues_runs_show_when_they_are_asked_for() throws Exception {
        JsonNode mine = engine.design("say mine");
        try (Store store = Store.open(data.resolve("engine.db"), Clock.systemUTC())) {
            new Accounts(store).add("ada@nexhelm.ai", Passwords.hash("correct horse"));
        }
        String key =
                engine.get("/auth/cli-config").ok().path("supabase_anon_key").asText();
        String access = engine.post(
                        "/auth/v1/token?grant_type=password",
                        Json.object().put("email", "ada@nexhelm.ai").put("password", "correct horse"),
                        "apikey",
                        key)
                .ok()
                .path("access_token")
                .asText();
        JsonNode bundle = LiveEngine.at(engine.url())
                .post("/auth/cli-token", Json.object().put("supabase_access_token", access))
                .ok();
        JsonNode hers = engine.as(
                        bundle.path("cli_token").asText(),
                        bundle.path("user_id").asText())
                .design("say hers");
        assertEquals(List.of(id(mine)), listed(page("")));
        String all = page("?who=all");
        assertEquals(List.of(id(hers), id(mine)), listed(all));
        assertTrue(all.contains("ada@nexhelm.ai"), all);
        assertEquals(
                List.of(id(hers)), listed(page("?who=" + bundle.path("user_id").asText())));
    }

    @Test
    void the_queue_shows_what_waits_for_a_person_and_what_is_asked() throws Exception {
        assertTrue(page("?waiting=1").contains("Nothing waits"));
        JsonNode run = engine.started("approve Send <it>?; write Letter");
        engine.chat(run, Map.of("hitl", Json.object().booleanNode(true)));
        String queue = page("?waiting=1");
        assertEquals(List.of(id(run)), listed(queue));
        assertTrue(
                queue.contains("Send &lt;it&gt;?") && queue.contains("you can answer") && queue.contains("Approval"),
                queue);
        JsonNode asked = engine.show(run);
        engine.chat(
                run,
                Map.of(
                        "thread_id",
                        asked.path("verifier_thread_id"),
                        "interaction_response",
                        Json.object()
                                .put(
                                        "interaction_id",
                                        asked.path("interaction")
                                                .path("interaction_id")
                                                .asText())
                                .put("decision", "approve")));
        assertTrue(page("?waiting=1").contains("give a verdict"));
        engine.judge(run, "approved").ok();
        assertTrue(page("?waiting=1").contains("Nothing waits"));
    }

    @Test
    void the_queue_leads_to_the_task_that_a_person_does_by_hand() throws Exception {
        JsonNode run = engine.started("write Letter\nsay posted");
        String task =
                "/dashboard/agent-tasks/" + run.path("verifier_client_task_id").asText();
        Matcher form = Pattern.compile("name=\"form\" value=\"([^\"]+)\"")
                .matcher(get(task).body());
        assertTrue(form.find());
        assertEquals(
                200,
                http.send(
                                HttpRequest.newBuilder(URI.create(engine.url() + task + "/steps"))
                                        .header("Content-Type", "application/x-www-form-urlencoded")
                                        .POST(HttpRequest.BodyPublishers.ofString("step=1&decision=done&note=&form="
                                                + java.net.URLEncoder.encode(
                                                        form.group(1), java.nio.charset.StandardCharsets.UTF_8)))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .statusCode());
        String queue = page("?waiting=1");
        assertTrue(
                queue.contains("href=\"" + task + "\"")
                        && queue.contains("finish the task")
                        && !queue.contains("give a verdict"),
                queue);
    }

    @Test
    void two_marked_runs_are_compared_and_what_got_worse_comes_first() throws Exception {
        JsonNode good = engine.started("write Report\nwrite Letter");
        engine.chat(good);
        engine.judge(good, "approved").ok();
        JsonNode bad = engine.started("write Report\nlack <b>stamps</b>");
        engine.chat(bad);
        engine.judge(bad, "rejected").ok();
        String html = page("/compare?run=" + id(bad) + "&run=" + id(good));
        int worse = html.indexOf("What got worse");
        assertTrue(worse > 0 && worse < html.indexOf("id=\"steps\""), html);
        assertTrue(html.contains("Letter was created, now the run does not touch it."), html);
        assertTrue(html.contains("-text of Letter") && html.contains("class=\"minus\""), html);
        assertTrue(html.contains("&lt;b&gt;stamps") && !html.contains("<b>"), html);
        assertTrue(html.contains("value=\"" + id(good) + "\" selected"), html);
        assertTrue(page("/compare?a=" + id(good) + "&b=" + id(good)).contains("They are the same"));
        assertTrue(page("/compare?run=" + id(good)).contains("Choose two runs"));
        assertEquals(
                404,
                get("/dashboard/workflow-lab/compare?a=" + id(good) + "&b=nothing")
                        .statusCode());
    }

    @Test
    void the_page_of_a_run_opens_files_from_the_call_that_wrote_them_and_shows_what_was_before() throws Exception {
        JsonNode run = engine.started("append Clients/Hartwell/Review notes 2025");
        engine.chat(run);
        String html = page("?runId=" + id(run));
        Matcher link =
                Pattern.compile("href=\"#(file-[^\"]+)\" class=\"wrote\"").matcher(html);
        assertTrue(link.find(), html);
        assertTrue(html.contains("id=\"" + link.group(1) + "\""), html);
        Matcher before = Pattern.compile("href=\"([^\"]+\\?version=before)\"").matcher(html);
        assertTrue(before.find() && html.contains("Before the run"), html);
        HttpResponse<String> text = get(before.group(1));
        assertEquals(200, text.statusCode());
        assertFalse(text.body().contains("One more line"));
    }
}
