package dev.millrace.worker.execution;

import static dev.millrace.core.testing.JobBuilder.aJob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.core.job.NewJob;
import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TestStore;
import dev.millrace.worker.handler.JobOutcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of jobs that are claimed ahead of a slot which then does not come. */
class JobsAheadIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int SLOTS = 2;
    private static final int QUICK = 1_500;

    private final CountDownLatch release = new CountDownLatch(1);
    private final ScriptedHandler either = new ScriptedHandler("either", (payload, context) -> {
        if (payload.text().equals("slow")) {
            release.await();
        }
        return JobOutcome.succeed();
    });
    private FreshDatabase database;
    private FreshBroker broker;

    @BeforeEach
    void startFresh() {
        database = RealServices.freshDatabase();
        broker = RealServices.freshBroker();
    }

    @AfterEach
    void dropAll() {
        release.countDown();
        broker.close();
        database.close();
    }

    @Test
    void whatQuickJobsLeaveWaitingBehindSlowOnesIsRunByAnotherWorkerAndOnce() {
        try (TestWorker stuck = startAndStick()) {
            try (TestWorker idle =
                    TestWorker.start(TestStore.on(database), broker.amqpUrl(), TestWorker.settings(SLOTS), either)) {
                await().atMost(SOON).until(() -> completed(idle) == QUICK);
            }
            assertThat(running(stuck)).isEqualTo(SLOTS);
            assertThat(either.executions()).hasSize(QUICK + SLOTS);
            release.countDown();
        }
    }

    @Test
    void aWorkerThatEndsLeavesNothingRunningAndHasRunNothingTwice() {
        TestWorker stuck = startAndStick();
        release.countDown();
        stuck.shutDown();
        assertThat(running(stuck)).isZero();

        try (TestWorker other =
                TestWorker.start(TestStore.on(database), broker.amqpUrl(), TestWorker.settings(SLOTS), either)) {
            await().atMost(SOON).until(() -> completed(other) == QUICK + SLOTS);
            assertThat(either.executions()).hasSize(QUICK + SLOTS);
        }
        stuck.close();
    }

    /** All its slots are taken by slow jobs which came in the midst of quick ones. */
    private TestWorker startAndStick() {
        TestWorker worker = TestWorker.start(database, broker, SLOTS, either);
        worker.submitAll(Stream.of(jobs("quick", QUICK / 2), jobs("slow", SLOTS), jobs("quick", QUICK / 2))
                .flatMap(List::stream)
                .toList());
        await().atMost(SOON)
                .until(() -> worker.meters()
                                        .get("millrace.worker.slots")
                                        .tag("state", "free")
                                        .gauge()
                                        .value()
                                == 0
                        && either.executions().size() >= QUICK / 2 + SLOTS
                        && completed(worker) == either.executions().size() - SLOTS);
        return worker;
    }

    private static List<NewJob> jobs(String kind, int count) {
        return Stream.generate(() -> aJob().type("either")
                        .ticketSize(50)
                        .payload("{\"text\": \"" + kind + "\"}")
                        .build())
                .limit(count)
                .toList();
    }

    private static long running(TestWorker worker) {
        return worker.store().count("select count(*) from millrace.job where status = 'running'");
    }

    private static long completed(TestWorker worker) {
        return worker.store().count("select count(*) from millrace.job_archive where status = 'completed'");
    }
}
