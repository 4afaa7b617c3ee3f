package dev.millrace.scheduler.testing;

import dev.millrace.core.announcement.TicketAnnouncer;
import dev.millrace.core.identity.TimeOrderedJobIds;
import dev.millrace.core.job.ClaimedJob;
import dev.millrace.core.job.JobIds;
import dev.millrace.core.job.NewJob;
import dev.millrace.core.job.Priority;
import dev.millrace.core.job.RetryPolicy;
import dev.millrace.core.messaging.BrokerAddress;
import dev.millrace.core.messaging.TicketPublisher;
import dev.millrace.core.store.Archive;
import dev.millrace.core.store.Database;
import dev.millrace.core.store.DepthSnapshot;
import dev.millrace.core.store.IdempotencyKeys;
import dev.millrace.core.store.JobStore;
import dev.millrace.core.store.LostTickets;
import dev.millrace.core.store.Outbox;
import dev.millrace.core.store.PendingAnnouncements;
import dev.millrace.core.store.Queues;
import dev.millrace.core.store.RollupDeltas;
import dev.millrace.core.store.ScheduleTicks;
import dev.millrace.core.store.Schedules;
import dev.millrace.core.store.WorkerCard;
import dev.millrace.core.store.WorkerRegistry;
import dev.millrace.core.tracing.Tracing;
import dev.millrace.scheduler.duty.Awaited;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;

/** What one process of Millrace has in its hands, with connections of its own; two of them are two replicas. */
public final class Replica implements AutoCloseable {
    public static final JobIds IDS = new TimeOrderedJobIds();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;
    public final Database database;
    public final JobStore store;
    public final Outbox outbox;
    public final WorkerRegistry workers;
    public final IdempotencyKeys idempotencyKeys;
    public final TicketPublisher publisher;
    public final TicketAnnouncer announcer;
    public final RollupDeltas rollupDeltas;
    public final DepthSnapshot depth;
    public final Archive archive;
    public final ScheduleTicks ticks;
    public final Schedules schedules;
    public final Queues queues;
    public final PendingAnnouncements announcements;
    public final LostTickets lostTickets;

    public Replica(String postgresqlUrl, String amqpUrl) {
        pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(8))
                .connectingTo(postgresqlUrl)
                .using(vertx)
                .build();
        database = new Database(pool, PATIENCE);
        // Context propagation is set up by whoever comes first, and fails when two do so at once.
        Awaited.of(database.probe());
        store = new JobStore(database);
        outbox = new Outbox(database);
        workers = new WorkerRegistry(database);
        idempotencyKeys = new IdempotencyKeys(database);
        publisher = new TicketPublisher(BrokerAddress.parse(amqpUrl), "replica");
        announcer = new TicketAnnouncer(publisher, outbox);
        rollupDeltas = new RollupDeltas(database);
        depth = new DepthSnapshot(database);
        archive = new Archive(database);
        ticks = new ScheduleTicks(database, IDS, () -> 0.5, Tracing.OFF);
        schedules = new Schedules(database, IDS);
        queues = new Queues(database);
        announcements = new PendingAnnouncements(database);
        lostTickets = new LostTickets(database);
    }

    /** Waits until this replica has its connection to the broker. */
    public Replica connected() {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(publisher::available);
        return this;
    }

    /** Accepts jobs as an API that dies right after the commit: nothing is announced. */
    public List<UUID> accept(int count, Duration delay) {
        List<NewJob> jobs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            jobs.add(newJob(delay));
        }
        Awaited.of(store.acceptAll(jobs));
        return jobs.stream().map(NewJob::id).toList();
    }

    /** A worker that registers, and claims jobs. */
    public UUID worker() {
        UUID id = IDS.next();
        Awaited.of(
                workers.register(new WorkerCard(id, "localhost", 1, "test", List.of("default"), List.of("noop"), 100)));
        return id;
    }

    /** Claims jobs, all of which must be ready. */
    public List<ClaimedJob> claim(List<UUID> jobIds, UUID workerId) {
        List<ClaimedJob> claimed = Awaited.of(store.claim(jobIds, workerId));
        if (claimed.size() != jobIds.size()) {
            throw new IllegalStateException(claimed.size() + " of " + jobIds.size() + " jobs were ready");
        }
        return claimed;
    }

    @Override
    public void close() {
        publisher.close();
        pool.closeAndAwait();
        vertx.closeAndAwait();
    }

    private static NewJob newJob(Duration delay) {
        return new NewJob(
                IDS.next(),
                "noop",
                "default",
                Priority.MEDIUM,
                "{}",
                3,
                RetryPolicy.DEFAULT,
                Duration.ofMinutes(5),
                null,
                delay,
                10,
                null,
                List.of(),
                null,
                null,
                null);
    }
}
