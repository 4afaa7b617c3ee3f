package dev.millrace.core.store;

import dev.millrace.core.job.Job;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.NewJob;
import java.time.Instant;
import java.util.UUID;

/**
 * A job that the database has committed.
 *
 * @param status scheduled or pending
 * @param createdAt by the database's clock
 * @param runAt by the database's clock
 * @param ticket announces it, together with the other jobs of its lane that were accepted in the same statement; null while
 *     it is scheduled
 */
public record AcceptedJob(NewJob submitted, JobStatus status, Instant createdAt, Instant runAt, ReadyTicket ticket) {
    /** The outbox row of its ticket; null while it is scheduled. */
    public UUID ticketId() {
        return ticket == null ? null : ticket.outboxId();
    }

    /**
     * Whether it is the first job of its ticket. Of clients whose jobs share a ticket, the one with the first job announces
     * it, whole: a part of it, once confirmed, would take the outbox row away from the other jobs.
     */
    public boolean leadsTicket() {
        return ticket != null && ticket.jobIds().getFirst().equals(submitted.id());
    }

    /** The same for one who must not announce it. */
    AcceptedJob withoutTicket() {
        return new AcceptedJob(submitted, status, createdAt, runAt, null);
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
                submitted.uniqueKey(),
                submitted.tags(),
                submitted.scheduleId(),
                submitted.replayOf());
    }
}
