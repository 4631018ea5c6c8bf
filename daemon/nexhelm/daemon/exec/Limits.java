package nexhelm.daemon.exec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a process of a workspace may use.
 *
 * @param path        where programs are looked for, folders parted by colons
 * @param readable    folders besides the system's that a sandboxed process can read
 * @param network     whether a sandboxed process reaches the network
 * @param memoryBytes of all processes of one command together
 * @param longest     the most that a command may take
 * @param outputBytes what is kept of the output
 */
public record Limits(
        String path,
        List<Path> readable,
        boolean network,
        long memoryBytes,
        Duration longest,
        int outputBytes,
        int processes) {

    public static final String PATH = "/usr/local/bin:/usr/bin:/bin";

    public Limits {
        readable = List.copyOf(readable);
    }

    /** What is meant when the operator says nothing. */
    public static Limits standard() {
        return new Limits(PATH, List.of(), false, 2L << 30, Duration.ofMinutes(30), 256 << 10, 512);
    }
}
