package nexhelm.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import nexhelm.json.Json;
import nexhelm.support.Command;
import nexhelm.support.Needs;
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

    @ParameterizedTest
    @ValueSource(strings = {"legacy", "auto", "modern"})
    void the_inspector_finds_no_fault_in_any_era(String era) throws Exception {
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
                "tools/list",
                "--strict",
                "--protocol-era",
                era));
        Server.config(home, "http://127.0.0.1:1");
        var result = Command.of(inspector.toArray(String[]::new))
                .in(home)
                .env("HOME", home)
                .env("npm_config_cache", Path.of(System.getProperty("user.home"), ".npm"))
                .run(Duration.ofMinutes(2));
        assertEquals(0, result.code(), result.err());
        assertTrue(Json.parse(result.out()).path("tools").size() > 20, result.out());
        assertTrue(result.err().contains(" 0 errors, ") || result.err().contains("\n0 errors, "), result.err());
    }
}
