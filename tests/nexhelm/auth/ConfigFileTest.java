package nexhelm.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import nexhelm.Failure;
import nexhelm.json.Json;
import nexhelm.world.TestWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A profile's file: its mode, how it is replaced, and what is said when it cannot be used. */
class ConfigFileTest {
    @TempDir
    Path folder;

    @Test
    void a_new_file_is_for_its_owner_alone_and_so_is_its_folder() throws Exception {
        Path path = folder.resolve(".nex/profiles/x");
        new ConfigFile(path).save(config("t"));
        assertEquals("rw-------", mode(path));
        assertEquals("rwx------", mode(path.getParent()));
        assertEquals("rwx------", mode(path.getParent().getParent()));
    }

    @Test
    void a_loose_file_in_a_loose_folder_is_tightened() throws Exception {
        Path path = folder.resolve(".nex/config");
        Files.createDirectories(path.getParent());
        Files.setPosixFilePermissions(path.getParent(), PosixFilePermissions.fromString("rwxrwxr-x"));
        Files.writeString(path, "{}");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertEquals(Optional.of(0666), new ConfigFile(path).mode());
        new ConfigFile(path).save(config("t"));
        assertEquals(Optional.of(0600), new ConfigFile(path).mode());
        assertEquals("rwx------", mode(path.getParent()));
    }

    @Test
    void no_byte_is_ever_readable_by_others() throws Exception {
        Path path = folder.resolve(".nex/config");
        Files.createDirectories(path.getParent());
        var modes = new ArrayList<String>();
        try (var watch = FileSystems.getDefault().newWatchService()) {
            path.getParent().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            var over = new AtomicBoolean();
            var watching = new CountDownLatch(1);
            var watcher = new Thread(() -> {
                while (!over.get()) { // whatever file is seen, temporary ones included
                    try (var files = Files.list(folder.resolve(".nex"))) {
                        files.forEach(file -> {
                            try {
                                modes.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
                            } catch (java.io.IOException e) {
                                // renamed meanwhile
                            }
                        });
                    } catch (java.io.IOException | java.io.UncheckedIOException e) {
                        // changed meanwhile
                    }
                    watching.countDown();
                }
            });
            watcher.start();
            watching.await();
            for (int i = 0; i < 100; i++) {
                new ConfigFile(path).save(config("t" + i));
            }
            over.set(true);
            watcher.join();
        }
        assertFalse(modes.isEmpty());
        assertEquals(java.util.Set.of("rw-------"), java.util.Set.copyOf(modes));
    }

    @Test
    void readers_see_the_old_file_or_the_new_one_and_no_rubbish_stays() throws Exception {
        Path path = folder.resolve(".nex/config");
        new ConfigFile(path).save(config("t"));
        var over = new AtomicBoolean();
        var broken = new ArrayList<String>();
        var reader = new Thread(() -> {
            while (!over.get()) {
                try {
                    new ConfigFile(path).load();
                } catch (Failure e) {
                    broken.add(e.getMessage());
                }
            }
        });
        reader.start();
        var writers = new ArrayList<Thread>();
        for (int w = 0; w < 2; w++) {
            String token = "t".repeat(1 + w * 20_000);
            writers.add(new Thread(() -> {
                for (int i = 0; i < 50; i++) {
                    new ConfigFile(path).save(config(token));
                }
            }));
        }
        writers.forEach(Thread::start);
        for (Thread writer : writers) {
            writer.join();
        }
        over.set(true);
        reader.join();
        assertEquals(java.util.List.of(), broken);
        try (var files = Files.list(path.getParent())) {
            assertEquals(
                    java.util.List.of("config"),
                    files.map(file -> file.getFileName().toString()).toList());
        }
    }

    @Test
    void a_symbolic_link_stays_one_and_its_target_is_replaced() throws Exception {
        Path target = folder.resolve("dotfiles/nex-config");
        Files.createDirectories(target.getParent());
        Files.writeString(target, "{}");
        Path path = folder.resolve(".nex/config");
        Files.createDirectories(path.getParent());
        Files.createSymbolicLink(path, Path.of("../dotfiles/nex-config"));
        new ConfigFile(path).save(config("t"));
        assertTrue(Files.isSymbolicLink(path));
        assertEquals("rw-------", mode(target));
        assertEquals(Optional.of("t"), new ConfigFile(path).load().cliToken());
    }

    @Test
    void a_link_to_a_file_that_is_not_there_yet_makes_it() throws Exception {
        Path path = folder.resolve(".nex/config");
        Files.createDirectories(path.getParent());
        Files.createDirectories(folder.resolve("dotfiles"));
        Files.createSymbolicLink(path, folder.resolve("dotfiles/later"));
        new ConfigFile(path).save(config("t"));
        assertTrue(Files.isSymbolicLink(path));
        assertEquals("rw-------", mode(folder.resolve("dotfiles/later")));
    }

