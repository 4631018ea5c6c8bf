package nexhelm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import nexhelm.agents.Agents;
import nexhelm.tool.Tool;
import nexhelm.world.TestWorld;
import nexhelm.world.TestWorld.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A tour of every command that the catalog has, with secrets planted everywhere: none of them may be seen. */
class CanaryTest {

    /** What waits longer than this waits for a person or a run that never ends; it is interrupted. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path home;

    @Test
    void no_planted_secret_is_seen_on_a_tour_of_all_commands() throws Exception {
        var leaks = new TreeSet<String>();
        var toured = new TreeSet<String>();
        try (var canaries = new Canaries(home)) {
            for (Canaries.Mood mood : Canaries.Mood.values()) {
                canaries.mood(mood);
                for (Stop stop : stops(Catalog.ROOT, "")) {
                    for (List<String> way : stop.ways(mood == Canaries.Mood.OBJECT || mood == Canaries.Mood.INVALID)) {
                        Result result = run(canaries.planted(), way);
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
            Result told = run(world, List.of("auth", "token"));
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

    /** One command of the tour with what it takes. */
    private record Stop(String name, CommandSpec spec) {

        /** As a person would, as a script would, and with each option that there is. */
        List<List<String>> ways(boolean each) {
            var plain = new ArrayList<>(List.of(name.split(" ")));
            spec.positionalParameters().stream()
                    .filter(argument -> argument.required())
                    .forEach(argument -> plain.add("r-1"));
            var all = new ArrayList<>(plain);
            spec.positionalParameters().stream()
                    .filter(argument -> !argument.required())
                    .forEach(argument -> all.add("r-1"));
            List<List<String>> ways = new ArrayList<>(List.of(plain, all));
            for (OptionSpec option : spec.options()) {
                if (option.longestName().equals("--json")
                        || each && !option.longestName().equals("--help")) {
                    var way = new ArrayList<>(all);
                    way.add(option.longestName());
                    if (option.arity().min() > 0) {
                        way.add(value(option));
                    }
                    ways.add(way);
                }
            }
            return ways.stream().distinct().toList();
        }

        private static String value(OptionSpec option) {
            if (option.completionCandidates() != null) {
                return option.completionCandidates().iterator().next();
            }
            return switch (option.paramLabel()) {
                case "N", "SECONDS", "PORT" -> "1";
                case "JSON" -> "{}";
                default -> "r-1";
            };
        }
    }

    private static List<Stop> stops(Catalog.Entry entry, String name) {
        var stops = new ArrayList<Stop>();
        entry.command().ifPresent(command -> {
            CommandSpec spec = CommandSpec.create();
            command.get().declare(spec);
            stops.add(new Stop(name.strip(), spec));
        });
        entry.children().forEach(child -> stops.addAll(stops(child, name + " " + child.name())));
        return stops;
    }

    /** Runs it to its end, or stops it as Ctrl-C would when it waits for somebody. */
    private static Result run(TestWorld world, List<String> words) throws InterruptedException, ExecutionException {
        var task = new FutureTask<>(() -> world.nex(words.toArray(String[]::new)));
        var thread = new Thread(task, String.join(" ", words));
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
        }
        try {
            return task.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("nex " + String.join(" ", words) + " does not end");
        }
    }
}
