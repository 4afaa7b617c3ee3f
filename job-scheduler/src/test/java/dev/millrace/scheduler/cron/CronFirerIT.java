package dev.millrace.scheduler.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.core.audit.AuditEntry;
import dev.millrace.core.cron.CronExpression;
import dev.millrace.core.cron.CronParsing;
import dev.millrace.core.job.Priority;
import dev.millrace.core.metrics.SubmittedJobs;
import dev.millrace.core.store.MisfirePolicy;
import dev.millrace.core.store.NewSchedule;
import dev.millrace.core.store.OverlapPolicy;
import dev.millrace.core.store.Schedule;
import dev.millrace.core.testing.AuditEntries;
import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.testing.Replica;
import dev.millrace.scheduler.testing.Sql;
import dev.millrace.scheduler.testing.Tickets;
import dev.millrace.scheduler.testing.Together;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CronFirerIT {
    private static final AuditEntry BY = AuditEntries.BY_A_TEST;

    /** How often two firers race for 20 schedules: thousands of chances for a tick to fire twice. */
    private static final int ROUNDS = 100;

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

    final CronFirer firer = firer(one, 100);

    @BeforeEach
    void beginEmpty() {
        sql.clear();
        Tickets.discard(broker, one, two);
    }

    @Test
    void a_due_tick_is_one_job_and_its_schedule_moves_on() {
        UUID schedule = schedule("hourly report", "0 * * * *");
        due(schedule, "date_trunc('second', now())");

        assertThat(firer.runOnce().jobs()).isEqualTo(1);
        assertThat(firer.runOnce().jobs()).isZero();

        Schedule after = Awaited.of(one.schedules.find(schedule)).orElseThrow();
        assertThat(sql.one("SELECT id FROM millrace.job WHERE schedule_id = ? AND status = 'pending'", schedule))
                .isEqualTo(after.lastJobId());
        assertThat(sql.one("SELECT job_id FROM millrace.schedule_fire")).isEqualTo(after.lastJobId());
        assertThat(sql.one(
                        "SELECT next_fire_at = date_trunc('hour', now()) + interval '1 hour' FROM millrace.schedule"))
                .isEqualTo(true);
        await().untilAsserted(() -> assertThat(Tickets.drain(broker)).containsExactly(after.lastJobId()));
    }

    @Test
    void a_schedule_whose_time_has_not_come_or_which_is_paused_does_not_fire() {
        schedule("yearly", "@yearly");
        UUID paused = schedule("paused", "* * * * *");
        due(paused, "now()");
        sql.run("UPDATE millrace.schedule SET enabled = false WHERE id = ?", paused);

        assertThat(firer.runOnce().jobs()).isZero();
    }

    @Test
    void ticks_less_than_a_minute_late_all_fire() {
        UUID schedule = schedule("every ten seconds", "*/10 * * * * *");
        due(schedule, "to_timestamp(ceil(extract(epoch FROM now() - interval '45 s') / 10) * 10)");

        int jobs = firer.runOnce().jobs();

        assertThat(jobs).isBetween(4, 6);
        assertThat(sql.count("SELECT count(*) FROM millrace.schedule_fire")).isEqualTo(jobs);
    }

    @Test
    void ticks_that_are_later_are_made_up_for_once() {
        UUID schedule = schedule("every minute", "* * * * *");
        due(schedule, "date_trunc('minute', now() - interval '3 days')");

        int jobs = firer.runOnce().jobs();

        assertThat(jobs).isEqualTo(2);
        assertThat(sql.count(
                        "SELECT count(*) FROM millrace.schedule_fire WHERE fire_at > now() - interval '2 minutes'"))
                .isEqualTo(2);
    }

    @Test
    void a_tick_that_has_fired_does_not_fire_again_even_if_its_schedule_was_set_back() {
        UUID schedule = schedule("every minute", "* * * * *");
        due(schedule, "date_trunc('minute', now())");
        int first = firer.runOnce().jobs();
        due(schedule, "(SELECT max(fire_at) FROM millrace.schedule_fire)");

        int again = firer.runOnce().jobs();

        // The clock may have reached the next minute in between.
        assertThat(sql.count("SELECT count(*) FROM millrace.job")).isEqualTo(first + again);
        assertThat(sql.count("SELECT count(DISTINCT fire_at) FROM millrace.schedule_fire"))
                .isEqualTo(first + again);
        assertThat(again).isLessThanOrEqualTo(1);
    }

    @Test
    void a_schedule_in_a_zone_that_is_not_known_stops_and_holds_up_no_other() {
        UUID broken = schedule("broken", "* * * * *");
        UUID sound = schedule("sound", "@hourly");
        sql.run("UPDATE millrace.schedule SET time_zone = 'Mars/Olympus' WHERE id = ?", broken);
        due(broken, "now()");
        due(sound, "date_trunc('second', now())");

        assertThat(firer.runOnce().jobs()).isEqualTo(1);
        assertThat(sql.one("SELECT next_fire_at FROM millrace.schedule WHERE id = ?", broken))
                .isNull();
    }

    @Test
    void two_firers_at_once_make_exactly_one_job_of_each_tick() {
        for (int i = 0; i < 20; i++) {
            schedule("schedule " + i, "@hourly");
        }
        CronFirer other = firer(two, 7);
        for (int round = 1; round <= ROUNDS; round++) {
            sql.run(
                    "UPDATE millrace.schedule SET next_fire_at ="
                            + " date_trunc('second', now() - interval '30 s') + ? * interval '1 ms'",
                    round);

            List<CronFirer.Fired> fired = Together.run(firer(one, 7)::runOnce, other::runOnce);

            // What the other had locked is left to the next round.
            int left = firer.runOnce().jobs();
            int jobs = fired.stream().mapToInt(CronFirer.Fired::jobs).sum() + left;
            assertThat(jobs).as("round %d", round).isBetween(20, 40);
            assertThat(sql.count("SELECT count(*) FROM millrace.schedule_fire"))
                    .as("round %d", round)
                    .isEqualTo(sql.count("SELECT count(*) FROM millrace.job"));
        }
        assertThat(sql.count("SELECT count(*) FROM millrace.job j WHERE NOT EXISTS"
                        + " (SELECT FROM millrace.schedule_fire f WHERE f.job_id = j.id)"))
                .isZero();
        assertThat(sql.count(
                        "SELECT count(*) FROM (SELECT FROM millrace.schedule_fire"
                                + " GROUP BY schedule_id HAVING count(*) FILTER (WHERE extract(milliseconds FROM fire_at)::integer"
                                + " % 1000 <> 0) <> ?) AS not_each_once",
                        ROUNDS))
                .isZero();
    }

    @Test
    void ten_thousand_schedules_due_in_the_same_second_fire_once_each_with_two_firers() {
        sql.run("INSERT INTO millrace.schedule (id, name, job_type, queue, priority, payload, max_retries,"
                + " cron_expression, time_zone, next_fire_at)"
                + " SELECT gen_random_uuid(), 'schedule ' || n, 'noop', 'default', 1, '{}', 3, '0 0 1 1 *',"
                + " 'America/New_York', date_trunc('second', now()) FROM generate_series(1, 10000) AS n");
        long begun = System.nanoTime();

        List<CronFirer.Fired> fired = Together.run(firer(one, 200)::runOnce, firer(two, 200)::runOnce);

        // What the one had locked as the other looked is left to the next round.
        int left = firer.runOnce().jobs();
        // How long it may take depends on the machine; docs/performance.md tells what it took.
        System.out.printf("10,000 schedules due in the same second: %d ms%n", (System.nanoTime() - begun) / 1_000_000);
        assertThat(fired.stream().mapToInt(CronFirer.Fired::jobs).sum() + left).isEqualTo(10_000);
        assertThat(sql.count("SELECT count(DISTINCT schedule_id) FROM millrace.job"))
                .isEqualTo(10_000);
        assertThat(sql.count("SELECT count(*) FROM millrace.job")).isEqualTo(10_000);
        assertThat(sql.count("SELECT count(*) FROM millrace.schedule_fire")).isEqualTo(10_000);
        assertThat(sql.count("SELECT count(*) FROM millrace.schedule WHERE next_fire_at <= now()"))
                .isZero();
    }

    @Test
    void two_firers_set_back_to_the_same_ticks_again_and_again_fire_each_once() {
        for (int i = 0; i < 20; i++) {
            schedule("schedule " + i, "@hourly");
        }
        for (int round = 0; round < ROUNDS / 4; round++) {
            sql.run("UPDATE millrace.schedule SET next_fire_at = date_trunc('day', now()) - interval '90 minutes'");
            Together.run(firer(one, 3)::runOnce, firer(two, 3)::runOnce);
        }
        firer.runOnce();

        assertThat(sql.count("SELECT count(*) FROM millrace.job"))
                .isEqualTo(sql.count("SELECT count(*) FROM millrace.schedule_fire"));
        assertThat(sql.count("SELECT count(*) FROM millrace.schedule_fire")).isLessThanOrEqualTo(60);
    }

    private static CronFirer firer(Replica replica, int batch) {
        return new CronFirer(
                replica.ticks,
                replica.announcer,
                new SubmittedJobs(new SimpleMeterRegistry()),
                Duration.ofSeconds(1),
                batch);
    }

    private static UUID schedule(String name, String expression) {
        UUID id = Replica.IDS.next();
        CronExpression parsed = ((CronParsing.Valid) CronExpression.parse(expression)).expression();
        Awaited.of(one.schedules.create(
                new NewSchedule(
                        id,
                        name,
                        "noop",
                        "default",
                        Priority.MEDIUM,
                        "{}",
                        3,
                        parsed,
                        ZoneId.of("UTC"),
                        true,
                        OverlapPolicy.ALLOW,
                        MisfirePolicy.FIRE_ONCE,
                        0),
                BY));
        return id;
    }

    private static void due(UUID schedule, String sqlTime) {
        sql.run("UPDATE millrace.schedule SET next_fire_at = " + sqlTime + " WHERE id = ?", schedule);
    }
}
