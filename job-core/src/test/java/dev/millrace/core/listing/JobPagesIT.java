package dev.millrace.core.listing;

import static dev.millrace.core.testing.JobBuilder.aJob;
import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.core.job.Job;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.NewJob;
import dev.millrace.core.job.Priority;
import dev.millrace.core.store.SqlFile;
import dev.millrace.core.store.StoreUnavailable;
import dev.millrace.core.testing.AuditEntries;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TestStore;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobPagesIT {
    private static final int ARCHIVED = 30_000;

    private static FreshDatabase database;
    private static TestStore store;
    private static JobPages pages;

    @BeforeAll
    static void fill() {
        database = RealServices.freshDatabase();
        store = TestStore.on(database);
        pages = new JobPages(store.database(), Clock.systemUTC(), Duration.ofSeconds(5));
        store.query("""
                INSERT INTO millrace.job_archive (
                    id, job_type, queue, priority, status, payload, attempt, failures, max_retries, retry_base_ms,
                    retry_max_ms, timeout_seconds, created_at, run_at, started_at, finished_at, cancel_requested, tags
                )
                SELECT
                    ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'type-' || n %% 5, 'archived', 1,
                    CASE WHEN n %% 100 = 0 THEN 'canceled' WHEN n %% 100 = 1 THEN 'discarded' ELSE 'completed' END,
                    '{}', 1, 0, 3, 2000, 300000, 60, t, t, t, t, false, '{}'
                FROM generate_series(1, %d) AS n,
                    LATERAL (SELECT now() - interval '20 hours' + n * interval '1 second') AS made (t)
                """.formatted(ARCHIVED));
        store.query("ANALYZE millrace.job_archive");
    }

    @AfterAll
    static void drop() {
        store.close();
        database.close();
    }

    @ParameterizedTest
    @EnumSource
    void pagesTogetherShowEveryJobOnceAndInOrder(ListOrder order) {
        String queue = "paged-" + order.name().toLowerCase(Locale.ROOT).replace('_', '-');
        List<UUID> made = accept(queue, 25);
        JobFilter filter = queue(queue, List.of(JobStatus.PENDING));

        List<UUID> shown = walk(filter, order, 10).stream().map(Job::id).toList();

        assertThat(shown).containsExactlyElementsOf(order == ListOrder.OLDEST_FIRST ? made : made.reversed());
    }

    @Test
    void jobsMadeMeanwhileDisturbNoPage() {
        List<UUID> made = accept("busy", 20);
        JobFilter filter = queue("busy", List.of(JobStatus.PENDING));
        JobPage.Listed first = listed(filter, ListOrder.NEWEST_FIRST, null, 10);
        accept("busy", 7);

        JobPage.Listed second = listed(filter, ListOrder.NEWEST_FIRST, first.next(), 10);

        assertThat(Stream.concat(first.jobs().stream(), second.jobs().stream()).map(Job::id))
                .containsExactlyElementsOf(made.reversed());
        assertThat(second.next()).isNull();
    }

    @Test
    void liveAndFinishedJobsAreMergedByWhenTheyWereMade() {
        Instant before = Instant.parse(
                store.query("SELECT to_json(clock_timestamp()) #>> '{}'").getFirst());
        List<UUID> made = accept("merged", 6);
        await(store.actions().cancel(made.get(1), AuditEntries.BY_A_TEST));
        await(store.actions().cancel(made.get(4), AuditEntries.BY_A_TEST));
        JobFilter filter = JobFilter.builder()
                .queues(List.of("merged"))
                .createdAfter(before)
                .build();

        List<Job> shown = walk(filter, ListOrder.OLDEST_FIRST, 2);

        assertThat(shown).extracting(Job::id).containsExactlyElementsOf(made);
        assertThat(shown)
                .extracting(Job::status)
                .containsExactly(
                        JobStatus.PENDING,
                        JobStatus.CANCELED,
                        JobStatus.PENDING,
                        JobStatus.PENDING,
                        JobStatus.CANCELED,
                        JobStatus.PENDING);
    }

    @Test
    void filtersNarrowTheList() {
        await(store.jobs()
                .acceptAll(List.of(
                        aJob().queue("mixed").type("a").tags("red", "green").build(),
                        aJob().queue("mixed")
                                .type("b")
                                .tags("blue")
                                .priority(Priority.HIGH)
                                .build(),
                        aJob().queue("mixed").type("c").build())));

        assertThat(types(List.of("a", "c"), List.of(), List.of())).containsExactlyInAnyOrder("a", "c");
        assertThat(types(List.of(), List.of(Priority.HIGH), List.of())).containsExactly("b");
        assertThat(types(List.of(), List.of(), List.of("green", "blue"))).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aTypeIsShownFromTheArchivePageByPage() {
        JobFilter filter = JobFilter.builder()
                .statuses(List.of(JobStatus.COMPLETED))
                .types(List.of("type-2", "type-3"))
                .build();

        JobPage.Listed first = listed(filter, ListOrder.NEWEST_FIRST, null, 100);
        JobPage.Listed second = listed(filter, ListOrder.NEWEST_FIRST, first.next(), 100);

        assertThat(first.jobs()).hasSize(100).extracting(Job::type).containsOnly("type-2", "type-3");
        assertThat(second.jobs()).hasSize(100);
        assertThat(first.jobs().getLast().createdAt())
                .isAfter(second.jobs().getFirst().createdAt());
    }

    @Test
    void rareEndsAreShownFromTheArchive() {
        JobFilter filter = JobFilter.builder()
                .statuses(List.of(JobStatus.CANCELED, JobStatus.DISCARDED))
                .createdBefore(Instant.now(Clock.systemUTC()).minus(Duration.ofHours(1)))
                .build();

        assertThat(walk(filter, ListOrder.OLDEST_FIRST, 200))
                .extracting(Job::status)
                .contains(JobStatus.CANCELED, JobStatus.DISCARDED)
                .doesNotContain(JobStatus.COMPLETED);
    }

    @Test
    void whatNoIndexServesNeedsARange() {
        JobFilter everywhere = queue("archived", List.of());
        Instant now = Instant.now(Clock.systemUTC());
        JobFilter lately = JobFilter.builder()
                .queues(List.of("archived"))
                .createdAfter(now.minus(Duration.ofHours(23)))
                .build();

        assertThat(await(pages.list(everywhere, ListOrder.NEWEST_FIRST, null, 10)))
                .isInstanceOf(JobPage.RangeRequired.class);
        assertThat(listed(lately, ListOrder.NEWEST_FIRST, null, 10).jobs()).hasSize(10);
    }

    @Test
    void deadLettersComeLatestFirstAndPageByPage() {
        List<UUID> made = accept("doomed", 5);
        for (UUID id : made) {
            store.query("UPDATE millrace.job SET status = 'dead', dead_at = clock_timestamp() WHERE id = ?", id);
        }
        JobFilter filter = queue("doomed", List.of());

        JobPage.Listed first = await(pages.deadLetters(filter, null, 3));
        JobPage.Listed second = await(pages.deadLetters(filter, first.next(), 3));

        assertThat(Stream.concat(first.jobs().stream(), second.jobs().stream()).map(Job::id))
                .containsExactlyElementsOf(made.reversed());
        assertThat(second.next()).isNull();
    }

    @Test
    void aListThatTakesTooLongIsGivenUp() {
        JobPages impatient = new JobPages(store.database(), Clock.systemUTC(), Duration.ofMillis(1));
        JobFilter nothing = JobFilter.builder()
                .statuses(List.of(JobStatus.COMPLETED))
                .types(List.of("type-1"))
                .tags(List.of("no such tag"))
                .createdAfter(Instant.now(Clock.systemUTC()).minus(Duration.ofHours(23)))
                .build();

        assertThatThrownBy(() -> await(impatient.list(nothing, ListOrder.NEWEST_FIRST, null, 10)))
                .isInstanceOf(StoreUnavailable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "list_archived_jobs_newest",
                "list_archived_jobs_oldest",
                "list_archived_jobs_of_types_newest",
                "list_archived_jobs_of_types_oldest",
                "list_archived_jobs_not_completed_newest",
                "list_archived_jobs_not_completed_oldest"
            })
    void theArchiveIsReadByAnIndexInItsOrder(String statement) {
        assertThat(plans(statement)).allSatisfy(plan -> assertThat(plan)
                .contains("Index Scan")
                .doesNotContain("Seq Scan on job_archive")
                .doesNotContain("Bitmap"));
    }

    @Test
    void oneFinishedJobIsReadByAnIndex() {
        String plan = String.join(
                "\n",
                store.query(
                        "EXPLAIN SELECT * FROM millrace.job_archive WHERE id = '00000000-0000-7000-8000-000000000001'"
                                + " AND finished_at >= now() - interval '1 day'"));

        // A partition without a row costs nothing to read, and is planned so.
        List<String> filled = store.query("SELECT DISTINCT tableoid::regclass::text FROM millrace.job_archive");
        assertThat(plan).contains("Index Scan");
        assertThat(filled)
                .isNotEmpty()
                .noneMatch(
                        partition -> plan.contains("Seq Scan on " + partition.substring(partition.indexOf('.') + 1)));
    }

    /** The plan for these values, and the one for any values, as the list runs them. */
    private static List<String> plans(String statement) {
        return Stream.of("force_custom_plan", "force_generic_plan")
                .map(mode -> await(store.pool()
                        .withTransaction(connection -> connection
                                .query("SET LOCAL plan_cache_mode = " + mode)
                                .execute()
                                .chain(ignored -> connection
                                        .preparedQuery(SqlFile.read("bound_reading"))
                                        .execute(Tuple.of("5000")))
                                .chain(ignored -> connection
                                        .query("PREPARE listed AS " + SqlFile.read(statement))
                                        .execute())
                                .chain(ignored -> connection
                                        .query(
                                                "EXPLAIN EXECUTE listed ('0001-01-01Z', '00000000-0000-0000-0000-000000000000',"
                                                        + " '9999-12-31Z', 'ffffffff-ffff-ffff-ffff-ffffffffffff',"
                                                        + " '{canceled}', '{type-1,type-2}', null, null, null, 51)")
                                        .execute())
                                .chain(rows -> connection
                                        .query("DEALLOCATE listed")
                                        .execute()
                                        .replaceWith(rows)))
                        .map(rows -> {
                            List<String> lines = new ArrayList<>();
                            rows.forEach(row -> lines.add(row.getString(0)));
                            return String.join("\n", lines);
                        })))
                .toList();
    }

    private static List<UUID> accept(String queue, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    NewJob job = aJob().queue(queue).build();
                    await(store.jobs().accept(job));
                    return job.id();
                })
                .toList();
    }

    private static List<String> types(List<String> types, List<Priority> priorities, List<String> tags) {
        JobFilter filter = JobFilter.builder()
                .statuses(List.of(JobStatus.PENDING))
                .types(types)
                .queues(List.of("mixed"))
                .priorities(priorities)
                .tags(tags)
                .build();
        return listed(filter, ListOrder.NEWEST_FIRST, null, 50).jobs().stream()
                .map(Job::type)
                .toList();
    }

    private static List<Job> walk(JobFilter filter, ListOrder order, int limit) {
        List<Job> all = new ArrayList<>();
        ListPosition after = null;
        do {
            JobPage.Listed page = listed(filter, order, after, limit);
            all.addAll(page.jobs());
            after = page.next();
        } while (after != null);
        return all;
    }

    private static JobPage.Listed listed(JobFilter filter, ListOrder order, ListPosition after, int limit) {
        return (JobPage.Listed) await(pages.list(filter, order, after, limit));
    }

    private static JobFilter queue(String queue, List<JobStatus> statuses) {
        return JobFilter.builder().statuses(statuses).queues(List.of(queue)).build();
    }
}
