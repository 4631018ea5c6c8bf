package nexhelm.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What the test command prints and how it ends. */
class TestReportTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Not found by the test command: its name does not end in Test. */
    static class Example {
        @Test
        void a_good_one() {}

        @Test
        void a_bad_one() {
            assertEquals("what was wanted", deeper());
        }

        @Test
        void one_for_another_day() {
            Assumptions.abort("needs a full moon");
        }

        private static String deeper() {
            return "what came";
        }
    }

    static class BrokenExample {
        static {
            Assertions.fail("cannot even start");
        }

        @Test
        void never_reached() {}
    }

    static class NothingFails {
        @Test
        void a_good_one() {}
    }

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void failures_are_shown_with_our_own_frames_and_skipped_tests_with_their_reason() {
        assertEquals(1, run(Example.class));
        String text = bytes.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("Example > a_bad_one()"), text);
        assertTrue(text.contains("expected: <what was wanted> but was: <what came>"), text);
        assertTrue(text.contains("a_bad_one(TestReportTest.java:"), text);
        assertFalse(text.contains("at java.base"), text);
        assertFalse(text.contains("org.junit"), text);
        assertTrue(text.contains("needs a full moon"), text);
        assertTrue(text.endsWith("\n1 passed, 1 failed, 1 skipped\n"), text);
    }

    @Test
    void a_class_that_cannot_start_is_a_failure() {
        assertEquals(1, run(BrokenExample.class));
        String text = bytes.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("cannot even start"), text);
        assertTrue(text.endsWith("\n0 passed, 1 failed\n"), text);
    }

    @Test
    void all_good_is_zero() {
        assertEquals(0, run(NothingFails.class));
        assertTrue(bytes.toString(StandardCharsets.UTF_8).endsWith("\n1 passed, 0 failed\n"));
    }

    @Test
    void a_word_that_no_test_contains_is_an_error() {
        var result = Command.jbang("test", "no such test").run(LIMIT);
        assertEquals(1, result.code());
        assertTrue(result.out().endsWith("\nNo test ran.\n\n0 passed, 0 failed\n"), result.out());
    }

    @Test
    void the_list_names_tests_by_class_and_method() {
        var result = Command.jbang("test", "--list", "the list names tests").run(LIMIT);
        assertEquals(
                TestReportTest.class.getName() + ".the_list_names_tests_by_class_and_method",
                result.ok().lines().reduce((first, second) -> second).orElse(""));
    }

    private int run(Class<?> tests) {
        var report = new TestReport(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectClass(tests))
                                .build(),
                        report);
        return report.close();
    }
}
