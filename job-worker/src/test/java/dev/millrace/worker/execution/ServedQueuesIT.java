package dev.millrace.worker.execution;

import static dev.millrace.core.testing.JobBuilder.aJob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.core.job.NewJob;
import dev.millrace.core.job.Priority;
import dev.millrace.core.messaging.Lane;
import dev.millrace.core.messaging.Topology;
import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TestStore;
import dev.millrace.worker.handler.JobOutcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ServedQueuesIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void slowJobsOfOneQueueLeaveTheSlotsOfAnotherAlone() {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger mostAtOnce = new AtomicInteger();
        ScriptedHandler render = new ScriptedHandler("render", (payload, context) -> {
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            release.await();
            atOnce.decrementAndGet();
            return JobOutcome.succeed();
        });
        ScriptedHandler greet = new ScriptedHandler("greet", (payload, context) -> JobOutcome.succeed());
        try (FreshDatabase database = RealServices.freshDatabase();
                FreshBroker broker = RealServices.freshBroker();
                TestWorker worker = TestWorker.start(
                        TestStore.on(database),
                        broker.amqpUrl(),
                        TestWorker.serving(4, "default", "media:2"),
                        render,
                        greet)) {
            List<NewJob> slow = IntStream.range(0, 100)
                    .mapToObj(i -> aJob().type("render").queue("media").build())
                    .toList();
            worker.submitAll(slow);
            await().atMost(SOON).until(() -> render.executions().size() == 2);
            // Handed back: what finds no slot here is for others to take.
            await().atMost(SOON).until(() -> broker.depth(Topology.laneQueue(new Lane("media", Priority.MEDIUM))) > 0);

            worker.submitAll(Stream.generate(() -> aJob().type("greet").build())
                    .limit(50)
                    .toList());
            await().atMost(SOON).until(() -> greet.executions().size() == 50);
            assertThat(render.executions()).hasSize(2);
            release.countDown();
            await().atMost(SOON)
                    .until(() ->
                            worker.store().count("select count(*) from millrace.job_archive where status = 'completed'")
                                    == 150);
            assertThat(mostAtOnce).hasValue(2);
        }
    }
}
