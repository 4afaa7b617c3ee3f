package dev.millrace.api.stats;

import dev.millrace.core.statistics.FailingType;
import dev.millrace.core.statistics.LaneDepth;
import dev.millrace.core.statistics.OutboxState;
import dev.millrace.core.statistics.QueueWorkers;
import dev.millrace.core.statistics.Recent;
import dev.millrace.core.statistics.WorkerSlots;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The maintained counts at one moment.
 *
 * @param totals how often each outcome has ever happened
 * @param queueWorkers the workers that serve each queue, by its name
 * @param outbox what waits to be published
 * @param answeredIn how long PostgreSQL took to answer
 */
public record Overview(
        List<LaneDepth> depth,
        WorkerSlots workers,
        Map<String, Long> totals,
        Recent recent,
        Map<String, QueueWorkers> queueWorkers,
        List<FailingType> failingTypes,
        OutboxState outbox,
        Duration answeredIn) {
    public Overview {
        depth = List.copyOf(depth);
        totals = Map.copyOf(totals);
        queueWorkers = Map.copyOf(queueWorkers);
        failingTypes = List.copyOf(failingTypes);
    }
}
