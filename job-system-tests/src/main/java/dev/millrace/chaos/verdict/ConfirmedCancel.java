package dev.millrace.chaos.verdict;

/**
 * What a client was told of a cancel.
 *
 * @param at by the monotonic clock, in ns
 * @param status of the job then: canceled; or running, when a worker had it and will be told to stop
 */
record ConfirmedCancel(long at, String status) {
    /** How many executions may still begin: that of a worker which has claimed the job and not begun it. */
    int executionsAllowed() {
        return status.equals("running") ? 1 : 0;
    }
}
