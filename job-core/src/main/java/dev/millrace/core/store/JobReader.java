package dev.millrace.core.store;

import com.github.f4b6a3.uuid.util.UuidUtil;
import dev.millrace.core.job.Job;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Reads single jobs, live or finished. Any call may fail with {@link StoreUnavailable}. */
public final class JobReader {
    /** How far the clock that made an id may differ from the database's. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofDays(1);

    private final Database database;

    public JobReader(Database database) {
        this.database = database;
    }

    /**
     * The job of this id, or empty when none was accepted or it has aged out. The live table is read first: a job moves from
     * there to the archive in one step, so that it cannot be missed in both.
     */
    public Uni<Optional<Job>> find(UUID id) {
        return live(List.of(id)).chain(rows -> {
            Iterator<Row> live = rows.iterator();
            return live.hasNext() ? Uni.createFrom().item(Optional.of(job(live.next()))) : findArchived(id);
        });
    }

    /** As {@link #find}, for several jobs; those that are not known are left out. Live ones take one statement together. */
    public Uni<List<Job>> findAll(Collection<UUID> ids) {
        return live(ids).chain(rows -> {
            List<Job> live = Rows.list(rows, this::job);
            Set<UUID> rest = new LinkedHashSet<>(ids);
            live.forEach(job -> rest.remove(job.id()));
            return Multi.createFrom()
                    .iterable(rest)
                    .onItem()
                    .transformToUniAndConcatenate(this::findArchived)
                    .select()
                    .where(Optional::isPresent)
                    .map(Optional::get)
                    .collect()
                    .asList()
                    .map(archived ->
                            Stream.concat(live.stream(), archived.stream()).toList());
        });
    }

    /**
     * Looks at jobs that somebody waits for or watches.
     *
     * @param marks the ids, each with the mark that was last seen, or an empty one when only the job's end matters
     * @return those that are final, dead or unknown, and those whose mark is another by now
     */
    public Uni<List<JobSight>> look(Map<UUID, Optional<String>> marks) {
        List<Map.Entry<UUID, Optional<String>>> asked = List.copyOf(marks.entrySet());
        return database.run(
                        "look_at_jobs",
                        Tuple.of(
                                Columns.of(asked, Map.Entry::getKey, UUID[]::new),
                                Columns.of(asked, entry -> entry.getValue().orElse(null), String[]::new)))
                .map(rows -> Rows.list(
                        rows,
                        row -> new JobSight(row.getUUID("id"), row.getString("mark"), row.getBoolean("settled"))));
    }

    /** A time at which the job of this id surely did not exist yet. */
    public static Instant surelyBefore(UUID id) {
        return id.version() == 7 ? UuidUtil.getInstant(id).minus(CLOCK_DIFFERENCE) : Instant.EPOCH;
    }

    /**
     * The attempts of a job that did not simply succeed, oldest first.
     *
     * @param after attempts after this one; 0 for all
     * @param limit how many at most
     */
    public Uni<List<PastAttempt>> attempts(UUID id, int after, int limit) {
        return database.run("list_attempts", Tuple.of(id, after, limit))
                .map(rows -> Rows.list(rows, row -> PastAttempt.of(database.sealing(), id, row)));
    }

    private Job job(Row row) {
        return Rows.job(database.sealing(), row);
    }

    private Uni<RowSet<Row>> live(Collection<UUID> ids) {
        return database.run("find_live_jobs", Tuple.of(ids.toArray(UUID[]::new)));
    }

    private Uni<Optional<Job>> findArchived(UUID id) {
        return database.run("find_archived_job", Tuple.of(id, Rows.offsetDateTime(surelyBefore(id))))
                .map(rows -> {
                    Iterator<Row> archived = rows.iterator();
                    return archived.hasNext() ? Optional.of(job(archived.next())) : Optional.empty();
                });
    }
}
