package dev.millrace.core.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What happened since the beginning of the last whole minute.
 *
 * @param span how long ago that was: one to two minutes
 * @param jobs how many, by outcome: submitted, completed, retried, dead, canceled, discarded
 * @param waits how long attempts that ended had waited
 * @param runs how long attempts that ended had run
 */
public record Recent(Instant since, Duration span, Map<String, Long> jobs, Histogram waits, Histogram runs) {
    public Recent {
        jobs = Map.copyOf(jobs);
    }
}
