package dev.millrace.core.wiring;

import dev.millrace.core.settings.DatabaseSettings;
import dev.millrace.core.settings.PostgresqlAddress;
import dev.millrace.core.settings.PostgresqlTls;
import dev.millrace.core.store.SqlFile;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The connections to PostgreSQL, protected as its URL says, and so bounded that none is lost for good: on a network that swallows packets a statement is given
 * up by its caller, but only a silence that is noticed closes its connection and makes room for a new one.
 */
@Singleton
public class BoundedPool implements PgPoolCreator {
    /** Longer than any statement may take; a connection that is merely idle is closed too, and made again when needed. */
    private static final int LONGEST_SILENCE_SECONDS = 25;

    private static final int LONG_STATEMENT = 2_048;
    private static final Set<String> LONG_AND_FREQUENT = Stream.of(
                    "accept_jobs", "end_jobs", "retry_jobs", "bury_jobs", "release_jobs")
            .map(SqlFile::read)
            .collect(Collectors.toUnmodifiableSet());

    private static final int CONNECT_TIMEOUT_MS = 5_000;
    private static final int LONGEST_QUEUE = 5_000;

    private final PostgresqlTls tls;

    public BoundedPool(DatabaseSettings settings) {
        tls = PostgresqlAddress.parse(settings.url()).tls();
    }

    @Override
    public Pool create(Input input) {
        input.pgConnectOptionsList().forEach(options -> ProtectedConnection.protect(bound(options), tls));
        PoolOptions options = input.poolOptions()
                .setMaxWaitQueueSize(LONGEST_QUEUE)
                // The pool's own limit fails a wait that has failed already, and logs an error for each. A wait ends
                // all the
                // same: its caller gives it up, and a connection that is silent or cannot be made fails it.
                .setConnectionTimeout(0);
        return PgBuilder.pool()
                .with(options)
                .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
                .using(input.vertx())
                .build();
    }

    /**
     * Whether a connection prepares a statement once for all calls, instead of anew for each. The driver takes a long one for
     * generated, and forgets it; those on every job's way are long, but few.
     */
    static boolean isPreparedOnce(String sql) {
        return sql.length() < LONG_STATEMENT || LONG_AND_FREQUENT.contains(sql);
    }

    /** Bounds connections made with these options; for those who make a pool of their own. */
    public static PgConnectOptions bound(PgConnectOptions options) {
        options.setConnectTimeout(CONNECT_TIMEOUT_MS);
        options.setTcpKeepAlive(true);
        options.setReadIdleTimeout(LONGEST_SILENCE_SECONDS);
        options.setIdleTimeoutUnit(TimeUnit.SECONDS);
        // A plan made while a table is empty walks it, and is kept while the table fills: a claim of 16 jobs then takes
        // hundreds of times as long. No statement wants to walk a table that it could enter by an index.
        options.addProperty("enable_seqscan", "off");
        // Where no index could serve, the walk now looks so dear that PostgreSQL would compile the statement: a hundred
        // milliseconds for a table of one row. Millrace's statements are short; none is worth compiling.
        options.addProperty("jit", "off");
        // Statements that name jobs by arrays would be planned for the values of each call, which takes as long as
        // carrying
        // them out; and each finds its rows in one way only.
        options.addProperty("plan_cache_mode", "force_generic_plan");
        options.setPreparedStatementCacheSqlFilter(BoundedPool::isPreparedOnce);
        return options;
    }
}
