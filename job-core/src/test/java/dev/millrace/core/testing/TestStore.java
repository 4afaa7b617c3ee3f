package dev.millrace.core.testing;

import dev.millrace.core.encryption.Sealing;
import dev.millrace.core.joblog.JobLogs;
import dev.millrace.core.settings.PostgresqlAddress;
import dev.millrace.core.store.Archive;
import dev.millrace.core.store.Database;
import dev.millrace.core.store.JobActions;
import dev.millrace.core.store.JobReader;
import dev.millrace.core.store.JobStore;
import dev.millrace.core.store.JobTypes;
import dev.millrace.core.store.Outbox;
import dev.millrace.core.store.WorkerRegistry;
import dev.millrace.core.wiring.BoundedPool;
import dev.millrace.core.wiring.ProtectedConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The store on a database of a test, as a service would have it; each has a pool of its own. */
public final class TestStore implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final FreshDatabase fresh;
    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;
    private final Database database;

    private TestStore(FreshDatabase fresh, String url, Sealing sealing) {
        this.fresh = fresh;
        PostgresqlAddress address = PostgresqlAddress.parse(url);
        PgConnectOptions options = ProtectedConnection.protect(
                BoundedPool.bound(PgConnectOptions.fromUri(address.reactiveUrl())
                        .setUser(address.user())
                        .setPassword(address.password())
                        .setCachePreparedStatements(true)),
                address.tls());
        pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(10))
                .connectingTo(options)
                .using(vertx)
                .build();
        database = new Database(pool, PATIENCE, PATIENCE, sealing);
    }

    public static TestStore on(FreshDatabase fresh) {
        return new TestStore(fresh, fresh.url(), Sealing.OFF);
    }

    /** As {@link #on}, but sealing what it writes. */
    public static TestStore sealing(FreshDatabase fresh, Sealing sealing) {
        return new TestStore(fresh, fresh.url(), sealing);
    }

    /** As {@link #on}, but working with the run-time role alone. */
    public static TestStore as(DatabaseRoles roles, FreshDatabase fresh) {
        return new TestStore(fresh, roles.appUrl(), Sealing.OFF);
    }

    /** As {@link #on}, but through a network that the test can break. */
    public static TestStore through(FreshDatabase fresh, TcpProxy proxy) {
        return new TestStore(fresh, fresh.urlThrough(proxy), Sealing.OFF);
    }

    public Pool pool() {
        return pool;
    }

    public Database database() {
        return database;
    }

    public JobStore jobs() {
        return new JobStore(database);
    }

    public JobActions actions() {
        return new JobActions(database);
    }

    public JobReader reader() {
        return new JobReader(database);
    }

    public JobLogs jobLogs() {
        return new JobLogs(database);
    }

    public Outbox outbox() {
        return new Outbox(database);
    }

    public WorkerRegistry workers() {
        return new WorkerRegistry(database);
    }

    public Archive archive() {
        return new Archive(database);
    }

    public JobTypes jobTypes() {
        return new JobTypes(database);
    }

    /** Waits for an answer, for no longer than a test may. */
    public static <T> T await(Uni<T> answer) {
        return answer.await().atMost(Duration.ofSeconds(20));
    }

    /** The first column of every row, as text. */
    public List<String> query(String sql, Object... parameters) {
        try (Connection connection = fresh.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<String> values = new ArrayList<>();
            if (statement.execute()) {
                ResultSet rows = statement.getResultSet();
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
            return values;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The first column of the only row, as a number. */
    public long count(String sql, Object... parameters) {
        return Long.parseLong(query(sql, parameters).getFirst());
    }

    @Override
    public void close() {
        // Without Mutiny, whose own wiring has gone when this is called after an application has stopped.
        pool.getDelegate().close().toCompletionStage().toCompletableFuture().join();
        vertx.getDelegate().close().toCompletionStage().toCompletableFuture().join();
    }
}
