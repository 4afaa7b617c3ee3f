package dev.millrace.scheduler.vitals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.core.statistics.Statistics;
import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.scheduler.testing.Replica;
import dev.millrace.scheduler.testing.Sql;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VitalSignsMeterIT {
    @AutoClose
    static final FreshDatabase database = RealServices.freshDatabase();

    @AutoClose
    static final FreshBroker broker = RealServices.freshBroker();

    @AutoClose
    static final Sql sql = new Sql(database);

    @AutoClose
    static final Replica one = new Replica(database.url(), broker.amqpUrl());

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final VitalSignsMeter meter = new VitalSignsMeter(new Statistics(one.database), Duration.ofSeconds(10), meters);

    @BeforeEach
    void beginEmpty() {
        sql.clear();
    }

    @Test
    void dead_rows_of_the_live_table_show_until_they_are_vacuumed() {
        one.accept(300, Duration.ofHours(1));
        sql.run("DELETE FROM millrace.job WHERE ctid IN (SELECT ctid FROM millrace.job LIMIT 200)");
        // A session tells what it has done ten seconds later, or at once when asked to.
        sql.column("SELECT pg_stat_force_next_flush()::text");
        // ANALYZE counts at once what PostgreSQL would tell by and by.
        sql.run("ANALYZE millrace.job");

        // Sessions tell their counts a little later, each when it sees fit, so that the share is not exact.
        await().untilAsserted(() ->
                assertThat(measured("millrace.job.table.dead.ratio")).isGreaterThan(0.3));
        assertThat(measured("millrace.job.table.size")).isGreaterThan(8_192);

        sql.run("VACUUM millrace.job");
        await().untilAsserted(() ->
                assertThat(measured("millrace.job.table.dead.ratio")).isZero());
    }

    @Test
    void a_transaction_that_stays_open_shows_how_long_it_has_been() throws Exception {
        try (Connection forgotten = database.connect()) {
            forgotten.setAutoCommit(false);
            forgotten.createStatement().execute("SELECT 1");

            await().untilAsserted(() -> assertThat(measured("millrace.database.oldest.transaction.age"))
                    .isGreaterThan(0.3));
        }
    }

    @Test
    void tickets_and_schedules_that_are_behind_show() {
        one.accept(25, null);
        sql.run("INSERT INTO millrace.schedule (id, name, job_type, queue, priority, payload, max_retries,"
                + " cron_expression, time_zone, next_fire_at)"
                + " VALUES (gen_random_uuid(), 'late', 'noop', 'default', 1, '{}', 3, '@daily', 'UTC',"
                + " now() - interval '2 minutes')");

        assertThat(measured("millrace.outbox.pending")).isEqualTo(3);
        assertThat(measured("millrace.schedule.lag")).isBetween(120.0, 180.0);
    }

    @Test
    void days_without_a_partition_show() {
        sql.column("SELECT millrace.ensure_archive_partitions(30), millrace.ensure_job_log_partitions(30)");
        assertThat(measured("millrace.partitions.ahead")).isEqualTo(30);

        sql.run("DO $$ BEGIN EXECUTE 'DROP TABLE millrace.job_log_'"
                + " || to_char((now() AT TIME ZONE 'UTC')::date + 5, 'YYYYMMDD'); END $$");
        assertThat(measured("millrace.partitions.ahead")).isEqualTo(4);
        sql.column("SELECT millrace.ensure_job_log_partitions(30)");
    }

    private double measured(String name) {
        meter.runOnce();
        return meters.get(name).gauge().value();
    }
}
