package dev.millrace.core.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The one way to PostgreSQL: runs statements by name, bounds how long each may take, and turns every failure into one of
 * three: {@link StoreUnavailable}, or the driver's own exception when {@link StoreFault} calls it contention or refused.
 */
public final class Database {
    private static final int CONTENTION_TRIES = 5;

    private final Duration patience;
    private final Deadlines deadlines = Deadlines.shared();
    private final Connections connections;
    private final Map<String, String> statements = new ConcurrentHashMap<>();

    /** @param patience how long a statement may take, the wait for a connection included */
    public Database(Pool pool, Duration patience) {
        this(pool, patience, patience);
    }

    /**
     * @param patience how long a statement may take, the wait for a connection included
     * @param poolWait how long it may wait for a connection
     */
    public Database(Pool pool, Duration patience, Duration poolWait) {
        this.patience = patience;
        this.connections = new Connections(pool, poolWait, deadlines);
    }

    /** Runs {@code sql/<statement>.sql}; a deadlock or a failed serialization is tried again. */
    public Uni<RowSet<Row>> run(String statement, Tuple parameters) {
        return bounded(connections.use(connection -> on(connection, statement, parameters)))
                .onFailure(failure -> StoreFault.of(failure) == StoreFault.CONTENTION)
                .retry()
                .atMost(CONTENTION_TRIES);
    }

    /** Runs statements in one transaction, which is rolled back when the work fails. */
    public <T> Uni<T> inTransaction(Function<Transaction, Uni<T>> work) {
        return bounded(connections.inTransaction(
                        connection -> work.apply((statement, parameters) -> on(connection, statement, parameters))))
                .onFailure(failure -> StoreFault.of(failure) == StoreFault.CONTENTION)
                .retry()
                .atMost(CONTENTION_TRIES);
    }

    /** Succeeds when PostgreSQL answers. */
    public Uni<Void> probe() {
        return run("probe", Tuple.tuple()).replaceWithVoid();
    }

    private Uni<RowSet<Row>> on(SqlClient client, String statement, Tuple parameters) {
        String sql = statements.computeIfAbsent(statement, SqlFile::read);
        return client.preparedQuery(sql).execute(parameters);
    }

    private <T> Uni<T> bounded(Uni<T> work) {
        return deadlines
                .bound(work, patience)
                .onFailure(failure -> StoreFault.of(failure) == StoreFault.UNAVAILABLE
                        && !(failure instanceof StoreUnavailable)
                        && !isBug(failure))
                .transform(StoreUnavailable::new);
    }

    private static boolean isBug(Throwable failure) {
        return failure instanceof Error
                || failure instanceof NullPointerException
                || failure instanceof IllegalArgumentException
                || failure instanceof ClassCastException;
    }

    /** Statements of one transaction. */
    @FunctionalInterface
    public interface Transaction {
        Uni<RowSet<Row>> run(String statement, Tuple parameters);
    }
}
