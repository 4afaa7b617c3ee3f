package dev.millrace.worker.execution;

import dev.millrace.core.joblog.LogLine;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lines that wait to be written. Whoever adds one never waits: when the buffer is full, the line is refused. */
final class LogBuffer {
    private static final int BATCH_LINES = 500;
    private static final int BATCH_LENGTH = 1_000_000;
    /** Notices of what was refused still find a place, so that the log can say what it lacks. */
    private static final int PLACES_FOR_NOTICES = 1_000;

    private final int mostLines;
    private final int greatestLength;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<LogLine> waiting = new ArrayDeque<>();
    private long length;
    private boolean closed;

    LogBuffer(int mostLines, int greatestLength) {
        this.mostLines = mostLines;
        this.greatestLength = greatestLength;
    }

    /** Adds a line, or refuses it. */
    boolean offer(LogLine line) {
        return add(line, mostLines, greatestLength);
    }

    /** As {@link #offer}, but with more room. */
    boolean offerNotice(LogLine notice) {
        return add(notice, mostLines + PLACES_FOR_NOTICES, Long.MAX_VALUE);
    }

    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** From now on nothing is waited for, and nothing taken in. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a line, and a little longer for others to go with it.
     *
     * @return what to write together; empty when the buffer is closed and empty
     */
    List<LogLine> take(Duration linger) throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.await();
            }
            long left = linger.toNanos();
            while (!closed && waiting.size() < BATCH_LINES && left > 0) {
                left = changed.awaitNanos(left);
            }
            return batch();
        } finally {
            lock.unlock();
        }
    }

    /** Waits, but no longer once the buffer is closed. */
    void pause(Duration longest) throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(longest.toMillis());
        lock.lock();
        try {
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private List<LogLine> batch() {
        List<LogLine> batch = new ArrayList<>();
        int batchLength = 0;
        while (batch.size() < BATCH_LINES && !waiting.isEmpty()) {
            batchLength += waiting.peek().length();
            if (!batch.isEmpty() && batchLength > BATCH_LENGTH) {
                break;
            }
            LogLine line = waiting.remove();
            length -= line.length();
            batch.add(line);
        }
        return batch;
    }

    private boolean add(LogLine line, int most, long greatest) {
        lock.lock();
        try {
            if (closed || waiting.size() >= most || length + line.length() > greatest) {
                return false;
            }
            waiting.add(line);
            length += line.length();
            // The writer wakes for the first line and for a full batch; between them its own clock wakes it.
            if (waiting.size() == 1 || waiting.size() == BATCH_LINES) {
                changed.signalAll();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
