package dev.millrace.scheduler.cron;

import dev.millrace.core.announcement.TicketAnnouncer;
import dev.millrace.core.metrics.SubmittedJobs;
import dev.millrace.core.store.FiredTicks;
import dev.millrace.core.store.ReadyTicket;
import dev.millrace.core.store.ScheduleTicks;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.duty.Duty;
import dev.millrace.scheduler.duty.Work;
import java.time.Duration;

/**
 * Fires the schedules that are due, and the ticks that waited for the job before: a job for each tick, exactly one whatever
 * the number of schedulers.
 */
public final class CronFirer implements Duty {
    private final ScheduleTicks ticks;
    private final TicketAnnouncer announcer;
    private final SubmittedJobs submitted;
    private final Duration interval;
    private final int batch;

    /** @param batch how many schedules are fired in one transaction */
    public CronFirer(
            ScheduleTicks ticks, TicketAnnouncer announcer, SubmittedJobs submitted, Duration interval, int batch) {
        this.ticks = ticks;
        this.announcer = announcer;
        this.submitted = submitted;
        this.interval = interval;
        this.batch = batch;
    }

    @Override
    public String name() {
        return "cron-firer";
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public Fired runOnce() {
        int jobs = 0;
        FiredTicks fired;
        do {
            fired = announced(Awaited.of(ticks.fireDue(batch, TickPlanner::plan)));
            jobs += fired.jobs().size();
        } while (fired.schedules() == batch);
        do {
            fired = announced(Awaited.of(ticks.fireQueued(batch)));
            jobs += fired.jobs().size();
        } while (fired.jobs().size() == batch);
        return new Fired(jobs);
    }

    private FiredTicks announced(FiredTicks fired) {
        fired.jobs().forEach(job -> submitted.count(job.submitted()));
        announcer.announce(ReadyTicket.announcing(fired.jobs()));
        return fired;
    }

    /** @param jobs how many were accepted, one for each tick */
    public record Fired(int jobs) implements Work {
        @Override
        public int items() {
            return jobs;
        }
    }
}
