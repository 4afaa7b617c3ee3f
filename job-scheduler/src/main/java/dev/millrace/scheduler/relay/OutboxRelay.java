package dev.millrace.scheduler.relay;

import dev.millrace.core.announcement.TicketAnnouncer;
import dev.millrace.core.messaging.PublishOutcome;
import dev.millrace.core.messaging.TicketPublisher;
import dev.millrace.core.store.Outbox;
import dev.millrace.core.store.ReadyTicket;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.duty.Duty;
import dev.millrace.scheduler.duty.Work;
import java.time.Duration;
import java.util.List;

/**
 * Publishes tickets that their own process did not: it died after the commit, or the broker was away.
 *
 * <p>A ticket is leased before it is published, so that replicas do not publish it together, and is not tried again before
 * its lease ends, so that a broker in trouble is not pressed. While the broker is away nothing is leased: its tickets are
 * then all due at once when it is back.
 */
public final class OutboxRelay implements Duty {
    /** Longer than publishing a batch, waiting for its confirms and deleting its rows may take. */
    static final Duration LEASE = Duration.ofSeconds(30);

    private final Outbox outbox;
    private final TicketPublisher publisher;
    private final TicketAnnouncer announcer;
    private final Duration interval;
    private final int batch;

    /** @param batch how many tickets are leased and published together */
    public OutboxRelay(
            Outbox outbox, TicketPublisher publisher, TicketAnnouncer announcer, Duration interval, int batch) {
        this.outbox = outbox;
        this.publisher = publisher;
        this.announcer = announcer;
        this.interval = interval;
        this.batch = batch;
    }

    @Override
    public String name() {
        return "outbox-relay";
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public Relayed runOnce() {
        int leased = 0;
        int published = 0;
        boolean more = true;
        while (more && publisher.available()) {
            List<ReadyTicket> tickets = Awaited.of(outbox.lease(batch, LEASE));
            int confirmed = publish(tickets);
            leased += tickets.size();
            published += confirmed;
            more = tickets.size() == batch && confirmed == batch;
        }
        return new Relayed(leased, published);
    }

    private int publish(List<ReadyTicket> tickets) {
        List<PublishOutcome> outcomes =
                Awaited.stages(tickets.stream().map(announcer::announce).toList());
        return (int) outcomes.stream()
                .filter(outcome -> outcome == PublishOutcome.CONFIRMED)
                .count();
    }

    /**
     * @param leased how many tickets were taken
     * @param published how many of them the broker confirmed; the others are taken again when their lease ends
     */
    public record Relayed(int leased, int published) implements Work {
        @Override
        public int items() {
            return published;
        }
    }
}
