package dev.millrace.worker.execution;

/**
 * A queue that this worker serves.
 *
 * @param slots those kept for its jobs
 * @param buffer the tickets that wait to be claimed
 * @param pace how fast its jobs end here
 * @param ahead its jobs that are claimed and wait for a slot
 */
record ServedQueue(String name, Slots slots, PriorityBuffer buffer, Pace pace, JobsAhead ahead) {
    static ServedQueue of(String name, int slots, Ticker ticker) {
        Slots its = new Slots(slots);
        Pace pace = new Pace(ticker);
        return new ServedQueue(name, its, new PriorityBuffer(ticker), pace, new JobsAhead(ticker, its, pace));
    }
}
