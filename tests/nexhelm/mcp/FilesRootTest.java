package nexhelm.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import nexhelm.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an assistant names on disk stays below the folder that the operator gave it, and without one there is none. */
class FilesRootTest {

    private static final String DESIGNER = "agents_lab_workflow_designer";

    @TempDir
    Path home;

    private final StubBackend backend = new StubBackend();
    private Path root;
    private Server server;

    @BeforeEach
    void a_folder_with_a_call() throws IOException {
        Server.config(home, backend.url());
        root = Files.createDirectories(home.resolve("work"));
        Files.writeString(root.resolve("call.txt"), "We read the mail.\n");
        Files.writeString(home.resolve("secret.txt"), "outside");
        backend.json("POST /workflow-lab/runs", "{\"id\":\"r-1\",\"status\":\"designed\"}");
        backend.json(
                "GET /workflow-lab/runs/r-1/task-definition",
                "{\"run_id\":\"r-1\",\"task_definition_id\":\"td\",\"task_definition\":{\"name\":\"n\"}}");
    }

    @AfterEach
    void stop() {
        assertEquals("", server.errors());
        server.close();
        backend.close();
    }

    private void open(String... args) {
        server = Server.start(home, args).open();
    }

    private JsonNode tool(String name) {
        return server.answer(server.request("tools/list", "{}"))
                .path("result")
                .path("tools")
                .valueStream()
                .filter(tool -> tool.path("name").asText().equals(name))
                .findFirst()
                .orElse(Json.object());
    }

    @Test
    void without_a_folder_no_tool_takes_or_writes_a_file() {
        open();
        JsonNode designer = tool(DESIGNER).path("inputSchema").path("properties");
        assertTrue(designer.has("transcript_text") && !designer.has("transcript_file"), designer::toString);
        assertTrue(tool("agents_lab_workflow_report").isEmpty());
        assertTrue(server.text(DESIGNER, "{\"transcript_file\":\"call.txt\"}").contains("transcript_text"));
        server.call("agents_lab_workflow_export_task_definition", "{\"run_id\":\"r-1\",\"output_file\":\"td.json\"}");
        assertFalse(Files.exists(root.resolve("td.json")) || Files.exists(home.resolve("td.json")));
    }

    @Test
    void a_file_below_the_folder_is_read_as_the_command_line_reads_it() throws Exception {
        open("--files-root", root.toString());
        assertTrue(tool(DESIGNER).path("inputSchema").path("properties").has("transcript_file"));
        assertFalse(server.call(DESIGNER, "{\"transcript_file\":\"call.txt\"}")
                .path("isError")
                .asBoolean(true));
        assertEquals(
                "We read the mail.\n",
                Json.parse(backend.asked.get(0).body()).path("transcript_text").asText());
        Files.createDirectories(root.resolve("calls"));
        Files.writeString(
                root.resolve("calls/a.vtt"), "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Maria>We send a letter.\n");
        server.call(DESIGNER, "{\"transcript_file\":\"./calls//a.vtt\"}");
        assertEquals(
                "[00:00:01] Maria: We send a letter.\n",
                Json.parse(backend.asked.get(1).body()).path("transcript_text").asText());
    }

    @Test
    void nothing_outside_of_the_folder_can_be_reached() throws IOException {
        Files.createSymbolicLink(root.resolve("link.txt"), home.resolve("secret.txt"));
        Files.createSymbolicLink(root.resolve("up"), home);
        open("--files-root=" + root);
        for (String name : new String[] {
            "../secret.txt",
            "a/../../secret.txt",
            home.resolve("secret.txt").toString(),
            "~/secret.txt",
            "link.txt",
            "up/secret.txt",
            "",
            ".",
            "calls",
            "missing.txt",
            "a\\u0000b"
        }) {
            JsonNode result = server.call(DESIGNER, "{\"transcript_file\":\"" + name + "\"}");
            String text = result.path("content").path(0).path("text").asText();
            assertTrue(result.path("isError").asBoolean(), name + " -> " + result);
            assertTrue(text.startsWith("Error executing tool " + DESIGNER + ": "), text);
            assertFalse(text.contains("outside") || text.contains(root.toString()), text);
        }
        assertEquals(0, backend.asked.size());
    }

