package dev.millrace.core.listing;

import dev.millrace.core.job.Job;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.Priority;
import dev.millrace.core.store.Database;
import dev.millrace.core.store.Rows;
import dev.millrace.core.store.StoreUnavailable;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Lists of jobs, live and finished, merged and page by page. A job that moves from the live table to the archive meanwhile
 * is shown exactly once: the live table is read first, and what is in both is shown as finished.
 *
 * <p>Any call may fail with {@link StoreUnavailable}, also when the statement ran longer than it may.
 */
public final class JobPages {
    private final Database database;
    private final Clock clock;
    private final Duration statementTimeout;

    /** @param statementTimeout how long PostgreSQL may work on one statement of a list */
    public JobPages(Database database, Clock clock, Duration statementTimeout) {
        this.database = database;
        this.clock = clock;
        this.statementTimeout = statementTimeout;
    }

    /**
     * A page of jobs.
     *
     * @param after the end of the page before, or null for the first
     * @param limit how many at most
     */
    public Uni<JobPage> list(JobFilter filter, ListOrder order, ListPosition after, int limit) {
        Optional<ArchivePath> path = ArchivePath.of(filter);
        if (path.isPresent() && !path.get().serves(filter) && !ArchivePath.isNarrow(filter, clock.instant())) {
            return Uni.createFrom().item(new JobPage.RangeRequired());
        }
        Function<Database.Transaction, Uni<List<Job>>> live = transaction -> filter.showsLiveJobs()
                ? read(transaction, order.statement("list_live_jobs"), parameters(filter, order, after, limit))
                : Uni.createFrom().item(List.of());
        Function<Database.Transaction, Uni<List<Job>>> finished = transaction -> path.isPresent()
                ? read(
                        transaction,
                        path.get().statement(order),
                        parameters(finishedOnly(filter, path.get()), order, after, limit))
                : Uni.createFrom().item(List.of());
        return bounded(transaction -> live.apply(transaction)
                .chain(still -> finished.apply(transaction).map(ended -> merge(still, ended, order, limit))));
    }

    /**
     * A page of dead letters, the latest to die first.
     *
     * @param filter its statuses are not looked at
     * @param after the end of the page before, or null for the first
     * @param limit how many at most
     */
    public Uni<JobPage.Listed> deadLetters(JobFilter filter, ListPosition after, int limit) {
        ListPosition below = after == null ? ListPosition.GREATEST : after;
        Tuple parameters = Tuple.tuple()
                .addValue(Rows.offsetDateTime(below.time()))
                .addValue(below.id())
                .addValue(texts(filter.types()))
                .addValue(texts(filter.queues()))
                .addValue(ranks(filter.priorities()))
                .addValue(texts(filter.tags()))
                .addValue(Rows.offsetDateTime(filter.createdAfter()))
                .addValue(Rows.offsetDateTime(filter.createdBefore()))
                .addValue(limit + 1);
        return bounded(transaction -> read(transaction, "list_dead_letters", parameters)
                .map(jobs -> page(jobs, limit, job -> new ListPosition(job.finishedAt(), job.id()))));
    }

    private <T> Uni<T> bounded(Function<Database.Transaction, Uni<T>> reading) {
        return database.inTransaction(transaction -> transaction
                .run("bound_reading", Tuple.of(Long.toString(statementTimeout.toMillis())))
                .chain(ignored -> reading.apply(transaction)));
    }

    private static Uni<List<Job>> read(Database.Transaction transaction, String statement, Tuple parameters) {
        return transaction.run(statement, parameters).map(JobPages::jobs);
    }

    private static List<Job> jobs(RowSet<Row> rows) {
        return Rows.list(rows, Rows::job);
    }

    private static JobFilter finishedOnly(JobFilter filter, ArchivePath path) {
        List<JobStatus> ends =
                path == ArchivePath.BY_RARE_END || !filter.statuses().isEmpty() ? filter.finalStatuses() : List.of();
        return filter.but().statuses(ends).build();
    }

    private static Tuple parameters(JobFilter filter, ListOrder order, ListPosition after, int limit) {
        ListPosition above = filter.createdAfter() == null ? ListPosition.LEAST : before(filter.createdAfter());
        ListPosition below = filter.createdBefore() == null ? ListPosition.GREATEST : before(filter.createdBefore());
        if (after != null) {
            switch (order) {
                case NEWEST_FIRST -> below = after;
                case OLDEST_FIRST -> above = after;
            }
        }
        return Tuple.tuple()
                .addValue(Rows.offsetDateTime(above.time()))
                .addValue(above.id())
                .addValue(Rows.offsetDateTime(below.time()))
                .addValue(below.id())
                .addValue(texts(
                        filter.statuses().stream().map(JobStatus::wireName).toList()))
                .addValue(texts(filter.types()))
                .addValue(texts(filter.queues()))
                .addValue(ranks(filter.priorities()))
                .addValue(texts(filter.tags()))
                .addValue(limit + 1);
    }

    private static ListPosition before(Instant time) {
        return ListPosition.before(time);
    }

    private static String[] texts(List<String> values) {
        return values.isEmpty() ? null : values.toArray(String[]::new);
    }

    private static Short[] ranks(List<Priority> priorities) {
        return priorities.isEmpty()
                ? null
                : priorities.stream().map(Priority::rank).toArray(Short[]::new);
    }

    private static JobPage merge(List<Job> live, List<Job> finished, ListOrder order, int limit) {
        Map<UUID, Job> byId = new LinkedHashMap<>();
        live.forEach(job -> byId.put(job.id(), job));
        finished.forEach(job -> byId.put(job.id(), job));
        Comparator<Job> oldestFirst = Comparator.comparing(JobPages::creation);
        List<Job> merged = new ArrayList<>(byId.values());
        merged.sort(
                switch (order) {
                    case OLDEST_FIRST -> oldestFirst;
                    case NEWEST_FIRST -> oldestFirst.reversed();
                });
        return page(merged, limit, JobPages::creation);
    }

    private static ListPosition creation(Job job) {
        return new ListPosition(job.createdAt(), job.id());
    }

    private static JobPage.Listed page(List<Job> read, int limit, Function<Job, ListPosition> position) {
        boolean more = read.size() > limit;
        List<Job> shown = more ? read.subList(0, limit) : read;
        return new JobPage.Listed(shown, more ? position.apply(shown.getLast()) : null);
    }
}
