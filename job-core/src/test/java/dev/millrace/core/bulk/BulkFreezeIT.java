package dev.millrace.core.bulk;

import static dev.millrace.core.testing.JobBuilder.aJob;
import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.NewJob;
import dev.millrace.core.job.Priority;
import dev.millrace.core.listing.JobFilter;
import dev.millrace.core.listing.ListPosition;
import dev.millrace.core.listing.PayloadMatch;
import dev.millrace.core.testing.AuditEntries;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
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

        assertThat(preview(BulkAction.CANCEL).operation().matched()).isEqualTo(3);
        assertThat(preview(BulkAction.RETRY).samples())
                .extracting(BulkSample::id)
                .isEqualTo(dead);
        assertThat(preview(BulkAction.DISCARD).samples().getFirst().errorType()).isEqualTo("Oops");
        assertThat(waiting).extracting(this::status).containsOnly("pending");
    }

    @Test
    void everyPartOfAFilterNarrowsTheSet() {
        NewJob wanted = aJob().type("mail")
                .queue("post")
                .priority(Priority.HIGH)
                .tags("a", "b")
                .payload("{\"to\": {\"name\": \"ada\"}, \"n\": [5, 6]}")
                .build();
        await(jobs.acceptAll(List.of(wanted, aJob().build())));
        store.query("update millrace.job set schedule_id = ? where id = ?", WORKER, wanted.id());
        claim(wanted.id());
        store.query("update millrace.job set error = '{\"fingerprint\": \"f1\"}' where id = ?", wanted.id());
        Instant now =
                Instant.parse(store.query("select to_char(now() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')")
                        .getFirst());

        assertThat(List.of(
                        JobFilter.builder().statuses(List.of(JobStatus.RUNNING, JobStatus.COMPLETED)),
                        JobFilter.builder().types(List.of("mail", "other")),
                        JobFilter.builder().queues(List.of("post")),
                        JobFilter.builder().priorities(List.of(Priority.HIGH, Priority.LOW)),
                        JobFilter.builder().tags(List.of("b", "c")),
                        JobFilter.builder().workerIds(List.of(WORKER)),
                        JobFilter.builder().scheduleIds(List.of(WORKER)),
                        JobFilter.builder().fingerprints(List.of("f1", "f2")),
                        JobFilter.builder().payload(List.of(PayloadMatch.of("to.name", "ada"))),
                        JobFilter.builder()
                                .payload(List.of(PayloadMatch.of("to.name", "ada"), PayloadMatch.of("n.1", "6")))))
                .allSatisfy(filter -> assertThat(frozen(filter.build())).containsExactly(wanted.id()));
        assertThat(List.of(
                        JobFilter.builder().payload(List.of(PayloadMatch.of("to.name", "bob"))),
                        JobFilter.builder().payload(List.of(PayloadMatch.of("to", "ada"))),
                        JobFilter.builder().createdBefore(now.minusSeconds(60)),
                        JobFilter.builder().createdAfter(now.plusSeconds(60)),
                        JobFilter.builder().finishedAfter(now.minusSeconds(60))))
                .allSatisfy(filter -> assertThat(frozen(filter.build())).isEmpty());
        assertThat(frozen(JobFilter.builder()
                        .createdAfter(now.minusSeconds(60))
                        .createdBefore(now.plusSeconds(60))
                        .build()))
                .hasSize(2);
    }

    @Test
    void ofJobsThatAreNamedThoseThatFitAreFrozen() {
        List<UUID> ids = accept(3);
        List<UUID> dead = acceptDead(1);
        List<UUID> named = List.of(ids.get(2), ids.get(0), dead.getFirst(), IDS.next());

        assertThat(frozen(new BulkScope(named, JobFilter.ANY))).containsExactly(ids.get(0), ids.get(2));
        assertThat(frozen(new BulkScope(
                        named, JobFilter.builder().types(List.of("another")).build())))
                .isEmpty();
    }

    private List<UUID> frozen(JobFilter filter) {
        return frozen(BulkScope.of(filter));
    }

    private List<UUID> frozen(BulkScope scope) {
        BulkRequest request = new BulkRequest(IDS.next(), BulkAction.CANCEL, scope, "{}", null, ACTOR);
        return ((Frozen.Previewed) preview(operations, request))
                .samples().stream().map(BulkSample::id).toList();
    }

    @Test
    void aJobThatIsToldToCancelAlreadyIsNotFrozenAgain() {
        UUID id = accept(1).getFirst();
        claim(id);
        await(store.actions().cancel(id, AuditEntries.BY_A_TEST));

        assertThat(preview(BulkAction.CANCEL).operation().matched()).isZero();
    }

    @Test
    void aPreviewChangesNothingUntilItsTokenStartsExactlyItsSet() {
        List<UUID> ids = accept(2);
        Frozen.Previewed preview = preview(BulkAction.CANCEL);
        UUID later = accept(1).getFirst();
        assertThat(await(runs.take(LEASE))).isEmpty();

        assertThat(start(preview.token(), BulkAction.CANCEL)).isInstanceOf(StartResult.Started.class);
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
        Frozen.Previewed preview = preview(BulkAction.CANCEL);

        CompletableFuture<StartResult> other = starting(preview.token(), null).subscribeAsCompletionStage();
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
        Frozen.Previewed preview = preview(BulkAction.CANCEL);

        assertThat(start(preview.token(), BulkAction.DISCARD))
                .isEqualTo(new StartResult.OtherAction(BulkAction.CANCEL));
        assertThat(start(IDS.next(), null)).isEqualTo(new StartResult.Unknown());
        assertThat(find(preview.operation().id()).state()).isEqualTo(BulkState.PREVIEWED);
    }

    @Test
    void anExpiredPreviewStartsNothingAndIsSweptAway() {
        accept(2);
        Frozen.Previewed preview = preview(BulkAction.CANCEL);
        Frozen.Previewed fresh = preview(BulkAction.CANCEL);
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
        BulkOperation operation = begin(BulkAction.CANCEL);
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
        assertThat(begin(BulkAction.CANCEL).state()).isEqualTo(BulkState.COMPLETED);
        Frozen.Previewed preview = preview(BulkAction.CANCEL);
        assertThat(((StartResult.Started) start(preview.token(), null))
                        .operation()
                        .state())
                .isEqualTo(BulkState.COMPLETED);
    }

    @Test
    void moreJobsThanMayBeFrozenAreNotFrozenAtAll() {
        accept(4);

        assertThat(preview(operations(store, 3), request(BulkAction.CANCEL))).isEqualTo(new Frozen.TooMany(3));
        assertThat(preview(operations(store, 4), request(BulkAction.CANCEL))).isInstanceOf(Frozen.Previewed.class);
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
            assertThatThrownBy(() -> preview(hurried, request(BulkAction.CANCEL)))
                    .matches(BulkOperations::isTooSlow);
            locker.rollback();
        }
    }

    @Test
    void onlyTheNewestPreviewsOfOnePersonAreKept() {
        accept(1);
        List<UUID> previews = java.util.stream.IntStream.range(0, 12)
                .mapToObj(i -> preview(BulkAction.CANCEL).operation().id())
                .toList();

        assertThat(previews.subList(0, 2)).extracting(id -> find(id).state()).containsOnly(BulkState.EXPIRED);
        assertThat(previews.subList(2, 12)).extracting(id -> find(id).state()).containsOnly(BulkState.PREVIEWED);
    }

    @Test
    void operationsAreListedNewestFirst() {
        List<UUID> ids =
                List.of(begin(BulkAction.CANCEL).id(), begin(BulkAction.RETRY).id());

        List<BulkOperation> first = await(operations.list(null, 1));
        List<BulkOperation> second = await(operations.list(
                new ListPosition(first.getFirst().createdAt(), first.getFirst().id()), 10));

        assertThat(first).extracting(BulkOperation::id).containsExactly(ids.get(1));
        assertThat(second).extracting(BulkOperation::id).containsExactly(ids.get(0));
    }
}
