package nexhelm.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nexhelm.auth.Login;
import nexhelm.http.UrlHttp;
import nexhelm.json.Json;
import nexhelm.support.Checkout;
import nexhelm.support.Command;
import nexhelm.support.Needs;
import nexhelm.support.RunningEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol's own tools look at us: the conformance suite over HTTP, the Inspector over standard input and output. */
class OfficialScenariosTest {

    @TempDir
    Path home;

    @Test
    void the_frozen_scenarios_of_2025_11_25_are_all_reached() throws Exception {
        List<String> suite =
                new ArrayList<>(Needs.node22("@modelcontextprotocol/conformance@0.2.0-alpha.12", "conformance"));
        try (var fixture = new HttpFixture(0)) {
            suite.addAll(List.of("server", "--url", fixture.url(), "--requirements", "2025-11-25"));
            var result = Command.of(suite.toArray(String[]::new)).in(home).run(Duration.ofMinutes(3));
            String summary = result.out().substring(Math.max(0, result.out().indexOf("=== SUMMARY ===")));
            assertEquals(0, result.code(), summary);
            String unscored = summary.substring(summary.indexOf("Not scored"));
            List<String> failed = summary.lines()
                    .filter(line -> line.startsWith("✗ "))
                    .map(line -> line.substring(2, line.indexOf(':')))
                    .filter(scenario -> !unscored.contains(scenario + " "))
                    .toList();
            assertEquals(List.of(), failed, summary);
            assertTrue(summary.lines().filter(line -> line.startsWith("✓ ")).count() >= 30, summary);
        }
    }

    @Test
    void the_inspector_calls_tools_of_the_engine_of_this_machine_in_every_era() throws Exception {
        Needs.node22("@modelcontextprotocol/inspector@2.12.0", "mcp-inspector");
        Files.createDirectories(home.resolve(".nex"));
        try (RunningEngine engine = RunningEngine.start(home.resolve(".nex/engine"), "--pace", "0")) {
            ObjectNode config = new Login(new UrlHttp(Map.of()), engine.url())
                    .local(engine.localSecret())
                    .deepCopy()
                    .put("backend_url", engine.url())
                    .put("frontend_url", engine.url())
                    .put("cli_token_expires_at", 4102444800L);
            Files.writeString(home.resolve(".nex/config"), Json.readable(config));
            for (String era : List.of("legacy", "auto", "modern")) {
                Command.Result listed = inspect(era, "tools/list", "--strict");
                assertEquals(0, listed.code(), listed.err());
                // the Inspector refuses --strict with a call; it checks the answer against the schema by itself
                JsonNode designed = called(
                        era,
                        "agents_lab_workflow_designer",
                        "transcript_text=" + Files.readString(Checkout.root().resolve("examples/annual-review.txt")));
                assertEquals("designed", designed.path("status").asText(), designed::toString);
                String id = designed.path("id").asText();
                JsonNode ran = called(era, "agents_lab_workflow_run", "run_id=" + id);
                assertEquals("complete", ran.path("stop_reason").asText(), ran::toString);
                called(era, "agents_lab_workflow_cancel", "run_id=" + id);
            }
        }
    }

    private JsonNode called(String era, String tool, String argument) throws Exception {
        Command.Result result = inspect(era, "tools/call", "--tool-name", tool, "--tool-arg", argument);
        assertEquals(0, result.code(), result.err() + result.out());
        JsonNode answer = Json.parse(result.out());
        assertFalse(answer.path("isError").asBoolean(), answer::toString);
        return answer.path("structuredContent");
    }

    private Command.Result inspect(String era, String method, String... more) {
        List<String> inspector =
                new ArrayList<>(Needs.node22("@modelcontextprotocol/inspector@2.12.0", "mcp-inspector"));
        inspector.addAll(List.of(
                "--cli",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Server.classPath(),
                ServerMain.class.getName(),
                "--method",
                method,
                "--protocol-era",
                era));
        inspector.addAll(List.of(more));
        return Command.of(inspector.toArray(String[]::new))
                .in(home)
                .env("HOME", home)
                .env("npm_config_cache", Path.of(System.getProperty("user.home"), ".npm"))
                .run(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy", "auto", "modern"})
    void the_inspector_finds_no_fault_in_any_era(String era) throws Exception {
        Server.config(home, "http://127.0.0.1:1");
        Command.Result result = inspect(era, "tools/list", "--strict");
        assertEquals(0, result.code(), result.err());
        assertTrue(Json.parse(result.out()).path("tools").size() > 20, result.out());
        assertTrue(result.err().contains(" 0 errors, ") || result.err().contains("\n0 errors, "), result.err());
    }
}
