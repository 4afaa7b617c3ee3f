package dev.millrace.core.store;

import static dev.millrace.core.testing.JobBuilder.aJob;
import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.identity.TimeOrderedJobIds;
import dev.millrace.core.job.AttemptKey;
import dev.millrace.core.job.AttemptOutcome;
import dev.millrace.core.job.ClaimedJob;
import dev.millrace.core.job.Job;
import dev.millrace.core.job.JobError;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.NewJob;
import dev.millrace.core.job.Progress;
import dev.millrace.core.testing.AuditEntries;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TestStore;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The races for a job, written out: whoever comes late is told so, and writes nothing. */
class AttemptFenceIT {
    private static final UUID ONE = new TimeOrderedJobIds().next();
    private static final UUID OTHER = new TimeOrderedJobIds().next();
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

    static Stream<Function<AttemptKey, AttemptEnd>> ends() {
        return Stream.of(
                key -> new AttemptEnd.Completed(key, "\"late\""),
                AttemptEnd.Canceled::new,
                key -> new AttemptEnd.Discarded(key, ERROR),
                key -> new AttemptEnd.RetryLater(
                        key, AttemptOutcome.FAILED, ERROR, Duration.ofSeconds(1), Duration.ofSeconds(5)),
                key -> new AttemptEnd.Buried(key, AttemptOutcome.FAILED, ERROR),
                key -> new AttemptEnd.Snoozed(key, Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void aStaleAttemptCanNeitherEndNorChangeTheJobThatAnotherRunsNow(Function<AttemptKey, AttemptEnd> end) {
        AttemptKey stale = claim(accepted(), ONE).key();
        await(jobs.release(List.of(stale), AttemptOutcome.LOST));
        AttemptKey present = claim(stale.jobId(), OTHER).key();
        Job before = find(stale.jobId());

        EndResult result = await(jobs.end(end.apply(stale)));
        await(jobs.recordProgress(List.of(new AttemptProgress(stale, new Progress(50, "late")))));
        List<ReadyTicket> tickets = await(jobs.release(List.of(stale), AttemptOutcome.RELEASED));

        assertThat(result).isEqualTo(EndResult.LEASE_LOST);
        assertThat(tickets).isEmpty();
        assertThat(find(stale.jobId())).isEqualTo(before);
        assertThat(await(jobs.end(new AttemptEnd.Completed(present, "\"mine\""))))
                .isEqualTo(EndResult.RECORDED);
    }

    @ParameterizedTest
    @MethodSource("ends")
    void anEndIsRecordedOnceHoweverOftenItIsOffered(Function<AttemptKey, AttemptEnd> end) {
        AttemptKey key = claim(accepted(), ONE).key();
        await(store.actions().cancel(key.jobId(), AuditEntries.BY_A_TEST));

        List<EndResult> results = together(IntStream.range(0, 8).mapToObj(i -> jobs.end(end.apply(key))));

        assertThat(results.stream().filter(result -> result != EndResult.LEASE_LOST))
                .hasSize(1);
        assertThat(store.count("select count(*) from millrace.job_archive where id = ?", key.jobId()))
                .isEqualTo(1);
        assertThat(store.count("select count(*) from millrace.attempt where job_id = ?", key.jobId()))
                .isEqualTo(find(key.jobId()).status() == JobStatus.COMPLETED ? 0 : 1);
    }

    @Test
    void twoClaimersOfTheSameJobsInOppositeOrderGetEachJobOnce() {
        for (int round = 0; round < 30; round++) {
            List<UUID> ids = IntStream.range(0, 40).mapToObj(i -> accepted()).toList();
            List<UUID> reversed = new ArrayList<>(ids);
            Collections.reverse(reversed);

            List<List<ClaimedJob>> claimed = together(Stream.of(jobs.claim(ids, ONE), jobs.claim(reversed, OTHER)));

            assertThat(claimed.stream().flatMap(List::stream).map(ClaimedJob::id))
                    .containsExactlyInAnyOrderElementsOf(ids);
        }
    }

    @Test
    void aLateCompletionAgainstARescueEndsTheJobOnceOrNotAtAll() {
        int completions = 0;
        for (int round = 0; round < 50; round++) {
            AttemptKey key = claim(accepted(), ONE).key();

            var end = jobs.end(new AttemptEnd.Completed(key, null)).subscribeAsCompletionStage();
            var rescue = jobs.release(List.of(key), AttemptOutcome.LOST).subscribeAsCompletionStage();

            boolean completed = end.join() == EndResult.RECORDED;
            boolean rescued = !rescue.join().isEmpty();
            assertThat(completed).isNotEqualTo(rescued);
            assertThat(find(key.jobId()).status()).isEqualTo(completed ? JobStatus.COMPLETED : JobStatus.PENDING);
            completions += completed ? 1 : 0;
        }
        assertThat(completions).isBetween(0, 50);
    }

    @Test
    void aCancelAgainstAClaimEitherEndsTheJobOrFlagsItsAttempt() {
        for (int round = 0; round < 50; round++) {
            UUID id = accepted();

            var claim = jobs.claim(List.of(id), ONE).subscribeAsCompletionStage();
            var cancel = store.actions().cancel(id, AuditEntries.BY_A_TEST).subscribeAsCompletionStage();

            boolean claimed = !claim.join().isEmpty();
            assertThat(cancel.join()).isInstanceOf(ActionResult.Done.class);
            Job job = find(id);
            assertThat(job.cancelRequested()).isTrue();
            assertThat(job.status()).isEqualTo(claimed ? JobStatus.RUNNING : JobStatus.CANCELED);
        }
    }

    @Test
    void aRetryAgainstARescueThatBuriesEitherComesTooSoonOrRevivesTheJob() {
        for (int round = 0; round < 50; round++) {
            AttemptKey key = claim(accepted(), ONE).key();

            var rescue = jobs.end(new AttemptEnd.Buried(key, AttemptOutcome.LOST, ERROR))
                    .subscribeAsCompletionStage();
            var retry =
                    store.actions().retry(key.jobId(), AuditEntries.BY_A_TEST).subscribeAsCompletionStage();

            assertThat(rescue.join()).isEqualTo(EndResult.RECORDED);
            boolean revived = retry.join() instanceof ActionResult.Done;
            if (!revived) {
                assertThat(retry.join()).isEqualTo(new ActionResult.Refused(JobStatus.RUNNING));
            }
            assertThat(find(key.jobId()).status()).isEqualTo(revived ? JobStatus.PENDING : JobStatus.DEAD);
            assertThat(await(jobs.end(new AttemptEnd.Completed(key, "\"late\""))))
                    .isEqualTo(EndResult.LEASE_LOST);
        }
    }

    @Test
    void aRetryAgainstARescueThatReleasesIsRefusedAndTheJobIsReadyOnce() {
        for (int round = 0; round < 50; round++) {
            AttemptKey key = claim(accepted(), ONE).key();

            var rescue = jobs.release(List.of(key), AttemptOutcome.LOST).subscribeAsCompletionStage();
            var retry =
                    store.actions().retry(key.jobId(), AuditEntries.BY_A_TEST).subscribeAsCompletionStage();

            assertThat(rescue.join()).hasSize(1);
            assertThat(retry.join())
                    .isIn(new ActionResult.Refused(JobStatus.RUNNING), new ActionResult.Refused(JobStatus.PENDING));
            assertThat(find(key.jobId()).status()).isEqualTo(JobStatus.PENDING);
            assertThat(store.count(
                            "select count(*) from millrace.outbox where ? = any (job_ids) and id <> ?",
                            key.jobId(),
                            rescue.join().getFirst().outboxId()))
                    .isLessThanOrEqualTo(1);
        }
    }

    @Test
    void aFlaggedJobEndsCanceledWhateverItsHandlerSaysButForSuccess() {
        for (Function<AttemptKey, AttemptEnd> end : ends().toList()) {
            AttemptKey key = claim(accepted(), ONE).key();
            await(store.actions().cancel(key.jobId(), AuditEntries.BY_A_TEST));

            await(jobs.end(end.apply(key)));

            boolean success = end.apply(key) instanceof AttemptEnd.Completed;
            assertThat(find(key.jobId()).status()).isEqualTo(success ? JobStatus.COMPLETED : JobStatus.CANCELED);
        }
    }

    @Test
    void aFlaggedJobWhoseWorkerIsLostEndsCanceledAndDoesNotComeBack() {
        AttemptKey flagged = claim(accepted(), ONE).key();
        AttemptKey plain = claim(accepted(), ONE).key();
        await(store.actions().cancel(flagged.jobId(), AuditEntries.BY_A_TEST));

        List<ReadyTicket> tickets = await(jobs.release(List.of(flagged, plain), AttemptOutcome.LOST));

        assertThat(tickets).flatExtracting(ReadyTicket::jobIds).containsExactly(plain.jobId());
        assertThat(find(flagged.jobId()).status()).isEqualTo(JobStatus.CANCELED);
    }

    @Test
    void theAttemptsOfOneJobInOneBatchAreToldApart() {
        AttemptKey stale = claim(accepted(), ONE).key();
        await(jobs.release(List.of(stale), AttemptOutcome.LOST));
        AttemptKey present = claim(stale.jobId(), OTHER).key();

        List<EndResult> results = together(Stream.of(
                jobs.end(new AttemptEnd.Completed(stale, "\"stale\"")),
                jobs.end(new AttemptEnd.Completed(stale, "\"stale\"")),
                jobs.end(new AttemptEnd.Completed(present, "\"present\"")),
                jobs.end(new AttemptEnd.Completed(stale, "\"stale\""))));

        assertThat(results)
                .containsExactly(EndResult.LEASE_LOST, EndResult.LEASE_LOST, EndResult.RECORDED, EndResult.LEASE_LOST);
        assertThat(find(stale.jobId()).result()).isEqualTo("\"present\"");
    }

    @Test
    void aResultThatTheDatabaseRefusesDoesNotFailItsNeighbours() {
        List<AttemptKey> keys = IntStream.range(0, 20)
                .mapToObj(i -> claim(accepted(), ONE).key())
                .toList();

        List<CompletableFuture<EndResult>> results = IntStream.range(0, 20)
                .mapToObj(i -> jobs.end(new AttemptEnd.Completed(keys.get(i), i == 7 ? "1e200000" : "1"))
                        .subscribeAsCompletionStage())
                .toList();

        for (int i = 0; i < 20; i++) {
            if (i == 7) {
                assertThat(results.get(i)
                                .handle((ok, failure) -> StoreFault.of(failure))
                                .join())
                        .isEqualTo(StoreFault.REFUSED);
            } else {
                assertThat(results.get(i).join()).isEqualTo(EndResult.RECORDED);
            }
        }
    }

    @Test
    void aJobOfAPausedQueueIsNotClaimedAndStaysPending() {
        store.query("insert into millrace.queue (name, paused_at) values ('paused', now()) on conflict do nothing");
        NewJob job = aJob().queue("paused").build();
        await(jobs.accept(job));

        assertThat(await(jobs.claim(List.of(job.id()), ONE))).isEmpty();

        assertThat(find(job.id()).status()).isEqualTo(JobStatus.PENDING);
    }

    @Test
    void aClaimIsAHotUpdateThatTouchesNoIndex() {
        List<UUID> ids = IntStream.range(0, 500).mapToObj(i -> accepted()).toList();
        store.query("vacuum millrace.job");
        long hotBefore = hotUpdates();

        await(jobs.claim(ids, ONE));

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> hotUpdates() - hotBefore >= 450);
    }

    private static long hotUpdates() {
        return store.count(
                "select n_tup_hot_upd from pg_stat_user_tables where schemaname = 'millrace' and relname = 'job'");
    }

    private static UUID accepted() {
        NewJob job = aJob().build();
        await(jobs.accept(job));
        return job.id();
    }

    private static ClaimedJob claim(UUID id, UUID worker) {
        return await(jobs.claim(List.of(id), worker)).getFirst();
    }

    private static Job find(UUID id) {
        return await(store.reader().find(id)).orElseThrow();
    }

    private static <T> List<T> together(Stream<Uni<T>> calls) {
        return calls.map(Uni::subscribeAsCompletionStage).toList().stream()
                .map(CompletableFuture::join)
                .toList();
    }
}
