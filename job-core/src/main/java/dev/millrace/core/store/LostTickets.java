package dev.millrace.core.store;

import dev.millrace.core.messaging.Lane;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Pending jobs whose tickets the broker has lost: what speaks for that is gathered here, look by look, by all replicas
 * together. Neither a job's age nor a comparison with the broker's messages speaks for anything: a backlog is old, and a
 * ticket names many jobs. Any call may fail with {@link StoreUnavailable}.
 */
public final class LostTickets {
    /** A job that was announced again is left alone for at most so long. */
    public static final Duration LONGEST_REST = Duration.ofHours(1);

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Database database;

    public LostTickets(Database database) {
        this.database = database;
    }

    /**
     * Lanes whose oldest pending job has waited for {@code leastWait}; none of paused queues, or of those resumed whose jobs
     * are being announced.
     */
    public Uni<List<WatchedLane>> watched(Duration leastWait) {
        return database.run(
                        "watch_lanes",
                        Tuple.of(
                                Columns.seconds(leastWait),
                                Columns.seconds(WorkerRegistry.LEASE),
                                Columns.seconds(JobStore.PUBLISH_GRACE)))
                .map(rows -> Rows.list(rows, WatchedLane::of));
    }

    /**
     * Notes what a look has found, and forgets what earlier ones found of other lanes.
     *
     * @param lanes all that gave reason to look
     * @param empty those of them of which no ticket was found anywhere
     */
    public Uni<Void> note(List<WatchedLane> lanes, Set<Lane> empty) {
        return database.run(
                        "note_lanes",
                        Tuple.of(
                                queues(lanes),
                                priorities(lanes),
                                Columns.of(
                                        lanes,
                                        each -> Rows.offsetDateTime(each.oldestReadyAt()),
                                        OffsetDateTime[]::new),
                                Columns.of(lanes, each -> empty.contains(each.lane()), Boolean[]::new),
                                Columns.of(lanes, WatchedLane::settled, Boolean[]::new)))
                .replaceWithVoid();
    }

    /**
     * Takes those lanes in which tickets must have been lost, each for one caller alone.
     *
     * @param emptiness for how long no look may have found a ticket
     * @param lead how much later than all tickets of the lane those that are claimed must have come
     */
    public Uni<List<LostLane>> take(List<WatchedLane> lanes, Duration emptiness, Duration lead) {
        return database.run(
                        "take_lost_lanes",
                        Tuple.of(
                                queues(lanes),
                                priorities(lanes),
                                Columns.of(lanes, each -> Rows.offsetDateTime(each.claimedTo()), OffsetDateTime[]::new),
                                Columns.seconds(emptiness),
                                Columns.seconds(lead)))
                .map(rows -> Rows.list(rows, LostLane::of));
    }

    /**
     * Writes new tickets for a part of a lane's lost jobs, oldest first; safe on every replica at once.
     *
     * @param after the last job of the part before, or null
     * @param limit how many jobs are looked at
     * @param rest how long a job is left alone after it was announced again; twice as long after the second time, and so on up
     *     to {@link #LONGEST_REST}
     */
    public Uni<Part> announce(LostLane lost, UUID after, int limit, Duration rest) {
        Tuple parameters = Tuple.tuple()
                .addValue(lost.lane().queue())
                .addValue((short) lost.lane().priority().rank())
                .addValue(Rows.offsetDateTime(lost.readyUntil()))
                .addValue(after == null ? BEFORE_ALL : after)
                .addValue(limit)
                .addValue(Columns.seconds(rest))
                .addValue(Columns.seconds(LONGEST_REST))
                .addValue(Columns.seconds(JobStore.PUBLISH_GRACE));
        return database.run("announce_lost_jobs", parameters).map(rows -> part(rows, lost.lane()));
    }

    /**
     * Forgets announcements that keep no job from being announced any more.
     *
     * @param limit how many at most
     * @return how many went
     */
    public Uni<Integer> forget(int limit) {
        return database.run("forget_reannouncements", Tuple.of(Columns.seconds(LONGEST_REST.multipliedBy(2)), limit))
                .map(rows -> rows.iterator().next().getInteger("forgotten"));
    }

    private static Part part(RowSet<Row> rows, Lane lane) {
        UUID last = null;
        Map<UUID, List<UUID>> jobs = new LinkedHashMap<>();
        for (Row row : rows) {
            last = row.getUUID("last_id");
            UUID ticket = row.getUUID("ticket_id");
            if (ticket != null) {
                jobs.computeIfAbsent(ticket, ignored -> new ArrayList<>()).add(row.getUUID("id"));
            }
        }
        List<ReadyTicket> tickets = jobs.entrySet().stream()
                .map(entry -> new ReadyTicket(entry.getKey(), lane, entry.getValue()))
                .toList();
        return new Part(last, tickets);
    }

    private static String[] queues(List<WatchedLane> lanes) {
        return Columns.of(lanes, each -> each.lane().queue(), String[]::new);
    }

    private static Short[] priorities(List<WatchedLane> lanes) {
        return Columns.of(lanes, each -> (short) each.lane().priority().rank(), Short[]::new);
    }

    /**
     * A part of a lane's lost jobs.
     *
     * @param last the last job that was looked at; null when there was none left
     * @param tickets to publish; may be empty although there is more to look at
     */
    public record Part(UUID last, List<ReadyTicket> tickets) {
        public Part {
            tickets = List.copyOf(tickets);
        }

        /** How many jobs are announced. */
        public int jobs() {
            return tickets.stream().mapToInt(ticket -> ticket.jobIds().size()).sum();
        }
    }
}
