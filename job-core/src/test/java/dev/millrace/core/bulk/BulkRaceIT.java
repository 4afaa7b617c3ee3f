package dev.millrace.core.bulk;

import static dev.millrace.core.bulk.BulkOutcome.DONE;
import static dev.millrace.core.bulk.BulkOutcome.FAILED;
import static dev.millrace.core.bulk.BulkOutcome.PENDING;
import static dev.millrace.core.bulk.BulkOutcome.SKIPPED;
import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.core.job.AttemptKey;
import dev.millrace.core.job.AttemptOutcome;
import dev.millrace.core.job.JobError;
import dev.millrace.core.store.AttemptEnd;
import dev.millrace.core.store.EndResult;
import dev.millrace.core.store.StoreFault;
import dev.millrace.core.testing.AuditEntries;
import io.smallrye.mutiny.Uni;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Bulk operations against everything else that moves their jobs meanwhile. */
class BulkRaceIT extends BulkCase {
    @Test
    void aJobThatEndsBetweenFreezingAndRunningIsSkipped() {
        List<UUID> ids = accept(3);
        claim(ids.get(1));
        BulkOperation operation = begin(BulkAction.CANCEL);
        complete(ids.get(1), 1);

        act(take(LEASE), 100);

        assertThat(outcomes(operation.id())).containsExactly(DONE, SKIPPED, DONE);
        assertThat(ids).extracting(this::status).containsExactly("canceled", "completed", "canceled");
        assertCounts(find(operation.id()), 2, 1, 0);
        assertThat(find(operation.id()).state()).isEqualTo(BulkState.COMPLETED);
    }

    @Test
    void cancelEndsWhatWaitsAndFlagsWhatRuns() {
        List<UUID> ids = accept(3);
        claim(ids.get(0));

        BulkOperation operation = begin(BulkAction.CANCEL);
        act(take(LEASE), 100);

        assertCounts(find(operation.id()), 3, 0, 0);
        assertThat(status(ids.get(0))).isEqualTo("running");
        assertThat(await(store.reader().find(ids.get(0))).orElseThrow().cancelRequested())
                .isTrue();
        assertThat(await(jobs.end(new AttemptEnd.Canceled(new AttemptKey(ids.get(0), 1)))))
                .isEqualTo(EndResult.RECORDED);
        assertThat(store.count("select sum(jobs) from millrace.rollup_delta where outcome = 'canceled'"))
                .isEqualTo(3);
    }

    @Test
    void aClaimThatIsCommittedWhileCancelWaitsForItsRowWins() throws Exception {
        UUID id = accept(1).getFirst();
        BulkOperation operation = begin(BulkAction.CANCEL);
        BulkRun run = take(LEASE);

        CompletableFuture<BatchResult> batch;
        try (Connection claimer = database.connect()) {
            claimer.setAutoCommit(false);
            change(claimer, "update millrace.job set status = 'running', attempt = attempt + 1 where id = ?", id);
            batch = later(runs.act(run, 10, LEASE));
            waitsForALock();
            claimer.commit();
        }

        assertThat(batch.join()).isEqualTo(new BatchResult.Committed(0, 1, 0, true, List.of()));
        assertThat(status(id)).isEqualTo("running");
        assertThat(outcomes(operation.id())).containsExactly(SKIPPED);
    }

    @Test
    void aJobCanceledInBulkIsClaimedNoMore() {
        UUID id = accept(1).getFirst();
        begin(BulkAction.CANCEL);

        act(take(LEASE), 10);

        assertThat(await(jobs.claim(List.of(id), WORKER))).isEmpty();
        assertThat(status(id)).isEqualTo("canceled");
    }

    @Test
    void aJobThatDiedAgainIsAnotherIncarnationAndIsSkipped() {
        UUID id = acceptDead(1).getFirst();
        BulkOperation operation = begin(BulkAction.DISCARD);
        await(store.actions().retry(id, AuditEntries.BY_A_TEST));
        claim(id);
        bury(id, 2);

        act(take(LEASE), 10);

        assertThat(status(id)).isEqualTo("dead");
        assertCounts(find(operation.id()), 0, 1, 0);
    }

