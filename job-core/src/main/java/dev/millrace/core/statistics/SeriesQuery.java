package dev.millrace.core.statistics;

import java.time.Instant;
import java.util.List;

/**
 * What a chart asks for.
 *
 * @param from the beginning of its first step
 * @param to the end of its last step
 * @param queues only these, or empty for all
 * @param jobTypes only these, or empty for all
 * @param groups how many groups are told apart; the rest is one
 */
public record SeriesQuery(
        Metric metric,
        Instant from,
        Instant to,
        Step step,
        Grouping grouping,
        List<String> queues,
        List<String> jobTypes,
        int groups) {
    public SeriesQuery {
        queues = List.copyOf(queues);
        jobTypes = List.copyOf(jobTypes);
    }

    int points() {
        return (int) step.between(from, to);
    }

    int point(Instant time) {
        return (int) step.between(from, time);
    }
}
