package dev.millrace.core.store;

import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.core.settings.PostgresqlAddress;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionsIT {
    private static final Duration WAIT = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private FreshDatabase fresh;
    private Pool pool;
    private Database database;

    @BeforeEach
    void connect() {
        fresh = RealServices.freshDatabase();
        PostgresqlAddress address = PostgresqlAddress.parse(fresh.url());
        pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(2))
                .connectingTo(PgConnectOptions.fromUri(address.reactiveUrl())
                        .setUser(address.user())
                        .setPassword(address.password()))
                .using(vertx)
                .build();
        database = new Database(pool, PATIENCE, WAIT);
    }

    @AfterEach
    void close() {
        await(pool.close());
        await(vertx.close());
        fresh.close();
    }

    @Test
    void whoGetsNoConnectionInTimeIsToldSo() {
        List<SqlConnection> all = takeAll();
        long began = System.nanoTime();

        assertThatThrownBy(() -> await(database.probe())).isInstanceOf(StoreUnavailable.class);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(WAIT, PATIENCE.dividedBy(2));
        all.forEach(connection -> await(connection.close()));
    }

    @Test
    void aTransactionWaitsNoLonger() {
        List<SqlConnection> all = takeAll();

        assertThatThrownBy(() -> await(database.inTransaction(statements -> statements.run("probe", Tuple.tuple()))))
                .isInstanceOf(StoreUnavailable.class);
        all.forEach(connection -> await(connection.close()));
    }

    @Test
    void aConnectionThatComesTooLateIsNotLost() {
        List<SqlConnection> all = takeAll();
        List<Uni<Void>> waiting =
                IntStream.range(0, 20).mapToObj(ignored -> database.probe()).toList();
        waiting.forEach(probe -> assertThatThrownBy(() -> await(probe)).isInstanceOf(StoreUnavailable.class));

        all.forEach(connection -> await(connection.close()));

        IntStream.range(0, 20).forEach(ignored -> await(database.probe()));
        takeAll().forEach(connection -> await(connection.close()));
    }

    @Test
    void aStatementOfATransactionThatFailsGivesItsConnectionBackAndLeavesNothingBehind() {
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> await(database.inTransaction(
                            statements -> statements.run("probe", Tuple.tuple()).chain(() -> Uni.createFrom()
                                    .failure(new IllegalArgumentException("no"))))))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> await(database.inTransaction(statements -> {
                        throw new IllegalArgumentException("at once");
                    })))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        await(database.probe());
        takeAll().forEach(connection -> await(connection.close()));
    }

    @Test
    void whoeverGivesUpLeavesTheConnectionToOthers() {
        for (int i = 0; i < 20; i++) {
            database.probe().subscribe().with(ignored -> {}).cancel();
        }

        await(database.probe());
        takeAll().forEach(connection -> await(connection.close()));
    }

    private List<SqlConnection> takeAll() {
        return IntStream.range(0, 2)
                .mapToObj(ignored -> await(pool.getConnection()))
                .toList();
    }
}
