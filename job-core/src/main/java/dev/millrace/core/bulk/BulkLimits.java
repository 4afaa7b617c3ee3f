package dev.millrace.core.bulk;

import java.time.Duration;

/**
 * How much freezing may take.
 *
 * @param mostJobs how many jobs one operation may hold
 * @param timeout how long PostgreSQL may look for them
 * @param previewAge how long a preview may wait to be started
 */
public record BulkLimits(int mostJobs, Duration timeout, Duration previewAge) {}
