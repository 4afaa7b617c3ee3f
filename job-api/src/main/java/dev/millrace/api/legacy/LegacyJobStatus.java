package dev.millrace.api.legacy;

import dev.millrace.core.job.JobStatus;

/** How older systems name where a job stands. */
final class LegacyJobStatus {
    private LegacyJobStatus() {}

    /** For clients of {@code /submit-job}. */
    static String ofJob(JobStatus status) {
        return switch (status) {
            case SCHEDULED, PENDING, RETRYING -> "queued";
            case RUNNING -> "processing";
            case COMPLETED -> "completed";
            case DEAD, DISCARDED, CANCELED -> "failed";
        };
    }

    /** For clients of {@code /api/process_query}. */
    static String ofQuery(JobStatus status) {
        return switch (status) {
            case SCHEDULED, PENDING -> "pending";
            case RUNNING -> "processing";
            case COMPLETED -> "success";
            case RETRYING -> "failed";
            case DEAD, DISCARDED, CANCELED -> "permanently_failed";
        };
    }
}
