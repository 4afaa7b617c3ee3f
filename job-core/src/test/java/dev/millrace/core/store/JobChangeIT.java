package dev.millrace.core.store;

import static dev.millrace.core.testing.JobBuilder.aJob;
import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.job.AttemptOutcome;
import dev.millrace.core.job.Job;
import dev.millrace.core.job.JobError;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.Priority;
import dev.millrace.core.messaging.Lane;
import dev.millrace.core.testing.AuditEntries;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.JobBuilder;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TestStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JobChangeIT {
    private static final UUID WORKER = UUID.fromString("0198c0de-0000-7000-8000-00000000beef");
    private static final Instant FAR = Instant.parse("2199-01-01T00:00:00Z");
    private static final Instant PAST = Instant.parse("1999-01-01T00:00:00Z");

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

    @Test
    void aPendingJobWithAnotherPriorityIsAnnouncedOnItsNewLane() {
        UUID id = accepted(aJob());

        ActionResult result = change(id, new JobChange(Priority.HIGH, null, null, null));

        assertThat(((ActionResult.Done) result).tickets()).singleElement().satisfies(ticket -> {
            assertThat(ticket.lane()).isEqualTo(new Lane("default", Priority.HIGH));
            assertThat(ticket.jobIds()).containsExactly(id);
            assertThat(store.count("select count(*) from millrace.outbox where id = ?", ticket.outboxId()))
                    .isEqualTo(1);
        });
        assertThat(find(id).priority()).isEqualTo(Priority.HIGH);
        assertThat(find(id).status()).isEqualTo(JobStatus.PENDING);
    }

    @Test
    void whatIsNotNamedStays() {
        UUID id = accepted(aJob().tags("one").delay(Duration.ofHours(1)));
        Job before = find(id);

        change(id, new JobChange(null, null, 7, null));
        change(id, new JobChange(null, null, null, List.of("two", "a,b")));

        Job after = find(id);
        assertThat(after.maxRetries()).isEqualTo(7);
        assertThat(after.tags()).containsExactly("two", "a,b");
        assertThat(after.runAt()).isEqualTo(before.runAt());
        assertThat(after.status()).isEqualTo(JobStatus.SCHEDULED);
        assertThat(after.priority()).isEqualTo(before.priority());
    }

    @Test
    void aPendingJobPutOffIsScheduledAndItsOldTicketFindsNothing() {
        UUID id = accepted(aJob());

        ActionResult result = change(id, new JobChange(null, FAR, null, null));

        assertThat(((ActionResult.Done) result).tickets()).isEmpty();
        assertThat(find(id).status()).isEqualTo(JobStatus.SCHEDULED);
        assertThat(find(id).runAt()).isEqualTo(FAR);
        assertThat(await(jobs.claim(List.of(id), WORKER))).isEmpty();
    }

    @Test
    void aScheduledJobWhoseTimeIsBroughtForwardIsReadyAndAnnounced() {
        UUID id = accepted(aJob().delay(Duration.ofHours(1)));

        ActionResult result = change(id, new JobChange(null, PAST, null, null));

        assertThat(((ActionResult.Done) result).tickets()).hasSize(1);
        assertThat(find(id).status()).isEqualTo(JobStatus.PENDING);
        assertThat(await(jobs.claim(List.of(id), WORKER))).hasSize(1);
    }

    @Test
    void aRetryingJobKeepsItsFailuresWhenItsTimeIsChanged() {
        UUID id = accepted(aJob());
        await(jobs.end(new AttemptEnd.RetryLater(
                await(jobs.claim(List.of(id), WORKER)).getFirst().key(),
                AttemptOutcome.FAILED,
                new JobError("Broken", "it broke", null),
                Duration.ofHours(1),
                Duration.ofSeconds(5))));

        change(id, new JobChange(null, FAR, null, null));
        assertThat(find(id).status()).isEqualTo(JobStatus.RETRYING);
        assertThat(await(jobs.claim(List.of(id), WORKER))).isEmpty();
        change(id, new JobChange(null, PAST, null, null));

        assertThat(find(id).status()).isEqualTo(JobStatus.PENDING);
        assertThat(find(id).failures()).isEqualTo(1);
    }

    @Test
    void aDeadJobTakesNoTime() {
        UUID id = accepted(aJob());
        await(jobs.end(new AttemptEnd.Buried(
                await(jobs.claim(List.of(id), WORKER)).getFirst().key(),
                AttemptOutcome.FAILED,
                new JobError("Broken", "it broke", null))));

        assertThat(change(id, new JobChange(null, FAR, null, null)))
                .isEqualTo(new ActionResult.Refused(JobStatus.DEAD));
        assertThat(change(id, new JobChange(Priority.LOW, null, 9, null))).isInstanceOf(ActionResult.Done.class);
        assertThat(find(id).status()).isEqualTo(JobStatus.DEAD);
        assertThat(find(id).maxRetries()).isEqualTo(9);
    }

    @Test
    void aChangeAgainstAClaimEitherTakesEffectBeforeItOrIsRefused() {
        for (int round = 0; round < 50; round++) {
            UUID id = accepted(aJob());

            var claim = jobs.claim(List.of(id), WORKER).subscribeAsCompletionStage();
            var change = store.actions()
                    .change(id, new JobChange(null, FAR, null, null), AuditEntries.BY_A_TEST)
                    .subscribeAsCompletionStage();

            boolean claimed = !claim.join().isEmpty();
            assertThat(change.join())
                    .isEqualTo(
                            claimed ? new ActionResult.Refused(JobStatus.RUNNING) : new ActionResult.Done(List.of()));
            assertThat(find(id).status()).isEqualTo(claimed ? JobStatus.RUNNING : JobStatus.SCHEDULED);
        }
    }

    private static UUID accepted(JobBuilder job) {
        return await(jobs.accept(job.build())).submitted().id();
    }

    private static ActionResult change(UUID id, JobChange change) {
        return await(store.actions().change(id, change, AuditEntries.BY_A_TEST));
    }

    private static Job find(UUID id) {
        return await(store.reader().find(id)).orElseThrow();
    }
}
