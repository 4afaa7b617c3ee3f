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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CircuitIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int JOBS = 40;

    @Test
    void anOutageOfWhatATypeNeedsCostsItsJobsNoBudgetAndOthersNoSlots() {
        AtomicBoolean away = new AtomicBoolean(true);
        ScriptedHandler charge = new ScriptedHandler(
                "charge",
                (payload, context) -> away.get() ? JobOutcome.fail("Away", "nobody there") : JobOutcome.succeed());
        ScriptedHandler greet = new ScriptedHandler("greet", (payload, context) -> JobOutcome.succeed());
        var settings = new TestWorker.FixedCircuitSettings(5, Duration.ofSeconds(1), Duration.ofSeconds(1));
        try (FreshDatabase database = RealServices.freshDatabase();
                FreshBroker broker = RealServices.freshBroker();
                TestWorker worker = TestWorker.startWithCircuit(
                        TestStore.on(database), broker.amqpUrl(), settings, charge, greet)) {
            List<NewJob> jobs = Stream.generate(() -> aJob().type("charge")
                            .retry(Duration.ofMinutes(10), Duration.ofMinutes(10))
                            .build())
                    .limit(JOBS)
                    .toList();

            worker.submitAll(jobs);

            await().atMost(SOON)
                    .until(() -> worker.store().count("select count(*) from millrace.job where status <> 'pending'")
                                    == JOBS
                            && worker.store().count("select count(*) from millrace.job where status = 'running'") == 0);
            long failed = worker.store().count("select count(*) from millrace.job where failures > 0");
            // Five that opened it, those that ran beside the fifth, and the few that were let through since.
            assertThat(failed).isBetween(5L, 15L);
            worker.submit(aJob().type("greet").build());
            await().atMost(SOON).until(() -> greet.executions().size() == 1);
            await().atMost(SOON).until(() -> {
                worker.promoteDue();
                return charge.executions().size() > failed;
            });
            away.set(false);

            await().atMost(SOON).until(() -> {
                worker.promoteDue();
                return worker.store().count("select count(*) from millrace.job where failures = 0") == 0;
            });
            assertThat(worker.store().count("select count(*) from millrace.job_archive where job_type = 'charge'"))
                    .isGreaterThanOrEqualTo(JOBS - 20);
            assertThat(worker.store().count("select max(failures) from millrace.job"))
                    .isEqualTo(1);
        }
    }
}
