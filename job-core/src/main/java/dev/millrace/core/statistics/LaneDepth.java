package dev.millrace.core.statistics;

import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.Priority;
import java.time.Instant;

/**
 * How many live jobs of one lane stand in one status, as last measured.
 *
 * @param oldestAgeSeconds since when, at the longest, one of them has been due; negative when all are due later
 */
public record LaneDepth(
        String queue, Priority priority, JobStatus status, long jobs, double oldestAgeSeconds, Instant measuredAt) {}
