package nexhelm.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evidence as assistants get it: compared, listed, and nothing written to the operator's disk. */
class EvidenceToolsTest {

    @TempDir
    Path home;

    private final StubBackend backend = new StubBackend();
    private Server server;

    @BeforeEach
    void start() throws Exception {
        Server.config(home, backend.url());
        server = Server.start(home).open();
    }

    @AfterEach
    void stop() {
        server.close();
        backend.close();
    }

    @Test
    void two_runs_are_compared_by_a_tool_that_only_reads() {
        backend.json(
                "GET /workflow-lab/compare",
                "{\"a\":{},\"b\":{},\"same\":false,\"regressions\":[{\"kind\":\"step\","
                        + "\"text\":\"It was done.\"}],\"steps\":[],\"files\":[]}");
        JsonNode tools =
                server.answer(server.request("tools/list", "{}")).path("result").path("tools");
        JsonNode diff = tools.valueStream()
                .filter(tool -> tool.path("name").asText().equals("agents_lab_workflow_diff"))
                .findFirst()
                .orElseThrow();
        assertTrue(diff.path("annotations").path("readOnlyHint").asBoolean());
        JsonNode result = server.call("agents_lab_workflow_diff", "{\"a\":\"r-1\",\"b\":\"r-2\"}");
        assertFalse(result.path("isError").asBoolean(), result::toString);
        assertEquals(
                "It was done.",
                result.path("structuredContent")
                        .path("regressions")
                        .path(0)
                        .path("text")
                        .asText());
        assertEquals(
                List.of("/workflow-lab/compare"),
                backend.asked.stream()
                        .map(asked -> asked.path().replaceFirst("\\?.*", ""))
                        .toList());
        assertTrue(server.call("agents_lab_workflow_diff", "{\"a\":\"r-1\"}")
                .path("isError")
                .asBoolean());
    }

    @Test
    void an_assistant_that_asks_for_a_download_gets_the_list_and_no_file_is_written() throws Exception {
        backend.json(
                "GET /workflow-lab/runs/r-1/files",
                "{\"run_id\":\"r-1\",\"files\":[{\"id\":\"f\",\"path\":\"../x\",\"change\":\"created\"}]}");
        JsonNode result = server.call(
                "agents_lab_workflow_files", "{\"run_id\":\"r-1\",\"get\":true,\"dir\":\"out\",\"force\":true}");
        assertEquals(
                "../x",
                result.path("structuredContent")
                        .path("files")
                        .path(0)
                        .path("path")
                        .asText(),
                result::toString);
        assertEquals(1, backend.asked.size());
        try (var files = Files.walk(home)) {
            assertTrue(files.noneMatch(file -> file.endsWith("x.txt") || file.endsWith("out")));
        }
    }
}
