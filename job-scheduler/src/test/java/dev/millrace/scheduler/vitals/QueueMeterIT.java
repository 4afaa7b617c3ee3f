package dev.millrace.scheduler.vitals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.statistics.Statistics;
import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.testing.Replica;
import dev.millrace.scheduler.testing.Sql;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueueMeterIT {
    @AutoClose
    static final FreshDatabase database = RealServices.freshDatabase();

    @AutoClose
    static final FreshBroker broker = RealServices.freshBroker();

    @AutoClose
    static final Sql sql = new Sql(database);

    @AutoClose
    static final Replica one = new Replica(database.url(), broker.amqpUrl());

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final QueueMeter meter = new QueueMeter(new Statistics(one.database), one.queues, Duration.ofSeconds(10), meters);

    @BeforeEach
    void beginEmpty() {
        sql.clear();
        sql.run("TRUNCATE millrace.worker CASCADE");
        sql.run("INSERT INTO millrace.queue (name) VALUES ('default'), ('idle') ON CONFLICT DO NOTHING");
        sql.run("UPDATE millrace.queue SET paused_at = NULL, paused_by = NULL");
    }

    @Test
    void what_workers_could_run_and_what_they_run_counts_as_active() {
        List<UUID> ids = one.accept(5, null);
        one.accept(3, Duration.ofHours(1));
        one.claim(ids.subList(0, 2), one.worker());

        measure();

        assertThat(value("millrace.queue.active.jobs", "queue", "default")).isEqualTo(5);
        assertThat(jobs("pending")).isEqualTo(3);
        assertThat(jobs("running")).isEqualTo(2);
        assertThat(jobs("scheduled")).isEqualTo(3);
    }

    @Test
    void what_a_paused_queue_holds_back_is_nothing_to_scale_by() {
        List<UUID> ids = one.accept(5, null);
        one.claim(ids.subList(0, 2), one.worker());
        sql.run("UPDATE millrace.queue SET paused_at = now(), paused_by = 'test' WHERE name = 'default'");

        measure();

        assertThat(value("millrace.queue.paused", "queue", "default")).isEqualTo(1);
        assertThat(value("millrace.queue.active.jobs", "queue", "default")).isEqualTo(2);
        assertThat(jobs("pending")).isEqualTo(3);
    }

    @Test
    void a_queue_without_jobs_and_workers_shows_that_there_are_none() {
        measure();

        assertThat(value("millrace.queue.active.jobs", "queue", "idle")).isZero();
        assertThat(value("millrace.queue.workers", "queue", "idle")).isZero();
        assertThat(value("millrace.queue.slots", "queue", "idle")).isZero();
    }

    @Test
    void workers_show_by_queue_and_by_how_they_are() {
        one.worker();
        UUID silent = one.worker();
        sql.run("UPDATE millrace.worker SET last_heartbeat_at = now() - interval '1 minute' WHERE id = '" + silent
                + "'");

        measure();

        assertThat(value("millrace.queue.workers", "queue", "default")).isEqualTo(1);
        assertThat(value("millrace.queue.slots", "queue", "default")).isEqualTo(100);
        assertThat(value("millrace.workers", "state", "healthy")).isEqualTo(1);
        assertThat(value("millrace.workers", "state", "lost")).isEqualTo(1);
    }

    @Test
    void the_age_of_the_oldest_pending_job_shows_for_each_lane_while_there_is_one() {
        one.accept(2, null);
        sql.run("UPDATE millrace.job SET run_at = now() - interval '10 minutes'");
        measure();
        assertThat(value("millrace.queue.oldest.pending.age", "queue", "default", "priority", "medium"))
                .isBetween(600.0, 660.0);

        sql.run("TRUNCATE millrace.job");
        measure();
        assertThat(meters.find("millrace.queue.oldest.pending.age").gauges()).isEmpty();
        assertThat(jobs("pending")).isZero();
    }

    @Test
    void queues_beyond_the_bound_are_shown_together() {
        sql.run("INSERT INTO millrace.queue (name) SELECT 'q' || n FROM generate_series(1, 600) AS n");
        one.accept(1, null);
        sql.run("UPDATE millrace.job SET queue = 'q99'");
        measure();

        assertThat(meters.find("millrace.queue.active.jobs").gauges()).hasSize(QueueMeter.MOST_QUEUES + 1);
        assertThat(value("millrace.queue.active.jobs", "queue", "other")).isEqualTo(1);
        sql.run("DELETE FROM millrace.queue WHERE name LIKE 'q%'");
    }

    private void measure() {
        Awaited.of(one.depth.measure(Duration.ZERO));
        meter.runOnce();
    }

    private double jobs(String status) {
        return value("millrace.queue.jobs", "queue", "default", "priority", "medium", "status", status);
    }

    private double value(String name, String... labels) {
        return meters.get(name).tags(labels).gauge().value();
    }
}
