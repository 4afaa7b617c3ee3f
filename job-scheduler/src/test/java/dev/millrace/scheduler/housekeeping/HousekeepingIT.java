package dev.millrace.scheduler.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.bulk.BulkSweep;
import dev.millrace.core.store.IdempotencyKey;
import dev.millrace.core.store.IdempotencyKeys;
import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.testing.Replica;
import dev.millrace.scheduler.testing.Sql;
import dev.millrace.scheduler.testing.Together;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HousekeepingIT {
    private static final Duration HOUR = Duration.ofHours(1);

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
    void partitions_that_are_missing_are_made_once_by_replicas_at_once() {
        for (Object partition : sql.column("SELECT inhrelid::regclass::text FROM pg_inherits"
                + " WHERE inhparent = 'millrace.job_archive'::regclass ORDER BY 1 DESC LIMIT 5")) {
            sql.run("DROP TABLE " + partition);
        }

        List<ArchivePartitions.Made> made = Together.run(
                new ArchivePartitions(one.archive, HOUR)::runOnce, new ArchivePartitions(two.archive, HOUR)::runOnce);

        assertThat(made.stream().mapToInt(ArchivePartitions.Made::partitions).sum())
                .isEqualTo(5);
        assertThat(new ArchivePartitions(one.archive, HOUR).runOnce().partitions())
                .isZero();
    }

    @Test
    void workers_gone_for_long_are_forgotten_unless_jobs_still_run_under_them() {
        UUID present = one.worker();
        UUID gone = one.worker();
        UUID holding = one.worker();
        one.claim(one.accept(1, null), holding);
        sql.run(
                "UPDATE millrace.worker SET last_heartbeat_at = now() - interval '25 hours' WHERE id IN (?, ?)",
                gone,
                holding);

        WorkerForgetter forgetter = new WorkerForgetter(one.workers, HOUR, Duration.ofDays(1));

        assertThat(forgetter.runOnce().rows()).isEqualTo(1);
        assertThat(sql.column("SELECT id FROM millrace.worker")).containsExactlyInAnyOrder(present, holding);
    }

    @Test
    void ticks_that_fired_long_ago_are_forgotten() {
        sql.run("INSERT INTO millrace.schedule (id, name, job_type, queue, priority, payload, max_retries,"
                + " cron_expression, time_zone)"
                + " VALUES (gen_random_uuid(), 'report', 'noop', 'default', 1, '{}', 3, '@daily', 'UTC')");
        sql.run("INSERT INTO millrace.schedule_fire (schedule_id, fire_at, job_id)"
                + " SELECT id, now() - day * interval '1 day', gen_random_uuid()"
                + " FROM millrace.schedule, generate_series(1, 10) AS day");

        FireForgetter forgetter = new FireForgetter(one.ticks, HOUR, Duration.ofDays(7));

        assertThat(forgetter.runOnce().rows()).isEqualTo(4);
        assertThat(forgetter.runOnce().rows()).isZero();
    }

    @Test
    void idempotency_keys_are_forgotten_once_they_are_older_than_promised() {
        IdempotencyKey old = new IdempotencyKey("key:1", "old", "a".repeat(64));
        IdempotencyKey young = new IdempotencyKey("key:1", "young", "a".repeat(64));
        IdempotencyKeys.Answer answer = new IdempotencyKeys.Answer(201, "/there", "{}");
        for (IdempotencyKey key : List.of(old, young)) {
            Awaited.of(one.idempotencyKeys.once(
                    key, transaction -> Uni.createFrom().item(answer)));
        }
        sql.run("UPDATE millrace.idempotency_key SET created_at = now() - interval '25 hours' WHERE key = 'old'");

        IdempotencyForgetter forgetter = new IdempotencyForgetter(one.idempotencyKeys, HOUR, Duration.ofDays(1));

        assertThat(forgetter.runOnce().rows()).isEqualTo(1);
        assertThat(forgetter.runOnce().rows()).isZero();
        assertThat(Awaited.of(one.idempotencyKeys.once(
                        young, transaction -> Uni.createFrom().failure(new AssertionError("not again")))))
                .isEqualTo(new IdempotencyKeys.Outcome.Repeated(answer));
    }

    @Test
    void dry_runs_expire_and_what_bulk_operations_held_is_deleted_in_batches() {
        sql.run("INSERT INTO millrace.bulk_operation (id, action, state, filter, matched, created_by, expires_at,"
                + " finished_at) VALUES"
                + " (gen_random_uuid(), 'cancel', 'previewed', '{}', 25, 'ada', now(), NULL),"
                + " (gen_random_uuid(), 'cancel', 'previewed', '{}', 25, 'ada', now() + interval '1 minute', NULL),"
                + " (gen_random_uuid(), 'retry', 'completed', '{}', 25, 'ada', now(), now() - interval '2 days'),"
                + " (gen_random_uuid(), 'discard', 'completed', '{}', 25, 'ada', now(), now() - interval '31 days')");
        sql.run(
                "INSERT INTO millrace.bulk_operation_item (operation_id, position, job_id, attempt)"
                        + " SELECT id, place, gen_random_uuid(), 0 FROM millrace.bulk_operation, generate_series(1, 25) AS place");

        BulkSweeper sweeper =
                new BulkSweeper(new BulkSweep(one.database), HOUR, 10, Duration.ofDays(1), Duration.ofDays(30));

        assertThat(sweeper.runOnce().rows()).isEqualTo(75 + 1);
        assertThat(sql.column("SELECT state || ' ' || (SELECT count(*) FROM millrace.bulk_operation_item AS item"
                        + " WHERE item.operation_id = operation.id) FROM millrace.bulk_operation AS operation ORDER BY state,"
                        + " expires_at"))
                .containsExactly("completed 0", "expired 0", "previewed 25");
    }
}
