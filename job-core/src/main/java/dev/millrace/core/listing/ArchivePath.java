package dev.millrace.core.listing;

import dev.millrace.core.job.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** By which index a list finds finished jobs. The archive is as large as history, and is read by an index or not at all. */
enum ArchivePath {
    /** No finished job is asked for. */
    NONE("none"),
    /** All, or nearly all, in the order in which they were made. */
    CREATION("all"),
    /** Those of some types. */
    TYPES("types"),
    /** Those that some schedules fired. */
    SCHEDULES("schedules"),
    /** The few that ended other than completed. */
    RARE_ENDS("rare_ends");

    /** The longest time range in which jobs are looked through for what no index finds. */
    static final Duration LONGEST_RANGE = Duration.ofDays(1);

    private final String word;

    ArchivePath(String word) {
        this.word = word;
    }

    /** As the statements call it. */
    String word() {
        return word;
    }

    /** The index that serves the filter best. */
    static ArchivePath of(JobFilter filter) {
        List<JobStatus> ends = filter.finalStatuses();
        if (ends.isEmpty()) {
            return NONE;
        }
        if (!filter.scheduleIds().isEmpty()) {
            return SCHEDULES;
        }
        if (!ends.contains(JobStatus.COMPLETED)) {
            return RARE_ENDS;
        }
        return filter.types().isEmpty() ? CREATION : TYPES;
    }

    /** Whether this index finds exactly, or nearly, what the filter shows, so that a page is read without a search. */
    boolean serves(JobFilter filter) {
        boolean plain = filter.queues().isEmpty()
                && filter.priorities().isEmpty()
                && filter.tags().isEmpty()
                && filter.workerIds().isEmpty()
                && filter.fingerprints().isEmpty()
                && filter.payload().isEmpty()
                && filter.finishedAfter() == null
                && filter.finishedBefore() == null;
        return switch (this) {
            case NONE -> true;
            case CREATION, TYPES -> plain;
            case SCHEDULES ->
                plain
                        && filter.types().isEmpty()
                        && (filter.statuses().isEmpty() || filter.statuses().contains(JobStatus.COMPLETED));
            case RARE_ENDS -> plain && filter.types().isEmpty();
        };
    }

    /** Whether the filter bounds the search to {@link #LONGEST_RANGE}, by when the jobs were made or by when they ended. */
    static boolean isNarrow(JobFilter filter, Instant now) {
        return isNarrow(filter.createdAfter(), filter.createdBefore(), now)
                || isNarrow(filter.finishedAfter(), filter.finishedBefore(), now);
    }

    private static boolean isNarrow(Instant after, Instant before, Instant now) {
        return after != null
                && Duration.between(after, before == null ? now : before).compareTo(LONGEST_RANGE) <= 0;
    }
}
