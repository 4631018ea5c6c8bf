package nexhelm.daemon.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import nexhelm.engine.http.Refusal;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.junit.jupiter.api.Test;

/** Diffs, paths and patterns that nobody would think of; the seeds are fixed, so a failure comes back. */
class DiffPropertiesTest {

    private static final String[] LINES = {"a\n", "b\n", "\n", "a\r\n", "--- a\n", "+++ b\n", "@@ x\n", "\\ no\n", " \n"
    };

    @Test
    void what_another_program_wrote_as_a_diff_gives_the_new_text_again() throws Exception {
        Random random = new Random(11);
        for (int i = 0; i < 3000; i++) {
            String before = text(random);
            String after = random.nextInt(3) == 0 ? text(random) : changed(before, random);
            if (!before.equals(after)) {
                String diff = diff(before, after, random.nextInt(4));
                List<FileDiff> files = FileDiff.parse(diff);
                assertEquals(1, files.size(), diff);
                assertEquals(after, Hunks.apply(before, files.get(0).hunks()), diff);
            }
        }
    }

    @Test
    void a_hunk_is_found_again_below_lines_that_were_added_above_it() throws Exception {
        Random random = new Random(12);
        for (int i = 0; i < 500; i++) {
            String unique = "u" + i + "\n";
            String before = text(random) + "\nx\n" + unique + "y\n" + text(random);
            String after = before.replace(unique, "new\n");
            String above = "z\n".repeat(random.nextInt(50));
            String diff = diff(before, after, 3);
            assertEquals(
                    above + after,
                    Hunks.apply(above + before, FileDiff.parse(diff).get(0).hunks()),
                    diff);
        }
    }

    @Test
    void a_damaged_diff_is_refused_or_applied_and_nothing_else() throws Exception {
        Random random = new Random(13);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            String before = text(random);
            StringBuilder diff = new StringBuilder(diff(before, changed(before, random), 1 + random.nextInt(3)));
            for (int n = random.nextInt(4); n >= 0 && diff.length() > 0; n--) {
                int at = random.nextInt(diff.length());
                switch (random.nextInt(3)) {
                    case 0 -> diff.deleteCharAt(at);
                    case 1 -> diff.insert(at, "@-+ \\\n9,".charAt(random.nextInt(8)));
                    default -> diff.setLength(at);
                }
            }
            try {
                for (FileDiff file : FileDiff.parse(diff.toString())) {
                    Hunks.apply(before, file.hunks());
                }
            } catch (FileDiff.Malformed | Hunks.DoesNotFit e) {
                refused++;
            }
        }
        assertTrue(refused > 1000, "only " + refused + " were refused");
    }

    @Test
    void a_path_is_refused_or_stays_below_the_root() {
        Random random = new Random(14);
        String[] parts = {
            "..", ".", "/", "//", "a", ".git", ".GIT", "git~1", "\\", "C:", "\u200c", " ", "~", "\0", "b.txt"
        };
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(8); n > 0; n--) {
                text.append(parts[random.nextInt(parts.length)]);
                text.append(random.nextBoolean() ? "/" : "");
            }
            try {
                for (String name : TreePath.of(text.toString()).names()) {
                    assertTrue(
                            !name.equals("..")
                                    && !name.equals(".")
                                    && !name.isEmpty()
                                    && !name.contains("/")
                                    && !name.replaceAll("\\p{Cf}", "")
                                            .toLowerCase()
                                            .matches("\\.git[. ]*"),
                            text.toString());
                }
            } catch (Refusal e) {
                assertTrue(e.status() == 403 || e.status() == 422, e.getMessage());
            }
        }
    }

    @Test
    void the_size_of_a_pattern_is_never_guessed_too_small_where_it_matters() {
        assertTrue(Repetitions.size("((a{100}){100}){100}") > 1e6);
        assertTrue(Repetitions.size("(?:(?:x|y){1,1000}z){1000}") > 1e6);
        assertTrue(Repetitions.size("[a-z]{1000}{1000}") > 1e6);
        assertTrue(Repetitions.size("def .*fee{1,3}\\{1000\\}") < 50);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(30); n > 0; n--) {
            text.append(LINES[random.nextInt(LINES.length)]);
        }
        if (random.nextInt(3) == 0) {
            text.append("no newline");
        }
        return text.toString();
    }

    private static String changed(String text, Random random) {
        StringBuilder changed = new StringBuilder();
        for (String line : FileDiff.lines(text)) {
            switch (random.nextInt(8)) {
                case 0 -> changed.append("");
                case 1 -> changed.append(line.endsWith("\n") ? line + "new\n" : line);
                default -> changed.append(line);
            }
        }
        return changed.toString();
    }

    private static String diff(String before, String after, int context) throws IOException {
        RawText a = new RawText(before.getBytes(StandardCharsets.UTF_8));
        RawText b = new RawText(after.getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("--- a/file\n+++ b/file\n".getBytes(StandardCharsets.UTF_8));
        try (DiffFormatter formatter = new DiffFormatter(out)) {
            formatter.setContext(context);
            formatter.format(new HistogramDiff().diff(RawTextComparator.DEFAULT, a, b), a, b);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
