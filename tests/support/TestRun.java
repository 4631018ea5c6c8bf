package nexhelm.support;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.slf4j.LoggerFactory;

/** Finds the tests among the compiled classes, runs those that were asked for and reports. */
public final class TestRun {
    private static final String USAGE = """
        Usage: ./jbang test [--list] [WORD ...]

        Runs the tests whose class or method contains one of the words, in any case; all of them without a word.
          --list    print the tests instead of running them
        NEX_DEBUG=1 shows whole stack traces. NEX_CI=1 turns 'skipped: something is not installed' into a failure.
        """;

    private TestRun() {}

    /** Logback without configuration writes what libraries say for debugging to standard output, which is slow. */
    private static void quiet() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger("ROOT").setLevel(Level.ERROR);
        }
    }

    public static int main(String[] args) throws IOException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        List<String> words = new ArrayList<>();
        boolean list = false;
        for (String arg : args) {
            if (arg.equals("--list")) {
                list = true;
            } else if (arg.startsWith("-")) {
                out.print(USAGE);
                return arg.equals("-h") || arg.equals("--help") ? 0 : 2;
            } else {
                words.add(arg.toLowerCase(Locale.ROOT).replace(' ', '_').replace('/', '.'));
            }
        }
        out.println("Java " + Runtime.version().feature() + ", checkout " + Checkout.root());
        quiet();
        var launcher = LauncherFactory.create();
        TestPlan plan = launcher.discover(request(words));
        if (list) {
            list(plan, out);
            return 0;
        }
        var report = new TestReport(out);
        launcher.execute(plan, report);
        return report.close();
    }

    private static LauncherDiscoveryRequest request(List<String> words) throws IOException {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(testClasses())
                .filters((PostDiscoveryFilter) test -> FilterResult.includedIf(isAskedFor(test, words)))
                .configurationParameter(
                        "junit.jupiter.displayname.generator.default",
                        "org.junit.jupiter.api.DisplayNameGenerator$ReplaceUnderscores")
                // Classes run one after another unless they say @Execution(CONCURRENT): then two at a time.
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
                .configurationParameter("junit.jupiter.execution.timeout.testable.method.default", "300 s")
                .configurationParameter("junit.jupiter.execution.timeout.mode", "disabled_on_debug")
                .build();
    }

    private static boolean isAskedFor(TestDescriptor test, List<String> words) {
        if (words.isEmpty() || test.getSource().isEmpty()) {
            return true;
        }
        if (test.getSource().get() instanceof MethodSource method) {
            String name = (method.getClassName() + "." + method.getMethodName()).toLowerCase(Locale.ROOT);
            return words.stream().anyMatch(name::contains);
        }
        return true; // a class stays when one of its methods does
    }

    private static List<DiscoverySelector> testClasses() throws IOException {
        return classNames().stream()
                .filter(name -> name.startsWith("nexhelm.") && name.endsWith("Test"))
                .sorted()
                .<DiscoverySelector>map(DiscoverySelectors::selectClass)
                .toList();
    }

    private static List<String> classNames() throws IOException {
        Path code;
        try {
            code = Path.of(TestRun.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
        List<String> entries;
        if (Files.isDirectory(code)) {
            try (Stream<Path> files = Files.walk(code)) {
                entries = files.map(file -> code.relativize(file).toString()).toList();
            }
        } else {
            try (var jar = new JarFile(code.toFile())) {
                entries = jar.stream().map(entry -> entry.getName()).toList();
            }
        }
        return entries.stream()
                .filter(name -> name.endsWith(".class"))
                .map(name -> name.substring(0, name.length() - ".class".length())
                        .replace('/', '.')
                        .replace('\\', '.'))
                .toList();
    }

    private static void list(TestPlan plan, PrintStream out) {
        for (TestIdentifier root : plan.getRoots()) {
            for (TestIdentifier test : plan.getDescendants(root)) {
                test.getSource()
                        .filter(MethodSource.class::isInstance)
                        .map(MethodSource.class::cast)
                        .ifPresent(method -> out.println(method.getClassName() + "." + method.getMethodName()));
            }
        }
    }
}
