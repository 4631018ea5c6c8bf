package nexhelm.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import nexhelm.support.Checkout;
import nexhelm.support.Command;
import nexhelm.support.FileServer;
import nexhelm.support.JBangHome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands of the catalog, from a checkout and from a URL. */
class CatalogTest {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @TempDir
    static Path temp;

    static Path jbangDir;

    @BeforeAll
    static void use_a_jbang_of_its_own() throws IOException {
        jbangDir = JBangHome.in(temp.resolve("jbang"));
    }

    @Test
    void every_alias_has_a_script_and_a_description_of_one_sentence() throws IOException {
        for (Map.Entry<String, JsonNode> alias : aliases().properties()) {
            String script = alias.getValue().path("script-ref").asText();
            assertTrue(Files.isRegularFile(Checkout.root().resolve(script)), alias.getKey() + ": " + script);
            String description = alias.getValue().path("description").asText();
            assertTrue(description.matches("[A-Z][^.]*\\."), alias.getKey() + ": " + description);
        }
    }

    @Test
    void every_entrypoint_has_an_alias() throws IOException {
        assertTrue(aliasNames().containsAll(entrypoints()), aliasNames() + " lacks some of " + entrypoints());
    }

    @Test
    void the_commands_of_a_checkout_are_there() throws IOException {
        assertTrue(
                aliasNames().containsAll(Set.of("nex", "nex-engine", "test", "bench", "fmt")), aliasNames()::toString);
    }

    /** The wrapper recognises an alias by its line. */
    @Test
    void every_alias_stands_on_a_line_of_its_own() throws IOException {
        List<String> lines = Checkout.read("jbang-catalog.json").lines().toList();
        for (String name : aliasNames()) {
            assertTrue(lines.contains("    \"" + name + "\": {"), name);
        }
    }

    @ParameterizedTest
    @MethodSource("entrypoints")
    void every_entrypoint_runs_from_an_added_catalog_and_from_a_url(String name) throws IOException {
        try (var server = FileServer.of(Checkout.root())) {
            String url = server.url("jbang-catalog.json");
            String catalog = "added-" + name;
            jbang("catalog", "add", "--name", catalog, url).ok();

            var added = jbang(name + "@" + catalog, "--version");
            assertTrue(added.ok().matches(name + " \\d+\\.\\d+\\.\\d+\\S*\\R"), added.out());

            assertEquals(added.out(), jbang(name + "@" + url, "--version").ok());
        }
    }

    private static Command.Result jbang(String... words) {
        return Command.jbang(words).env("JBANG_DIR", jbangDir).in(temp).run(LIMIT);
    }

    private static List<String> entrypoints() throws IOException {
        try (Stream<Path> files = Files.list(Checkout.root())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("nex[\\w-]*\\.java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .sorted()
                    .toList();
        }
    }

    private static Set<String> aliasNames() throws IOException {
        Set<String> names = new TreeSet<>();
        aliases().fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode aliases() throws IOException {
        return new ObjectMapper().readTree(Checkout.read("jbang-catalog.json")).path("aliases");
    }
}
