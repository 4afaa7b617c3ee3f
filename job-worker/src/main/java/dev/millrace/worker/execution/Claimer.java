package dev.millrace.worker.execution;

import dev.millrace.core.job.ClaimedJob;
import dev.millrace.core.messaging.Delivery;
import dev.millrace.core.messaging.Lane;
import dev.millrace.core.store.JobStore;
import dev.millrace.core.store.WorkerRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Turns waiting ids into claimed jobs: takes as many of each queue as have a slot or will have one in a moment, claims them in one
 * statement, and after its COMMIT acknowledges the tickets that are done with and passes the jobs on.
 *
 * <p>Of suspects, jobs that may have killed their workers, this worker has one in its hands at a time, so that one that does kill takes
 * no other with it. The others are put aside unclaimed.
 */
final class Claimer {
    private static final Logger LOG = Logger.getLogger(Claimer.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final JobStore store;
    private final UUID workerId;
    private final ServedQueues queues;
    private final HeldAttempts held;
    private final EndRecorder recorder;
    private final LaneProgress progress;
    private final WorkerMetrics metrics;
    private final BooleanSupplier mayClaim;
    private final BiConsumer<ClaimedJob, ServedQueue> start;
    private final Ticker ticker;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private boolean stopped;
    private volatile boolean awaitsEnds;
    private volatile boolean troubled;
    private volatile boolean abandoned;

    /**
     * @param mayClaim whether the worker's lease allows it
     * @param start takes a claimed job, for which a place ahead has been kept
     */
    Claimer(
            JobStore store,
            UUID workerId,
            ServedQueues queues,
            HeldAttempts held,
            EndRecorder recorder,
            LaneProgress progress,
            WorkerMetrics metrics,
            BooleanSupplier mayClaim,
            BiConsumer<ClaimedJob, ServedQueue> start,
            Ticker ticker) {
        this.store = store;
        this.workerId = workerId;
        this.queues = queues;
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

    /** A job of the queue has left its slot or its place: as {@link #wake()}, when there is room for a claim. */
    void wakeForRoom(ServedQueue queue) {
        if (queue.ahead().room() > 0) {
            wake();
        }
    }

    /** An end is recorded: as {@link #wake()}, when that is what was waited for. */
    void wakeForEnd() {
        if (awaitsEnds) {
            wake();
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
            Picks picks = awaitPicks();
            while (!picks.all().isEmpty()) {
                claimAndStartSafely(picks);
                picks = awaitPicks();
            }
        } catch (InterruptedException unexpected) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean endsKeepUp() {
        return recorder.outstanding() <= queues.mostUnrecordedEnds();
    }

    /** A bug met with one batch must not end the claiming of all; what it may have left is found as a stray. */
    private void claimAndStartSafely(Picks picks) throws InterruptedException {
        try {
            claimAndStart(picks);
        } catch (RuntimeException | Error bug) {
            LOG.error("a claim failed unexpectedly, going on", bug);
        }
    }

    /** Waits until something can be claimed; keeps its places. Empty when stopped. */
    private Picks awaitPicks() throws InterruptedException {
        lock.lock();
        try {
            while (!stopped) {
                // Said before it is looked at, so that an end which is recorded in between wakes this thread.
                awaitsEnds = true;
                if (endsKeepUp() && mayClaim.getAsBoolean()) {
                    awaitsEnds = false;
                    Picks picks = takePicks();
                    if (!picks.all().isEmpty()) {
                        return picks;
                    }
                }
                changed.await();
            }
            return Picks.NONE;
        } finally {
            lock.unlock();
        }
    }

    private Picks takePicks() {
        Pick suspect = queues.haveSuspect() && !held.hasSuspect() ? queues.takeSuspect() : null;
        List<Pick> picks = new ArrayList<>();
        if (suspect != null) {
            picks.add(suspect);
        }
        picks.addAll(queues.takePicks());
        return new Picks(picks, suspect);
    }

    private void claimAndStart(Picks picks) throws InterruptedException {
        Map<UUID, ServedQueue> queueOf = new LinkedHashMap<>();
        for (Pick pick : picks.all()) {
            ServedQueue queue = queues.of(pick.ticket());
            if (queueOf.putIfAbsent(pick.jobId(), queue) != null) {
                queue.ahead().expectNoMore(1);
            }
        }
        Claim claim = claim(List.copyOf(queueOf.keySet()), picks.suspects());
        List<ClaimedJob> claimed = claim.jobs();
        Set<UUID> claimedIds = claimed.stream().map(ClaimedJob::id).collect(Collectors.toSet());
        queueOf.forEach((id, queue) -> {
            if (!claimedIds.contains(id)) {
                queue.ahead().expectNoMore(1);
            }
        });
        metrics.stale(queueOf.size() - claimed.size() - claim.suspects().size());
        noteProgress(picks.all(), claimed);
        List<Pick> done = picks.all();
        if (!claim.suspects().isEmpty()) {
            Map<Boolean, List<Pick>> unclaimed = done.stream().collect(Collectors.partitioningBy(claim::leftUnclaimed));
            byQueue(unclaimed.get(true)).forEach((queue, its) -> queue.buffer().setAside(its));
            done = unclaimed.get(false);
        }
        byQueue(done).forEach((queue, its) -> queue.buffer().resolve(its).forEach(Delivery::ack));
        // Answered so late (this process may have been frozen), the rescuer may have given the jobs to others already.
        boolean stale = ticker.since(claim.sentAt()).compareTo(WorkerRegistry.SELF_FENCE) >= 0;
        for (ClaimedJob job : claimed) {
            metrics.claimed(job);
            queueOf.get(job.id()).pace().saw(job.payload().length());
            if (stale) {
                LOG.infof("job %s, attempt %d, is handed back before it began", job.id(), job.attempt());
                handBack(job, queueOf.get(job.id()));
            } else {
                start.accept(job, queueOf.get(job.id()));
            }
        }
    }

    private void noteProgress(List<Pick> picks, List<ClaimedJob> claimed) {
        Map<UUID, Lane> lanes = new HashMap<>();
        picks.forEach(pick -> lanes.put(pick.jobId(), pick.ticket().lane()));
        claimed.forEach(job -> progress.claimed(lanes.get(job.id()), job.runAt()));
    }

    private Map<ServedQueue, List<Pick>> byQueue(Collection<Pick> picks) {
        return picks.stream().collect(Collectors.groupingBy(pick -> queues.of(pick.ticket())));
    }

    /** Not announced at once but left to the relay, so that it does not come straight back. */
    private void handBack(ClaimedJob job, ServedQueue queue) {
        held.reserve(job.key());
        recorder.handBackUnannounced(job).thenRun(() -> {
            held.remove(job.key());
            queue.ahead().expectNoMore(1);
            wake();
        });
    }

    private Claim claim(List<UUID> ids, List<UUID> suspects) throws InterruptedException {
        boolean replyLost = false;
        Duration wait = FIRST_WAIT;
        while (true) {
            long sentAt = ticker.nanos();
            try {
                List<ClaimedJob> claimed = new ArrayList<>(
                        store.claim(ids, workerId, suspects).await().indefinitely());
                List<UUID> missing = missing(ids, claimed);
                Set<UUID> unclaimed = Set.of();
                if (!missing.isEmpty()) {
                    if (replyLost) {
                        claimed.addAll(claimedUnseen(missing));
                    }
                    unclaimed = store.findSuspects(missing).await().indefinitely();
                }
                troubled = false;
                return new Claim(sentAt, claimed, unclaimed);
            } catch (RuntimeException failure) {
                if (!troubled) {
                    LOG.warnf("claims are not getting through, trying on: %s", failure.getMessage());
                }
                troubled = true;
                replyLost = true;
                if (awaitStop(wait)) {
                    abandoned = true;
                    return new Claim(sentAt, List.of(), Set.of());
                }
                wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
            }
        }
    }

    /** What an earlier claim took whose reply was lost: it runs under this worker, but is not in its hands. */
    private List<ClaimedJob> claimedUnseen(List<UUID> missing) {
        return store.findClaimed(missing, workerId).await().indefinitely().stream()
                .filter(job -> !held.contains(job.key()))
                .toList();
    }

    private static List<UUID> missing(List<UUID> ids, List<ClaimedJob> claimed) {
        if (claimed.size() == ids.size()) {
            return List.of();
        }
        Set<UUID> missing = new LinkedHashSet<>(ids);
        claimed.forEach(job -> missing.remove(job.id()));
        return List.copyOf(missing);
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
     * @param suspects those that were left unclaimed
     */
    private record Claim(long sentAt, List<ClaimedJob> jobs, Set<UUID> suspects) {
        boolean leftUnclaimed(Pick pick) {
            return suspects.contains(pick.jobId());
        }
    }

    /**
     * What is to be claimed.
     *
     * @param suspect the one of them that is claimed even if it is a suspect, or null
     */
    private record Picks(List<Pick> all, Pick suspect) {
        static final Picks NONE = new Picks(List.of(), null);

        List<UUID> suspects() {
            return suspect == null ? List.of() : List.of(suspect.jobId());
        }
    }
}
