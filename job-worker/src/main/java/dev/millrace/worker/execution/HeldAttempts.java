package dev.millrace.worker.execution;

import dev.millrace.core.job.AttemptKey;
import dev.millrace.core.job.ClaimedJob;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The attempts in this worker's hands, from the claim until their end is recorded: an attempt that is over, but whose end
 * PostgreSQL has not taken yet, must not be taken for one that a lost reply hid.
 */
final class HeldAttempts {
    private final Map<AttemptKey, JobExecution> byKey = new ConcurrentHashMap<>();
    private final Set<AttemptKey> puttingBack = ConcurrentHashMap.newKeySet();
    private final Map<AttemptKey, ClaimedJob> waiting = new ConcurrentHashMap<>();

    /** A handler is about to begin. */
    void add(JobExecution execution) {
        byKey.put(execution.job().key(), execution);
        waiting.remove(execution.job().key());
    }

    /** Claimed, and waits for a slot. */
    void await(ClaimedJob job) {
        waiting.put(job.key(), job);
    }

    /** Keeps an attempt in hand that is not run here but put back, until that is recorded. */
    void reserve(AttemptKey key) {
        puttingBack.add(key);
        waiting.remove(key);
    }

    void remove(AttemptKey key) {
        byKey.remove(key);
        puttingBack.remove(key);
    }

    JobExecution find(AttemptKey key) {
        return byKey.get(key);
    }

    /** All of them, as of now. */
    Set<AttemptKey> keys() {
        Set<AttemptKey> keys = new HashSet<>(byKey.keySet());
        keys.addAll(puttingBack);
        keys.addAll(waiting.keySet());
        return keys;
    }

    boolean contains(AttemptKey key) {
        return byKey.containsKey(key) || puttingBack.contains(key) || waiting.containsKey(key);
    }

    /** Those whose handlers are still at work. */
    List<JobExecution> underWay() {
        return byKey.values().stream()
                .filter(execution -> !execution.isConcluded())
                .toList();
    }

    int size() {
        return byKey.size() + puttingBack.size() + waiting.size();
    }

    boolean isEmpty() {
        return size() == 0;
    }

    /** Whether a job under way, or about to be, has been in the hands of several workers that were lost. */
    boolean hasSuspect() {
        return byKey.values().stream().anyMatch(execution -> execution.job().isSuspect())
                || waiting.values().stream().anyMatch(ClaimedJob::isSuspect);
    }
}
