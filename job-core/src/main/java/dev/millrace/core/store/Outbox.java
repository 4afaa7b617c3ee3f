package dev.millrace.core.store;

import dev.millrace.core.batching.BatchLimits;
import dev.millrace.core.batching.Batcher;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/**
 * Tickets committed with the jobs they announce. A row stays until the broker has confirmed its ticket, so that no
 * accepted job is left unannounced. Any call may fail with {@link StoreUnavailable}.
 */
public final class Outbox {
    private final Database database;
    private final Batcher<UUID, Void> deletions;

    public Outbox(Database database) {
        this.database = database;
        deletions = new Batcher<>(
                "outbox delete",
                new BatchLimits(1_000, 1, 1, 100_000),
                id -> 0,
                failure -> false,
                this::deleteTogether);
    }

    /**
     * Takes tickets that were not published in time; no other relay gets them before the lease ends.
     *
     * @param limit how many at most
     */
    public Uni<List<ReadyTicket>> lease(int limit, Duration lease) {
        return database.run("lease_outbox", Tuple.of(limit, Columns.seconds(lease)))
                .map(rows -> Rows.list(
                        rows,
                        row -> new ReadyTicket(
                                row.getUUID("id"), Rows.lane(row), Arrays.asList(row.getArrayOfUUIDs("job_ids")))));
    }

    /** Forgets a ticket that the broker has confirmed, together with others confirmed at the same moment. */
    public Uni<Void> delete(UUID outboxId) {
        return deletions.submit(outboxId);
    }

    private Uni<List<Void>> deleteTogether(List<UUID> ids) {
        return database.run("delete_outbox", Tuple.of(ids.toArray(UUID[]::new)))
                .replaceWith(Collections.nCopies(ids.size(), null));
    }
}
