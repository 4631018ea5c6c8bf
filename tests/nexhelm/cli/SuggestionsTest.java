package nexhelm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import nexhelm.http.StubServer;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command that is suggested can be typed as it stands, the way that nex was called. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SuggestionsTest {

    private static final String COMMANDS =
            Catalog.ROOT.children().stream().map(Catalog.Entry::name).collect(Collectors.joining("|"));
    private static final Pattern SUGGESTED =
            Pattern.compile("(?<![\\w./@-])(?<!/opt/nexhelm/jbang )nex (?:" + COMMANDS + "|COMMAND|--help)(?!\\w)");

    @TempDir
    Path home;

    private TestWorld called() {
        return TestWorld.in(home).env("NEXHELM_CHECKOUT", "/opt/nexhelm");
    }

    @Test
    void every_command_of_the_program_is_known() {
        for (Catalog.Entry entry : Catalog.ROOT.children()) {
            assertEquals(
                    "see /opt/nexhelm/jbang nex " + entry.name() + ".",
                    called().world().typed("see nex " + entry.name() + "."));
        }
        assertEquals("a nex of yours", called().world().typed("a nex of yours"));
        assertEquals(
                "/opt/nexhelm/jbang nex-workspace serve --allow-exec",
                called().world().typed("nex-workspace serve --allow-exec"));
    }

    @Test
    void in_the_folder_of_the_checkout_its_wrapper_is_near() {
        assertEquals(
                "./jbang nex try",
                TestWorld.in(home)
                        .env("NEXHELM_CHECKOUT", home.resolve("proj").toString())
                        .world()
                        .typed("nex try"));
        assertEquals(
                home.resolve("proj/jbang") + " nex",
                TestWorld.in(home)
                        .env("NEXHELM_CHECKOUT", home.resolve("proj").toString())
                        .world()
                        .anywhere());
    }

    @Test
    void help_says_how_each_command_is_called_here() {
        for (Tour.Stop stop : Tour.stops()) {
            var words = new ArrayList<>(List.of(stop.name().split(" ")));
            words.add("--help");
            typable(words, called().nex(words.toArray(String[]::new)));
        }
        typable(List.of(), called().nex());
        typable(List.of("workflow"), called().nex("workflow"));
    }

    @Test
    void errors_and_remarks_name_what_can_be_typed() throws Exception {
        try (var backend = StubServer.start()) {
            backend.on("GET /workflow-lab/runs/r-1", "{\"id\": \"r-1\", \"status\": \"designed\"}")
                    .on("POST /workflow-lab/runs/r-1/cancel", "{\"id\": \"r-1\", \"status\": \"cancelled\"}")
                    .on("GET /workflow-lab/runs/r-1/files", "{\"files\": []}");
            for (Tour.Stop stop : Tour.stops()) {
                if (stop.name().matches("completion|help|_.*|.* _.*|install|update|try|login|engine .*|mcp config")) {
                    continue; // they act on the machine, or print what is no suggestion
                }
                for (List<String> words : stop.ways(false, Tour::nothing)) {
                    typable(words, Tour.run(called().config("{}"), words));
                    typable(words, Tour.run(called().config(TestWorld.configOf("http://127.0.0.1:1")), words));
                    typable(words, Tour.run(called().config(TestWorld.configOf(backend.url())), words));
                }
            }
        }
        for (String command :
                List.of("engine logs", "engine status", "profile list", "auth clear", "mcp config", "nex")) {
            typable(List.of(command), called().nex(command.split(" ")));
        }
        assertEquals(
                "this completes the command nex; /opt/nexhelm/jbang nex install puts it where the shell finds it\n",
                called().nex("completion", "bash").err());
        assertEquals("", TestWorld.in(home).nex("completion", "bash").err());
        var unknown = called().nex("workflow", "lst");
        assertEquals(
                "  see /opt/nexhelm/jbang nex workflow --help",
                unknown.err().lines().skip(1).findFirst().get());
    }

    private static void typable(List<String> words, TestWorld.Result result) {
        assertTrue(
                !SUGGESTED.matcher(result.all()).find(), () -> "nex " + String.join(" ", words) + ":\n" + result.all());
    }
}
