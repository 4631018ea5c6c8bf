package nexhelm.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nexhelm.support.Checkout;
import nexhelm.support.Command;
import org.junit.jupiter.api.Test;

/** Package clients know their own registries; no file of ours names one, nor a folder of somebody's machine. */
class RegistryNamesTest {
    // Written in parts, for this file is looked at as well.
    private static final List<List<String>> HOSTS = List.of(
            List.of("repo1", "maven", "org"),
            List.of("repo", "maven", "apache", "org"),
            List.of("central", "sonatype", "com"),
            List.of("oss", "sonatype", "org"),
            List.of("pypi", "org"),
            List.of("pythonhosted", "org"),
            List.of("registry", "npmjs", "org"),
            List.of("crates", "io"),
            List.of("proxy", "golang", "org"),
            List.of("deb", "debian", "org"),
            List.of("plugins", "gradle", "org"));
    private static final Pattern MACHINE = Pattern.compile("(?<![\\w.$}])/(work|root|tmp/wt)/");

    @Test
    void no_file_names_the_host_of_a_package_registry() throws IOException {
        String hosts = HOSTS.stream().map(parts -> String.join("\\.", parts)).collect(Collectors.joining("|"));
        assertEquals(List.of(), matches(Pattern.compile("\\b(" + hosts + ")\\b", Pattern.CASE_INSENSITIVE)));
    }

    @Test
    void no_file_names_a_folder_of_a_machine() throws IOException {
        assertEquals(List.of(), matches(MACHINE));
    }

    private static List<String> matches(Pattern pattern) throws IOException {
        List<String> found = new ArrayList<>();
        for (String name : files()) {
            Path path = Checkout.root().resolve(name);
            if (!Files.isRegularFile(path)) {
                continue; // deleted, not yet committed
            }
            List<String> lines = new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1)
                    .lines()
                    .toList();
            for (int i = 0; i < lines.size(); i++) {
                if (pattern.matcher(lines.get(i)).find()) {
                    found.add(name + ":" + (i + 1) + ": " + lines.get(i).strip());
                }
            }
        }
        return found;
    }

    private static List<String> files() {
        String listed = Command.of("git", "ls-files", "-z")
                .in(Checkout.root())
                .run(Duration.ofSeconds(30))
                .ok();
        return Stream.of(listed.split("\0"))
                .filter(name -> !name.equals(thisFile()))
                .toList();
    }

    /** It has to write down the folders it looks for. */
    private static String thisFile() {
        return "tests/" + RegistryNamesTest.class.getName().replace('.', '/') + ".java";
    }
}
