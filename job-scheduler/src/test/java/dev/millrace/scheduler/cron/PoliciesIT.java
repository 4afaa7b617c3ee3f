package dev.millrace.scheduler.cron;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.cron.CronExpression;
import dev.millrace.core.cron.CronParsing;
import dev.millrace.core.job.AttemptOutcome;
import dev.millrace.core.job.ClaimedJob;
import dev.millrace.core.job.JobError;
import dev.millrace.core.job.Priority;
import dev.millrace.core.metrics.SubmittedJobs;
import dev.millrace.core.store.AttemptEnd;
import dev.millrace.core.store.MisfirePolicy;
import dev.millrace.core.store.NewSchedule;
import dev.millrace.core.store.OverlapPolicy;
import dev.millrace.core.testing.AuditEntries;
import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.testing.Replica;
import dev.millrace.scheduler.testing.Sql;
import dev.millrace.scheduler.testing.Together;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of ticks that overlap, that are late, or that are spread. */
class PoliciesIT {
    @AutoClose
    static final FreshDatabase database = RealServices.freshDatabase();

    @AutoClose
    static final FreshBroker broker = RealServices.freshBroker();

    @AutoClose
    static final Sql sql = new Sql(database);

    @AutoClose
    static final Replica one = new Replica(database.url(), broker.amqpUrl());

    @AutoClose
    static final Replica two = new Replica(database.url(), broker.amqpUrl());

    final CronFirer firer = firer(one);

    @BeforeEach
    void beginEmpty() {
        sql.clear();
    }

    @Test
    void overlapping_runs_are_allowed_unless_said_otherwise() {
        UUID schedule = schedule(OverlapPolicy.ALLOW, MisfirePolicy.FIRE_ONCE, 0);

        assertThat(tick(schedule)).isEqualTo(1);
        assertThat(tick(schedule)).isEqualTo(1);
    }

    @Test
    void a_tick_is_skipped_while_the_run_before_has_not_ended() {
        UUID schedule = schedule(OverlapPolicy.SKIP, MisfirePolicy.FIRE_ONCE, 0);
        assertThat(tick(schedule)).isEqualTo(1);
        assertThat(tick(schedule)).isZero();
        ClaimedJob running = claimOnly();
        assertThat(tick(schedule)).isZero();

        Awaited.of(one.store.end(new AttemptEnd.Completed(running.key(), "{}")));

        assertThat(tick(schedule)).isEqualTo(1);
    }

    @Test
    void of_several_ticks_at_once_only_the_first_fires_when_they_may_not_overlap() {
        UUID schedule = schedule(OverlapPolicy.SKIP, MisfirePolicy.FIRE_ALL, 0);
        due(schedule, "now() - interval '3 hours'");

        assertThat(firer.runOnce().jobs()).isEqualTo(1);
    }

    @Test
    void a_dead_run_has_ended() {
        UUID schedule = schedule(OverlapPolicy.SKIP, MisfirePolicy.FIRE_ONCE, 0);
        tick(schedule);
        Awaited.of(one.store.end(new AttemptEnd.Buried(
                claimOnly().key(), AttemptOutcome.FAILED, new JobError("Broken", "it broke", null))));

        assertThat(tick(schedule)).isEqualTo(1);
    }

    @Test
    void a_tick_cancels_the_runs_before_when_it_is_told_to() {
        UUID schedule = schedule(OverlapPolicy.CANCEL_RUNNING, MisfirePolicy.FIRE_ONCE, 0);
        tick(schedule);
        ClaimedJob running = claimOnly();
        tick(schedule);
        assertThat(sql.column("SELECT id FROM millrace.job WHERE cancel_requested"))
                .containsExactly(running.id());

        assertThat(tick(schedule)).isEqualTo(1);

        assertThat(sql.count("SELECT count(*) FROM millrace.job_archive WHERE status = 'canceled'"))
                .isEqualTo(1);
        assertThat(sql.count("SELECT count(*) FROM millrace.job WHERE status = 'pending'"))
                .isEqualTo(1);
    }

    @Test
    void at_most_one_tick_waits_for_the_run_before() {
        UUID schedule = schedule(OverlapPolicy.QUEUE_ONE, MisfirePolicy.FIRE_ONCE, 0);
        assertThat(tick(schedule)).isEqualTo(1);
        ClaimedJob running = claimOnly();
        assertThat(tick(schedule)).isZero();
        assertThat(tick(schedule)).isZero();

        Awaited.of(one.store.end(new AttemptEnd.Completed(running.key(), "{}")));

        assertThat(firer.runOnce().jobs()).isEqualTo(1);
        assertThat(firer.runOnce().jobs()).isZero();
        assertThat(sql.one("SELECT queued_fire_at FROM millrace.schedule")).isNull();
        assertThat(sql.one("SELECT last_fire_at = (SELECT max(fire_at) FROM millrace.schedule_fire)"
                        + " FROM millrace.schedule"))
                .isEqualTo(true);
    }

