package dev.millrace.scheduler.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.core.job.AttemptKey;
import dev.millrace.core.job.AttemptOutcome;
import dev.millrace.core.job.JobError;
import dev.millrace.core.store.AttemptEnd;
import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.testing.Replica;
import dev.millrace.scheduler.testing.Sql;
import dev.millrace.scheduler.testing.Tickets;
import dev.millrace.scheduler.testing.Together;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PromoterIT {
    private static final Duration INTERVAL = Duration.ofMillis(500);

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

    final Promoter promoter = new Promoter(one.store, one.announcer, INTERVAL, 100);

    @BeforeEach
    void beginEmpty() {
        sql.clear();
        Tickets.drain(broker);
    }

    @Test
    void a_scheduled_job_is_ready_and_announced_once_its_time_has_come() {
        List<UUID> due = one.accept(3, Duration.ofHours(1));
        sql.run("UPDATE millrace.job SET run_at = now(), due_at = now()");

        assertThat(promoter.runOnce().jobs()).isEqualTo(3);

        assertThat(sql.column("SELECT DISTINCT status FROM millrace.job")).containsExactly("pending");
        await().untilAsserted(() ->
                assertThat(sql.count("SELECT count(*) FROM millrace.outbox")).isZero());
        assertThat(Tickets.drain(broker)).containsExactlyInAnyOrderElementsOf(due);
    }

    @Test
    void a_job_whose_time_has_not_come_stays_scheduled() {
        one.accept(3, Duration.ofHours(1));

        assertThat(promoter.runOnce().jobs()).isZero();

        assertThat(sql.column("SELECT DISTINCT status FROM millrace.job")).containsExactly("scheduled");
    }

    @Test
    void a_retry_whose_ticket_was_lost_is_made_ready() {
        List<UUID> job = one.accept(1, null);
        sql.run("DELETE FROM millrace.outbox");
        AttemptKey key = new AttemptKey(
                job.getFirst(), one.claim(job, one.worker()).getFirst().attempt());
        Awaited.of(one.store.end(new AttemptEnd.RetryLater(
                key, AttemptOutcome.FAILED, new JobError("Boom", "", null), Duration.ZERO, Duration.ZERO)));

        assertThat(promoter.runOnce().jobs()).isEqualTo(1);

        await().untilAsserted(() -> assertThat(Tickets.drain(broker)).containsExactlyElementsOf(job));
        assertThat(one.claim(job, one.worker()).getFirst().attempt()).isEqualTo(2);
    }

    @Test
    void two_promoters_at_once_announce_each_job_once() {
        List<UUID> due = one.accept(2_000, Duration.ofHours(1));
        sql.run("UPDATE millrace.job SET run_at = now(), due_at = now()");
        Promoter other = new Promoter(two.store, two.announcer, INTERVAL, 100);

        List<Promoter.Promoted> promoted = Together.run(promoter::runOnce, other::runOnce);

        // A promoter stops when another's locks leave it less than a batch; what is then left is due to its next round.
        int left = promoter.runOnce().jobs();
        assertThat(promoted.stream().mapToInt(Promoter.Promoted::jobs).sum() + left)
                .isEqualTo(2_000);
        List<UUID> announced = new ArrayList<>();
        await().untilAsserted(() -> {
            announced.addAll(Tickets.drain(broker));
            assertThat(announced).hasSize(2_000);
        });
        assertThat(announced).containsExactlyInAnyOrderElementsOf(due);
        await().untilAsserted(() ->
                assertThat(sql.count("SELECT count(*) FROM millrace.outbox")).isZero());
    }
}
