package dev.millrace.core.store;

import dev.millrace.core.job.Job;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.NewJob;
import dev.millrace.core.messaging.Lane;
import java.time.Instant;
import java.util.UUID;

/**
 * A job that the database has committed.
 *
 * @param status scheduled or pending
 * @param createdAt by the database's clock
 * @param runAt by the database's clock
 * @param ticketId the outbox row that announces it; null while it is scheduled
 */
public record AcceptedJob(NewJob submitted, JobStatus status, Instant createdAt, Instant runAt, UUID ticketId) {
    /** The lane on which its ticket travels once it is ready. */
    public Lane lane() {
        return new Lane(submitted.queue(), submitted.priority());
    }

    /** The job as it stood when it was accepted. */
    public Job toJob() {
        return new Job(
                submitted.id(),
                submitted.type(),
                submitted.queue(),
                submitted.priority(),
                status,
                submitted.payload(),
                null,
                null,
                0,
                0,
                submitted.maxRetries(),
                submitted.retry(),
                createdAt,
                runAt,
                null,
                null,
                null,
                null,
                false,
                null,
                submitted.timeout(),
                submitted.tags(),
                submitted.scheduleId(),
                submitted.replayOf());
    }
}
