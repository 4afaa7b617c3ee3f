package dev.millrace.worker.execution;

import static dev.millrace.core.testing.JobBuilder.aJob;
import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.core.job.NewJob;
import dev.millrace.core.joblog.LogPosition;
import dev.millrace.core.joblog.LogReader;
import dev.millrace.core.joblog.StoredLine;
import dev.millrace.core.store.CurrentJob;
import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TcpProxy;
import dev.millrace.core.testing.TestStore;
import dev.millrace.worker.builtin.ProcessVideo;
import dev.millrace.worker.execution.TestWorker.FixedLogSettings;
import dev.millrace.worker.handler.JobOutcome;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobLogIT {
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
    void whatAHandlerSaysIsKeptInItsOrderWithItsFields() {
        ScriptedHandler talk = new ScriptedHandler("talk", (payload, context) -> {
            context.log().info("begun", "text", payload.text());
            IntStream.range(0, 700).forEach(i -> context.log().debug("step", "number", i));
            context.log().error("broken \0 text", new IllegalStateException("\uD800"));
            return JobOutcome.succeed();
        });
        try (TestWorker worker = TestWorker.start(database, broker, 4, talk)) {
            NewJob job = submit(worker, "talk");

            List<StoredLine> lines = awaitLines(worker, job.id(), 702);

            assertThat(lines.getFirst().line().message()).isEqualTo("begun");
            assertThat(lines.getFirst().line().fields()).isEqualTo("{\"text\": \"hello\"}");
            assertThat(lines.getFirst().workerId()).isEqualTo(worker.id());
            assertThat(lines.getFirst().line().attempt()).isEqualTo(1);
            assertThat(lines.subList(1, 701))
                    .extracting(line -> line.line().fields())
                    .containsExactlyElementsOf(IntStream.range(0, 700)
                            .mapToObj(i -> "{\"number\": " + i + "}")
                            .toList());
            assertThat(lines.getLast().line().message()).isEqualTo("broken \uFFFD text");
        }
    }

    @Test
    void anAttemptThatSaysTooMuchIsCutAndItsLogSaysSo() {
        ScriptedHandler flood = new ScriptedHandler("flood", (payload, context) -> {
            IntStream.range(0, 5_000).forEach(i -> context.log().info("again"));
            return JobOutcome.succeed();
        });
        try (TestWorker worker = TestWorker.start(database, broker, 4, flood)) {
            NewJob job = submit(worker, "flood");

            List<StoredLine> lines = awaitLines(worker, job.id(), 1_001);

            assertThat(lines.getLast().line().message()).contains("the log is cut here");
            assertThat(lost(worker, "attempt_limit")).isEqualTo(4_000);
        }
    }

    @Test
    void whatIsSaidFasterThanItCanBeWrittenIsCountedAndTheLogTellsOfIt() {
        CountDownLatch away = new CountDownLatch(1);
        ScriptedHandler flood = new ScriptedHandler("flood", (payload, context) -> {
            away.await();
            IntStream.range(0, 300).forEach(i -> context.log().info("again"));
            return JobOutcome.succeed();
        });
        TcpProxy network = database.proxy();
        FixedLogSettings narrow = new FixedLogSettings(1_000, 8_192, 100, 16_000_000, Duration.ofMillis(50));
        try (network;
                TestStore direct = TestStore.on(database);
                TestWorker worker = TestWorker.startWithLog(
                        TestStore.through(database, network), broker.amqpUrl(), narrow, flood)) {
            NewJob job = submit(worker, "flood");
            await().atMost(SOON).until(() -> flood.executions().size() == 1);

            network.refuse(true);
            network.cut();
            away.countDown();
            await().atMost(SOON).until(() -> lost(worker, "buffer_full") > 0);
            network.heal();

            await().atMost(SOON).until(() -> linesOf(direct, job.id()).stream()
                    .anyMatch(line -> line.line().message().startsWith("lines are missing here")));
            List<StoredLine> lines = linesOf(direct, job.id());
            double lost = lost(worker, "buffer_full");
            assertThat(lines).hasSize(300 - (int) lost + 1);
            assertThat(lines.getLast().line().fields()).isEqualTo("{\"missing_lines\": " + (int) lost + "}");
        }
    }

    @Test
    void linesThatWaitAreWrittenBeforeTheWorkerEnds() {
        ScriptedHandler talk = new ScriptedHandler("talk", (payload, context) -> {
            context.log().info("last words");
            return JobOutcome.succeed();
        });
        FixedLogSettings slow = new FixedLogSettings(1_000, 8_192, 100, 16_000_000, Duration.ofSeconds(10));
        try (TestWorker worker = TestWorker.startWithLog(TestStore.on(database), broker.amqpUrl(), slow, talk)) {
            NewJob job = submit(worker, "talk");
            await().atMost(SOON).until(() -> talk.executions().size() == 1);

            worker.shutDown();

            awaitLines(worker, job.id(), 1);
        }
    }

    @Test
    void aWorkerShowsTheJobsInItsHandsAndTheBuiltInTypesSaySomething() {
        try (TestWorker worker = TestWorker.start(database, broker, 4, new ProcessVideo())) {
            NewJob job = aJob().type("process_video")
                    .payload("{\"video_url\": \"https://example.org/a.mov\", \"duration\": 4}")
                    .build();
            worker.submit(job);

            await().atMost(SOON).until(() -> await(worker.store().workers().list()).getFirst().currentJobs().stream()
                    .map(CurrentJob::id)
                    .toList()
                    .equals(List.of(job.id())));
            await().atMost(SOON).until(() -> await(worker.store().workers().list())
                    .getFirst()
                    .currentJobs()
                    .isEmpty());
            assertThat(awaitLines(worker, job.id(), 6).getLast().line().message())
                    .isEqualTo("converted");
        }
    }

    private static NewJob submit(TestWorker worker, String type) {
        NewJob job = aJob().type(type).payload("{\"text\": \"hello\"}").build();
        worker.submit(job);
        return job;
    }

    private static List<StoredLine> awaitLines(TestWorker worker, UUID jobId, int count) {
        await().atMost(SOON).until(() -> linesOf(worker.store(), jobId).size() >= count);
        List<StoredLine> lines = linesOf(worker.store(), jobId);
        assertThat(lines).hasSize(count);
        return lines;
    }

    private static List<StoredLine> linesOf(TestStore store, UUID jobId) {
        return await(store.jobLogs().page(new LogReader(jobId, LogPosition.BEGINNING), 10_000));
    }

    private static double lost(TestWorker worker, String reason) {
        var counter = worker.meters()
                .find("millrace.job.log.lost")
                .tag("reason", reason)
                .counter();
        return counter == null ? 0 : counter.count();
    }
}
