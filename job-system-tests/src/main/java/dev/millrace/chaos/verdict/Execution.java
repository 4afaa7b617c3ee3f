package dev.millrace.chaos.verdict;

import java.util.UUID;

/**
 * One attempt, as its handler wrote it down.
 *
 * @param process the worker's process id
 * @param startedAt by the monotonic clock, in ns
 * @param endedAt 0 when the handler never came to its end
 * @param how it ended: succeeded, failed, interrupted, halted; empty when it did not
 */
record Execution(UUID job, int attempt, long process, long startedAt, long endedAt, String how) {
    boolean ended() {
        return endedAt != 0;
    }
}
