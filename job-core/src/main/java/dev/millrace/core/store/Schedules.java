package dev.millrace.core.store;

import dev.millrace.core.audit.AuditEntry;
import dev.millrace.core.audit.AuditTrail;
import dev.millrace.core.cron.CronExpression;
import dev.millrace.core.cron.CronParsing;
import dev.millrace.core.encryption.SealedAway;
import dev.millrace.core.encryption.SealedField;
import dev.millrace.core.encryption.Sealing;
import dev.millrace.core.job.JobIds;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The schedules. When they fire next is reckoned from the database's time, by which they are found to be due. What a person
 * changes is noted in the audit trail, in the same transaction. Any call may fail with {@link StoreUnavailable}.
 */
public final class Schedules {
    private static final String UNIQUE_VIOLATION = "23505";

    private final Database database;
    private final JobIds ids;

    public Schedules(Database database, JobIds ids) {
        this.database = database;
        this.ids = ids;
    }

    /** Makes a schedule; empty when another has its name. */
    public Uni<Optional<Schedule>> create(NewSchedule schedule, AuditEntry entry) {
        return database.inTransaction(transaction -> create(transaction, schedule, entry));
    }

    /** As {@link #create(NewSchedule, AuditEntry)}, as a part of a larger transaction. */
    public static Uni<Optional<Schedule>> create(
            Database.Transaction transaction, NewSchedule schedule, AuditEntry entry) {
        return now(transaction)
                .chain(now -> transaction.run(
                        "insert_schedule",
                        columns(transaction.sealing(), schedule).addValue(next(schedule, now))))
                .chain(made -> made.size() == 0
                        ? Uni.createFrom().item(Optional.empty())
                        : AuditTrail.append(transaction, entry).chain(() -> find(transaction, schedule.id())));
    }

    /** The schedule of this id, if there is one. */
    public Uni<Optional<Schedule>> find(UUID id) {
        return database.run("find_schedule", Tuple.of(id)).map(rows -> first(database.sealing(), rows));
    }

    /**
     * Schedules by name.
     *
     * @param after the name after which to begin, or null
     * @param limit how many at most
     */
    public Uni<List<Schedule>> list(ScheduleFilter filter, String after, int limit) {
        return database.run(
                        "list_schedules",
                        Tuple.tuple()
                                .addValue(after)
                                .addValue(filter.enabled())
                                .addValue(texts(filter.types()))
                                .addValue(texts(filter.queues()))
                                .addValue(filter.namePart())
                                .addValue(limit))
                .map(rows -> Rows.list(rows, row -> Schedule.of(database.sealing(), row)));
    }

    /**
     * Changes a schedule, unless it was changed meanwhile. When its expression, its time zone or whether it is enabled
     * changes, it fires next as if it had been made now; otherwise when it would have anyway, whatever fires at the same
     * time.
     *
     * @param seen as it was read
     */
    public Uni<ScheduleChange> change(Schedule seen, NewSchedule wanted, AuditEntry entry) {
        boolean rescheduled = !wanted.expression().toString().equals(seen.cronExpression())
                || !wanted.timeZone().getId().equals(seen.timeZone())
                || wanted.enabled() != seen.enabled();
        return database.<ScheduleChange>inTransaction(transaction -> now(transaction)
                        .chain(now -> transaction.run(
                                "change_schedule",
                                columns(transaction.sealing(), wanted)
                                        .addValue(next(wanted, now))
                                        .addValue(rescheduled)
                                        .addValue(seen.revision())))
                        .chain(changed -> changed.size() == 0
                                ? Uni.createFrom().item(new ScheduleChange.MovedOn())
                                : AuditTrail.append(transaction, entry)
                                        .chain(() -> find(transaction, seen.id()))
                                        .map(after -> new ScheduleChange.Changed(after.orElseThrow()))))
                .onFailure(Schedules::isNameTaken)
                .recoverWithItem(() -> new ScheduleChange.NameTaken());
    }

    /** Deletes a schedule; the jobs that it has fired stay. Returns whether there was one. */
    public Uni<Boolean> delete(UUID id, AuditEntry entry) {
        return database.inTransaction(transaction -> transaction
                .run("delete_schedule", Tuple.of(id))
                .map(rows -> rows.size() == 1)
                .call(deleted -> deleted
                        ? AuditTrail.append(transaction, entry)
                        : Uni.createFrom().voidItem()));
    }

    /** Lets a schedule fire no more; empty when there is none. */
    public Uni<Optional<Schedule>> pause(UUID id, AuditEntry entry) {
        return whileLocked(
                id,
                transaction -> locked -> locked.getBoolean("enabled")
                        ? transaction
                                .run("switch_schedule", Tuple.of(id, false, null))
                                .chain(() -> AuditTrail.append(transaction, entry))
                                .chain(() -> find(transaction, id))
                        : find(transaction, id));
    }

