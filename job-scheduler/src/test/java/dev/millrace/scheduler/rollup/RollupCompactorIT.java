package dev.millrace.scheduler.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.job.AttemptOutcome;
import dev.millrace.core.job.ClaimedJob;
import dev.millrace.core.job.JobError;
import dev.millrace.core.store.AttemptEnd;
import dev.millrace.core.store.JobActions;
import dev.millrace.core.testing.AuditEntries;
import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.housekeeping.SlotForgetter;
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

    @Test
    void of_two_ends_of_one_attempt_only_the_one_that_counts_is_counted() {
        int rounds = 20;
        for (int round = 0; round < rounds; round++) {
            ClaimedJob job = one.claim(one.accept(1, null), one.worker()).getFirst();
            Together.run(
                    () -> Awaited.of(one.store.end(new AttemptEnd.Completed(job.key(), "{}"))),
                    () -> Awaited.of(two.store.release(List.of(job.key()), AttemptOutcome.LOST)));
        }
        compactor(one, 1_000).runOnce();

        assertThat(counted("submitted")).isEqualTo(rounds);
        assertThat(counted("completed")).isEqualTo(sql.count("SELECT count(*) FROM millrace.job_archive"));
        assertThat(counted("lost")).isEqualTo(sql.count("SELECT count(*) FROM millrace.job"));
        assertThat(counted("completed") + counted("lost")).isEqualTo(rounds);
    }

    @Test
    void of_two_retries_by_hand_and_a_failure_each_is_counted_once() {
        ClaimedJob job = one.claim(one.accept(1, null), one.worker()).getFirst();
        Awaited.of(one.store.end(new AttemptEnd.RetryLater(
                job.key(),
                AttemptOutcome.FAILED,
                new JobError("Broken", "it broke", null),
                Duration.ofHours(1),
                Duration.ZERO)));
        JobActions ofOne = new JobActions(one.database);
        JobActions ofTwo = new JobActions(two.database);

        Together.run(
                () -> Awaited.of(ofOne.retry(job.id(), AuditEntries.BY_A_TEST)),
                () -> Awaited.of(ofTwo.retry(job.id(), AuditEntries.BY_A_TEST)));
        ClaimedJob again = one.claim(List.of(job.id()), one.worker()).getFirst();
        Awaited.of(one.store.end(new AttemptEnd.Snoozed(again.key(), Duration.ofHours(1))));
        compactor(one, 1_000).runOnce();

        assertThat(counted("retried")).isEqualTo(1);
        assertThat(counted("retried_by_hand")).isEqualTo(1);
        assertThat(counted("snoozed")).isEqualTo(1);
        assertThat(counted("dead")).isZero();
    }

    @Test
    void slots_are_forgotten_when_charts_of_their_steps_do_not_reach_back_so_far() {
        sql.run("INSERT INTO millrace.rollup_slot SELECT minutes, 'jobs', now() - interval '3 days', 'default', 'noop',"
                + " 'completed', 0, 1 FROM unnest(ARRAY[1, 15, 60, 1440]::smallint[]) AS minutes");
        sql.run(
                "INSERT INTO millrace.depth_slot SELECT minutes, now() - interval '20 days', 'default', 1, 0, 1, 0, 0, 0, 0"
                        + " FROM unnest(ARRAY[1, 15, 60, 1440]::smallint[]) AS minutes");

        new SlotForgetter(one.rollupDeltas, Duration.ofHours(1)).runOnce();

        assertThat(sql.column("SELECT minutes::integer FROM millrace.rollup_slot ORDER BY 1"))
                .containsExactly(15, 60, 1440);
        assertThat(sql.column("SELECT minutes::integer FROM millrace.depth_slot ORDER BY 1"))
                .containsExactly(60, 1440);
    }

    private static long counted(String outcome) {
        return sql.count(
                "SELECT coalesce(sum(jobs), 0) FROM millrace.rollup_slot WHERE minutes = 1440 AND measure = 'jobs'"
                        + " AND outcome = ?",
                outcome);
    }

    private static RollupCompactor compactor(Replica replica, int batch) {
        return new RollupCompactor(replica.rollupDeltas, Duration.ofSeconds(3), batch);
    }
}
