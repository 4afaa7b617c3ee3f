package dev.millrace.worker.circuit;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What a worker knows of one job type's luck. It is closed until enough different jobs have failed with nothing else between;
 * then one attempt is let through at a time, ever more rarely, until one ends in any way but a failure.
 *
 * <p>Different jobs are counted, not attempts: a single job that fails again and again says nothing of its type.
 */
final class Circuit {
    private final int failuresToOpen;
    private final Duration firstWait;
    private final Duration longestWait;
    private final Set<UUID> failedInARow = new HashSet<>();
    private boolean open;
    private Duration wait;
    private long nextTry;

    Circuit(CircuitSettings settings) {
        failuresToOpen = settings.failures();
        firstWait = settings.firstWait();
        longestWait = settings.longestWait();
    }

    /**
     * Whether a job may run now.
     *
     * @param now in ns, of a clock that only goes on
     * @return how long it should be put off, or empty when it may run
     */
    synchronized Optional<Duration> admit(long now) {
        if (!open) {
            return Optional.empty();
        }
        if (now - nextTry < 0) {
            return Optional.of(Duration.ofNanos(nextTry - now));
        }
        wait = wait.multipliedBy(2).compareTo(longestWait) > 0 ? longestWait : wait.multipliedBy(2);
        nextTry = now + wait.toNanos();
        return Optional.empty();
    }

    /**
     * Notes a failure.
     *
     * @return whether it has just opened
     */
    synchronized boolean failed(UUID jobId, long now) {
        if (open || failuresToOpen == 0) {
            return false;
        }
        failedInARow.add(jobId);
        if (failedInARow.size() < failuresToOpen) {
            return false;
        }
        failedInARow.clear();
        open = true;
        wait = firstWait.compareTo(longestWait) > 0 ? longestWait : firstWait;
        nextTry = now + wait.toNanos();
        return true;
    }

    /**
     * Notes that an attempt ended otherwise than by a failure.
     *
     * @return whether it has just closed
     */
    synchronized boolean succeeded() {
        failedInARow.clear();
        boolean wasOpen = open;
        open = false;
        return wasOpen;
    }

    synchronized boolean isOpen() {
        return open;
    }
}
