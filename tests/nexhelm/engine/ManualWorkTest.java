package nexhelm.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import nexhelm.json.Json;
import nexhelm.support.RunningEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manual path: a person marks the steps of a task and finishes it, on the page, without scripts. */
class ManualWorkTest {

    @TempDir
    Path folder;

    private LiveEngine engine;
    private final HttpClient browser = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    @BeforeEach
    void start() throws Exception {
        engine = LiveEngine.start(folder.resolve("engine"));
        get(engine.post("/auth/one-time-link", Json.object().put("path", "/dashboard/workflow-lab"))
                .ok()
                .path("url")
                .asText()
                .replace(engine.url(), ""));
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(URI.create(engine.url() + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, Map<String, String> fields) throws Exception {
        String body = fields.entrySet().stream()
                .map(f -> f.getKey() + "=" + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return browser.send(
                HttpRequest.newBuilder(URI.create(engine.url() + path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String form(String html) {
        Matcher field = Pattern.compile("name=\"form\" value=\"([^\"]+)\"").matcher(html);
        assertTrue(field.find());
        return field.group(1);
    }

    private static String task(JsonNode run) {
        return "/dashboard/agent-tasks/" + run.path("verifier_client_task_id").asText();
    }

    private HttpResponse<String> mark(JsonNode run, int step, String decision, String note) throws Exception {
        return post(
                task(run) + "/steps",
                Map.of(
                        "form",
                        form(get(task(run)).body()),
                        "step",
                        String.valueOf(step),
                        "decision",
                        decision,
                        "note",
                        note));
    }

    @Test
    void a_person_marks_the_steps_and_finishes_and_the_run_is_evaluated() throws Exception {
        JsonNode run = engine.started("write Letter\nsay posted");
        assertEquals(
                403,
                post(task(run) + "/steps", Map.of("step", "1", "decision", "done"))
                        .statusCode());
        HttpResponse<String> one = mark(run, 2, "done", "by <b>post</b>");
        assertEquals(200, one.statusCode());
        assertTrue(one.body().contains("Done by hand by you@nexhelm.ai: by &lt;b&gt;post&lt;/b&gt;"), one.body());
        assertEquals(
                "in_progress",
                engine.show(run).path("verifier_client_task_status").asText());
        assertEquals(409, mark(run, 2, "done", "").statusCode());
        assertEquals(404, mark(run, 9, "done", "").statusCode());
        assertEquals(
                409,
                post(task(run) + "/finish", Map.of("form", form(get(task(run)).body())))
                        .statusCode());
        assertEquals(
                "run_working",
                engine.post(LiveEngine.runPath(run) + "/finalise", Json.object())
                        .kind());
        assertEquals(
                "manual_work",
                engine.post("/langchain-agent/chat", engine.message(run)).kind());

        String thread = engine.show(run).path("verifier_thread_id").asText();
        engine.close();
        engine = LiveEngine.start(folder.resolve("engine"));
        get(engine.post("/auth/one-time-link", Json.object().put("path", "/dashboard/workflow-lab"))
                .ok()
                .path("url")
                .asText()
                .replace(engine.url(), ""));
        assertEquals(200, mark(run, 1, "not_done", "no paper").statusCode());
        HttpResponse<String> finished =
                post(task(run) + "/finish", Map.of("form", form(get(task(run)).body())));
        assertEquals(200, finished.statusCode());
        assertTrue(finished.body().contains("Your verdict"), finished.body());
        assertEquals(409, mark(run, 1, "done", "").statusCode());

        JsonNode done = engine.show(run);
        assertEquals("completed", done.path("verifier_client_task_status").asText());
        assertEquals("person", done.path("worked_by").path("verifier").asText());
        String trace = Json.compact(
                engine.get("/langchain-agent/threads/" + thread + "/messages").ok());
        assertTrue(
                trace.contains("Step 2 (say posted): Done by hand by you@nexhelm.ai")
                        && trace.contains("Not done, says you@nexhelm.ai" + ": no paper")
                        && trace.contains("Finished by hand by you@nexhelm.ai"),
                trace);
        assertEquals(
                "awaiting_human_verify", engine.finalise(run).path("status").asText());
        assertEquals(
                403, engine.judge(run, "approved", "X-Nex-Actor", "assistant").status());
        assertEquals(
                "verified_manual",
                engine.judge(run, "approved").json().path("status").asText());
    }

    @Test
    void a_step_that_somebody_decides_about_is_done_only_after_the_decision_is_confirmed() throws Exception {
        JsonNode run = gated();
        String page = get(task(run)).body();
        assertTrue(page.contains("Person decides: Ruth says yes first"), page);
        assertTrue(
                page.contains("<blockquote class=\"quiet\">say We send it, but Ruth says yes first.</blockquote>"),
                page);
        assertTrue(page.matches("(?s).*<input type=\"checkbox\"[^>]*name=\"decided\"[^>]*required.*"), page);
        assertTrue(page.contains("formnovalidate"), page);
        HttpResponse<String> refused = mark(run, 1, "done", "");
        assertEquals(422, refused.statusCode());
        assertTrue(
                refused.body().contains("Before step 1 somebody decides: Ruth says yes first. Confirm that they did"),
                refused.body());
        HttpResponse<String> marked = post(
                task(run) + "/steps",
                Map.of(
                        "form",
                        form(get(task(run)).body()),
                        "step",
                        "1",
                        "decision",
                        "done",
                        "decided",
                        "yes",
                        "note",
                        ""));
        assertEquals(200, marked.statusCode());
        assertTrue(marked.body().contains("The decision before it was confirmed: Ruth says yes first"), marked.body());
    }

    @Test
    void the_page_of_a_run_says_who_designed_and_who_worked() throws Exception {
        JsonNode run = engine.started("say hi");
        mark(run, 1, "done", "");
        String html =
                get("/dashboard/workflow-lab?runId=" + run.path("id").asText()).body();
        assertTrue(
                html.contains("<span>Designed by script</span>") && html.contains("<span>Worked on by a person</span>"),
                html);
    }

    /** What is not done needs nobody's yes. */
    @Test
    void a_step_that_was_refused_is_marked_as_not_done_without_one() throws Exception {
        assertEquals(200, mark(gated(), 1, "not_done", "Ruth said no").statusCode());
    }

    private JsonNode gated() throws Exception {
        JsonNode run = engine.design("say We send it, but Ruth says yes first.");
        ObjectNode body = Json.object();
        body.set(
                "task_definition",
                engine.get(LiveEngine.runPath(run) + "/task-definition").ok().path("task_definition"));
        ((ObjectNode) body.path("task_definition").path("steps").path(0)).put("hitl", "Ruth says yes first");
        JsonNode refined =
                engine.post(LiveEngine.runPath(run) + "/refine", body).ok();
        return engine.post(LiveEngine.runPath(refined) + "/start-verification", Json.object())
                .ok();
    }

    /** A gate that is open is the same everywhere: on the run's page, in the list, beside another run, in the sandbox. */
    @Test
    void while_a_gate_is_open_every_page_says_that_the_run_waits_for_a_person() throws Exception {
        JsonNode run = engine.started("approve Sending; write Letter");
        engine.chat(run, Map.of("hitl", Json.object().booleanNode(true)));
        JsonNode other = engine.design("say hi");
        String id = run.path("id").asText();
        for (String page : java.util.List.of(
                "/dashboard/workflow-lab?runId=" + id,
                "/dashboard/workflow-lab",
                "/dashboard/workflow-lab/compare?a=" + id + "&b="
                        + other.path("id").asText(),
                "/dashboard/sandbox")) {
            String html = get(page).body();
            assertTrue(html.contains("<span class=\"pill ask\">Waiting for a person</span>"), page + "\n" + html);
            assertFalse(html.contains("<span class=\"pill busy\">Running</span>"), page);
        }
    }

    @Test
    void a_run_that_an_agent_worked_on_is_not_marked_by_hand() throws Exception {
        JsonNode run = engine.started("say hi");
        engine.chat(run);
        assertFalse(get(task(run)).body().contains("name=\"decision\""));
        assertEquals(
                409,
                post(
                                task(run) + "/steps",
                                Map.of(
                                        "form",
                                        form(get(task(run)).body()),
                                        "step",
                                        "1",
                                        "decision",
                                        "done",
                                        "note",
                                        ""))
                        .statusCode());
    }

    @Test
    void a_colleague_sees_the_task_and_cannot_mark_it_and_a_cancel_ends_it() throws Exception {
        JsonNode run = engine.started("say hi\nsay ho");
        mark(run, 1, "done", "");
        RunningEngine.addUser(folder.resolve("engine"), "bob@nexhelm.ai", "a long password");
        post("/dashboard/sign-out", Map.of("form", form(get(task(run)).body())));
        HttpResponse<String> page = post(
                "/dashboard/sign-in",
                Map.of(
                        "form",
                        form(get(task(run)).body()),
                        "next",
                        task(run),
                        "email",
                        "bob@nexhelm.ai",
                        "password",
                        "a long password"));
        assertTrue(page.body().contains("Only you@nexhelm.ai can mark its steps."), page.body());
        assertEquals(
                403,
                post(
                                task(run) + "/steps",
                                Map.of("form", form(page.body()), "step", "2", "decision", "done", "note", ""))
                        .statusCode());
        engine.post(LiveEngine.runPath(run) + "/cancel", Json.object()).ok();
        assertEquals("cancelled", engine.show(run).path("status").asText());
    }
}
