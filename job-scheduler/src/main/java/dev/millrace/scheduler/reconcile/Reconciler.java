package dev.millrace.scheduler.reconcile;

import dev.millrace.core.announcement.TicketAnnouncer;
import dev.millrace.core.messaging.Lane;
import dev.millrace.core.messaging.LaneInspection;
import dev.millrace.core.messaging.TicketPublisher;
import dev.millrace.core.store.LostLane;
import dev.millrace.core.store.LostTickets;
import dev.millrace.core.store.WatchedLane;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.duty.Duty;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Announces pending jobs again whose tickets the broker has lost: it was wiped, its queues were purged or deleted.
 *
 * <p>Age alone proves nothing, and a backlog must not become a storm. A job that waits, and whose ticket has left the outbox, is
 * announced again only when its lane is <em>empty</em>, that is when no look within {@link #EMPTINESS} found a ticket ready in
 * the broker, held by a worker, or left to the relay; or when it is <em>overtaken</em>, that is when a job was claimed from the
 * lane which became ready {@link #LEAD} after the job's own ticket had been published. What the looks find is kept in
 * PostgreSQL, so that all replicas look together and one of them alone acts. Whoever is announced again is then left alone, after
 * being overtaken for {@link LostTickets#LONGEST_REST}, after an empty lane for {@link #REST}, for twice as long the next time,
 * and so on.
 *
 * <p>Needless tickets are dropped at the claim. Retries whose tickets are lost are the promoter's business.
 */
public final class Reconciler implements Duty {
    /** How long no look may find a ticket of a lane before it counts as empty. */
    static final Duration EMPTINESS = Duration.ofSeconds(15);
    /** How much later a ticket must have come for those before it to count as overtaken. */
    static final Duration LEAD = Duration.ofMinutes(1);
    /** How long a job of an empty lane is left alone after the first time that it was announced again. */
    static final Duration REST = Duration.ofMinutes(1);
    /** Nothing waits for longer in a system at ease. */
    private static final Duration LEAST_WAIT = Duration.ofSeconds(5);

    private static final Logger LOG = Logger.getLogger(Reconciler.class);

    private final LostTickets lost;
    private final LaneInspection broker;
    private final TicketPublisher publisher;
    private final TicketAnnouncer announcer;
    private final boolean enabled;
    private final Duration interval;
    private final int batch;
    private final Duration leastWait;
    private final Duration emptiness;
    private final Duration lead;

    /**
     * @param enabled whether it does anything
     * @param batch how many jobs that are ready or run are looked at together
     */
    public Reconciler(
            LostTickets lost,
            LaneInspection broker,
            TicketPublisher publisher,
            TicketAnnouncer announcer,
            boolean enabled,
            Duration interval,
            int batch) {
        this(lost, broker, publisher, announcer, enabled, interval, batch, LEAST_WAIT, EMPTINESS, LEAD);
    }

    Reconciler(
            LostTickets lost,
            LaneInspection broker,
            TicketPublisher publisher,
            TicketAnnouncer announcer,
            boolean enabled,
            Duration interval,
            int batch,
            Duration leastWait,
            Duration emptiness,
            Duration lead) {
        this.lost = lost;
        this.broker = broker;
        this.publisher = publisher;
        this.announcer = announcer;
        this.enabled = enabled;
        this.interval = interval;
        this.batch = batch;
        this.leastWait = leastWait;
        this.emptiness = emptiness;
        this.lead = lead;
    }

    @Override
    public String name() {
        return "reconciler";
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public Reconciled runOnce() {
        if (!enabled || !publisher.available() || !broker.available()) {
            return Reconciled.NOTHING;
        }
        Awaited.of(lost.forget(batch));
        List<WatchedLane> watched = Awaited.of(lost.watched(leastWait));
        Awaited.of(lost.note(watched, empty(watched)));
        Reconciled all = Reconciled.NOTHING;
        if (!watched.isEmpty()) {
            for (LostLane lane : Awaited.of(lost.take(watched, emptiness, lead))) {
                all = all.plus(announce(lane));
            }
        }
        return all;
    }

    private Set<Lane> empty(List<WatchedLane> watched) {
        Set<Lane> empty = new HashSet<>();
        for (WatchedLane each : watched) {
            if (!each.held() && each.settled() && broker.ready(each.lane()).equals(OptionalInt.of(0))) {
                empty.add(each.lane());
            }
        }
        return empty;
    }

    private Reconciled announce(LostLane lane) {
        int jobs = 0;
        UUID last = null;
        do {
            LostTickets.Part part =
                    Awaited.of(lost.announce(lane, last, batch, lane.wasEmpty() ? REST : LostTickets.LONGEST_REST));
            // The broker's confirms set the pace; what it does not confirm is left to the relay.
            Awaited.stages(part.tickets().stream().map(announcer::announce).toList());
            jobs += part.jobs();
            last = part.last();
        } while (last != null);
        if (jobs > 0) {
            LOG.warnf(
                    "tickets were lost, their jobs are announced again: lane=%s jobs=%d because=%s",
                    lane.lane(), jobs, lane.wasEmpty() ? "empty" : "overtaken");
        }
        return lane.wasEmpty() ? new Reconciled(jobs, 0) : new Reconciled(0, jobs);
    }
}
