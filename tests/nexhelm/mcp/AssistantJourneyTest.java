package nexhelm.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import nexhelm.auth.Login;
import nexhelm.http.UrlHttp;
import nexhelm.json.Json;
import nexhelm.support.Checkout;
import nexhelm.support.RunningEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** An assistant goes through the whole loop on an engine of its own; every result is what its schema says. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AssistantJourneyTest {
    private static final String LAB = "agents_lab_workflow_";

    @TempDir
    static Path home;

    private static RunningEngine engine;
    private static String run;

    private Server server;
    private final Map<String, JsonNode> schemas = new HashMap<>();

    @BeforeAll
    static void an_engine_and_a_login() throws Exception {
        Files.createDirectories(home.resolve(".nex"));
        engine = RunningEngine.start(home.resolve(".nex/engine"), "--pace", "150");
        ObjectNode login = new Login(new UrlHttp(Map.of()), engine.url()).local(engine.localSecret());
        Files.writeString(home.resolve(".nex/config"), Json.readable(config(login, engine.url())));
    }

    private static ObjectNode config(ObjectNode login, String url) {
        ObjectNode config = login.deepCopy().put("backend_url", url).put("frontend_url", url);
        if (!config.has("cli_token_expires_at")) {
            config.set("cli_token_expires_at", login.path("expires_at"));
        }
        return config;
    }

    @AfterAll
    static void stop_the_engine() {
        engine.close();
    }

    @AfterEach
    void stop() {
        server.messages();
        assertEquals("", server.errors());
        server.close();
    }

    @Test
    @Order(1)
    void an_assistant_takes_a_transcript_to_a_verified_workflow() throws IOException {
        open("{\"elicitation\":{}}");
        ObjectNode transcript = Json.object()
                .put(
                        "transcript_text",
                        Files.readString(Checkout.root().resolve("examples/annual-review.txt"))
                                .replace("\r\n", "\n"));
        call("integration_engineer", transcript);
        JsonNode designed = call("designer", transcript);
        assertEquals("designed", designed.path("status").asText());
        String first = designed.path("id").asText();
        call("export_task_definition", run(first));
        assertEquals(
                transcript.path("transcript_text").asText(),
                resource("nexhelm://runs/" + first + "/transcript"),
                "what the run was designed from");
        JsonNode refined = call("refine", run(first).put("feedback", "Remove step 1."));
        run = refined.path("id").asText();
        assertFalse(run.equals(first) || run.isEmpty());
        assertEquals("cancelled", call("show", run(first)).path("status").asText());

        // one run is cancelled in the middle, and goes on in the engine; the next call attaches to it
        int id = server.request("tools/call", Json.compact(parameters("run", run(run), "half")));
        server.await(
                message -> message.path("params").path("progressToken").asText().equals("half")
                        && message.path("params").path("message").asText().startsWith("tool "));
        server.send(
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":" + id + "}}");
        JsonNode ran = call("run", run(run));
        assertEquals("complete", ran.path("stop_reason").asText(), ran::toString);
        assertTrue(server.messages().stream()
                .noneMatch(message -> message.path("id").asInt() == id));

        JsonNode trace = call("trace", run(run));
        assertTrue(trace.path("messages").size() > 0);
        assertTrue(
                trace.toString().matches("(?s).*\"text\":\"<<data ([0-9a-f]{6})>>Fee schedule.*?<<end \\1>>\".*"),
                trace::toString);
        JsonNode files = call("files", run(run)).path("files");
        assertTrue(files.size() > 0);
        JsonNode written = files.valueStream()
                .filter(file -> file.path("kind").asText().equals("document"))
                .findFirst()
                .orElseThrow();
        String text = resource(
                "nexhelm://runs/" + run + "/files/" + written.path("id").asText());
        assertTrue(text.contains("Hartwell"), () -> written + " holds: " + text);
        for (String part : new String[] {"", "/task-definition", "/messages", "/events", "/trace", "/files"}) {
            var all = new StringBuilder();
            for (String uri = "nexhelm://runs/" + run + part; !uri.isEmpty(); ) {
                JsonNode page = json(resource(uri));
                assertMarked("resource" + part, page);
                all.append(page);
                uri = page.path("next").asText("");
            }
            assertTrue(all.toString().contains("<<data "), part + " has no marks: " + all);
        }
        assertTrue(resource("nexhelm://runs/" + run + "/trace").contains("run_id"));
        assertTrue(call("list", Json.object()).path("runs").size() >= 2);
        tool("agents_tasks_list_definitions", Json.object());
        schedules(tool("agents_tasks_list_definitions", Json.object())
                .path("task_definitions")
                .path(0)
                .path("id")
                .asText());
        call("sandbox_accounts", Json.object());
        assertEquals(
                "awaiting_human_verify",
                call("evaluator", run(run)).path("status").asText());
    }

    @Test
    @Order(2)
    void an_assistant_that_cannot_ask_a_person_fails_to_approve_itself() {
        open("{}");
        JsonNode refused = server.call(LAB + "evaluator", Json.compact(run(run).put("reviewer_verdict", "approved")));
        assertTrue(refused.path("isError").asBoolean(), refused::toString);
        String text = refused.path("content").path(0).path("text").asText();
        assertTrue(text.contains("person") && text.contains("runId=" + run), text);
        assertEquals(
                "awaiting_human_verify", call("show", run(run)).path("status").asText());
    }

    @Test
    @Order(3)
    void the_person_at_the_client_gives_the_verdict() {
        open("{\"elicitation\":{}}");
        int id = server.startCall(LAB + "evaluator", Json.compact(run(run).put("reviewer_verdict", "approved")));
        answerQuestions(id, "approved");
        JsonNode result = server.answer(id).path("result");
        assertEquals(
                "verified_manual",
                result.path("structuredContent").path("status").asText(),
                result::toString);
    }

    @Test
    @Order(4)
    void a_run_that_stops_at_gates_goes_on_with_the_persons_word() throws IOException {
        open("{\"elicitation\":{}}");
        ObjectNode transcript = Json.object()
                .put(
                        "transcript_text",
                        Files.readString(Checkout.root().resolve("examples/annual-review.txt"))
                                .replace("\r\n", "\n"));
        run = call("designer", transcript).path("id").asText();
        int id = server.startCall(LAB + "run", Json.compact(run(run).put("hitl", true)));
        int asked = answerQuestions(id, "approve");
        JsonNode result = check("run", server.answer(id).path("result"));
        assertTrue(asked > 0, "nobody was asked");
        assertEquals("complete", result.path("stop_reason").asText(), result::toString);
        call("cancel", run(run));
    }

    @Test
    @Order(5)
    void what_the_sandbox_and_the_tasks_answer_is_what_their_schemas_say() {
        open("{}");
        ObjectNode work = Json.object().put("transcript_text", "Maria: I read the mail. Then I write a letter.");
        call("designer", work);
        call("designer", work);
        String sandbox = tool("agents_sandbox_list", Json.object())
                .path("sandbox_accounts")
                .path(0)
                .path("sandbox_user_id")
                .asText();
        tool("agents_sandbox_reset", Json.object());
        tool("agents_sandbox_show", Json.object().put("sandbox_user_id", sandbox));
        JsonNode items = tool("agents_sandbox_files", Json.object()).path("items");
        JsonNode document = items.valueStream()
                .filter(item -> item.path("kind").asText().equals("document"))
                .findFirst()
                .orElseThrow();
        tool("agents_sandbox_get", Json.object().set("item", document.path("id")));
        tool(
                "agents_sandbox_mail_deliver",
                Json.object()
                        .put("from", "a@example.com")
                        .put("subject", "A question")
                        .put("text", "Hello there."));
        ObjectNode blueprint = Json.object();
        blueprint.set("blueprint", tool("agents_sandbox_blueprint_export", Json.object()));
        tool("agents_sandbox_blueprint_check", blueprint);
        tool("agents_sandbox_blueprint_apply", blueprint);
        tool("agents_sandbox_blueprint_init", Json.object());
        String definition = tool("agents_tasks_list_definitions", Json.object())
                .path("task_definitions")
                .path(0)
                .path("id")
                .asText();
        tool("agents_tasks_get_definition", Json.object().put("task_definition_id", definition));
        ObjectNode schedule = Json.object()
                .put("task_definition_id", definition)
                .put("name", "Nightly")
                .put("frequency", "daily");
        schedule.putObject("schedule_config").put("time", "02:00");
        ObjectNode one = Json.object()
                .put(
                        "task_schedule_id",
                        tool("agents_tasks_create_schedule", schedule)
                                .path("id")
                                .asText());
        for (String verb : new String[] {"get", "pause", "resume", "trigger"}) {
            tool("agents_tasks_" + verb + "_schedule", one);
        }
        tool("agents_tasks_list_schedules", Json.object());
        tool("agents_tasks_delete_schedule", one);
        JsonNode runs = call("list", Json.object()).path("runs");
        call(
                "diff",
                Json.object()
                        .put("a", runs.path(0).path("id").asText())
                        .put("b", runs.path(1).path("id").asText()));
    }

    /** Answers every question until the call has its answer; returns how many there were. */
    private int answerQuestions(int id, String decision) {
        var answered = new TreeSet<String>();
        while (true) {
            JsonNode message = server.await(m -> m.path("id").asText().equals(String.valueOf(id))
                    || m.path("method").asText().equals("elicitation/create")
                            && !answered.contains(m.path("id").asText()));
            if (!message.has("method")) {
                return answered.size();
            }
            answered.add(message.path("id").asText());
            JsonNode properties = message.path("params").path("requestedSchema").path("properties");
            ObjectNode content = properties.has("decision")
                    ? Json.object().put("decision", decision)
                    : Json.object().put("answer", "as you think best");
            server.send("{\"jsonrpc\":\"2.0\",\"id\":\"" + message.path("id").asText()
                    + "\",\"result\":{\"action\":\"accept\",\"content\":" + Json.compact(content) + "}}");
        }
    }

    private void open(String capabilities) {
        server = Server.start(home, "--toolsets", "all").open(capabilities);
        for (JsonNode tool :
                server.answer(server.request("tools/list", "{}")).path("result").path("tools")) {
            schemas.put(tool.path("name").asText(), tool.path("outputSchema"));
        }
    }

    private static JsonNode json(String text) {
        try {
            return Json.parse(text);
        } catch (Json.Malformed e) {
            throw new AssertionError(text, e);
        }
    }

    private String resource(String uri) {
        return server.answer(server.request("resources/read", "{\"uri\":\"" + uri + "\"}"))
                .path("result")
                .path("contents")
                .path(0)
                .path("text")
                .asText();
    }

    private static ObjectNode run(String id) {
        return Json.object().put("run_id", id);
    }

    private static ObjectNode parameters(String tool, ObjectNode arguments, String token) {
        ObjectNode parameters = Json.object().put("name", LAB + tool);
        parameters.set("arguments", arguments);
        parameters.putObject("_meta").put("progressToken", token);
        return parameters;
    }

    private JsonNode call(String tool, ObjectNode arguments) {
        return tool(LAB + tool, arguments);
    }

    /** Makes a schedule, looks at it, pauses, resumes and deletes it. */
    private void schedules(String definition) {
        ObjectNode wish = Json.object()
                .put("task_definition_id", definition)
                .put("name", "Monday")
                .put("frequency", "weekly");
        wish.putObject("schedule_config").put("time", "08:00").put("timezone", "Europe/Berlin");
        ObjectNode id = Json.object()
                .put(
                        "task_schedule_id",
                        tool("agents_tasks_create_schedule", wish).path("id").asText());
        assertEquals(
                "Monday",
                tool("agents_tasks_list_schedules", Json.object())
                        .path("task_schedules")
                        .path(0)
                        .path("name")
                        .asText());
        assertTrue(tool("agents_tasks_get_schedule", id).path("firings").isArray());
        assertEquals(
                "paused", tool("agents_tasks_pause_schedule", id).path("status").asText());
        assertEquals(
                "active",
                tool("agents_tasks_resume_schedule", id).path("status").asText());
        assertTrue(tool("agents_tasks_delete_schedule", id).path("deleted").asBoolean());
    }

    /** What the engine, the agent of a run or this program said themselves; everything else in words was said by others. */
    private static final String OWN_WORDS =
            ".*\\.(error_message|organization_name|container)|.*messages.*\\.content(\\[]\\.text)?|.*\\.items\\[]\\.content(\\[]\\.text)?"
                + "|agents_sandbox_blueprint_init\\..*";

    /** Wherever words of others stand, they are marked. */
    private static void assertMarked(String where, JsonNode value) {
        if (value.isTextual()) {
            String text = value.textValue();
            assertTrue(
                    !text.strip().matches("(?s).*\\s.*")
                            || where.matches(OWN_WORDS)
                            || text.matches("(?s)<<data ([0-9a-f]{6})>>.*<<end \\1>>"),
                    where + " is not marked: " + text);
        }
        value.properties().forEach(field -> assertMarked(where + "." + field.getKey(), field.getValue()));
        value.forEach(element -> {
            if (value.isArray()) {
                assertMarked(where + "[]", element);
            }
        });
    }

    private JsonNode tool(String name, ObjectNode arguments) {
        return checked(name, server.call(name, Json.compact(arguments)));
    }

    private JsonNode check(String tool, JsonNode result) {
        return checked(LAB + tool, result);
    }

    private JsonNode checked(String name, JsonNode result) {
        assertFalse(result.path("isError").asBoolean(true), () -> name + ": " + result);
        Conformance.check(name, schemas.get(name), result.path("structuredContent"));
        assertMarked(name, result.path("structuredContent"));
        return result.path("structuredContent");
    }
}
