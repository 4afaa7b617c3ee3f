package dev.millrace.core.listing;

import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.Priority;
import dev.millrace.core.store.Columns;
import dev.millrace.core.store.Rows;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** A filter and an order as the statements about many jobs want them: which variant, with which parameters. */
record JobSelection(JobFilter filter, ListOrder order, LivePath live, ArchivePath archive) {
    /** The selection, or empty when it would have to search more of the archive than a day. */
    static Optional<JobSelection> of(JobFilter filter, ListOrder order, Instant now) {
        ArchivePath archive = ArchivePath.of(filter);
        boolean isServed = archive == ArchivePath.NONE || order.sort().isIndexed() && archive.serves(filter);
        return isServed || ArchivePath.isNarrow(filter, now)
                ? Optional.of(new JobSelection(filter, order, LivePath.of(filter), archive))
                : Optional.empty();
    }

    /** Every variant that there is, for a test that prepares each. */
    static Stream<String> everyStatement(String template) {
        return Stream.of(JobSort.values())
                .flatMap(sort -> Stream.of(new ListOrder(sort, false), new ListOrder(sort, true)))
                .flatMap(order -> Stream.of(LivePath.values()).flatMap(live -> Stream.of(ArchivePath.values())
                        .map(archive -> new JobSelection(JobFilter.ANY, order, live, archive).statement(template))));
    }

    /** The name of the variant of {@code template}. */
    String statement(String template) {
        return "%s?sort=%s&key_type=%s&order=%s&live=%s&archive=%s"
                .formatted(
                        template,
                        order.sort().wireName(),
                        order.sort().kind().columnType(),
                        order.isDescending() ? "desc" : "asc",
                        live.word(),
                        archive.word());
    }

    /**
     * The parameters that all templates share.
     *
     * @param after the position after which the selection begins, or null
     * @param limit how many at most
     */
    Tuple parameters(ListPosition after, int limit) {
        ListPosition start = start(after);
        boolean isByEnd = order.sort() == JobSort.FINISHED_AT;
        return Tuple.tuple()
                .addValue(start == null ? null : value(start.value()))
                .addValue(start == null ? null : start.id())
                .addValue(Rows.offsetDateTime(or(filter.createdAfter(), ListPosition.BEGINNING_OF_TIME)))
                .addValue(Rows.offsetDateTime(or(filter.createdBefore(), ListPosition.END_OF_TIME)))
                .addValue(Rows.offsetDateTime(earliestEnd(after)))
                .addValue(Rows.offsetDateTime(latestEnd(after)))
                .addValue(isByEnd && !order.isDescending() ? null : Rows.offsetDateTime(filter.finishedAfter()))
                .addValue(isByEnd && order.isDescending() ? null : Rows.offsetDateTime(filter.finishedBefore()))
                .addValue(statuses(filter.statuses()))
                .addValue(texts(filter.types()))
                .addValue(texts(filter.queues()))
                .addValue(
                        filter.priorities().isEmpty()
                                ? null
                                : filter.priorities().stream()
                                        .map(Priority::rank)
                                        .toArray(Short[]::new))
                .addValue(texts(filter.tags()))
                .addValue(ids(filter.workerIds()))
                .addValue(ids(filter.scheduleIds()))
                .addValue(texts(filter.fingerprints()))
                .addValue(literals(filter.payload().stream().map(PayloadMatch::path)))
                .addValue(literals(filter.payload().stream().map(PayloadMatch::candidates)))
                .addValue(statuses(filter.finalStatuses()))
                .addValue(limit);
    }

    /** Where the selection begins: after the page before, but within the bounds of what it is sorted by. */
    private ListPosition start(ListPosition after) {
        if (after != null) {
            // A page begins within the bounds that the page before it kept.
            return after;
        }
        return switch (order.sort()) {
            case CREATED_AT -> bound(filter.createdAfter(), filter.createdBefore());
            case FINISHED_AT -> bound(filter.finishedAfter(), filter.finishedBefore());
            case RUN_AT, STARTED_AT, PRIORITY, STATUS, JOB_TYPE, ATTEMPTS -> null;
        };
    }

    private ListPosition bound(Instant from, Instant to) {
        if (order.isDescending()) {
            return to == null ? ListPosition.GREATEST : ListPosition.before(to);
        }
        return from == null ? ListPosition.LEAST : ListPosition.before(from);
    }

    /** No job that is asked for ended before it: partitions of earlier days need not be looked at. */
    private Instant earliestEnd(ListPosition after) {
        return Stream.of(
                        Optional.ofNullable(filter.createdAfter()),
                        Optional.ofNullable(filter.finishedAfter()),
                        time(after, false))
                .flatMap(Optional::stream)
                .max(Instant::compareTo)
                .orElse(ListPosition.BEGINNING_OF_TIME);
    }

    /** Every job that is asked for ended before it. */
    private Instant latestEnd(ListPosition after) {
        return Stream.of(
                        Optional.ofNullable(filter.finishedBefore()),
                        order.sort() == JobSort.FINISHED_AT
                                ? time(after, true).map(end -> end.plus(1, ChronoUnit.MICROS))
                                : Optional.<Instant>empty())
                .flatMap(Optional::stream)
                .min(Instant::compareTo)
                .orElse(ListPosition.END_OF_TIME);
    }

    /** The time of a position whose list goes up or down by when jobs were made or ended. A job ends after it is made. */
    private Optional<Instant> time(ListPosition after, boolean descending) {
        boolean isByTime = order.sort() == JobSort.CREATED_AT || order.sort() == JobSort.FINISHED_AT;
        return after != null
                        && isByTime
                        && order.isDescending() == descending
                        && after.value() instanceof SortValue.Time time
                ? Optional.of(time.value())
                : Optional.empty();
    }

    /** As a parameter. */
    static Object value(SortValue value) {
        return switch (value) {
            case SortValue.Time time -> Rows.offsetDateTime(time.value());
            case SortValue.Number number -> number.value();
            case SortValue.Text text -> text.value();
        };
    }

    private static Instant or(Instant time, Instant otherwise) {
        return time == null ? otherwise : time;
    }

    private static String[] statuses(List<JobStatus> statuses) {
        return texts(statuses.stream().map(JobStatus::wireName).toList());
    }

    private static String[] texts(List<String> values) {
        return values.isEmpty() ? null : values.toArray(String[]::new);
    }

    private static UUID[] ids(List<UUID> values) {
        return values.isEmpty() ? null : values.toArray(UUID[]::new);
    }

    private static String[] literals(Stream<List<String>> lists) {
        return texts(lists.map(Columns::arrayLiteral).toList());
    }
}
