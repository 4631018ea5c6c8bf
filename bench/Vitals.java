import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What an engine process holds: read from the JVM after a collection, from /proc and from its database. */
final class Vitals {

    static final String HEAD = "| Runs | s | Heap after GC, MB | Classes, MB | Resident, MB | Threads | Descriptors"
            + " | Database, MB | Rows in sandboxes |\n|---|---|---|---|---|---|---|---|---|";

    private static final Pattern USED = Pattern.compile("(?m)^ *(\\S+) .*\\bused (\\d+)K");
    private static final double MB = 1024.0 * 1024;

    private final long pid;
    private final Path data;

    Vitals(long pid, Path data) {
        this.pid = pid;
        this.data = data;
    }

    /** One look; sizes in bytes. */
    record Sample(
            int runs,
            long millis,
            long heap,
            long classes,
            long resident,
            long threads,
            long descriptors,
            long database,
            long rows) {

        String row() {
            return String.format(
                    Locale.ROOT,
                    "| %d | %d | %.1f | %.1f | %.0f | %d | %d | %.1f | %d |",
                    runs,
                    millis / 1000,
                    heap / MB,
                    classes / MB,
                    resident / MB,
                    threads,
                    descriptors,
                    database / MB,
                    rows);
        }
    }

    Sample take(int runs, long millis) throws Exception {
        jcmd("GC.run");
        long heap = 0;
        long classes = 0;
        Matcher used = USED.matcher(jcmd("GC.heap_info"));
        while (used.find()) {
            String what = used.group(1).toLowerCase(Locale.ROOT);
            heap += what.startsWith("def") || what.startsWith("tenured") || what.startsWith("garbage")
                    ? Long.parseLong(used.group(2)) * 1024
                    : 0;
            classes += what.startsWith("metaspace") ? Long.parseLong(used.group(2)) * 1024 : 0;
        }
        try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return new Sample(
                    runs,
                    millis,
                    heap,
                    classes,
                    status("VmRSS") * 1024,
                    status("Threads"),
                    open.count(),
                    size("engine.db") + size("engine.db-wal"),
                    rows());
        }
    }

    private long size(String file) throws IOException {
        Path path = data.resolve(file);
        return Files.exists(path) ? Files.size(path) : 0;
    }

    private long status(String key) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith(key + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    /** Everything in any sandbox: no run is at work now, so there should be nothing. */
    private long rows() throws SQLException, InterruptedException {
        long left = count();
        for (int tries = 0; left > 0 && tries < 40; tries++) { // a turn's own row goes just after its last event
            Thread.sleep(50);
            left = count();
        }
        return left;
    }

    private long count() throws SQLException {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("engine.db"));
                Statement statement = database.createStatement();
                ResultSet count = statement.executeQuery("SELECT (SELECT COUNT(*) FROM sandbox_items)"
                        + " + (SELECT COUNT(*) FROM sandbox_built_items) + (SELECT COUNT(*) FROM sandbox_tenants)"
                        + " + (SELECT COUNT(*) FROM scheduled_tasks WHERE task_name = 'agent-turn')")) {
            return count.getLong(1);
        }
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "jcmd",
                        String.valueOf(pid),
                        command)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IllegalStateException("jcmd " + command + ": " + said);
        }
        return said;
    }

    /** What grew between the first quarter, when everything was warm, and the end; and what was left in sandboxes. */
    static List<String> leaks(List<Sample> samples) {
        List<String> leaks = new ArrayList<>();
        Sample last = samples.get(samples.size() - 1);
        List<Sample> warm = samples.stream()
                .filter(s -> s.runs() >= last.runs() / 5 && s.runs() <= last.runs() / 2)
                .toList();
        grew("heap", warm, last, Sample::heap, 0.10, 4L << 20, leaks);
        grew("class metadata", warm, last, Sample::classes, 0.10, 4L << 20, leaks);
        grew("resident memory", warm, last, Sample::resident, 0.20, 32L << 20, leaks);
        grew("threads", warm, last, Sample::threads, 0, 4, leaks);
        grew("open descriptors", warm, last, Sample::descriptors, 0, 4, leaks);
        samples.stream()
                .filter(s -> s.rows() > 0)
                .findFirst()
                .ifPresent(s -> leaks.add(s.rows() + " rows were left in sandboxes after run " + s.runs()));
        return leaks;
    }

    private static void grew(
            String what,
            List<Sample> warm,
            Sample last,
            ToLongFunction<Sample> value,
            double share,
            long slack,
            List<String> leaks) {
        long before = warm.stream().mapToLong(value).max().orElse(value.applyAsLong(last));
        long allowed = before + Math.max(slack, (long) (before * share));
        if (value.applyAsLong(last) > allowed) {
            leaks.add(what + " grew from " + before + " to " + value.applyAsLong(last));
        }
    }
}
