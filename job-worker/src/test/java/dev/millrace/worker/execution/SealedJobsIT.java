package dev.millrace.worker.execution;

import static dev.millrace.core.testing.JobBuilder.aJob;
import static dev.millrace.core.testing.TestKeys.FIRST;
import static dev.millrace.core.testing.TestKeys.SECOND;
import static dev.millrace.core.testing.TestKeys.sealing;
import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.core.encryption.Sealing;
import dev.millrace.core.job.Job;
import dev.millrace.core.job.JobError;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.NewJob;
import dev.millrace.core.joblog.LogPosition;
import dev.millrace.core.joblog.LogReader;
import dev.millrace.core.store.AcceptedJob;
import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TestStore;
import dev.millrace.worker.handler.JobOutcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workers and jobs whose payloads are encrypted at rest. */
class SealedJobsIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final ScriptedHandler greet =
            new ScriptedHandler("greet", (payload, context) -> JobOutcome.succeed("hello " + payload.text()));
    private FreshDatabase database;
    private FreshBroker broker;
    private TestStore knowing;

    @BeforeEach
    void startFresh() {
        database = RealServices.freshDatabase();
        broker = RealServices.freshBroker();
        knowing = TestStore.sealing(database, sealing(FIRST, "first"));
    }

    @AfterEach
    void dropAll() {
        knowing.close();
        broker.close();
        database.close();
    }

    @Test
    void aJobWhoseKeyAWorkerLacksIsPutOffWithoutAFailureAndRunsWhereTheKeyIsKnown() {
        NewJob job = greeting("Ada");
        List<AcceptedJob> accepted = await(knowing.jobs().acceptAll(List.of(job)));
        try (TestWorker ignorant = worker(Sealing.OFF)) {
            ignorant.announce(accepted);

            Job putOff = awaitStatus(job, JobStatus.SCHEDULED);
            NewJob plain = greeting("Grace");
            ignorant.submit(plain);
            awaitStatus(plain, JobStatus.COMPLETED);

            assertThat(greet.executions()).singleElement().satisfies(execution -> assertThat(execution.jobId())
                    .isEqualTo(plain.id()));
            assertThat(putOff.failures()).isZero();
            assertThat(putOff.error()).isNull();
            assertThat(knowing.count(
                            "SELECT extract(epoch FROM run_at - now())::int FROM millrace.job WHERE id = ?", job.id()))
                    .isBetween(30L, 75L);
            await().atMost(SOON).untilAsserted(() -> assertThat(said(job)).anySatisfy(line -> assertThat(line)
                    .contains("this worker cannot run the job", "the key first", "millrace.encryption.keys")));
        }

        try (TestWorker told = worker(sealing(FIRST, "first"))) {
            knowing.query("UPDATE millrace.job SET run_at = now(), due_at = now() WHERE id = ? RETURNING id", job.id());
            told.promoteDue();

            Job done = awaitStatus(job, JobStatus.COMPLETED);

            assertThat(done.result()).isEqualTo("\"hello Ada\"");
            assertThat(done.failures()).isZero();
            assertThat(knowing.query("SELECT result::text FROM millrace.job_archive WHERE id = ?", job.id()))
                    .singleElement()
                    .asString()
                    .startsWith("\"mrs1.first.");
        }
    }

    @Test
    void aJobWhosePayloadWasChangedInTheDatabaseIsDeadAtOnceAndItsNeighbourIsNot() {
        NewJob changed = greeting("Ada");
        NewJob neighbour = greeting("Grace");
        List<AcceptedJob> accepted = await(knowing.jobs().acceptAll(List.of(changed, neighbour)));
        knowing.query(
                "UPDATE millrace.job SET payload = (SELECT payload FROM millrace.job WHERE id = ?) WHERE id = ?"
                        + " RETURNING id",
                neighbour.id(),
                changed.id());
        try (TestWorker worker = worker(sealing(FIRST, "first"))) {
            worker.announce(accepted);

            Job dead = awaitStatus(changed, JobStatus.DEAD);
            awaitStatus(neighbour, JobStatus.COMPLETED);

            assertThat(dead.error().type()).isEqualTo(JobError.PAYLOAD_TAMPERED);
            assertThat(dead.error().message()).contains("changed or copied here");
            assertThat(dead.error().fingerprint()).isNotNull();
            assertThat(dead.attempts()).isEqualTo(1);
            assertThat(greet.executions()).singleElement().satisfies(execution -> assertThat(execution.jobId())
                    .isEqualTo(neighbour.id()));
        }
    }

    @Test
    void whenKeysWereChangedWhileWorkersWereAwayWhatWasWrittenBeforeStillRuns() {
        NewJob before = greeting("Ada");
        List<AcceptedJob> accepted = await(knowing.jobs().acceptAll(List.of(before)));
        try (TestWorker restarted = worker(sealing(FIRST + "," + SECOND, "second"))) {
            NewJob after = greeting("Grace");
            restarted.announce(accepted);
            restarted.submit(after);

            await().atMost(SOON).until(() -> greet.executions().size() == 2);
            await().atMost(SOON)
                    .until(() ->
                            knowing.count("SELECT count(*) FROM millrace.job_archive WHERE status = 'completed'") == 2);

            assertThat(result(before)).isEqualTo("\"hello Ada\"");
            assertThat(result(after)).isEqualTo("\"hello Grace\"");
            assertThat(knowing.query("SELECT result::text FROM millrace.job_archive"))
                    .hasSize(2)
                    .allSatisfy(result -> assertThat(result).startsWith("\"mrs1.second."));
        }
    }

    private TestWorker worker(Sealing sealing) {
        return TestWorker.start(TestStore.sealing(database, sealing), broker.amqpUrl(), TestWorker.settings(4), greet);
    }

    private static NewJob greeting(String name) {
        return aJob().type("greet").payload("{\"text\": \"" + name + "\"}").build();
    }

    private String result(NewJob job) {
        try (TestStore rotated = TestStore.sealing(database, sealing(FIRST + "," + SECOND, "second"))) {
            return await(rotated.reader().find(job.id())).orElseThrow().result();
        }
    }

    private Job awaitStatus(NewJob job, JobStatus status) {
        return await().atMost(SOON)
                .pollInterval(Duration.ofMillis(25))
                .until(() -> await(knowing.reader().find(job.id())).orElseThrow(), found -> found.status() == status);
    }

    private List<String> said(NewJob job) {
        return await(knowing.jobLogs().page(new LogReader(job.id(), LogPosition.BEGINNING), 10)).stream()
                .map(line -> line.line().message() + " " + line.line().fields())
                .toList();
    }
}
