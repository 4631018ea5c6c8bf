import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/** The MCP server beside the reference's: start, calls, and the Inspector's load. */
final class McpBenchmarks {
    private static final String TOOL = "agents_lab_workflow_show";
    private static final String ARGUMENTS = "{\"run_id\":\"run-1\"}";
    private static final int CALLS = 100;

    private McpBenchmarks() {}

    /** From nothing to the answer of initialize. */
    static void start(Programs programs, int rounds) throws Exception {
        try (var backend = new StubBackend(programs.home())) {
            var contest = new Contest("MCP server start: to the answer of `initialize`");
            for (var launch : programs.mcpLaunches().entrySet()) {
                contest.add(launch.getKey(), () -> {
                    long start = System.nanoTime();
                    var client = programs.mcp(launch.getValue()).initialize();
                    Duration took = Duration.ofNanos(System.nanoTime() - start);
                    client.close();
                    return took;
                });
            }
            contest.run(rounds, System.out);
        }
    }

    /** Calls one after the other, each of which asks the backend once. */
    static void calls(Programs programs, int rounds) throws Exception {
        var clients = new ArrayList<McpClient>();
        try (var backend = new StubBackend(programs.home())) {
            var contest = new Contest("MCP calls: " + CALLS + " times `" + TOOL + "`, one after the other").each(CALLS);
            for (var launch : programs.mcpLaunches().entrySet()) {
                McpClient client = programs.mcp(launch.getValue()).initialize().initialized();
                clients.add(client);
                contest.add(launch.getKey(), calls(client));
            }
            contest.run(rounds, System.out);
        } finally {
            for (McpClient client : clients) {
                client.close();
            }
        }
    }

    private static Callable<Duration> calls(McpClient client) {
        return () -> {
            long start = System.nanoTime();
            for (int i = 0; i < CALLS; i++) {
                client.call(TOOL, ARGUMENTS);
            }
            return Duration.ofNanos(System.nanoTime() - start);
        };
    }

    /** The Inspector's load mode (Node 22 by npx): 300 calls, ten at once; medians of the runs' percentiles. */
    static void load(Programs programs, int rounds) throws Exception {
        try (var backend = new StubBackend(programs.home())) {
            Map<String, List<String>> launches = programs.mcpLaunches();
            var percentiles = new java.util.LinkedHashMap<String, List<double[]>>();
            for (int round = 0; round < Math.min(rounds, 5); round++) {
                for (var launch : launches.entrySet()) {
                    percentiles
                            .computeIfAbsent(launch.getKey(), any -> new ArrayList<>())
                            .add(inspect(programs, launch.getValue()));
                }
            }
            System.out.println("\n## MCP load: Inspector 2.12.0, 300 calls of `" + TOOL + "`, 10 at once\n");
            System.out.println("| Launch | p50 | p99 | calls per second |\n|---|---|---|---|");
            percentiles.forEach((name, runs) -> System.out.printf(
                    Locale.ROOT,
                    "| %s | %.1f ms | %.1f ms | %.0f |%n",
                    name,
                    median(runs, 0),
                    median(runs, 1),
                    median(runs, 2)));
            System.out.println("\nmedians of " + Math.min(rounds, 5) + " runs each, in turn");
        }
    }

    private static double[] inspect(Programs programs, List<String> server) throws Exception {
        var words = new ArrayList<>(List.of(
                "npx",
                "--prefer-offline",
                "-y",
                "-p",
                "node@22",
                "-p",
                "@modelcontextprotocol/inspector@2.12.0",
                "mcp-inspector",
                "--cli"));
        words.addAll(server);
        words.addAll(List.of(
                "--method",
                "tools/call",
                "--tool-name",
                TOOL,
                "--tool-arg",
                "run_id=run-1",
                "--load",
                "--load-requests",
                "300",
                "--load-concurrency",
                "10",
                "--format",
                "json"));
        JsonNode told = new ObjectMapper().readTree(programs.output(words));
        if (find(told, "ok") != 300) {
            throw new IllegalStateException("calls failed: " + told);
        }
        return new double[] {find(told, "p50"), find(told, "p99"), find(told, "throughput")};
    }

    /** The first number under a name, however deep; the Inspector's report has each of them once. */
    private static double find(JsonNode report, String name) {
        JsonNode found = report.findValue(name);
        if (found == null) {
            throw new IllegalStateException("the Inspector's report has no " + name + ": " + report);
        }
        return found.asDouble();
    }

    private static double median(List<double[]> runs, int which) {
        return runs.stream().mapToDouble(run -> run[which]).sorted().toArray()[runs.size() / 2];
    }
}
