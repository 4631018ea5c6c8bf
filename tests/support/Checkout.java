package nexhelm.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The checkout under test, wherever the test command was started. */
public final class Checkout {
    private Checkout() {}

    /** The folder that holds jbang-catalog.json. */
    public static Path root() {
        String set = System.getProperty("nexhelm.root");
        if (set == null) {
            set = find().toString();
            System.setProperty("nexhelm.root", set);
        }
        return Path.of(set);
    }

    public static Path wrapper() {
        return root().resolve("jbang");
    }

    public static String read(String path) {
        try {
            return Files.readString(root().resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Paths of the Java files below a folder of the checkout, relative to that folder, with slashes, sorted. */
    public static List<String> javaFiles(String folder) {
        return javaFiles(root().resolve(folder));
    }

    static List<String> javaFiles(Path base) {
        if (!Files.isDirectory(base)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(base)) {
            return paths.filter(path -> path.toString().endsWith(".java"))
                    .map(path -> base.relativize(path).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path find() {
        String told = System.getenv("NEXHELM_CHECKOUT"); // set by ./jbang
        if (told != null && isRoot(Path.of(told))) {
            return Path.of(told);
        }
        for (Path path = Path.of("").toAbsolutePath(); path != null; path = path.getParent()) {
            if (isRoot(path)) {
                return path;
            }
        }
        throw new IllegalStateException("not inside a checkout: start the tests there, or with its ./jbang");
    }

    private static boolean isRoot(Path path) {
        return Files.isRegularFile(path.resolve("jbang-catalog.json"))
                && Files.isRegularFile(path.resolve("tests/all.java"));
    }
}
