package nexhelm.engine.store;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store says when it cannot do something. */
class StoreTest {

    @TempDir
    Path folder;

    @Test
    void a_statement_that_fails_is_told_without_what_was_bound_to_it() {
        try (Store store = Store.open(folder.resolve("engine.db"), Clock.systemUTC())) {
            store.change(handle -> handle.execute("CREATE TABLE kept (word TEXT UNIQUE)"));
            store.change(handle -> handle.execute("INSERT INTO kept VALUES (?)", "a password's hash"));
            var failure = assertThrows(UnableToExecuteStatementException.class,
                    () -> store.change(handle -> handle.execute("INSERT INTO kept VALUES (?)", "a password's hash")));
            assertTrue(failure.getMessage().contains("INSERT INTO kept"), failure.getMessage());
            assertFalse(failure.getMessage().contains("a password's hash"), failure.getMessage());
        }
    }
}
