package dev.millrace.core.listing;

import static dev.millrace.core.testing.JobBuilder.aJob;
import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
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
import io.vertx.mutiny.sqlclient.PreparedStatement;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JobPagesIT {
    private static final int ARCHIVED = 30_000;
    private static final UUID SCHEDULE = UUID.fromString("0198c0de-7c1b-7a54-9d3b-0f3a5f6e7d01");
    private static final String FINGERPRINT = "0123456789abcdef";

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

    static List<ListOrder> ordersOfCreation() {
        return List.of(ListOrder.NEWEST_FIRST, ListOrder.OLDEST_FIRST);
    }

    @ParameterizedTest
    @MethodSource("ordersOfCreation")
    void pagesTogetherShowEveryJobOnceAndInOrder(ListOrder order) {
        String queue = "paged-" + (order.isDescending() ? "down" : "up");
        List<UUID> made = accept(queue, 25);
        JobFilter filter = queue(queue, List.of(JobStatus.PENDING));

        List<UUID> shown = walk(filter, order, 10).stream().map(Job::id).toList();

        assertThat(shown).containsExactlyElementsOf(order.equals(ListOrder.OLDEST_FIRST) ? made : made.reversed());
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
        JobFilter filter = queue("doomed", List.of(JobStatus.DEAD));

        JobPage.Listed first = listed(filter, ListOrder.LATEST_END_FIRST, null, 3);
        JobPage.Listed second = listed(filter, ListOrder.LATEST_END_FIRST, first.next(), 3);

        assertThat(Stream.concat(first.jobs().stream(), second.jobs().stream()).map(Job::id))
                .containsExactlyElementsOf(made.reversed());
        assertThat(second.next()).isNull();
    }

    static Stream<ListOrder> everyOrder() {
        return Stream.of(JobSort.values())
                .flatMap(sort -> Stream.of(new ListOrder(sort, false), new ListOrder(sort, true)));
    }

    @ParameterizedTest
    @MethodSource("everyOrder")
    void everySortShowsEveryJobOnceAndInItsOrder(ListOrder order) {
        String tag = "sorted-" + order.sort().wireName() + (order.isDescending() ? "-down" : "-up");
        Instant before = Instant.parse(
                store.query("SELECT to_json(clock_timestamp()) #>> '{}'").getFirst());
        for (int i = 0; i < 12; i++) {
            NewJob job = aJob().type("type-" + i % 3)
                    .priority(Priority.values()[i % 2])
                    .tags(tag)
                    .build();
            await(store.jobs().accept(job));
            if (i % 4 == 1) {
                await(store.actions().cancel(job.id(), AuditEntries.BY_A_TEST));
            }
            if (i % 4 == 2) {
                store.query(
                        "UPDATE millrace.job SET status = 'dead', dead_at = clock_timestamp(), started_at = now(),"
                                + " attempt = 2 WHERE id = ?",
                        job.id());
            }
        }
        JobFilter filter =
                JobFilter.builder().tags(List.of(tag)).createdAfter(before).build();

        List<Job> shown = walk(filter, order, 5);

        Comparator<Job> bySort = comparator(order);
        assertThat(shown).hasSize(12).doesNotHaveDuplicates().isSortedAccordingTo(bySort);
    }

    @Test
    void aJobFitsWhenEveryPartOfTheFilterFits() {
        UUID worker = UUID.fromString("0198c0de-0000-7000-8000-00000000cafe");
        List<UUID> made = accept("parts", 4);
        store.query("UPDATE millrace.job SET worker_id = ?, status = 'running' WHERE id = ?", worker, made.get(0));
        store.query("UPDATE millrace.job SET schedule_id = ? WHERE id = ?", SCHEDULE, made.get(1));
        store.query(
                "UPDATE millrace.job SET status = 'dead', dead_at = now() - interval '1 hour', error = ?::jsonb,"
                        + " fingerprint = ? WHERE id = ?",
                "{\"type\":\"A\",\"message\":\"\",\"fingerprint\":\"" + FINGERPRINT + "\"}",
                FINGERPRINT,
                made.get(2));
        JobFilter live = JobFilter.builder()
                .queues(List.of("parts"))
                .statuses(List.of(JobStatus.PENDING, JobStatus.RUNNING, JobStatus.DEAD))
                .build();
        JobFilter dead = live.but().statuses(List.of(JobStatus.DEAD)).build();
        Instant now = Instant.now(Clock.systemUTC());

        assertThat(ids(live.but().workerIds(List.of(worker)).build())).containsExactly(made.get(0));
        assertThat(ids(live.but().scheduleIds(List.of(SCHEDULE)).build())).containsExactly(made.get(1));
        assertThat(ids(live.but().fingerprints(List.of(FINGERPRINT)).build())).containsExactly(made.get(2));
        assertThat(ids(dead.but().fingerprints(List.of(FINGERPRINT)).build())).containsExactly(made.get(2));
        assertThat(ids(dead.but().fingerprints(List.of("other")).build())).isEmpty();
        assertThat(ids(live.but()
                        .finishedAfter(now.minus(Duration.ofHours(2)))
                        .finishedBefore(now.minus(Duration.ofMinutes(1)))
                        .build()))
                .containsExactly(made.get(2));
        assertThat(ids(live.but().finishedAfter(now.minusSeconds(60)).build())).isEmpty();
        assertThat(ids(live.but()
                        .statuses(List.of(JobStatus.PENDING))
                        .finishedAfter(now.minus(Duration.ofDays(1)))
                        .build()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "to.name | ada | true",
                "to.name | Ada | false",
                "to | ada | false",
                "count | 5 | true",
                "count | 5.0 | true",
                "count | 6 | false",
                "code | 5 | true",
                "code | 5.0 | false",
                "urgent | true | true",
                "urgent | false | false",
                "nothing | null | true",
                "absent | null | false",
                "list.1 | b | true",
                "list.0 | b | false",
                "list | b | false",
                "a\\.b | x | true",
                "quoted | say \"hi\" \\ {x} | true"
            })
    void aValueInThePayloadIsFound(String path, String value, boolean fits) {
        UUID id = accept("payloads", 1).getFirst();
        store.query("UPDATE millrace.job SET payload = ?::jsonb WHERE id = ?", """
                {"to": {"name": "ada"}, "count": 5, "code": "5", "urgent": true, "nothing": null, "list": ["a", "b"],
                 "a.b": "x", "quoted": "say \\"hi\\" \\\\ {x}"}
                """, id);
        JobFilter filter = JobFilter.builder()
                .statuses(List.of(JobStatus.PENDING))
                .queues(List.of("payloads"))
                .payload(List.of(PayloadMatch.of(path, value), PayloadMatch.of("count", "5")))
                .build();

        assertThat(ids(filter).contains(id)).isEqualTo(fits);
    }

    @Test
    void aScheduleShowsItsJobsWithoutARange() {
        UUID schedule = UUID.fromString("0198c0de-7c1b-7a54-9d3b-0f3a5f6e7d02");
        store.query(
                "UPDATE millrace.job_archive SET schedule_id = ? WHERE id IN (SELECT id FROM millrace.job_archive"
                        + " WHERE status = 'completed' ORDER BY created_at LIMIT 3)",
                schedule);
        JobFilter filter = JobFilter.builder().scheduleIds(List.of(schedule)).build();

        assertThat(walk(filter, ListOrder.NEWEST_FIRST, 2)).hasSize(3);
    }

    @Test
    void aPageEndsWhenItGrowsTooLong() {
        List<UUID> made = accept("heavy", 5);
        store.query(
                "UPDATE millrace.job SET payload = jsonb_build_object('x', repeat('x', 1000)) WHERE queue = 'heavy'");
        JobPages small = new JobPages(store.database(), Clock.systemUTC(), Duration.ofSeconds(5), 2_500);
        JobFilter filter = queue("heavy", List.of(JobStatus.PENDING));

        JobPage.Listed first = (JobPage.Listed) await(small.list(filter, ListOrder.OLDEST_FIRST, null, 4));
        JobPage.Listed second = (JobPage.Listed) await(small.list(filter, ListOrder.OLDEST_FIRST, first.next(), 4));

        assertThat(first.jobs()).extracting(Job::id).containsExactlyElementsOf(made.subList(0, 3));
        assertThat(second.jobs()).extracting(Job::id).containsExactlyElementsOf(made.subList(3, 5));
        assertThat(second.next()).isNull();
    }

    @Test
    void jobsAreCountedAsTheyAreListed() {
        accept("counted", 7);

        assertThat(await(pages.count(queue("counted", List.of(JobStatus.PENDING)))))
                .hasValue(new JobCount(7, false));
        assertThat(await(pages.count(JobFilter.ANY))).hasValue(new JobCount(10_000, true));
        assertThat(await(pages.count(queue("counted", List.of())))).isEmpty();
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

    static Stream<String> everyStatement() {
        return Stream.of("list_jobs", "count_jobs").flatMap(JobSelection::everyStatement);
    }

    @Test
    void everyVariantFitsTheSchema() {
        List<String> variants = everyStatement().toList();

        SqlConnection connection = await(store.pool().getConnection());
        for (String variant : variants) {
            assertThatCode(() -> await(connection.prepare(SqlFile.read(variant)).chain(PreparedStatement::close)))
                    .as(variant)
                    .doesNotThrowAnyException();
        }
        await(connection.close());

        assertThat(variants).hasSize(2 * 8 * 2 * 4 * 5).doesNotHaveDuplicates();
    }

    static List<JobFilter> servedByTheArchive() {
        return List.of(
                JobFilter.builder().statuses(List.of(JobStatus.COMPLETED)).build(),
                JobFilter.builder()
                        .statuses(List.of(JobStatus.COMPLETED))
                        .types(List.of("type-1", "type-2"))
                        .build(),
                JobFilter.builder()
                        .statuses(List.of(JobStatus.CANCELED, JobStatus.DISCARDED))
                        .build(),
                JobFilter.builder()
                        .statuses(List.of(JobStatus.COMPLETED))
                        .scheduleIds(List.of(SCHEDULE))
                        .build());
    }

    @ParameterizedTest
    @MethodSource("servedByTheArchive")
    void theArchiveIsReadByAnIndexInItsOrder(JobFilter filter) {
        for (ListOrder order : ordersOfCreation()) {
            assertThat(plans(JobSelection.of(filter, order, Instant.EPOCH).orElseThrow()))
                    .allSatisfy(plan -> assertThat(plan)
                            .contains("Index Scan", "Merge Append")
                            .doesNotContain("Seq Scan on job_archive")
                            .doesNotContain("Bitmap"));
        }
    }

    @Test
    void oneFinishedJobIsReadByAnIndex() {
        String plan = String.join(
                "\n",
                store.query(
                        "EXPLAIN SELECT * FROM millrace.job_archive WHERE id = '00000000-0000-7000-8000-000000000001'"
                                + " AND finished_at >= now() - interval '1 day'"));

        // A partition of a few rows, as the jobs other tests here ended today make one, is rightly read whole.
        List<String> filled = store.query("SELECT tableoid::regclass::text FROM millrace.job_archive"
                + " GROUP BY tableoid HAVING count(*) >= 1000");
        assertThat(plan).contains("Index Scan");
        assertThat(filled)
                .isNotEmpty()
                .noneMatch(
                        partition -> plan.contains("Seq Scan on " + partition.substring(partition.indexOf('.') + 1)));
    }

    /** The plan for these values, and the one for any values, as the list runs them. */
    private static List<String> plans(JobSelection selection) {
        Tuple parameters = selection.parameters(null, 51).addValue(1_000_000L);
        return Stream.of("force_custom_plan", "force_generic_plan")
                .map(mode -> await(store.pool()
                        .withTransaction(connection -> connection
                                .query("SET LOCAL plan_cache_mode = " + mode)
                                .execute()
                                .chain(() -> connection
                                        .preparedQuery(SqlFile.read("bound_reading"))
                                        .execute(Tuple.of("5000")))
                                .chain(() -> connection
                                        .preparedQuery("EXPLAIN " + SqlFile.read(selection.statement("list_jobs")))
                                        .execute(parameters)))
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

    private static List<UUID> ids(JobFilter filter) {
        return listed(filter, ListOrder.NEWEST_FIRST, null, 100).jobs().stream()
                .map(Job::id)
                .toList();
    }

    /** What the contract says of the order, told from the jobs themselves. */
    private static Comparator<Job> comparator(ListOrder order) {
        return switch (order.sort()) {
            case CREATED_AT -> comparing(Job::createdAt, order);
            case RUN_AT -> comparing(Job::runAt, order);
            case STARTED_AT -> comparing(Job::startedAt, order);
            case FINISHED_AT -> comparing(Job::finishedAt, order);
            case PRIORITY -> comparing(job -> -job.priority().rank(), order);
            case STATUS -> comparing(job -> job.status().wireName(), order);
            case JOB_TYPE -> comparing(Job::type, order);
            case ATTEMPTS -> comparing(Job::attempts, order);
        };
    }

    private static <T extends Comparable<T>> Comparator<Job> comparing(Function<Job, T> value, ListOrder order) {
        Comparator<T> direction = order.isDescending() ? Comparator.reverseOrder() : Comparator.naturalOrder();
        Comparator<Job> byId = Comparator.comparing(job -> job.id().toString());
        return Comparator.comparing(value, Comparator.nullsLast(direction))
                .thenComparing(order.isDescending() ? byId.reversed() : byId);
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
