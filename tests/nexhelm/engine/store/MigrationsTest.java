package nexhelm.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import nexhelm.support.Checkout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data directories of other versions. */
class MigrationsTest {

    private static final List<List<String>> TWO = List.of(
            List.of("CREATE TABLE kept (word TEXT NOT NULL)", "INSERT INTO kept VALUES ('old')"),
            List.of("ALTER TABLE kept ADD COLUMN length INTEGER", "UPDATE kept SET length = 3"));

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("engine.db");
    }

    private Store open() {
        return Store.open(file(), Clock.systemUTC());
    }

    private String words(Path database, String query) {
        try (Store store = Store.open(database, Clock.systemUTC())) {
            return store.read(
                    handle -> handle.createQuery(query).mapTo(String.class).one());
        }
    }

    @Test
    void an_older_database_is_copied_and_upgraded() throws Exception {
        try (Store store = open()) {
            new Migrations(TWO.subList(0, 1)).apply(store, file());
        }
        try (Store store = open()) {
            new Migrations(TWO).apply(store, file());
            assertEquals(2, Migrations.version(store));
        }
        assertEquals("old3", words(file(), "SELECT word || length FROM kept"));
        Path backup = folder.resolve("engine.db.v1-backup");
        assertEquals("old", words(backup, "SELECT word FROM kept"));
        assertEquals("1", words(backup, "SELECT version FROM schema_version"));
    }

    @Test
    void the_copy_before_an_upgrade_is_for_the_owner_alone_and_replaces_what_a_crash_left_of_one() throws Exception {
        Path half = Files.writeString(folder.resolve("engine.db.v1-backup.part"), "half a copy");
        try (Store store = open()) {
            new Migrations(TWO.subList(0, 1)).apply(store, file());
            new Migrations(TWO).apply(store, file());
        }
        Path backup = folder.resolve("engine.db.v1-backup");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)));
        assertFalse(Files.exists(half));
    }

    @Test
    void a_failed_upgrade_leaves_the_old_database() throws Exception {
        try (Store store = open()) {
            new Migrations(TWO.subList(0, 1)).apply(store, file());
            List<List<String>> broken =
                    List.of(TWO.get(0), List.of("ALTER TABLE kept ADD COLUMN length INTEGER", "NONSENSE"));
            assertThrows(RuntimeException.class, () -> new Migrations(broken).apply(store, file()));
            assertEquals(1, Migrations.version(store));
        }
        assertFalse(words(file(), "SELECT sql FROM sqlite_master WHERE name = 'kept'")
                .contains("length"));
    }

    @Test
    void a_newer_database_is_refused_in_one_line_and_left_alone() throws Exception {
        try (Store store = open()) {
            new Migrations(TWO).apply(store, file());
        }
        try (Store store = open()) {
            Migrations.Refused refused = assertThrows(
                    Migrations.Refused.class, () -> new Migrations(TWO.subList(0, 1)).apply(store, file()));
            assertTrue(refused.getMessage().contains("newer nex-engine (schema 2, this one knows 1)"));
            assertFalse(refused.getMessage().contains("\n"));
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertTrue(files.noneMatch(path -> path.toString().endsWith("-backup")));
        }
    }

    /** One dump for each released version, as {@code sqlite3 engine.db .dump} would write it. */
    private static Path dump(int version) {
        return Checkout.root().resolve("tests/data/engine-schema/v" + version + ".sql");
    }

    @Test
    void a_database_of_every_released_version_opens_with_this_engine() throws Exception {
        for (int version = 1; version <= Migrations.released().newest(); version++) {
            Path old = folder.resolve("v" + version + ".db");
            try (Store store = Store.open(old, Clock.systemUTC())) {
                String script = Files.readString(dump(version));
                store.change(handle -> List.of(script.split(";\n")).stream()
                        .filter(sql -> !sql.isBlank())
                        .forEach(handle::execute));
                Migrations.released().apply(store, old);
                assertEquals(Migrations.released().newest(), Migrations.version(store));
                assertEquals("you@nexhelm.ai", words(old, "SELECT email FROM users"));
            }
        }
    }

    @Test
    void a_released_schema_is_never_edited() throws Exception {
        List<List<String>> versions = List.of(Schema.V1, Schema.V2, Schema.V3, Schema.V4, Schema.V5);
        for (int version = 1; version <= versions.size(); version++) {
            List<String> released = List.of(Files.readString(dump(version)).split(";\n"));
            for (String statement : versions.get(version - 1)) {
                assertTrue(released.contains(statement), "edited after its release: " + statement);
            }
        }
        List<String> second = List.of(Files.readString(dump(2)).split(";\n"));
        for (String statement : Schema.V2) {
            assertTrue(second.contains(statement), "edited after its release: " + statement);
        }
    }

    @Test
    void a_new_folder_gets_the_newest_schema_without_a_backup() throws Exception {
        try (Store store = open()) {
            Migrations.released().apply(store, file());
            assertEquals(Migrations.released().newest(), Migrations.version(store));
        }
        assertFalse(Files.exists(folder.resolve("engine.db.v0-backup")));
    }
}
