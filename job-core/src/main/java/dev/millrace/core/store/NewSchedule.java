package dev.millrace.core.store;

import dev.millrace.core.cron.CronExpression;
import dev.millrace.core.job.Priority;
import java.time.ZoneId;
import java.util.UUID;

/**
 * A validated schedule, not yet made, or as it is to become.
 *
 * @param name unique among all schedules
 * @param payload a JSON object as text
 * @param enabled whether it fires at once, or only when resumed
 * @param jitterSeconds by how much later, at most, the job of a tick becomes due
 */
public record NewSchedule(
        UUID id,
        String name,
        String jobType,
        String queue,
        Priority priority,
        String payload,
        int maxRetries,
        CronExpression expression,
        ZoneId timeZone,
        boolean enabled,
        OverlapPolicy overlap,
        MisfirePolicy misfire,
        int jitterSeconds) {}
