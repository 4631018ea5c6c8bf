package nexhelm.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of an engine that does not start. */
class LocalEngineTest {

    @TempDir
    Path folder;

    @Test
    void the_last_words_of_an_engine_are_told_whatever_bytes_it_wrote_before() throws Exception {
        Path program = Files.writeString(
                folder.resolve("engine"),
                "#!/bin/sh\nprintf '\\303\\244 \\377\\342\\202\\n'\nsleep 0.5\necho no room for it\nexit 1\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        for (int i = 0; i < 2; i++) {
            var result = TestWorld.in(folder.resolve("home"))
                    .env("NEX_ENGINE", program.toString())
                    .nex("engine", "start");
            assertEquals(1, result.code(), result.all());
            assertTrue(result.err().contains("the engine did not start: no room for it"), result.err());
        }
    }
}