    @Test
    void retryInBulkAndASingleRetryAnnounceAJobOnce() {
        List<UUID> ids = acceptDead(2);
        store.query("delete from millrace.outbox");
        BulkOperation operation = begin(BulkAction.RETRY);
        await(store.actions().retry(ids.get(0), AuditEntries.BY_A_TEST));

        act(take(LEASE), 10);

        assertThat(outcomes(operation.id())).containsExactly(SKIPPED, DONE);
        assertThat(store.query("select unnest(job_ids)::text from millrace.outbox"))
                .containsExactlyInAnyOrder(ids.get(0).toString(), ids.get(1).toString());
    }

    @Test
    void aJobThatRanAndWasRescuedSinceIsNotRetried() {
        UUID id = accept(1).getFirst();
        claim(id);
        await(jobs.end(new AttemptEnd.RetryLater(
                new AttemptKey(id, 1),
                AttemptOutcome.FAILED,
                new JobError("Oops", "", null),
                Duration.ZERO,
                Duration.ZERO)));
        BulkOperation operation = begin(BulkAction.RETRY);
        claim(id);
        await(jobs.release(List.of(new AttemptKey(id, 2)), AttemptOutcome.LOST));

        act(take(LEASE), 10);

        assertThat(outcomes(operation.id())).containsExactly(SKIPPED);
        assertThat(status(id)).isEqualTo("pending");
        assertThat(store.count("select crash_count from millrace.job where id = ?", id))
                .isEqualTo(1);
    }

    @Test
    void retryRenewsTheBudgetAndPacksTicketsByLane() {
        List<UUID> ids = acceptDead(25);
        store.query("delete from millrace.outbox");
        store.query(
                "insert into millrace.job_type (name, description, payload_schema, example, max_retries, retry_base_ms,"
                        + " retry_max_ms, timeout_seconds, ticket_size) values ('noop', '', '{}', '{}', 3, 1, 1, 60, 10)");
        begin(BulkAction.RETRY);

        BatchResult result = act(take(LEASE), 100);

        assertThat(((BatchResult.Committed) result).tickets())
                .extracting(ticket -> ticket.jobIds().size())
                .containsExactlyInAnyOrder(10, 10, 5);
        assertThat(store.count("select count(*) from millrace.outbox")).isEqualTo(3);
        assertThat(store.count("select count(*) from millrace.job where status = 'pending' and failures = 0"
                        + " and dead_at is null"))
                .isEqualTo(25);
        assertThat(store.query("select jobs from millrace.rollup_delta where outcome = 'retried_by_hand'"))
                .containsExactly("25");
        claim(ids.getFirst());
    }

    @Test
    void aDeadJobWhoseUniqueKeyIsTakenStaysDead() {
        List<UUID> ids = acceptDead(4);
        store.query("update millrace.job set unique_key = 'held' where id = ?", ids.get(0));
        store.query("update millrace.job set unique_key = 'shared' where id in (?, ?)", ids.get(1), ids.get(2));
        store.query("insert into millrace.unique_key values ('held', gen_random_uuid())");

        BulkOperation operation = begin(BulkAction.RETRY);
        act(take(LEASE), 10);

        assertThat(outcomes(operation.id())).containsExactly(SKIPPED, DONE, SKIPPED, DONE);
        assertThat(store.query("select job_id::text from millrace.unique_key where key = 'shared'"))
                .containsExactly(ids.get(1).toString());
    }

    @Test
    void cancelInBulkFreesUniqueKeys() {
        UUID id = accept(1).getFirst();
        store.query("update millrace.job set unique_key = 'k' where id = ?", id);
        store.query("insert into millrace.unique_key values ('k', ?)", id);
        begin(BulkAction.CANCEL);

        act(take(LEASE), 10);

        assertThat(store.count("select count(*) from millrace.unique_key")).isZero();
    }

    @Test
    void aRunnerThatLostTheOperationWritesNoMore() {
        accept(20);
        BulkOperation operation = begin(BulkAction.CANCEL);
        BulkRun first = take(NO_LEASE);
        assertThat(await(runs.act(first, 5, NO_LEASE))).isEqualTo(new BatchResult.Committed(5, 0, 0, false, List.of()));
        BulkRun second = take(LEASE);

        assertThat(act(first, 5)).isEqualTo(new BatchResult.LeaseLost());
        assertThat(act(second, 100)).isEqualTo(new BatchResult.Committed(15, 0, 0, true, List.of()));
        assertThat(act(first, 5)).isEqualTo(new BatchResult.LeaseLost());

        assertCounts(find(operation.id()), 20, 0, 0);
        assertThat(store.count("select count(*) from millrace.job_archive")).isEqualTo(20);
    }

