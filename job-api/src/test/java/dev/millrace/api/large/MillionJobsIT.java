package dev.millrace.api.large;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.testing.ApiCase;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How quickly the API reads when there are 1,000,000 finished jobs of ten days (or as many as {@code -Dmillrace.large.jobs}
 * says) and 100,000 live ones, 30,000 of these dead in 1,000 groups. It takes minutes, and runs only when asked for: {@code -Dmillrace.large=true}. What it measures stands in
 * {@code target/million-jobs.md}.
 */
@QuarkusTest
@EnabledIfSystemProperty(named = "millrace.large", matches = "true")
class MillionJobsIT extends ApiCase {
    private static final Duration QUICK = Duration.ofMillis(200);
    private static final Duration QUICK_PAGE = Duration.ofMillis(500);
    private static final int WARM_UP = 8;
    private static final int REQUESTS = 60;
    private static final int FINISHED = Integer.getInteger("millrace.large.jobs", 1_000_000);
    private static final int DAYS = 10;

    private final Map<String, List<Duration>> measured = new LinkedHashMap<>();
    private final Map<String, List<Duration>> pages = new LinkedHashMap<>();

    @Test
    void everythingIsReadQuickly() throws IOException {
        fill();
        Instant now = Instant.now(Clock.systemUTC());
        String day = "created_after=" + now.minus(Duration.ofHours(47)) + "&created_before="
                + now.minus(Duration.ofHours(23));
        String hour = "finished_after=" + now.minus(Duration.ofHours(30)) + "&finished_before="
                + now.minus(Duration.ofHours(29));
        String worker = "00000000-0000-7000-8000-000000000003";
        String schedule = "00000000-0000-7000-8001-000000000007";
        String fingerprint = get("/api/v1/dead-letters/groups?limit=1")
                .expect(200)
                .path("items")
                .get(0)
                .path("fingerprint")
                .asText();

        measure("/jobs");
        measure("/jobs?limit=200");
        measure("/jobs?sort=created_at");
        walk("/jobs?limit=200");
        walk("/jobs?limit=200&sort=created_at&created_after=" + now.minus(Duration.ofDays(5)));
        for (String status :
                List.of("scheduled", "pending", "running", "retrying", "completed", "dead", "canceled", "discarded")) {
            measure("/jobs?status=" + status);
        }
        measure("/jobs?status=canceled,discarded&sort=created_at");
        measure("/jobs?job_type=type-0");
        measure("/jobs?job_type=type-7,type-9");
        walk("/jobs?job_type=type-1,type-2,type-3&limit=200");
        measure("/jobs?job_type=no-such-type");
        measure("/jobs?schedule_id=" + schedule);
        measure("/jobs?schedule_id=" + schedule + "&sort=created_at&limit=200");
        for (String sort :
                List.of("run_at", "started_at", "finished_at", "priority", "status", "job_type", "attempts")) {
            measure("/jobs?status=pending,running,retrying&sort=-" + sort);
        }
        measure("/jobs?status=running&worker_id=" + worker);
        measure("/jobs?status=pending&queue=queue-3&priority=low");
        measure("/jobs?status=pending&tag=no-such-tag");
        measure("/jobs?status=pending&payload.user.id=99");
        measure("/jobs?status=dead&fingerprint=" + fingerprint);
        measure("/jobs/count");
        measure("/jobs/count?status=pending");
        measure("/jobs/count?job_type=type-7");
        measure("/jobs/count?status=dead&fingerprint=" + fingerprint);
        measure("/dead-letters");
        measure("/dead-letters?limit=200&fingerprint=" + fingerprint);
        measure("/dead-letters?job_type=type-3&sort=-priority");
        walk("/dead-letters?limit=200");
        measure("/dead-letters/groups");
        measure("/dead-letters/groups?limit=200");
        walk("/dead-letters/groups?limit=50");
        measure("/stats");
        measure("/stats/timeseries?metric=throughput");
        measure("/stats/timeseries?metric=completed&group_by=queue&from=" + now.minus(Duration.ofDays(1)));
        measure("/stats/timeseries?metric=wait_p95&from=" + now.minus(Duration.ofDays(14)));
        measure("/queues");
        measure("/workers");
        measure("/job-types");
        measure("/scheduled-jobs");
        measure("/jobs?queue=queue-3&" + hour);
        measure("/jobs?sort=-finished_at&" + hour);
        List<String> indexed = List.copyOf(measured.keySet());
        measure("/jobs?queue=queue-3&" + day);
        measure("/jobs?worker_id=" + worker + "&" + day);
        measure("/jobs?sort=-attempts&" + day);
        measure("/jobs?payload.user.id=99&" + day);
        measure("/jobs?tag=no-such-tag&" + day);

        measurePages(now, fingerprint, schedule);

        String report = report(indexed);
        Files.writeString(Path.of("target", "million-jobs.md"), report);
        assertThat(indexed).as(report).allSatisfy(path -> assertThat(percentile(measured.get(path), 95))
                .as(path)
                .isLessThan(QUICK));
        assertThat(pages).as(report).allSatisfy((page, times) -> assertThat(percentile(times, 95))
                .as(page)
                .isLessThan(QUICK_PAGE));
    }

