package nexhelm.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import nexhelm.world.TextFile;

/** The file of host keys that OpenSSH keeps for workspaces (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"). */
final class KnownHosts {

    private KnownHosts() {}

    /** Removes the keys of a host; other lines stay as they are. A new workspace under an old name has another key. */
    static void forget(Path file, String host) throws IOException {
        if (!Files.isRegularFile(file)) {
            return;
        }
        List<String> lines = Files.readAllLines(file);
        List<String> kept = lines.stream().filter(line -> !names(line, host)).toList();
        if (kept.size() < lines.size()) {
            TextFile.replace(file, kept.isEmpty() ? "" : String.join("\n", kept) + "\n", false);
        }
    }

    private static boolean names(String line, String host) {
        return !line.startsWith("#")
                && Stream.of(line.strip().split("\\s+", 2)[0].split(",")).anyMatch(host::equals);
    }
}
