package nexhelm.engine.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The engine's database: reads see one committed state, writes are whole transactions that survive a crash. */
public final class Store implements AutoCloseable {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final HikariDataSource source;
    private final Jdbi jdbi;
    private final Clock clock;

    private Store(HikariDataSource source, Clock clock) {
        this.source = source;
        this.jdbi = Jdbi.create(source);
        // what is bound may be a password's hash or a whole transcript, and exceptions are logged
        jdbi.getConfig(StatementExceptions.class)
                .setMessageRendering(e ->
                        e.getShortMessage() + " in: " + e.getStatementContext().getRawSql());
        this.clock = clock;
    }

    /** Opens the database file, which may not exist yet. */
    public static Store open(Path file, Clock clock) {
        SQLiteConfig sqlite = new SQLiteConfig();
        sqlite.setJournalMode(SQLiteConfig.JournalMode.WAL);
        sqlite.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        sqlite.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        sqlite.setBusyTimeout(15_000);
        sqlite.enforceForeignKeys(true);
        SQLiteDataSource sqliteFile = new SQLiteDataSource(sqlite);
        sqliteFile.setUrl("jdbc:sqlite:" + file);
        HikariConfig pool = new HikariConfig();
        pool.setDataSource(sqliteFile);
        pool.setPoolName("store");
        pool.setMaximumPoolSize(10);
        pool.setMinimumIdle(2);
        pool.setConnectionTimeout(20_000);
        return new Store(new HikariDataSource(pool), clock);
    }

    /** Queries that all see the state of the first one, whatever is committed beside them; they wait for no writer. */
    public <T> T read(Function<Handle, T> query) {
        return alone(handle -> handle.isInTransaction() ? query.apply(handle) : together(handle, query));
    }

    private static <T> T together(Handle handle, Function<Handle, T> query) {
        SQLiteConnection connection = driver(handle);
        connection
                .getConnectionConfig()
                .setTransactionMode(SQLiteConfig.TransactionMode.DEFERRED); // takes no write lock
        try {
            return handle.inTransaction(query::apply);
        } finally {
            connection.getConnectionConfig().setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        }
    }

    private static SQLiteConnection driver(Handle handle) {
        try {
            return handle.getConnection().unwrap(SQLiteConnection.class);
        } catch (SQLException e) {
            throw new IllegalStateException("the store's driver is SQLite's", e);
        }
    }

    /** For the few statements that cannot be part of a transaction. */
    <T> T alone(Function<Handle, T> statement) {
        return jdbi.withHandle(statement::apply);
    }

    /** One transaction; it holds the write lock from its first statement on, so what it reads stays true. */
    public <T> T write(Function<Handle, T> change) {
        return jdbi.inTransaction(change::apply);
    }

    /** Like {@link #write} without a result. */
    public void change(Consumer<Handle> change) {
        jdbi.useTransaction(change::accept);
    }

    public DataSource source() {
        return source;
    }

    /** The present as it stands in rows and answers; texts of it sort by time. */
    public String now() {
        return time(clock.instant());
    }

    public Instant instant() {
        return clock.instant();
    }

    public static String time(Instant instant) {
        return TIME.format(instant);
    }

    /** Whether a statement failed because a row with the same key is there. */
    public static boolean isDuplicate(UnableToExecuteStatementException e) {
        return e.getCause() instanceof SQLiteException sqlite
                ? sqlite.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE
                        || sqlite.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY
                : e.getCause() instanceof SQLException sql && "23505".equals(sql.getSQLState());
    }

    @Override
    public void close() {
        source.close();
    }
}
