package dev.millrace.scheduler.wiring;

import dev.millrace.core.announcement.TicketAnnouncer;
import dev.millrace.core.bulk.BulkSweep;
import dev.millrace.core.messaging.BrokerAddress;
import dev.millrace.core.messaging.LaneInspection;
import dev.millrace.core.messaging.TicketPublisher;
import dev.millrace.core.metrics.SubmittedJobs;
import dev.millrace.core.retention.AgedRows;
import dev.millrace.core.retention.DatedTable;
import dev.millrace.core.retention.DeadLetterRetention;
import dev.millrace.core.settings.BrokerSettings;
import dev.millrace.core.statistics.Statistics;
import dev.millrace.core.store.Archive;
import dev.millrace.core.store.Database;
import dev.millrace.core.store.DepthSnapshot;
import dev.millrace.core.store.IdempotencyKeys;
import dev.millrace.core.store.JobStore;
import dev.millrace.core.store.LostTickets;
import dev.millrace.core.store.Outbox;
import dev.millrace.core.store.PendingAnnouncements;
import dev.millrace.core.store.Queues;
import dev.millrace.core.store.Resealing;
import dev.millrace.core.store.RollupDeltas;
import dev.millrace.core.store.ScheduleTicks;
import dev.millrace.core.store.WorkerRegistry;
import dev.millrace.scheduler.announcement.PendingAnnouncer;
import dev.millrace.scheduler.cron.CronFirer;
import dev.millrace.scheduler.duty.MonotonicClock;
import dev.millrace.scheduler.housekeeping.ArchivePartitions;
import dev.millrace.scheduler.housekeeping.AttemptForgetter;
import dev.millrace.scheduler.housekeeping.BatchedForgetter;
import dev.millrace.scheduler.housekeeping.BulkSweeper;
import dev.millrace.scheduler.housekeeping.FireForgetter;
import dev.millrace.scheduler.housekeeping.IdempotencyForgetter;
import dev.millrace.scheduler.housekeeping.PartitionDropper;
import dev.millrace.scheduler.housekeeping.SlotForgetter;
import dev.millrace.scheduler.housekeeping.WorkerForgetter;
import dev.millrace.scheduler.promotion.Promoter;
import dev.millrace.scheduler.reconcile.Reconciler;
import dev.millrace.scheduler.relay.OutboxRelay;
import dev.millrace.scheduler.rescue.Rescuer;
import dev.millrace.scheduler.rollup.DepthMeter;
import dev.millrace.scheduler.rollup.RollupCompactor;
import dev.millrace.scheduler.sealing.Resealer;
import dev.millrace.scheduler.settings.SchedulerSettings;
import dev.millrace.scheduler.vitals.QueueMeter;
import dev.millrace.scheduler.vitals.VitalSignsMeter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Makes the duties. */
@Singleton
public class DutyBeans {
    /** How many rows one transaction forgets. */
    private static final int BATCH = 5_000;
    /** A ticket that could not be published for so long, and announces nothing any more, is not worth publishing. */
    private static final Duration LEFTOVER_AGE = Duration.ofDays(1);

    private final SchedulerSettings settings;

    DutyBeans(SchedulerSettings settings) {
        this.settings = settings;
    }

    @Produces
    @Singleton
    MonotonicClock monotonicClock() {
        return System::nanoTime;
    }

    @Produces
    @Singleton
    OutboxRelay outboxRelay(Outbox outbox, TicketPublisher publisher, TicketAnnouncer announcer) {
        var relay = settings.relay();
        return new OutboxRelay(outbox, publisher, announcer, relay.interval(), relay.batch());
    }

    @Produces
    @Singleton
    Promoter promoter(JobStore store, TicketAnnouncer announcer) {
        var promotion = settings.promotion();
        return new Promoter(store, announcer, promotion.interval(), promotion.batch());
    }

    @Produces
    @Singleton
    Rescuer rescuer(
            WorkerRegistry workers,
            JobStore store,
            TicketAnnouncer announcer,
            TicketPublisher publisher,
            MonotonicClock clock,
            MeterRegistry meters) {
        var rescue = settings.rescue();
        return new Rescuer(
                workers,
                store,
                announcer,
                publisher,
                clock,
                rescue.interval(),
                rescue.fullInterval(),
                rescue.batch(),
                meters);
    }

    @Produces
    @Singleton
    CronFirer cronFirer(ScheduleTicks ticks, TicketAnnouncer announcer, SubmittedJobs submitted) {
        var cron = settings.cron();
        return new CronFirer(ticks, announcer, submitted, cron.interval(), cron.batch());
    }

    @Produces
    @Singleton
    RollupCompactor rollupCompactor(RollupDeltas deltas) {
        var rollup = settings.rollup();
        return new RollupCompactor(deltas, rollup.interval(), rollup.batch());
    }

    @Produces
    @Singleton
    DepthMeter depthMeter(DepthSnapshot snapshot, MonotonicClock clock) {
        var depth = settings.depth();
        return new DepthMeter(snapshot, clock, depth.shortestInterval(), depth.longestInterval());
    }

    @Produces
    @Singleton
    VitalSignsMeter vitalSignsMeter(Database database, MeterRegistry meters) {
        return new VitalSignsMeter(new Statistics(database), settings.vitals().interval(), meters);
    }

    @Produces
    @Singleton
    QueueMeter queueMeter(Database database, Queues queues, MeterRegistry meters) {
        return new QueueMeter(
                new Statistics(database), queues, settings.vitals().interval(), meters);
    }

