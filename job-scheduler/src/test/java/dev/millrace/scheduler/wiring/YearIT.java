package dev.millrace.scheduler.wiring;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.scheduler.duty.Duty;
import dev.millrace.scheduler.testing.RealServicesResource;
import io.quarkus.arc.All;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A system left alone for a year stays the same size: the duties of a scheduler as it is, on a year's leavings. */
@QuarkusTest
@QuarkusTestResource(RealServicesResource.class)
class YearIT {
    /** What ages, the column that tells its age, and for how many days it may be kept with the settings as they are. */
    private static final Map<String, Aging> AGING = new LinkedHashMap<>();

    /** What does not age: as much as people have set up, as live jobs there are, or as there are names. */
    private static final List<String> BOUNDED = List.of(
            "app_user",
            "depth",
            "flyway_schema_history",
            "job",
            "job_log_writer",
            "job_type",
            "lane_watch",
            "outcome_total",
            "queue",
            "rollup_delta",
            "schedule",
            "schema_requirement",
            "unique_key");

    private static final String DAYS_AGO = "unnest(ARRAY[0, 1, 2, 8, 20, 31, 32, 91, 101, 366, 400]) AS ago";

    static {
        // A day more, because partitions go as whole days.
        AGING.put("job_archive", new Aging("finished_at", 31));
        AGING.put("job_log", new Aging("written_at", 31));
        // Each stays with its job, be it live or finished.
        AGING.put(
                "attempt",
                new Aging(
                        "(SELECT attempt.finished_at WHERE NOT EXISTS (SELECT FROM millrace.job WHERE id = job_id)"
                                + " AND NOT EXISTS (SELECT FROM millrace.job_archive WHERE id = job_id))",
                        30));
        AGING.put("audit_event", new Aging("happened_at", 365));
        AGING.put("api_key", new Aging("least(revoked_at, expires_at)", 365));
        AGING.put("session", new Aging("last_seen_at", 30));
        AGING.put("idempotency_key", new Aging("created_at", 1));
        AGING.put("schedule_fire", new Aging("fire_at", 7));
        AGING.put("worker", new Aging("coalesce(stopped_at, last_heartbeat_at)", 1));
        AGING.put("rollup_slot", new Aging("slot", 1_830));
        AGING.put("depth_slot", new Aging("slot", 1_830));
        AGING.put("bulk_operation", new Aging("finished_at", 30));
        AGING.put(
                "bulk_operation_item",
                new Aging("(SELECT finished_at FROM millrace.bulk_operation AS o WHERE o.id = operation_id)", 1));
        AGING.put("outbox", new Aging("due_at", 1));
        AGING.put("reannouncement", new Aging("announced_at", 1));
    }

    @Inject
    Pool pool;

    @Inject
    @All
    List<Duty> duties;