    /** Lets a paused schedule fire again, from now on: ticks that it missed do not come back. Empty when there is none. */
    public Uni<Optional<Schedule>> resume(UUID id, AuditEntry entry) {
        return whileLocked(id, transaction -> locked -> {
            if (locked.getBoolean("enabled")) {
                return find(transaction, id);
            }
            Instant next = nextAfter(
                    Rows.instant(locked, "taken_at"),
                    locked.getString("cron_expression"),
                    locked.getString("time_zone"));
            return transaction
                    .run("switch_schedule", Tuple.of(id, true, Rows.offsetDateTime(next)))
                    .chain(() -> AuditTrail.append(transaction, entry))
                    .chain(() -> find(transaction, id));
        });
    }

    /**
     * Accepts a job of this schedule now, paused or not, whatever its ticks and whatever of it runs; empty when there is no
     * such schedule.
     */
    public Uni<Optional<AcceptedJob>> trigger(UUID id, AuditEntry entry) {
        return database.inTransaction(transaction -> trigger(transaction, id, null, entry));
    }

    /**
     * As {@link #trigger(UUID, AuditEntry)}, as a part of a larger transaction; announce the job once it is committed.
     *
     * @param traceparent of the request, or null
     */
    public Uni<Optional<AcceptedJob>> trigger(
            Database.Transaction transaction, UUID id, String traceparent, AuditEntry entry) {
        return transaction.run("lock_schedule", Tuple.of(id)).chain(rows -> {
            if (rows.size() == 0) {
                return Uni.createFrom().item(Optional.empty());
            }
            Row locked = rows.iterator().next();
            UUID jobId = ids.next();
            return JobStore.acceptAll(
                            transaction,
                            List.of(DueSchedule.of(transaction.sealing(), locked)
                                    .job(jobId, null, traceparent)))
                    .call(() -> transaction.run("note_schedule_job", Tuple.of(id, jobId)))
                    .call(() -> AuditTrail.append(transaction, entry))
                    .map(accepted -> Optional.of(accepted.getFirst()));
        });
    }

    private <T> Uni<Optional<T>> whileLocked(
            UUID id, Function<Database.Transaction, Function<Row, Uni<Optional<T>>>> work) {
        return database.inTransaction(
                transaction -> transaction.run("lock_schedule", Tuple.of(id)).chain(rows -> {
                    Iterator<Row> row = rows.iterator();
                    return row.hasNext()
                            ? work.apply(transaction).apply(row.next())
                            : Uni.createFrom().item(Optional.empty());
                }));
    }

    private static Uni<Instant> now(Database.Transaction transaction) {
        return transaction
                .run("database_time", Tuple.tuple())
                .map(rows -> Rows.instant(rows.iterator().next(), "now"));
    }

    private static Uni<Optional<Schedule>> find(Database.Transaction transaction, UUID id) {
        return transaction.run("find_schedule", Tuple.of(id)).map(rows -> first(transaction.sealing(), rows));
    }

    private static Tuple columns(Sealing sealing, NewSchedule schedule) {
        return Tuple.tuple()
                .addValue(schedule.id())
                .addValue(schedule.name())
                .addValue(schedule.jobType())
                .addValue(schedule.queue())
                .addValue(schedule.priority().rank())
                .addValue(sealing.sealJson(
                        SealedField.SCHEDULE_PAYLOAD, schedule.id(), SealedAway.readable(schedule.payload())))
                .addValue((short) schedule.maxRetries())
                .addValue(schedule.expression().toString())
                .addValue(schedule.timeZone().getId())
                .addValue(schedule.enabled())
                .addValue(schedule.overlap().wireName())
                .addValue(schedule.misfire().wireName())
                .addValue(schedule.jitterSeconds());
    }

    private static OffsetDateTime next(NewSchedule schedule, Instant now) {
        return schedule.enabled()
                ? Rows.offsetDateTime(schedule.expression()
                        .nextAfter(now, schedule.timeZone())
                        .orElse(null))
                : null;
    }

    private static Instant nextAfter(Instant now, String expression, String zone) {
        return switch (CronExpression.parse(expression)) {
            case CronParsing.Valid valid ->
                valid.expression().nextAfter(now, ZoneId.of(zone)).orElse(null);
            case CronParsing.Invalid invalid ->
                throw new IllegalStateException("the database holds a bad cron expression: " + invalid.message());
        };
    }

    private static boolean isNameTaken(Throwable failure) {
        return failure instanceof PgException answer && UNIQUE_VIOLATION.equals(answer.getSqlState());
    }

    private static String[] texts(List<String> values) {
        return values.isEmpty() ? null : values.toArray(String[]::new);
    }

    private static Optional<Schedule> first(Sealing sealing, RowSet<Row> rows) {
        Iterator<Row> row = rows.iterator();
        return row.hasNext() ? Optional.of(Schedule.of(sealing, row.next())) : Optional.empty();
    }
}
