package dev.millrace.core.listing;

import dev.millrace.core.encryption.PayloadsSealed;
import dev.millrace.core.encryption.SealedField;
import dev.millrace.core.encryption.Sealing;
import dev.millrace.core.store.Database;
import dev.millrace.core.store.Rows;
import dev.millrace.core.store.StoreUnavailable;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Lists of jobs, live and finished, merged and page by page, each page in one snapshot.
 *
 * <p>Any call may fail with {@link StoreUnavailable}, also when the statement ran longer than it may. Lists and counts throw
 * {@link PayloadsSealed} when a filter asks for payloads that may be encrypted.
 */
public final class JobPages {
    /** How far jobs are counted. */
    public static final int COUNTED_AT_MOST = 10_000;

    /** A page that has reached so many bytes of payloads, results and errors ends, and the next one begins. */
    public static final int PAGE_BYTES = 4 << 20;

    /** How many groups of dead letters are looked at; where there are more, messages do not gather well. */
    public static final int GROUPS_LOOKED_AT = 10_000;

    private static final int LONGEST_MESSAGE = 500;
    private static final Duration DEATHS_SHOWN = Duration.ofHours(24);

    private final Database database;
    private final Clock clock;
    private final Duration statementTimeout;
    private final int pageBytes;

    /** @param statementTimeout how long PostgreSQL may work on one statement of a list */
    public JobPages(Database database, Clock clock, Duration statementTimeout) {
        this(database, clock, statementTimeout, PAGE_BYTES);
    }

    JobPages(Database database, Clock clock, Duration statementTimeout, int pageBytes) {
        this.database = database;
        this.clock = clock;
        this.statementTimeout = statementTimeout;
        this.pageBytes = pageBytes;
    }

    /**
     * A page of jobs. It holds at least one when there is one, and ends early when it grows too long.
     *
     * @param after the end of the page before, which must be of the same filter and order, or null for the first
     * @param limit how many at most
     */
    public Uni<JobPage> list(JobFilter filter, ListOrder order, ListPosition after, int limit) {
        PayloadsSealed.refuse(database.sealing(), filter.payload());
        Optional<JobSelection> selection = JobSelection.of(filter, order, clock.instant());
        if (selection.isEmpty()) {
            return Uni.createFrom().item(new JobPage.RangeRequired());
        }
        Tuple parameters = selection.get().parameters(after, limit + 1).addValue((long) pageBytes);
        return bounded(transaction -> transaction
                .run(selection.get().statement("list_jobs"), parameters)
                .map(rows -> page(transaction.sealing(), rows, order, limit)));
    }

    /** How many jobs fit, counted no further than {@link #COUNTED_AT_MOST}; empty when a list would need a time range. */
    public Uni<Optional<JobCount>> count(JobFilter filter) {
        PayloadsSealed.refuse(database.sealing(), filter.payload());
        Optional<JobSelection> selection = JobSelection.of(filter, ListOrder.NEWEST_FIRST, clock.instant());
        if (selection.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        Tuple parameters = selection.get().parameters(null, COUNTED_AT_MOST + 1);
        return bounded(transaction -> transaction
                .run(selection.get().statement("count_jobs"), parameters)
                .map(rows -> rows.iterator().next().getLong("jobs"))
                .map(jobs -> Optional.of(new JobCount((int) Math.min(jobs, COUNTED_AT_MOST), jobs > COUNTED_AT_MOST))));
    }

    /**
     * A page of the groups of dead letters; the one in which a job died last comes first.
     *
     * @param types groups of these job types; empty for any
     * @param after the end of the page before, or null for the first
     * @param limit how many at most
     */
    public Uni<DeadLetterGroup.Page> deadLetterGroups(List<String> types, ListPosition after, int limit) {
        ListPosition below = after == null ? ListPosition.GREATEST : after;
        Tuple parameters = Tuple.of(
                JobSelection.value(below.value()),
                below.id(),
                types.isEmpty() ? null : types.toArray(String[]::new),
                limit + 1,
                GROUPS_LOOKED_AT,
                COUNTED_AT_MOST + 1);
        return bounded(transaction -> transaction
                .run("list_dead_letter_groups", parameters)
                .map(rows -> {
                    List<DeadLetterGroup> groups = Rows.list(rows, row -> group(transaction.sealing(), row));
                    boolean hasMore = groups.size() > limit;
                    List<DeadLetterGroup> shown = hasMore ? groups.subList(0, limit) : groups;
                    ListPosition next = hasMore
                            ? new ListPosition(
                                    shown.getLast().lastSeenAt(),
                                    shown.getLast().sampleId())
                            : null;
                    return new DeadLetterGroup.Page(shown, next);
                }));
    }

    private <T> Uni<T> bounded(Function<Database.Transaction, Uni<T>> reading) {
        return database.inTransaction(transaction -> transaction
                .run("bound_reading", Tuple.of(Long.toString(statementTimeout.toMillis())))
                .chain(ignored -> reading.apply(transaction)));
    }

    private static DeadLetterGroup group(Sealing sealing, Row row) {
        long jobs = row.getLong("jobs");
        return new DeadLetterGroup(
                row.getString("fingerprint"),
                (int) Math.min(jobs, COUNTED_AT_MOST),
                jobs > COUNTED_AT_MOST,
                Rows.instant(row, "first_seen_at"),
                Rows.instant(row, "last_seen_at"),
                row.getString("job_type"),
                row.getString("error_type"),
                cut(sealing.open(SealedField.ERROR_MESSAGE, row.getUUID("id"), row.getString("error_message"))),
                row.getUUID("id"),
                Rows.instant(row, "measured_at").minus(DEATHS_SHOWN),
                List.of(row.getArrayOfIntegers("by_hour")));
    }

    private static String cut(String message) {
        return message == null || message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
    }

    private static JobPage page(Sealing sealing, RowSet<Row> rows, ListOrder order, int limit) {
        List<Row> read = new ArrayList<>(rows.size());
        rows.forEach(read::add);
        if (read.isEmpty()) {
            return new JobPage.Listed(List.of(), null);
        }
        long chosen = read.getFirst().getLong("chosen");
        List<Row> shown = read.size() > limit ? read.subList(0, limit) : read;
        return new JobPage.Listed(
                shown.stream().map(row -> Rows.job(sealing, row)).toList(),
                chosen > shown.size() ? position(shown.getLast(), order.sort().kind()) : null);
    }

    private static ListPosition position(Row row, SortValue.Kind kind) {
        SortValue value =
                switch (kind) {
                    case TIME ->
                        new SortValue.Time(row.get(OffsetDateTime.class, "key").toInstant());
                    case NUMBER -> new SortValue.Number(row.getInteger("key"));
                    case TEXT -> new SortValue.Text(row.getString("key"));
                };
        return new ListPosition(value, row.getUUID("id"));
    }
}