    @Test
    void nothing_is_older_after_two_rounds_of_all_duties_than_its_retention_allows() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> get("/q/health/ready").statusCode() == 200);
        leaveAYearBehind();

        duties.forEach(Duty::runOnce);
        // What one forgets allows another to forget more, such as the attempts of jobs.
        duties.forEach(Duty::runOnce);

        AGING.forEach((table, aging) -> assertThat(count("SELECT count(*) FROM millrace." + table + " WHERE "
                        + aging.column + " < now() - " + aging.days + " * interval '1 day'"))
                .as("rows of %s that are older than %d days", table, aging.days)
                .isZero());
        assertThat(count("SELECT count(*) FROM millrace.job WHERE dead_at < now() - interval '90 days'"))
                .isZero();
        assertThat(
                        count(
                                "SELECT count(*) FROM millrace.rollup_slot WHERE minutes = 1 AND slot < now() - interval '2 days'"))
                .isZero();
        assertThat(count("SELECT count(*) FROM pg_inherits WHERE inhparent = 'millrace.job_archive'::regclass"))
                .as("partitions of the archive")
                .isLessThanOrEqualTo(31 + 31);
        // What is young enough is still there: 0, 1, 2, 8 and 20 days old.
        assertThat(count("SELECT count(*) FROM millrace.job_archive WHERE job_type = 'year'"
                        + " AND status = 'completed'"))
                .isEqualTo(5);
        assertThat(count("SELECT count(*) FROM millrace.job_log WHERE job_type = 'year'"))
                .isEqualTo(5);
        assertThat(count("SELECT count(*) FROM millrace.job WHERE job_type = 'year'"))
                .isEqualTo(7);
        assertThat(count("SELECT count(*) FROM millrace.audit_event WHERE actor = 'year'"))
                .isEqualTo(9);
    }

    @Test
    void of_every_table_it_is_known_why_it_does_not_grow_for_ever() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> get("/q/health/ready").statusCode() == 200);
        List<String> known = new ArrayList<>(AGING.keySet());
        known.addAll(BOUNDED);

        TreeSet<String> tables = new TreeSet<>();
        for (Row row : pool.query(
                        "SELECT relname::text AS name FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace"
                                + " WHERE nspname = 'millrace' AND relkind IN ('r', 'p') AND NOT relispartition")
                .executeAndAwait()) {
            tables.add(row.getString("name"));
        }
        assertThat(tables).containsExactlyInAnyOrderElementsOf(known);
    }

    private void leaveAYearBehind() {
        run("DO $$ DECLARE ago integer; parent text; day date; BEGIN"
                + " FOREACH ago IN ARRAY ARRAY[2, 8, 20, 31, 32, 91, 101, 366, 400] LOOP"
                + " FOREACH parent IN ARRAY ARRAY['job_archive', 'job_log'] LOOP"
                + " day := (now() AT TIME ZONE 'UTC')::date - ago;"
                + " EXECUTE format('CREATE TABLE IF NOT EXISTS millrace.%I PARTITION OF millrace.%I FOR VALUES FROM (%L) TO (%L)',"
                + " parent || '_' || to_char(day, 'YYYYMMDD'), parent, day || ' 00:00:00+00', (day + 1) || ' 00:00:00+00');"
                + " END LOOP; END LOOP; END $$");
        String columns =
                "id, job_type, queue, priority, status, payload, attempt, failures, max_retries, retry_base_ms,"
                        + " retry_max_ms, timeout_seconds, created_at, run_at";
        run("INSERT INTO millrace.job_archive (" + columns + ", finished_at, cancel_requested, tags)"
                + " SELECT gen_random_uuid(), 'year', 'default', 1, 'completed', '{}', 2, 1, 3, 1, 1, 1, at, at, at, false, '{}'"
                + " FROM " + DAYS_AGO + ", LATERAL (SELECT now() - ago * interval '1 day' AS at) AS times");
        run("INSERT INTO millrace.job (" + columns + ", dead_at)"
                + " SELECT gen_random_uuid(), 'year', 'default', 1, 'dead', '{}', 1, 1, 0, 1, 1, 1, at, at, at"
                + " FROM " + DAYS_AGO + ", LATERAL (SELECT now() - ago * interval '1 day' AS at) AS times");
        run("INSERT INTO millrace.attempt (job_id, attempt, finished_at, outcome)"
                + " SELECT id, 1, finished_at, 'failed' FROM millrace.job_archive WHERE job_type = 'year'"
                + " UNION ALL SELECT id, 1, dead_at, 'failed' FROM millrace.job WHERE job_type = 'year'");
        run("INSERT INTO millrace.job_log (job_id, attempt, worker_id, job_type, queue, level, logged_at, message,"
                + " written_at, line) SELECT gen_random_uuid(), 1, gen_random_uuid(), 'year', 'default', 'info', at, '', at, 1"
                + " FROM " + DAYS_AGO + ", LATERAL (SELECT now() - ago * interval '1 day' AS at) AS times");
        run("INSERT INTO millrace.audit_event (happened_at, actor, actor_role, action, target)"
                + " SELECT now() - ago * interval '1 day', 'year', 'admin', 'job.cancel', '1' FROM " + DAYS_AGO);
        run("INSERT INTO millrace.app_user (id, username, role, password_hash, created_by)"
                + " VALUES (gen_random_uuid(), 'year', 'viewer', '', 'a test')");
        run("INSERT INTO millrace.session (token_hash, user_id, last_seen_at)"
                + " SELECT decode(md5(ago::text), 'hex'), id, now() - ago * interval '1 day'"
                + " FROM millrace.app_user, " + DAYS_AGO);
        run("INSERT INTO millrace.api_key (id, prefix, name, role, key_hash, created_by, created_at, expires_at)"
                + " SELECT gen_random_uuid(), 'prefix' || ago, 'year', 'viewer', '', 'a test',"
                + " now() - ago * interval '1 day', now() - ago * interval '1 day' FROM " + DAYS_AGO);
        run("INSERT INTO millrace.idempotency_key (owner, key, request_hash, created_at, answer_status)"
                + " SELECT 'year', ago::text, '', now() - ago * interval '1 day', 201 FROM " + DAYS_AGO);
        run(
                "INSERT INTO millrace.schedule (id, name, job_type, queue, priority, payload, max_retries, cron_expression,"
                        + " time_zone, enabled) VALUES (gen_random_uuid(), 'year', 'noop', 'default', 1, '{}', 3, '@yearly', 'UTC', false)");
        run("INSERT INTO millrace.schedule_fire (schedule_id, fire_at, job_id)"
                + " SELECT id, now() - ago * interval '1 day', gen_random_uuid() FROM millrace.schedule, " + DAYS_AGO);
        run("INSERT INTO millrace.worker (id, host, process_id, version, queues, job_types, slots, started_at,"
                + " last_heartbeat_at) SELECT gen_random_uuid(), 'year', 1, '', '{}', '{}', 1, now(),"
                + " now() - ago * interval '1 day' FROM " + DAYS_AGO);
        run("INSERT INTO millrace.rollup_slot SELECT length, 'jobs', now() - ago * interval '1 day', 'default', 'year',"
                + " 'completed', 0, 1 FROM " + DAYS_AGO + ", unnest(ARRAY[1, 15, 60, 1440]) AS length");
        run("INSERT INTO millrace.depth_slot SELECT length, now() - ago * interval '1 day', 'year', 1, 0, 0, 0, 0, 0, 0"
                + " FROM " + DAYS_AGO + ", unnest(ARRAY[1, 15, 60, 1440]) AS length");
        run(
                "INSERT INTO millrace.bulk_operation (id, action, state, filter, matched, created_by, expires_at, finished_at)"
                        + " SELECT gen_random_uuid(), 'cancel', 'completed', '{}', 1, 'year', at, at"
                        + " FROM " + DAYS_AGO + ", LATERAL (SELECT now() - ago * interval '1 day' AS at) AS times");
        run("INSERT INTO millrace.bulk_operation_item (operation_id, position, job_id, attempt)"
                + " SELECT id, 1, gen_random_uuid(), 1 FROM millrace.bulk_operation");
        run("INSERT INTO millrace.outbox (id, queue, priority, job_ids, due_at)"
                + " SELECT gen_random_uuid(), 'default', 1, ARRAY[gen_random_uuid()], now() - ago * interval '1 day'"
                + " FROM " + DAYS_AGO);
        run("INSERT INTO millrace.reannouncement SELECT gen_random_uuid(), now() - ago * interval '1 day', 1 FROM "
                + DAYS_AGO);
    }

    private void run(String statement) {
        pool.query(statement).executeAndAwait();
    }

    private long count(String query) {
        return pool.query(query).executeAndAwait().iterator().next().getLong(0);
    }

    private record Aging(String column, int days) {}
}
