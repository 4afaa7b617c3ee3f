package dev.millrace.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;

/**
 * Sends jobs that are submitted at the same time in one bulk request. While as many requests are under way as may be, the next batch
 * gathers, and a further request goes only when many jobs wait, and as many as travel in the others, on the average. So a lone job is
 * sent at once, and a few wait beside a request only for so long.
 *
 * <p>A bulk is accepted whole or not at all. So that one caller's invalid job fails no neighbour, the refused jobs, which the server
 * points at, are taken out, and the rest is sent again ({@link Refusal}).
 *
 * <p>Invariant: what it holds, waiting or under way, never exceeds the limits.
 */
final class SubmitBatcher {
    /** How many jobs must wait to be sent beside others. A request costs both sides about as much for one job as for so many. */
    private static final int WORTH_ANOTHER = 32;

    private final BiFunction<byte[], Integer, CompletableFuture<List<AcceptedJob>>> send;
    private final SubmitLimits limits;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Deque<PendingSubmission> waiting = new ArrayDeque<>();
    private final Deque<List<PendingSubmission>> again = new ArrayDeque<>();
    private int underWay;
    private int jobsUnderWay;
    private long lastSent;
    private boolean willLookAgain;
    private int heldJobs;
    private long heldBytes;
    private boolean closed;

    private final AtomicInteger turns = new AtomicInteger();

    /**
     * @param send submits the jobs of a bulk's body, whose number it is told, all or none, and may be trusted to repeat that safely
     */
    SubmitBatcher(BiFunction<byte[], Integer, CompletableFuture<List<AcceptedJob>>> send, SubmitLimits limits) {
        this.send = send;
        this.limits = limits;
    }

    /** Takes a job on, or fails it when there is no room. */
    void offer(PendingSubmission job) {
        boolean taken;
        lock.lock();
        try {
            taken = hasRoomFor(job);
            if (taken) {
                add(job);
            }
        } finally {
            lock.unlock();
        }
        if (taken) {
            sendWhatMay();
        } else {
            job.completeExceptionally(new TooManyWaiting("the client already holds as many jobs as it may"));
        }
    }

