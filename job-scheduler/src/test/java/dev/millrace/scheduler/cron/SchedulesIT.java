package dev.millrace.scheduler.cron;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.cron.CronExpression;
import dev.millrace.core.cron.CronParsing;
import dev.millrace.core.job.Priority;
import dev.millrace.core.store.NewSchedule;
import dev.millrace.core.store.Schedule;
import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.testing.Replica;
import dev.millrace.scheduler.testing.Sql;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchedulesIT {
    @AutoClose
    static final FreshDatabase database = RealServices.freshDatabase();

    @AutoClose
    static final FreshBroker broker = RealServices.freshBroker();

    @AutoClose
    static final Sql sql = new Sql(database);

    @AutoClose
    static final Replica replica = new Replica(database.url(), broker.amqpUrl());

    @BeforeEach
    void beginEmpty() {
        sql.clear();
    }

    @Test
    void a_new_schedule_fires_next_when_the_database_says_so() {
        Schedule schedule = create("report", true).orElseThrow();

        assertThat(schedule.enabled()).isTrue();
        assertThat(
                        sql.one(
                                "SELECT next_fire_at = date_trunc('hour', created_at) + interval '1 hour' FROM millrace.schedule"))
                .isEqualTo(true);
        assertThat(Awaited.of(replica.schedules.find(schedule.id()))).contains(schedule);
    }

    @Test
    void a_name_is_taken_once() {
        create("report", true);

        assertThat(create("report", true)).isEmpty();
        assertThat(Awaited.of(replica.schedules.list(null, 10))).hasSize(1);
    }

    @Test
    void a_paused_schedule_has_no_next_tick_until_it_is_resumed() {
        UUID id = create("report", true).orElseThrow().id();

        Schedule paused = Awaited.of(replica.schedules.pause(id)).orElseThrow();
        Schedule resumed = Awaited.of(replica.schedules.resume(id)).orElseThrow();

        assertThat(paused.enabled()).isFalse();
        assertThat(paused.nextFireAt()).isNull();
        assertThat(resumed.enabled()).isTrue();
        assertThat(resumed.nextFireAt()).isNotNull();
    }

    @Test
    void resuming_a_schedule_that_was_not_paused_does_not_skip_a_tick_that_is_due() {
        UUID id = create("report", true).orElseThrow().id();
        sql.run("UPDATE millrace.schedule SET next_fire_at = now() - interval '5 s'");

        Awaited.of(replica.schedules.resume(id));

        assertThat(new CronFirer(replica.ticks, replica.announcer, Duration.ofSeconds(1), 10)
                        .runOnce()
                        .jobs())
                .isEqualTo(1);
    }

    @Test
    void a_run_by_hand_is_a_job_of_the_schedule_and_no_tick() {
        Schedule schedule = create("report", false).orElseThrow();

        UUID job = Awaited.of(replica.schedules.trigger(schedule.id()))
                .orElseThrow()
                .submitted()
                .id();

        assertThat(sql.one("SELECT schedule_id FROM millrace.job WHERE id = ? AND status = 'pending'", job))
                .isEqualTo(schedule.id());
        assertThat(sql.count("SELECT count(*) FROM millrace.schedule_fire")).isZero();
        assertThat(Awaited.of(replica.schedules.find(schedule.id())).orElseThrow())
                .satisfies(after -> {
                    assertThat(after.lastJobId()).isEqualTo(job);
                    assertThat(after.lastFireAt()).isNull();
                    assertThat(after.nextFireAt()).isNull();
                });
    }

    @Test
    void a_deleted_schedule_leaves_its_jobs() {
        UUID id = create("report", true).orElseThrow().id();
        Awaited.of(replica.schedules.trigger(id));

        assertThat(Awaited.of(replica.schedules.delete(id))).isTrue();
        assertThat(Awaited.of(replica.schedules.delete(id))).isFalse();
        assertThat(sql.count("SELECT count(*) FROM millrace.job")).isEqualTo(1);
    }

    @Test
    void what_is_not_there_cannot_be_paused_resumed_or_run() {
        UUID nobody = Replica.IDS.next();

        assertThat(Awaited.of(replica.schedules.pause(nobody))).isEmpty();
        assertThat(Awaited.of(replica.schedules.resume(nobody))).isEmpty();
        assertThat(Awaited.of(replica.schedules.trigger(nobody))).isEmpty();
    }

    @Test
    void schedules_are_listed_by_name_a_page_at_a_time() {
        create("b", true);
        create("c", true);
        create("a", true);

        assertThat(Awaited.of(replica.schedules.list(null, 2)))
                .extracting(Schedule::name)
                .containsExactly("a", "b");
        assertThat(Awaited.of(replica.schedules.list("b", 2)))
                .extracting(Schedule::name)
                .containsExactly("c");
    }

    private static Optional<Schedule> create(String name, boolean enabled) {
        CronExpression hourly = ((CronParsing.Valid) CronExpression.parse("@hourly")).expression();
        return Awaited.of(replica.schedules.create(new NewSchedule(
                Replica.IDS.next(),
                name,
                "noop",
                "default",
                Priority.LOW,
                "{\"a\":1}",
                3,
                hourly,
                ZoneId.of("UTC"),
                enabled)));
    }
}
