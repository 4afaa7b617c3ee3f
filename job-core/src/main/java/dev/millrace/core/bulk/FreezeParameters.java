package dev.millrace.core.bulk;

import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.Priority;
import dev.millrace.core.listing.JobFilter;
import dev.millrace.core.listing.PayloadMatch;
import dev.millrace.core.store.Columns;
import dev.millrace.core.store.Rows;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** The parameters of {@code freeze_jobs.sql}. */
final class FreezeParameters {
    private FreezeParameters() {}

    static Tuple of(BulkRequest request, BulkState state, BulkLimits limits) {
        List<JobStatus> statuses = request.statuses();
        JobFilter filter = request.scope().filter();
        return Tuple.tuple()
                .addValue(request.id())
                .addValue(request.action().wireName())
                .addValue(state.wireName())
                .addValue(request.asked())
                .addValue(request.reason())
                .addValue(request.actor())
                .addValue(Columns.seconds(limits.previewAge()))
                .addValue(limits.mostJobs())
                .addValue(statuses.stream().map(JobStatus::wireName).toArray(String[]::new))
                .addValue(statuses.equals(List.of(JobStatus.DEAD)))
                .addValue(texts(filter.types()))
                .addValue(texts(filter.queues()))
                .addValue(ranks(filter.priorities()))
                .addValue(texts(filter.tags()))
                .addValue(Rows.offsetDateTime(filter.createdAfter()))
                .addValue(Rows.offsetDateTime(filter.createdBefore()))
                .addValue(Rows.offsetDateTime(filter.finishedAfter()))
                .addValue(Rows.offsetDateTime(filter.finishedBefore()))
                .addValue(ids(filter.workerIds()))
                .addValue(ids(filter.scheduleIds()))
                .addValue(texts(filter.fingerprints()))
                .addValue(literals(filter.payload(), PayloadMatch::path))
                .addValue(literals(filter.payload(), PayloadMatch::candidates))
                .addValue(ids(request.scope().ids()));
    }

    private static String[] texts(List<String> values) {
        return values.isEmpty() ? null : values.toArray(String[]::new);
    }

    private static UUID[] ids(List<UUID> values) {
        return values.isEmpty() ? null : values.toArray(UUID[]::new);
    }

    /** Arrays within an array need not be of one length when each is written as a text. */
    private static String[] literals(List<PayloadMatch> matches, Function<PayloadMatch, List<String>> part) {
        return matches.isEmpty()
                ? null
                : matches.stream().map(part).map(Columns::arrayLiteral).toArray(String[]::new);
    }

    private static Short[] ranks(List<Priority> priorities) {
        return priorities.isEmpty()
                ? null
                : priorities.stream().map(Priority::rank).toArray(Short[]::new);
    }
}
