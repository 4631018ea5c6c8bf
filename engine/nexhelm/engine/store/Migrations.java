package nexhelm.engine.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Brings a database file to the schema of this engine, one numbered step after the other. */
public final class Migrations {

    private final List<List<String>> steps;

    /** Steps from an empty file on. */
    Migrations(List<List<String>> steps) {
        this.steps = List.copyOf(steps);
    }

    /** The steps of this engine; one that was released is never changed. */
    public static Migrations released() {
        return new Migrations(List.of(Schema.V1, Schema.V2, Schema.V3, Schema.V4, Schema.V5));
    }

    /** A data directory that this engine must not touch; the message is one line for people. */
    public static final class Refused extends Exception {
        Refused(String message) {
            super(message);
        }
    }

    public int newest() {
        return steps.size();
    }

    public static int version(Store store) {
        return store.alone(Migrations::version);
    }

    /** Refuses a database of a newer engine, and one of an older engine that another process may be using. */
    public void check(Store store, Path file) throws Refused {
        int version = version(store);
        if (version > newest()) {
            throw new Refused(
                    "%s was written by a newer nex-engine (schema %d, this one knows %d); update nex-engine, or"
                                    .formatted(file, version, newest())
                            + " use another --data folder.");
        }
    }

    /** Upgrades; of a file that held something, a copy stays beside it. The caller holds the folder's lock. */
    public void apply(Store store, Path file) throws Refused {
        check(store, file);
        int from = version(store);
        if (from == newest()) {
            return;
        }
        if (from > 0) {
            backUp(store, file.resolveSibling("engine.db.v" + from + "-backup"));
        }
        store.change(handle -> {
            for (int version = version(handle); version < newest(); version++) {
                steps.get(version).forEach(handle::execute);
                handle.execute("DELETE FROM schema_version");
                handle.execute("INSERT INTO schema_version (version) VALUES (?)", version + 1);
            }
        });
    }

    /**
     * A consistent copy, also of what is still in the write-ahead log, for the owner alone and never half there; an
     * earlier copy of the same schema stays.
     */
    private static void backUp(Store store, Path copy) throws Refused {
        if (Files.exists(copy)) {
            return;
        }
        Path part = copy.resolveSibling(copy.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            store.alone(handle -> handle.execute("VACUUM INTO ?", part.toString()));
            Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new Refused("cannot keep the copy " + copy + " that is made before an upgrade: " + e.getMessage());
        }
    }

    private static int version(Handle handle) {
        handle.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)");
        return handle.createQuery("SELECT COALESCE(MAX(version), 0) FROM schema_version")
                .mapTo(Integer.class)
                .one();
    }
}
