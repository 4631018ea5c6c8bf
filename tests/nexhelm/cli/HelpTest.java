package nexhelm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import nexhelm.contract.Golden;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The help of every command, as 80 columns show it. */
class HelpTest {
    @TempDir
    Path home;

    @Test
    void every_command_explains_itself_within_80_columns() {
        var names = new TreeSet<String>();
        for (List<String> path : paths(Catalog.ROOT, List.of())) {
            var words = new ArrayList<>(path);
            words.add("--help");
            var result = TestWorld.in(home).nex(words.toArray(String[]::new));
            assertEquals(0, result.code(), path.toString());
            assertEquals("", result.err());
            String name = path.isEmpty() ? "nex.txt" : String.join("-", path) + ".txt";
            names.add(name);
            Golden.check("help/" + name, result.out());
            result.out().lines().forEach(line -> assertTrue(line.length() <= 80, path + ": " + line));
        }
        Golden.only("help", names);
    }

    @Test
    void short_and_long_option_and_any_place_are_the_same() {
        var world = TestWorld.in(home);
        String help = world.nex("workflow", "list", "--help").out();
        assertEquals(help, world.nex("workflow", "list", "-h").out());
        assertEquals(help, world.nex("workflow", "list", "-n", "3", "-h").out());
        assertEquals(help, world.nex("--profile", "x", "workflow", "list", "-h").out());
        assertEquals(0, world.nex("workflow", "show", "--help").code(), "though the argument is missing");
    }

    @Test
    void help_fits_a_narrow_terminal_and_uses_a_wide_one() {
        for (int width : new int[] {40, 60, 200}) {
            String help = TestWorld.in(home)
                    .width(width)
                    .nex("workflow", "designer", "--help")
                    .out();
            assertTrue(help.contains("--transcript-text"), help);
            String all = TestWorld.in(home).width(width).nex("help").out();
            assertTrue(width < 60 || all.lines().allMatch(line -> line.length() <= width), all);
        }
        assertTrue(TestWorld.in(home)
                        .width(200)
                        .nex("workflow", "designer", "--help")
                        .out()
                        .lines()
                        .count()
                < TestWorld.in(home)
                        .width(60)
                        .nex("workflow", "designer", "--help")
                        .out()
                        .lines()
                        .count());
    }

    private static List<List<String>> paths(Catalog.Entry entry, List<String> path) {
        var all = new ArrayList<List<String>>(List.of(path));
        for (Catalog.Entry child : entry.children()) {
            var deeper = new ArrayList<>(path);
            deeper.add(child.name());
            all.addAll(paths(child, deeper));
        }
        return all;
    }
}
