package dev.millrace.core.bulk;

import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.announcement.TicketAnnouncer;
import dev.millrace.core.messaging.BrokerAddress;
import dev.millrace.core.messaging.TicketPublisher;
import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TestStore;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BulkRunnerIT extends BulkCase {
    private static final Duration SHORT_LEASE = Duration.ofMillis(300);

    private FreshBroker broker;
    private TicketPublisher publisher;

    @BeforeEach
    void connect() {
        broker = RealServices.freshBroker();
        publisher = new TicketPublisher(BrokerAddress.parse(broker.amqpUrl()), "bulk test");
    }

    @AfterEach
    void disconnect() {
        publisher.close();
        broker.close();
    }

    @Test
    void aRunnerThatDiesInTheMiddleIsFollowedByOneThatGoesOn() throws Exception {
        List<UUID> ids = acceptDead(60);
        store.query("delete from millrace.outbox");
        BulkOperation operation = begin(BulkAction.RETRY);
        CountDownLatch underWay = new CountDownLatch(2);
        TestStore dying = TestStore.on(database);
        BulkRunner first = runner(dying, 7, (action, batch) -> underWay.countDown());
        first.wake();
        assertThat(underWay.await(10, TimeUnit.SECONDS)).isTrue();
        dying.close();

        AtomicInteger done = new AtomicInteger();
        try (BulkRunner second = runner(store, 7, (action, batch) -> done.addAndGet(batch.done()))) {
            Awaitility.await().untilAsserted(() -> {
                second.wake();
                assertThat(find(operation.id()).state()).isEqualTo(BulkState.COMPLETED);
            });
        }
        first.close();

        assertCounts(find(operation.id()), 60, 0, 0);
        assertThat(done.get()).isBetween(1, 60);
        // Unannounced by either runner: the outbox still tells of every ticket ever made, and so of every job acted
        // upon.
        assertThat(store.query("select unnest(job_ids)::text from millrace.outbox"))
                .containsExactlyInAnyOrderElementsOf(
                        ids.stream().map(UUID::toString).toList());
    }

    @Test
    void twoRunnersShareOutOperationsAndActOnEachJobOnce() {
        accept(200);
        List<UUID> operations = List.of(
                begin(BulkAction.CANCEL).id(),
                begin(BulkAction.CANCEL).id(),
                begin(BulkAction.CANCEL).id());
        try (TestStore elsewhere = TestStore.on(database);
                BulkRunner one = runner(store, 10, (action, batch) -> {});
                BulkRunner two = runner(elsewhere, 10, (action, batch) -> {})) {
            one.wake();
            two.wake();
            Awaitility.await().untilAsserted(() -> assertThat(operations)
                    .extracting(id -> find(id).state())
                    .containsOnly(BulkState.COMPLETED));
        }

        assertThat(operations.stream().mapToInt(id -> find(id).done()).sum()).isEqualTo(200);
        assertThat(operations.stream().mapToInt(id -> find(id).skipped()).sum()).isEqualTo(400);
        assertThat(store.count("select count(*) from millrace.job_archive")).isEqualTo(200);
        assertThat(store.count("select sum(jobs) from millrace.rollup_delta where outcome = 'canceled'"))
                .isEqualTo(200);
    }

    @Test
    void aJobThatTheDatabaseRefusesToChangeIsCountedAndStopsNoOther() {
        List<UUID> ids = accept(30);
        BulkRaceIT.refuseToArchive(store, ids.get(14));
        BulkOperation operation = begin(BulkAction.CANCEL);

        try (BulkRunner runner = runner(store, 10, (action, batch) -> {})) {
            runner.wake();
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(find(operation.id()).state()).isEqualTo(BulkState.COMPLETED));
        }

        assertCounts(find(operation.id()), 29, 0, 1);
        assertThat(await(operations.items(operation.id(), 0, BulkOutcome.FAILED, 10)))
                .extracting(BulkItem::jobId)
                .containsExactly(ids.get(14));
    }

    @Test
    void aRunnerGoesOnWhenPostgresqlIsBack() {
        accept(100);
        BulkOperation operation = begin(BulkAction.CANCEL);
        AtomicInteger batches = new AtomicInteger();

        try (BulkRunner runner = runner(store, 10, (action, batch) -> {
            if (batches.incrementAndGet() == 3) {
                database.terminateConnections();
            }
        })) {
            runner.wake();
            Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(() -> {
                runner.wake();
                assertThat(find(operation.id()).state()).isEqualTo(BulkState.COMPLETED);
            });
        }

        assertCounts(find(operation.id()), 100, 0, 0);
    }

    /** With a broker that it has not reached, so that tickets stay in the outbox for the test to see. */
    private BulkRunner runner(TestStore of, int batch, BulkListener listener) {
        TicketPublisher unconnected = publisher;
        unconnected.close();
        return new BulkRunner(
                new BulkRuns(of.database()),
                new TicketAnnouncer(unconnected, of.outbox()),
                listener,
                new BulkPace(batch, Duration.ofMillis(5), SHORT_LEASE, 2));
    }
}