    /** What the pages of the dashboard ask for when they are opened, each all at once as a browser does. */
    private void measurePages(Instant now, String fingerprint, String schedule) {
        String hour = "&from=" + now.minus(Duration.ofHours(1)) + "&step=1m";
        String job = "/jobs/"
                + get("/api/v1/dead-letters?limit=1")
                        .expect(200)
                        .path("items")
                        .get(0)
                        .path("id")
                        .asText();
        List<String> overview = new ArrayList<>(List.of(
                "/session",
                "/stats",
                "/queues",
                "/jobs?status=completed,dead,canceled,discarded&sort=-created_at&limit=50"));
        List.of(
                        "submitted",
                        "completed",
                        "retried",
                        "dead",
                        "wait_p50",
                        "wait_p95",
                        "wait_p99",
                        "run_p50",
                        "run_p95",
                        "run_p99")
                .forEach(metric -> overview.add("/stats/timeseries?metric=" + metric + hour));
        page("Overview", overview);
        page("Jobs", List.of("/session", "/jobs?limit=50", "/jobs/count", "/job-types", "/queues"));
        page(
                "Jobs, completed",
                List.of("/session", "/jobs?limit=50&status=completed", "/jobs/count?status=completed", "/queues"));
        page(
                "Jobs of a schedule",
                List.of(
                        "/session",
                        "/jobs?limit=50&schedule_id=" + schedule,
                        "/jobs/count?schedule_id=" + schedule,
                        "/queues"));
        page("Job", List.of("/session", job, job + "/attempts?limit=200"));
        page("Dead letters", List.of("/session", "/dead-letters/groups"));
        page("Dead letters of a group", List.of("/session", "/dead-letters?limit=50&fingerprint=" + fingerprint));
        page("Schedules", List.of("/session", "/scheduled-jobs"));
        page("Queues", List.of("/session", "/queues"));
        page("Workers", List.of("/session", "/workers"));
        page("Submit", List.of("/session", "/job-types", "/queues"));
        page("API keys", List.of("/session", "/api-keys"));
        page("Users", List.of("/session", "/users"));
        page("Audit", List.of("/session", "/audit-events"));
    }

