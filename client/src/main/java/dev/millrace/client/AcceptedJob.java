package dev.millrace.client;

import java.util.UUID;

/**
 * A job that is committed: it is never lost, and runs at least once.
 *
 * @param status {@link JobStatus#PENDING}, or {@link JobStatus#SCHEDULED} when its time is still to come; whatever it was at first
 *     when the server answers a repeated request
 */
public record AcceptedJob(UUID id, JobStatus status) {}
