package nexhelm.mcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import nexhelm.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What belongs to a run can be read as a resource, and ids can be completed. */
class ResourcesTest {

    @TempDir
    Path home;

    private final StubBackend backend = new StubBackend();
    private Server server;

    @BeforeEach
    void start() {
        Server.config(home, backend.url());
        server = Server.start(home).open();
    }

    @AfterEach
    void stop() {
        assertEquals("", server.errors());
        server.close();
        backend.close();
    }

    private JsonNode read(String uri) {
        return server.answer(server.request("resources/read", "{\"uri\":\"" + uri + "\"}"))
                .path("result")
                .path("contents")
                .path(0);
    }

    private List<String> completed(String variable, String prefix, String context) {
        JsonNode result = server.answer(server.request(
                        "completion/complete",
                        "{\"ref\":{\"type\":\"ref/resource\",\"uri\":\"nexhelm://runs/{run_id}/files/{file_id}\"},"
                                + "\"argument\":{\"name\":\"" + variable + "\",\"value\":\"" + prefix + "\"},"
                                + "\"context\":{\"arguments\":{" + context + "}}}"))
                .path("result")
                .path("completion");
        assertEquals(false, result.path("hasMore").asBoolean(true), result::toString);
        return StreamSupport.stream(result.path("values").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @Test
    void transcript_trace_and_written_files_are_resources() throws Json.Malformed {
        backend.on(
                "GET /workflow-lab/runs/r-1/transcript",
                exchange -> StubBackend.send(exchange, 200, "text/plain", "We send a letter.\n"));
        backend.on(
                "GET /workflow-lab/runs/r-1/files/f-1",
                exchange -> StubBackend.send(
                        exchange,
                        200,
                        "text/plain",
                        "version=before"
                                        .equals(exchange.getRequestURI()
                                                .getQuery()
                                                .replaceAll("&?user_id=u-1&?", ""))
                                ? "{\"draft\": 1}"
                                : "Dear Eleanor"));
        backend.json("GET /workflow-lab/runs/r-1/trace", "{\"run_id\":\"r-1\",\"steps\":[{\"index\":1}]}");
        JsonNode transcript = read("nexhelm://runs/r-1/transcript");
        assertEquals("text/plain", transcript.path("mimeType").asText());
        assertEquals("We send a letter.\n", transcript.path("text").asText());
        assertEquals(
                "Dear Eleanor",
                read("nexhelm://runs/r-1/files/f-1").path("text").asText());
        JsonNode before = read("nexhelm://runs/r-1/files/f-1?version=before");
        assertEquals("{\"draft\": 1}", before.path("text").asText(), "a file is its text, whatever it looks like");
        assertEquals(
                1,
                Json.parse(read("nexhelm://runs/r-1/trace").path("text").asText())
                        .path("steps")
                        .size());
        JsonNode templates = server.answer(server.request("resources/templates/list", "{}"))
                .path("result")
                .path("resourceTemplates");
        assertTrue(
                templates.toString().contains("nexhelm://runs/{run_id}/files/{file_id}{?version,as,page}"),
                templates::toString);
    }

    @Test
    void a_file_that_is_no_text_is_a_blob() {
        byte[] pdf = "%PDF-1.7\n\u0000\u00ff".getBytes(StandardCharsets.ISO_8859_1);
        backend.on("GET /workflow-lab/runs/r-1/files/f-1", exchange -> {
            exchange.sendResponseHeaders(200, pdf.length);
            exchange.getResponseBody().write(pdf);
            exchange.close();
        });
        JsonNode file = read("nexhelm://runs/r-1/files/f-1");
        assertEquals("application/pdf", file.path("mimeType").asText());
        assertArrayEquals(pdf, Base64.getDecoder().decode(file.path("blob").asText()));
        assertTrue(file.path("text").isMissingNode());
    }

    @Test
    void a_long_text_is_read_in_pages() {
        String text = "word ".repeat(20_000);
        backend.on(
                "GET /workflow-lab/runs/r-1/transcript",
                exchange -> StubBackend.send(exchange, 200, "text/plain", text));
        var whole = new StringBuilder();
        for (String uri = "nexhelm://runs/r-1/transcript"; !uri.isEmpty(); ) {
            JsonNode page = read(uri);
            whole.append(page.path("text").asText());
            uri = page.path("_meta").path("ai.nexhelm/page").path("next").asText("");
        }
        assertEquals(text, whole.toString());
    }

    @Test
    void a_text_that_is_not_there_or_not_allowed_is_an_error() {
        JsonNode missing =
                server.answer(server.request("resources/read", "{\"uri\":\"nexhelm://runs/r-1/transcript\"}"));
        assertTrue(missing.path("error").path("message").asText().contains("404"), missing::toString);
        Server.config(home, backend.url(), "tasks.read");
        int asked = backend.asked.size();
        JsonNode refused =
                server.answer(server.request("resources/read", "{\"uri\":\"nexhelm://runs/r-1/files/f-1\"}"));
        assertTrue(refused.path("error").path("message").asText().contains("lab.read"), refused::toString);
        assertEquals(asked, backend.asked.size());
        for (String uri : List.of("nexhelm://runs/%zz", "nexhelm://runs/r-1/files/f/g", "nexhelm://runs/r?page=0")) {
            assertEquals(
                    -32602,
                    server.answer(server.request("resources/read", "{\"uri\":\"" + uri + "\"}"))
                            .path("error")
                            .path("code")
                            .asInt(),
                    uri);
        }
    }

    @Test
    void ids_of_runs_and_files_are_completed() {
        backend.json("GET /workflow-lab/runs", "{\"runs\":[{\"id\":\"ab-1\"},{\"id\":\"ab-2\"},{\"id\":\"c-1\"}]}");
        backend.json("GET /workflow-lab/runs/ab-1/files", "{\"run_id\":\"ab-1\",\"files\":[{\"id\":\"f-1\"}]}");
        assertEquals(List.of("ab-1", "ab-2"), completed("run_id", "ab", ""));
        assertEquals(List.of("f-1"), completed("file_id", "", "\"run_id\":\"ab-1\""));
        assertEquals(List.of(), completed("file_id", "", ""));
        assertEquals(List.of(), completed("page", "", ""));
        backend.status("GET /workflow-lab/runs", 500, "{}");
        assertEquals(List.of(), completed("run_id", "", ""), "who types is not told about the backend");
    }
}
