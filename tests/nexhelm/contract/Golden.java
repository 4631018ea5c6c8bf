package nexhelm.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import nexhelm.support.Checkout;

/** Files of what users see, kept in tests/golden; UPDATE_GOLDEN=1 rewrites them and the diff is reviewed. */
public final class Golden {
    private static final String HOW = "; if that is meant: UPDATE_GOLDEN=1 ./jbang test, and review the diff";

    private Golden() {}

    /** Compares a text with its file. */
    public static void check(String name, String text) {
        Path file = Checkout.root().resolve("tests/golden").resolve(name);
        try {
            if (updating()) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, text);
            } else if (!Files.exists(file)) {
                fail("there is no tests/golden/" + name + HOW);
            } else {
                assertEquals(Files.readString(file), text, "tests/golden/" + name + HOW);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder holds these files and no others. */
    public static void only(String folder, Set<String> names) {
        Path path = Checkout.root().resolve("tests/golden").resolve(folder);
        try (Stream<Path> files = Files.list(path)) {
            var there = new TreeSet<String>();
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (updating() && !names.contains(name)) {
                    Files.delete(file);
                } else {
                    there.add(name);
                }
            }
            assertEquals(new TreeSet<>(names), there, folder + HOW);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean updating() {
        return "1".equals(System.getenv("UPDATE_GOLDEN"));
    }
}
