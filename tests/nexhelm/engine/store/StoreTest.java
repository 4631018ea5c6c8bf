package nexhelm.engine.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store says when it cannot do something. */
class StoreTest {

    @TempDir
    Path folder;

    @Test
    void what_is_read_together_is_one_state_though_somebody_writes_meanwhile() {
        try (Store store = Store.open(folder.resolve("engine.db"), Clock.systemUTC())) {
            store.change(handle -> handle.execute("CREATE TABLE kept (word TEXT)"));
            int[] seen = store.read(handle -> {
                int before = count(handle);
                CompletableFuture.runAsync(() -> store.change(other -> other.execute("INSERT INTO kept VALUES ('x')")))
                        .join();
                return new int[] {before, count(handle)};
            });
            assertArrayEquals(new int[] {0, 0}, seen);
            assertThrows(
                    IllegalStateException.class,
                    () -> store.read(handle -> {
                        count(handle);
                        throw new IllegalStateException("the reader gives up");
                    }));
            assertEquals(1, (int) store.read(StoreTest::count), "the connection is as good as before");
        }
    }

    private static int count(Handle handle) {
        return handle.createQuery("SELECT COUNT(*) FROM kept")
                .mapTo(Integer.class)
                .one();
    }

    @Test
    void a_statement_that_fails_is_told_without_what_was_bound_to_it() {
        try (Store store = Store.open(folder.resolve("engine.db"), Clock.systemUTC())) {
            store.change(handle -> handle.execute("CREATE TABLE kept (word TEXT UNIQUE)"));
            store.change(handle -> handle.execute("INSERT INTO kept VALUES (?)", "a password's hash"));
            var failure = assertThrows(
                    UnableToExecuteStatementException.class,
                    () -> store.change(handle -> handle.execute("INSERT INTO kept VALUES (?)", "a password's hash")));
            assertTrue(failure.getMessage().contains("INSERT INTO kept"), failure.getMessage());
            assertFalse(failure.getMessage().contains("a password's hash"), failure.getMessage());
        }
    }
}
