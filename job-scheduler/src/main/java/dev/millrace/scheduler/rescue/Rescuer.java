package dev.millrace.scheduler.rescue;

import dev.millrace.core.announcement.TicketAnnouncer;
import dev.millrace.core.job.AttemptKey;
import dev.millrace.core.job.AttemptOutcome;
import dev.millrace.core.job.ClaimedJob;
import dev.millrace.core.job.JobError;
import dev.millrace.core.messaging.DeathNotice;
import dev.millrace.core.messaging.TicketPublisher;
import dev.millrace.core.store.AttemptEnd;
import dev.millrace.core.store.EndResult;
import dev.millrace.core.store.JobStore;
import dev.millrace.core.store.ReadyTicket;
import dev.millrace.core.store.StrandedJob;
import dev.millrace.core.store.WorkerRegistry;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.duty.Duty;
import dev.millrace.scheduler.duty.MonotonicClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Takes running jobs away from workers that are dead or hung, guarded by the attempt that was read: a worker that comes back
 * finds itself fenced off, and one whose end was recorded meanwhile keeps it.
 *
 * <p>Never acts before it has seen PostgreSQL for one full lease without a break: after an outage every worker looks late,
 * and each must have had the time to say that it lives.
 */
public final class Rescuer implements Duty {
    /** How long after its timeout an attempt is left to its worker, which interrupts it and gives it up by itself. */
    static final Duration TIMEOUT_GRACE = Duration.ofMinutes(1);
    /** How many workers in a row a job may take with it. */
    static final int CRASHES_UNTIL_DEATH = ClaimedJob.SUSPECT_CRASHES + 1;

    private final WorkerRegistry workers;
    private final JobStore store;
    private final TicketAnnouncer announcer;
    private final TicketPublisher publisher;
    private final Duration interval;
    private final int batch;
    private final RescueWatch watch;
    private final RescueMeters meters;

    /**
     * @param fullInterval how often jobs are looked for whatever the workers' leases say: those of workers that nobody
     *     knows, and attempts long past their timeout
     * @param batch how many jobs are rescued together
     */
    public Rescuer(
            WorkerRegistry workers,
            JobStore store,
            TicketAnnouncer announcer,
            TicketPublisher publisher,
            MonotonicClock clock,
            Duration interval,
            Duration fullInterval,
            int batch,
            MeterRegistry meters) {
        this.workers = workers;
        this.store = store;
        this.announcer = announcer;
        this.publisher = publisher;
        this.interval = interval;
        this.batch = batch;
        this.meters = new RescueMeters(meters);
        this.watch = new RescueWatch(clock, WorkerRegistry.LEASE, fullInterval);
    }

    @Override
    public String name() {
        return "rescuer";
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public Rescued runOnce() {
        RescueWatch.Look look = watch.look(() -> Awaited.of(workers.late()));
        if (!look.due()) {
            return Rescued.NOTHING;
        }
        Rescued rescued = Rescued.NOTHING;
        List<StrandedJob> stranded;
        Rescued taken;
        do {
            stranded = Awaited.of(store.findStranded(WorkerRegistry.LEASE, TIMEOUT_GRACE, batch));
            taken = rescue(stranded);
            meters.count(taken);
            rescued = rescued.plus(taken);
        } while (stranded.size() == batch && taken.items() > 0);
        watch.looked(look);
        return rescued;
    }

    private Rescued rescue(List<StrandedJob> stranded) {
        List<StrandedJob> flagged = new ArrayList<>();
        List<StrandedJob> poisonous = new ArrayList<>();
        List<StrandedJob> others = new ArrayList<>();
        for (StrandedJob job : stranded) {
            if (job.cancelRequested()) {
                flagged.add(job);
            } else if (job.crashCount() + 1 >= CRASHES_UNTIL_DEATH) {
                poisonous.add(job);
            } else {
                others.add(job);
            }
        }
        return new Rescued(release(others), bury(poisonous), cancel(flagged));
    }

    private int release(List<StrandedJob> jobs) {
        if (jobs.isEmpty()) {
            return 0;
        }
        List<AttemptKey> keys = jobs.stream().map(StrandedJob::key).toList();
        List<ReadyTicket> tickets = Awaited.of(store.release(keys, AttemptOutcome.LOST));
        announcer.announce(tickets);
        return tickets.stream().mapToInt(ticket -> ticket.jobIds().size()).sum();
    }

    private int bury(List<StrandedJob> jobs) {
        List<EndResult> results = end(jobs, job -> new AttemptEnd.Buried(job.key(), AttemptOutcome.LOST, poison(job)));
        int buried = 0;
        for (int i = 0; i < jobs.size(); i++) {
            if (results.get(i) == EndResult.RECORDED) {
                buried++;
                meters.buried(jobs.get(i));
                announceDeath(jobs.get(i));
            }
        }
        return buried;
    }

    private int cancel(List<StrandedJob> jobs) {
        return (int) end(jobs, job -> new AttemptEnd.Canceled(job.key())).stream()
                .filter(result -> result != EndResult.LEASE_LOST)
                .count();
    }

    private List<EndResult> end(List<StrandedJob> jobs, Function<StrandedJob, AttemptEnd> asEnd) {
        List<Uni<EndResult>> ends = new ArrayList<>();
        jobs.forEach(job -> ends.add(store.end(asEnd.apply(job))));
        return Awaited.all(ends);
    }

    private void announceDeath(StrandedJob job) {
        JobError error = poison(job);
        // A courtesy whose loss does no harm: the truth about a dead job is its row.
        var unused = publisher.announceDeath(
                new DeathNotice(job.key().jobId(), job.type(), job.queue(), error.type(), error.message()));
    }

    private static JobError poison(StrandedJob job) {
        return new JobError(
                        JobError.POISON,
                        "%d workers in a row were lost while they ran this job".formatted(job.crashCount() + 1),
                        null)
                .ofJobType(job.type());
    }
}
