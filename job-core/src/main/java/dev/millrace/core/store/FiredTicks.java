package dev.millrace.core.store;

import java.util.List;

/**
 * What a round of firing did.
 *
 * @param schedules how many due schedules were taken and moved on
 * @param jobs the jobs of the ticks that fired
 */
public record FiredTicks(int schedules, List<AcceptedJob> jobs) {
    public FiredTicks {
        jobs = List.copyOf(jobs);
    }
}
