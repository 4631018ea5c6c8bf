package nexhelm.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import nexhelm.http.Certificates;
import nexhelm.http.RawServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nobody waits for any more ends: its connections, its place, its question. */
class CancellationTest {

    private static final String SHOW = "agents_lab_workflow_show";
    private static final String RUN_TOOL = "agents_lab_workflow_run";
    private static final String RUN_JSON = "{\"id\":\"r-1\",\"status\":\"verifying\",\"verifier_client_task_id\":7}";
    private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

    @TempDir
    Path home;

    private Server server;

    private final Semaphore asked = new Semaphore(0);
    private final CountDownLatch hungUp = new CountDownLatch(1);
    private final RawServer silent = RawServer.start((connection, request) -> {
        asked.release();
        try {
            while (connection.getInputStream().read() >= 0) {
                // nothing more is expected
            }
        } catch (IOException e) {
            // a reset is an end too
        }
        hungUp.countDown();
    });

    @AfterEach
    void stop() {
        server.messages();
        assertEquals("", server.errors());
        server.close();
        silent.close();
    }

    private void cancel(int id) {
        server.send(
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":" + id + "}}");
    }

    /** Cancels a request that its backend never answers. */
    private void assertClosed(int id) throws InterruptedException {
        assertTrue(asked.tryAcquire(10, TimeUnit.SECONDS), "nothing was asked");
        cancel(id);
        assertTrue(hungUp.await(1, TimeUnit.SECONDS), "the connection is still open after a second");
        server.answer(server.request("ping", "{}"));
        assertTrue(server.messages().stream()
                .noneMatch(message -> message.path("id").asInt() == id));
    }

    @Test
    void a_request_that_the_backend_never_answers_is_closed() throws Exception {
        Server.config(home, silent.url());
        server = Server.start(home).open();
        assertClosed(server.startCall(SHOW, "{\"run_id\":\"r-1\"}"));
    }

    @Test
    void the_reading_of_a_resource_is_closed() throws Exception {
        Server.config(home, silent.url());
        server = Server.start(home).open();
        assertClosed(server.request("resources/read", "{\"uri\":\"nexhelm://runs/r-1\"}"));
    }

    @Test
    void a_call_without_a_handshake_is_closed() throws Exception {
        Server.config(home, silent.url());
        server = Server.start(home);
        assertClosed(server.request(
                "tools/call", "{\"name\":\"" + SHOW + "\",\"arguments\":{\"run_id\":\"r-1\"}," + META + "}"));
    }

    @Test
    void a_check_in_a_workspace_is_closed_so_that_the_workspace_can_end_it() throws Exception {
        Server.config(home, "http://127.0.0.1:1");
        Files.writeString(
                home.resolve(".nex/active_workspace"),
                "{\"workspace_id\":\"w-1\",\"endpoint\":\"" + silent.url() + "\",\"session_token\":\"wst-1\","
                        + "\"expires_at\":\"2100-01-01T00:00:00Z\"}");
        server = Server.start(home, "--toolsets", "code").open();
        assertClosed(server.startCall("agents_code_test", "{\"area\":\"backend\"}"));
    }

    @Test
    void the_stream_of_a_run_over_https_is_closed() throws Exception {
        Path store = home.resolve("key.p12");
        Path pem = Certificates.make(store, home.resolve("ca.pem"));
        try (var chat =
                new SilentChat(RUN_JSON, "https", Certificates.server(store).getServerSocketFactory())) {
            Server.config(home, chat.url());
            server = Server.start(home, Map.of("SSL_CERT_FILE", pem.toString())).open();
            int id = server.request(
                    "tools/call",
                    "{\"name\":\"" + RUN_TOOL
                            + "\",\"arguments\":{\"run_id\":\"r-1\"},\"_meta\":{\"progressToken\":\"p\"}}");
            server.await(
                    message -> message.path("params").path("message").asText().equals("the agent starts"));
            cancel(id);
            assertTrue(chat.hungUp.await(1, TimeUnit.SECONDS), "the stream is still open after a second");
        }
    }

    @Test
    void at_the_end_of_the_input_the_connections_are_closed() throws Exception {
        Server.config(home, silent.url());
        server = Server.start(home).open();
        server.startCall(SHOW, "{\"run_id\":\"r-1\"}");
        assertTrue(asked.tryAcquire(10, TimeUnit.SECONDS), "nothing was asked");
        assertEquals(0, server.end(Duration.ofSeconds(2)));
        assertTrue(hungUp.await(1, TimeUnit.SECONDS));
    }

    @Test
    void calls_at_work_leave_room_for_every_other_request_and_a_cancelled_one_for_another_call() throws Exception {
        Server.config(home, silent.url());
        server = Server.start(home).open();
        List<Integer> calls = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            calls.add(server.startCall(SHOW, "{\"run_id\":\"r-1\"}"));
        }
        assertTrue(asked.tryAcquire(64, 20, TimeUnit.SECONDS), "64 at once");
        for (String method : List.of("tools/list", "resources/list", "resources/templates/list", "prompts/list")) {
            assertTrue(server.answer(server.request(method, "{}")).has("result"), method);
        }
        assertTrue(server.answer(server.request("server/discover", "{" + META + "}"))
                .has("result"));
        JsonNode refused = server.answer(server.startCall("agents_list", "{}"));
        assertTrue(refused.path("error").path("message").asText().contains("64 calls"), refused::toString);
        calls.forEach(this::cancel);
        for (int i = 0; i < 64; i++) {
            calls.set(i, server.startCall(SHOW, "{\"run_id\":\"r-1\"}"));
        }
        assertTrue(asked.tryAcquire(64, 20, TimeUnit.SECONDS), "64 again");
        calls.forEach(this::cancel);
        assertFalse(server.call("agents_list", "{}").path("isError").asBoolean(true));
    }

    @Test
    void the_question_of_a_cancelled_call_is_withdrawn() {
        try (var backend = new StubBackend()) {
            Server.config(home, backend.url());
            backend.json("POST /workflow-lab/runs/r-1/start-verification", RUN_JSON);
            backend.stream(
                    "POST /langchain-agent/chat",
                    "{\"type\":\"interaction\",\"data\":{\"interaction_id\":\"i-1\",\"kind\":\"question\",\"prompt\":\"Which?\"}}");
            server = Server.start(home).open("{\"elicitation\":{}}");
            int id = server.startCall(RUN_TOOL, "{\"run_id\":\"r-1\"}");
            JsonNode question =
                    server.await(message -> message.path("method").asText().equals("elicitation/create"));
            cancel(id);
            JsonNode withdrawn =
                    server.await(message -> message.path("method").asText().equals("notifications/cancelled"));
            assertEquals(question.path("id"), withdrawn.path("params").path("requestId"));
            server.send("{\"jsonrpc\":\"2.0\",\"id\":" + question.path("id")
                    + ",\"result\":{\"action\":\"accept\",\"content\":{\"answer\":\"late\"}}}");
            server.answer(server.request("ping", "{}"));
            assertTrue(server.messages().stream()
                    .noneMatch(message -> message.path("id").asInt() == id && !message.has("method")));
            assertEquals(2, backend.asked.size());
        }
    }
}
