package dev.millrace.scheduler.rescue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.millrace.core.job.AttemptKey;
import dev.millrace.core.job.AttemptOutcome;
import dev.millrace.core.job.Priority;
import dev.millrace.core.messaging.Topology;
import dev.millrace.core.store.AttemptEnd;
import dev.millrace.core.store.EndResult;
import dev.millrace.core.store.StoreUnavailable;
import dev.millrace.core.store.StrandedJob;
import dev.millrace.core.store.WorkerRegistry;
import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TcpProxy;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.testing.ManualClock;
import dev.millrace.scheduler.testing.Replica;
import dev.millrace.scheduler.testing.Sql;
import dev.millrace.scheduler.testing.Tickets;
import dev.millrace.scheduler.testing.Together;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RescuerIT {
    @AutoClose
    static final FreshDatabase database = RealServices.freshDatabase();

    @AutoClose
    static final FreshBroker broker = RealServices.freshBroker();

    @AutoClose
    static final Sql sql = new Sql(database);

    @AutoClose
    static final Replica one = new Replica(database.url(), broker.amqpUrl()).connected();

    @AutoClose
    static final Replica two = new Replica(database.url(), broker.amqpUrl()).connected();

    final ManualClock clock = new ManualClock();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @BeforeEach
    void beginEmpty() {
        sql.clear();
        Tickets.drain(broker);
        Tickets.drainRescued(broker);
    }

    @Test
    void the_jobs_of_a_silent_worker_are_made_ready_for_another() {
        UUID worker = one.worker();
        List<UUID> jobs = running(worker, 25);
        fallsSilent(worker);

        assertThat(watching(one).runOnce()).isEqualTo(new Rescued(25, 0, 0));

        assertThat(sql.column("SELECT DISTINCT outcome FROM millrace.attempt")).containsExactly("lost");
        await().untilAsserted(() ->
                assertThat(sql.count("SELECT count(*) FROM millrace.outbox")).isZero());
        assertThat(Tickets.drainRescued(broker))
                .as("they come before what waits in their own lane")
                .containsExactlyInAnyOrderElementsOf(jobs);
        assertThat(one.claim(jobs, one.worker()))
                .allMatch(job -> job.attempt() == 2
                        && job.crashCount() == 1
                        && job.failures() == 0
                        && job.priority() == Priority.MEDIUM);
    }

    @Test
    void the_jobs_of_a_living_worker_are_left_to_it() {
        running(one.worker(), 5);

        assertThat(watching(one).runOnce().items()).isZero();
        clock.pass(Duration.ofMinutes(2));
        assertThat(watching(one).runOnce().items()).isZero();
    }

    @Test
    void a_rescued_worker_that_comes_back_finds_itself_fenced() {
        UUID worker = one.worker();
        List<UUID> job = running(worker, 1);
        fallsSilent(worker);
        watching(one).runOnce();

        EndResult late =
                Awaited.of(one.store.end(new AttemptEnd.Completed(new AttemptKey(job.getFirst(), 1), "\"first\"")));
        one.claim(job, one.worker());
        EndResult present =
                Awaited.of(one.store.end(new AttemptEnd.Completed(new AttemptKey(job.getFirst(), 2), "\"second\"")));
        EndResult later =
                Awaited.of(one.store.end(new AttemptEnd.Completed(new AttemptKey(job.getFirst(), 1), "\"first\"")));

        assertThat(late).isEqualTo(EndResult.LEASE_LOST);
        assertThat(present).isEqualTo(EndResult.RECORDED);
        assertThat(later).isEqualTo(EndResult.LEASE_LOST);
        assertThat(sql.one("SELECT result #>> '{}' FROM millrace.job_archive")).isEqualTo("second");
    }

    @Test
    void an_end_that_was_recorded_after_the_rescuer_looked_stays() {
        UUID worker = one.worker();
        List<UUID> job = running(worker, 1);
        fallsSilent(worker);
        List<StrandedJob> read = Awaited.of(one.store.findStranded(WorkerRegistry.LEASE, Rescuer.TIMEOUT_GRACE, 10));
        Awaited.of(two.store.end(new AttemptEnd.Completed(new AttemptKey(job.getFirst(), 1), null)));

        assertThat(read).hasSize(1);
        assertThat(Awaited.of(one.store.release(List.of(read.getFirst().key()), AttemptOutcome.LOST)))
                .isEmpty();
        assertThat(sql.column("SELECT status FROM millrace.job_archive")).containsExactly("completed");
        assertThat(sql.count("SELECT count(*) FROM millrace.job")).isZero();
    }

    @Test
    void completions_and_rescues_at_once_end_each_attempt_exactly_once() {
        UUID worker = one.worker();
        List<UUID> jobs = running(worker, 400);
        fallsSilent(worker);
        Rescuer rescuer = watching(one);

        List<Long> counts = Together.run(() -> (long) rescuer.runOnce().released(), () -> Awaited.all(jobs.stream()
                        .map(id -> two.store.end(new AttemptEnd.Completed(new AttemptKey(id, 1), null)))
                        .toList())
                .stream()
                .filter(result -> result == EndResult.RECORDED)
                .count());

        assertThat(counts.get(0) + counts.get(1)).isEqualTo(400);
        assertThat(sql.count("SELECT count(*) FROM millrace.job WHERE status = 'pending'"))
                .isEqualTo(counts.get(0));
        assertThat(sql.count("SELECT count(*) FROM millrace.job_archive")).isEqualTo(counts.get(1));
    }

    @Test
    void two_rescuers_at_once_count_one_crash_for_each_job() {
        UUID worker = one.worker();
        running(worker, 900);
        fallsSilent(worker);

        List<Rescued> rescued = Together.run(watching(one)::runOnce, watching(two)::runOnce);

        assertThat(rescued.stream().mapToInt(Rescued::released).sum()).isEqualTo(900);
        assertThat(sql.count("SELECT count(*) FROM millrace.job WHERE status = 'pending' AND crash_count = 1"))
                .isEqualTo(900);
        assertThat(sql.count("SELECT count(*) FROM millrace.attempt")).isEqualTo(900);
    }

    @Test
    void what_was_taken_and_what_died_is_counted() {
        UUID worker = one.worker();
        List<UUID> jobs = running(worker, 2);
        sql.run("UPDATE millrace.job SET crash_count = 2 WHERE id = ?", jobs.getFirst());
        fallsSilent(worker);

        watching(one).runOnce();

        assertThat(rescued("released")).isEqualTo(1);
        assertThat(rescued("dead")).isEqualTo(1);
        assertThat(rescued("canceled")).isZero();
        assertThat(meters.get("millrace.jobs.dead")
                        .tag("queue", "default")
                        .counter()
                        .count())
                .isEqualTo(1);
        // Leaves no notice for others to find.
        await().until(() -> broker.queue(Topology.deadQueue()).isPresent()
                && !broker.drain(Topology.deadQueue()).isEmpty());
    }

    private double rescued(String outcome) {
        return meters.get("millrace.jobs.rescued")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    @Test
    void a_job_that_took_three_workers_with_it_is_dead_and_its_neighbour_is_not() {
        List<UUID> poison = one.accept(1, null);
        for (int crash = 1; crash <= 2; crash++) {
            UUID worker = one.worker();
            one.claim(poison, worker);
            fallsSilent(worker);
            assertThat(watching(one).runOnce()).isEqualTo(new Rescued(1, 0, 0));
        }
        UUID third = one.worker();
        one.claim(poison, third);
        running(third, 1);
        fallsSilent(third);

        assertThat(watching(one).runOnce()).isEqualTo(new Rescued(1, 1, 0));

        assertThat(sql.one(
                        "SELECT status || ' ' || (error ->> 'type') FROM millrace.job WHERE id = ?", poison.getFirst()))
                .isEqualTo("dead POISON");
        assertThat(sql.count("SELECT failures FROM millrace.job WHERE id = ?", poison.getFirst()))
                .isZero();
        await().untilAsserted(
                        () -> assertThat(broker.queue(Topology.deadQueue())).isPresent());
        await().untilAsserted(
                        () -> assertThat(broker.depth(Topology.deadQueue())).isEqualTo(1));
        assertThat(new String(broker.drain(Topology.deadQueue()).getFirst().body(), StandardCharsets.UTF_8))
                .contains(poison.getFirst().toString(), "POISON");
    }

    @Test
    void a_stranded_job_that_is_flagged_for_cancel_ends_canceled() {
        UUID worker = one.worker();
        running(worker, 2);
        sql.run("UPDATE millrace.job SET cancel_requested = true");
        fallsSilent(worker);

        assertThat(watching(one).runOnce()).isEqualTo(new Rescued(0, 0, 2));

        assertThat(sql.column("SELECT status FROM millrace.job_archive")).containsExactly("canceled", "canceled");
    }

    @Test
    void jobs_of_workers_that_nobody_knows_and_attempts_long_past_their_timeout_are_rescued_too() {
        UUID forgotten = one.worker();
        running(forgotten, 2);
        sql.run("DELETE FROM millrace.worker");
        running(one.worker(), 1);
        UUID hung = one.worker();
        List<UUID> late = running(hung, 1);
        sql.run(
                "UPDATE millrace.job SET started_at = now() - interval '6 minutes 1 second' WHERE id = ?",
                late.getFirst());

        assertThat(watching(one).runOnce()).isEqualTo(new Rescued(3, 0, 0));
    }

    @Test
    void more_than_a_batch_is_rescued_in_one_round() {
        UUID worker = one.worker();
        running(worker, 130);
        fallsSilent(worker);

        assertThat(watching(one, 20).runOnce().released()).isEqualTo(130);
    }

    @Test
    void nobody_is_rescued_before_postgresql_was_in_sight_for_a_full_lease() {
        try (TcpProxy proxy = database.proxy();
                Replica cut = new Replica(database.urlThrough(proxy), broker.amqpUrl())) {
            Rescuer rescuer = rescuer(cut, 500);
            UUID worker = one.worker();
            running(worker, 1);
            fallsSilent(worker);

            assertThat(rescuer.runOnce().items()).isZero();
            clock.pass(WorkerRegistry.LEASE.minusMillis(1));
            assertThat(rescuer.runOnce().items()).isZero();
            proxy.refuse(true);
            proxy.cut();
            assertThatThrownBy(rescuer::runOnce).isInstanceOf(StoreUnavailable.class);
            proxy.heal();
            await().ignoreException(StoreUnavailable.class)
                    .untilAsserted(() -> assertThat(rescuer.runOnce().items()).isZero());
            clock.pass(WorkerRegistry.LEASE.minusMillis(1));
            assertThat(rescuer.runOnce().items()).isZero();
            clock.pass(Duration.ofMillis(1));
            assertThat(rescuer.runOnce().released()).isEqualTo(1);
        }
    }

    /** A rescuer that has had PostgreSQL in sight for a lease. */
    private Rescuer watching(Replica replica) {
        return watching(replica, 500);
    }

    private Rescuer watching(Replica replica, int batch) {
        Rescuer rescuer = rescuer(replica, batch);
        rescuer.runOnce();
        clock.pass(WorkerRegistry.LEASE.minusSeconds(1));
        rescuer.runOnce();
        clock.pass(Duration.ofSeconds(1));
        return rescuer;
    }

    private Rescuer rescuer(Replica replica, int batch) {
        return new Rescuer(
                replica.workers,
                replica.store,
                replica.announcer,
                replica.publisher,
                clock,
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                batch,
                meters);
    }

    private static List<UUID> running(UUID worker, int count) {
        List<UUID> jobs = one.accept(count, null);
        one.claim(jobs, worker);
        sql.run("DELETE FROM millrace.outbox");
        return jobs;
    }

    private static void fallsSilent(UUID worker) {
        sql.run("UPDATE millrace.worker SET last_heartbeat_at = now() - interval '31 seconds' WHERE id = ?", worker);
    }
}
