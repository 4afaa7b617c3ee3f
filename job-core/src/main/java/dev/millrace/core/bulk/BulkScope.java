package dev.millrace.core.bulk;

import dev.millrace.core.listing.JobFilter;
import java.util.List;
import java.util.UUID;

/**
 * Which jobs a bulk operation is about: those of some ids that fit a filter.
 *
 * @param ids the only jobs that come into question; empty for any
 * @param filter what each must fit
 */
public record BulkScope(List<UUID> ids, JobFilter filter) {
    /** Every job. */
    public static final BulkScope EVERYTHING = of(JobFilter.ANY);

    public BulkScope {
        ids = List.copyOf(ids);
    }

    /** All jobs that fit a filter. */
    public static BulkScope of(JobFilter filter) {
        return new BulkScope(List.of(), filter);
    }
}
