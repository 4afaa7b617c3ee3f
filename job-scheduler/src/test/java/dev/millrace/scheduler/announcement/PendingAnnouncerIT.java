package dev.millrace.scheduler.announcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.core.job.ClaimedJob;
import dev.millrace.core.testing.AuditEntries;
import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TcpProxy;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.testing.Replica;
import dev.millrace.scheduler.testing.Sql;
import dev.millrace.scheduler.testing.Tickets;
import dev.millrace.scheduler.testing.Together;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PendingAnnouncerIT {
    private static final String QUEUE = "default";

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

    @BeforeEach
    void beginEmpty() {
        sql.clear();
        sql.run("TRUNCATE millrace.queue");
        one.worker();
        Tickets.drain(broker);
    }

    @Test
    void a_paused_queue_starts_nothing_and_a_resumed_one_announces_all_that_is_pending() {
        List<UUID> jobs = one.accept(25, null);
        pause();
        assertThat(Awaited.of(one.store.claim(jobs, one.worker()))).isEmpty();
        forgetTickets();

        resume();
        PendingAnnouncer.Announced announced = announcer(one, 1_000).runOnce();

        assertThat(announced).isEqualTo(new PendingAnnouncer.Announced(true, 25));
        assertThat(announcer(one, 1_000).runOnce().asked()).isFalse();
        await().untilAsserted(() ->
                assertThat(sql.count("SELECT count(*) FROM millrace.outbox")).isZero());
        assertThat(Tickets.drain(broker)).containsExactlyInAnyOrderElementsOf(jobs);
        assertThat(one.claim(jobs, one.worker())).hasSize(25);
    }

    @Test
    void a_job_claimed_into_the_flags_last_instant_is_not_forgotten() throws Exception {
        List<UUID> jobs = one.accept(1, null);
        forgetTickets();
        pause();
        CompletableFuture<List<ClaimedJob>> claim;
        try (Connection holder = database.connect();
                PreparedStatement lock = holder.prepareStatement("SELECT FROM millrace.job FOR UPDATE")) {
            holder.setAutoCommit(false);
            lock.execute();
            // The claim has read the flag and waits for the row; then the flag is cleared.
            claim = one.store.claim(jobs, one.worker()).subscribeAsCompletionStage();
            await().until(() -> sql.count("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                            + " AND wait_event_type = 'Lock'")
                    == 1);
            resume();
            holder.rollback();
        }
        assertThat(claim.join()).isEmpty();

        assertThat(announcer(two, 1_000).runOnce().jobs()).isEqualTo(1);

        await().untilAsserted(() -> assertThat(Tickets.drain(broker)).isEqualTo(jobs));
        assertThat(one.claim(jobs, one.worker())).hasSize(1);
    }

    @Test
    void it_waits_a_moment_after_the_resume() {
        one.accept(1, null);
        pause();
        resume();

        PendingAnnouncer patient = new PendingAnnouncer(
                one.announcements, one.publisher, one.announcer, Duration.ofSeconds(1), Duration.ofMinutes(1), 10);

        assertThat(patient.runOnce().asked()).isFalse();
        assertThat(sql.one("SELECT announce_requested_at IS NOT NULL FROM millrace.queue"))
                .isEqualTo(true);
    }

    @Test
    void a_backlog_is_announced_in_parts_by_whoever_is_there() {
        List<UUID> jobs = one.accept(95, null);
        forgetTickets();
        pause();
        resume();

        int announced = 0;
        List<PendingAnnouncer.Announced> round;
        do {
            round = Together.run(announcer(one, 10)::runOnce, announcer(two, 10)::runOnce);
            announced += round.stream()
                    .mapToInt(PendingAnnouncer.Announced::jobs)
                    .peek(part -> assertThat(part).isLessThanOrEqualTo(10))
                    .sum();
        } while (round.stream().anyMatch(PendingAnnouncer.Announced::asked));

        assertThat(announced).isEqualTo(95);
        await().untilAsserted(() ->
                assertThat(sql.count("SELECT count(*) FROM millrace.outbox")).isZero());
        assertThat(Tickets.drain(broker)).containsExactlyInAnyOrderElementsOf(jobs);
    }

    @Test
    void only_pending_jobs_of_that_queue_are_announced() {
        one.accept(3, Duration.ofHours(1));
        one.claim(one.accept(2, null), one.worker());
        List<UUID> elsewhere = one.accept(2, null);
        sql.run("UPDATE millrace.job SET queue = 'elsewhere' WHERE id = ANY (?)", (Object)
                elsewhere.toArray(UUID[]::new));
        List<UUID> pending = one.accept(4, null);
        forgetTickets();
        pause();
        resume();

        assertThat(announcer(one, 1_000).runOnce().jobs()).isEqualTo(4);
        await().untilAsserted(() ->
                assertThat(sql.count("SELECT count(*) FROM millrace.outbox")).isZero());
        assertThat(Tickets.drain(broker)).containsExactlyInAnyOrderElementsOf(pending);
    }

    @Test
    void a_queue_that_is_paused_again_meanwhile_waits_for_its_next_resume_and_then_begins_anew() {
        one.accept(20, null);
        forgetTickets();
        pause();
        resume();
        assertThat(announcer(one, 10).runOnce().jobs()).isEqualTo(10);
        pause();
        assertThat(announcer(one, 10).runOnce().asked()).isFalse();
        resume();

        int announced = 0;
        PendingAnnouncer.Announced part;
        do {
            part = announcer(one, 10).runOnce();
            announced += part.jobs();
        } while (part.asked());

        assertThat(announced).isEqualTo(20);
    }

    @Test
    void while_the_broker_is_away_the_request_stands() {
        one.accept(5, null);
        pause();
        resume();
        try (TcpProxy proxy = broker.proxy();
                Replica cut = new Replica(database.url(), broker.amqpUrlThrough(proxy)).connected()) {
            proxy.refuse(true);
            proxy.cut();
            await().until(() -> !cut.publisher.available());

            assertThat(announcer(cut, 10).runOnce().jobs()).isZero();
        }
        assertThat(announcer(one, 10).runOnce().jobs()).isEqualTo(5);
    }

    @Test
    void resuming_what_is_not_paused_asks_for_nothing_and_writes_no_entry() {
        long before = sql.count("SELECT count(*) FROM millrace.audit_event");
        resume();
        pause();
        pause();
        resume();

        assertThat(sql.count("SELECT count(*) FROM millrace.audit_event")).isEqualTo(before + 3);
        assertThat(sql.one("SELECT paused_by IS NULL AND paused_reason IS NULL FROM millrace.queue"))
                .isEqualTo(true);
    }

    private static PendingAnnouncer announcer(Replica replica, int batch) {
        return new PendingAnnouncer(
                replica.announcements,
                replica.publisher,
                replica.announcer,
                Duration.ofSeconds(1),
                Duration.ZERO,
                batch);
    }

    private static void forgetTickets() {
        sql.run("DELETE FROM millrace.outbox");
    }

    private static void pause() {
        Awaited.of(one.queues.pause(QUEUE, "a test", "to see", AuditEntries.BY_A_TEST));
    }

    private static void resume() {
        Awaited.of(one.queues.resume(QUEUE, AuditEntries.BY_A_TEST));
    }
}
