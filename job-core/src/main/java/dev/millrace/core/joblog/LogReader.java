package dev.millrace.core.joblog;

import java.util.UUID;

/**
 * Somebody who reads on in the log of one job.
 *
 * @param after the last line that has been read
 */
public record LogReader(UUID jobId, LogPosition after) {}
