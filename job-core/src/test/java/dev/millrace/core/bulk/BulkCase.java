package dev.millrace.core.bulk;

import static dev.millrace.core.testing.JobBuilder.aJob;
import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.identity.TimeOrderedJobIds;
import dev.millrace.core.job.AttemptKey;
import dev.millrace.core.job.AttemptOutcome;
import dev.millrace.core.job.JobError;
import dev.millrace.core.job.JobIds;
import dev.millrace.core.job.NewJob;
import dev.millrace.core.store.AttemptEnd;
import dev.millrace.core.store.JobStore;
import dev.millrace.core.testing.AuditEntries;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TestStore;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests of bulk operations need: a database, jobs in it, and operations on them. */
abstract class BulkCase {
    static final JobIds IDS = new TimeOrderedJobIds();
    static final UUID WORKER = UUID.fromString("00000000-0000-7000-8000-000000000001");
    static final Duration LEASE = Duration.ofSeconds(30);
    static final Duration NO_LEASE = Duration.ZERO;
    static final String ACTOR = "test";

    FreshDatabase database;
    TestStore store;
    JobStore jobs;
    BulkOperations operations;
    BulkRuns runs;

    @BeforeEach
    void migrate() {
        database = RealServices.freshDatabase();
        store = TestStore.on(database);
        jobs = store.jobs();
        operations = operations(store, 1_000);
        runs = new BulkRuns(store.database());
    }

    @AfterEach
    void drop() {
        store.close();
        database.close();
    }

    static BulkOperations operations(TestStore store, int mostJobs) {
        return new BulkOperations(
                store.database(),
                new BulkLimits(mostJobs, Duration.ofSeconds(4), Duration.ofHours(1)),
                Duration.ofSeconds(2));
    }

    /** Accepted jobs, in the order of their ids. */
    List<UUID> accept(int count) {
        List<NewJob> accepted =
                IntStream.range(0, count).mapToObj(i -> aJob().build()).toList();
        await(jobs.acceptAll(accepted));
        return accepted.stream().map(NewJob::id).toList();
    }

    void claim(UUID... ids) {
        assertThat(await(jobs.claim(List.of(ids), WORKER))).hasSize(ids.length);
    }

    void complete(UUID id, int attempt) {
        await(jobs.end(new AttemptEnd.Completed(new AttemptKey(id, attempt), "1")));
    }

    void bury(UUID id, int attempt) {
        await(jobs.end(new AttemptEnd.Buried(
                new AttemptKey(id, attempt), AttemptOutcome.FAILED, new JobError("Oops", "it went wrong", null))));
    }

    List<UUID> acceptDead(int count) {
        List<UUID> ids = accept(count);
        claim(ids.toArray(UUID[]::new));
        ids.forEach(id -> bury(id, 1));
        return ids;
    }

    static BulkRequest request(BulkAction action) {
        return new BulkRequest(IDS.next(), action, BulkScope.EVERYTHING, "{}", "because", ACTOR);
    }

    Frozen preview(BulkOperations of, BulkRequest request) {
        return await(store.database().inTransaction(transaction -> of.preview(transaction, request)));
    }

    Frozen.Previewed preview(BulkAction action) {
        return (Frozen.Previewed) preview(operations, request(action));
    }

    BulkOperation begin(BulkAction action) {
        return begin(operations, action);
    }

    BulkOperation begin(BulkOperations of, BulkAction action) {
        Frozen frozen = await(store.database()
                .inTransaction(transaction -> of.begin(transaction, request(action), AuditEntries.BY_A_TEST)));
        return ((Frozen.Started) frozen).operation();
    }

    Uni<StartResult> starting(UUID token, BulkAction action) {
        return store.database()
                .inTransaction(transaction ->
                        operations.start(transaction, token, action, null, ACTOR, AuditEntries.BY_A_TEST));
    }

    StartResult start(UUID token, BulkAction action) {
        return await(starting(token, action));
    }

    BulkRun take(Duration lease) {
        return await(runs.take(lease)).orElseThrow();
    }

    BatchResult act(BulkRun run, int limit) {
        return await(runs.act(run, limit, LEASE));
    }

    BulkOperation find(UUID id) {
        return await(operations.find(id)).orElseThrow();
    }

    String status(UUID id) {
        return await(store.reader().find(id)).orElseThrow().status().wireName();
    }

    /** The outcomes of an operation's items, in order. */
    List<BulkOutcome> outcomes(UUID operation) {
        return await(operations.items(operation, 0, null, 1_000)).stream()
                .map(BulkItem::outcome)
                .toList();
    }

    static void assertCounts(BulkOperation operation, int done, int skipped, int failed) {
        assertThat(List.of(operation.done(), operation.skipped(), operation.failed()))
                .as(operation.toString())
                .containsExactly(done, skipped, failed);
    }
}