    @Test
    void a_tick_that_waits_does_not_outlive_a_pause() {
        UUID schedule = schedule(OverlapPolicy.QUEUE_ONE, MisfirePolicy.FIRE_ONCE, 0);
        tick(schedule);
        tick(schedule);
        Awaited.of(one.schedules.pause(schedule, AuditEntries.BY_A_TEST));
        Awaited.of(one.store.end(new AttemptEnd.Completed(claimOnly().key(), "{}")));
        Awaited.of(one.schedules.resume(schedule, AuditEntries.BY_A_TEST));

        assertThat(firer.runOnce().jobs()).isZero();
    }

    @Test
    void two_firers_at_once_never_let_runs_overlap() {
        UUID schedule = schedule(OverlapPolicy.QUEUE_ONE, MisfirePolicy.FIRE_ONCE, 0);
        CronFirer other = firer(two);
        for (int round = 0; round < 40; round++) {
            due(schedule, "date_trunc('second', now()) - interval '10 s' + " + round + " * interval '1 ms'");
            Together.run(firer::runOnce, other::runOnce, () -> {
                endWhatIsReady();
                return firer.runOnce();
            });
            assertThat(sql.count("SELECT count(*) FROM millrace.job")).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void late_ticks_are_skipped_when_it_is_told_to() {
        UUID schedule = schedule(OverlapPolicy.ALLOW, MisfirePolicy.SKIP, 0);
        due(schedule, "date_trunc('hour', now()) - interval '90 minutes'");

        // The tick of this hour is punctual in its first minute.
        assertThat(firer.runOnce().jobs()).isLessThanOrEqualTo(1);
        assertThat(sql.count("SELECT count(*) FROM millrace.schedule_fire WHERE fire_at < now() - interval '61 s'"))
                .isZero();
        assertThat(sql.one("SELECT next_fire_at > now() FROM millrace.schedule"))
                .isEqualTo(true);
    }

    @Test
    void late_ticks_all_fire_when_it_is_told_to() {
        UUID schedule = schedule(OverlapPolicy.ALLOW, MisfirePolicy.FIRE_ALL, 0);
        due(schedule, "date_trunc('hour', now()) - interval '5 hours'");

        assertThat(firer.runOnce().jobs()).isEqualTo(6);
    }

    @Test
    void of_very_many_late_ticks_the_last_hundred_fire() {
        UUID schedule = schedule(OverlapPolicy.ALLOW, MisfirePolicy.FIRE_ALL, 0);
        due(schedule, "date_trunc('hour', now()) - interval '3 years'");

        assertThat(firer.runOnce().jobs()).isBetween(100, 101);
        assertThat(sql.count(
                        "SELECT count(*) FROM millrace.schedule_fire WHERE fire_at < now() - interval '102 hours'"))
                .isZero();
    }

    @Test
    void jitter_makes_the_job_of_a_tick_due_later() {
        UUID schedule = schedule(OverlapPolicy.ALLOW, MisfirePolicy.FIRE_ONCE, 600);
        due(schedule, "date_trunc('second', now())");
        firer.runOnce();

        assertThat(sql.one("SELECT job.status = 'scheduled' AND job.run_at = fire_at + interval '300 s'"
                        + " FROM millrace.job JOIN millrace.schedule_fire ON job_id = job.id"))
                .isEqualTo(true);
    }

    private int tick(UUID schedule) {
        // Each tick has a time of its own.
        due(schedule, "clock_timestamp() - interval '1 s'");
        return firer.runOnce().jobs();
    }

    private static void endWhatIsReady() {
        List<UUID> ready = sql.column("SELECT id FROM millrace.job WHERE status = 'pending'").stream()
                .map(UUID.class::cast)
                .toList();
        Awaited.of(one.store.claim(ready, one.worker()))
                .forEach(job -> Awaited.of(one.store.end(new AttemptEnd.Completed(job.key(), "{}"))));
    }

    private static ClaimedJob claimOnly() {
        UUID id = (UUID) sql.one("SELECT id FROM millrace.job WHERE status = 'pending'");
        return one.claim(List.of(id), one.worker()).getFirst();
    }

    private static CronFirer firer(Replica replica) {
        return new CronFirer(
                replica.ticks,
                replica.announcer,
                new SubmittedJobs(new SimpleMeterRegistry()),
                Duration.ofSeconds(1),
                10);
    }

    private static UUID schedule(OverlapPolicy overlap, MisfirePolicy misfire, int jitterSeconds) {
        UUID id = Replica.IDS.next();
        CronExpression hourly = ((CronParsing.Valid) CronExpression.parse("@hourly")).expression();
        Awaited.of(one.schedules.create(
                new NewSchedule(
                        id,
                        "hourly",
                        "noop",
                        "default",
                        Priority.MEDIUM,
                        "{}",
                        3,
                        hourly,
                        ZoneId.of("UTC"),
                        true,
                        overlap,
                        misfire,
                        jitterSeconds),
                AuditEntries.BY_A_TEST));
        return id;
    }

    private static void due(UUID schedule, String sqlTime) {
        sql.run("UPDATE millrace.schedule SET next_fire_at = " + sqlTime + " WHERE id = ?", schedule);
    }
}