    @Test
    void anOperationIsNotTakenOverInTheMiddleOfABatch() throws Exception {
        UUID id = accept(1).getFirst();
        begin(BulkAction.CANCEL);
        BulkRun run = take(NO_LEASE);

        CompletableFuture<BatchResult> batch;
        try (Connection holder = database.connect()) {
            holder.setAutoCommit(false);
            change(holder, "update millrace.job set tags = tags where id = ?", id);
            batch = later(runs.act(run, 10, LEASE));
            waitsForALock();
            assertThat(await(runs.take(LEASE))).isEmpty();
            holder.rollback();
        }

        assertThat(batch.join()).isEqualTo(new BatchResult.Committed(1, 0, 0, true, List.of()));
    }

    @Test
    void whatIsHeldByALivingRunnerIsNotTaken() {
        accept(1);
        begin(BulkAction.CANCEL);
        BulkRun run = take(LEASE);

        assertThat(await(runs.take(LEASE))).isEmpty();
        await(runs.release(run));
        assertThat(take(LEASE).run()).isEqualTo(run.run() + 1);
    }

    @Test
    void aBatchThatIsRefusedDoesNothingAndTheJobThatIsToBlameCanBePassedOver() {
        List<UUID> ids = accept(3);
        refuseToArchive(ids.get(1));
        BulkOperation operation = begin(BulkAction.CANCEL);
        BulkRun run = take(LEASE);

        assertThatThrownBy(() -> act(run, 3))
                .satisfies(failure -> assertThat(StoreFault.of(failure.getCause() == null ? failure : failure))
                        .isEqualTo(StoreFault.REFUSED));
        assertThat(outcomes(operation.id())).containsExactly(PENDING, PENDING, PENDING);
        act(run, 1);
        await(runs.passOver(run, LEASE));
        act(run, 1);

        assertThat(outcomes(operation.id())).containsExactly(DONE, FAILED, DONE);
        assertCounts(find(operation.id()), 2, 0, 1);
        assertThat(status(ids.get(1))).isEqualTo("pending");
    }

    void refuseToArchive(UUID id) {
        refuseToArchive(store, id);
    }

    static void refuseToArchive(dev.millrace.core.testing.TestStore store, UUID id) {
        store.query("create function millrace.refuse() returns trigger language plpgsql as $$ begin"
                + " raise exception 'refused' using errcode = '22000'; end $$");
        store.query("create trigger refuse before delete on millrace.job for each row when (old.id = '" + id
                + "') execute function millrace.refuse()");
    }

    @Test
    void abortStopsWhatIsUnderWayAndKeepsWhatIsDone() {
        List<UUID> ids = accept(10);
        BulkOperation operation = begin(BulkAction.CANCEL);
        BulkRun run = take(LEASE);
        act(run, 4);

        AbortResult aborted = await(operations.abort(operation.id(), "somebody", AuditEntries.BY_A_TEST));

        assertThat(aborted).isInstanceOf(AbortResult.Aborted.class);
        assertThat(act(run, 4)).isEqualTo(new BatchResult.LeaseLost());
        assertThat(await(runs.take(LEASE))).isEmpty();
        BulkOperation over = find(operation.id());
        assertThat(over.state()).isEqualTo(BulkState.ABORTED);
        assertThat(over.abortedBy()).isEqualTo("somebody");
        assertCounts(over, 4, 0, 0);
        assertThat(status(ids.get(4))).isEqualTo("pending");
        assertThat(await(operations.abort(operation.id(), "again", AuditEntries.BY_A_TEST)))
                .isInstanceOf(AbortResult.Over.class);
        assertThat(await(operations.abort(IDS.next(), "again", AuditEntries.BY_A_TEST)))
                .isEqualTo(new AbortResult.Unknown());
    }

    private void waitsForALock() {
        Awaitility.await()
                .until(() -> store.count("select count(*) from pg_stat_activity where datname = current_database()"
                                + " and wait_event_type = 'Lock'")
                        > 0);
    }

    private static <T> CompletableFuture<T> later(Uni<T> work) {
        return work.subscribeAsCompletionStage();
    }

    private static void change(Connection connection, String sql, UUID id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, id);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }
}
