package dev.millrace.core.listing;

import dev.millrace.core.job.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** By which index a list finds finished jobs. The archive is as large as history, and is read by an index or not at all. */
enum ArchivePath {
    /** All, or nearly all, in the order in which they were made. */
    BY_CREATION("list_archived_jobs"),
    /** Those of some types. */
    BY_TYPE("list_archived_jobs_of_types"),
    /** The few that ended other than completed. */
    BY_RARE_END("list_archived_jobs_not_completed");

    /** The longest time range in which jobs are looked through for what no index finds. */
    static final Duration LONGEST_RANGE = Duration.ofDays(1);

    private final String statement;

    ArchivePath(String statement) {
        this.statement = statement;
    }

    String statement(ListOrder order) {
        return order.statement(statement);
    }

    /** The index that serves the filter best, if it shows finished jobs at all. */
    static Optional<ArchivePath> of(JobFilter filter) {
        List<JobStatus> ends = filter.finalStatuses();
        if (ends.isEmpty()) {
            return Optional.empty();
        }
        if (!ends.contains(JobStatus.COMPLETED)) {
            return Optional.of(BY_RARE_END);
        }
        return Optional.of(filter.types().isEmpty() ? BY_CREATION : BY_TYPE);
    }

    /** Whether this index finds exactly, or nearly, what the filter shows, so that a page is read without a search. */
    boolean serves(JobFilter filter) {
        boolean plain = filter.queues().isEmpty()
                && filter.priorities().isEmpty()
                && filter.tags().isEmpty();
        return switch (this) {
            case BY_CREATION, BY_TYPE -> plain;
            case BY_RARE_END -> plain && filter.types().isEmpty();
        };
    }

    /** Whether the filter bounds the search to {@link #LONGEST_RANGE}. */
    static boolean isNarrow(JobFilter filter, Instant now) {
        if (filter.createdAfter() == null) {
            return false;
        }
        Instant end = filter.createdBefore() == null ? now : filter.createdBefore();
        return Duration.between(filter.createdAfter(), end).compareTo(LONGEST_RANGE) <= 0;
    }
}