    @Test
    void known_keys_come_first_and_unknown_ones_stay_as_they_were() throws Exception {
        Path path = folder.resolve(".nex/config");
        Files.createDirectories(path.getParent());
        Files.writeString(path, """
            {"future": {"a": [1, 2.50, 12345678901234567890]}, "user_id": "u", "backend_url": "https://b.test",
             "cli_token": "t", "note": "Grüße"}\
            """);
        new ConfigFile(path).save(new ConfigFile(path).load().with(Json.object().put("user_name", "Ada")));
        assertEquals("""
            {
              "backend_url": "https://b.test",
              "user_id": "u",
              "client_id": null,
              "frontend_env_path": null,
              "frontend_url": null,
              "user_email": null,
              "user_name": "Ada",
              "client_name": null,
              "client_email": null,
              "cli_token": "t",
              "cli_token_expires_at": null,
              "scopes": null,
              "github_fgt": null,
              "default_sandbox_user_id": null,
              "future": {
                "a": [
                  1,
                  2.50,
                  12345678901234567890
                ]
              },
              "note": "Grüße"
            }
            """, Files.readString(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"user_id\": geheim}",
                "[\"geheim\"]",
                "\"geheim\"",
                "null",
                "42",
                "{} {}",
                "{}",
                "{\"backend_url\": \"https://b.test\"}",
                "{\"backend_url\": 42, \"user_id\": \"u\", \"cli_token\": \"geheim\"}",
                "{\"backend_url\": \"https://b.test\", \"user_id\": 42, \"cli_token\": \"geheim\"}",
                "{\"backend_url\": \"https://b.test\", \"user_id\": \"u\", \"cli_token\": 42}",
                "{\"backend_url\": \"https://b.test\", \"user_id\": \"u\", \"cli_token\": [\"geheim\"]}",
                "{\"backend_url\": \"https://b.test\", \"user_id\": \"u\", \"cli_token\": \"geheim\", \"scopes\":"
                        + " \"x\"}",
                "{\"backend_url\": \"https://b.test\", \"user_id\": \"u\", \"cli_token\": \"geheim\","
                        + " \"cli_token_expires_at\": \"soon\"}",
                "{\"backend_url\": \"https://nexhelm.ai\", \"user_id\": \"u\", \"cli_token\": \"geheim\"}",
                "{\"backend_url\": \"https://b.test\", \"user_id\": \"u\"}",
            })
    void a_file_that_cannot_be_used_is_one_line_that_names_it_and_stays_as_it_is(String text) {
        var world = TestWorld.in(folder.resolve("home")).config(text);
        for (String[] command :
                new String[][] {{"workflow", "list"}, {"auth", "status"}, {"tasks", "list-defs", "--json"}}) {
            var result = world.nex(command);
            assertEquals(2, result.code(), result.all());
            String first = result.err().lines().findFirst().orElse("");
            assertTrue(first.startsWith("config error: "), first);
            assertTrue(first.contains(world.home().resolve(".nex/config").toString()), first);
            assertTrue(result.err().lines().count() <= 2, result.err());
            assertFalse(result.all().contains("geheim"), result.all());
        }
        assertEquals(1, world.nex("doctor").code());
        assertEquals(text, world.read(".nex/config"));
    }

    @Test
    void a_file_that_is_not_utf_8_is_one_line() throws Exception {
        var world = TestWorld.in(folder.resolve("home")).config("{}");
        Files.write(
                world.home().resolve(".nex/config"), "{\"user_id\": \"Zoë\"}".getBytes(StandardCharsets.ISO_8859_1));
        var result = world.nex("workflow", "list");
        assertEquals(2, result.code());
        assertEquals("""
            config error: %s is not UTF-8
              correct it, or start anew: nex auth clear
            """.formatted(world.home().resolve(".nex/config")), result.err());
    }

    @Test
    void a_folder_in_its_place_is_no_config() throws Exception {
        Path path = Files.createDirectories(folder.resolve(".nex/config"));
        assertEquals(
                Failure.Kind.NOT_SET_UP,
                assertThrows(Failure.class, () -> new ConfigFile(path).load()).kind());
    }

    @Test
    void a_place_that_cannot_be_written_is_one_line() throws Exception {
        Files.writeString(folder.resolve(".nex"), "a file where the folder should be");
        var e = assertThrows(Failure.class, () -> new ConfigFile(folder.resolve(".nex/config")).save(config("t")));
        assertTrue(e.getMessage().startsWith("cannot write "), e.getMessage());
        assertEquals(1, e.exit());
    }

    private static Config config(String token) {
        return Config.of(Json.object()
                .put("backend_url", "https://b.test")
                .put("user_id", "u")
                .put("cli_token", token));
    }

    private static String mode(Path path) throws java.io.IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
