package dev.millrace.scheduler.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.scheduler.testing.Replica;
import dev.millrace.scheduler.testing.Sql;
import dev.millrace.scheduler.testing.Together;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RollupCompactorIT {
    private static final String MANY_DELTAS = """
            INSERT INTO millrace.rollup_delta (minute, queue, job_type, outcome, wait_bucket, run_bucket, jobs)
            SELECT date_trunc('minute', now()), 'default', 'type-' || n % 50, 'completed', (n % 3)::smallint, 0, 2
            FROM generate_series(1, ?) AS n
            ORDER BY random()
            """;

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
    void what_transactions_counted_is_added_up() {
        one.accept(7, null);
        one.accept(5, null);

        assertThat(compactor(one, 100).runOnce().deltas()).isEqualTo(2);
        one.accept(3, null);
        compactor(one, 100).runOnce();

        assertThat(sql.count("SELECT sum(jobs) FROM millrace.rollup_slot WHERE minutes = 1 AND measure = 'jobs'"
                        + " AND outcome = 'submitted' AND job_type = 'noop'"))
                .isEqualTo(15);
        assertThat(sql.count("SELECT count(*) FROM millrace.rollup_delta")).isZero();
    }

    @Test
    void more_than_a_batch_is_added_in_one_round() {
        sql.run(MANY_DELTAS, 1_000);

        assertThat(compactor(one, 64).runOnce().deltas()).isEqualTo(1_000);
    }

    @Test
    void two_compactors_at_once_count_everything_once() {
        sql.run(MANY_DELTAS, 20_000);

        List<RollupCompactor.Compacted> compacted =
                Together.run(compactor(one, 500)::runOnce, compactor(two, 500)::runOnce);

        int left = compactor(one, 500).runOnce().deltas();
        assertThat(compacted.stream()
                                .mapToInt(RollupCompactor.Compacted::deltas)
                                .sum()
                        + left)
                .isEqualTo(20_000);
        for (int minutes : new int[] {1, 15, 60, 1440}) {
            for (String measure : List.of("jobs", "wait", "run")) {
                assertThat(sql.count(
                                "SELECT sum(jobs) FROM millrace.rollup_slot WHERE minutes = ? AND measure = ?",
                                minutes,
                                measure))
                        .as("%d %s", minutes, measure)
                        .isEqualTo(40_000);
            }
        }
        assertThat(sql.count("SELECT count(*) FROM millrace.rollup_slot WHERE measure = 'wait' AND minutes = 1"))
                .isEqualTo(150);
        assertThat(sql.count("SELECT count(*) FROM millrace.rollup_slot WHERE measure = 'jobs' AND minutes = 1"))
                .isEqualTo(50);
    }

    private static RollupCompactor compactor(Replica replica, int batch) {
        return new RollupCompactor(replica.rollupDeltas, Duration.ofSeconds(3), batch);
    }
}
