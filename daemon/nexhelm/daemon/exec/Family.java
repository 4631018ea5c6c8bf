package nexhelm.daemon.exec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process with all that it started, also what left its parent: each carries a mark in its environment.
 *
 * @param mark a variable of the environment, {@code NAME=value}
 */
record Family(Process process, String mark) {

    private static final Path PROC = Path.of("/proc");

    /** Those that live. */
    Set<ProcessHandle> members() {
        Set<ProcessHandle> all = new HashSet<>();
        if (process.isAlive()) {
            all.add(process.toHandle());
        }
        process.descendants().forEach(all::add);
        ProcessHandle.allProcesses().filter(each -> carriesMark(each.pid())).forEach(each -> {
            all.add(each);
            each.descendants().forEach(all::add);
        });
        return all;
    }

    /** What they hold in memory together, in bytes, without programs and libraries; 0 where the system does not tell. */
    static long memory(Set<ProcessHandle> members) {
        return members.stream().mapToLong(each -> memory(each.pid())).sum();
    }

    /** Ends all of them, again and again until none is left: one may start another meanwhile. */
    void end() {
        for (int i = 0; i < 50; i++) {
            // by handles: Process.destroy would also throw away output that is not read yet
            // and the first of them first: a shell would tell of the end of its children
            process.toHandle().destroyForcibly();
            Set<ProcessHandle> left = members();
            if (left.isEmpty()) {
                return;
            }
            left.forEach(ProcessHandle::destroyForcibly);
            try {
                TimeUnit.MILLISECONDS.sleep(10L * Math.min(i, 10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                left.forEach(ProcessHandle::destroyForcibly);
                return;
            }
        }
    }

    private boolean carriesMark(long pid) {
        try {
            byte[] environment = Files.readAllBytes(PROC.resolve(pid + "/environ"));
            return ("\0" + new String(environment, StandardCharsets.ISO_8859_1)).contains("\0" + mark + "\0");
        } catch (IOException | SecurityException e) {
            return false; // gone, or another account's
        }
    }

    private static long memory(long pid) {
        try (Stream<String> lines = Files.lines(PROC.resolve(pid + "/status"), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith("RssAnon:") || line.startsWith("RssShmem:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                    .sum();
        } catch (IOException | java.io.UncheckedIOException e) {
            return 0;
        }
    }
}
