package dev.millrace.worker.execution;

import static dev.millrace.core.testing.JobBuilder.aJob;
import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.millrace.core.job.Job;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.NewJob;
import dev.millrace.core.joblog.LogPosition;
import dev.millrace.core.joblog.LogReader;
import dev.millrace.core.messaging.JobTicket;
import dev.millrace.core.messaging.Lane;
import dev.millrace.core.messaging.Topology;
import dev.millrace.core.store.WorkerRegistry;
import dev.millrace.core.store.WorkerState;
import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TcpProxy;
import dev.millrace.core.testing.TestStore;
import dev.millrace.worker.handler.JobOutcome;
import dev.millrace.worker.handler.JobTypeDefaults;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A job of more than eight hours, in seconds. Nothing in a worker depends on how long its job has been running: its lease is
 * renewed each second. What does depend on it stands in PostgreSQL and is judged by its clock, so that a job whose times are
 * moved into the past is one that has run for as long.
 */
class LongJobIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration RESCUE_GRACE = Duration.ofMinutes(1);
    private static final int BROKER_RESTARTS = 3;

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch finish = new CountDownLatch(1);
    private FreshDatabase database;
    private FreshBroker broker;

    @BeforeEach
    void startFresh() {
        database = RealServices.freshDatabase();
        broker = RealServices.freshBroker();
    }

    @AfterEach
    void dropAll() {
        finish.countDown();
        broker.close();
        database.close();
    }

    @Test
    void aJobOfMoreThanEightHoursSurvivesBrokerRestartsWithItsLeaseKeptAndIsNeverRunAgain() throws Exception {
        ScriptedHandler lengthy = new ScriptedHandler(
                "lengthy", JobTypeDefaults.STANDARD.withHeartbeatTimeout(Duration.ofHours(8)), (payload, context) -> {
                    context.log().info("before the first midnight");
                    context.progress(1, "begun");
                    begun.countDown();
                    finish.await();
                    context.log().info("after the last");
                    return JobOutcome.succeed("whole");
                });
        ScriptedHandler quick = new ScriptedHandler("quick", (payload, context) -> JobOutcome.succeed());
        Instant yesterday = Instant.now().minus(Duration.ofHours(25));
        // As long a timeout as the API takes.
        NewJob job = aJob().id(UuidCreator.getTimeOrderedEpoch(yesterday))
                .type("lengthy")
                .timeout(Duration.ofHours(24))
                .build();
        String lane = Topology.laneQueue(new Lane(job.queue(), job.priority()));
        try (TcpProxy toBroker = broker.proxy();
                TestWorker worker = TestWorker.start(
                        TestStore.on(database), broker.amqpUrlThrough(toBroker), oneTicketAtATime(), lengthy, quick)) {
            TestStore store = worker.store();
            worker.submit(job);
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            runFor(Duration.ofHours(23), store, job.id());

            for (int i = 0; i < BROKER_RESTARTS; i++) {
                // As from a broker that was restored from a backup.
                publish(job.id(), job.id());
                runOne(store, "quick");
                toBroker.refuse(true);
                toBroker.cut();
                await().atMost(SOON).until(() -> !worker.isReady());
                // Whatever a consumer holds unacknowledged comes back when its connection ends, or when the broker's
                // consumer timeout of half an hour has passed. There is nothing of this job left to come back: the lane
                // gives one ticket at a time, so that the quick job's came only after all before it were acknowledged.
                assertThat(broker.drain(lane))
                        .extracting(ticket ->
                                JobTicket.decode(ticket.body()).orElseThrow().jobIds())
                        .noneMatch(ids -> ids.contains(job.id()));
                Instant lastHeard = state(worker).lastHeartbeatAt();
                await().atMost(SOON).until(() -> state(worker).lastHeartbeatAt().isAfter(lastHeard));
                toBroker.heal();
                await().atMost(SOON).until(worker::isReady);
            }
            runOne(store, "quick");

            assertThat(state(worker).state()).isEqualTo("healthy");
            assertThat(await(store.jobs().findStranded(WorkerRegistry.LEASE, RESCUE_GRACE, 10)))
                    .isEmpty();
            assertThat(worker.strays().putBack(Duration.ZERO)).isEmpty();
            finish.countDown();

            Job done = awaitCompleted(store, job.id());
            assertThat(done.result()).isEqualTo("\"whole\"");
            assertThat(done.attempts()).isEqualTo(1);
            assertThat(done.failures()).isZero();
            assertThat(Duration.between(done.startedAt(), done.finishedAt())).isGreaterThan(Duration.ofHours(8));
            assertThat(lengthy.executions()).hasSize(1);
            assertThat(await(store.reader().attempts(job.id(), 0, 100))).isEmpty();
            await().atMost(SOON).untilAsserted(() -> assertThat(
                            await(store.jobLogs().page(new LogReader(job.id(), LogPosition.BEGINNING), 10)))
                    .extracting(line -> line.line().message())
                    .containsExactly("before the first midnight", "after the last"));
        }
    }

    private static WorkerSettings oneTicketAtATime() {
        WorkerSettings usual = TestWorker.settings(4);
        return new TestWorker.FixedSettings(usual.slots(), usual.queues(), 1, usual.holdLimit(), usual.drainTimeout());
    }

    private void runOne(TestStore store, String type) {
        NewJob job = aJob().type(type).build();
        await(store.jobs().accept(job));
        publish(job.id());
        awaitCompleted(store, job.id());
    }

    /** Not by the worker's publisher, which may still be away. */
    private void publish(UUID... ids) {
        broker.publish("millrace.work", "default.medium", new JobTicket(List.of(ids)).encode());
    }

    private static void runFor(Duration time, TestStore store, UUID jobId) {
        store.query("""
                update millrace.job set created_at = created_at - make_interval(secs => ?),
                    run_at = run_at - make_interval(secs => ?), started_at = started_at - make_interval(secs => ?)
                where id = ?""", time.toSeconds(), time.toSeconds(), time.toSeconds(), jobId);
    }

    private static WorkerState state(TestWorker worker) {
        return await(worker.store().workers().list()).getFirst();
    }

    private static Job awaitCompleted(TestStore store, UUID id) {
        return await().atMost(SOON)
                .pollInterval(Duration.ofMillis(25))
                .until(() -> await(store.reader().find(id)).orElseThrow(), job -> job.status() == JobStatus.COMPLETED);
    }
}
