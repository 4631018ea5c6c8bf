package nexhelm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import nexhelm.agents.Agents;
import nexhelm.tool.Tool;
import nexhelm.world.TestWorld;
import nexhelm.world.TestWorld.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tour of every command that the catalog has, with secrets planted everywhere: none of them may be seen. */
class CanaryTest {

    @TempDir
    Path home;

    @Test
    void no_planted_secret_is_seen_on_a_tour_of_all_commands() throws Exception {
        var leaks = new TreeSet<String>();
        var toured = new TreeSet<String>();
        try (var canaries = new Canaries(home)) {
            for (Canaries.Mood mood : Canaries.Mood.values()) {
                canaries.mood(mood);
                for (Tour.Stop stop : Tour.stops()) {
                    for (List<String> way :
                            stop.ways(mood == Canaries.Mood.OBJECT || mood == Canaries.Mood.INVALID, Tour::nothing)) {
                        Result result = Tour.run(canaries.planted(), way);
                        toured.add(stop.name());
                        String line = String.join(" ", way);
                        if (!shows(line)) {
                            Canaries.in(result.all())
                                    .forEach(secret -> leaks.add(mood + " nex " + line + ": " + secret + "\n"
                                            + result.all().strip()));
                        }
                        canaries.files().forEach(file -> leaks.add(mood + " nex " + line + ": " + file));
                    }
                }
            }
        }
        assertTrue(toured.size() > 80, toured.toString());
        Agents.ALL.forEach(agent -> agent.on(Tool.Surface.CLI)
                .forEach(tool -> assertTrue(toured.contains(agent.group() + " " + tool.verb()), tool.name())));
        assertEquals("", String.join("\n\n", leaks));
    }

    @Test
    void a_planted_leak_is_found() throws Exception {
        try (var canaries = new Canaries(home)) {
            TestWorld world = canaries.planted();
            assertEquals(List.of(), canaries.files());
            Result told = Tour.run(world, List.of("auth", "token"));
            assertEquals(1, Canaries.in(told.all()).size(), "the search finds the token where it is printed");
            assertEquals(
                    1,
                    Canaries.in("https://x/?t=" + URLEncoder.encode(told.out().strip(), StandardCharsets.UTF_8))
                            .size());
            assertEquals(1, Canaries.in(told.out().substring(0, 12)).size(), "also cut short");
            world.file("proj/trace.log", "sent " + told.out());
            assertEquals(1, canaries.files().size());
        }
    }

    /** The only two ways whose purpose is to show a secret. */
    private static boolean shows(String line) {
        return line.startsWith("auth token") // for scripts, when it is asked for
                // the answer as it came, session token included: scripts written for the reference read it
                || line.startsWith("workspace start") && line.contains("--json");
    }
}
