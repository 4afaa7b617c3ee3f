package dev.millrace.core.store;

import dev.millrace.core.encryption.PayloadsSealed;
import dev.millrace.core.encryption.SealedAway;
import dev.millrace.core.encryption.Sealing;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
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
    private final Sealing sealing;
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
        this(pool, patience, poolWait, Sealing.OFF);
    }

    /**
     * @param patience how long a statement may take, the wait for a connection included
     * @param poolWait how long it may wait for a connection
     * @param sealing what jobs carry and say passes through, to and from the tables
     */
    public Database(Pool pool, Duration patience, Duration poolWait, Sealing sealing) {
        this.patience = patience;
        this.sealing = sealing;
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
        return bounded(connections.inTransaction(connection -> work.apply(new OnConnection(connection))))
                .onFailure(failure -> StoreFault.of(failure) == StoreFault.CONTENTION)
                .retry()
                .atMost(CONTENTION_TRIES);
    }

    /** What jobs carry and say passes through, to and from the tables. */
    public Sealing sealing() {
        return sealing;
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
                        && !isOfEncryption(failure)
                        && !isBug(failure))
                .transform(StoreUnavailable::new);
    }

    /** Nothing to do with PostgreSQL, and for whoever asked to hear of. */
    private static boolean isOfEncryption(Throwable failure) {
        return failure instanceof SealedAway || failure instanceof PayloadsSealed;
    }

    private static boolean isBug(Throwable failure) {
        return failure instanceof Error
                || failure instanceof NullPointerException
                || failure instanceof IllegalArgumentException
                || failure instanceof ClassCastException;
    }

    /** Runs statements. */
    @FunctionalInterface
    public interface Statements {
        Uni<RowSet<Row>> run(String statement, Tuple parameters);
    }

    /** Statements of one transaction. */
    public interface Transaction extends Statements {
        /** As {@link Database#sealing()}. */
        Sealing sealing();
    }

    private final class OnConnection implements Transaction {
        private final SqlConnection connection;

        private OnConnection(SqlConnection connection) {
            this.connection = connection;
        }

        @Override
        public Uni<RowSet<Row>> run(String statement, Tuple parameters) {
            return on(connection, statement, parameters);
        }

        @Override
        public Sealing sealing() {
            return sealing;
        }
    }
}
