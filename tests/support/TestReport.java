package nexhelm.support;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** What a human reads of a test run, closing with the line {@code N passed, N failed}. */
final class TestReport implements TestExecutionListener {
    private static final int SLOWEST = 5;
    private static final int FRAMES = 8;

    private record Timed(String name, double seconds) {}

    private record Told(String name, String text) {}

    private final PrintStream out;
    private final Map<String, Long> started = new HashMap<>();
    private final List<Timed> passed = new ArrayList<>();
    private final List<Told> failed = new ArrayList<>();
    private final List<Told> skipped = new ArrayList<>();
    private TestPlan plan;

    TestReport(PrintStream out) {
        this.out = out;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
    }

    @Override
    public synchronized void executionStarted(TestIdentifier test) {
        started.put(test.getUniqueId(), System.nanoTime());
    }

    @Override
    public synchronized void executionSkipped(TestIdentifier test, String reason) {
        skipped.add(new Told(name(test), reason));
    }

    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
        double seconds = (System.nanoTime() - started.getOrDefault(test.getUniqueId(), System.nanoTime())) / 1e9;
        switch (result.getStatus()) {
            case SUCCESSFUL -> {
                if (test.isTest()) {
                    passed.add(new Timed(name(test), seconds));
                }
            }
            case ABORTED ->
                skipped.add(new Told(
                        name(test),
                        result.getThrowable().map(Throwable::getMessage).orElse("no reason given")));
            case FAILED -> {
                var failure = new Told(
                        name(test), result.getThrowable().map(TestReport::trace).orElse("failed"));
                failed.add(failure);
                print("FAILED", failure);
            }
        }
        if (test.getSource().filter(ClassSource.class::isInstance).isPresent()) {
            out.printf(Locale.ROOT, "%8.2f s  %s%n", seconds, name(test));
        }
    }

    /** Prints the end of the report and gives the exit code. */
    int close() {
        if (!skipped.isEmpty()) {
            out.println();
            skipped.forEach(told -> print("skipped", told));
        }
        if (failed.size() > 1) {
            out.println("\nFailed:");
            failed.forEach(told -> out.println("  " + told.name));
        }
        if (passed.size() > SLOWEST) {
            out.println("\nSlowest:");
            passed.stream()
                    .sorted(Comparator.comparingDouble(Timed::seconds).reversed())
                    .limit(SLOWEST)
                    .forEach(timed -> out.printf(Locale.ROOT, "%8.2f s  %s%n", timed.seconds, timed.name));
        }
        if (passed.isEmpty() && failed.isEmpty()) {
            out.println("\nNo test ran.");
        }
        String end = skipped.isEmpty() ? "" : ", " + skipped.size() + " skipped";
        out.println("\n" + passed.size() + " passed, " + failed.size() + " failed" + end);
        return passed.isEmpty() || !failed.isEmpty() ? 1 : 0;
    }

    private void print(String word, Told told) {
        out.println(word + ": " + told.name + "\n" + told.text.strip().indent(4).stripTrailing());
    }

    /** "SourcesTest > the list names every file", from the class downwards. */
    private String name(TestIdentifier test) {
        String name = test.getDisplayName();
        TestIdentifier parent = plan.getParent(test).orElse(null);
        while (parent != null && parent.getParentId().isPresent()) {
            name = parent.getDisplayName() + " > " + name;
            parent = plan.getParent(parent).orElse(null);
        }
        return name;
    }

    private static String trace(Throwable thrown) {
        var text = new StringBuilder();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            boolean plain = cause instanceof AssertionError && cause.getMessage() != null;
            text.append(cause == thrown ? "" : "caused by ")
                    .append(plain ? cause.getMessage() : cause)
                    .append('\n');
            frames(cause).forEach(frame -> text.append("  at ").append(frame).append('\n'));
            for (Throwable suppressed : cause.getSuppressed()) {
                text.append("and ").append(suppressed).append('\n');
            }
        }
        return text.toString();
    }

    private static List<StackTraceElement> frames(Throwable thrown) {
        List<StackTraceElement> all = List.of(thrown.getStackTrace());
        if (System.getenv("NEX_DEBUG") != null) {
            return all;
        }
        List<StackTraceElement> ours = all.stream()
                .filter(frame -> frame.getClassName().startsWith("nexhelm."))
                .filter(frame -> !frame.getClassName().equals(TestRun.class.getName()))
                .limit(FRAMES)
                .toList();
        if (thrown instanceof AssertionError || all.isEmpty() || ours.contains(all.get(0))) {
            return ours;
        }
        var withThrower = new ArrayList<>(all.subList(0, 1));
        withThrower.addAll(ours);
        return withThrower;
    }
}
