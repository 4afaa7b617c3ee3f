package dev.millrace.core.store;

import java.util.List;
import java.util.UUID;

/**
 * How a worker introduces itself.
 *
 * @param id new at each start of its process
 * @param slots how many jobs it runs at once
 */
public record WorkerCard(
        UUID id, String host, long processId, String version, List<String> queues, List<String> jobTypes, int slots) {
    public WorkerCard {
        queues = List.copyOf(queues);
        jobTypes = List.copyOf(jobTypes);
    }
}
