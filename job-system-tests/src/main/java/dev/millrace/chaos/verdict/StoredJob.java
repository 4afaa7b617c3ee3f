package dev.millrace.chaos.verdict;

import java.util.UUID;

/**
 * A job as the database has it.
 *
 * @param number the client's; 0 for jobs of schedules
 * @param schedule which fired it, or null
 * @param copies in how many rows it stands: one
 * @param resultAttempt which attempt says it did the work; 0 when there is no result
 * @param resultProcess the process that says so
 */
record StoredJob(
        UUID id,
        long number,
        String status,
        int attempt,
        UUID schedule,
        int copies,
        int resultAttempt,
        long resultProcess) {
    boolean isFinal() {
        return status.equals("completed")
                || status.equals("canceled")
                || status.equals("discarded")
                || status.equals("dead");
    }

    StoredJob withOneMoreCopy() {
        return new StoredJob(id, number, status, attempt, schedule, copies + 1, resultAttempt, resultProcess);
    }
}
