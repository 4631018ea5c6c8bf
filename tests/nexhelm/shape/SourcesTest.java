package nexhelm.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nexhelm.support.Checkout;
import org.junit.jupiter.api.Test;

/** Remote runs know no globs: each tree's Sources.java names every file of that tree. */
class SourcesTest {
    private static final Pattern SOURCES = Pattern.compile("(?m)^//SOURCES (\\S+)$");

    @Test
    void the_library_lists_every_file_it_has_but_the_mcp_surface() {
        List<String> surface = Checkout.javaFiles("lib/nexhelm").stream()
                .filter(file -> !file.startsWith("mcp/"))
                .toList();
        assertEquals(without("Sources.java", surface), listed("lib/nexhelm"));
    }

    @Test
    void the_mcp_surface_lists_every_file_it_has() {
        List<String> files = Checkout.javaFiles("lib/nexhelm/mcp");
        if (!files.isEmpty()) {
            List<String> own = listed("lib/nexhelm/mcp").stream()
                    .filter(file -> !file.startsWith("../"))
                    .toList();
            assertEquals(without("Sources.java", files), own);
        }
    }

    @Test
    void the_engine_lists_every_file_it_has_and_json_alone_from_the_library() {
        Stream<String> own = Checkout.javaFiles("engine/nexhelm/engine").stream();
        Stream<String> json = Stream.of("../../../lib/nexhelm/json/Json.java");
        assertEquals(
                without("Sources.java", Stream.concat(own, json).sorted().toList()), listed("engine/nexhelm/engine"));
    }

    @Test
    void the_workspace_daemon_lists_every_file_it_has_and_json_and_http_from_elsewhere() {
        Stream<String> own = Checkout.javaFiles("daemon/nexhelm/daemon").stream();
        Stream<String> others = Stream.concat(
                Stream.of("../../../lib/nexhelm/json/Json.java"),
                Checkout.javaFiles("engine/nexhelm/engine/http").stream()
                        .map(file -> "../../../engine/nexhelm/engine/http/" + file));
        assertEquals(
                without("Sources.java", Stream.concat(own, others).sorted().toList()), listed("daemon/nexhelm/daemon"));
    }

    private static List<String> listed(String folder) {
        return SOURCES.matcher(Checkout.read(Path.of(folder, "Sources.java").toString()))
                .results()
                .map(match -> match.group(1))
                .sorted()
                .toList();
    }

    private static List<String> without(String name, List<String> files) {
        return files.stream().filter(file -> !file.equals(name)).toList();
    }
}
