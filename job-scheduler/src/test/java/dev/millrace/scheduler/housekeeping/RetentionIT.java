package dev.millrace.scheduler.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.core.job.AttemptKey;
import dev.millrace.core.job.AttemptOutcome;
import dev.millrace.core.job.JobError;
import dev.millrace.core.retention.AgedRows;
import dev.millrace.core.retention.DatedTable;
import dev.millrace.core.retention.DeadLetterRetention;
import dev.millrace.core.store.AttemptEnd;
import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.testing.Replica;
import dev.millrace.scheduler.testing.Sql;
import dev.millrace.scheduler.testing.Together;
import java.sql.Connection;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetentionIT {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MONTH = Duration.ofDays(30);

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

    final AgedRows rows = new AgedRows(one.database);

    @BeforeEach
    void beginEmpty() {
        sql.clear();
        sql.run("TRUNCATE millrace.api_key");
    }

    @Test
    void partitions_whose_days_are_over_for_long_enough_are_dropped_by_one_of_all_replicas() {
        List<Integer> daysAgo = List.of(400, 32, 31, 30, 29);
        daysAgo.forEach(days -> partition("job_archive", days));

        List<PartitionDropper.Dropped> dropped = Together.run(dropper(one)::runOnce, dropper(two)::runOnce);

        int left = dropper(one).runOnce().partitions();
        assertThat(dropped.stream()
                                .mapToInt(PartitionDropper.Dropped::partitions)
                                .sum()
                        + left)
                .isEqualTo(3);
        assertThat(partitionsBefore("job_archive", 28))
                .containsExactly(name("job_archive", 30), name("job_archive", 29));
    }

    @Test
    void a_partition_that_somebody_reads_is_left_for_later_and_holds_nobody_up_for_long() throws Exception {
        partition("job_log", 40);
        PartitionDropper dropper = new PartitionDropper("dropper", rows, DatedTable.JOB_LOG, HOUR, MONTH);
        try (Connection reader = database.connect()) {
            reader.setAutoCommit(false);
            reader.createStatement().execute("SELECT FROM millrace.job_log LIMIT 1");

            assertThat(dropper.runOnce()).isEqualTo(new PartitionDropper.Dropped(0, true));
            assertThat(dropper.interval()).isEqualTo(PartitionDropper.AGAIN);
            reader.rollback();
        }
        assertThat(dropper.runOnce()).isEqualTo(new PartitionDropper.Dropped(1, false));
        assertThat(dropper.interval()).isEqualTo(HOUR);
    }

    @Test
    void the_days_in_which_jobs_end_now_cannot_be_dropped_by_mistake() {
        PartitionDropper dropper =
                new PartitionDropper("dropper", rows, DatedTable.JOB_ARCHIVE, HOUR, Duration.ofHours(47));

        assertThatThrownBy(dropper::runOnce).hasMessageContaining("two days at least");
    }

    @Test
    void attempts_are_forgotten_with_their_jobs_and_not_before() {
        partition("job_archive", 20);
        UUID forgotten = Replica.IDS.next();
        UUID archived = Replica.IDS.next();
        UUID live = one.accept(1, null).getFirst();
        sql.run("INSERT INTO millrace.job_archive (id, job_type, queue, priority, status, payload, attempt, failures,"
                + " max_retries, retry_base_ms, retry_max_ms, timeout_seconds, created_at, run_at, finished_at,"
                + " cancel_requested, tags) VALUES ('" + archived
                + "', 'noop', 'default', 1, 'completed', '{}', 9, 8, 9,"
                + " 1, 1, 1, now() - interval '50 days', now() - interval '50 days', now() - interval '20 days', false,"
                + " '{}')");
        for (UUID job : List.of(forgotten, archived, live)) {
            sql.run(
                    "INSERT INTO millrace.attempt (job_id, attempt, finished_at, outcome)"
                            + " SELECT ?, number, now() - (20 + number) * interval '1 day', 'failed'"
                            + " FROM generate_series(1, 3000) AS number",
                    job);
        }

        AttemptForgetter forgetter = new AttemptForgetter(rows, HOUR, MONTH);

        assertThat(forgetter.runOnce().rows()).isEqualTo(2_991);
        assertThat(forgetter.runOnce().rows()).isZero();
        assertThat(sql.count("SELECT count(*) FROM millrace.attempt WHERE job_id = ?", forgotten))
                .isEqualTo(9);
        assertThat(sql.count("SELECT count(*) FROM millrace.attempt WHERE job_id IN (?, ?)", archived, live))
                .isEqualTo(6_000);
    }

    @Test
    void dead_letters_are_discarded_when_nobody_came_for_long_and_the_audit_trail_says_so() {
        List<UUID> jobs = one.accept(25, null);
        one.claim(jobs, one.worker())
                .forEach(job -> Awaited.of(one.store.end(new AttemptEnd.Buried(
                        new AttemptKey(job.id(), job.attempt()),
                        AttemptOutcome.FAILED,
                        new JobError("Boom", "", null)))));
        sql.run("UPDATE millrace.job SET dead_at = now() - interval '91 days' WHERE id <> ?", jobs.getFirst());
        DeadLetterRetention deadLetters = new DeadLetterRetention(one.database);
        BatchedForgetter discarder =
                new BatchedForgetter("discarder", HOUR, 10, limit -> deadLetters.discard(Duration.ofDays(90), limit));

        assertThat(discarder.runOnce().rows()).isEqualTo(24);

        assertThat(sql.column("SELECT id FROM millrace.job")).containsExactly(jobs.getFirst());
        assertThat(sql.count("SELECT count(*) FROM millrace.job_archive WHERE status = 'discarded'"
                        + " AND error ->> 'type' = 'Boom'"))
                .isEqualTo(24);
        assertThat(sql.column("SELECT concat_ws(' | ', actor, action, target, reason, detail ->> 'jobs')"
                        + " FROM millrace.audit_event WHERE actor = 'retention' ORDER BY id"))
                .containsExactly(
                        "retention | job.discard | dead-letters | dead for more than 90 days | 10",
                        "retention | job.discard | dead-letters | dead for more than 90 days | 10",
                        "retention | job.discard | dead-letters | dead for more than 90 days | 4");
        assertThat(discarder.runOnce().rows()).isZero();
    }

    @Test
    void tickets_that_could_not_be_published_for_long_are_forgotten_unless_a_job_still_waits_for_its() {
        List<UUID> waiting = one.accept(20, null);
        List<UUID> begun = one.accept(10, null);
        one.claim(begun, one.worker());
        sql.run("UPDATE millrace.outbox SET due_at = now() - interval '2 days'");

        BatchedForgetter forgetter =
                new BatchedForgetter("forgetter", HOUR, 1, limit -> rows.forgetTickets(Duration.ofDays(1), limit));

        assertThat(forgetter.runOnce().rows()).isEqualTo(1);
        assertThat(sql.column("SELECT unnest(job_ids) FROM millrace.outbox"))
                .containsExactlyInAnyOrderElementsOf(waiting);
    }

    @Test
    void keys_that_have_long_been_void_are_forgotten_but_it_stays_known_that_there_were_any() {
        for (int number = 1; number <= 4; number++) {
            sql.run(
                    "INSERT INTO millrace.api_key (id, prefix, name, role, key_hash, created_by, created_at, expires_at,"
                            + " revoked_at) VALUES (gen_random_uuid(), ?, 'key', 'viewer', '', 'a test',"
                            + " now() - (900 - ?) * interval '1 day', now() - interval '400 days',"
                            + " now() - ? * interval '1 day')",
                    "prefix" + number,
                    number,
                    number == 1 ? 100 : 400);
        }
        BatchedForgetter forgetter =
                new BatchedForgetter("forgetter", HOUR, 10, limit -> rows.forgetApiKeys(Duration.ofDays(365), limit));
        sql.run("UPDATE millrace.api_key SET expires_at = NULL WHERE prefix IN ('prefix1', 'prefix2')");

        assertThat(forgetter.runOnce().rows()).isEqualTo(2);
        assertThat(sql.column("SELECT prefix FROM millrace.api_key ORDER BY 1")).containsExactly("prefix1", "prefix4");
    }

    private static PartitionDropper dropper(Replica replica) {
        return new PartitionDropper("dropper", new AgedRows(replica.database), DatedTable.JOB_ARCHIVE, HOUR, MONTH);
    }

    private static void partition(String table, int daysAgo) {
        LocalDate day = day(daysAgo);
        sql.run("CREATE TABLE IF NOT EXISTS millrace." + name(table, daysAgo) + " PARTITION OF millrace." + table
                + " FOR VALUES FROM ('" + day + " 00:00:00+00') TO ('" + day.plusDays(1) + " 00:00:00+00')");
    }

    private static List<Object> partitionsBefore(String table, int daysAgo) {
        return sql.column(
                "SELECT relname::text FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid"
                        + " WHERE inhparent = ?::regclass AND relname < ? ORDER BY 1",
                "millrace." + table,
                name(table, daysAgo));
    }

    private static String name(String table, int daysAgo) {
        return table + "_" + day(daysAgo).format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    private static LocalDate day(int daysAgo) {
        return LocalDate.now(ZoneOffset.UTC).minusDays(daysAgo);
    }
}
