package dev.millrace.worker.execution;

import static dev.millrace.core.testing.JobBuilder.aJob;
import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.millrace.core.job.AttemptKey;
import dev.millrace.core.job.AttemptOutcome;
import dev.millrace.core.job.Job;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.NewJob;
import dev.millrace.core.job.Priority;
import dev.millrace.core.messaging.JobTicket;
import dev.millrace.core.messaging.Lane;
import dev.millrace.core.messaging.Topology;
import dev.millrace.core.store.AttemptEnd;
import dev.millrace.core.store.EndResult;
import dev.millrace.core.store.JobTypeCard;
import dev.millrace.core.testing.AuditEntries;
import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TcpProxy;
import dev.millrace.core.testing.TestStore;
import dev.millrace.worker.builtin.Noop;
import dev.millrace.worker.handler.JobOutcome;
import dev.millrace.worker.handler.JobTypeDefaults;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkerIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private FreshDatabase database;
    private FreshBroker broker;

    @BeforeEach
    void startFresh() {
        database = RealServices.freshDatabase();
        broker = RealServices.freshBroker();
    }

    @AfterEach
    void dropAll() {
        broker.close();
        database.close();
    }

    @Test
    void aSubmittedJobIsRunAndItsResultKept() {
        ScriptedHandler greet =
                new ScriptedHandler("greet", (payload, context) -> JobOutcome.succeed("hello " + payload.text()));
        try (TestWorker worker = TestWorker.start(database, broker, 4, greet)) {
            NewJob job = aJob().type("greet").payload("{\"text\": \"Ada\"}").build();

            worker.submit(job);

            Job done = awaitStatus(worker.store(), job.id(), JobStatus.COMPLETED);
            assertThat(done.result()).isEqualTo("\"hello Ada\"");
            assertThat(done.attempts()).isEqualTo(1);
            assertThat(done.workerId()).isEqualTo(worker.id());
            await().atMost(SOON).until(() -> worker.store().count("select count(*) from millrace.outbox") == 0);
            await().atMost(SOON).until(() -> broker.depth(Topology.laneQueue(lane(job))) == 0);
        }
    }

    @Test
    void thousandsOfJobsAreEachRunOnce() {
        ScriptedHandler count = new ScriptedHandler("count", (payload, context) -> JobOutcome.succeed());
        try (TestWorker worker = TestWorker.start(database, broker, 16, count)) {
            List<NewJob> jobs = IntStream.range(0, 3_000)
                    .mapToObj(i -> aJob().type("count")
                            .ticketSize(37)
                            .priority(Priority.ofRank(i % 3))
                            .build())
                    .toList();

            worker.submitAll(jobs);

            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            worker.store().count("select count(*) from millrace.job_archive where status = 'completed'")
                                    == 3_000);
            assertThat(count.executions()).hasSize(3_000);
            assertThat(worker.store().count("select sum(jobs) from millrace.rollup_delta where outcome = 'completed'"))
                    .isEqualTo(3_000);
        }
    }

    @Test
    void aFailedJobIsRetriedThroughTheBrokersTimerNotBeforeItsTime() {
        ScriptedHandler flaky = new ScriptedHandler(
                "flaky",
                (payload, context) ->
                        context.attempt() < 3 ? JobOutcome.fail("Flaky", "not yet") : JobOutcome.succeed("at last"));
        try (TestWorker worker = TestWorker.start(database, broker, 4, flaky)) {
            NewJob job = aJob().type("flaky")
                    .retry(Duration.ofSeconds(1), Duration.ofSeconds(1))
                    .build();

            worker.submit(job);

            Job done = awaitStatus(worker.store(), job.id(), JobStatus.COMPLETED);
            assertThat(done.attempts()).isEqualTo(3);
            assertThat(done.failures()).isEqualTo(2);
            List<ScriptedHandler.Execution> executions = flaky.executions();
            for (int i = 1; i < executions.size(); i++) {
                long gap =
                        executions.get(i).beganNanos() - executions.get(i - 1).beganNanos();
                assertThat(Duration.ofNanos(gap)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
            }
            assertThat(await(worker.store().reader().attempts(job.id(), 0, 100)))
                    .extracting(attempt -> attempt.outcome())
                    .containsExactly("failed", "failed");
        }
    }

    @Test
    void aHandlerThatShowsNoLifeIsStoppedAndOneThatDoesGoesOn() {
        JobTypeDefaults watched = JobTypeDefaults.STANDARD.withHeartbeatTimeout(Duration.ofMillis(500));
        ScriptedHandler hanging = new ScriptedHandler("hanging", watched, (payload, context) -> {
            new CountDownLatch(1).await();
            return JobOutcome.succeed();
        });
        ScriptedHandler living = new ScriptedHandler("living", watched, (payload, context) -> {
            CountDownLatch never = new CountDownLatch(1);
            for (int i = 0; i < 30; i++) {
                context.heartbeat();
                if (never.await(50, TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
            return JobOutcome.succeed();
        });
        try (TestWorker worker = TestWorker.start(database, broker, 4, hanging, living)) {
            NewJob silent = aJob().type("hanging").maxRetries(0).build();
            NewJob alive = aJob().type("living").maxRetries(0).build();

            worker.submit(silent, alive);

            Job dead = awaitStatus(worker.store(), silent.id(), JobStatus.DEAD);
            assertThat(dead.error().type()).isEqualTo("HEARTBEAT_TIMEOUT");
            assertThat(dead.error().message()).isEqualTo("no sign of life for 0.5 s");
            assertThat(await(worker.store().reader().attempts(silent.id(), 0, 100)))
                    .extracting(attempt -> attempt.outcome())
                    .containsExactly("timed_out");
            awaitStatus(worker.store(), alive.id(), JobStatus.COMPLETED);
        }
    }

    @Test
    void aHandlerThatGivesUpIsNotCalledAgain() {
        ScriptedHandler hopeless =
                new ScriptedHandler("hopeless", (payload, context) -> JobOutcome.giveUp("Refused", "never"));
        try (TestWorker worker = TestWorker.start(database, broker, 4, hopeless)) {
            NewJob job = aJob().type("hopeless").maxRetries(5).build();

            worker.submit(job);

            Job dead = awaitStatus(worker.store(), job.id(), JobStatus.DEAD);
            assertThat(dead.error().type()).isEqualTo("Refused");
            assertThat(hopeless.executions()).hasSize(1);
        }
    }

    @Test
    void whatATypeIsLikeBecomesKnownWithItsQueue() {
        ScriptedHandler media = new ScriptedHandler(
                "media", JobTypeDefaults.STANDARD.withQueue("media"), (payload, context) -> JobOutcome.succeed());
        try (TestWorker worker = TestWorker.start(database, broker, 4, media)) {
            assertThat(await(worker.store().jobTypes().list()))
                    .extracting(JobTypeCard::name, JobTypeCard::queue)
                    .containsExactly(tuple("media", "media"));
        }
    }

    @Test
    void aJobWhoseRetriesAreUsedUpIsBuriedAndAnnouncedAsDead() {
        ScriptedHandler hopeless = new ScriptedHandler("hopeless", (payload, context) -> {
            throw new IllegalStateException("no way");
        });
        try (TestWorker worker = TestWorker.start(database, broker, 4, hopeless)) {
            NewJob job = aJob().type("hopeless").maxRetries(0).build();

            worker.submit(job);

            Job dead = awaitStatus(worker.store(), job.id(), JobStatus.DEAD);
            assertThat(dead.error().type()).isEqualTo("IllegalStateException");
            assertThat(dead.error().message()).isEqualTo("no way");
            assertThat(dead.finishedAt()).isNotNull();
            await().atMost(SOON).until(() -> broker.depth(Topology.deadQueue()) == 1);
        }
    }

    @Test
    void aHandlerThatTakesTooLongIsInterruptedAndCountsAsFailed() {
        ScriptedHandler slow = new ScriptedHandler("slow", (payload, context) -> {
            new CountDownLatch(1).await();
            return JobOutcome.succeed();
        });
        try (TestWorker worker = TestWorker.start(database, broker, 4, slow)) {
            NewJob job = aJob().type("slow")
                    .timeout(Duration.ofSeconds(1))
                    .maxRetries(0)
                    .build();

            worker.submit(job);

            Job dead = awaitStatus(worker.store(), job.id(), JobStatus.DEAD);
            assertThat(dead.error().type()).isEqualTo("TIMEOUT");
            assertThat(await(worker.store().reader().attempts(job.id(), 0, 100))
                            .getFirst()
                            .outcome())
                    .isEqualTo("timed_out");
        }
    }

    @Test
    void aRunningJobIsInterruptedByACancelAndEndsCanceled() {
        CountDownLatch interrupted = new CountDownLatch(1);
        ScriptedHandler endless = new ScriptedHandler("endless", (payload, context) -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException expected) {
                interrupted.countDown();
                throw expected;
            }
            return JobOutcome.succeed();
        });
        try (TestWorker worker = TestWorker.start(database, broker, 4, endless)) {
            NewJob job = aJob().type("endless").build();
            worker.submit(job);
            awaitStatus(worker.store(), job.id(), JobStatus.RUNNING);

            await(worker.store().actions().cancel(job.id(), AuditEntries.BY_A_TEST));

            Job canceled = awaitStatus(worker.store(), job.id(), JobStatus.CANCELED);
            assertThat(canceled.cancelRequested()).isTrue();
            assertThat(interrupted.getCount()).isZero();
        }
    }

    @Test
    void aJobThatCompletesDespiteTheCancelIsCompleted() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        ScriptedHandler stubborn = new ScriptedHandler("stubborn", (payload, context) -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException finishing) {
                return JobOutcome.succeed("finished all the same");
            }
            return JobOutcome.succeed();
        });
        try (TestWorker worker = TestWorker.start(database, broker, 4, stubborn)) {
            NewJob job = aJob().type("stubborn").build();
            worker.submit(job);
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

            await(worker.store().actions().cancel(job.id(), AuditEntries.BY_A_TEST));

            Job done = awaitStatus(worker.store(), job.id(), JobStatus.COMPLETED);
            assertThat(done.result()).isEqualTo("\"finished all the same\"");
        }
    }

    @Test
    void anAttemptThatWasTakenAwayIsInterruptedAndCannotEndTheJob() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicInteger returned = new AtomicInteger();
        ScriptedHandler frozen = new ScriptedHandler("frozen", (payload, context) -> {
            if (context.attempt() > 1) {
                return JobOutcome.succeed("the second");
            }
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException late) {
                returned.incrementAndGet();
            }
            return JobOutcome.succeed("the first, too late");
        });
        try (TestWorker worker = TestWorker.start(database, broker, 4, frozen)) {
            NewJob job = aJob().type("frozen").build();
            worker.submit(job);
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

            var tickets =
                    await(worker.store().jobs().release(List.of(new AttemptKey(job.id(), 1)), AttemptOutcome.LOST));
            assertThat(tickets).hasSize(1);
            assertThat(await(worker.store()
                            .jobs()
                            .end(new AttemptEnd.Completed(new AttemptKey(job.id(), 1), "\"late\""))))
                    .isEqualTo(EndResult.LEASE_LOST);
            await().atMost(SOON).until(() -> returned.get() == 1);
            broker.publish("millrace.work", "default.medium", encoded(job.id()));

            Job done = awaitStatus(worker.store(), job.id(), JobStatus.COMPLETED);
            assertThat(done.result()).isEqualTo("\"the second\"");
            assertThat(done.attempts()).isEqualTo(2);
        }
    }

    @Test
    void aResultThatTheDatabaseRefusesIsAFailureNotAnEndlessRetry() {
        ScriptedHandler nul = new ScriptedHandler("nul", (payload, context) -> JobOutcome.succeed("a\u0000b"));
        try (TestWorker worker = TestWorker.start(database, broker, 4, nul)) {
            NewJob job = aJob().type("nul").maxRetries(0).build();

            worker.submit(job);

            assertThat(awaitStatus(worker.store(), job.id(), JobStatus.DEAD)
                            .error()
                            .type())
                    .isEqualTo("RESULT_REFUSED");
        }
    }

    @Test
    void aResultOfUpToSixtyFourKibibytesIsKeptAndALargerOneIsAFailureThatSaysSo() {
        int largest = Verdict.LARGEST_RESULT - "\"\"".length();
        ScriptedHandler talkative = new ScriptedHandler(
                "talkative", (payload, context) -> JobOutcome.succeed("x".repeat(Integer.parseInt(payload.text()))));
        try (TestWorker worker = TestWorker.start(database, broker, 4, talkative)) {
            NewJob kept = aJob().type("talkative")
                    .payload("{\"text\": \"" + largest + "\"}")
                    .build();
            NewJob refused = aJob().type("talkative")
                    .payload("{\"text\": \"" + (largest + 1) + "\"}")
                    .build();

            worker.submit(kept, refused);

            assertThat(awaitStatus(worker.store(), kept.id(), JobStatus.COMPLETED)
                            .result())
                    .hasSize(Verdict.LARGEST_RESULT);
            Job dead = awaitStatus(worker.store(), refused.id(), JobStatus.DEAD);
            assertThat(dead.error().type()).isEqualTo("RESULT_TOO_LARGE");
            assertThat(dead.attempts()).isEqualTo(1);
        }
    }

    @Test
    void theSameTicketManyTimesRunsItsJobOnce() {
        ScriptedHandler once = new ScriptedHandler("once", (payload, context) -> JobOutcome.succeed());
        try (TestWorker worker = TestWorker.start(database, broker, 4, once)) {
            NewJob job = aJob().type("once").build();
            worker.submit(job);
            for (int i = 0; i < 50; i++) {
                broker.publish("millrace.work", "default.medium", encoded(job.id()));
            }

            awaitStatus(worker.store(), job.id(), JobStatus.COMPLETED);
            await().atMost(SOON).until(() -> broker.depth(Topology.laneQueue(lane(job))) == 0);
            assertThat(once.executions()).hasSize(1);
        }
    }

    @Test
    void anEndEarnedWhilePostgresqlIsAwayIsRecordedWhenItIsBackWithoutRunningAgain() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ScriptedHandler patient = new ScriptedHandler("patient", (payload, context) -> {
            begun.countDown();
            goOn.await();
            return JobOutcome.succeed("kept");
        });
        try (TcpProxy proxy = database.proxy();
                TestWorker worker = TestWorker.start(
                        TestStore.through(database, proxy), broker.amqpUrl(), TestWorker.settings(4), patient);
                TestStore direct = TestStore.on(database)) {
            NewJob job = aJob().type("patient").build();
            worker.submit(job);
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

            proxy.refuse(true);
            proxy.cut();
            goOn.countDown();
            await().during(Duration.ofSeconds(1))
                    .atMost(SOON)
                    .until(() ->
                            await(direct.reader().find(job.id())).orElseThrow().status() == JobStatus.RUNNING);
            proxy.heal();

            assertThat(awaitStatus(direct, job.id(), JobStatus.COMPLETED).result())
                    .isEqualTo("\"kept\"");
            assertThat(patient.executions()).hasSize(1);
        }
    }

    @Test
    void aWorkerThatShutsDownHandsBackWhatItCannotFinishWithoutAFailure() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        ScriptedHandler endless = new ScriptedHandler("endless", (payload, context) -> {
            begun.countDown();
            new CountDownLatch(1).await();
            return JobOutcome.succeed();
        });
        WorkerSettings impatient = new TestWorker.FixedSettings(
                2, List.of(QueueSlots.of("default")), 32, Duration.ofSeconds(3), Duration.ofMillis(200));
        try (TestWorker worker = TestWorker.start(TestStore.on(database), broker.amqpUrl(), impatient, endless);
                TestStore direct = TestStore.on(database)) {
            List<NewJob> jobs = IntStream.range(0, 5)
                    .mapToObj(i -> aJob().type("endless").build())
                    .toList();
            worker.submitAll(jobs);
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

            worker.close();

            for (NewJob job : jobs) {
                Job handedBack = await(direct.reader().find(job.id())).orElseThrow();
                assertThat(handedBack.status()).isEqualTo(JobStatus.PENDING);
                assertThat(handedBack.failures()).isZero();
            }
            assertThat(direct.count("select count(*) from millrace.attempt where outcome = 'released'"))
                    .isEqualTo(2);
            ScriptedHandler quick = new ScriptedHandler("endless", (payload, context) -> JobOutcome.succeed());
            try (TestWorker other = TestWorker.start(database, broker, 4, quick)) {
                jobs.forEach(job -> awaitStatus(other.store(), job.id(), JobStatus.COMPLETED));
            }
        }
    }

    @Test
    void anIdleWorkerFindsWhatABusyOneCannotStart() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        ScriptedHandler blocking = new ScriptedHandler("work", (payload, context) -> {
            free.await();
            return JobOutcome.succeed();
        });
        ScriptedHandler quick = new ScriptedHandler("work", (payload, context) -> JobOutcome.succeed());
        try (TestWorker busy = TestWorker.start(database, broker, 1, blocking)) {
            List<NewJob> jobs = IntStream.range(0, 30)
                    .mapToObj(i -> aJob().type("work").ticketSize(10).build())
                    .toList();
            busy.submitAll(jobs);
            await().atMost(SOON).until(() -> !blocking.executions().isEmpty());

            try (TestWorker idle = TestWorker.start(database, broker, 4, quick)) {
                await().atMost(SOON).until(() -> quick.executions().size() == 29);
                free.countDown();
                jobs.forEach(job -> awaitStatus(idle.store(), job.id(), JobStatus.COMPLETED));
            }
            assertThat(blocking.executions()).hasSize(1);
        }
    }

    @Test
    void itsHeartbeatTellsUpToWhenItHasClaimedInALaneAndWhereItHoldsTickets() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        ScriptedHandler blocking = new ScriptedHandler("work", (payload, context) -> {
            free.await();
            return JobOutcome.succeed();
        });
        try (TestWorker worker = TestWorker.start(database, broker, 1, blocking)) {
            NewJob first = aJob().type("work").ticketSize(2).build();
            NewJob second = aJob().type("work").ticketSize(2).build();
            worker.submit(first, second);

            await().atMost(SOON)
                    .until(() -> lanes(worker).equals(List.of("0 false null", "1 true due", "2 false null")));
            free.countDown();
            await().atMost(SOON).until(() -> lanes(worker).contains("1 false due"));
        }
    }

    /** Priority, whether tickets are held, and whether up to when the lane was claimed is when the oldest job was due. */
    private static List<String> lanes(TestWorker worker) {
        return worker.store()
                .query(
                        "select concat_ws(' ', lane.priority, lane.holds::text, case when lane.claimed_to is null then 'null'"
                                + " when lane.claimed_to = (select min(run_at) from (select run_at from millrace.job union all"
                                + " select run_at from millrace.job_archive) as jobs) then 'due' end)"
                                + " from millrace.worker cross join lateral jsonb_to_recordset(worker.lanes)"
                                + " as lane (priority smallint, holds boolean, claimed_to timestamptz) order by 1");
    }

    @Test
    void lowerJobsKeepTheirShareWhileJobsRunForLongerThanTicketsAreHeld() {
        ScriptedHandler slow = new ScriptedHandler("work", (payload, context) -> {
            // Longer than it takes until what waits is handed back.
            new CountDownLatch(1).await(800, TimeUnit.MILLISECONDS);
            return JobOutcome.succeed();
        });
        WorkerSettings settings = new TestWorker.FixedSettings(
                1, List.of(QueueSlots.of("default")), 32, Duration.ofMillis(100), Duration.ofMillis(200));
        try (TestWorker worker = TestWorker.start(TestStore.on(database), broker.amqpUrl(), settings, slow)) {
            List<NewJob> medium = IntStream.range(0, 10)
                    .mapToObj(i -> aJob().type("work").build())
                    .toList();
            List<NewJob> low = IntStream.range(0, 10)
                    .mapToObj(i -> aJob().type("work").priority(Priority.LOW).build())
                    .toList();
            worker.submitAll(medium);
            worker.submitAll(low);
            await().atMost(SOON).until(() -> slow.executions().size() >= 8);

            Set<UUID> lowIds = low.stream().map(NewJob::id).collect(Collectors.toSet());
            long lowAmongTheFirst = slow.executions().stream()
                    .limit(8)
                    .filter(execution -> lowIds.contains(execution.jobId()))
                    .count();
            // One of five, and perhaps the very first, which may meet nothing else.
            assertThat(lowAmongTheFirst).isBetween(1L, 3L);
        }
    }

    @Test
    void aHighJobOvertakesThousandsOfLowOnesAndTheyStillProgress() {
        try (TestWorker worker = TestWorker.start(database, broker, 16, new Noop(Clock.systemUTC()))) {
            List<NewJob> low = IntStream.range(0, 5_000)
                    .mapToObj(i -> aJob().type("noop")
                            .priority(Priority.LOW)
                            .ticketSize(100)
                            .payload("{\"sleep_ms\": 20}")
                            .build())
                    .toList();
            worker.submitAll(low);
            await().atMost(SOON).until(() -> worker.store().count("select count(*) from millrace.job_archive") > 100);
            NewJob high = aJob().type("noop").priority(Priority.HIGH).build();

            worker.submit(high);

            Job done = awaitStatus(worker.store(), high.id(), JobStatus.COMPLETED);
            assertThat(Duration.between(done.createdAt(), done.startedAt())).isLessThan(Duration.ofMillis(250));
        }
    }

    @Test
    void aConnectionLostToTheBrokerIsMadeAgainAndNothingIsLost() {
        AtomicInteger begun = new AtomicInteger();
        CountDownLatch lost = new CountDownLatch(1);
        ScriptedHandler count = new ScriptedHandler("count", (payload, context) -> {
            if (begun.incrementAndGet() > 100) {
                lost.await();
            }
            return JobOutcome.succeed();
        });
        try (TestWorker worker = TestWorker.start(database, broker, 4, count)) {
            List<NewJob> jobs = IntStream.range(0, 1_000)
                    .mapToObj(i -> aJob().type("count").ticketSize(7).build())
                    .toList();
            worker.submitAll(jobs);
            await().atMost(SOON).until(() -> begun.get() > 100);

            broker.closeConnections();
            lost.countDown();

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> worker.store().count("select count(*) from millrace.job_archive") == 1_000);
            assertThat(count.executions()).hasSize(1_000);
        }
    }

    @Test
    void aJobThatRunsHereByTheBooksButIsInNobodysHandsIsPutBackWithoutACrash() {
        ScriptedHandler quick = new ScriptedHandler("quick", (payload, context) -> JobOutcome.succeed());
        try (TestWorker worker = TestWorker.start(database, broker, 4, quick)) {
            NewJob job = aJob().type("quick").build();
            await(worker.store().jobs().accept(job));
            // As a claim does that was given up and is carried out late.
            assertThat(await(worker.store().jobs().claim(List.of(job.id()), worker.id())))
                    .hasSize(1);

            assertThat(worker.strays().putBack(Duration.ZERO)).containsExactly(new AttemptKey(job.id(), 1));

            Job done = awaitStatus(worker.store(), job.id(), JobStatus.COMPLETED);
            assertThat(done.attempts()).isEqualTo(2);
            assertThat(worker.strays().putBack(Duration.ZERO)).isEmpty();
        }
    }

    @Test
    void aJobInHandIsNoStray() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ScriptedHandler busy = new ScriptedHandler("busy", (payload, context) -> {
            begun.countDown();
            goOn.await();
            return JobOutcome.succeed();
        });
        try (TestWorker worker = TestWorker.start(database, broker, 4, busy)) {
            NewJob job = aJob().type("busy").build();
            worker.submit(job);
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

            assertThat(worker.strays().putBack(Duration.ZERO)).isEmpty();

            goOn.countDown();
            awaitStatus(worker.store(), job.id(), JobStatus.COMPLETED);
        }
    }

    @Test
    void aJobOfATypeThatThisWorkerDoesNotKnowIsPutOffAndKeepsItsCrashes() {
        ScriptedHandler known = new ScriptedHandler("known", (payload, context) -> JobOutcome.succeed());
        try (TestWorker worker = TestWorker.start(database, broker, 4, known)) {
            NewJob job = aJob().type("unknown").build();
            await(worker.store().jobs().accept(job));
            worker.store().query("update millrace.job set crash_count = 1 where id = ?", job.id());
            broker.publish("millrace.work", "default.medium", encoded(job.id()));

            awaitStatus(worker.store(), job.id(), JobStatus.SCHEDULED);

            assertThat(worker.store().count("select crash_count from millrace.job where id = ?", job.id()))
                    .isEqualTo(1);
            assertThat(await(worker.store().reader().attempts(job.id(), 0, 100)))
                    .isEmpty();
        }
    }

    @Test
    void ofJobsThatMayHaveKilledTheirWorkersOneRunsAtATimeAndItsNeighboursGoOn() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        ScriptedHandler suspect = new ScriptedHandler("suspect", (payload, context) -> {
            goOn.await();
            return JobOutcome.succeed();
        });
        ScriptedHandler neighbour = new ScriptedHandler("neighbour", (payload, context) -> JobOutcome.succeed());
        try (TestWorker worker = TestWorker.start(database, broker, 4, suspect, neighbour)) {
            List<UUID> ids = publishSuspects(worker, 8);

            await().atMost(SOON).until(suspect::executions, executions -> executions.size() == 1);
            NewJob unsuspected = aJob().type("neighbour").build();
            worker.submit(unsuspected);
            awaitStatus(worker.store(), unsuspected.id(), JobStatus.COMPLETED);
            assertThat(suspect.executions()).hasSize(1);
            goOn.countDown();
            for (UUID id : ids) {
                Job job = awaitStatus(worker.store(), id, JobStatus.COMPLETED);
                assertThat(job.attempts())
                        .as("nothing is claimed that must wait")
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void aJobThatWaitsForAnotherThatMayHaveKilledItsWorkersIsHandedOnWhenItWaitsForLong() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        ScriptedHandler suspect = new ScriptedHandler("suspect", (payload, context) -> {
            goOn.await();
            return JobOutcome.succeed();
        });
        try (TestWorker one = TestWorker.start(database, broker, 4, suspect)) {
            publishSuspects(one, 2);
            await().atMost(SOON).until(suspect::executions, executions -> executions.size() == 1);

            try (TestWorker other = TestWorker.start(database, broker, 4, suspect)) {
                await().atMost(SOON).until(suspect::executions, executions -> executions.size() == 2);
                goOn.countDown();
            }
        }
    }

    /** Jobs that two workers in a row were lost with, in one ticket. */
    private List<UUID> publishSuspects(TestWorker worker, int count) {
        List<NewJob> suspects = Stream.generate(() -> aJob().type("suspect").build())
                .limit(count)
                .toList();
        await(worker.store().jobs().acceptAll(suspects));
        worker.store().query("update millrace.job set crash_count = 2");
        List<UUID> ids = suspects.stream().map(NewJob::id).toList();
        broker.publish("millrace.work", "default.medium", new JobTicket(ids).encode());
        return ids;
    }

    @Test
    void anEndThatHasNoPartitionYetWaitsForItAndTheJobIsNotRunAgain() {
        ScriptedHandler once = new ScriptedHandler("once", (payload, context) -> JobOutcome.succeed("kept"));
        try (TestWorker worker = TestWorker.start(database, broker, 4, once)) {
            String today = worker.store()
                    .query("select 'job_archive_' || to_char(now() at time zone 'UTC', 'YYYYMMDD')")
                    .getFirst();
            worker.store().query("alter table millrace.job_archive detach partition millrace." + today);
            NewJob job = aJob().type("once").build();
            worker.submit(job);
            await().atMost(SOON).until(() -> once.executions().size() == 1);
            await().during(Duration.ofMillis(500))
                    .atMost(SOON)
                    .until(() -> await(worker.store().reader().find(job.id()))
                                    .orElseThrow()
                                    .status()
                            == JobStatus.RUNNING);

            worker.store().query("drop table millrace." + today);
            await(worker.store().archive().ensurePartitions());

            assertThat(awaitStatus(worker.store(), job.id(), JobStatus.COMPLETED)
                            .result())
                    .isEqualTo("\"kept\"");
            assertThat(once.executions()).hasSize(1);
        }
    }

    @Test
    void anExceptionThatCannotSayWhatItIsIsAFailureLikeAnyOther() {
        ScriptedHandler odd = new ScriptedHandler("odd", (payload, context) -> {
            throw new IllegalStateException() {
                private static final long serialVersionUID = 1L;

                @Override
                public String getMessage() {
                    throw new UnsupportedOperationException();
                }
            };
        });
        try (TestWorker worker = TestWorker.start(database, broker, 4, odd)) {
            NewJob job = aJob().type("odd").maxRetries(0).build();

            worker.submit(job);

            awaitStatus(worker.store(), job.id(), JobStatus.DEAD);
        }
    }

    @Test
    void aWorkerThatNeverReachedPostgresqlEndsAtOnce() {
        try (TcpProxy proxy = database.proxy()) {
            proxy.refuse(true);

            endsSoon(proxy);
        }
    }

    @Test
    void aWorkerWhoseFirstWordToPostgresqlIsSwallowedEndsSoon() {
        try (TcpProxy proxy = database.proxy()) {
            proxy.blackhole(true);

            endsSoon(proxy);
        }
    }

    private void endsSoon(TcpProxy proxy) {
        try (TestWorker worker = TestWorker.startWithoutWaiting(
                TestStore.through(database, proxy),
                broker.amqpUrl(),
                TestWorker.settings(4),
                new Noop(Clock.systemUTC()))) {
            assertTimeoutPreemptively(SOON, worker::shutDown);
            // The pool, which is the test's own, waits on closing for the connections that it is making.
            proxy.heal();
        }
    }

    private static byte[] encoded(UUID jobId) {
        return new JobTicket(List.of(jobId)).encode();
    }

    private static Lane lane(NewJob job) {
        return new Lane(job.queue(), job.priority());
    }

    private static Job awaitStatus(TestStore store, UUID id, JobStatus status) {
        return await().atMost(SOON)
                .pollInterval(Duration.ofMillis(25))
                .until(() -> await(store.reader().find(id)).orElseThrow(), job -> job.status() == status);
    }
}
