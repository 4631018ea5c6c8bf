package nexhelm.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import nexhelm.cli.Reference;
import org.junit.jupiter.api.Test;

/** The README's tables are the program's own; {@code UPDATE_GOLDEN=1 ./jbang test Readme} rewrites them. */
class ReadmeTest {

    private static final Path README =
            Path.of(System.getProperty("nexhelm.root", ".")).resolve("README.md");

    @Test
    void the_tables_are_what_the_program_says() throws IOException {
        String text = Files.readString(README);
        String wanted = text;
        for (String topic : new String[] {"commands", "exit-codes", "files", "environment"}) {
            String open = "<!-- " + topic + " -->\n";
            int from = wanted.indexOf(open);
            int to = wanted.indexOf("<!-- /" + topic + " -->");
            assertTrue(from >= 0 && to > from, "README.md has a place for " + topic);
            wanted = wanted.substring(0, from + open.length()) + Reference.markdown(topic) + wanted.substring(to);
        }
        if ("1".equals(System.getenv("UPDATE_GOLDEN"))) {
            Files.writeString(README, wanted);
        }
        assertEquals(wanted, Files.readString(README));
    }

    @Test
    void the_first_screen_has_the_two_commands_for_a_fresh_machine() throws IOException {
        String screen = String.join("\n", Files.readAllLines(README).subList(0, 40));
        assertTrue(screen.contains("./jbang nex try") && screen.contains("./jbang test"), screen);
        assertTrue(screen.contains("jbang nex@nexhelm try") && screen.contains("jbang trust add"), screen);
        assertTrue(screen.contains("mcpServers"), screen);
    }
}
