package nexhelm.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import nexhelm.support.Fuzz;
import org.junit.jupiter.api.Test;

/** Names of files that nobody would think of: each gets a place of its own below the folder. */
class FolderFuzzTest {

    @Test
    void a_name_from_elsewhere_never_leaves_the_folder_and_never_takes_anothers_place() throws Exception {
        Path root = Path.of("out").toAbsolutePath().normalize();
        Fuzz.each("path guard of downloads", input -> {
            var folder = new Folder(root);
            var places = new HashSet<String>();
            for (int n = 1 + input.random().nextInt(4); n > 0; n--) {
                String name = input.mutated(input.text(
                        8,
                        "..",
                        ".",
                        "/",
                        "//",
                        "\\",
                        "a",
                        "A",
                        "b.txt",
                        "CON",
                        "nul.txt",
                        "C:",
                        "~",
                        "\0",
                        " ",
                        "\u202e",
                        "\uD83D\uDE00",
                        "\uD83D",
                        "x".repeat(90),
                        "\u0301",
                        ".tar.gz",
                        "%2e%2e",
                        "\uFF0F",
                        "\u2028"));
                String place = folder.place("docs", name, ".txt");
                Path path = root.resolve(place);
                assertTrue(
                        path.normalize().equals(path) && path.startsWith(root.resolve("docs")), () -> Fuzz.shown(name));
                assertTrue(path.getNameCount() > root.getNameCount() + 1, () -> Fuzz.shown(name));
                assertTrue(places.add(place.toLowerCase(Locale.ROOT)), () -> Fuzz.shown(name) + " twice: " + place);
                for (Path part : root.relativize(path)) {
                    String text = part.toString();
                    assertFalse(
                            text.matches("(?s).*[\\p{Cntrl}<>:\"\\\\|?*].*|\\.+|.*\\.\\..*"), () -> Fuzz.shown(text));
                    assertTrue(text.getBytes(StandardCharsets.UTF_8).length <= 255, () -> Fuzz.shown(text));
                    assertEquals(text.strip(), text);
                }
            }
        });
    }
}
