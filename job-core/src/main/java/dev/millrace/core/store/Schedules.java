package dev.millrace.core.store;

import dev.millrace.core.cron.CronExpression;
import dev.millrace.core.cron.CronParsing;
import dev.millrace.core.job.JobIds;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The schedules. When they fire next is reckoned from the database's time, by which they are found to be due. Any call may
 * fail with {@link StoreUnavailable}.
 */
public final class Schedules {
    private final Database database;
    private final JobIds ids;

    public Schedules(Database database, JobIds ids) {
        this.database = database;
        this.ids = ids;
    }

    /** Makes a schedule; empty when another has its name. */
    public Uni<Optional<Schedule>> create(NewSchedule schedule) {
        return database.inTransaction(transaction -> transaction
                .run("database_time", Tuple.tuple())
                .chain(rows -> {
                    Instant now = Rows.instant(rows.iterator().next(), "now");
                    return transaction.run("insert_schedule", columns(schedule, now));
                })
                .map(Schedules::first));
    }

    /** The schedule of this id, if there is one. */
    public Uni<Optional<Schedule>> find(UUID id) {
        return database.run("find_schedule", Tuple.of(id)).map(Schedules::first);
    }

    /**
     * Schedules by name.
     *
     * @param after the name after which to begin, or null
     * @param limit how many at most
     */
    public Uni<List<Schedule>> list(String after, int limit) {
        return database.run("list_schedules", Tuple.of(after, limit)).map(rows -> Rows.list(rows, Schedule::of));
    }

    /** Deletes a schedule; the jobs that it has fired stay. Returns whether there was one. */
    public Uni<Boolean> delete(UUID id) {
        return database.run("delete_schedule", Tuple.of(id)).map(rows -> rows.size() == 1);
    }

    /** Lets a schedule fire no more; empty when there is none. */
    public Uni<Optional<Schedule>> pause(UUID id) {
        return whileLocked(
                id,
                transaction -> locked -> transaction
                        .run("switch_schedule", Tuple.of(id, false, null))
                        .map(Schedules::first));
    }

    /** Lets a paused schedule fire again, from now on: ticks that it missed do not come back. Empty when there is none. */
    public Uni<Optional<Schedule>> resume(UUID id) {
        return whileLocked(id, transaction -> locked -> {
            Instant next = locked.getBoolean("enabled")
                    ? Rows.instant(locked, "next_fire_at")
                    : nextAfter(
                            Rows.instant(locked, "taken_at"),
                            locked.getString("cron_expression"),
                            locked.getString("time_zone"));
            return transaction
                    .run("switch_schedule", Tuple.of(id, true, Rows.offsetDateTime(next)))
                    .map(Schedules::first);
        });
    }

    /** Accepts a job of this schedule now, paused or not, whatever its ticks; empty when there is no such schedule. */
    public Uni<Optional<AcceptedJob>> trigger(UUID id) {
        return whileLocked(id, transaction -> locked -> {
            UUID jobId = ids.next();
            return JobStore.acceptAll(
                            transaction, List.of(DueSchedule.of(locked).job(jobId)))
                    .call(() -> transaction.run("note_schedule_job", Tuple.of(id, jobId)))
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

    private static Tuple columns(NewSchedule schedule, Instant now) {
        OffsetDateTime next = schedule.enabled()
                ? Rows.offsetDateTime(schedule.expression()
                        .nextAfter(now, schedule.timeZone())
                        .orElse(null))
                : null;
        return Tuple.tuple()
                .addValue(schedule.id())
                .addValue(schedule.name())
                .addValue(schedule.jobType())
                .addValue(schedule.queue())
                .addValue(schedule.priority().rank())
                .addValue(schedule.payload())
                .addValue((short) schedule.maxRetries())
                .addValue(schedule.expression().toString())
                .addValue(schedule.timeZone().getId())
                .addValue(schedule.enabled())
                .addValue(next);
    }

    private static Instant nextAfter(Instant now, String expression, String zone) {
        return switch (CronExpression.parse(expression)) {
            case CronParsing.Valid valid ->
                valid.expression().nextAfter(now, ZoneId.of(zone)).orElse(null);
            case CronParsing.Invalid invalid ->
                throw new IllegalStateException("the database holds a bad cron expression: " + invalid.message());
        };
    }

    private static Optional<Schedule> first(RowSet<Row> rows) {
        Iterator<Row> row = rows.iterator();
        return row.hasNext() ? Optional.of(Schedule.of(row.next())) : Optional.empty();
    }
}