    /** Takes a job on, waiting for room until the job's caller loses patience. */
    void put(PendingSubmission job, long mostNanoseconds) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = mostNanoseconds;
            while (!hasRoomFor(job)) {
                if (left <= 0) {
                    throw new TooManyWaiting("the client held as many jobs as it may for all of its patience");
                }
                left = room.awaitNanos(left);
            }
            add(job);
        } finally {
            lock.unlock();
        }
        sendWhatMay();
    }

    /**
     * Takes nothing more on, and waits until all that it holds is settled.
     *
     * @return whether it was, in time
     */
    boolean close(long mostNanoseconds) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            closed = true;
            room.signalAll();
            long left = mostNanoseconds;
            while (heldJobs > 0 && left > 0) {
                left = room.awaitNanos(left);
            }
            return heldJobs == 0;
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoomFor(PendingSubmission job) {
        if (closed) {
            throw new IllegalStateException("the client is closed");
        }
        return heldJobs < limits.waitingJobs() && (heldJobs == 0 || heldBytes + job.size() <= limits.waitingBytes());
    }

    private void add(PendingSubmission job) {
        heldJobs++;
        heldBytes += job.size();
        waiting.add(job);
    }

    /** One thread at a time sends; the others leave it their word, so that answers which come at once deepen no stack. */
    private void sendWhatMay() {
        if (turns.getAndIncrement() != 0) {
            return;
        }
        int answered = 1;
        while (answered != 0) {
            for (List<PendingSubmission> batch = next(); !batch.isEmpty(); batch = next()) {
                send(batch);
            }
            answered = turns.addAndGet(-answered);
        }
    }

    private List<PendingSubmission> next() {
        lock.lock();
        try {
            if (underWay >= limits.requests()) {
                return List.of();
            }
            if (again.isEmpty() && waitForMore()) {
                lookAgain();
                return List.of();
            }
            List<PendingSubmission> batch = again.isEmpty() ? gather() : again.remove();
            if (!batch.isEmpty()) {
                underWay++;
                jobsUnderWay += batch.size();
                lastSent = System.nanoTime();
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether the jobs that wait are too few for a request of their own beside those under way. Without this, callers who wait for
     * each other's bulks would soon send many small ones. A request that is under way for long may be lost, or its network slow, and
     * nobody waits for it.
     */
    private boolean waitForMore() {
        boolean few = waiting.size() < Math.min(WORTH_ANOTHER, limits.jobs())
                || (long) waiting.size() * underWay < jobsUnderWay;
        return underWay > 0
                && few
                && System.nanoTime() - lastSent < limits.company().toNanos();
    }

    /** Else few jobs that wait beside a lost request would be looked at when another comes, or when that one ends. */
    private void lookAgain() {
        if (waiting.isEmpty() || willLookAgain) {
            return;
        }
        willLookAgain = true;
        long left = limits.company().toNanos() - (System.nanoTime() - lastSent);
        CompletableFuture.delayedExecutor(left, TimeUnit.NANOSECONDS).execute(() -> {
            lock.lock();
            try {
                willLookAgain = false;
            } finally {
                lock.unlock();
            }
            sendWhatMay();
        });
    }

    private List<PendingSubmission> gather() {
        List<PendingSubmission> batch = new ArrayList<>(Math.min(waiting.size(), limits.jobs()));
        Set<String> uniqueKeys = new HashSet<>();
        long bytes = BulkBody.FRAME_BYTES;
        while (!waiting.isEmpty() && batch.size() < limits.jobs()) {
            PendingSubmission next = waiting.element();
            if (next.isDone()) {
                release(waiting.remove());
                continue;
            }
            bytes += next.size();
            boolean full = !batch.isEmpty() && bytes > limits.bytes();
            // Two jobs with one unique key make a bulk invalid; apart, the later one learns who holds the key.
            if (full || (next.uniqueKey() != null && !uniqueKeys.add(next.uniqueKey()))) {
                break;
            }
            batch.add(waiting.remove());
        }
        return batch;
    }

    private void send(List<PendingSubmission> batch) {
        var unused = sent(batch)
                .handle((jobs, failure) -> settle(batch, jobs, failure))
                .whenComplete((open, bug) -> {
                    if (bug != null) {
                        batch.forEach(job -> job.completeExceptionally(bug));
                    }
                    free(batch, bug == null ? open : List.of());
                    sendWhatMay();
                });
    }

    /** Tells the callers; returns those who are to be sent again, in their bulks. */
    private List<List<PendingSubmission>> settle(
            List<PendingSubmission> batch, List<AcceptedJob> jobs, Throwable failure) {
        if (failure != null) {
            return settle(batch, failure instanceof CompletionException ? failure.getCause() : failure);
        }
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).complete(jobs.get(i));
        }
        return List.of();
    }

    private CompletableFuture<List<AcceptedJob>> sent(List<PendingSubmission> batch) {
        try {
            int bytes = 0;
            for (PendingSubmission job : batch) {
                bytes += job.size();
            }
            BulkBody body = new BulkBody(bytes);
            for (PendingSubmission job : batch) {
                body.add(job.json());
            }
            return send.apply(body.end(), batch.size());
        } catch (RuntimeException unsendable) {
            return CompletableFuture.failedFuture(unsendable);
        }
    }

    /** Fails those whom the failure is about; returns the others, in the bulks in which they are to be sent again. */
    private List<List<PendingSubmission>> settle(List<PendingSubmission> batch, Throwable cause) {
        if (cause instanceof RequestRefused refused) {
            return new Refusal(refused.problem()).settle(batch);
        }
        batch.forEach(job -> job.completeExceptionally(cause));
        if (cause instanceof MillraceUnavailable) {
            // Else those who waited behind them would begin to wait anew.
            takeExpired().forEach(job -> job.completeExceptionally(cause));
        }
        return List.of();
    }

    private List<PendingSubmission> takeExpired() {
        long now = System.nanoTime();
        List<PendingSubmission> expired = new ArrayList<>();
        lock.lock();
        try {
            while (!waiting.isEmpty() && waiting.element().isExpired(now)) {
                PendingSubmission job = waiting.remove();
                release(job);
                expired.add(job);
            }
        } finally {
            lock.unlock();
        }
        return expired;
    }

    private void free(List<PendingSubmission> batch, List<List<PendingSubmission>> open) {
        lock.lock();
        try {
            underWay--;
            jobsUnderWay -= batch.size();
            again.addAll(open);
            Set<PendingSubmission> stay = new HashSet<>();
            open.forEach(stay::addAll);
            for (PendingSubmission job : batch) {
                if (!stay.contains(job)) {
                    release(job);
                }
            }
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void release(PendingSubmission job) {
        heldJobs--;
        heldBytes -= job.size();
        job.forgetJson();
    }
}
