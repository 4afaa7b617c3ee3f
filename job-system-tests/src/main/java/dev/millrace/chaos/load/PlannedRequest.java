package dev.millrace.chaos.load;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A request that a client means to make, and to repeat until it is answered.
 *
 * @param key its idempotency key
 * @param at how long after the beginning
 * @param jobs one, or a bulk
 * @param twice whether a second client sends the very same at the same time
 */
public record PlannedRequest(String key, Duration at, List<PlannedJob> jobs, boolean twice) {
    String path() {
        return jobs.size() == 1 ? "/api/v1/jobs" : "/api/v1/jobs/bulk";
    }

    String json() {
        return jobs.size() == 1
                ? jobs.getFirst().json()
                : jobs.stream().map(PlannedJob::json).collect(Collectors.joining(",", "{\"jobs\":[", "]}"));
    }
}
