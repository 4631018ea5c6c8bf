package nexhelm.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import nexhelm.support.Command;
import nexhelm.support.NexMain;
import nexhelm.support.RunningEngine;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code engine logs} and {@code engine reset} at a real engine. */
class EngineKeepingTest {

    @TempDir
    Path home;

    @Test
    void reset_refuses_while_it_runs_asks_and_empties_the_folder() throws Exception {
        Path data = Files.createDirectories(home.resolve(".nex")).resolve("engine");
        Path elsewhere = Files.writeString(home.resolve("precious"), "stays");
        var world = TestWorld.in(home);
        assertEquals(
                "ok there is nothing in " + data + "\n",
                world.nex("engine", "reset").out());
        try (var engine = RunningEngine.start(data)) {
            Files.createSymbolicLink(data.resolve("link"), elsewhere);
            var running = world.nex("engine", "reset", "-y");
            assertEquals(2, running.code());
            assertEquals(
                    "usage: the engine runs, and what it keeps is in use\n"
                            + "  stop it first: nex engine stop; or let this do it: nex engine reset --stop\n",
                    running.err());
            assertTrue(engine.isAlive());
            Path state = data.resolve("engine.json");
            byte[] kept = Files.readAllBytes(state);
            Files.delete(state); // an engine that nobody can ask still holds its lock
            var hidden = world.nex("engine", "reset", "-y");
            assertEquals(2, hidden.code(), hidden.all());
            assertTrue(hidden.err().contains("an engine uses " + data), hidden.err());
            assertTrue(Files.exists(data.resolve("engine.db")));
            Files.write(state, kept);

            var no = world.stdin("n\n").nex("engine", "reset", "--stop");
            assertEquals("nothing was changed\n", no.out());
            assertTrue(no.err().contains("This removes for good every run"), no.err());
            assertTrue(no.err().contains("  " + data.resolve("engine.db") + "  "), no.err());
            assertTrue(engine.isAlive(), "asked first, stopped then");

            var yes = world.stdin("y\n").nex("engine", "reset", "--stop");
            assertEquals(0, yes.code(), yes.all());
            assertEquals("ok " + data + " is empty; nex engine start begins anew\n", yes.out());
            assertFalse(engine.isAlive());
        }
        try (Stream<Path> left = Files.list(data)) {
            assertEquals(
                    List.of("engine.lock", "start.lock"),
                    left.map(file -> file.getFileName().toString()).sorted().toList());
        }
        assertEquals("stays", Files.readString(elsewhere));
        try (var again = RunningEngine.start(data)) {
            assertTrue(again.isAlive());
        }
    }

    @Test
    void logs_prints_the_end_and_follows() throws Exception {
        var world = TestWorld.in(home);
        var none = world.nex("engine", "logs");
        assertEquals(2, none.code());
        assertTrue(none.err().contains("the engine has not run here"), none.err());
        world.file(".nex/engine/engine.log", "one\ntwo\n\u001b[31mthree\n", "rw-------");
        assertEquals("two\n␛[31mthree\n", world.nex("engine", "logs", "-n", "2").out());
        assertEquals(3, world.nex("engine", "logs").out().lines().count());
        assertEquals(2, world.nex("engine", "logs", "-n", "many").code());

        var command = new ArrayList<>(List.of(NexMain.command()));
        command.addAll(List.of("engine", "logs", "-n", "1", "-f"));
        Process process =
                Command.of(command.toArray(String[]::new)).env("HOME", home).start();
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertEquals("␛[31mthree", out.readLine());
            Path log = home.resolve(".nex/engine/engine.log");
            Files.writeString(log, "fo", StandardOpenOption.APPEND);
            Files.writeString(log, "ur ä\nfi", StandardOpenOption.APPEND);
            assertEquals("four ä", out.readLine());
            Files.writeString(log, "ve\n", StandardOpenOption.APPEND);
            assertEquals("five", out.readLine());
            Files.writeString(log, "anew\n");
            assertEquals("anew", out.readLine());
        } finally {
            process.destroy();
            process.waitFor();
        }
    }
}
