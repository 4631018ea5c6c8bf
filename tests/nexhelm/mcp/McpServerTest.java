package nexhelm.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import nexhelm.Version;
import nexhelm.agents.Agents;
import nexhelm.json.Json;
import nexhelm.support.Checkout;
import nexhelm.support.Command;
import nexhelm.support.Needs;
import nexhelm.tool.Agent;
import nexhelm.tool.Tool;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server as a process on standard input and output, against a backend on loopback. */
class McpServerTest {
    private static final String RUN = "0d6f2a11-93b4-4c1e-8a70-5f2b9c3d4e51";
    private static final String RUN_ARGUMENT = "{\"run_id\":\"" + RUN + "\"}";
    private static final String RUN_PATH = "/workflow-lab/runs/" + RUN;
    private static final String SHOW = "agents_lab_workflow_show";
    private static final String RUN_TOOL = "agents_lab_workflow_run";
    private static final String RUN_JSON =
            "{\"id\":\"" + RUN + "\",\"status\":\"designed\",\"task_definition_id\":\"td-1\"}";

    @TempDir
    Path home;

    private final StubBackend backend = new StubBackend();
    private Server server;

    @BeforeEach
    void sign_in() {
        Server.config(home, backend.url());
        backend.json("GET " + RUN_PATH, RUN_JSON);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.messages(); // nothing but JSON-RPC on standard output
            assertFalse(server.output().contains(Server.TOKEN));
            assertEquals("", server.errors());
            server.close();
        }
        backend.close();
    }

    // --- handshake ---

    @ParameterizedTest
    @ValueSource(strings = {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"})
    void the_revision_asked_for_is_spoken(String revision) {
        server = Server.start(home);
        assertEquals(revision, initialize(revision).path("protocolVersion").asText());
    }

    @Test
    void an_unknown_revision_gets_the_newest_one_we_know() {
        server = Server.start(home);
        assertEquals(
                "2025-11-25", initialize("1900-01-01").path("protocolVersion").asText());
    }

    @Test
    void the_handshake_tells_who_we_are_and_nothing_that_we_are_not() {
        server = Server.start(home);
        JsonNode result = initialize("2025-11-25");
        assertEquals("nexhelm", result.path("serverInfo").path("name").asText());
        assertEquals(Version.STRING, result.path("serverInfo").path("version").asText());
        assertFalse(result.path("serverInfo").path("title").asText().isEmpty());
        assertTrue(result.path("serverInfo").path("websiteUrl").asText().startsWith("https://"), result::toString);
        JsonNode icon = result.path("serverInfo").path("icons").path(0);
        assertEquals("image/svg+xml", icon.path("mimeType").asText());
        String drawn = new String(
                Base64.getDecoder().decode(icon.path("src").asText().replaceFirst("^data:image/svg\\+xml;base64,", "")),
                StandardCharsets.UTF_8);
        assertTrue(drawn.startsWith("<svg ") && drawn.endsWith("</svg>"), drawn);
        assertEquals(
                "{\"tools\":{},\"resources\":{},\"prompts\":{},\"completions\":{}}",
                Json.compact(result.path("capabilities")));
        int length = result.path("instructions").asText().length();
        assertTrue(length > 500 && length <= 1500, "instructions of " + length + " characters");
    }

    @Test
    void the_server_is_described_in_the_fields_that_the_revision_has() {
        server = Server.start(home);
        assertEquals(List.of("name", "version"), fields(initialize("2025-03-26").path("serverInfo")));
        server.close();
        server = Server.start(home);
        assertEquals(
                List.of("name", "title", "version"),
                fields(initialize("2025-06-18").path("serverInfo")));
    }

    private static List<String> fields(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void before_initialize_ping_is_answered_and_tools_are_not() {
        server = Server.start(home);
        assertEquals(
                "{}", Json.compact(server.answer(server.request("ping", "{}")).path("result")));
        assertEquals(
                -32602,
                server.answer(server.request("tools/list", "{}"))
                        .path("error")
                        .path("code")
                        .asInt());
    }

    @Test
    void before_the_client_says_initialized_ping_and_tools_are_answered() {
        server = Server.start(home);
        initialize("2025-11-25");
        assertEquals(
                "{}", Json.compact(server.answer(server.request("ping", "{}")).path("result")));
        assertTrue(server.answer(server.request("tools/list", "{}"))
                        .path("result")
                        .path("tools")
                        .size()
                > 20);
    }

    @Test
    void a_second_initialize_is_refused() {
        server = Server.start(home).open();
        int id = server.request("initialize", "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}");
        assertEquals(-32600, server.answer(id).path("error").path("code").asInt());
    }

    @Test
    void the_version_and_the_help_need_no_client() {
        server = Server.start(home, "--version");
        assertEquals(0, server.end(Duration.ofSeconds(10)));
        assertEquals("nex-mcp " + Version.STRING, server.output());
        server = Server.start(home, "--help");
        assertEquals(0, server.end(Duration.ofSeconds(10)));
        assertTrue(server.output().startsWith("Usage: nex-mcp"), server.output());
        server = null;
    }

    // --- tools ---

    @Test
    void the_tools_are_those_of_the_golden_files() throws IOException {
        server = Server.start(home, "--toolsets", "all").open();
        JsonNode tools =
                server.answer(server.request("tools/list", "{}")).path("result").path("tools");
        Path folder = Files.createDirectories(Checkout.root().resolve("tests/golden/mcp"));
        List<String> names = new ArrayList<>();
        for (JsonNode tool : tools) {
            names.add(tool.path("name").asText());
            golden(folder.resolve(tool.path("name").asText() + ".json"), Json.readable(tool) + "\n");
        }
        golden(folder.resolve("tools.txt"), String.join("\n", names) + "\n");
        server.close();
        server = Server.start(home, "--toolsets", "all", "--files-root", home.toString())
                .open();
        JsonNode withFiles =
                server.answer(server.request("tools/list", "{}")).path("result").path("tools");
        for (JsonNode tool : withFiles) {
            if (!names.contains(tool.path("name").asText())) {
                names.add(tool.path("name").asText());
                golden(folder.resolve(tool.path("name").asText() + ".json"), Json.readable(tool) + "\n");
            }
        }
        assertTrue(names.containsAll(List.of("agents_lab_workflow_report", "agents_tasks_diff")), names::toString);
        try (var files = Files.list(folder)) {
            List<String> stale = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .map(name -> name.replace(".json", ""))
                    .filter(name -> !names.contains(name))
                    .sorted()
                    .toList();
            assertEquals(List.of(), stale, "golden files of tools that are gone");
        }
    }

    @Test
    void every_tool_says_what_it_is_in_at_most_32_kilobytes() {
        server = Server.start(home).open();
        JsonNode tools =
                server.answer(server.request("tools/list", "{}")).path("result").path("tools");
        assertEquals("agents_list", tools.path(0).path("name").asText());
        int bytes = Json.compact(tools).getBytes(StandardCharsets.UTF_8).length;
        assertTrue(bytes <= 32 << 10, bytes + " bytes");
        for (JsonNode tool : tools) {
            String name = tool.path("name").asText();
            assertTrue(name.matches("[a-z][a-z0-9_]{0,47}"), name);
            assertFalse(tool.path("title").asText().isEmpty(), name);
            assertFalse(tool.path("description").asText().isEmpty(), name);
            for (String hint : List.of("readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint")) {
                assertTrue(tool.path("annotations").path(hint).isBoolean(), name + " lacks " + hint);
            }
            assertEquals("object", tool.path("inputSchema").path("type").asText(), name);
            assertEquals("object", tool.path("outputSchema").path("type").asText(), name);
            assertTrue(tool.path("outputSchema").path("properties").size() > 0, name + " names no field of its result");
            for (Map.Entry<String, JsonNode> property :
                    tool.path("inputSchema").path("properties").properties()) {
                assertFalse(property.getValue().path("description").asText().isEmpty(), name + "." + property.getKey());
            }
        }
    }

    @Test
    void every_description_says_what_comes_next_in_words_of_models() {
        server = Server.start(home, "--toolsets", "all", "--files-root", home.toString())
                .open();
        JsonNode tools =
                server.answer(server.request("tools/list", "{}")).path("result").path("tools");
        assertTrue(tools.size() > 50, tools::toString);
        for (Agent agent : Agents.ALL) {
            for (Tool<?> tool : agent.on(Tool.Surface.MCP)) {
                assertFalse(tool.next().isEmpty(), agent.mcpName(tool) + " says nothing of what comes next");
            }
        }
        for (JsonNode tool : tools) {
            List<String> texts =
                    new ArrayList<>(List.of(tool.path("description").asText()));
            tool.path("inputSchema")
                    .path("properties")
                    .forEach(property -> texts.add(property.path("description").asText()));
            for (String text : texts) {
                assertFalse(
                        text.matches(
                                "(?s).*( -{1,2}[a-z]|`|\\bnex \\w|exit \\d|standard (in|out)put|\\[OPTIONS|may be given"
                                        + " again|[A-Z]+_ID\\b).*"),
                        tool.path("name").asText() + ": " + text);
            }
        }
    }

    @Test
    void hints_are_true_where_something_is_replaced_or_leaves_the_machine() {
        server = Server.start(home, "--toolsets", "all").open();
        JsonNode tools =
                server.answer(server.request("tools/list", "{}")).path("result").path("tools");
        for (JsonNode tool : tools) {
            String name = tool.path("name").asText();
            JsonNode hints = tool.path("annotations");
            if (List.of("agents_code_push", "agents_code_pr").contains(name)) {
                assertTrue(hints.path("openWorldHint").asBoolean(), name);
            }
            if (List.of("agents_code_write", "agents_lab_workflow_refine", "agents_sandbox_blueprint_apply")
                    .contains(name)) {
                assertTrue(hints.path("destructiveHint").asBoolean(), name);
            }
            assertFalse(
                    hints.path("readOnlyHint").asBoolean()
                            && hints.path("destructiveHint").asBoolean(),
                    name);
        }
    }

    @Test
    void words_that_a_backend_knows_are_named_in_the_schema() {
        server = Server.start(home, "--toolsets", "all").open();
        Map<String, String> known = Map.of(
                "agents_tasks_create_schedule", "frequency",
                "agents_workspace_start", "scope",
                "agents_sandbox_blueprint_apply", "provider",
                "agents_sandbox_blueprint_export", "provider",
                "agents_lab_workflow_evaluator", "reviewer_verdict");
        JsonNode tools =
                server.answer(server.request("tools/list", "{}")).path("result").path("tools");
        int seen = 0;
        for (JsonNode tool : tools) {
            String argument = known.get(tool.path("name").asText());
            if (argument != null) {
                seen++;
                JsonNode property = tool.path("inputSchema").path("properties").path(argument);
                assertTrue(
                        property.findValue("enum") != null
                                && property.findValue("enum").size() >= 2,
                        tool::toString);
            }
        }
        assertEquals(known.size(), seen);
    }

    @Test
    void an_error_names_no_tool_that_is_not_offered_and_not_the_one_that_refused() {
        backend.status(
                "POST " + RUN_PATH + "/start-verification",
                409,
                "{\"detail\":\"held; cancel it with nex workflow cancel " + RUN + ", or nex workflow run later.\"}");
        server = Server.start(home).open();
        assertTrue(
                server.text(RUN_TOOL, RUN_ARGUMENT)
                        .endsWith("held; cancel it with agents_lab_workflow_cancel with run_id " + RUN
                                + ", or in a terminal: nex workflow run later."),
                server.text(RUN_TOOL, RUN_ARGUMENT));
        server.close();
        backend.json(
                "GET /workflow-lab/sandbox/s-1/items", "{\"sandbox_user_id\":\"s-1\",\"built\":true,\"items\":[]}");
        String arguments = "{\"item\":\"x\",\"sandbox_user_id\":\"s-1\"}";
        server = Server.start(home, "--toolsets", "sandbox").open();
        assertTrue(server.text("agents_sandbox_get", arguments).endsWith("; agents_sandbox_files lists what is in it"));
        server.close();
        server = Server.start(home, "--toolsets", "tasks", "--tools", "agents_sandbox_get")
                .open();
        assertTrue(server.text("agents_sandbox_get", arguments)
                .endsWith("; in a terminal: nex sandbox files lists what is in it"));
        server.close();
        server = Server.start(
                        home,
                        Map.of("NEXHELM_CHECKOUT", "/opt/nexhelm"),
                        "--toolsets",
                        "tasks",
                        "--tools",
                        "agents_sandbox_get")
                .open();
        assertTrue(server.text("agents_sandbox_get", arguments)
                .endsWith("; in a terminal: /opt/nexhelm/jbang nex sandbox files lists what is in it"));
        server.close();
        server = Server.start(home, "--toolsets", "workspace").open();
        assertEquals(
                "Error executing tool agents_workspace_status: there is no active workspace; agents_workspace_start, or"
                        + " name one by workspace_id",
                server.text("agents_workspace_status", "{}"));
    }

    @Test
    void a_tool_that_the_token_does_not_allow_is_neither_listed_nor_called() {
        Server.config(home, backend.url(), "lab.read", "agent.run");
        server = Server.start(home).open();
        List<String> names = names();
        assertTrue(names.contains(SHOW) && names.contains(RUN_TOOL) && names.contains("agents_list"), names::toString);
        assertFalse(names.contains("agents_lab_workflow_designer"), names::toString);
        assertFalse(names.contains("agents_tasks_list_schedules"), names::toString);
        JsonNode result = server.call("agents_lab_workflow_verifier", RUN_ARGUMENT);
        assertTrue(result.path("isError").asBoolean());
        assertTrue(result.toString().contains("lab.write"), result::toString);
        assertEquals(List.of(), backend.asked);
    }

    @Test
    void a_later_login_counts_without_a_restart() throws IOException {
        Files.delete(home.resolve(".nex/config"));
        server = Server.start(home).open();
        assertTrue(server.call(SHOW, RUN_ARGUMENT).path("isError").asBoolean());
        Server.config(home, backend.url());
        assertFalse(server.call(SHOW, RUN_ARGUMENT).path("isError").asBoolean());
    }

    @Test
    void toolsets_single_tools_and_read_only_choose_what_is_offered() {
        server = Server.start(home, "--toolsets=tasks", "--tools", SHOW).open();
        List<String> names = names();
        assertTrue(names.contains(SHOW) && names.contains("agents_tasks_delete_schedule"), names::toString);
        assertFalse(names.contains(RUN_TOOL), names::toString);
        assertEquals("Unknown tool: " + RUN_TOOL, server.text(RUN_TOOL, RUN_ARGUMENT));
        server.close();

        server = Server.start(home, Map.of("NEX_MCP_READ_ONLY", "1"), "--tools", RUN_TOOL)
                .open();
        JsonNode tools =
                server.answer(server.request("tools/list", "{}")).path("result").path("tools");
        assertTrue(tools.size() > 5, tools::toString);
        for (JsonNode tool : tools) {
            assertTrue(tool.path("annotations").path("readOnlyHint").asBoolean(), tool::toString);
        }
        assertEquals("Unknown tool: " + RUN_TOOL, server.text(RUN_TOOL, RUN_ARGUMENT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NEX_MCP_ALLOW_AGENT_APPROVAL", "NEX_MCP_READ_ONLY"})
    void a_switch_of_the_environment_is_on_off_or_an_error_and_never_a_guess(String variable) {
        for (String off : List.of("0", "false", "False", "FALSE", "no", "No", "off", "OFF", "n", "N", " 0 ", " ")) {
            assertFalse(switched(variable, off), off);
        }
        for (String on : List.of("1", "true", "True", "yes", "ON")) {
            assertTrue(switched(variable, on), on);
        }
        for (String other : List.of("2", "maybe", "disabled", "null", "-1")) {
            var wrong = Server.start(home, Map.of(variable, other));
            assertEquals(2, wrong.end(Duration.ofSeconds(10)), other);
            assertEquals(
                    variable + " is '" + other + "': it takes 1, true, yes, on or 0, false, no, off\n", wrong.errors());
        }
    }

    private boolean switched(String variable, String value) {
        Choice choice =
                Choice.of(new String[0], TestWorld.in(home).env(variable, value).world());
        return variable.equals("NEX_MCP_READ_ONLY") ? choice.readOnly() : choice.agentApproval();
    }

    @Test
    void the_other_variables_choose_what_their_options_do() {
        server = Server.start(
                        home,
                        Map.of(
                                "NEX_MCP_TOOLSETS",
                                "tasks",
                                "NEX_MCP_TOOLS",
                                SHOW,
                                "NEX_MCP_FILES_ROOT",
                                home.toString(),
                                "NEX_PROFILE",
                                "work"))
                .open();
        List<String> names = names();
        assertTrue(names.containsAll(List.of(SHOW, "agents_tasks_diff")) && !names.contains(RUN_TOOL), names::toString);
        String text = server.text(SHOW, RUN_ARGUMENT);
        assertTrue(text.contains("there is no profile work (~/.nex/profiles/work)"), text);
        assertFalse(text.contains(home.toString()), text);
    }

    @Test
    void an_unknown_option_is_an_error_before_anything_is_served() {
        var wrong = Server.start(home, "--toolset", "tasks");
        assertEquals(2, wrong.end(Duration.ofSeconds(10)));
        assertTrue(wrong.errors().contains("--toolset"), wrong.errors());
        wrong = Server.start(home, "--toolsets", "taks");
        assertEquals(2, wrong.end(Duration.ofSeconds(10)));
        assertTrue(wrong.errors().contains("taks"), wrong.errors());
        wrong = Server.start(home, "--tools", SHOW + ",agents_lab_workflow_shwo");
        assertEquals(2, wrong.end(Duration.ofSeconds(10)));
        assertTrue(wrong.errors().startsWith("there is no tool agents_lab_workflow_shwo;"), wrong.errors());
        wrong = Server.start(home, Map.of("NEX_MCP_TOOLS", "show"));
        assertEquals(2, wrong.end(Duration.ofSeconds(10)));
        assertTrue(wrong.errors().startsWith("there is no tool show;"), wrong.errors());
    }

    // --- calls ---

    @Test
    void a_result_is_text_and_the_same_as_structure() throws Json.Malformed {
        server = Server.start(home).open();
        JsonNode result = server.call(SHOW, RUN_ARGUMENT);
        assertEquals(1, result.path("content").size());
        String text = result.path("content").path(0).path("text").asText();
        assertTrue(text.startsWith("{\n  \"id\": "), text);
        assertEquals(Json.parse(text), result.path("structuredContent"));
        assertEquals(
                "https://preview.nexhelm.test/dashboard/workflow-lab?runId=" + RUN,
                result.path("structuredContent").path("view_url").asText());
        assertFalse(result.path("isError").asBoolean(true));
        assertEquals("assistant", backend.asked.get(0).actor());
    }

    @Test
    void the_dotted_name_of_the_documentation_means_the_same() {
        server = Server.start(home).open();
        assertFalse(server.call("agents.lab_workflow.show", RUN_ARGUMENT)
                .path("isError")
                .asBoolean(true));
        assertFalse(server.call("agents.list", "{}").path("isError").asBoolean(true));
    }

    @Test
    void answers_that_are_no_objects_are_wrapped() {
        backend.json("DELETE /task-schedules/s-1", "");
        backend.json("DELETE /task-schedules/s-2", "[1,2]");
        backend.on("DELETE /task-schedules/s-3", exchange -> StubBackend.send(exchange, 200, "text/plain", "gone"));
        server = Server.start(home).open();
        String tool = "agents_tasks_delete_schedule";
        assertEquals("{\"ok\":true}", structured(tool, "{\"task_schedule_id\":\"s-1\"}"));
        assertEquals("{\"result\":[1,2]}", structured(tool, "{\"task_schedule_id\":\"s-2\"}"));
        assertEquals("{\"result\":\"gone\"}", structured(tool, "{\"task_schedule_id\":\"s-3\"}"));
    }

    @Test
    void a_transcript_that_looks_like_json_is_a_transcript() throws Json.Malformed {
        backend.json("POST /workflow-lab/runs", RUN_JSON);
        server = Server.start(home).open();
        String transcript = "{\"a\": [1, null]}";
        ObjectNode arguments = Json.object().put("transcript_text", transcript);
        assertFalse(server.call("agents_lab_workflow_designer", Json.compact(arguments))
                .path("isError")
                .asBoolean(true));
        assertEquals(
                transcript,
                Json.parse(backend.asked.get(0).body()).path("transcript_text").asText());
    }

    @Test
    void an_unknown_input_is_ignored() {
        backend.json(
                "POST " + RUN_PATH + "/start-verification",
                "{\"id\":\"" + RUN + "\",\"status\":\"verifying\",\"verifier_client_task_id\":7}");
        backend.stream("POST /langchain-agent/chat", "{\"type\":\"complete\",\"data\":{}}");
        server = Server.start(home).open();
        JsonNode result = server.call(RUN_TOOL, "{\"run_id\":\"" + RUN + "\",\"profile\":\"x\",\"nonsense\":1}");
        assertFalse(result.path("isError").asBoolean(true), result::toString);
        assertFalse(backend.asked.toString().contains("nonsense"));
    }

    @Test
    void an_approval_is_left_to_a_person() {
        backend.json(
                "GET " + RUN_PATH,
                "{\"id\":\"" + RUN
                        + "\",\"status\":\"verifying\",\"verifier_thread_id\":\"t-1\",\"interaction\":{\"interaction_id\":\"i-1\",\"kind\":\"approval\",\"prompt\":\"Send"
                        + " it?\"}}");
        server = Server.start(home).open();
        JsonNode result = server.call(
                "agents_lab_workflow_answer", "{\"run_id\":\"" + RUN + "\",\"message\":\"yes\",\"approve\":true}");
        assertTrue(result.path("isError").asBoolean());
        String text = result.path("content").path(0).path("text").asText();
        assertTrue(text.contains("person") && text.contains("https://preview.nexhelm.test/"), text);
        assertEquals(1, backend.asked.size());
    }

    @Test
    void an_answer_without_words_says_what_the_run_waits_for_or_asks_the_person() {
        String answer = "agents_lab_workflow_answer";
        backend.json(
                "GET " + RUN_PATH,
                "{\"id\":\"" + RUN + "\",\"status\":\"verifying\",\"verifier_thread_id\":\"t-1\","
                        + "\"interaction\":{\"interaction_id\":\"i-1\",\"kind\":\"question\",\"prompt\":\"Which?\"}}");
        server = Server.start(home).open(ASKS);
        assertEquals(
                "Error executing tool " + answer + ": message is required: the answer to the run's question",
                server.text(answer, RUN_ARGUMENT));
        runThatAsks();
        int id = server.startCall(answer, RUN_ARGUMENT);
        reply(question(), "{\"action\":\"accept\",\"content\":{\"decision\":\"approve\"}}");
        JsonNode result = server.answer(id).path("result").path("structuredContent");
        assertEquals("complete", result.path("stop_reason").asText(), result::toString);
        server.close();
        server = Server.start(home).open();
        String text = server.text(answer, RUN_ARGUMENT);
        assertTrue(text.contains("approval, which a person gives") && text.contains("/dashboard/"), text);
    }

    // --- people ---

    private static final String ASKS = "{\"elicitation\":{}}";
    private static final String APPROVAL =
            "{\"interaction_id\":\"i-1\",\"kind\":\"approval\",\"prompt\":\"Send it?\\n\\nDear Eleanor,\","
                    + "\"tool\":\"send_mail\",\"input\":{\"to\":\"a@b.test\"}}";

    /** A run that stops at an approval, and goes on to its end after an answer. */
    private void runThatAsks() {
        backend.json(
                "POST " + RUN_PATH + "/start-verification",
                "{\"id\":\"" + RUN + "\",\"status\":\"verifying\",\"verifier_client_task_id\":7}");
        backend.json(
                "GET " + RUN_PATH,
                "{\"id\":\"" + RUN + "\",\"status\":\"verifying\",\"verifier_thread_id\":\"t-1\"," + "\"interaction\":"
                        + APPROVAL + "}");
        backend.on("POST /langchain-agent/chat", exchange -> {
            boolean answered =
                    backend.asked.get(backend.asked.size() - 1).body().contains("interaction_response");
            StubBackend.send(
                    exchange,
                    200,
                    "text/event-stream",
                    "data: "
                            + (answered
                                    ? "{\"type\":\"complete\",\"data\":{}}"
                                    : "{\"type\":\"interaction\",\"data\":" + APPROVAL + "}")
                            + "\n\n");
        });
    }

    private JsonNode question() {
        return server.await(message -> message.path("method").asText().equals("elicitation/create"));
    }

    private void reply(JsonNode question, String result) {
        server.send("{\"jsonrpc\":\"2.0\",\"id\":\"" + question.path("id").asText() + "\",\"result\":" + result + "}");
    }

    @Test
    void a_run_that_stops_at_an_approval_goes_on_with_the_answer_of_the_person_at_the_client() {
        runThatAsks();
        server = Server.start(home).open(ASKS);
        int id = server.startCall(RUN_TOOL, "{\"run_id\":\"" + RUN + "\",\"hitl\":true}");
        JsonNode question = question();
        assertTrue(
                question.path("params").path("message").asText().contains("Send it?\n\nDear Eleanor,\nTool: send_mail"),
                question::toString);
        reply(question, "{\"action\":\"accept\",\"content\":{\"decision\":\"approve\",\"note\":\"go on\"}}");
        JsonNode result = server.answer(id).path("result").path("structuredContent");
        assertEquals("complete", result.path("stop_reason").asText(), result::toString);
        assertEquals(2, result.path("events").size());
        StubBackend.Asked decision = backend.asked.get(backend.asked.size() - 1);
        assertTrue(
                decision.body().contains("\"decision\":\"approve\"")
                        && decision.body().contains("go on"),
                decision::body);
        assertEquals(null, decision.actor(), "it is the person who is heard");
        assertEquals("assistant", backend.asked.get(0).actor());
    }

    @Test
    void a_person_who_declines_leaves_the_run_waiting() {
        runThatAsks();
        server = Server.start(home).open(ASKS);
        int id = server.startCall(RUN_TOOL, "{\"run_id\":\"" + RUN + "\",\"hitl\":true}");
        reply(question(), "{\"action\":\"decline\"}");
        assertEquals(
                "interaction",
                server.answer(id)
                        .path("result")
                        .path("structuredContent")
                        .path("stop_reason")
                        .asText());
        assertEquals(2, backend.asked.size());
    }

    @Test
    void a_question_that_the_client_fails_to_put_leaves_the_run_waiting_and_its_result_whole() {
        runThatAsks();
        server = Server.start(home).open(ASKS);
        int id = server.startCall(RUN_TOOL, "{\"run_id\":\"" + RUN + "\",\"hitl\":true}");
        server.send("{\"jsonrpc\":\"2.0\",\"id\":" + question().path("id")
                + ",\"error\":{\"code\":-32603,\"message\":\"no window\"}}");
        JsonNode result = server.answer(id).path("result");
        assertFalse(result.path("isError").asBoolean(true), result::toString);
        assertEquals(
                "interaction",
                result.path("structuredContent").path("stop_reason").asText());
        assertEquals(1, result.path("structuredContent").path("events").size());
        String note = result.path("content").path(1).path("text").asText();
        assertTrue(note.contains("waits for a person") && note.contains("/dashboard/workflow-lab?runId=" + RUN), note);
    }

    @Test
    void a_client_that_shows_only_addresses_is_sent_no_form() {
        runThatAsks();
        server = Server.start(home).open("{\"elicitation\":{\"url\":{}}}");
        JsonNode result = server.call(RUN_TOOL, "{\"run_id\":\"" + RUN + "\",\"hitl\":true}");
        assertEquals(
                "interaction",
                result.path("structuredContent").path("stop_reason").asText());
        assertTrue(server.messages().stream()
                .noneMatch(message -> message.path("method").asText().equals("elicitation/create")));
        server.close();
        server = Server.start(home).open("{\"elicitation\":{\"form\":{},\"url\":{}}}");
        server.startCall(RUN_TOOL, "{\"run_id\":\"" + RUN + "\",\"hitl\":true}");
        question();
    }

    @Test
    void steps_inside_a_call_and_resources_do_not_hang_on_what_is_offered() throws Json.Malformed {
        runThatAsks();
        server = Server.start(home, "--toolsets", "tasks", "--tools", RUN_TOOL).open(ASKS);
        int id = server.startCall(RUN_TOOL, "{\"run_id\":\"" + RUN + "\",\"hitl\":true}");
        reply(question(), "{\"action\":\"accept\",\"content\":{\"decision\":\"approve\"}}");
        JsonNode result = server.answer(id).path("result");
        assertEquals(
                "complete", result.path("structuredContent").path("stop_reason").asText(), result::toString);
        assertEquals(RUN, read("nexhelm://runs/" + RUN).path("id").asText());
        assertEquals(
                "Unknown tool: agents_lab_workflow_answer", server.text("agents_lab_workflow_answer", RUN_ARGUMENT));
        server.close();

        Server.config(home, backend.url(), "tasks.read");
        server = Server.start(home, "--toolsets", "tasks").open();
        JsonNode error = server.answer(server.request("resources/read", "{\"uri\":\"nexhelm://runs/" + RUN + "\"}"))
                .path("error");
        assertTrue(error.path("message").asText().contains("lab.read"), error::toString);
    }

    @Test
    void a_client_that_cannot_ask_gets_the_run_as_it_waits() {
        runThatAsks();
        server = Server.start(home).open();
        JsonNode result = server.call(RUN_TOOL, "{\"run_id\":\"" + RUN + "\",\"hitl\":true}");
        assertEquals(
                "interaction",
                result.path("structuredContent").path("stop_reason").asText());
    }

    @Test
    void a_verdict_that_needs_a_person_is_asked_for_and_sent_as_theirs() {
        backend.on("POST " + RUN_PATH + "/finalise", exchange -> {
            boolean assistant = backend.asked.get(backend.asked.size() - 1).actor() != null;
            StubBackend.send(
                    exchange,
                    assistant ? 403 : 200,
                    "application/json",
                    assistant ? "{\"detail\":\"a person decides\",\"kind\":\"person_required\"}" : RUN_JSON);
        });
        String arguments = "{\"run_id\":\"" + RUN + "\",\"reviewer_verdict\":\"approved\"}";
        server = Server.start(home).open();
        String text = server.text("agents_lab_workflow_evaluator", arguments);
        assertTrue(text.contains("a person decides") && text.contains("/dashboard/workflow-lab?runId=" + RUN), text);
        server.close();

        server = Server.start(home).open(ASKS);
        int id = server.startCall("agents_lab_workflow_evaluator", arguments);
        JsonNode question = question();
        String message = question.path("params").path("message").asText();
        assertTrue(
                message.contains("/dashboard/workflow-lab?runId=" + RUN)
                        && message.contains("The assistant proposes: approved\n"),
                message);
        reply(question, "{\"action\":\"accept\",\"content\":{\"decision\":\"rejected\",\"note\":\"no\"}}");
        assertFalse(server.answer(id).path("result").path("isError").asBoolean(true));
        String sent = backend.asked.get(backend.asked.size() - 1).body();
        assertTrue(sent.contains("\"reviewer_verdict\":\"rejected\"") && sent.contains("\"no\""), sent);
    }

    @Test
    void an_operator_can_leave_approvals_to_the_assistant() {
        runThatAsks();
        server = Server.start(home, "--allow-agent-approval").open();
        JsonNode result = server.call("agents_lab_workflow_answer", "{\"run_id\":\"" + RUN + "\",\"approve\":true}");
        assertEquals(
                "complete", result.path("structuredContent").path("stop_reason").asText(), result::toString);
    }

    // --- large answers, resources, prompts ---

    @Test
    void a_large_run_is_summed_up_and_its_events_are_read_in_pages() throws Json.Malformed {
        backend.json(
                "POST " + RUN_PATH + "/start-verification",
                "{\"id\":\"" + RUN + "\",\"status\":\"verifying\",\"verifier_client_task_id\":7}");
        List<String> events = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            events.add("{\"type\":\"token\",\"data\":{\"text\":\"word " + i + " \"}}");
            events.add("{\"type\":\"tool_start\",\"data\":{\"name\":\"read_document\",\"input\":{\"n\":" + i + "}}}");
        }
        events.add("{\"type\":\"complete\",\"data\":{}}");
        backend.stream("POST /langchain-agent/chat", events.toArray(String[]::new));
        server = Server.start(home).open();
        JsonNode result = server.call(RUN_TOOL, RUN_ARGUMENT);
        JsonNode answer = result.path("structuredContent");
        assertTrue(result.path("content").path(0).path("text").asText().length() < 48_000);
        assertEquals(1001, answer.path("events_total").asInt());
        assertEquals(500, answer.path("tools_used").path("read_document").asInt());
        assertEquals(
                "complete",
                answer.path("events")
                        .path(answer.path("events").size() - 1)
                        .path("type")
                        .asText());
        assertEquals(
                "resource_link", result.path("content").path(2).path("type").asText());
        int read = 0;
        for (String uri = answer.path("events_resource").asText(); !uri.isEmpty(); ) {
            JsonNode page = read(uri);
            read += page.path("items").size();
            uri = page.path("next").asText("");
        }
        assertEquals(1001, read);
    }

    @Test
    void a_long_list_of_runs_names_all_of_them() {
        String run =
                "{\"id\":\"r-%d\",\"status\":\"designed\",\"proposal\":{\"task_name\":\"Task %1$d\",\"description\":\""
                        + "x".repeat(3000) + "\"}}";
        List<String> runs = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            runs.add(run.formatted(i));
        }
        backend.json("GET /workflow-lab/runs", "{\"runs\":[" + String.join(",", runs) + "]}");
        server = Server.start(home).open();
        JsonNode result = server.call("agents_lab_workflow_list", "{}");
        JsonNode listed = result.path("structuredContent").path("runs");
        assertEquals(50, listed.size());
        assertEquals(
                "Task 49", listed.path(49).path("proposal").path("task_name").asText());
        assertTrue(result.path("content").path(0).path("text").asText().length() < 48_000);
        assertTrue(result.path("content").path(1).path("text").asText().contains("nexhelm://results/1"));
    }

    @Test
    void any_other_large_answer_is_shortened_and_kept() {
        backend.json(
                "GET " + RUN_PATH,
                "{\"id\":\"" + RUN + "\",\"status\":\"designed\",\"proposal\":{\"text\":\"" + "x".repeat(200_000)
                        + "\"}}");
        server = Server.start(home).open();
        JsonNode result = server.call(SHOW, RUN_ARGUMENT);
        assertTrue(result.path("content").path(0).path("text").asText().length() < 48_000);
        assertTrue(
                result.path("content").path(1).path("text").asText().contains("nexhelm://results/1"), result::toString);
        JsonNode listed = server.answer(server.request("resources/list", "{}")).path("result");
        assertEquals(
                "nexhelm://results/1",
                listed.path("resources").path(0).path("uri").asText());
    }

    @Test
    void runs_are_resources_and_an_unknown_one_is_an_error() throws Json.Malformed {
        server = Server.start(home).open();
        assertTrue(server.answer(server.request("resources/templates/list", "{}"))
                        .path("result")
                        .path("resourceTemplates")
                        .size()
                >= 4);
        assertEquals("designed", read("nexhelm://runs/" + RUN).path("status").asText());
        for (String uri : List.of(
                "nexhelm://runs/" + RUN + "/nonsense",
                "file:///etc/passwd",
                "nexhelm://results/9",
                "nexhelm://runs/" + RUN + "?page=2",
                "")) {
            assertEquals(-32602, code(server.request("resources/read", "{\"uri\":\"" + uri + "\"}")), uri);
        }
    }

    private JsonNode read(String uri) throws Json.Malformed {
        return Json.parse(server.answer(server.request("resources/read", "{\"uri\":\"" + uri + "\"}"))
                .path("result")
                .path("contents")
                .path(0)
                .path("text")
                .asText());
    }

    @Test
    void prompts_take_their_argument_as_data() {
        server = Server.start(home).open();
        JsonNode prompts = server.answer(server.request("prompts/list", "{}"))
                .path("result")
                .path("prompts");
        assertEquals(2, prompts.size());
        JsonNode prompt = server.answer(server.request(
                        "prompts/get",
                        "{\"name\":\"engineering_loop\",\"arguments\":{\"transcript\":\"100% %s of it\"}}"))
                .path("result");
        assertTrue(
                prompt.path("messages")
                        .path(0)
                        .path("content")
                        .path("text")
                        .asText()
                        .endsWith("---\n100% %s of it"),
                prompt::toString);
        assertEquals(-32602, code(server.request("prompts/get", "{\"name\":\"engineering_loop\"}")));
        assertEquals(-32602, code(server.request("prompts/get", "{\"name\":\"other\"}")));
    }

    // --- the revision without a handshake ---

    private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

    @Test
    void the_revision_without_a_handshake_is_discovered_listed_and_called() {
        server = Server.start(home);
        JsonNode found = server.answer(server.request("server/discover", "{" + META + "}"))
                .path("result");
        assertEquals("complete", found.path("resultType").asText());
        assertEquals("2026-07-28", found.path("supportedVersions").path(0).asText());
        assertEquals(0, found.path("ttlMs").asInt(-1));
        assertEquals("private", found.path("cacheScope").asText());
        JsonNode modern =
                server.answer(server.request("tools/list", "{" + META + "}")).path("result");
        assertEquals("private", modern.path("cacheScope").asText());
        assertEquals(
                "nexhelm",
                modern.path("_meta")
                        .path("io.modelcontextprotocol/serverInfo")
                        .path("name")
                        .asText());
        JsonNode called = server.answer(server.request(
                        "tools/call", "{\"name\":\"" + SHOW + "\",\"arguments\":" + RUN_ARGUMENT + "," + META + "}"))
                .path("result");
        assertEquals(RUN, called.path("structuredContent").path("id").asText());
        assertFalse(called.has("ttlMs"));
        server.open();
        JsonNode old = server.answer(server.request("tools/list", "{}")).path("result");
        assertEquals(old.path("tools"), modern.path("tools"));
        assertFalse(old.has("resultType"));
    }

    @Test
    void the_revision_without_a_handshake_has_its_own_errors() {
        server = Server.start(home);
        JsonNode error = server.answer(
                        server.request("tools/list", "{" + META.replace("2026-07-28", "1900-01-01") + "}"))
                .path("error");
        assertEquals(-32022, error.path("code").asInt());
        assertEquals("{\"supported\":[\"2026-07-28\"],\"requested\":\"1900-01-01\"}", Json.compact(error.path("data")));
        assertEquals(
                -32602,
                code(server.request(
                        "tools/list", "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}")));
        String level = ",\"io.modelcontextprotocol/logLevel\":";
        for (String wrong : List.of("\"loud\"", "7", "null", "{}")) {
            assertEquals(
                    -32602,
                    code(server.request("tools/list", "{" + META.replace("{}}", "{}" + level + wrong + "}") + "}")),
                    wrong);
        }
        assertTrue(server.answer(
                        server.request("tools/list", "{" + META.replace("{}}", "{}" + level + "\"warning\"}") + "}"))
                .has("result"));
        for (String method : List.of("initialize", "ping", "logging/setLevel", "bogus")) {
            assertEquals(-32601, code(server.request(method, "{" + META + "}")), method);
        }
        assertEquals(-32602, code(server.request("server/discover", "{}")));
    }

    // --- errors ---

    @Test
    void what_goes_wrong_in_a_call_is_one_line_that_names_tool_and_cause() {
        backend.status("GET " + RUN_PATH, 409, "{\"detail\":\"held by run\\n  r-9\"}");
        server = Server.start(home).open();
        assertEquals("Error executing tool " + SHOW + ": run_id is required", server.text(SHOW, "{}"));
        assertEquals(
                "Error executing tool " + SHOW + ": run_id must be text, not a number",
                server.text(SHOW, "{\"run_id\":7}"));
        assertEquals(
                "Error executing tool agents_lab_workflow_list: limit must be from 1 to 200, not -5",
                server.text("agents_lab_workflow_list", "{\"limit\":-5}"));
        assertEquals(
                "Error executing tool " + SHOW + ": GET " + RUN_PATH + " -> 409: held by run r-9",
                server.text(SHOW, RUN_ARGUMENT));
        assertEquals("Unknown tool: agents_lab_workflow_teleport", server.text("agents_lab_workflow_teleport", "{}"));
    }

    @Test
    void an_error_shows_neither_a_token_nor_a_folder() throws IOException {
        backend.status(
                "GET " + RUN_PATH, 500, "{\"detail\":\"Bearer " + Server.TOKEN + " eyJhbGciOiJI.eyJzdWIiOiJ1.c2ln\"}");
        server = Server.start(home).open();
        String text = server.text(SHOW, RUN_ARGUMENT);
        assertFalse(text.contains("4f1c9a7e2b8d") || text.contains("eyJ"), text);
        Files.writeString(home.resolve(".nex/config"), "{ broken");
        text = server.text(SHOW, RUN_ARGUMENT);
        assertTrue(text.contains("~/.nex/config is not JSON"), text);
        assertFalse(text.contains(home.toString()), text);
    }

    @Test
    void a_wrong_request_gets_the_code_of_json_rpc() {
        server = Server.start(home).open();
        assertEquals(-32601, code(server.request("bogus/method", "{}")));
        assertEquals(-32601, code(server.request("logging/setLevel", "{\"level\":\"info\"}")));
        assertEquals(-32602, code(server.request("completion/complete", "{}")));
        assertEquals(-32602, code(server.request("tools/call", "{}")));
        assertEquals(-32602, code(server.request("tools/call", "{\"name\":\"" + SHOW + "\",\"arguments\":[]}")));
        assertEquals(-32602, code(server.request("tools/call", "[]")));
    }

    // --- frames ---

    @Test
    void malformed_lines_are_answered_and_the_server_lives_on() {
        server = Server.start(home).open();
        int seen = server.messages().size();
        List<Integer> wanted = new ArrayList<>();
        Map<String, Integer> lines = Map.ofEntries(
                Map.entry("this is not json {", -32700),
                Map.entry("[".repeat(20_000), -32700),
                Map.entry("{\"a\":".repeat(20_000), -32700),
                Map.entry("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"} extra", -32700),
                Map.entry("[]", -32600),
                Map.entry("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]", -32600),
                Map.entry("42", -32600),
                Map.entry("null", -32600),
                Map.entry("\"text\"", -32600),
                Map.entry("{}", -32600),
                Map.entry("{\"id\":5,\"method\":\"ping\"}", -32600),
                Map.entry("{\"jsonrpc\":\"1.0\",\"id\":5,\"method\":\"ping\"}", -32600),
                Map.entry("{\"jsonrpc\":2.0,\"id\":5,\"method\":\"ping\"}", -32600),
                Map.entry("{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}", -32600),
                Map.entry("{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}", -32600),
                Map.entry("{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}", -32600),
                Map.entry("{\"jsonrpc\":\"2.0\",\"id\":99999999999999999999,\"method\":\"ping\"}", -32600),
                Map.entry("{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":7}", -32600));
        for (var line : lines.entrySet()) {
            wanted.add(line.getValue());
            server.send(line.getKey());
        }
        server.write(new byte[] {'"', (byte) 0xff, (byte) 0xfe, '"', '\n'});
        wanted.add(-32700);
        assertPing();
        List<Integer> codes = server.messages().stream()
                .skip(seen)
                .filter(message -> message.has("error"))
                .map(message -> message.path("error").path("code").asInt())
                .toList();
        assertEquals(wanted, codes);
    }

    @Test
    void a_line_of_100_megabytes_is_refused_and_the_server_lives_on() {
        server = Server.start(home).open();
        byte[] block = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 100; i++) {
            server.write(block);
        }
        server.send("");
        server.await(message -> message.path("error").path("code").asInt() == -32600);
        assertPing();
    }

    @Test
    void blank_lines_carriage_returns_and_pieces_of_lines_are_taken() {
        server = Server.start(home).open();
        server.send("");
        server.send("   ");
        server.send("\r");
        server.send("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"ping\"}\r");
        server.await(message -> message.path("id").asText().equals("a"));
        for (char c : "{\"jsonrpc\":\"2.0\",\"id\":\"b\",\"method\":\"ping\"}\n".toCharArray()) {
            server.write(new byte[] {(byte) c});
        }
        server.await(message -> message.path("id").asText().equals("b"));
        assertTrue(server.messages().stream().noneMatch(message -> message.has("error")), server.output());
    }

    @Test
    void a_notification_is_never_answered() {
        server = Server.start(home).open();
        int seen = server.messages().size();
        server.send("{\"jsonrpc\":\"2.0\",\"method\":\"bogus\"}");
        server.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":77}}");
        server.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":[]}");
        server.send("{\"jsonrpc\":\"2.0\",\"id\":\"nobody asked\",\"result\":{}}");
        assertPing();
        assertEquals(seen + 1, server.messages().size(), server.output());
    }

    // --- at the same time ---

    @Test
    void ping_is_answered_at_once_while_ten_calls_run() {
        slowRuns();
        server = Server.start(home).open();
        for (int i = 0; i < 10; i++) {
            server.startCall(SHOW, "{\"run_id\":\"slow\"}");
        }
        awaitRequests(10);
        assertPing();
        long began = System.nanoTime();
        assertPing();
        long millis = (System.nanoTime() - began) / 1_000_000;
        assertTrue(millis < 50, millis + " ms");
    }

    @Test
    void a_cancelled_call_closes_its_silent_stream_within_a_second_and_is_never_answered() throws Exception {
        try (var chat =
                new SilentChat("{\"id\":\"" + RUN + "\",\"status\":\"verifying\",\"verifier_client_task_id\":7}")) {
            Server.config(home, chat.url());
            server = Server.start(home).open();
            int id = server.request(
                    "tools/call",
                    "{\"name\":\"" + RUN_TOOL + "\",\"arguments\":" + RUN_ARGUMENT
                            + ",\"_meta\":{\"progressToken\":\"p\"}}");
            server.await(
                    message -> message.path("params").path("message").asText().equals("the agent starts"));
            server.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":" + id
                    + "}}");
            assertTrue(chat.hungUp.await(1, TimeUnit.SECONDS), "the stream is closed within a second");
            int seen = server.messages().size();
            assertPing();
            Server.pause(300);
            assertEquals(seen + 1, server.messages().size(), server.output());
            assertTrue(
                    server.messages().stream()
                            .noneMatch(message -> message.path("id").asInt() == id),
                    server.output());
        }
    }

    @Test
    void progress_rises_and_ends_before_the_result() {
        backend.json(
                "POST " + RUN_PATH + "/start-verification",
                "{\"id\":\"" + RUN + "\",\"status\":\"verifying\",\"verifier_client_task_id\":7}");
        backend.stream(
                "POST /langchain-agent/chat",
                "{\"type\":\"status\",\"data\":{\"step\":1,\"of\":2,\"title\":\"Read\",\"state\":\"started\"}}",
                "{\"type\":\"tool_start\",\"data\":{\"name\":\"read_document\"}}",
                "{\"type\":\"tool_end\",\"data\":{\"name\":\"read_document\",\"status\":\"ok\"}}",
                "{\"type\":\"complete\",\"data\":{}}");
        server = Server.start(home).open();
        int id = server.request(
                "tools/call",
                "{\"name\":\"" + RUN_TOOL + "\",\"arguments\":" + RUN_ARGUMENT + ",\"_meta\":{\"progressToken\":9}}");
        server.answer(id);
        List<JsonNode> messages = server.messages();
        List<JsonNode> progress = messages.stream()
                .filter(message -> message.path("method").asText().equals("notifications/progress"))
                .map(message -> message.path("params"))
                .toList();
        List<String> told =
                progress.stream().map(params -> params.path("message").asText()).toList();
        assertTrue(
                told.containsAll(List.of(
                        "step 1 of 2: Read (started)",
                        "tool read_document",
                        "tool read_document done",
                        "the agent is done")),
                told::toString);
        int last = 0;
        for (JsonNode params : progress) {
            assertEquals(9, params.path("progressToken").asInt());
            assertTrue(params.path("progress").asInt() > last, progress::toString);
            last = params.path("progress").asInt();
        }
        assertEquals(id, messages.get(messages.size() - 1).path("id").asInt());
    }

    // --- the end ---

    @Test
    void at_the_end_of_the_input_a_running_call_is_answered_and_the_exit_code_is_0() {
        backend.on("GET /workflow-lab/runs/slow", exchange -> {
            StubBackend.pause(500);
            StubBackend.send(exchange, 200, "application/json", RUN_JSON);
        });
        server = Server.start(home).open();
        int id = server.startCall(SHOW, "{\"run_id\":\"slow\"}");
        awaitRequests(1);
        assertEquals(0, server.end(Duration.ofSeconds(2)));
        assertFalse(server.answer(id).path("result").path("isError").asBoolean(true));
    }

    @Test
    void requests_that_were_read_before_the_end_of_the_input_are_answered() {
        server = Server.start(home);
        server.send(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\"}}\n"
                    + "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}");
        assertEquals(0, server.end(Duration.ofSeconds(10)));
        assertTrue(server.answer(2).path("result").path("tools").size() > 20);
    }

    @Test
    void at_the_end_of_the_input_a_call_that_goes_on_is_cancelled_within_two_seconds() {
        slowRuns();
        server = Server.start(home).open();
        server.startCall(SHOW, "{\"run_id\":\"slow\"}");
        awaitRequests(1);
        assertEquals(0, server.end(Duration.ofSeconds(2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void a_signal_ends_it_in_silence(String signal) throws Exception {
        Assumptions.assumeFalse(
                signal.equals("INT") && interruptIgnored(),
                "this shell ignores SIGINT (nohup, a job in the background), and so does what it starts");
        server = Server.start(home).open();
        assertPing();
        String said = server.output();
        Command.of("kill", "-" + signal, Long.toString(server.pid()))
                .run(Duration.ofSeconds(5))
                .ok();
        assertTrue(server.process().waitFor(2, TimeUnit.SECONDS));
        assertEquals(said, server.output());
        assertEquals("", server.errors());
    }

    /** Whether SIGINT was ignored when this process was started: POSIX hands that down to what it starts. */
    private static boolean interruptIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 0b10) != 0);
    }

    @Test
    void nothing_but_json_rpc_is_written_whatever_tool_is_called() {
        server = Server.start(home, "--toolsets", "all").open();
        for (String name : names()) {
            server.call(name, "{}");
            server.call(
                    name,
                    "{\"run_id\":\"x\",\"task_schedule_id\":\"x\",\"task_definition_id\":\"x\",\"name\":\"n\","
                        + "\"frequency\":\"daily\",\"schedule_config\":{},\"transcript_text\":\"t\",\"feedback\":\"f\"}");
        }
        assertPing();
    }

    @Test
    void the_recorded_cases_pass() {
        Path contract = Needs.contract();
        String command = String.join(
                " ",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                "'" + Server.classPath() + "'",
                ServerMain.class.getName());
        var result = Command.of(
                        Needs.python().toString(),
                        contract.resolve("replay.py").toString(),
                        "--mcp-cmd",
                        command,
                        "--jobs",
                        "2",
                        contract.resolve("cases/mcp").toString())
                .in(home)
                .run(Duration.ofMinutes(4));
        assertEquals(
                0,
                result.code(),
                () -> result.out()
                                .lines()
                                .filter(line -> line.startsWith("FAIL"))
                                .toList()
                        + result.err());
    }

    // --- helpers ---

    private static void golden(Path file, String text) throws IOException {
        if ("1".equals(System.getenv("UPDATE_GOLDEN"))) {
            Files.writeString(file, text);
        }
        assertEquals(Files.readString(file), text);
    }

    private JsonNode initialize(String revision) {
        return server.answer(server.request(
                        "initialize",
                        "{\"protocolVersion\":\"" + revision
                                + "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}"))
                .path("result");
    }

    private void assertPing() {
        assertEquals(
                "{}", Json.compact(server.answer(server.request("ping", "{}")).path("result")));
    }

    private int code(int id) {
        return server.answer(id).path("error").path("code").asInt();
    }

    private String structured(String tool, String arguments) {
        return Json.compact(server.call(tool, arguments).path("structuredContent"));
    }

    private List<String> names() {
        JsonNode tools =
                server.answer(server.request("tools/list", "{}")).path("result").path("tools");
        return StreamSupport.stream(tools.spliterator(), false)
                .map(tool -> tool.path("name").asText())
                .toList();
    }

    private void slowRuns() {
        backend.on("GET /workflow-lab/runs/slow", exchange -> {
            StubBackend.pause(5000);
            StubBackend.send(exchange, 200, "application/json", RUN_JSON);
        });
    }

    private void awaitRequests(int count) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (backend.asked.size() < count && System.nanoTime() < end) {
            Server.pause(5);
        }
        assertEquals(count, backend.asked.size());
    }
}
