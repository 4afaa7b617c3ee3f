package dev.millrace.scheduler.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.core.job.AttemptKey;
import dev.millrace.core.job.AttemptOutcome;
import dev.millrace.core.job.JobError;
import dev.millrace.core.job.Priority;
import dev.millrace.core.messaging.BrokerAddress;
import dev.millrace.core.messaging.JobTicket;
import dev.millrace.core.messaging.Lane;
import dev.millrace.core.messaging.LaneInspection;
import dev.millrace.core.messaging.RetryLadder;
import dev.millrace.core.messaging.Topology;
import dev.millrace.core.store.AttemptEnd;
import dev.millrace.core.store.LaneReport;
import dev.millrace.core.store.LostLane;
import dev.millrace.core.testing.AuditEntries;
import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.promotion.Promoter;
import dev.millrace.scheduler.relay.OutboxRelay;
import dev.millrace.scheduler.testing.Replica;
import dev.millrace.scheduler.testing.Sql;
import dev.millrace.scheduler.testing.Tickets;
import dev.millrace.scheduler.testing.Together;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconcilerIT {
    private static final Lane LANE = new Lane("default", Priority.MEDIUM);
    private static final String QUEUE = Topology.laneQueue(LANE);

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

    @AutoClose
    static final LaneInspection inspection =
            new LaneInspection(BrokerAddress.parse(broker.amqpUrl()), "inspection of a test");

    final Reconciler reconciler = reconciler(one, 1_000);

    @BeforeEach
    void beginEmpty() {
        sql.clear();
        sql.run("TRUNCATE millrace.queue");
        one.worker();
        Tickets.drain(broker);
        await().until(inspection::available);
    }

    @Test
    void jobs_whose_lane_was_purged_are_all_announced_again_and_nothing_else_is() {
        List<UUID> jobs = announced(95);
        List<UUID> running = announced(3);
        one.claim(running, one.worker());
        one.accept(2, Duration.ofHours(1));
        broker.purge(QUEUE);

        assertThat(lookTwice(reconciler(one, 10))).isEqualTo(new Reconciled(95, 0));

        assertThat(Tickets.drain(broker)).containsExactlyElementsOf(jobs);
        assertThat(sql.count("SELECT count(*) FROM millrace.outbox")).isZero();
        assertThat(one.claim(jobs, one.worker())).hasSize(95);
    }

    @Test
    void jobs_whose_lane_was_deleted_altogether_are_announced_in_a_new_one() {
        List<UUID> jobs = announced(5);
        broker.deleteQueue(QUEUE);

        assertThat(lookTwice(reconciler).items()).isEqualTo(5);

        assertThat(Tickets.drain(broker)).containsExactlyInAnyOrderElementsOf(jobs);
    }

    @Test
    void a_backlog_that_is_only_long_is_not_announced_again() {
        List<UUID> jobs = announced(50);
        sql.run("UPDATE millrace.job SET run_at = now() - interval '3 hours'");

        assertThat(lookTwice(reconciler)).isEqualTo(Reconciled.NOTHING);

        // Claimed in the order in which they came, there are always some that have not been reached.
        one.claim(jobs.subList(0, 10), workerInLane(false, Instant.now().minus(Duration.ofHours(3))));
        assertThat(lookTwice(reconciler)).isEqualTo(Reconciled.NOTHING);
        assertThat(Tickets.drain(broker)).hasSize(50);
    }

    @Test
    void tickets_in_a_workers_hands_are_not_lost() {
        announced(5);
        broker.purge(QUEUE);
        workerInLane(true, null);

        assertThat(lookTwice(reconciler)).isEqualTo(Reconciled.NOTHING);
    }

    @Test
    void what_a_worker_held_that_is_lost_itself_counts_no_more() {
        announced(5);
        broker.purge(QUEUE);
        UUID worker = workerInLane(true, null);
        sql.run("UPDATE millrace.worker SET last_heartbeat_at = now() - interval '31 seconds' WHERE id = ?", worker);

        assertThat(lookTwice(reconciler).items()).isEqualTo(5);
    }

    @Test
    void a_lane_that_was_found_empty_once_or_only_a_moment_ago_is_left_alone() {
        announced(5);
        broker.purge(QUEUE);

        assertThat(look(reconciler)).isEqualTo(Reconciled.NOTHING);
        assertThat(look(reconciler)).isEqualTo(Reconciled.NOTHING);

        passSeconds(14);
        assertThat(look(reconciler)).isEqualTo(Reconciled.NOTHING);
        passSeconds(1);
        assertThat(look(reconciler).items()).isEqualTo(5);
    }

    @Test
    void a_ticket_seen_between_two_looks_makes_the_count_begin_anew() {
        announced(5);
        broker.purge(QUEUE);
        look(reconciler);
        passSeconds(15);
        broker.put(QUEUE, JobTicket.of(Replica.IDS.next()).encode());

        assertThat(look(reconciler)).isEqualTo(Reconciled.NOTHING);
        Tickets.drain(broker);
        assertThat(look(reconciler)).isEqualTo(Reconciled.NOTHING);
        passSeconds(15);
        assertThat(look(reconciler).items()).isEqualTo(5);
    }

    @Test
    void jobs_that_are_overtaken_by_later_ones_are_announced_again_though_their_lane_is_busy() {
        List<UUID> lost = announced(20);
        broker.purge(QUEUE);
        List<UUID> flowing = announced(10);
        assertThat(look(reconciler)).isEqualTo(Reconciled.NOTHING);

        UUID worker = workerInLane(true, Instant.now());
        assertThat(look(reconciler)).isEqualTo(Reconciled.NOTHING);
        passSeconds(61);
        List<UUID> later = announced(10);
        heartbeat(worker, true, readyAt(later.getFirst()));

        // Those that came before the moment and are still in the lane cannot be told from the lost ones; they come
        // twice.
        assertThat(look(reconciler)).isEqualTo(new Reconciled(0, 30));
        assertThat(Tickets.drain(broker)).containsAll(lost).containsAll(flowing).hasSize(10 + 10 + 30);
        assertThat(lookTwice(reconciler)).isEqualTo(Reconciled.NOTHING);
    }

    @ParameterizedTest
    @CsvSource({"1, 60", "2, 120", "3, 240", "7, 3600", "100, 3600"})
    void a_job_is_announced_again_less_and_less_often_and_after_an_hour_at_most(int times, int rest) {
        UUID job = announced(1).getFirst();
        broker.purge(QUEUE);
        sql.run(
                "INSERT INTO millrace.reannouncement (job_id, announced_at, times)"
                        + " VALUES (?, now() - (? - 5) * interval '1 second', ?)",
                job,
                rest,
                times);

        assertThat(lookTwice(reconciler)).isEqualTo(Reconciled.NOTHING);
        sql.run("UPDATE millrace.reannouncement SET announced_at = announced_at - interval '5 seconds'");
        assertThat(lookTwice(reconciler).items()).isEqualTo(1);
    }

    @Test
    void replicas_that_look_at_once_announce_each_job_once() {
        List<UUID> jobs = announced(300);
        broker.purge(QUEUE);
        look(reconciler);
        passSeconds(15);

        List<Reconciled> done = Together.run(reconciler(one, 50)::runOnce, reconciler(two, 50)::runOnce);

        assertThat(done.stream().mapToInt(Reconciled::items).sum()).isEqualTo(300);
        assertThat(Tickets.drain(broker)).containsExactlyInAnyOrderElementsOf(jobs);
        assertThat(lookTwice(reconciler(two, 50))).isEqualTo(Reconciled.NOTHING);
    }

    @Test
    void replicas_that_announce_the_same_lane_at_once_announce_each_job_once() {
        List<UUID> jobs = announced(300);
        broker.purge(QUEUE);
        var lane = new LostLane(LANE, Instant.now().plusSeconds(60), true);

        List<Integer> parts = Together.run(
                () -> Awaited.of(one.lostTickets.announce(lane, null, 1_000, Duration.ofMinutes(1)))
                        .jobs(),
                () -> Awaited.of(two.lostTickets.announce(lane, null, 1_000, Duration.ofMinutes(1)))
                        .jobs());

        assertThat(parts.stream().mapToInt(Integer::intValue).sum()).isEqualTo(jobs.size());
    }

    @Test
    void jobs_whose_tickets_the_relay_has_yet_to_publish_are_left_to_it() {
        List<UUID> jobs = one.accept(5, null);
        assertThat(lookTwice(reconciler)).isEqualTo(Reconciled.NOTHING);
        sql.run("UPDATE millrace.outbox SET due_at = now()");
        assertThat(lookTwice(reconciler)).isEqualTo(Reconciled.NOTHING);

        new OutboxRelay(one.outbox, one.publisher, one.announcer, Duration.ofSeconds(1), 10).runOnce();

        assertThat(Tickets.drain(broker)).containsExactlyInAnyOrderElementsOf(jobs);
    }

    @Test
    void jobs_of_a_paused_queue_are_left_to_its_resume() {
        announced(5);
        Awaited.of(one.queues.pause("default", "a test", "to see", AuditEntries.BY_A_TEST));
        broker.purge(QUEUE);
        assertThat(lookTwice(reconciler)).isEqualTo(Reconciled.NOTHING);

        Awaited.of(one.queues.resume("default", AuditEntries.BY_A_TEST));
        assertThat(lookTwice(reconciler)).isEqualTo(Reconciled.NOTHING);
    }

    @Test
    void retries_whose_tickets_were_lost_with_their_delay_queue_are_woken_by_the_promoter() {
        List<UUID> jobs = announced(3);
        Tickets.drain(broker);
        Duration delay = Duration.ofSeconds(2);
        one.claim(jobs, one.worker())
                .forEach(job -> Awaited.of(one.store.end(new AttemptEnd.RetryLater(
                        new AttemptKey(job.id(), job.attempt()),
                        AttemptOutcome.FAILED,
                        new JobError("Boom", "", null),
                        delay,
                        Duration.ofSeconds(5)))));
        one.publisher
                .publishAfter(LANE, new JobTicket(jobs), delay)
                .toCompletableFuture()
                .join();
        broker.deleteQueue(Topology.retryQueue(RetryLadder.rungFor(delay).orElseThrow()));
        Promoter promoter = new Promoter(one.store, one.announcer, Duration.ofSeconds(1), 100);

        sql.run(
                "UPDATE millrace.job SET due_at = due_at - interval '6 seconds', run_at = run_at - interval '6 seconds'");
        assertThat(lookTwice(reconciler).items() + promoter.runOnce().jobs()).isZero();
        sql.run(
                "UPDATE millrace.job SET due_at = due_at - interval '1 seconds', run_at = run_at - interval '1 seconds'");

        assertThat(promoter.runOnce().jobs()).isEqualTo(3);
        await().untilAsserted(() -> assertThat(Tickets.drain(broker)).containsExactlyInAnyOrderElementsOf(jobs));
    }

    @Test
    void switched_off_it_does_nothing() {
        announced(5);
        broker.purge(QUEUE);

        assertThat(lookTwice(new Reconciler(
                        one.lostTickets, inspection, one.publisher, one.announcer, false, Duration.ofSeconds(5), 100)))
                .isEqualTo(Reconciled.NOTHING);
    }

    private static Reconciler reconciler(Replica replica, int batch) {
        return new Reconciler(
                replica.lostTickets,
                inspection,
                replica.publisher,
                replica.announcer,
                true,
                Duration.ofSeconds(5),
                batch,
                Duration.ZERO,
                Reconciler.EMPTINESS,
                Reconciler.LEAD);
    }

    /** Jobs that were accepted and announced. */
    private static List<UUID> announced(int count) {
        List<UUID> jobs = one.accept(count, null);
        sql.run("UPDATE millrace.outbox SET due_at = now()");
        new OutboxRelay(one.outbox, one.publisher, one.announcer, Duration.ofSeconds(1), 1_000).runOnce();
        assertThat(sql.count("SELECT count(*) FROM millrace.outbox")).isZero();
        return jobs;
    }

    private static Reconciled lookTwice(Reconciler reconciler) {
        Reconciled first = look(reconciler);
        passSeconds(15);
        return first.plus(look(reconciler));
    }

    private static Reconciled look(Reconciler reconciler) {
        Awaited.of(one.depth.measure(Duration.ZERO));
        return reconciler.runOnce();
    }

    /** All that was noted is so much older, and so are the jobs. */
    private static void passSeconds(int seconds) {
        sql.run(
                "UPDATE millrace.lane_watch SET empty_since = empty_since - ? * interval '1 second',"
                        + " settled_at = settled_at - ? * interval '1 second'",
                seconds,
                seconds);
        sql.run("UPDATE millrace.job SET run_at = run_at - ? * interval '1 second'", seconds);
    }

    private static UUID workerInLane(boolean holdsTickets, Instant claimedTo) {
        UUID worker = one.worker();
        heartbeat(worker, holdsTickets, claimedTo);
        return worker;
    }

    private static void heartbeat(UUID worker, boolean holdsTickets, Instant claimedTo) {
        Awaited.of(one.workers.heartbeat(
                worker, 0, false, List.of(), List.of(new LaneReport(LANE, holdsTickets, claimedTo))));
    }

    private static Instant readyAt(UUID job) {
        Object time = sql.one("SELECT run_at::text FROM millrace.job WHERE id = ?", job);
        return OffsetDateTime.parse(time.toString().replace(' ', 'T') + ":00").toInstant();
    }
}
