package dev.millrace.core.store;

import static dev.millrace.core.testing.JobBuilder.aJob;
import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.job.AttemptOutcome;
import dev.millrace.core.job.ClaimedJob;
import dev.millrace.core.job.JobError;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.NewJob;
import dev.millrace.core.testing.AuditEntries;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TestStore;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyedAcceptanceIT {
    private static final UUID WORKER = UUID.fromString("0198c0de-0000-7000-8000-00000000beef");
    private static final JobError ERROR = new JobError("Broken", "it broke", null);

    private FreshDatabase database;
    private TestStore store;
    private JobStore jobs;

    @BeforeEach
    void migrate() {
        database = RealServices.freshDatabase();
        store = TestStore.on(database);
        jobs = store.jobs();
    }

    @AfterEach
    void drop() {
        store.close();
        database.close();
    }

    @Test
    void aRepetitionGetsTheFirstAnswerAndMakesNoSecondJob() {
        NewJob first = aJob().delay(Duration.ofHours(1)).build();
        AcceptedJob accepted = accepted(submit(first, key("k", "a")));

        AcceptedJob again = repeated(submit(aJob().delay(Duration.ofHours(1)).build(), key("k", "a")));

        assertThat(again.submitted().id()).isEqualTo(first.id());
        assertThat(again.status()).isEqualTo(JobStatus.SCHEDULED);
        assertThat(again.createdAt()).isEqualTo(accepted.createdAt());
        assertThat(again.runAt()).isEqualTo(accepted.runAt());
        assertThat(again.ticket()).isNull();
        assertThat(liveJobs()).isEqualTo(1);
    }

    @Test
    void aRepetitionGetsTheFirstAnswerWhateverBecameOfTheJobMeanwhile() {
        NewJob first = aJob().build();
        submit(first, key("k", "a"));
        await(jobs.end(new AttemptEnd.Completed(claim(first.id()).key(), null)));

        AcceptedJob again = repeated(submit(aJob().build(), key("k", "a")));

        assertThat(again.status()).isEqualTo(JobStatus.PENDING);
        assertThat(again.submitted().id()).isEqualTo(first.id());
    }

    @Test
    void theSameKeyForAnotherRequestIsRefusedAndForAnotherOwnerIsAnotherKey() {
        submit(aJob().build(), key("k", "a"));

        assertThat(submit(aJob().build(), key("k", "b"))).isInstanceOf(Acceptance.KeyReused.class);
        assertThat(submit(aJob().build(), new IdempotencyKey("key:2", "k", "ab")))
                .isInstanceOf(Acceptance.Accepted.class);
        assertThat(liveJobs()).isEqualTo(2);
    }

    @Test
    void aRepetitionThatTravelsBehindAnotherRequestWithItsKeyIsNotToldThatTheKeyIsReused() {
        Submission first = Submission.of(aJob().build(), key("k", "a"));
        await(jobs.submit(first));

        List<Acceptance> answers = await(store.database()
                .inTransaction(transaction -> KeyedAcceptance.accept(
                        transaction,
                        List.of(
                                Submission.of(aJob().build(), key("k", "b")),
                                Submission.of(aJob().build(), key("k", "a"))))));

        assertThat(answers.get(0)).isInstanceOf(Acceptance.KeyReused.class);
        assertThat(answers.get(1)).isInstanceOf(Acceptance.InFlight.class);
        assertThat(repeated(await(jobs.submit(first))).submitted().id())
                .isEqualTo(first.jobs().getFirst().id());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void ofManyRequestsWithOneKeyAtOnceExactlyOneMakesItsJobs(int size) {
        for (int round = 0; round < 20; round++) {
            IdempotencyKey key = key("round-" + round, "a");
            JobStore elsewhere = store.jobs();
            List<CompletableFuture<Acceptance>> answers = IntStream.range(0, 20)
                    .mapToObj(i -> (i % 2 == 0 ? jobs : elsewhere)
                            .submit(submission(size, key))
                            .subscribeAsCompletionStage())
                    .toList();

            List<Acceptance> all = answers.stream().map(CompletableFuture::join).toList();
            assertThat(all).filteredOn(Acceptance.Accepted.class::isInstance).hasSize(1);
            assertThat(all)
                    .allMatch(each -> each instanceof Acceptance.Accepted
                            || each instanceof Acceptance.Repeated
                            || each instanceof Acceptance.InFlight);
            UUID id = all.stream()
                    .filter(Acceptance.Accepted.class::isInstance)
                    .map(each -> accepted(each).submitted().id())
                    .findFirst()
                    .orElseThrow();
            assertThat(all.stream().filter(Acceptance.Repeated.class::isInstance))
                    .allMatch(each -> repeated(each).submitted().id().equals(id));
            assertThat(liveJobs()).isEqualTo(size * (round + 1L));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aRequestWhoseFirstIsStillInFlightIsToldSoAndDoesNotWait(int size) {
        IdempotencyKey key = key("k", "a");
        CompletableFuture<Void> goOn = new CompletableFuture<>();
        CompletableFuture<Acceptance> inside = new CompletableFuture<>();
        CompletableFuture<Acceptance> first = store.database()
                .inTransaction(transaction -> JobStore.submit(transaction, submission(size, key))
                        .invoke(inside::complete)
                        .call(() -> Uni.createFrom().completionStage(goOn)))
                .subscribeAsCompletionStage();
        inside.join();

        Acceptance second = await(jobs.submit(submission(size, key)));
        goOn.complete(null);

        assertThat(second).isInstanceOf(Acceptance.InFlight.class);
        assertThat(first.join()).isInstanceOf(Acceptance.Accepted.class);
        assertThat(await(jobs.submit(submission(size, key)))).isInstanceOf(Acceptance.Repeated.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aRequestThatIsNotAcceptedLeavesItsKeyFree(int size) {
        List<NewJob> bulk =
                Collections.nCopies(size, aJob().payload("{\"n\": 1e200000}").build());
        var refused = jobs.submit(new Submission(bulk, key("k", "a"))).subscribeAsCompletionStage();
        assertThat(refused.handle((ok, failure) -> StoreFault.of(failure)).join())
                .isEqualTo(StoreFault.REFUSED);

        assertThat(await(jobs.submit(submission(size, key("k", "a"))))).isInstanceOf(Acceptance.Accepted.class);
    }

    @Test
    void aBulkIsRepeatedInItsOrder() {
        List<NewJob> bulk = IntStream.range(0, 50).mapToObj(i -> aJob().build()).toList();
        await(jobs.submit(new Submission(bulk, key("k", "a"))));

        Acceptance again = await(jobs.submit(new Submission(
                IntStream.range(0, 50).mapToObj(i -> aJob().build()).toList(), key("k", "a"))));

        assertThat(((Acceptance.Repeated) again).jobs())
                .extracting(job -> job.submitted().id())
                .containsExactlyElementsOf(bulk.stream().map(NewJob::id).toList());
        assertThat(liveJobs()).isEqualTo(50);
    }

    @Test
    void aUniqueKeyIsHeldWhileItsJobLivesAndIsFreeWhenItEnds() {
        NewJob holder = aJob().uniqueKey("u").build();
        submit(holder, null);
        assertThat(holderOf(submit(aJob().uniqueKey("u").build(), null))).isEqualTo(holder.id());

        ClaimedJob claimed = claim(holder.id());
        assertThat(holderOf(submit(aJob().uniqueKey("u").build(), null))).isEqualTo(holder.id());
        await(jobs.end(new AttemptEnd.RetryLater(
                claimed.key(), AttemptOutcome.FAILED, ERROR, Duration.ZERO, Duration.ofHours(1))));
        assertThat(holderOf(submit(aJob().uniqueKey("u").build(), null))).isEqualTo(holder.id());
        await(jobs.end(new AttemptEnd.Completed(claim(holder.id()).key(), null)));

        assertThat(submit(aJob().uniqueKey("u").build(), null)).isInstanceOf(Acceptance.Accepted.class);
        assertThat(await(store.reader().find(holder.id())).orElseThrow().uniqueKey())
                .isEqualTo("u");
    }

    @Test
    void aCanceledAndADiscardedJobGiveTheirUniqueKeyBack() {
        NewJob canceled = aJob().uniqueKey("u").build();
        submit(canceled, null);
        await(store.actions().cancel(canceled.id(), AuditEntries.BY_A_TEST));

        NewJob discarded = aJob().uniqueKey("u").build();
        assertThat(submit(discarded, null)).isInstanceOf(Acceptance.Accepted.class);
        await(jobs.end(new AttemptEnd.Discarded(claim(discarded.id()).key(), ERROR)));

        assertThat(submit(aJob().uniqueKey("u").build(), null)).isInstanceOf(Acceptance.Accepted.class);
    }

    @Test
    void deathFreesTheUniqueKeyAndARetryTakesItAgainOrNamesItsHolder() {
        NewJob dead = aJob().uniqueKey("u").build();
        submit(dead, null);
        await(jobs.end(new AttemptEnd.Buried(claim(dead.id()).key(), AttemptOutcome.FAILED, ERROR)));
        NewJob next = aJob().uniqueKey("u").build();
        assertThat(submit(next, null)).isInstanceOf(Acceptance.Accepted.class);

        assertThat(await(store.actions().retry(dead.id(), AuditEntries.BY_A_TEST)))
                .isEqualTo(new ActionResult.UniqueKeyHeld(next.id()));
        await(store.actions().cancel(next.id(), AuditEntries.BY_A_TEST));
        assertThat(await(store.actions().retry(dead.id(), AuditEntries.BY_A_TEST)))
                .isInstanceOf(ActionResult.Done.class);

        assertThat(holderOf(submit(aJob().uniqueKey("u").build(), null))).isEqualTo(dead.id());
        assertThat(store.count("select count(*) from millrace.audit_event")).isEqualTo(2);
    }

    @Test
    void ofManyJobsWithOneUniqueKeyAtOnceExactlyOneIsAccepted() {
        JobStore elsewhere = store.jobs();
        for (int round = 0; round < 20; round++) {
            String unique = "round-" + round;
            List<CompletableFuture<Acceptance>> answers = IntStream.range(0, 20)
                    .mapToObj(i -> (i % 2 == 0 ? jobs : elsewhere)
                            .submit(Submission.of(aJob().uniqueKey(unique).build(), null))
                            .subscribeAsCompletionStage())
                    .toList();

            List<Acceptance> all = answers.stream().map(CompletableFuture::join).toList();
            assertThat(all).filteredOn(Acceptance.Accepted.class::isInstance).hasSize(1);
            assertThat(all)
                    .filteredOn(Acceptance.UniqueKeyHeld.class::isInstance)
                    .hasSize(19);
            assertThat(liveJobs()).isEqualTo(round + 1);
        }
    }

    @Test
    void endsAndSubmissionsOfOneUniqueKeyNeverLeaveItHeldByNobodyOrByTwo() {
        for (int round = 0; round < 50; round++) {
            NewJob holder = aJob().uniqueKey("u").build();
            submit(holder, null);
            ClaimedJob claimed = claim(holder.id());
            NewJob next = aJob().uniqueKey("u").build();

            var end = jobs.end(new AttemptEnd.Completed(claimed.key(), null)).subscribeAsCompletionStage();
            var submit = jobs.submit(Submission.of(next, null)).subscribeAsCompletionStage();

            assertThat(end.join()).isEqualTo(EndResult.RECORDED);
            boolean accepted = submit.join() instanceof Acceptance.Accepted;
            assertThat(store.count("select count(*) from millrace.unique_key")).isEqualTo(accepted ? 1 : 0);
            if (accepted) {
                await(store.actions().cancel(next.id(), AuditEntries.BY_A_TEST));
            }
        }
    }

    @Test
    void aBulkWithOneHeldUniqueKeyIsRefusedWholeAndGivesItsOthersBack() {
        NewJob holder = aJob().uniqueKey("held").build();
        submit(holder, null);

        Acceptance bulk = await(jobs.submit(new Submission(
                List.of(
                        aJob().uniqueKey("free").build(),
                        aJob().build(),
                        aJob().uniqueKey("held").build()),
                key("k", "a"))));

        assertThat(bulk).isEqualTo(new Acceptance.UniqueKeyHeld(Map.of(2, holder.id())));
        assertThat(liveJobs()).isEqualTo(1);
        assertThat(submit(aJob().uniqueKey("free").build(), null)).isInstanceOf(Acceptance.Accepted.class);
        assertThat(store.count("select count(*) from millrace.idempotency_key")).isZero();
    }

    @Test
    void aRepetitionOfARequestWhoseJobStillHoldsItsUniqueKeyIsNoConflict() {
        NewJob first = aJob().uniqueKey("u").build();
        submit(first, key("k", "a"));

        assertThat(repeated(submit(aJob().uniqueKey("u").build(), key("k", "a")))
                        .submitted()
                        .id())
                .isEqualTo(first.id());
    }

    @Test
    void keyedAndPlainSubmissionsThatArriveTogetherEachGetTheirOwnAnswer() {
        List<CompletableFuture<Acceptance>> answers = Stream.of(
                        Submission.of(aJob().build(), null),
                        Submission.of(aJob().build(), key("one", "a")),
                        Submission.of(aJob().uniqueKey("u").build(), null),
                        Submission.of(aJob().payload("{\"n\": 1e200000}").build(), key("bad", "a")),
                        Submission.of(aJob().uniqueKey("u").build(), null),
                        Submission.of(aJob().uniqueKey("v").build(), key("two", "a")))
                .map(submission -> jobs.submit(submission).subscribeAsCompletionStage())
                .toList();

        assertThat(answers.get(0).join()).isInstanceOf(Acceptance.Accepted.class);
        assertThat(answers.get(1).join()).isInstanceOf(Acceptance.Accepted.class);
        assertThat(answers.get(3)
                        .handle((ok, failure) -> StoreFault.of(failure))
                        .join())
                .isEqualTo(StoreFault.REFUSED);
        assertThat(List.of(answers.get(2).join(), answers.get(4).join()))
                .filteredOn(Acceptance.Accepted.class::isInstance)
                .hasSize(1);
        assertThat(answers.get(5).join()).isInstanceOf(Acceptance.Accepted.class);
        assertThat(liveJobs()).isEqualTo(4);
    }

    private static Submission submission(int size, IdempotencyKey key) {
        return new Submission(
                IntStream.range(0, size).mapToObj(i -> aJob().build()).toList(), key);
    }

    private Acceptance submit(NewJob job, IdempotencyKey key) {
        return await(jobs.submit(Submission.of(job, key)));
    }

    private ClaimedJob claim(UUID id) {
        return await(jobs.claim(List.of(id), WORKER)).getFirst();
    }

    private long liveJobs() {
        return store.count("select count(*) from millrace.job");
    }

    private static IdempotencyKey key(String key, String request) {
        return new IdempotencyKey("key:1", key, request.repeat(64));
    }

    private static AcceptedJob accepted(Acceptance acceptance) {
        return ((Acceptance.Accepted) acceptance).jobs().getFirst();
    }

    private static AcceptedJob repeated(Acceptance acceptance) {
        return ((Acceptance.Repeated) acceptance).jobs().getFirst();
    }

    private static UUID holderOf(Acceptance acceptance) {
        return ((Acceptance.UniqueKeyHeld) acceptance).holders().get(0);
    }
}