    @Test
    void results_are_written_below_the_folder_and_nowhere_else() throws Exception {
        Files.createSymbolicLink(root.resolve("up"), home);
        Files.writeString(home.resolve("victim.json"), "mine");
        Files.createSymbolicLink(root.resolve("victim.json"), home.resolve("victim.json"));
        open("--files-root", root.toString());
        String export = "agents_lab_workflow_export_task_definition";
        assertFalse(tool(export).path("annotations").path("readOnlyHint").asBoolean(true));
        JsonNode saved = server.call(export, "{\"run_id\":\"r-1\",\"output_file\":\"out/td.json\"}");
        assertEquals("{\"file\":\"out/td.json\"}", Json.compact(saved.path("structuredContent")));
        assertEquals(
                "n",
                Json.parse(Files.readString(root.resolve("out/td.json")))
                        .path("task_definition")
                        .path("name")
                        .asText());
        for (String name : new String[] {"../td.json", "up/td.json", "/tmp/td.json"}) {
            assertTrue(server.call(export, "{\"run_id\":\"r-1\",\"output_file\":\"" + name + "\"}")
                    .path("isError")
                    .asBoolean());
        }
        // the link itself is replaced
        server.call(export, "{\"run_id\":\"r-1\",\"output_file\":\"victim.json\",\"force\":true}");
        assertFalse(Files.isSymbolicLink(root.resolve("victim.json")));
        assertEquals("mine", Files.readString(home.resolve("victim.json")));
        assertFalse(Files.exists(home.resolve("td.json")));
    }

    @Test
    void a_file_that_is_there_is_replaced_only_when_asked_to_and_nothing_hidden_is_written() throws IOException {
        open("--files-root", root.toString());
        String export = "agents_lab_workflow_export_task_definition";
        Files.writeString(root.resolve("td.json"), "mine");
        Files.createDirectories(root.resolve(".git/hooks"));
        Files.createDirectories(root.resolve("folder"));
        for (String name : new String[] {
            "td.json", ".git/hooks/post-checkout", "a/.ssh/config", ".envrc", "./.envrc", "folder", ".new/x"
        }) {
            JsonNode result = server.call(export, "{\"run_id\":\"r-1\",\"output_file\":\"" + name + "\"}");
            assertTrue(result.path("isError").asBoolean(), name);
            assertTrue(result.toString().contains("nothing was written"), result::toString);
        }
        assertEquals(0, backend.asked.size(), "it is refused before the backend is asked");
        JsonNode folder = server.call(export, "{\"run_id\":\"r-1\",\"output_file\":\"folder\",\"force\":true}");
        assertTrue(folder.path("isError").asBoolean(), folder::toString);
        assertEquals("mine", Files.readString(root.resolve("td.json")));
        assertFalse(server.call(export, "{\"run_id\":\"r-1\",\"output_file\":\"td.json\",\"force\":true}")
                .path("isError")
                .asBoolean(true));
        assertTrue(Files.readString(root.resolve("td.json")).contains("task_definition"));
        try (var all = Files.walk(root)) {
            assertEquals(
                    java.util.Set.of("work", "td.json", ".git", "hooks", "folder", "call.txt"),
                    all.map(file -> file.getFileName().toString()).collect(java.util.stream.Collectors.toSet()),
                    "no half file is left");
        }
    }

