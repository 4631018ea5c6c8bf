package nexhelm.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** A JBang of its own for a test: nothing built, no catalog, nothing trusted, but no second download of JBang itself. */
public final class JBangHome {
    private JBangHome() {}

    /** Prepares a folder to be used as JBANG_DIR. */
    public static Path in(Path folder) throws IOException {
        Path copies = current().resolve("nexhelm-wrapper");
        if (Files.isDirectory(copies)) {
            try (Stream<Path> files = Files.walk(copies)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    link(file, folder.resolve(copies.getFileName()).resolve(copies.relativize(file)));
                }
            }
        }
        return Files.createDirectories(folder);
    }

    private static void link(Path file, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        try {
            Files.createLink(target, file);
        } catch (IOException | UnsupportedOperationException e) { // another file system
            Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
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
