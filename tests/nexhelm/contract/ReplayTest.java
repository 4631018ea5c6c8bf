package nexhelm.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nexhelm.support.Checkout;
import nexhelm.support.Command;
import nexhelm.support.Needs;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recorded cases of the reference, replayed against the classes under test in processes of their own. */
class ReplayTest {
    /** Cases that cannot pass yet, by a pattern of their names, with the reason. */
    private static final Map<String, String> LATER = Map.of();

    /** Cases that a better behaviour contradicts, with the reason; docs/contract.md lists them. */
    static final Map<String, String> BETTER = Map.of(
            "tasks/run-error-stop", "the agent's error is exit 1, not 0",
            "tasks/run-external-write-flagged", "writes outside of the task are exit 7, not 0",
            "tasks/run-contract-report", "a broken contract is exit 8, not 0",
            "tasks/run-chat-500", "a run that failed leaves its record",
            "tasks/diff-(file-missing|not-json)", "an unreadable file is exit 4; 1 means that fields differ",
            "code/(test-backend|typecheck)", "a failed check is exit 1, not 0");

    private static final List<String> AREAS =
            List.of("config", "auth", "doctor", "usage", "workflow", "run", "tasks", "workspace", "code");
    private static final Pattern LINE = Pattern.compile("(PASS|FAIL) ([\\w-]+/[\\w-]+)(: .*)?");

    @TempDir
    Path folder;

    @Test
    void the_recorded_cases_pass_but_for_those_that_come_later() throws IOException {
        Path contract = contract();
        Path python = Needs.python();
        var command = new ArrayList<String>(List.of(
                python.toString(),
                contract.resolve("replay.py").toString(),
                "--cmd",
                launcher().toString(),
                "--jobs",
                "2"));
        AREAS.forEach(
                area -> command.add(contract.resolve("cases").resolve(area).toString()));
        // several at once would let JBang build the checkout's nex-mcp for doctor, and spoil its jar
        var result = Command.of(command.toArray(String[]::new))
                .without("NEXHELM_CHECKOUT")
                .run(Duration.ofMinutes(4));
        var failed = new TreeMap<String, String>();
        var unexpected = new ArrayList<String>();
        int passed = 0;
        for (String line : result.out().lines().toList()) {
            var match = LINE.matcher(line);
            if (!match.matches()) {
                continue;
            }
            String name = match.group(2);
            if (match.group(1).equals("FAIL")) {
                failed.put(name, line);
            } else if (reason(name).isPresent()) {
                unexpected.add("passes, though it is listed as: " + reason(name).get() + " (" + name + ")");
            } else {
                passed++;
            }
        }
        failed.forEach((name, line) -> reason(name).ifPresentOrElse(why -> {}, () -> unexpected.add(line)));
        assertEquals(List.of(), unexpected);
        assertTrue(passed > 200, result.out() + result.err());
    }

    private static Optional<String> reason(String name) {
        return Stream.of(LATER, BETTER)
                .flatMap(map -> map.entrySet().stream())
                .filter(e -> name.matches(e.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Skips without the cases, also in CI: they are not part of the repository. */
    private static Path contract() {
        Path beside = Checkout.root().resolveSibling("shared").resolve("contract");
        Path folder =
                Optional.ofNullable(System.getenv("NEX_CONTRACT")).map(Path::of).orElse(beside);
        Assumptions.assumeTrue(
                Files.isRegularFile(folder.resolve("replay.py")), "the recorded contract is not at hand");
        return folder;
    }

    /** Starts this build directly; an archive of loaded classes halves the time of each of the many starts. */
    private Path launcher() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classpath = classpath();
        Path archive = folder.resolve("nex.jsa");
        if (Stream.of(classpath.split(File.pathSeparator)).allMatch(entry -> Files.isRegularFile(Path.of(entry)))) {
            Command.of(
                            java,
                            "-XX:ArchiveClassesAtExit=" + archive,
                            "-Xlog:disable",
                            "-cp",
                            classpath,
                            Launch.class.getName(),
                            "workflow",
                            "list",
                            "--json")
                    .env("HOME", folder)
                    .env("NEX_BACKEND_URL", "http://127.0.0.1:1")
                    .env("NEX_TOKEN", "t")
                    .run(Duration.ofMinutes(1));
        }
        Path launcher = folder.resolve("nex");
        Files.writeString(
                launcher,
                "#!/bin/sh\nexec '" + java + "' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto"
                        + (Files.exists(archive) ? " -XX:SharedArchiveFile='" + archive + "'" : "")
                        + " -Xlog:disable -Xlog:all=error:stderr -cp '" + classpath + "' " + Launch.class.getName()
                        + " \"$@\"\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
        return launcher;
    }

    /** Of the tests' class path what nex needs: fewer jars, a quicker start. */
    private static String classpath() {
        return Launch.classpath();
    }
}
