package dev.millrace.core.bulk;

import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.Priority;
import dev.millrace.core.listing.JobFilter;
import dev.millrace.core.store.Rows;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;

/** The parameters of {@code freeze_jobs.sql}. */
final class FreezeParameters {
    private FreezeParameters() {}

    static Tuple of(BulkRequest request, BulkState state, BulkLimits limits) {
        List<JobStatus> statuses = request.statuses();
        JobFilter filter = request.filter();
        return Tuple.tuple()
                .addValue(request.id())
                .addValue(request.action().wireName())
                .addValue(state.wireName())
                .addValue(request.asked())
                .addValue(request.reason())
                .addValue(request.actor())
                .addValue(limits.previewAge().toMillis() / 1e3)
                .addValue(limits.mostJobs())
                .addValue(statuses.stream().map(JobStatus::wireName).toArray(String[]::new))
                .addValue(statuses.equals(List.of(JobStatus.DEAD)))
                .addValue(texts(filter.types()))
                .addValue(texts(filter.queues()))
                .addValue(ranks(filter.priorities()))
                .addValue(texts(filter.tags()))
                .addValue(Rows.offsetDateTime(filter.createdAfter()))
                .addValue(Rows.offsetDateTime(filter.createdBefore()));
    }

    private static String[] texts(List<String> values) {
        return values.isEmpty() ? null : values.toArray(String[]::new);
    }

    private static Short[] ranks(List<Priority> priorities) {
        return priorities.isEmpty()
                ? null
                : priorities.stream().map(Priority::rank).toArray(Short[]::new);
    }
}
