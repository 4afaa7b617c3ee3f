package dev.millrace.core.job;

import java.util.UUID;

/**
 * The fence: one attempt of one job. A write about an attempt takes effect only while the job runs and this is its
 * present attempt.
 */
public record AttemptKey(UUID jobId, int attempt) {}
