package nexhelm.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A JBang of its own for a test: nothing built, no catalog, nothing trusted, but no second download of JBang itself. */
public final class JBangHome {
    private JBangHome() {}

    /** Prepares a folder to be used as JBANG_DIR. */
    public static Path in(Path folder) throws IOException {
        Path copy = current().resolve("nexhelm-wrapper");
        Files.createDirectories(folder);
        if (Files.isDirectory(copy)) {
            Files.createSymbolicLink(folder.resolve("nexhelm-wrapper"), copy);
        }
        return folder;
    }

    private static Path current() {
        String dir = System.getenv("JBANG_DIR");
        if (dir != null) {
            return Path.of(dir);
        }
        String home = System.getenv("HOME");
        return Path.of(home != null ? home : System.getProperty("user.home"), ".jbang");
    }
}
