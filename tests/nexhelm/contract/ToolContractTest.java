package nexhelm.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexhelm.Failure;
import nexhelm.agents.Agents;
import nexhelm.client.Progress;
import nexhelm.client.Session;
import nexhelm.http.StubServer;
import nexhelm.json.Json;
import nexhelm.tool.Tool;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Same inputs, same requests, same JSON, same failure: by the command line and by the action itself. */
class ToolContractTest {
    @TempDir
    Path home;

    private final StubServer backend = StubServer.start();
    private TestWorld world;

    @BeforeEach
    void answers() {
        String run =
                "{\"id\": \"r\", \"status\": \"verifying\", \"verifier_client_task_id\": 7, \"task_definition_id\":"
                        + " \"td\", \"verifier_thread_id\": \"t\", \"odd\": [1.50, null, \"ü\"]}";
        for (String route : List.of(
                "GET /workflow-lab/runs/r",
                "POST /workflow-lab/runs",
                "POST /workflow-lab/runs/r/refine",
                "POST /workflow-lab/runs/r/start-verification",
                "POST /workflow-lab/runs/r/finalise",
                "POST /workflow-lab/runs/r/cancel")) {
            backend.on(route, run);
        }
        backend.on("GET /workflow-lab/runs", "{\"runs\": [" + run + "]}")
                .on("GET /workflow-lab/runs/r/task-definition", "{\"task_definition\": {\"name\": \"x\"}}")
                .on(
                        "GET /langchain-agent/threads/t/messages",
                        "{\"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}")
                .on(
                        "POST /langchain-agent/chat",
                        StubServer.events("{\"type\": \"token\"}", "{\"type\": \"complete\"}"))
                .on("GET /workflow-lab/sandbox-accounts", "{\"sandbox_accounts\": []}")
                .on("POST /workflow-lab/integration-engineer", "{\"capabilities_needed\": []}")
                .on("GET /task_definitions/td", "{\"id\": \"td\"}")
                .on("POST /task-schedules/s/trigger", "{\"ok\": 1}")
                .on("POST /task-schedules", "{\"id\": \"s\"}");
        world = TestWorld.signedIn(home, backend.url());
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "workflow show r | show | {\"run_id\": \"r\"}",
                "workflow list -n 3 --active | list | {\"limit\": 3, \"active\": true}",
                "workflow list | list | {}",
                "workflow trace r | trace | {\"run_id\": \"r\"}",
                "workflow export r | export_task_definition | {\"run_id\": \"r\"}",
                "workflow designer --transcript-text T -s sb --hint H | designer | {\"transcript_text\": \"T\","
                        + " \"sandbox_user_id\": \"sb\", \"design_note\": \"H\"}",
                "workflow refine r -m shorter | refine | {\"run_id\": \"r\", \"feedback\": \"shorter\"}",
                "workflow refine r -T td.json | refine | {\"run_id\": \"r\", \"task_definition\": {\"name\":"
                        + " \"edited\"}}",
                "workflow verifier r | verifier | {\"run_id\": \"r\"}",
                "workflow evaluator r --verdict approved | evaluator | {\"run_id\": \"r\", \"reviewer_verdict\":"
                        + " \"approved\"}",
                "workflow run r -k go | run | {\"run_id\": \"r\", \"kickoff_prompt\": \"go\"}",
                "workflow run r -k go --standalone | run | {\"run_id\": \"r\", \"kickoff_prompt\": \"go\","
                        + " \"standalone\": true}",
                "workflow cancel r | cancel | {\"run_id\": \"r\"}",
                "workflow cancel --all-active | cancel | {\"all_active\": true}",
                "workflow sandbox-accounts --include-disabled | sandbox_accounts | {\"include_disabled\": true}",
                "workflow integration-engineer --transcript-text T | integration_engineer | {\"transcript_text\":"
                        + " \"T\"}",
                "tasks get-def td | get_definition | {\"task_definition_id\": \"td\"}",
                "tasks trigger s | trigger_schedule | {\"task_schedule_id\": \"s\"}",
                "tasks create-schedule td --name n --frequency daily --schedule-config {} | create_schedule |"
                        + " {\"task_definition_id\": \"td\", \"name\": \"n\", \"frequency\": \"daily\","
                        + " \"schedule_config\": {}}",
            })
    void both_ways_give_the_same_requests_and_the_same_json(String line, String tool, String input) throws Exception {
        world.file("proj/td.json", "{\"run_id\": \"r\", \"task_definition\": {\"name\": \"edited\"}}");
        var result = world.nex((line + " --json").split(" "));
        assertEquals(0, result.code(), result.all());
        List<String> byCommand = requests();
        JsonNode called = tool(line, tool).call(session(), (ObjectNode) Json.parse(input));
        assertEquals(Json.pretty(called) + "\n", result.out());
        List<String> all = requests();
        assertEquals(byCommand, all.subList(byCommand.size(), all.size()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "workflow show absent | show | {\"run_id\": \"absent\"}",
                "workflow list -n 0 | list | {\"limit\": 0}",
                "workflow list -n x | list | {\"limit\": \"x\"}",
                "workflow refine r | refine | {\"run_id\": \"r\"}",
                "workflow evaluator r --verdict maybe | evaluator | {\"run_id\": \"r\", \"reviewer_verdict\":"
                        + " \"maybe\"}",
                "workflow cancel | cancel | {}",
                "workflow designer | designer | {}",
                "workflow show .. | show | {\"run_id\": \"..\"}",
                "tasks create-schedule td --name n --frequency daily | create_schedule | {\"task_definition_id\":"
                        + " \"td\", \"name\": \"n\", \"frequency\": \"daily\"}",
            })
    void both_ways_fail_alike(String line, String tool, String input) throws Exception {
        var result = world.nex((line + " --json").split(" "));
        JsonNode error = Json.parse(result.out()).path("error");
        var failure =
                assertThrows(Failure.class, () -> tool(line, tool).call(session(), (ObjectNode) Json.parse(input)));
        assertEquals(failure.exit(), result.code());
        assertEquals(failure.exit(), error.path("exit").asInt());
        assertEquals(
                failure.kind().name().toLowerCase(java.util.Locale.ROOT),
                error.path("kind").asText());
        assertEquals(failure.retryable(), error.path("retryable").asBoolean());
        org.junit.jupiter.api.Assertions.assertTrue(
                unnamed(error.path("message").asText()).endsWith(unnamed(failure.getMessage())), result.out());
    }

    /** A command names an input by its flag, a tool by its key; the rest of the sentence is the same. */
    private static String unnamed(String message) {
        return message.replaceFirst("(?:--[a-z-]+|[a-z_]+)(?= (?:must be|is required))", "INPUT");
    }

    @Test
    void an_assistant_is_held_to_its_tokens_scopes_and_named_to_the_backend() throws Exception {
        world.config(TestWorld.configOf(backend.url()).replace("\"lab.write\", ", ""));
        var assistant = new Session(world.world(), Optional.empty(), Session.Speaker.ASSISTANT, Progress.SILENT);
        tool("workflow", "show").call(assistant, Json.object().put("run_id", "r"));
        assertEquals("assistant", backend.only().headers().get("x-nex-actor"));
        var failure = assertThrows(
                Failure.class,
                () -> tool("workflow", "refine")
                        .call(assistant, Json.object().put("run_id", "r").put("feedback", "x")));
        assertEquals(Failure.Kind.SCOPE, failure.kind());
        assertEquals(1, backend.asked().size());
        assertEquals(0, world.nex("workflow", "refine", "r", "-m", "x").code(), "for people the backend decides");
        assertEquals(
                Map.of(),
                Map.copyOf(backend.seen().get(1).headers()).entrySet().stream()
                        .filter(header -> header.getKey().equals("x-nex-actor"))
                        .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private List<String> requests() {
        return backend.seen().stream().map(StubServer.Seen::toString).toList();
    }

    private Session session() {
        return new Session(world.world(), Optional.empty(), Session.Speaker.PERSON, Progress.SILENT);
    }

    private static Tool<?> tool(String line, String name) {
        return Agents.group(line.split(" ")[0]).orElseThrow().tools().stream()
                .filter(tool -> tool.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
