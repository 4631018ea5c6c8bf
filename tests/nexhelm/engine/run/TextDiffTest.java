package nexhelm.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Texts line by line. */
class TextDiffTest {

    @Test
    void what_changed_is_shown_with_a_little_around_it() {
        assertEquals(
                List.of("@ line 3", " c", " d", "-e", "+E", " f", " g"),
                TextDiff.of("a\nb\nc\nd\ne\nf\ng\nh", "a\nb\nc\nd\nE\nf\ng\nh"));
        assertEquals(List.of("-a", "+b"), TextDiff.of("a", "b"));
        assertEquals(List.of("+new"), TextDiff.of("", "new"));
        assertEquals(List.of("-old"), TextDiff.of("old", ""));
        assertEquals(List.of(), TextDiff.of("same", "same"));
    }

    @Test
    void line_ends_are_no_lines() {
        assertEquals(List.of("@ only line ends differ"), TextDiff.of("a\r\nb", "a\nb"));
    }

    @Test
    void large_differences_stay_short_and_quick() {
        String a = "x\n".repeat(100_000);
        String b = "y\n".repeat(100_000);
        List<String> lines = TextDiff.of(a, b);
        assertEquals(81, lines.size());
        assertTrue(lines.get(80).contains("more lines"), lines.get(80));
    }
}
