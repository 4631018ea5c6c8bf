package nexhelm.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import nexhelm.Failure;
import nexhelm.support.Fuzz;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The editor of the SSH config and the reader of the service key's file with inputs that nobody would think of. */
class ClientFuzzTest {
    private static final String OURS = "Host nex.w-1\n    HostName w-1\n    User workspace\n";
    private static final String[] PIECES = {
        "Host a\n",
        "Host *\r\n",
        "  User me\n",
        "\n",
        "\r\n",
        "# note",
        " \t",
        "Match all\n",
        "Include x\n",
        "\u00e9\u00ff",
        OURS,
        "Host nex.w-2\n    User u\n",
        SshConfig.BEGIN + "\n",
        SshConfig.END + "\n",
        "  " + SshConfig.END + "\r\n",
        SshConfig.BEGIN,
        SshConfig.END,
        SshConfig.BEGIN + "\n" + OURS + SshConfig.END + "\n",
        "\0",
        "no line end"
    };

    @TempDir
    Path home;

    @Test
    void no_byte_outside_of_the_markers_of_the_ssh_config_changes() throws Exception {
        var refused = new int[1];
        Fuzz.each("SSH block editor", input -> {
            String before = input.mutated(input.text(10, PIECES));
            try {
                String added = SshConfig.edited(before, hosts -> hosts.put("nex.new", "Host nex.new\n    User w\n"));
                assertTrue(added.contains("Host nex.new\n"), () -> Fuzz.shown(before));
                assertEquals(outside(before), outside(added), () -> Fuzz.shown(before));
                String removed = SshConfig.edited(added, hosts -> hosts.remove("nex.new"));
                assertEquals(
                        String.join("", outside(before)), String.join("", outside(removed)), () -> Fuzz.shown(before));
                assertEquals(removed, SshConfig.edited(removed, hosts -> {}), () -> Fuzz.shown(before));
                if (outside(before).equals(List.of("", before))) {
                    assertEquals(before, removed);
                }
            } catch (Failure e) {
                refused[0]++; // a block that was damaged by hand
            }
        });
        assertTrue(refused[0] > 0);
    }

    @Test
    void a_refused_ssh_config_keeps_its_bytes() throws Exception {
        var world = TestWorld.in(home);
        Path file = home.resolve(".ssh/config");
        Files.createDirectories(file.getParent());
        var config = new SshConfig(world.world());
        Fuzz.each("SSH config as a file", 50, input -> {
            byte[] before = input.mutated(input.text(10, PIECES)).getBytes(StandardCharsets.ISO_8859_1);
            Files.write(file, before);
            try {
                config.add("new", home.resolve("key"), home.resolve("hosts"), List.of("nex"));
                config.remove("new");
            } catch (Failure e) {
                org.junit.jupiter.api.Assertions.assertArrayEquals(before, Files.readAllBytes(file));
            }
        });
    }

    @Test
    void the_service_keys_file_gives_what_its_lines_say() throws Exception {
        Fuzz.each("tasks-run.env", input -> {
            String text = input.mutated(input.text(
                    12,
                    "SUPABASE_URL",
                    "SUPABASE_SERVICE_ROLE_KEY",
                    "=",
                    "==",
                    "https://x",
                    "\n",
                    "\r\n",
                    "#",
                    " ",
                    "'",
                    "\"",
                    "export ",
                    "\u2028",
                    "\0"));
            Map<String, String> expected = new HashMap<>();
            for (String line : text.split("\n", -1)) {
                String[] sides = line.trim().split("=", 2);
                if (sides.length == 2 && !sides[0].isEmpty() && !sides[0].startsWith("#")) {
                    expected.putIfAbsent(sides[0], sides[1].trim());
                }
            }
            assertEquals(expected, Supabase.variables(text), () -> Fuzz.shown(text));
        });
    }

    /** What is before and behind the block, or all of a text without one. */
    private static List<String> outside(String text) {
        var head = new StringBuilder();
        var tail = new StringBuilder();
        int part = 0;
        for (String line : text.split("(?<=\n)")) {
            if (line.strip().equals(SshConfig.BEGIN)) {
                part = 1;
            } else if (line.strip().equals(SshConfig.END)) {
                part = 2;
            } else if (part != 1) {
                (part == 0 ? head : tail).append(line);
            }
        }
        // without a block all of it comes behind the new one, at the top of the file
        return part == 0 ? List.of("", head.toString()) : List.of(head.toString(), tail.toString());
    }
}
