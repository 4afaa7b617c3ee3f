package dev.millrace.core.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What happened since the beginning of the last whole minute.
 *
 * @param span how long ago that was: one to two minutes
 * @param jobsByQueue how many, by queue and outcome: submitted, completed, retried, dead, canceled, discarded and others
 * @param waits how long attempts that ended had waited
 * @param runs how long attempts that ended had run
 */
public record Recent(
        Instant since, Duration span, Map<String, Map<String, Long>> jobsByQueue, Histogram waits, Histogram runs) {
    public Recent {
        jobsByQueue = Map.copyOf(jobsByQueue);
    }

    /** How many of all queues, by outcome. */
    public Map<String, Long> jobs() {
        Map<String, Long> all = new HashMap<>();
        jobsByQueue.values().forEach(jobs -> jobs.forEach((outcome, count) -> all.merge(outcome, count, Long::sum)));
        return all;
    }

    /** How many of one queue, by outcome. */
    public Map<String, Long> jobs(String queue) {
        return jobsByQueue.getOrDefault(queue, Map.of());
    }
}
