package dev.millrace.core.store;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Bounds how long something may take, to within {@value #TICK_MILLIS} ms. Nearly every one is taken
 * back unmet; so each is made and taken back without waking a thread, as a timer of an executor would.
 */
final class Deadlines {
    private static final long TICK_MILLIS = 20;
    private static final int TICKS = 512;
    private static final long ANY_NUMBER = -1;

    private static Deadlines shared;

    private final HashedWheelTimer wheel = new HashedWheelTimer(
            Thread.ofPlatform().daemon().name("deadlines").factory(),
            TICK_MILLIS,
            TimeUnit.MILLISECONDS,
            TICKS,
            false,
            ANY_NUMBER,
            Deadlines::onTheWorkerPool);

    private Deadlines() {}

    /** Those of this process: they need a thread. */
    static synchronized Deadlines shared() {
        if (shared == null) {
            shared = new Deadlines();
        }
        return shared;
    }

    /** Asked for each time: the pool that is there when a service begins to start is not the one that it runs with. */
    private static void onTheWorkerPool(Runnable late) {
        Infrastructure.getDefaultExecutor().execute(late);
    }

    /** Runs {@code late} on a thread of the worker pool, unless the result is canceled before. */
    Timeout after(Duration patience, Runnable late) {
        return wheel.newTimeout(due -> late.run(), patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The same work, which is canceled and fails with {@link TimeoutException} when it takes longer. */
    <T> Uni<T> bound(Uni<T> work, Duration patience) {
        return Uni.createFrom().emitter(emitter -> {
            Timeout deadline = after(patience, () -> emitter.fail(new TimeoutException()));
            Cancellable running = work.subscribe()
                    .with(
                            item -> {
                                deadline.cancel();
                                emitter.complete(item);
                            },
                            failure -> {
                                deadline.cancel();
                                emitter.fail(failure);
                            });
            emitter.onTermination(() -> {
                deadline.cancel();
                running.cancel();
            });
        });
    }
}
