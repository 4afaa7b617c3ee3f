package dev.millrace.scheduler.announcement;

import dev.millrace.core.announcement.TicketAnnouncer;
import dev.millrace.core.messaging.TicketPublisher;
import dev.millrace.core.store.PendingAnnouncements;
import dev.millrace.core.store.ReadyTicket;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.duty.Duty;
import dev.millrace.scheduler.duty.Work;
import java.time.Duration;
import java.util.List;

/**
 * Announces the pending jobs of queues that were resumed. A part in each round, so that a backlog does not become a storm;
 * what has been announced is committed with each part, so that another scheduler goes on where one has died. While the
 * broker is away nothing is announced.
 *
 * <p>It begins a moment after the resume. Claims that had read the flag just before it was cleared have given their jobs up
 * by then, and those jobs are announced with the others. Tickets of jobs that have run meanwhile are dropped by the workers.
 */
public final class PendingAnnouncer implements Duty {
    /** Longer than a claim takes that nothing is wrong with. */
    static final Duration MOMENT = Duration.ofSeconds(1);

    private final PendingAnnouncements announcements;
    private final TicketPublisher publisher;
    private final TicketAnnouncer announcer;
    private final Duration interval;
    private final Duration moment;
    private final int batch;

    /** @param batch how many live jobs are looked at in a round */
    public PendingAnnouncer(
            PendingAnnouncements announcements,
            TicketPublisher publisher,
            TicketAnnouncer announcer,
            Duration interval,
            int batch) {
        this(announcements, publisher, announcer, interval, MOMENT, batch);
    }

    PendingAnnouncer(
            PendingAnnouncements announcements,
            TicketPublisher publisher,
            TicketAnnouncer announcer,
            Duration interval,
            Duration moment,
            int batch) {
        this.announcements = announcements;
        this.publisher = publisher;
        this.announcer = announcer;
        this.interval = interval;
        this.moment = moment;
        this.batch = batch;
    }

    @Override
    public String name() {
        return "pending-announcer";
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public Announced runOnce() {
        if (!publisher.available()) {
            return new Announced(false, 0);
        }
        PendingAnnouncements.Part part = Awaited.of(announcements.announce(moment, batch));
        List<ReadyTicket> tickets = part.tickets();
        announcer.announce(tickets);
        return new Announced(
                part.asked(),
                tickets.stream().mapToInt(ticket -> ticket.jobIds().size()).sum());
    }

    /**
     * @param asked whether a resumed queue's jobs were to be announced
     * @param jobs how many were in this round
     */
    public record Announced(boolean asked, int jobs) implements Work {
        @Override
        public int items() {
            return jobs;
        }
    }
}
