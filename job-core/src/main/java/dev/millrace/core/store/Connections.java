package dev.millrace.core.store;

import io.netty.util.Timeout;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.sqlclient.TransactionRollbackException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Lends connections of the pool for one statement or one transaction, and bounds how long each waits for one. What was begun
 * with a connection is ended before it goes back, whether or not somebody still waits for the answer; a connection that comes
 * when nobody waits for it any more goes back at once.
 */
final class Connections {
    private final Pool pool;
    private final Duration wait;
    private final Deadlines deadlines;
    private final Outage outage = new Outage();

    Connections(Pool pool, Duration wait, Deadlines deadlines) {
        this.pool = pool;
        this.wait = wait;
        this.deadlines = deadlines;
    }

    <T> Uni<T> use(Function<SqlConnection, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> UniHelper.toUni(lend(work)));
    }

    <T> Uni<T> inTransaction(Function<SqlConnection, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> UniHelper.toUni(lend(connection -> transaction(connection, work))));
    }

    private <T> Future<T> lend(Function<SqlConnection, Uni<T>> work) {
        return acquire().compose(connection -> begin(work, SqlConnection.newInstance(connection))
                .eventually(() -> connection.close()));
    }

    private static <T> Uni<T> transaction(SqlConnection connection, Function<SqlConnection, Uni<T>> work) {
        return UniHelper.toUni(connection.getDelegate().begin().compose(transaction -> begin(work, connection)
                .compose(result -> transaction.commit().map(result), failure -> {
                    if (failure instanceof TransactionRollbackException) {
                        return Future.failedFuture(failure);
                    }
                    return transaction.rollback().transform(ignored -> Future.failedFuture(failure));
                })));
    }

    private static <T> Future<T> begin(Function<SqlConnection, Uni<T>> work, SqlConnection connection) {
        try {
            return UniHelper.toFuture(work.apply(connection));
        } catch (RuntimeException bug) {
            return Future.failedFuture(bug);
        }
    }

    private Future<io.vertx.sqlclient.SqlConnection> acquire() {
        Promise<io.vertx.sqlclient.SqlConnection> promise = Promise.promise();
        Timeout limit = deadlines.after(
                wait, () -> promise.tryFail(new TimeoutException("no connection was free within " + wait)));
        pool.getDelegate()
                .getConnection()
                .onComplete(
                        connection -> {
                            limit.cancel();
                            outage.ended();
                            if (!promise.tryComplete(connection)) {
                                connection.close();
                            }
                        },
                        failure -> {
                            limit.cancel();
                            outage.began(failure);
                            promise.tryFail(failure);
                        });
        return promise.future();
    }
}
