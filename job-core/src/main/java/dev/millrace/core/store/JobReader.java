package dev.millrace.core.store;

import com.github.f4b6a3.uuid.util.UuidUtil;
import dev.millrace.core.job.Job;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

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
        return database.run("find_live_job", Tuple.of(id)).chain(rows -> {
            Iterator<Row> live = rows.iterator();
            return live.hasNext() ? Uni.createFrom().item(Optional.of(Rows.job(live.next()))) : findArchived(id);
        });
    }

    /** Those of {@code ids} that are final, dead or unknown: nobody need wait for them any longer. */
    public Uni<List<UUID>> settled(Collection<UUID> ids) {
        return database.run("find_settled_jobs", Tuple.of(ids.toArray(UUID[]::new)))
                .map(rows -> Rows.list(rows, row -> row.getUUID("id")));
    }

    /**
     * The attempts of a job that did not simply succeed, oldest first.
     *
     * @param after attempts after this one; 0 for all
     * @param limit how many at most
     */
    public Uni<List<PastAttempt>> attempts(UUID id, int after, int limit) {
        return database.run("list_attempts", Tuple.of(id, after, limit)).map(rows -> Rows.list(rows, PastAttempt::of));
    }

    private Uni<Optional<Job>> findArchived(UUID id) {
        Instant notYet = id.version() == 7 ? UuidUtil.getInstant(id).minus(CLOCK_DIFFERENCE) : Instant.EPOCH;
        return database.run("find_archived_job", Tuple.of(id, Rows.offsetDateTime(notYet)))
                .map(rows -> {
                    Iterator<Row> archived = rows.iterator();
                    return archived.hasNext() ? Optional.of(Rows.job(archived.next())) : Optional.empty();
                });
    }
}
