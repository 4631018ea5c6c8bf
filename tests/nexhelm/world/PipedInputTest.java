package nexhelm.world;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.FileInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import nexhelm.support.Command;
import nexhelm.support.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file may be a pipe: {@code cat call.txt | nex … -f -} and {@code nex … -f <(fetch)}. */
class PipedInputTest {

    @TempDir
    Path temp;

    @Test
    void a_named_pipe_is_read_like_a_file() throws Exception {
        assertEquals("über\n", TextFile.read(World.system(), pipe("über\n").toString()));
    }

    @Test
    void standard_input_may_be_a_pipe() throws Exception {
        try (var in = new FileInputStream(pipe("über\n").toFile())) {
            Terminal real = World.system().terminal();
            var world = World.system().with(new Terminal(in, real.out(), real.err(), false, false, false, 80, false));
            assertEquals("über\n", TextFile.read(world, "-"));
        }
    }

    private Path pipe(String text) {
        Path pipe = temp.resolve("pipe");
        Command.of(Needs.program("mkfifo").toString(), pipe.toString())
                .run(Duration.ofSeconds(20))
                .ok();
        var writer = new Thread(() -> {
            try {
                Files.write(pipe, List.of(text.strip()));
            } catch (java.io.IOException e) {
                // then the reader reports it
            }
        });
        writer.setDaemon(true);
        writer.start();
        return pipe;
    }
}
