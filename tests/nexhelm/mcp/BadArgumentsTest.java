package nexhelm.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import nexhelm.json.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong argument is one line: the tool, the argument, what is wrong with it, what is allowed. */
class BadArgumentsTest {

    private static final String LAB = "agents_lab_workflow_";

    @TempDir
    static Path home;

    private static final StubBackend backend = new StubBackend();
    private static Server server;

    @BeforeAll
    static void start() {
        Server.config(home, backend.url());
        server = Server.start(home, "--toolsets", "all").open();
    }

    @BeforeEach
    void forget_what_was_asked() {
        backend.asked.clear();
    }

    @AfterAll
    static void stop() {
        assertEquals("", server.errors());
        server.close();
        backend.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "agents_lab_workflow_show | {} | run_id is required",
                "agents_lab_workflow_show | {\"run_id\":null} | run_id is required",
                "agents_lab_workflow_show | {\"run_id\":\" \"} | run_id is required: it is empty",
                "agents_lab_workflow_show | {\"run_id\":[\"r\"]} | run_id must be text, not a list",
                "agents_lab_workflow_show | {\"run_id\":\"..\"} | an id is empty or no id: '..'",
                "agents_lab_workflow_list | {\"limit\":\"7.5\"} | limit must be a whole number, not \"7.5\"",
                "agents_lab_workflow_list | {\"limit\":201} | limit must be from 1 to 200, not 201",
                "agents_lab_workflow_list | {\"active\":\"yes\"} | active must be true or false, not \"yes\"",
                "agents_lab_workflow_designer | {} |" + " Either transcript_text or transcript_doc_id is required",
                "agents_lab_workflow_designer | {\"transcript_text\":\" \"} | the transcript is empty",
                "agents_lab_workflow_integration_engineer | {} |"
                        + " Either transcript_text or transcript_url is required",
                "agents_lab_workflow_refine | {\"run_id\":\"r\"} |"
                        + " refine requires either feedback or task_definition",
                "agents_lab_workflow_refine | {\"run_id\":\"r\",\"task_definition\":\"[1]\"} |"
                        + " task_definition must be a JSON object, not a list",
                "agents_lab_workflow_refine | {\"run_id\":\"r\",\"task_definition\":\"{\"} |"
                        + " task_definition is not JSON at line 1, column 2",
                "agents_lab_workflow_evaluator | {\"run_id\":\"r\",\"reviewer_verdict\":\"fine\"} |"
                        + " reviewer_verdict must be 'approved', 'rejected', or omitted, not 'fine'",
                "agents_lab_workflow_cancel | {} |"
                        + " cancel takes exactly one of run_id, sandbox_user_id and all_active",
                "agents_lab_workflow_diff | {\"a\":\"r\"} | b is required",
                "agents_sandbox_blueprint_check | {} | blueprint is required",
            })
    void one_line_names_tool_argument_and_what_is_allowed(String tool, String arguments, String cause) {
        JsonNode result = server.call(tool, arguments);
        assertTrue(result.path("isError").asBoolean(), result::toString);
        assertEquals(1, result.path("content").size());
        assertEquals(
                "Error executing tool " + tool + ": " + cause,
                result.path("content").path(0).path("text").asText());
        assertEquals(List.of(), backend.asked, "nothing was asked of the backend");
    }

    @Test
    void no_message_about_arguments_speaks_of_flags_or_commands() {
        JsonNode tools =
                server.answer(server.request("tools/list", "{}")).path("result").path("tools");
        for (JsonNode tool : tools) {
            String text = server.text(tool.path("name").asText(), "{}");
            assertFalse(text.matches("(?s).*(?<![\\w-])--?[a-z]+(?![\\w]).*"), text);
            assertFalse(tool.toString().matches("(?s).*(\\B--[a-z]+|\\bnex workflow).*"), tool::toString);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"limit\":\"7\"} | 7",
                "{\"limit\":7,\"active\":\"false\",\"colour\":{\"a\":[]}} | 7",
                "{} | 50",
            })
    void what_can_be_understood_is_taken(String arguments, int limit) {
        backend.json("GET /workflow-lab/runs", "{\"runs\":[]}");
        assertFalse(server.call(LAB + "list", arguments).path("isError").asBoolean(true));
        assertEquals("user_id=u-1&limit=" + limit, sorted(backend.asked.get(0).query()));
    }

    private static String sorted(String query) {
        return query.startsWith("limit") ? query.replaceFirst("(.*)&(.*)", "$2&$1") : query;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"null", "[1]", "{\"a\":1}", "true", "<b>{{x}}</b>", "../../etc/passwd"})
    void text_is_taken_literally_whatever_it_looks_like(String text) throws Json.Malformed {
        backend.json("POST /workflow-lab/runs/r/refine", "{\"id\":\"r-2\"}");
        String arguments = Json.compact(Json.object().put("run_id", "r").put("feedback", text));
        assertFalse(server.call(LAB + "refine", arguments).path("isError").asBoolean(true));
        assertEquals(
                text, Json.parse(backend.asked.get(0).body()).path("feedback").asText());
    }

    @Test
    void an_object_may_come_as_its_text() throws Json.Malformed {
        backend.json("POST /workflow-lab/runs/r/refine", "{\"id\":\"r-2\"}");
        String arguments =
                Json.compact(Json.object().put("run_id", "r").put("task_definition", "{\"name\":\"n\",\"steps\":[]}"));
        assertFalse(server.call(LAB + "refine", arguments).path("isError").asBoolean(true));
        assertEquals(
                "n",
                Json.parse(backend.asked.get(0).body())
                        .path("task_definition")
                        .path("name")
                        .asText());
    }
}
