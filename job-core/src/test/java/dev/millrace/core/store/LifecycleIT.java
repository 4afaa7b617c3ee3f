package dev.millrace.core.store;

import static dev.millrace.core.testing.JobBuilder.aJob;
import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.job.AttemptKey;
import dev.millrace.core.job.AttemptOutcome;
import dev.millrace.core.job.Job;
import dev.millrace.core.job.JobError;
import dev.millrace.core.job.JobEvent;
import dev.millrace.core.job.JobLifecycle;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.NewJob;
import dev.millrace.core.testing.AuditEntries;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TestStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Walks every pair of status and event through the database: its statements must agree with the one transition table. */
class LifecycleIT {
    private static final UUID WORKER = UUID.fromString("00000000-0000-7000-8000-000000000001");
    private static final JobError ERROR = new JobError("Oops", "it went wrong", null);

    private static FreshDatabase database;
    private static TestStore store;
    private static JobStore jobs;

    @BeforeAll
    static void migrate() {
        database = RealServices.freshDatabase();
        store = TestStore.on(database);
        jobs = store.jobs();
    }

    @AfterAll
    static void drop() {
        store.close();
        database.close();
    }

    static Stream<Arguments> pairs() {
        return Arrays.stream(JobStatus.values())
                .flatMap(status -> Arrays.stream(JobEvent.values()).map(event -> Arguments.of(status, event)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void theDatabaseDoesWhatTheTableSays(JobStatus from, JobEvent event) {
        UUID id = aJobIn(from);
        Job before = find(id);
        if (event == JobEvent.END_CANCELED && from == JobStatus.RUNNING) {
            await(store.actions().cancel(id, AuditEntries.BY_A_TEST));
        }

        happen(event, before);

        Job after = find(id);
        assertThat(after.status()).isEqualTo(JobLifecycle.next(from, event).orElse(from));
        if (JobLifecycle.next(from, event).isEmpty()) {
            assertThat(after).isEqualTo(before);
        }
        assertThat(store.count("select count(*) from millrace.job where id = ?", id))
                .isEqualTo(after.status().isFinal() ? 0 : 1);
        assertThat(store.count("select count(*) from millrace.job_archive where id = ?", id))
                .isEqualTo(after.status().isFinal() ? 1 : 0);
    }

    private static void happen(JobEvent event, Job job) {
        AttemptKey key = new AttemptKey(job.id(), job.attempts());
        switch (event) {
            case PROMOTE -> {
                store.query("update millrace.job set due_at = now() where id = ? and due_at is not null", job.id());
                await(jobs.promoteDue(10_000));
            }
            case POSTPONE ->
                await(store.actions()
                        .change(
                                job.id(),
                                new JobChange(null, Instant.parse("2199-01-01T00:00:00Z"), null, null),
                                AuditEntries.BY_A_TEST));
            case CLAIM -> {
                store.query("update millrace.job set run_at = now() where id = ? and status = 'retrying'", job.id());
                await(jobs.claim(List.of(job.id()), WORKER));
            }
            case SUCCEED -> await(jobs.end(new AttemptEnd.Completed(key, "1")));
            case RETRY_LATER ->
                await(jobs.end(new AttemptEnd.RetryLater(
                        key, AttemptOutcome.FAILED, ERROR, Duration.ofHours(1), Duration.ZERO)));
            case BURY -> await(jobs.end(new AttemptEnd.Buried(key, AttemptOutcome.FAILED, ERROR)));
            case SNOOZE -> await(jobs.end(new AttemptEnd.Snoozed(key, Duration.ofHours(1))));
            case RELEASE -> await(jobs.release(List.of(key), AttemptOutcome.RELEASED));
            case RESCUE -> await(jobs.release(List.of(key), AttemptOutcome.LOST));
            case CANCEL -> await(store.actions().cancel(job.id(), AuditEntries.BY_A_TEST));
            case END_CANCELED -> await(jobs.end(new AttemptEnd.Canceled(key)));
            case DISCARD -> {
                // A handler discards its own running job; a person discards a dead one.
                if (job.status() == JobStatus.RUNNING) {
                    await(jobs.end(new AttemptEnd.Discarded(key, ERROR)));
                } else {
                    await(store.actions().discard(job.id(), AuditEntries.BY_A_TEST));
                }
            }
            case RETRY_NOW -> await(store.actions().retry(job.id(), AuditEntries.BY_A_TEST));
        }
    }

    private static UUID aJobIn(JobStatus status) {
        NewJob submitted = status == JobStatus.SCHEDULED
                ? aJob().delay(Duration.ofHours(1)).build()
                : aJob().build();
        await(jobs.accept(submitted));
        UUID id = submitted.id();
        switch (status) {
            case SCHEDULED, PENDING -> {}
            case RUNNING -> claimed(id);
            case RETRYING -> happen(JobEvent.RETRY_LATER, claimed(id));
            case DEAD -> happen(JobEvent.BURY, claimed(id));
            case COMPLETED -> happen(JobEvent.SUCCEED, claimed(id));
            case CANCELED -> await(store.actions().cancel(id, AuditEntries.BY_A_TEST));
            case DISCARDED -> happen(JobEvent.DISCARD, claimed(id));
        }
        assertThat(find(id).status()).isEqualTo(status);
        return id;
    }

    private static Job claimed(UUID id) {
        assertThat(await(jobs.claim(List.of(id), WORKER))).hasSize(1);
        return find(id);
    }

    private static Job find(UUID id) {
        return await(store.reader().find(id)).orElseThrow();
    }
}
