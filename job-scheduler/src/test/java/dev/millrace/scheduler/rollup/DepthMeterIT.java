package dev.millrace.scheduler.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.scheduler.duty.MonotonicClock;
import dev.millrace.scheduler.testing.Replica;
import dev.millrace.scheduler.testing.Sql;
import dev.millrace.scheduler.testing.Together;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DepthMeterIT {
    private static final Duration SECOND = Duration.ofSeconds(1);

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

    @BeforeEach
    void beginEmpty() {
        sql.clear();
    }

    @Test
    void the_snapshot_tells_how_many_jobs_stand_where_and_since_when() {
        one.accept(5, null);
        one.accept(3, Duration.ofHours(1));

        assertThat(meter(one).runOnce().groups()).hasValue(2);

        assertThat(sql.one("SELECT jobs FROM millrace.depth WHERE status = 'pending' AND queue = 'default'"))
                .isEqualTo(5L);
        assertThat(sql.one("SELECT jobs FROM millrace.depth WHERE status = 'scheduled'"))
                .isEqualTo(3L);
        assertThat(sql.one("SELECT oldest_run_at = (SELECT min(run_at) FROM millrace.job WHERE status = 'pending')"
                        + " FROM millrace.depth WHERE status = 'pending'"))
                .isEqualTo(true);
    }

    @Test
    void groups_that_vanished_leave_the_snapshot() {
        one.accept(5, null);
        meter(one).runOnce();
        sql.run("DELETE FROM millrace.job");
        snapshotIsOld();

        assertThat(meter(one).runOnce().groups()).hasValue(0);
        assertThat(sql.count("SELECT count(*) FROM millrace.depth")).isZero();
    }

    @Test
    void what_a_replica_has_just_measured_is_not_measured_again() {
        one.accept(5, null);
        meter(one).runOnce();

        assertThat(meter(two).runOnce().groups()).isEmpty();
    }

    @Test
    void while_one_replica_measures_the_others_do_not() throws Exception {
        one.accept(5, null);
        try (Connection measuring = database.connect();
                Statement statement = measuring.createStatement()) {
            measuring.setAutoCommit(false);
            statement.execute("SELECT pg_advisory_xact_lock(hashtextextended('millrace.measure_depth', 0))");
            assertThat(meter(two).runOnce().groups()).isEmpty();
            measuring.rollback();
        }
        await().untilAsserted(() -> assertThat(meter(two).runOnce().groups()).hasValue(1));
    }

    @Test
    void replicas_at_once_never_fail_and_never_leave_half_a_snapshot() {
        one.accept(5, null);
        one.accept(5, Duration.ofHours(1));
        for (int round = 0; round < 30; round++) {
            snapshotIsOld();
            List<Optional<Integer>> groups = Together.run(
                    () -> meter(one).runOnce().groups(),
                    () -> meter(two).runOnce().groups());
            assertThat(groups).contains(Optional.of(2));
            assertThat(sql.count("SELECT count(*) FROM millrace.depth")).isEqualTo(2);
        }
    }

    @Test
    void the_longer_measuring_takes_the_rarer_it_is_done() {
        DepthMeter meter = meter(one);

        assertThat(meter.interval()).isEqualTo(SECOND);
        assertThat(meter.after(Duration.ofMillis(20))).isEqualTo(SECOND);
        assertThat(meter.after(Duration.ofMillis(100))).isEqualTo(Duration.ofSeconds(5));
        assertThat(meter.after(Duration.ofMinutes(1))).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void what_a_process_waits_for_itself_does_not_make_measuring_rarer() {
        AtomicLong now = new AtomicLong();
        MonotonicClock slow = () -> now.getAndAdd(Duration.ofSeconds(10).toNanos());
        one.accept(5, null);
        DepthMeter meter = new DepthMeter(one.depth, slow, SECOND, Duration.ofMinutes(1));

        assertThat(meter.runOnce().groups()).hasValue(1);

        assertThat(meter.interval()).isLessThan(Duration.ofSeconds(20));
    }

    private static DepthMeter meter(Replica replica) {
        return new DepthMeter(replica.depth, System::nanoTime, SECOND, Duration.ofMinutes(1));
    }

    private static void snapshotIsOld() {
        sql.run("UPDATE millrace.depth SET measured_at = now() - interval '1 hour'");
    }
}
