package dev.millrace.core.job;

import static dev.millrace.core.job.JobStatus.CANCELED;
import static dev.millrace.core.job.JobStatus.COMPLETED;
import static dev.millrace.core.job.JobStatus.DEAD;
import static dev.millrace.core.job.JobStatus.DISCARDED;
import static dev.millrace.core.job.JobStatus.PENDING;
import static dev.millrace.core.job.JobStatus.RETRYING;
import static dev.millrace.core.job.JobStatus.RUNNING;
import static dev.millrace.core.job.JobStatus.SCHEDULED;

import java.util.Optional;

/**
 * The one transition table: which event leads from which status to which. Every statement in the store is the
 * compare-and-set of an answer given here, and a test walks every pair through the database.
 *
 * <pre>
 *          promote, postpone        claim              succeed
 *  scheduled ◀──────────▶ pending ─────────▶ running ───────────▶ completed
 *      ▲                   ▲ ▲ ▲              │ │ │ │
 *      │ snooze            │ │ └─release,─────┘ │ │ └─end canceled▶ canceled
 *      └───────────────────┼─┼───rescue─────────┤ └───discard─────▶ discarded
 *                  promote,│ │ retry now        │ retry later, bury
 *                 retry now│ └─────── dead ◀────┤
 *                          └───── retrying ◀────┘
 * </pre>
 */
public final class JobLifecycle {
    private JobLifecycle() {}

    /**
     * The status after {@code event} happens to a job in {@code status}; empty when the event is not allowed there. A
     * cancel of a running job leaves it running: it is only flagged until its attempt ends.
     */
    public static Optional<JobStatus> next(JobStatus status, JobEvent event) {
        return switch (event) {
            case PROMOTE -> when(status == SCHEDULED || status == RETRYING, PENDING);
            case POSTPONE -> postpone(status);
            case CLAIM -> when(status == PENDING || status == RETRYING, RUNNING);
            case SUCCEED -> when(status == RUNNING, COMPLETED);
            case RETRY_LATER -> when(status == RUNNING, RETRYING);
            case BURY -> when(status == RUNNING, DEAD);
            case SNOOZE -> when(status == RUNNING, SCHEDULED);
            case RELEASE, RESCUE -> when(status == RUNNING, PENDING);
            case CANCEL -> cancel(status);
            case END_CANCELED -> when(status == RUNNING, CANCELED);
            case DISCARD -> when(status == RUNNING || status == DEAD, DISCARDED);
            case RETRY_NOW -> when(status == DEAD || status == RETRYING, PENDING);
        };
    }

    private static Optional<JobStatus> cancel(JobStatus status) {
        return switch (status) {
            case SCHEDULED, PENDING, RETRYING -> Optional.of(CANCELED);
            case RUNNING -> Optional.of(RUNNING);
            case DEAD, COMPLETED, CANCELED, DISCARDED -> Optional.empty();
        };
    }

    private static Optional<JobStatus> postpone(JobStatus status) {
        return switch (status) {
            case SCHEDULED, PENDING -> Optional.of(SCHEDULED);
            case RETRYING -> Optional.of(RETRYING);
            case RUNNING, DEAD, COMPLETED, CANCELED, DISCARDED -> Optional.empty();
        };
    }

    private static Optional<JobStatus> when(boolean allowed, JobStatus next) {
        return allowed ? Optional.of(next) : Optional.empty();
    }
}
