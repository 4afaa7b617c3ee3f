package dev.millrace.worker.execution;

import dev.millrace.core.job.ClaimedJob;
import dev.millrace.core.messaging.Delivery;
import dev.millrace.core.messaging.Lane;
import dev.millrace.core.store.JobStore;
import dev.millrace.core.store.WorkerRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Turns waiting ids into running jobs: takes as many as there are free slots, claims them in one statement, and after its
 * COMMIT acknowledges the tickets that are done with and starts the jobs.
 */
final class Claimer {
    private static final Logger LOG = Logger.getLogger(Claimer.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    private static final int UNRECORDED_ENDS_PER_SLOT = 4;

    private final JobStore store;
    private final UUID workerId;
    private final PriorityBuffer buffer;
    private final Slots slots;
    private final HeldAttempts held;
    private final EndRecorder recorder;
    private final LaneProgress progress;
    private final WorkerMetrics metrics;
    private final BooleanSupplier mayClaim;
    private final Consumer<ClaimedJob> start;
    private final Ticker ticker;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private boolean stopped;
    private volatile boolean troubled;
    private volatile boolean abandoned;

    /**
     * @param mayClaim whether the worker's lease allows it
     * @param start runs a claimed job, whose slot has been taken
     */
    Claimer(
            JobStore store,
            UUID workerId,
            PriorityBuffer buffer,
            Slots slots,
            HeldAttempts held,
            EndRecorder recorder,
            LaneProgress progress,
            WorkerMetrics metrics,
            BooleanSupplier mayClaim,
            Consumer<ClaimedJob> start,
            Ticker ticker) {
        this.store = store;
        this.workerId = workerId;
        this.buffer = buffer;
        this.slots = slots;
        this.held = held;
        this.recorder = recorder;
        this.progress = progress;
        this.metrics = metrics;
        this.mayClaim = mayClaim;
        this.start = start;
        this.ticker = ticker;
        this.thread = Thread.ofPlatform().daemon().name("claimer").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Something that may allow a claim has changed: a ticket came, a slot is free, the lease is renewed. */
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing can be claimed at present, however many slots are free. */
    boolean isHeldUp() {
        return troubled || !endsKeepUp();
    }

    /**
     * Claims no more; returns when a claim under way has been answered, or after {@code patience}.
     *
     * @return whether no claim is left unanswered
     */
    boolean stop(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        return (!thread.isAlive() || thread.join(patience)) && !abandoned;
    }

    private void run() {
        try {
            List<Pick> picks = awaitPicks();
            while (!picks.isEmpty()) {
                claimAndStartSafely(picks);
                picks = awaitPicks();
            }
        } catch (InterruptedException unexpected) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean endsKeepUp() {
        return recorder.outstanding() <= UNRECORDED_ENDS_PER_SLOT * slots.total();
    }

    /** A bug met with one batch must not end the claiming of all; what it may have left is found as a stray. */
    private void claimAndStartSafely(List<Pick> picks) throws InterruptedException {
        try {
            claimAndStart(picks);
        } catch (RuntimeException | Error bug) {
            LOG.error("a claim failed unexpectedly, going on", bug);
        }
    }

    /** Waits until something can be claimed; takes its slots. Empty when stopped. */
    private List<Pick> awaitPicks() throws InterruptedException {
        lock.lock();
        try {
            while (!stopped) {
                int free = slots.free();
                if (free > 0 && endsKeepUp() && mayClaim.getAsBoolean()) {
                    List<Pick> picks = buffer.take(free);
                    if (!picks.isEmpty()) {
                        slots.take(picks.size());
                        return picks;
                    }
                }
                changed.await();
            }
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    private void claimAndStart(List<Pick> picks) throws InterruptedException {
        List<UUID> ids = picks.stream().map(Pick::jobId).distinct().toList();
        Claim claim = claim(ids);
        List<ClaimedJob> claimed = claim.jobs();
        slots.give(picks.size() - claimed.size());
        metrics.stale(ids.size() - claimed.size());
        noteProgress(picks, claimed);
        buffer.resolve(picks).forEach(Delivery::ack);
        // Answered so late (this process may have been frozen), the rescuer may have given the jobs to others already.
        boolean stale = ticker.since(claim.sentAt()).compareTo(WorkerRegistry.SELF_FENCE) >= 0;
        for (ClaimedJob job : claimed) {
            metrics.claimed(job);
            boolean secondSuspect = HeldAttempts.isSuspect(job.crashCount()) && held.hasSuspect();
            if (stale || secondSuspect) {
                LOG.infof("job %s, attempt %d, is handed back before it began", job.id(), job.attempt());
                handBack(job);
            } else {
                start.accept(job);
            }
        }
    }

    private void noteProgress(List<Pick> picks, List<ClaimedJob> claimed) {
        Map<UUID, Lane> lanes = new HashMap<>();
        picks.forEach(pick -> lanes.put(pick.jobId(), pick.ticket().lane()));
        claimed.forEach(job -> progress.claimed(lanes.get(job.id()), job.runAt()));
    }

    /** Not announced at once but left to the relay, so that it does not come straight back. */
    private void handBack(ClaimedJob job) {
        held.reserve(job.key());
        recorder.handBackUnannounced(job).thenRun(() -> {
            held.remove(job.key());
            slots.give(1);
            wake();
        });
    }

    private Claim claim(List<UUID> ids) throws InterruptedException {
        boolean replyLost = false;
        Duration wait = FIRST_WAIT;
        while (true) {
            long sentAt = ticker.nanos();
            try {
                List<ClaimedJob> claimed =
                        new ArrayList<>(store.claim(ids, workerId).await().indefinitely());
                if (replyLost) {
                    claimed.addAll(claimedUnseen(ids, claimed));
                }
                troubled = false;
                return new Claim(sentAt, claimed);
            } catch (RuntimeException failure) {
                if (!troubled) {
                    LOG.warnf("claims are not getting through, trying on: %s", failure.getMessage());
                }
                troubled = true;
                replyLost = true;
                if (awaitStop(wait)) {
                    abandoned = true;
                    return new Claim(sentAt, List.of());
                }
                wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
            }
        }
    }

    /** What an earlier claim took whose reply was lost: it runs under this worker, but is not in its hands. */
    private List<ClaimedJob> claimedUnseen(List<UUID> ids, List<ClaimedJob> claimed) {
        Set<UUID> missing = new HashSet<>(ids);
        claimed.forEach(job -> missing.remove(job.id()));
        if (missing.isEmpty()) {
            return List.of();
        }
        return store.findClaimed(List.copyOf(missing), workerId).await().indefinitely().stream()
                .filter(job -> !held.contains(job.key()))
                .toList();
    }

    /** Waits before the next try; true when the worker is stopped meanwhile. */
    private boolean awaitStop(Duration wait) throws InterruptedException {
        lock.lock();
        try {
            long left = wait.toNanos();
            while (!stopped && left > 0) {
                left = changed.awaitNanos(left);
            }
            return stopped;
        } finally {
            lock.unlock();
        }
    }

    /**
     * What a claim brought.
     *
     * @param sentAt when the claim was sent that has now been answered
     */
    private record Claim(long sentAt, List<ClaimedJob> jobs) {}
}
