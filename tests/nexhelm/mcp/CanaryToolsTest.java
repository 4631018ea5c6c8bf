package nexhelm.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import nexhelm.agents.Agents;
import nexhelm.cli.Canaries;
import nexhelm.json.Json;
import nexhelm.tool.Agent;
import nexhelm.tool.Inputs;
import nexhelm.tool.Tool;
import nexhelm.world.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every tool that assistants are offered, with secrets planted everywhere: no result and no file shows one. */
class CanaryToolsTest {

    @TempDir
    Path home;

    @Test
    void no_tool_shows_an_assistant_a_planted_secret() {
        var leaks = new ArrayList<String>();
        try (var canaries = new Canaries(home)) {
            for (Canaries.Mood mood : Canaries.Mood.values()) {
                canaries.mood(mood);
                int calls = 0;
                int asked = canaries.asked();
                var script = new StringBuilder(line(
                        1,
                        "initialize",
                        Json.object()
                                .put("protocolVersion", "2025-06-18")
                                .<ObjectNode>set("capabilities", Json.object())
                                .set(
                                        "clientInfo",
                                        Json.object().put("name", "t").put("version", "1"))));
                script.append("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n");
                for (Agent agent : Agents.ALL) {
                    for (Tool<?> tool : agent.on(Tool.Surface.MCP)) {
                        for (boolean all : new boolean[] {false, true}) {
                            ObjectNode call = Json.object().put("name", "agents_" + agent.name() + "_" + tool.name());
                            call.set("arguments", arguments(tool, all));
                            script.append(line(10 + calls++, "tools/call", call));
                        }
                    }
                }
                String answers = serve(canaries, script.toString());
                assertFalse(answers.contains("Unknown tool"), answers);
                assertTrue(
                        canaries.asked() - asked > calls / 2,
                        mood + " " + calls + " calls, asked " + (canaries.asked() - asked));
                answers.lines()
                        .filter(line -> !Canaries.in(line).isEmpty())
                        .forEach(line -> leaks.add(mood + " " + Canaries.in(line) + ": " + line));
                canaries.files().forEach(file -> leaks.add(mood + " " + file));
            }
        }
        assertEquals("", String.join("\n", leaks));
    }

    private String serve(Canaries canaries, String script) {
        var out = new ByteArrayOutputStream();
        var print = new PrintStream(out, true, StandardCharsets.UTF_8);
        var world = canaries.planted().stdin(script).world();
        var plain = world.terminal();
        int code = Mcp.run(
                new String[] {
                    "--toolsets", "all", "--files-root", home.resolve("proj").toString()
                },
                world.with(new Terminal(plain.in(), print, print, false, false, false, 80, false)));
        String answers = out.toString(StandardCharsets.UTF_8);
        assertEquals(0, code, answers);
        return answers;
    }

    private static ObjectNode arguments(Tool<?> tool, boolean all) {
        ObjectNode arguments = Json.object();
        for (Inputs.Input input : Inputs.of(tool.inputs())) {
            if (!input.arg().mcp() || !all && !input.required()) {
                continue;
            }
            String[] values = input.arg().values();
            switch (input.kind()) {
                case TEXT -> arguments.put(input.name(), values.length > 0 ? values[0] : "r-1");
                case NUMBER ->
                    arguments.put(input.name(), Math.max(1, input.arg().min()));
                case FLAG -> arguments.put(input.name(), true);
                case OBJECT -> arguments.putObject(input.name()).put("name", "n");
                default -> arguments.putArray(input.name()).add("r-1");
            }
        }
        return arguments;
    }

    private static String line(int id, String method, JsonNode params) {
        ObjectNode request = Json.object().put("jsonrpc", "2.0").put("id", id).put("method", method);
        request.set("params", params);
        return Json.compact(request) + "\n";
    }
}
