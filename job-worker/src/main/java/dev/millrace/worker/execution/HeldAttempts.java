package dev.millrace.worker.execution;

import dev.millrace.core.job.AttemptKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The attempts in this worker's hands, from the claim until their end is recorded: an attempt that is over, but whose end
 * PostgreSQL has not taken yet, must not be taken for one that a lost reply hid.
 */
final class HeldAttempts {
    private static final int SUSPECT_CRASHES = 2;

    private final Map<AttemptKey, JobExecution> byKey = new ConcurrentHashMap<>();

    void add(JobExecution execution) {
        byKey.put(execution.job().key(), execution);
    }

    void remove(AttemptKey key) {
        byKey.remove(key);
    }

    JobExecution find(AttemptKey key) {
        return byKey.get(key);
    }

    boolean contains(AttemptKey key) {
        return byKey.containsKey(key);
    }

    /** Those whose handlers are still at work. */
    List<JobExecution> underWay() {
        return byKey.values().stream()
                .filter(execution -> !execution.isConcluded())
                .toList();
    }

    Collection<JobExecution> all() {
        return List.copyOf(byKey.values());
    }

    boolean isEmpty() {
        return byKey.isEmpty();
    }

    /** Whether a job under way has been in the hands of several workers that were lost. */
    boolean hasSuspect() {
        return byKey.values().stream()
                .anyMatch(execution -> isSuspect(execution.job().crashCount()));
    }

    static boolean isSuspect(int crashCount) {
        return crashCount >= SUSPECT_CRASHES;
    }
}
