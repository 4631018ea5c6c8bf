package nexhelm.daemon.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import nexhelm.engine.http.Refusal;
import nexhelm.support.Fuzz;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Diffs and paths that nobody would think of, for the workspace daemon: applied as a whole, or refused with its own word. */
class PatchFuzzTest {
    private static final String[] NAMES = {
        "one.txt", "sub/two.txt", "new.txt", "../out.txt", ".git/config", "link", "/etc/x"
    };

    @TempDir
    Path temp;

    @Test
    void a_diff_gives_the_lines_that_it_says_or_is_refused() throws Exception {
        Fuzz.each("diff patcher", input -> {
            String before = input.text(8, "a\n", "b\n", "\n", "c\r\n", "d");
            String diff = input.mutated(diff(input, "one.txt", before));
            try {
                for (FileDiff file : FileDiff.parse(diff)) {
                    String after = Hunks.apply(before, file.hunks());
                    int change = file.hunks().stream()
                            .mapToInt(hunk -> length(hunk.after()) - length(hunk.before()))
                            .sum();
                    assertEquals(before.length() + change, after.length(), () -> Fuzz.shown(diff));
                }
            } catch (FileDiff.Malformed | Hunks.DoesNotFit e) {
                assertFalse(e.getMessage().isEmpty());
            }
        });
    }

    @Test
    void a_refused_diff_changes_no_file_and_no_diff_reaches_one_outside() throws Exception {
        Path root = Files.createDirectories(temp.resolve("tree"));
        var tree = new Tree(root, Files.createDirectories(temp.resolve("staging")));
        Files.writeString(temp.resolve("out.txt"), "outside\n");
        Files.createSymbolicLink(root.resolve("link"), temp.resolve("out.txt"));
        Files.createDirectories(root.resolve("sub"));
        Fuzz.each("diffs of several files on disk", 50, input -> {
            String one = input.text(4, "a\n", "b\n", "c\n");
            String two = input.text(4, "a\n", "x\n");
            Files.writeString(root.resolve("one.txt"), one);
            Files.createDirectories(root.resolve("sub"));
            Files.writeString(root.resolve("sub/two.txt"), two);
            Files.deleteIfExists(root.resolve("new.txt"));
            Map<String, String> before = files(temp);
            String diff = input.mutated(diff(input, input.of(NAMES), one) + diff(input, input.of(NAMES), two));
            try {
                TreePath target = input.chance(3) ? TreePath.of(input.of(NAMES)) : TreePath.ROOT;
                UnifiedDiff.apply(tree, target, diff);
                assertEquals("outside\n", Files.readString(temp.resolve("out.txt")));
                assertTrue(
                        files(temp).keySet().stream()
                                .allMatch(name -> name.matches("out\\.txt|tree/(?!\\.git|link).*")),
                        () -> Fuzz.shown(diff));
            } catch (Refusal e) {
                assertEquals(before, files(temp), () -> Fuzz.shown(diff));
            }
            for (String made : files(root).keySet()) {
                if (!before.containsKey("tree/" + made)) {
                    Files.delete(root.resolve(made));
                }
            }
        });
    }

    @Test
    void a_path_is_refused_or_stays_below_the_root() throws Exception {
        Path root = Path.of("tree").toAbsolutePath().normalize();
        Fuzz.each("path guard of workspaces", input -> {
            String text = input.mutated(input.text(
                    8,
                    "..",
                    ".",
                    "/",
                    "//",
                    "a",
                    ".git",
                    ".GIT",
                    "git~1",
                    "\\",
                    "C:",
                    "\u200c",
                    " ",
                    "~",
                    "\0",
                    "b.txt",
                    ".git ",
                    ".git::$INDEX_ALLOCATION",
                    "x".repeat(300)));
            try {
                TreePath path = TreePath.of(text);
                Path place = root.resolve(path.isRoot() ? "" : path.toString());
                assertTrue(place.normalize().startsWith(root), () -> Fuzz.shown(text));
                for (String name : path.names()) {
                    assertFalse(name.equals("..") || name.equals(".") || name.contains("/"), () -> Fuzz.shown(text));
                    assertFalse(name.stripTrailing().equalsIgnoreCase(".git"), () -> Fuzz.shown(text));
                }
            } catch (Refusal e) {
                assertFalse(e.getMessage().isEmpty());
            }
        });
    }

    /** A diff for a text as it ought to be, of one or two hunks. */
    private static String diff(Fuzz input, String name, String before) {
        List<String> lines = FileDiff.lines(before);
        boolean makes = input.chance(6);
        var out = new StringBuilder("--- " + (makes ? "/dev/null" : "a/" + name) + "\n+++ b/" + name + "\n");
        int from = lines.isEmpty() ? 0 : input.random().nextInt(lines.size());
        var body = new StringBuilder();
        int old = 0;
        int now = 0;
        for (String line : lines.subList(from, Math.min(lines.size(), from + 3))) {
            int what = makes ? 2 : input.random().nextInt(3);
            body.append(" -+".charAt(what)).append(line).append(line.endsWith("\n") ? "" : "\n\\ No newline\n");
            old += what == 2 ? 0 : 1;
            now += what == 1 ? 0 : 1;
        }
        int start = old == 0 ? from : from + 1;
        return out.append("@@ -%d,%d +%d,%d @@\n".formatted(start, old, start, now))
                .append(body)
                .toString();
    }

    private static int length(List<String> lines) {
        return lines.stream().mapToInt(String::length).sum();
    }

    private static Map<String, String> files(Path folder) throws IOException {
        var files = new TreeMap<String, String>();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                files.put(folder.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return files;
    }
}
