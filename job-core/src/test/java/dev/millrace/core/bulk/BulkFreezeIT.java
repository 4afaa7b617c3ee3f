package dev.millrace.core.bulk;

import static dev.millrace.core.testing.JobBuilder.aJob;
import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.job.JobAction;
import dev.millrace.core.listing.ListPosition;
import dev.millrace.core.testing.AuditEntries;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is frozen, and what starts it. */
class BulkFreezeIT extends BulkCase {
    @Test
    void onlyJobsWhoseStatusAllowsTheActionAreFrozen() {
        List<UUID> waiting = accept(2);
        List<UUID> dead = acceptDead(2);
        await(jobs.accept(aJob().delay(Duration.ofHours(1)).build()));

        assertThat(preview(JobAction.CANCEL).operation().matched()).isEqualTo(3);
        assertThat(preview(JobAction.RETRY).samples())
                .extracting(BulkSample::id)
                .isEqualTo(dead);
        assertThat(preview(JobAction.DISCARD).samples().getFirst().errorType()).isEqualTo("Oops");
        assertThat(waiting).extracting(this::status).containsOnly("pending");
    }

    @Test
    void aJobThatIsToldToCancelAlreadyIsNotFrozenAgain() {
        UUID id = accept(1).getFirst();
        claim(id);
        await(store.actions().cancel(id, AuditEntries.BY_A_TEST));

        assertThat(preview(JobAction.CANCEL).operation().matched()).isZero();
    }

    @Test
    void aPreviewChangesNothingUntilItsTokenStartsExactlyItsSet() {
        List<UUID> ids = accept(2);
        Frozen.Previewed preview = preview(JobAction.CANCEL);
        UUID later = accept(1).getFirst();
        assertThat(await(runs.take(LEASE))).isEmpty();

        assertThat(start(preview.token(), JobAction.CANCEL)).isInstanceOf(StartResult.Started.class);
        act(take(LEASE), 100);

        assertThat(ids).extracting(this::status).containsOnly("canceled");
        assertThat(status(later)).isEqualTo("pending");
        BulkOperation operation = find(preview.operation().id());
        assertThat(operation.startedBy()).isEqualTo(ACTOR);
        assertThat(operation.finishedAt()).isNotNull();
    }

    @Test
    void aTokenStartsItsOperationOnceHoweverOftenItIsUsed() {
        accept(2);
        Frozen.Previewed preview = preview(JobAction.CANCEL);

        CompletableFuture<StartResult> other = operations
                .start(preview.token(), null, null, ACTOR, AuditEntries.BY_A_TEST)
                .subscribeAsCompletionStage();
        StartResult one = start(preview.token(), null);

        assertThat(List.of(one, other.join()))
                .hasAtLeastOneElementOfType(StartResult.Started.class)
                .hasAtLeastOneElementOfType(StartResult.Repeated.class);
        assertThat(store.count("select count(*) from millrace.audit_event")).isEqualTo(1);
        assertThat(store.query("select detail ->> 'count' from millrace.audit_event"))
                .containsExactly("2");
        assertThat(store.query("select target from millrace.audit_event"))
                .containsExactly(preview.operation().id().toString());
        act(take(LEASE), 100);
        assertThat(start(preview.token(), null)).isInstanceOf(StartResult.Repeated.class);
    }

    @Test
    void aTokenOfAnotherActionOrOfNothingStartsNothing() {
        accept(1);
        Frozen.Previewed preview = preview(JobAction.CANCEL);

        assertThat(start(preview.token(), JobAction.DISCARD)).isEqualTo(new StartResult.OtherAction(JobAction.CANCEL));
        assertThat(start(IDS.next(), null)).isEqualTo(new StartResult.Unknown());
        assertThat(find(preview.operation().id()).state()).isEqualTo(BulkState.PREVIEWED);
    }