    private void page(String name, List<String> paths) {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < WARM_UP + REQUESTS; i++) {
            long began = System.nanoTime();
            paths.stream()
                    .map(path -> CompletableFuture.runAsync(
                            () -> get("/api/v1" + path).expect(200), Thread::startVirtualThread))
                    .toList()
                    .forEach(CompletableFuture::join);
            if (i >= WARM_UP) {
                times.add(Duration.ofNanos(System.nanoTime() - began));
            }
        }
        pages.put(name, times);
    }

    private void measure(String path) {
        for (int i = 0; i < WARM_UP; i++) {
            assertThat(get("/api/v1" + path).status()).as(path).isEqualTo(200);
        }
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            long began = System.nanoTime();
            get("/api/v1" + path).expect(200);
            times.add(Duration.ofNanos(System.nanoTime() - began));
        }
        measured.put(path, times);
    }

    /** Follows the cursors, as far as they lead or until enough is measured. */
    private void walk(String path) {
        List<Duration> times = new ArrayList<>();
        String cursor = "";
        for (int i = 0; i < REQUESTS && cursor != null; i++) {
            long began = System.nanoTime();
            JsonNode page = get("/api/v1" + path + cursor).expect(200);
            times.add(Duration.ofNanos(System.nanoTime() - began));
            cursor = page.path("next_cursor").isNull()
                    ? null
                    : "&cursor=" + URLEncoder.encode(page.path("next_cursor").asText(), StandardCharsets.UTF_8);
        }
        measured.put(path + " (page after page)", times);
    }

    private static Duration percentile(List<Duration> times, int percent) {
        List<Duration> sorted = times.stream().sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }

    private String report(List<String> indexed) {
        StringBuilder table = new StringBuilder("| request | p50 ms | p95 ms | max ms |\n|---|---|---|---|\n");
        for (String path : measured.keySet()) {
            table.append("| %s`%s` | %s |\n"
                    .formatted(
                            indexed.contains(path) ? "" : "(a day searched) ",
                            path.replaceAll("\\d{4}-\\d{2}-\\d{2}T[^&]*Z", "…"),
                            figures(measured.get(path))));
        }
        table.append("\n| page of the dashboard | p50 ms | p95 ms | max ms |\n|---|---|---|---|\n");
        pages.forEach((page, times) -> table.append("| %s | %s |\n".formatted(page, figures(times))));
        return table.toString();
    }

    private static String figures(List<Duration> times) {
        return "%d | %d | %d"
                .formatted(
                        percentile(times, 50).toMillis(),
                        percentile(times, 95).toMillis(),
                        percentile(times, 100).toMillis());
    }

    private void fill() {
        store.query("""
                DO $$
                BEGIN
                    FOR ago IN 2 .. %d LOOP
                        EXECUTE format('CREATE TABLE millrace.job_archive_ago_%%s (LIKE millrace.job_archive INCLUDING ALL)', ago);
                        EXECUTE format(
                            'ALTER TABLE millrace.job_archive ATTACH PARTITION millrace.job_archive_ago_%%s'
                                || ' FOR VALUES FROM (%%L) TO (%%L)',
                            ago, (now() AT TIME ZONE 'UTC')::date - ago || ' 00:00:00+00',
                            (now() AT TIME ZONE 'UTC')::date - ago + 1 || ' 00:00:00+00');
                    END LOOP;
                END $$
                """.formatted(DAYS + 1));
        // Skewed, as in life: half of all jobs are of one type.
        store.query("""
                INSERT INTO millrace.job_archive (
                    id, job_type, queue, priority, status, payload, result, attempt, failures, max_retries, retry_base_ms,
                    retry_max_ms, timeout_seconds, created_at, run_at, started_at, finished_at, worker_id, cancel_requested,
                    tags, schedule_id
                )
                SELECT
                    ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
                    'type-' || CASE WHEN n %% 2 = 0 THEN 0 ELSE n / 2 %% 10 END,
                    'queue-' || n %% 5, n %% 3,
                    CASE WHEN n %% 100 = 0 THEN 'canceled' WHEN n %% 200 = 1 THEN 'discarded' ELSE 'completed' END,
                    jsonb_build_object(
                        'user', jsonb_build_object('id', n %% 1000), 'text', repeat(md5(n::text), 6)),
                    '{"sent": true}', 1 + n %% 2, n %% 2, 3, 2000, 300000, 60, t, t, t + interval '1 second',
                    t + interval '2 seconds', ('00000000-0000-7000-8000-' || lpad(to_hex(n %% 16), 12, '0'))::uuid, false,
                    ARRAY['tag-' || n %% 7],
                    CASE WHEN n %% 50 = 0
                        THEN ('00000000-0000-7000-8001-' || lpad(to_hex(n / 50 %% 20), 12, '0'))::uuid END
                FROM generate_series(1, %d) AS n,
                    LATERAL (SELECT now() - interval '%d days' * (1 - n / %d.0) - interval '5 seconds') AS made (t)
                """.formatted(FINISHED, DAYS, FINISHED));
        store.query("""
                INSERT INTO millrace.job (
                    id, job_type, queue, priority, status, payload, attempt, failures, max_retries, retry_base_ms,
                    retry_max_ms, timeout_seconds, created_at, run_at, due_at, started_at, dead_at, worker_id, error,
                    fingerprint, tags
                )
                SELECT
                    ('00000000-0000-7000-8002-' || lpad(to_hex(n), 12, '0'))::uuid, 'type-' || n % 10, 'queue-' || n % 5,
                    n % 3, status, jsonb_build_object(
                        'user', jsonb_build_object('id', n % 1000), 'text', repeat(md5(n::text), 6)),
                    1, 0, 3, 2000, 300000, 60, t, t,
                    CASE WHEN status IN ('scheduled', 'retrying') THEN now() + interval '1 hour' END,
                    CASE WHEN status IN ('running', 'dead') THEN t END,
                    CASE WHEN status = 'dead' THEN t + interval '5 seconds' END,
                    CASE WHEN status IN ('running', 'dead', 'retrying')
                        THEN ('00000000-0000-7000-8000-' || lpad(to_hex(n % 16), 12, '0'))::uuid END,
                    CASE WHEN status IN ('dead', 'retrying') THEN jsonb_build_object(
                        'type', 'Broken', 'message', 'it broke ' || n, 'stacktrace', repeat(md5(n::text), 60),
                        'fingerprint', kind) END,
                    CASE WHEN status = 'dead' THEN kind END,
                    ARRAY['tag-' || n % 7]
                FROM generate_series(1, 100000) AS n,
                    LATERAL (
                        SELECT now() - interval '3 days' * (1 - n / 100000.0) - interval '10 seconds',
                            CASE WHEN n % 10 < 3 THEN 'dead' WHEN n % 1000 = 5 THEN 'running' WHEN n % 20 = 6 THEN 'retrying'
                                WHEN n % 20 = 7 THEN 'scheduled' ELSE 'pending' END,
                            lpad(to_hex(CASE WHEN n % 20 < 10 THEN 1 ELSE hashint4(n)::bigint % 1000 + 1000 END), 16, '0')
                    ) AS made (t, status, kind)
                """);
        store.query("""
                INSERT INTO millrace.rollup_slot (minutes, measure, slot, queue, job_type, outcome, bucket, jobs)
                SELECT level.minutes, spread.measure,
                    date_bin(level.minutes * interval '1 minute', now(), 'epoch') - ago * level.minutes * interval '1 minute',
                    'queue-' || lane, 'type-' || lane, 'completed', spread.bucket, 100
                FROM (VALUES (1, 2880), (15, 1344), (60, 2400), (1440, 300)) AS level (minutes, slots)
                CROSS JOIN LATERAL generate_series(0, level.slots - 1) AS ago
                CROSS JOIN generate_series(0, 4) AS lane
                CROSS JOIN (
                    SELECT 'jobs', 0 UNION ALL
                    SELECT measure, bucket
                    FROM (VALUES ('wait'), ('run')) AS histogram (measure), generate_series(20, 24) AS bucket
                ) AS spread (measure, bucket)
                ON CONFLICT DO NOTHING
                """);
        store.query("VACUUM ANALYZE millrace.rollup_slot");
        store.query("VACUUM ANALYZE millrace.job_archive");
        store.query("VACUUM ANALYZE millrace.job");
    }
}