    @Test
    void a_report_replaces_a_file_only_when_asked_to() throws IOException {
        backend.json(
                "GET /workflow-lab/runs/r-1/trace",
                "{\"run_id\":\"r-1\",\"status\":\"verifying\",\"steps\":[],\"files\":[]}");
        backend.json("GET /workflow-lab/runs/r-1", "{\"id\":\"r-1\",\"status\":\"verifying\"}");
        Files.writeString(root.resolve("report.md"), "mine");
        open("--files-root", root.toString());
        String report = "agents_lab_workflow_report";
        assertTrue(server.text(report, "{\"run_id\":\"r-1\",\"file\":\"report.md\"}")
                .contains("there is a file report.md already; nothing was written; force replaces it"));
        assertTrue(server.text(report, "{\"run_id\":\"r-1\",\"file\":\".github/report.md\"}")
                .contains("hidden folder"));
        assertEquals(0, backend.asked.size());
        assertEquals("mine", Files.readString(root.resolve("report.md")));
        JsonNode written = server.call(report, "{\"run_id\":\"r-1\",\"file\":\"report.md\",\"force\":true}");
        assertFalse(written.path("isError").asBoolean(true), written::toString);
        assertTrue(Files.readString(root.resolve("report.md")).contains("r-1"));
    }

    @Test
    void what_a_run_wrote_is_downloaded_into_the_folder() throws IOException {
        backend.json(
                "GET /workflow-lab/runs/r-1/files",
                "{\"run_id\":\"r-1\",\"files\":[{\"id\":\"f\",\"path\":\"../Letter\",\"change\":\"created\"}]}");
        backend.on(
                "GET /workflow-lab/runs/r-1/files/f",
                exchange -> StubBackend.send(exchange, 200, "text/plain", "Dear Eleanor"));
        open("--files-root", root.toString());
        JsonNode result = server.call("agents_lab_workflow_files", "{\"run_id\":\"r-1\",\"get\":true}");
        assertFalse(result.path("isError").asBoolean(true), result::toString);
        Conformance.check(
                "files", tool("agents_lab_workflow_files").path("outputSchema"), result.path("structuredContent"));
        assertEquals("Dear Eleanor", Files.readString(root.resolve("run-r-1/after/_/Letter.txt")));
        assertTrue(server.text("agents_lab_workflow_files", "{\"run_id\":\"r-1\",\"get\":true}")
                .contains("already"));
        assertTrue(server.call("agents_lab_workflow_files", "{\"run_id\":\"r-1\",\"get\":true,\"dir\":\"../x\"}")
                .path("isError")
                .asBoolean());
    }

    @Test
    void two_recorded_runs_below_the_folder_are_compared() throws IOException {
        for (String run : new String[] {"a", "b"}) {
            Files.createDirectories(root.resolve(run));
            Files.writeString(
                    root.resolve(run).resolve("run.json"),
                    "{\"contract_report\":{\"snapshot\":{\"fee\":\"" + run + "\"}}}");
        }
        open("--files-root", root.toString());
        JsonNode result = server.call("agents_tasks_diff", "{\"baseline\":\"a\",\"other\":\"b/run.json\"}");
        assertFalse(result.path("isError").asBoolean(true), result::toString);
        assertEquals(
                "fee",
                result.path("structuredContent")
                        .path("mismatches")
                        .path(0)
                        .path("field")
                        .asText());
        Conformance.check("diff", tool("agents_tasks_diff").path("outputSchema"), result.path("structuredContent"));
        assertTrue(server.call("agents_tasks_diff", "{\"baseline\":\"../a\",\"other\":\"b\"}")
                .path("isError")
                .asBoolean());
        server.close();
        open();
        assertTrue(tool("agents_tasks_diff").isEmpty());
    }

    @Test
    void read_only_wins_over_the_folder() {
        open("--files-root", root.toString(), "--read-only");
        assertTrue(tool("agents_lab_workflow_report").isEmpty());
        assertFalse(tool("agents_lab_workflow_files")
                .path("inputSchema")
                .path("properties")
                .has("get"));
        server.call("agents_lab_workflow_export_task_definition", "{\"run_id\":\"r-1\",\"output_file\":\"td.json\"}");
        assertFalse(Files.exists(root.resolve("td.json")));
    }

    @Test
    void a_folder_that_is_not_there_is_an_error_at_the_start() {
        server = Server.start(
                home, Map.of("NEX_MCP_FILES_ROOT", home.resolve("nowhere").toString()));
        assertEquals(2, server.end(Duration.ofSeconds(10)));
        assertTrue(server.errors().contains("is no folder"), server.errors());
        open();
    }
}