    @Test
    void anExpiredPreviewStartsNothingAndIsSweptAway() {
        accept(2);
        Frozen.Previewed preview = preview(JobAction.CANCEL);
        Frozen.Previewed fresh = preview(JobAction.CANCEL);
        store.query(
                "update millrace.bulk_operation set expires_at = now() where id = ?",
                preview.operation().id());

        assertThat(start(preview.token(), null)).isInstanceOf(StartResult.Over.class);
        assertThat(find(preview.operation().id()).state()).isEqualTo(BulkState.EXPIRED);
        BulkSweep sweep = new BulkSweep(store.database());
        assertThat(await(sweep.expirePreviews())).isEqualTo(1);
        assertThat(await(sweep.deleteItems(100, Duration.ofDays(1)))).isEqualTo(2);
        assertThat(await(sweep.deleteItems(100, Duration.ofDays(1)))).isZero();
        assertThat(outcomes(fresh.operation().id())).hasSize(2);
    }

    @Test
    void whatIsOverIsKeptForAWhileAndThenForgotten() {
        accept(2);
        BulkOperation operation = begin(JobAction.CANCEL);
        act(take(LEASE), 100);
        BulkSweep sweep = new BulkSweep(store.database());

        assertThat(await(sweep.deleteItems(100, Duration.ofDays(1)))).isZero();
        assertThat(await(sweep.forget(Duration.ofDays(30)))).isZero();
        store.query("update millrace.bulk_operation set finished_at = now() - interval '31 days'");
        assertThat(await(sweep.forget(Duration.ofDays(30)))).isZero();
        assertThat(await(sweep.deleteItems(1, Duration.ofDays(1)))).isEqualTo(1);
        assertThat(await(sweep.deleteItems(1, Duration.ofDays(1)))).isEqualTo(1);
        assertThat(await(sweep.forget(Duration.ofDays(30)))).isEqualTo(1);
        assertThat(await(operations.find(operation.id()))).isEmpty();
    }

    @Test
    void anOperationWithoutJobsIsCompleteAtOnce() {
        assertThat(begin(JobAction.CANCEL).state()).isEqualTo(BulkState.COMPLETED);
        Frozen.Previewed preview = preview(JobAction.CANCEL);
        assertThat(((StartResult.Started) start(preview.token(), null))
                        .operation()
                        .state())
                .isEqualTo(BulkState.COMPLETED);
    }

    @Test
    void moreJobsThanMayBeFrozenAreNotFrozenAtAll() {
        accept(4);

        assertThat(await(operations(store, 3).preview(request(JobAction.CANCEL))))
                .isEqualTo(new Frozen.TooMany(3));
        assertThat(await(operations(store, 4).preview(request(JobAction.CANCEL))))
                .isInstanceOf(Frozen.Previewed.class);
        assertThat(store.count("select count(*) from millrace.bulk_operation")).isEqualTo(1);
        assertThat(store.count("select count(*) from millrace.bulk_operation_item"))
                .isEqualTo(4);
    }

    @Test
    void freezingThatTakesTooLongIsGivenUp() throws Exception {
        accept(1);
        BulkOperations hurried = new BulkOperations(
                store.database(),
                new BulkLimits(10, Duration.ofMillis(200), Duration.ofHours(1)),
                Duration.ofSeconds(2));

        try (Connection locker = database.connect();
                Statement lock = locker.createStatement()) {
            locker.setAutoCommit(false);
            lock.execute("lock table millrace.job in access exclusive mode");
            assertThat(await(hurried.preview(request(JobAction.CANCEL)))).isEqualTo(new Frozen.TooSlow());
            locker.rollback();
        }
    }

    @Test
    void onlyTheNewestPreviewsOfOnePersonAreKept() {
        accept(1);
        List<UUID> previews = java.util.stream.IntStream.range(0, 12)
                .mapToObj(i -> preview(JobAction.CANCEL).operation().id())
                .toList();

        assertThat(previews.subList(0, 2)).extracting(id -> find(id).state()).containsOnly(BulkState.EXPIRED);
        assertThat(previews.subList(2, 12)).extracting(id -> find(id).state()).containsOnly(BulkState.PREVIEWED);
    }

    @Test
    void operationsAreListedNewestFirst() {
        List<UUID> ids =
                List.of(begin(JobAction.CANCEL).id(), begin(JobAction.RETRY).id());

        List<BulkOperation> first = await(operations.list(null, 1));
        List<BulkOperation> second = await(operations.list(
                new ListPosition(first.getFirst().createdAt(), first.getFirst().id()), 10));

        assertThat(first).extracting(BulkOperation::id).containsExactly(ids.get(1));
        assertThat(second).extracting(BulkOperation::id).containsExactly(ids.get(0));
    }
}
