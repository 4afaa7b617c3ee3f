package dev.millrace.scheduler.cron;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.audit.AuditEntry;
import dev.millrace.core.cron.CronExpression;
import dev.millrace.core.cron.CronParsing;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.Priority;
import dev.millrace.core.metrics.SubmittedJobs;
import dev.millrace.core.store.AttemptEnd;
import dev.millrace.core.store.MisfirePolicy;
import dev.millrace.core.store.NewSchedule;
import dev.millrace.core.store.OverlapPolicy;
import dev.millrace.core.store.Schedule;
import dev.millrace.core.store.ScheduleChange;
import dev.millrace.core.store.ScheduleFilter;
import dev.millrace.core.store.ScheduleTicks;
import dev.millrace.core.testing.AuditEntries;
import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.tracing.JobSpan;
import dev.millrace.core.tracing.Tracing;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.testing.Replica;
import dev.millrace.scheduler.testing.Sql;
import dev.millrace.scheduler.testing.Together;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchedulesIT {
    private static final AuditEntry BY = AuditEntries.BY_A_TEST;

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
        assertThat(Awaited.of(replica.schedules.list(ScheduleFilter.ALL, null, 10)))
                .hasSize(1);
    }

    @Test
    void a_paused_schedule_has_no_next_tick_until_it_is_resumed() {
        UUID id = create("report", true).orElseThrow().id();

        Schedule paused = Awaited.of(replica.schedules.pause(id, BY)).orElseThrow();
        Schedule resumed = Awaited.of(replica.schedules.resume(id, BY)).orElseThrow();

        assertThat(paused.enabled()).isFalse();
        assertThat(paused.nextFireAt()).isNull();
        assertThat(resumed.enabled()).isTrue();
        assertThat(resumed.nextFireAt()).isNotNull();
    }

    @Test
    void resuming_a_schedule_that_was_not_paused_does_not_skip_a_tick_that_is_due() {
        UUID id = create("report", true).orElseThrow().id();
        sql.run("UPDATE millrace.schedule SET next_fire_at = now() - interval '5 s'");

        Awaited.of(replica.schedules.resume(id, BY));

        assertThat(new CronFirer(
                                replica.ticks,
                                replica.announcer,
                                new SubmittedJobs(new SimpleMeterRegistry()),
                                Duration.ofSeconds(1),
                                10)
                        .runOnce()
                        .jobs())
                .isEqualTo(1);
    }

    @Test
    void a_tick_begins_a_trace_that_its_job_goes_on_with() {
        create("report", true);
        sql.run("UPDATE millrace.schedule SET next_fire_at = now() - interval '5 s'");
        String place = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        List<String> begun = new ArrayList<>();

        Awaited.of(new ScheduleTicks(replica.database, Replica.IDS, () -> 0.5, beginningAt(place, begun))
                .fireDue(10, TickPlanner::plan));

        assertThat(begun).containsExactly("fire noop");
        assertThat(sql.one("SELECT traceparent FROM millrace.job")).isEqualTo(place);
    }

    private static Tracing beginningAt(String place, List<String> begun) {
        return new Tracing() {
            @Override
            public boolean isOn() {
                return true;
            }

            @Override
            public JobSpan begin(SpanKind kind, String name, String parent) {
                begun.add(name);
                return JobSpan.unrecorded(place);
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void a_run_by_hand_is_a_job_of_the_schedule_and_no_tick() {
        Schedule schedule = create("report", false).orElseThrow();

        UUID job = Awaited.of(replica.schedules.trigger(schedule.id(), BY))
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
    void a_change_keeps_the_next_tick_unless_it_is_about_time() {
        Schedule seen = create("report", true).orElseThrow();
        sql.run("UPDATE millrace.schedule SET next_fire_at = now() - interval '5 s'");

        Schedule renamed = changed(seen, wanted(seen, "renamed", seen.cronExpression(), true));
        Schedule rescheduled = changed(renamed, wanted(renamed, "renamed", "0 0 1 1 *", true));
        Schedule disabled = changed(rescheduled, wanted(rescheduled, "renamed", "0 0 1 1 *", false));

        assertThat(renamed.name()).isEqualTo("renamed");
        assertThat(renamed.nextFireAt()).isBefore(seen.nextFireAt());
        assertThat(rescheduled.nextFireAt()).isAfter(renamed.nextFireAt());
        assertThat(disabled.nextFireAt()).isNull();
        assertThat(disabled.revision()).isEqualTo(3);
    }

    @Test
    void a_change_of_what_has_changed_meanwhile_is_not_made() {
        Schedule seen = create("report", true).orElseThrow();
        Awaited.of(replica.schedules.pause(seen.id(), BY));

        assertThat(Awaited.of(replica.schedules.change(seen, wanted(seen, "renamed", seen.cronExpression(), true), BY)))
                .isEqualTo(new ScheduleChange.MovedOn());
        assertThat(Awaited.of(replica.schedules.find(seen.id())).orElseThrow().enabled())
                .isFalse();
    }

    @Test
    void a_name_cannot_be_changed_to_that_of_another() {
        create("taken", true);
        Schedule seen = create("report", true).orElseThrow();

        assertThat(Awaited.of(replica.schedules.change(seen, wanted(seen, "taken", seen.cronExpression(), true), BY)))
                .isEqualTo(new ScheduleChange.NameTaken());
    }

    @Test
    void a_change_while_its_tick_fires_neither_loses_nor_doubles_it() {
        for (int round = 0; round < 30; round++) {
            String renamed = "renamed " + round;
            Schedule seen = create("report " + round, true).orElseThrow();
            sql.run("UPDATE millrace.schedule SET next_fire_at = date_trunc('second', now()) WHERE id = ?", seen.id());
            CronFirer firer = new CronFirer(
                    replica.ticks,
                    replica.announcer,
                    new SubmittedJobs(new SimpleMeterRegistry()),
                    Duration.ofSeconds(1),
                    10);

            Together.run(firer::runOnce, () -> changed(seen, wanted(seen, renamed, seen.cronExpression(), true)));
            firer.runOnce();

            assertThat(sql.count("SELECT count(*) FROM millrace.job WHERE schedule_id = ?", seen.id()))
                    .isEqualTo(1);
            assertThat(Awaited.of(replica.schedules.find(seen.id())).orElseThrow())
                    .satisfies(after -> {
                        assertThat(after.name()).isEqualTo(renamed);
                        assertThat(after.nextFireAt()).isEqualTo(seen.nextFireAt());
                    });
        }
    }

    @Test
    void every_change_by_a_person_is_audited_and_none_that_took_no_effect() {
        long before = sql.count("SELECT count(*) FROM millrace.audit_event");
        Schedule schedule = create("report", true).orElseThrow();
        create("report", true);
        changed(schedule, wanted(schedule, "renamed", "@daily", true));
        Awaited.of(replica.schedules.change(schedule, wanted(schedule, "again", "@daily", true), BY));
        Awaited.of(replica.schedules.pause(schedule.id(), BY));
        Awaited.of(replica.schedules.pause(schedule.id(), BY));
        Awaited.of(replica.schedules.resume(schedule.id(), BY));
        Awaited.of(replica.schedules.resume(schedule.id(), BY));
        Awaited.of(replica.schedules.trigger(schedule.id(), BY));
        Awaited.of(replica.schedules.delete(schedule.id(), BY));
        Awaited.of(replica.schedules.delete(schedule.id(), BY));

        assertThat(sql.count("SELECT count(*) FROM millrace.audit_event")).isEqualTo(before + 6);
    }

    @Test
    void what_became_of_the_last_job_is_told() {
        Schedule schedule = create("report", true).orElseThrow();
        UUID job = Awaited.of(replica.schedules.trigger(schedule.id(), BY))
                .orElseThrow()
                .submitted()
                .id();

        assertThat(lastJobStatus(schedule)).isEqualTo(JobStatus.PENDING);
        var claimed = replica.claim(List.of(job), replica.worker()).getFirst();
        assertThat(lastJobStatus(schedule)).isEqualTo(JobStatus.RUNNING);
        Awaited.of(replica.store.end(new AttemptEnd.Completed(claimed.key(), "{}")));
        assertThat(lastJobStatus(schedule)).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void a_deleted_schedule_leaves_its_jobs() {
        UUID id = create("report", true).orElseThrow().id();
        Awaited.of(replica.schedules.trigger(id, BY));

        assertThat(Awaited.of(replica.schedules.delete(id, BY))).isTrue();
        assertThat(Awaited.of(replica.schedules.delete(id, BY))).isFalse();
        assertThat(sql.count("SELECT count(*) FROM millrace.job")).isEqualTo(1);
    }

    @Test
    void what_is_not_there_cannot_be_paused_resumed_or_run() {
        UUID nobody = Replica.IDS.next();

        assertThat(Awaited.of(replica.schedules.pause(nobody, BY))).isEmpty();
        assertThat(Awaited.of(replica.schedules.resume(nobody, BY))).isEmpty();
        assertThat(Awaited.of(replica.schedules.trigger(nobody, BY))).isEmpty();
    }

    @Test
    void schedules_are_listed_by_name_a_page_at_a_time() {
        create("b", true);
        create("c", true);
        create("a", true);

        assertThat(Awaited.of(replica.schedules.list(ScheduleFilter.ALL, null, 2)))
                .extracting(Schedule::name)
                .containsExactly("a", "b");
        assertThat(Awaited.of(replica.schedules.list(ScheduleFilter.ALL, "b", 2)))
                .extracting(Schedule::name)
                .containsExactly("c");
    }

    private static JobStatus lastJobStatus(Schedule schedule) {
        return Awaited.of(replica.schedules.find(schedule.id())).orElseThrow().lastJobStatus();
    }

    private static Schedule changed(Schedule seen, NewSchedule wanted) {
        return ((ScheduleChange.Changed) Awaited.of(replica.schedules.change(seen, wanted, BY))).schedule();
    }

    private static NewSchedule wanted(Schedule seen, String name, String expression, boolean enabled) {
        return new NewSchedule(
                seen.id(),
                name,
                seen.jobType(),
                seen.queue(),
                seen.priority(),
                seen.payload(),
                seen.maxRetries(),
                ((CronParsing.Valid) CronExpression.parse(expression)).expression(),
                ZoneId.of(seen.timeZone()),
                enabled,
                seen.overlap(),
                seen.misfire(),
                seen.jitterSeconds());
    }

    private static Optional<Schedule> create(String name, boolean enabled) {
        CronExpression hourly = ((CronParsing.Valid) CronExpression.parse("@hourly")).expression();
        return Awaited.of(replica.schedules.create(
                new NewSchedule(
                        Replica.IDS.next(),
                        name,
                        "noop",
                        "default",
                        Priority.LOW,
                        "{\"a\":1}",
                        3,
                        hourly,
                        ZoneId.of("UTC"),
                        enabled,
                        OverlapPolicy.ALLOW,
                        MisfirePolicy.FIRE_ONCE,
                        0),
                BY));
    }
}
