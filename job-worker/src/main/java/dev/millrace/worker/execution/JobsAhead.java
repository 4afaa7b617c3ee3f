package dev.millrace.worker.execution;

import dev.millrace.core.job.ClaimedJob;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Jobs of a queue that this worker has claimed before a slot was free for them, in the order in which they shall begin, and the
 * places that are kept for those a claim under way may bring.
 *
 * <p>Invariant: a job that was claimed longer than {@link #LIMIT} ago does not begin. This process may have been frozen since, its lease
 * lost and its jobs given to others, and a heartbeat may have renewed the lease before anybody here noticed.
 */
final class JobsAhead {
    /** How long a claimed job waits for its slot, should those before it suddenly take longer than the others did. */
    static final Duration LIMIT = Duration.ofSeconds(1);

    private final Ticker ticker;
    private final Slots slots;
    private final Pace pace;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int expected;

    JobsAhead(Ticker ticker, Slots slots, Pace pace) {
        this.ticker = ticker;
        this.slots = slots;
        this.pace = pace;
    }

    /**
     * How many jobs may be claimed now. Once enough are claimed ahead no more are until half of them have begun, so that claims
     * are few and large.
     */
    synchronized int room() {
        int ahead = pace.ahead();
        int inHand = expected + waiting.size();
        int free = slots.free();
        return inHand <= Math.max(free - 1, ahead / 2) ? Math.max(0, free + ahead - inHand) : 0;
    }

    /** Keeps places for jobs that are about to be claimed. */
    synchronized void expect(int jobs) {
        expected += jobs;
    }

    /** Those will not come. */
    synchronized void expectNoMore(int jobs) {
        expected -= jobs;
    }

    /** An expected job is claimed. */
    synchronized void add(ClaimedJob job) {
        expected--;
        waiting.add(new Waiting(job, ticker.nanos()));
    }

    /** The next job, for which a slot has been taken; null when none waits that may begin, or no slot is free. */
    synchronized ClaimedJob begin() {
        if (waiting.isEmpty() || waiting.element().isOverdue(ticker) || !slots.tryTake()) {
            return null;
        }
        return waiting.remove().job;
    }

    /** Takes out those that may not begin any more. */
    synchronized List<ClaimedJob> takeOverdue() {
        List<ClaimedJob> overdue = new ArrayList<>();
        while (!waiting.isEmpty() && waiting.element().isOverdue(ticker)) {
            overdue.add(waiting.remove().job);
        }
        return overdue;
    }

    /** Takes out all. */
    synchronized List<ClaimedJob> takeAll() {
        List<ClaimedJob> all = waiting.stream().map(Waiting::job).toList();
        waiting.clear();
        return all;
    }

    synchronized int size() {
        return waiting.size();
    }

    private record Waiting(ClaimedJob job, long since) {
        boolean isOverdue(Ticker ticker) {
            return ticker.since(since).compareTo(LIMIT) > 0;
        }
    }
}
