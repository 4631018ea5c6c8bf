package nexhelm.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several at once at the one SSH config. */
@Timeout(60)
class SshConfigTest {
    @TempDir
    Path home;

    @Test
    void no_host_is_lost_when_many_workspaces_are_entered_and_ended_at_once() throws Exception {
        var world = TestWorld.in(home)
                .file(".ssh/config", "Host *\n  User me\n", "rw-------")
                .world();
        new SshConfig(world).add("gone", home.resolve("k"), home.resolve("h"), List.of("nex"));
        var threads = Executors.newFixedThreadPool(8);
        try {
            var all = new ArrayList<Future<?>>();
            for (int i = 0; i < 40; i++) {
                String id = "ws-" + i;
                all.add(threads.submit(
                        () -> new SshConfig(world).add(id, home.resolve("k"), home.resolve("h"), List.of("nex"))));
            }
            all.add(threads.submit(() -> {
                new SshConfig(world).remove("gone");
                return null;
            }));
            for (Future<?> one : all) {
                one.get(40, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        String config = Files.readString(home.resolve(".ssh/config"));
        assertEquals(
                40,
                config.lines().filter(line -> line.startsWith("Host nex.ws-")).count(),
                config);
        assertTrue(config.endsWith("Host *\n  User me\n") && !config.contains("gone"), config);
    }

    @Test
    void an_edit_waits_for_whoever_holds_the_lock() throws Exception {
        var world = TestWorld.in(home).world();
        Files.createDirectories(home.resolve(".nex"));
        CompletableFuture<String> waiting;
        try (var held = FileChannel.open(
                        home.resolve(".nex/ssh.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = held.lock()) {
            assertTrue(lock.isValid());
            waiting = CompletableFuture.supplyAsync(() -> {
                try {
                    return new SshConfig(world).add("ws-1", home.resolve("k"), home.resolve("h"), List.of("nex"));
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            Thread.sleep(300);
            assertTrue(!waiting.isDone() && !Files.exists(home.resolve(".ssh/config")), "it waits");
        }
        assertEquals("nex.ws-1", waiting.get(20, TimeUnit.SECONDS));
    }
}
