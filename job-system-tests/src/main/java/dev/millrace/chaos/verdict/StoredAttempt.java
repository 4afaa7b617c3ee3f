package dev.millrace.chaos.verdict;

/**
 * An attempt that did not simply succeed, as the database has it.
 *
 * @param outcome failed, timed_out, lost, released, canceled or discarded
 */
record StoredAttempt(int attempt, String outcome) {
    boolean isRescue() {
        return outcome.equals("lost") || outcome.equals("released");
    }

    boolean isFailure() {
        return outcome.equals("failed") || outcome.equals("timed_out");
    }
}
