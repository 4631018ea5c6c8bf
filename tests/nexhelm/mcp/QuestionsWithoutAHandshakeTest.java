package nexhelm.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import nexhelm.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In the revision without a handshake a question to the person is a result, and the reply comes with the next call. */
class QuestionsWithoutAHandshakeTest {

    private static final String RUN = "/workflow-lab/runs/r-1";

    @TempDir
    Path home;

    private final StubBackend backend = new StubBackend();
    private Server server;
    private String interaction = "i-1";

    @BeforeEach
    void a_run_that_asks_for_an_approval() {
        Server.config(home, backend.url());
        server = Server.start(home);
        backend.json(
                "POST " + RUN + "/start-verification",
                "{\"id\":\"r-1\",\"status\":\"verifying\",\"verifier_client_task_id\":7}");
        backend.on("GET " + RUN, exchange -> StubBackend.send(exchange, 200, "application/json", run()));
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
                                    : "{\"type\":\"interaction\",\"data\":" + asked() + "}")
                            + "\n\n");
        });
    }

    @AfterEach
    void stop() {
        assertEquals("", server.errors());
        server.close();
        backend.close();
    }

    private String asked() {
        return "{\"interaction_id\":\"" + interaction + "\",\"kind\":\"approval\",\"prompt\":\"Send it?\"}";
    }

    private String run() {
        return "{\"id\":\"r-1\",\"status\":\"verifying\",\"verifier_thread_id\":\"t-1\",\"interaction\":" + asked()
                + "}";
    }

    private JsonNode call(String tool, String arguments, String capabilities, ObjectNode more) {
        ObjectNode params = more.put("name", "agents_lab_workflow_" + tool);
        try {
            params.set("arguments", Json.parse(arguments));
            params.putObject("_meta")
                    .put("io.modelcontextprotocol/protocolVersion", "2026-07-28")
                    .set("io.modelcontextprotocol/clientCapabilities", Json.parse(capabilities));
        } catch (Json.Malformed e) {
            throw new AssertionError(e);
        }
        return server.answer(server.request("tools/call", Json.compact(params))).path("result");
    }

    private static ObjectNode reply(JsonNode question, String content) {
        try {
            return (ObjectNode) Json.parse("{\"requestState\":\""
                    + question.path("requestState").asText() + "\",\"inputResponses\":{\"person\":" + content + "}}");
        } catch (Json.Malformed e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_client_that_shows_only_addresses_gets_the_run_as_it_waits_and_no_form() {
        JsonNode result =
                call("run", "{\"run_id\":\"r-1\",\"hitl\":true}", "{\"elicitation\":{\"url\":{}}}", Json.object());
        assertEquals("complete", result.path("resultType").asText(), result::toString);
        assertEquals(
                "interaction",
                result.path("structuredContent").path("stop_reason").asText());
    }

    private JsonNode start() {
        JsonNode question = call("run", "{\"run_id\":\"r-1\",\"hitl\":true}", "{\"elicitation\":{}}", Json.object());
        assertEquals("input_required", question.path("resultType").asText(), question::toString);
        return question;
    }

    @Test
    void the_run_goes_on_with_the_reply_that_comes_with_the_next_call() {
        JsonNode question = start();
        JsonNode request = question.path("inputRequests").path("person");
        assertEquals("elicitation/create", request.path("method").asText());
        assertTrue(request.path("params").path("message").asText().contains("Send it?"), question::toString);
        JsonNode result = call(
                "run",
                "{\"run_id\":\"r-1\",\"hitl\":true}",
                "{\"elicitation\":{}}",
                reply(question, "{\"action\":\"accept\",\"content\":{\"decision\":\"approve\"}}"));
        assertEquals("complete", result.path("resultType").asText());
        assertEquals(
                "complete", result.path("structuredContent").path("stop_reason").asText(), result::toString);
        assertEquals(
                1,
                backend.asked.stream()
                        .filter(a -> a.path().endsWith("/start-verification"))
                        .count(),
                "the run is not started again");
        StubBackend.Asked decision = backend.asked.get(backend.asked.size() - 1);
        assertTrue(decision.body().contains("\"decision\":\"approve\""), decision::body);
        assertEquals(null, decision.actor(), "it is the person who is heard");
    }

    @Test
    void a_reply_to_another_question_is_not_taken_for_this_one() {
        JsonNode question = start();
        interaction = "i-2";
        JsonNode again = call(
                "run",
                "{\"run_id\":\"r-1\",\"hitl\":true}",
                "{\"elicitation\":{}}",
                reply(question, "{\"action\":\"accept\",\"content\":{\"decision\":\"approve\"}}"));
        assertEquals("input_required", again.path("resultType").asText(), again::toString);
        assertFalse(
                backend.asked.stream().anyMatch(asked -> asked.body().contains("interaction_response")),
                "nothing was approved");
        JsonNode garbled = call(
                "run",
                "{\"run_id\":\"r-1\",\"hitl\":true}",
                "{\"elicitation\":{}}",
                Json.object().put("requestState", "!!").set("inputResponses", Json.object()));
        assertEquals("input_required", garbled.path("resultType").asText());
    }

    @Test
    void a_person_who_declines_leaves_the_run_waiting() {
        JsonNode result = call(
                "run",
                "{\"run_id\":\"r-1\",\"hitl\":true}",
                "{\"elicitation\":{}}",
                reply(start(), "{\"action\":\"decline\"}"));
        assertEquals("complete", result.path("resultType").asText());
        assertEquals(
                "interaction",
                result.path("structuredContent").path("stop_reason").asText());
    }

    @Test
    void a_client_that_cannot_ask_is_not_asked_to() {
        JsonNode result = call("run", "{\"run_id\":\"r-1\",\"hitl\":true}", "{}", Json.object());
        assertEquals("complete", result.path("resultType").asText());
        assertEquals(
                "interaction",
                result.path("structuredContent").path("stop_reason").asText());
    }

    @Test
    void a_verdict_that_needs_a_person_is_asked_for_in_the_same_way() {
        backend.on("POST " + RUN + "/finalise", exchange -> {
            boolean assistant = backend.asked.get(backend.asked.size() - 1).actor() != null;
            StubBackend.send(
                    exchange,
                    assistant ? 403 : 200,
                    "application/json",
                    assistant ? "{\"detail\":\"a person decides\",\"kind\":\"person_required\"}" : run());
        });
        String arguments = "{\"run_id\":\"r-1\",\"reviewer_verdict\":\"approved\"}";
        JsonNode question = call("evaluator", arguments, "{\"elicitation\":{}}", Json.object());
        assertEquals("input_required", question.path("resultType").asText(), question::toString);
        JsonNode result = call(
                "evaluator",
                arguments,
                "{\"elicitation\":{}}",
                reply(question, "{\"action\":\"accept\",\"content\":{\"decision\":\"rejected\"}}"));
        assertFalse(result.path("isError").asBoolean(true), result::toString);
        assertTrue(backend.asked.get(backend.asked.size() - 1).body().contains("\"reviewer_verdict\":\"rejected\""));
    }
}
