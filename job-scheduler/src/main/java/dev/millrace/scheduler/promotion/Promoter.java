package dev.millrace.scheduler.promotion;

import dev.millrace.core.announcement.TicketAnnouncer;
import dev.millrace.core.store.JobStore;
import dev.millrace.core.store.ReadyTicket;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.duty.Duty;
import dev.millrace.scheduler.duty.Work;
import java.time.Duration;
import java.util.List;

/**
 * Makes jobs ready whose time has come: scheduled ones, and retrying ones whose ticket the broker lost or delivered early.
 * What cannot be announced at once stays in the outbox for the relay.
 */
public final class Promoter implements Duty {
    private final JobStore store;
    private final TicketAnnouncer announcer;
    private final Duration interval;
    private final int batch;

    /** @param batch how many jobs are promoted by one statement */
    public Promoter(JobStore store, TicketAnnouncer announcer, Duration interval, int batch) {
        this.store = store;
        this.announcer = announcer;
        this.interval = interval;
        this.batch = batch;
    }

    @Override
    public String name() {
        return "promoter";
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public Promoted runOnce() {
        int jobs = 0;
        int promoted;
        do {
            List<ReadyTicket> tickets = Awaited.of(store.promoteDue(batch));
            announcer.announce(tickets);
            promoted =
                    tickets.stream().mapToInt(ticket -> ticket.jobIds().size()).sum();
            jobs += promoted;
        } while (promoted == batch);
        return new Promoted(jobs);
    }

    /** @param jobs how many became ready */
    public record Promoted(int jobs) implements Work {
        @Override
        public int items() {
            return jobs;
        }
    }
}
