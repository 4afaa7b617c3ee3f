package dev.millrace.core.wiring;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The connections to PostgreSQL, so bounded that none is lost for good: on a network that swallows packets a statement is given
 * up by its caller, but only a silence that is noticed closes its connection and makes room for a new one.
 */
@Singleton
public class BoundedPool implements PgPoolCreator {
    /** Longer than any statement may take; a connection that is merely idle is closed too, and made again when needed. */
    private static final int LONGEST_SILENCE_SECONDS = 25;

    private static final int CONNECT_TIMEOUT_MS = 5_000;
    private static final int CONNECTION_WAIT_SECONDS = 10;
    private static final int LONGEST_QUEUE = 5_000;

    @Override
    public Pool create(Input input) {
        input.pgConnectOptionsList().forEach(BoundedPool::bound);
        PoolOptions options = input.poolOptions()
                .setMaxWaitQueueSize(LONGEST_QUEUE)
                .setConnectionTimeout(CONNECTION_WAIT_SECONDS)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS);
        return PgBuilder.pool()
                .with(options)
                .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
                .using(input.vertx())
                .build();
    }

    private static void bound(PgConnectOptions options) {
        options.setConnectTimeout(CONNECT_TIMEOUT_MS);
        options.setTcpKeepAlive(true);
        options.setReadIdleTimeout(LONGEST_SILENCE_SECONDS);
        options.setIdleTimeoutUnit(TimeUnit.SECONDS);
    }
}
