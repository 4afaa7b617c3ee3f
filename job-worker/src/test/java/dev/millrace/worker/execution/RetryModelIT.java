package dev.millrace.worker.execution;

import static dev.millrace.core.testing.JobBuilder.aJob;
import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.core.job.NewJob;
import dev.millrace.core.job.Priority;
import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TestStore;
import dev.millrace.worker.execution.RetryModel.End;
import dev.millrace.worker.execution.RetryModel.Plan;
import dev.millrace.worker.execution.RetryModel.Step;
import dev.millrace.worker.execution.RetryModel.Wait;
import dev.millrace.worker.handler.JobContext;
import dev.millrace.worker.handler.JobHandler;
import dev.millrace.worker.handler.JobOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two workers against a model of what must become of a thousand jobs. */
class RetryModelIT {
    private static final long SEED = 20_260_301;
    private static final int JOBS = 1_000;
    private static final int SLOTS = 48;
    private static final List<String> TYPES = List.of("mail", "video", "report", "page");

    private final CountDownLatch over = new CountDownLatch(1);
    private FreshDatabase database;
    private FreshBroker broker;

    @BeforeEach
    void startFresh() {
        database = RealServices.freshDatabase();
        broker = RealServices.freshBroker();
    }

    @AfterEach
    void dropAll() {
        over.countDown();
        broker.close();
        database.close();
    }

    @Test
    void aThousandJobsOfWhichThreeOfTenAttemptsFailEndExactlyAsTheModelSays() {
        List<Plan> plans = plans();
        JobHandler<?, ?>[] handlers = TYPES.stream()
                .map(type -> new ScriptedHandler(
                        type,
                        (payload, context) ->
                                run(plans.get(Integer.parseInt(payload.text())).step(context.attempt()), context)))
                .toArray(JobHandler<?, ?>[]::new);
        try (TestWorker one = TestWorker.start(database, broker, SLOTS, handlers);
                TestWorker other = TestWorker.start(database, broker, SLOTS, handlers)) {
            TestStore store = one.store();
            noteEveryWait(store);

            one.submitAll(plans.stream().map(RetryModelIT::job).toList());
            await().atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        one.promoteDue();
                        return store.count("select count(*) from millrace.job where status <> 'dead'") == 0;
                    });

