package dev.millrace.core.bulk;

import dev.millrace.core.announcement.TicketAnnouncer;
import dev.millrace.core.store.StoreFault;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Carries out bulk operations in the background, a few at once, each in paced batches. What it holds when its process dies is
 * taken over by another runner when the lease ends; see {@link BulkRuns}.
 */
public final class BulkRunner implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(BulkRunner.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final BulkRuns runs;
    private final TicketAnnouncer announcer;
    private final BulkListener listener;
    private final BulkPace pace;
    private final Semaphore free;
    private volatile boolean closed;

    public BulkRunner(BulkRuns runs, TicketAnnouncer announcer, BulkListener listener, BulkPace pace) {
        this.runs = runs;
        this.announcer = announcer;
        this.listener = listener;
        this.pace = pace;
        free = new Semaphore(pace.concurrency());
    }

    /** Looks for operations without a runner and begins to carry them out; returns at once. */
    public void wake() {
        if (closed || !free.tryAcquire()) {
            return;
        }
        runs.take(pace.lease())
                .subscribe()
                .with(
                        taken -> {
                            if (taken.isEmpty()) {
                                free.release();
                                return;
                            }
                            wake();
                            step(taken.get(), 0);
                        },
                        failure -> {
                            free.release();
                            LOG.debugf("bulk operations could not be looked for: %s", failure.getMessage());
                        });
    }

    /** Begins no more batches, and gives back what it holds after the batches under way. */
    @Override
    public void close() {
        closed = true;
    }

    /** @param alone how many jobs are still to be acted on one by one, because they were refused together */
    private void step(BulkRun run, int alone) {
        if (closed) {
            runs.release(run)
                    .subscribe()
                    .with(
                            ignored -> free.release(),
                            failure -> LOG.debugf("operation %s is left to its lease", run.operationId()));
            return;
        }
        int limit = alone > 0 ? 1 : pace.batch();
        runs.act(run, limit, pace.lease())
                .subscribe()
                .with(result -> committed(run, result, Math.max(0, alone - 1)), failure -> {
                    if (StoreFault.of(failure) != StoreFault.REFUSED) {
                        failed(run, failure, alone);
                    } else if (limit > 1) {
                        step(run, pace.batch());
                    } else {
                        passOver(run, failure, alone);
                    }
                });
    }

    private void passOver(BulkRun run, Throwable refusal, int alone) {
        LOG.warnf(
                "a job of bulk operation %s cannot be changed and is passed over: %s",
                run.operationId(), refusal.getMessage());
        runs.passOver(run, pace.lease())
                .subscribe()
                .with(result -> committed(run, result, Math.max(0, alone - 1)), failure -> failed(run, failure, alone));
    }

    private void committed(BulkRun run, BatchResult result, int alone) {
        switch (result) {
            case BatchResult.Committed batch -> {
                announcer.announce(batch.tickets());
                listener.acted(run.action(), batch);
                if (batch.complete()) {
                    LOG.infof("bulk operation %s is complete", run.operationId());
                    end();
                } else {
                    // One by one there is no pause: together they are one batch.
                    later(alone > 0 ? Duration.ZERO : pace.pause(), () -> step(run, alone));
                }
            }
            case BatchResult.LeaseLost ignored -> {
                LOG.infof("bulk operation %s was stopped, or another runner carries it out", run.operationId());
                end();
            }
        }
    }

    private void failed(BulkRun run, Throwable failure, int alone) {
        LOG.debugf("a batch of bulk operation %s is tried again: %s", run.operationId(), failure.getMessage());
        later(AFTER_FAILURE, () -> step(run, alone));
    }

    private void end() {
        free.release();
        wake();
    }

    private static void later(Duration pause, Runnable next) {
        Uni<Void> begin = Uni.createFrom().voidItem();
        (pause.isZero() ? begin : begin.onItem().delayIt().by(pause))
                .subscribe()
                .with(ignored -> next.run());
    }
}
