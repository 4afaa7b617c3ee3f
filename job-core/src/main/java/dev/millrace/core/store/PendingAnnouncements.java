package dev.millrace.core.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Announces the pending jobs of queues that were resumed: tickets that came while a queue was paused are gone, and so are
 * those that met a claim which had read the flag just before it was cleared. Any call may fail with
 * {@link StoreUnavailable}.
 */
public final class PendingAnnouncements {
    private final Database database;

    public PendingAnnouncements(Database database) {
        this.database = database;
    }

    /**
     * Writes tickets for a part of what was asked for, and moves the request on; safe on every replica at once.
     *
     * @param moment how long ago the resume must be
     * @param limit how many live jobs are looked at
     */
    public Uni<Part> announce(Duration moment, int limit) {
        return database.run(
                        "announce_pending_jobs",
                        Tuple.of(Columns.seconds(moment), limit, Columns.seconds(JobStore.PUBLISH_GRACE)))
                .map(rows -> {
                    Map<UUID, List<UUID>> jobs = new LinkedHashMap<>();
                    Map<UUID, Row> lanes = new LinkedHashMap<>();
                    for (Row row : rows) {
                        UUID ticket = row.getUUID("ticket_id");
                        if (ticket != null) {
                            jobs.computeIfAbsent(ticket, ignored -> new ArrayList<>())
                                    .add(row.getUUID("id"));
                            lanes.putIfAbsent(ticket, row);
                        }
                    }
                    List<ReadyTicket> tickets = jobs.entrySet().stream()
                            .map(entry -> new ReadyTicket(
                                    entry.getKey(), Rows.lane(lanes.get(entry.getKey())), entry.getValue()))
                            .toList();
                    return new Part(rows.size() > 0, tickets);
                });
    }

    /**
     * A part of what was asked for.
     *
     * @param asked whether anything was
     * @param tickets to publish; may be empty although something was asked for
     */
    public record Part(boolean asked, List<ReadyTicket> tickets) {
        public Part {
            tickets = List.copyOf(tickets);
        }
    }
}
