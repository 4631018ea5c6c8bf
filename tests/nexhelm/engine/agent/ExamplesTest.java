package nexhelm.engine.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import nexhelm.engine.persona.OfflineDesigner;
import nexhelm.engine.sandbox.Blueprint;
import nexhelm.engine.sandbox.Changes;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ExamplesTest {

    @TempDir
    Path folder;

    static Stream<String> transcripts() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("examples"))) {
            return files
                    .map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".txt") && !f.equals("small-talk.txt"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void every_example_is_designed_and_carried_out_to_its_end(String name) throws Exception {
        ObjectNode definition = design(name);
        assertTrue(definition.path("steps").size() >= 5, name);
        try (Rehearsal run = new Rehearsal(folder, Blueprint.demo(), definition).run()) {
            assertTrue(run.complete(), () -> name + run.results());
            for (Changes.Change change : run.changes().items()) {
                assertTrue(!change.content().contains("Not found in the sources"), change::content);
            }
        }
    }

    @Test
    void small_talk_holds_no_work() throws Exception {
        assertEquals(0, design("small-talk.txt").path("steps").size());
    }

    private static ObjectNode design(String name) throws IOException {
        return new OfflineDesigner()
                .design(Files.readString(Path.of("examples", name)), Optional.empty())
                .definition();
    }
}