            Map<Integer, String> expected =
                    plans.stream().collect(Collectors.toMap(Plan::number, plan -> told(RetryModel.endOf(plan))));
            assertThat(ends(store)).isEqualTo(expected);
            assertWaits(store, plans);
            assertNothingStartedEarly(store);
            assertTimeouts(store);
            // The thread that heeds no interrupt goes on, but holds no slot.
            assertThat(over.getCount()).isEqualTo(1);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> await(store.workers().list()).stream().allMatch(worker -> worker.busySlots() == 0));
        }
    }

    /** The first heeds no interrupt, so that its time to do so passes while all the others run. */
    private static List<Plan> plans() {
        List<Plan> plans = new ArrayList<>(RetryModel.draw(SEED, JOBS, TYPES));
        plans.set(0, new Plan(0, TYPES.getFirst(), 0, 0, 20, 20, 1, List.of(Step.IGNORE_INTERRUPT)));
        return List.copyOf(plans);
    }

    private static NewJob job(Plan plan) {
        return aJob().type(plan.type())
                .payload("{\"text\": \"" + plan.number() + "\"}")
                .priority(Priority.ofRank(plan.priority()))
                .maxRetries(plan.maxRetries())
                .retry(Duration.ofMillis(plan.baseMillis()), Duration.ofMillis(plan.maxMillis()))
                .timeout(Duration.ofSeconds(plan.timeoutSeconds()))
                .build();
    }

    private JobOutcome<String> run(Step step, JobContext context) throws InterruptedException {
        return switch (step) {
            case SUCCEED -> JobOutcome.succeed("done at attempt " + context.attempt());
            case FAIL -> JobOutcome.fail("Scripted", "as the model has it");
            case THROW -> throw new IllegalStateException("as the model has it");
            case RETRY_AFTER -> JobOutcome.retryAfter(Duration.ofMillis(RetryModel.RETRY_AFTER_MILLIS), "not yet");
            case HANG -> {
                new CountDownLatch(1).await();
                yield JobOutcome.succeed();
            }
            case IGNORE_INTERRUPT -> {
                while (over.getCount() > 0) {
                    try {
                        over.await();
                    } catch (InterruptedException ignored) {
                        context.log().info("not now");
                    }
                }
                yield JobOutcome.succeed("too late");
            }
            case GIVE_UP -> JobOutcome.giveUp("Hopeless", "as the model has it");
            case DISCARD -> JobOutcome.discard("as the model has it");
            case SNOOZE -> JobOutcome.snooze(Duration.ofMillis(RetryModel.SNOOZE_MILLIS));
        };
    }

    /** A job's row knows its present wait only, and an attempt's row none: each is noted as the row changes. */
    private static void noteEveryWait(TestStore store) {
        store.query(
                "create table millrace.noted_wait (job_id uuid, attempt integer, run_at timestamptz, millis float8)");
        store.query("""
                create function millrace.note_wait() returns trigger language plpgsql as $$
                begin
                    insert into millrace.noted_wait
                    values (new.id, new.attempt, new.run_at, extract(epoch from new.run_at - now()) * 1000);
                    return null;
                end
                $$""");
        store.query("""
                create trigger note_wait after update on millrace.job for each row
                when (old.status = 'running' and new.status in ('retrying', 'scheduled'))
                execute function millrace.note_wait()""");
    }

    private static String told(End end) {
        return String.join(
                " ",
                end.status(),
                String.valueOf(end.attempts()),
                String.valueOf(end.failures()),
                String.valueOf(end.error()),
                String.join(",", end.outcomes()));
    }

    private static Map<Integer, String> ends(TestStore store) {
        return byNumber(store.query("""
                with ended as (
                    select id, payload, status, attempt, failures, error from millrace.job
                    union all
                    select id, payload, status, attempt, failures, error from millrace.job_archive
                )
                select concat_ws(' ', payload ->> 'text', status, attempt, failures, coalesce(error ->> 'type', 'null'),
                    coalesce((select string_agg(outcome, ',' order by noted.attempt)
                        from millrace.attempt as noted where job_id = id), ''))
                from ended"""));
    }

    private static void assertWaits(TestStore store, List<Plan> plans) {
        Map<Integer, String> noted = byNumber(store.query("""
                with ended as (
                    select id, payload from millrace.job
                    union all
                    select id, payload from millrace.job_archive
                )
                select concat_ws(' ', payload ->> 'text', string_agg(round(millis)::text, ' ' order by attempt))
                from ended join millrace.noted_wait on job_id = id
                group by id, payload"""));
        for (Plan plan : plans) {
            List<Wait> waits = RetryModel.endOf(plan).waits();
            List<Long> seen = Stream.of(noted.getOrDefault(plan.number(), "").split(" "))
                    .filter(millis -> !millis.isEmpty())
                    .map(Long::valueOf)
                    .toList();
            assertThat(seen).as("waits of %s", plan).hasSameSizeAs(waits);
            for (int i = 0; i < seen.size(); i++) {
                assertThat(seen.get(i))
                        .as("wait %d of %s", i + 1, plan)
                        .isBetween(waits.get(i).atLeast(), waits.get(i).atMost());
            }
        }
    }

    private static void assertNothingStartedEarly(TestStore store) {
        String started = """
                with started as (
                    select job_id, attempt, started_at from millrace.attempt
                    union
                    select id, attempt, started_at from millrace.job_archive
                )
                select count(*) from started
                join millrace.noted_wait on noted_wait.job_id = started.job_id
                    and noted_wait.attempt + 1 = started.attempt
                where started_at %s run_at""";

        assertThat(store.count(started.formatted("<"))).isZero();
        assertThat(store.count(started.formatted(">=")))
                .isEqualTo(store.count("select count(*) from millrace.noted_wait"));
    }

    private static void assertTimeouts(TestStore store) {
        List<Double> seconds = new ArrayList<>(store
                .query("select extract(epoch from finished_at - started_at) from millrace.attempt"
                        + " where outcome = 'timed_out'")
                .stream()
                .map(Double::valueOf)
                .toList());
        double ignored = Collections.max(seconds);
        seconds.remove(ignored);

        assertThat(seconds).isNotEmpty().allMatch(taken -> taken >= RetryModel.TIMEOUT_SECONDS);
        assertThat(ignored).isGreaterThanOrEqualTo(1 + Worker.INTERRUPT_PATIENCE.toSeconds());
    }

    private static Map<Integer, String> byNumber(List<String> rows) {
        Map<Integer, String> byNumber = new HashMap<>();
        for (String row : rows) {
            int blank = row.indexOf(' ');
            byNumber.put(Integer.valueOf(row.substring(0, blank)), row.substring(blank + 1));
        }
        return byNumber;
    }
}
