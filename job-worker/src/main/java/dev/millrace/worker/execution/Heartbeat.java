package dev.millrace.worker.execution;

import dev.millrace.core.job.AttemptKey;
import dev.millrace.core.job.Progress;
import dev.millrace.core.store.AttemptProgress;
import dev.millrace.core.store.JobStore;
import dev.millrace.core.store.LaneReport;
import dev.millrace.core.store.StopNotice;
import dev.millrace.core.store.StopReason;
import dev.millrace.core.store.StoreUnavailable;
import dev.millrace.core.store.WorkerCard;
import dev.millrace.core.store.WorkerRegistry;
import io.smallrye.mutiny.TimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Once a second, for the whole worker: renews its lease, learns which of its attempts it should stop, and tells how far the
 * others have come.
 */
final class Heartbeat {
    private static final Logger LOG = Logger.getLogger(Heartbeat.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    /** Short beside {@link WorkerRegistry#SELF_FENCE}, so that a lost answer or two do not cost the lease. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final WorkerRegistry registry;
    private final JobStore store;
    private final WorkerCard card;
    private final IntSupplier busySlots;
    private final HeldAttempts held;
    private final Lease lease;
    private final Ticker ticker;
    private final Supplier<List<LaneReport>> lanes;
    private final BiConsumer<JobExecution, StopCause> stop;
    private final Runnable whenRenewed;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean draining;
    private boolean troubled;

    Heartbeat(
            WorkerRegistry registry,
            JobStore store,
            WorkerCard card,
            IntSupplier busySlots,
            HeldAttempts held,
            Lease lease,
            Ticker ticker,
            Supplier<List<LaneReport>> lanes,
            BiConsumer<JobExecution, StopCause> stop,
            Runnable whenRenewed) {
        this.registry = registry;
        this.store = store;
        this.card = card;
        this.busySlots = busySlots;
        this.held = held;
        this.lease = lease;
        this.ticker = ticker;
        this.lanes = lanes;
        this.stop = stop;
        this.whenRenewed = whenRenewed;
        this.thread = Thread.ofPlatform().daemon().name("heartbeat").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** From now on the worker is shown as draining. */
    void drain() {
        draining = true;
    }

    void stop() {
        stopped.countDown();
    }

    private void run() {
        try {
            do {
                beat();
            } while (!stopped.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException unexpected) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat() {
        try {
            beatOnce();
            if (troubled) {
                LOG.info("PostgreSQL answers the heartbeat again");
            }
            troubled = false;
        } catch (StoreUnavailable | TimeoutException away) {
            if (!troubled) {
                LOG.warnf("the heartbeat is not answered, trying on: %s", away.getMessage());
            }
            troubled = true;
        } catch (RuntimeException | Error bug) {
            LOG.error("the heartbeat failed unexpectedly, trying on", bug);
        }
    }

    void beatOnce() {
        long sentAt = ticker.nanos();
        boolean known = registry.heartbeat(card.id(), busySlots.getAsInt(), draining, someInHand(), lanes.get())
                .await()
                .atMost(PATIENCE);
        if (!known) {
            registry.register(card).await().atMost(PATIENCE);
        }
        lease.renew(sentAt);
        whenRenewed.run();
        if (ticker.since(sentAt).compareTo(INTERVAL) < 0) {
            // The lease comes first: while PostgreSQL is slow, cancels and progress wait for a better moment.
            stopWhatShouldStop();
            tellProgress();
        }
    }

    private List<UUID> someInHand() {
        return held.underWay().stream()
                .limit(WorkerRegistry.MOST_HELD_JOBS)
                .map(JobExecution::jobId)
                .toList();
    }

    private void stopWhatShouldStop() {
        List<AttemptKey> keys =
                held.underWay().stream().map(execution -> execution.job().key()).toList();
        if (keys.isEmpty()) {
            return;
        }
        for (StopNotice notice : store.attemptsToStop(keys).await().atMost(PATIENCE)) {
            JobExecution execution = held.find(notice.key());
            if (execution != null && !execution.isConcluded()) {
                stop.accept(
                        execution,
                        notice.reason() == StopReason.CANCEL_REQUESTED ? StopCause.CANCEL : StopCause.LEASE_LOST);
            }
        }
    }

    private void tellProgress() {
        List<AttemptProgress> told = new ArrayList<>();
        for (JobExecution execution : held.underWay()) {
            Progress progress = execution.takeProgress();
            if (progress != null) {
                told.add(new AttemptProgress(execution.job().key(), progress));
            }
        }
        if (!told.isEmpty()) {
            store.recordProgress(told).await().atMost(PATIENCE);
        }
    }
}