    @Produces
    @Singleton
    PendingAnnouncer pendingAnnouncer(
            PendingAnnouncements announcements, TicketPublisher publisher, TicketAnnouncer announcer) {
        var announcement = settings.announcement();
        return new PendingAnnouncer(announcements, publisher, announcer, announcement.interval(), announcement.batch());
    }

    @Produces
    @Singleton
    LaneInspection laneInspection(BrokerSettings broker) {
        return new LaneInspection(BrokerAddress.parse(broker.url()), "job-scheduler lane inspection");
    }

    void close(@Disposes LaneInspection inspection) {
        inspection.close();
    }

    @Produces
    @Singleton
    Reconciler reconciler(
            LostTickets lost, LaneInspection inspection, TicketPublisher publisher, TicketAnnouncer announcer) {
        var reconcile = settings.reconcile();
        return new Reconciler(
                lost, inspection, publisher, announcer, reconcile.enabled(), reconcile.interval(), reconcile.batch());
    }

    @Produces
    @Singleton
    SlotForgetter slotForgetter(RollupDeltas deltas) {
        return new SlotForgetter(deltas, settings.housekeeping().interval());
    }

    @Produces
    @Singleton
    ArchivePartitions archivePartitions(Archive archive) {
        return new ArchivePartitions(archive, settings.housekeeping().interval());
    }

    @Produces
    @Singleton
    WorkerForgetter workerForgetter(WorkerRegistry workers) {
        var housekeeping = settings.housekeeping();
        return new WorkerForgetter(workers, housekeeping.interval(), housekeeping.workerAge());
    }

    @Produces
    @Singleton
    IdempotencyForgetter idempotencyForgetter(IdempotencyKeys keys) {
        var housekeeping = settings.housekeeping();
        return new IdempotencyForgetter(keys, housekeeping.interval(), housekeeping.idempotencyAge());
    }

    @Produces
    @Singleton
    FireForgetter fireForgetter(ScheduleTicks ticks) {
        var housekeeping = settings.housekeeping();
        return new FireForgetter(ticks, housekeeping.interval(), housekeeping.fireAge());
    }

    @Produces
    @Singleton
    Resealer resealer(Database database) {
        var reseal = settings.reseal();
        return new Resealer(new Resealing(database), reseal.interval(), reseal.batch());
    }

    @Produces
    @Singleton
    AgedRows agedRows(Database database) {
        return new AgedRows(database);
    }

    @Produces
    @Singleton
    PartitionDropper archiveDropper(AgedRows rows) {
        var housekeeping = settings.housekeeping();
        return new PartitionDropper(
                "archive-dropper", rows, DatedTable.JOB_ARCHIVE, housekeeping.interval(), housekeeping.archiveAge());
    }

    @Produces
    @Singleton
    PartitionDropper logDropper(AgedRows rows) {
        var housekeeping = settings.housekeeping();
        return new PartitionDropper(
                "job-log-dropper", rows, DatedTable.JOB_LOG, housekeeping.interval(), housekeeping.logAge());
    }

    @Produces
    @Singleton
    AttemptForgetter attemptForgetter(AgedRows rows) {
        var housekeeping = settings.housekeeping();
        return new AttemptForgetter(rows, housekeeping.interval(), housekeeping.archiveAge());
    }

    @Produces
    @Singleton
    BatchedForgetter deadLetterDiscarder(Database database) {
        var housekeeping = settings.housekeeping();
        var deadLetters = new DeadLetterRetention(database);
        return new BatchedForgetter(
                "dead-letter-discarder",
                housekeeping.interval(),
                housekeeping.deadLetterBatch(),
                limit -> deadLetters.discard(housekeeping.deadLetterAge(), limit));
    }

    @Produces
    @Singleton
    BatchedForgetter auditForgetter(AgedRows rows) {
        var housekeeping = settings.housekeeping();
        return new BatchedForgetter(
                "audit-forgetter",
                housekeeping.interval(),
                BATCH,
                limit -> rows.forgetAuditEvents(housekeeping.auditAge(), limit));
    }

    @Produces
    @Singleton
    BatchedForgetter apiKeyForgetter(AgedRows rows) {
        var housekeeping = settings.housekeeping();
        return new BatchedForgetter(
                "api-key-forgetter",
                housekeeping.interval(),
                BATCH,
                limit -> rows.forgetApiKeys(housekeeping.auditAge(), limit));
    }

    @Produces
    @Singleton
    BatchedForgetter sessionForgetter(AgedRows rows) {
        var housekeeping = settings.housekeeping();
        return new BatchedForgetter(
                "session-forgetter",
                housekeeping.interval(),
                BATCH,
                limit -> rows.forgetSessions(housekeeping.sessionAge(), limit));
    }

    @Produces
    @Singleton
    BatchedForgetter outboxForgetter(AgedRows rows) {
        return new BatchedForgetter(
                "outbox-forgetter",
                settings.housekeeping().interval(),
                BATCH,
                limit -> rows.forgetTickets(LEFTOVER_AGE, limit));
    }

    @Produces
    @Singleton
    BulkSweeper bulkSweeper(Database database) {
        var bulk = settings.bulk();
        return new BulkSweeper(
                new BulkSweep(database), bulk.interval(), bulk.batch(), bulk.itemAge(), bulk.operationAge());
    }
}
