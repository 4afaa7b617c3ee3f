package dev.millrace.core.bulk;

import static dev.millrace.core.testing.JobBuilder.aJob;
import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.announcement.TicketAnnouncer;
import dev.millrace.core.job.NewJob;
import dev.millrace.core.messaging.BrokerAddress;
import dev.millrace.core.messaging.TicketPublisher;
import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.RealServices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A large operation must end in reasonable time and leave room for the live traffic meanwhile. */
class BulkPaceIT extends BulkCase {
    private static final int JOBS = Boolean.getBoolean("millrace.test.all") ? 100_000 : 30_000;
    private static final int BATCH = 500;
    private static final Duration LONGEST = Duration.ofMinutes(2);
    /** Generous, for a machine that does other things too; what a batch holds up is a few milliseconds. */
    private static final Duration USUAL_ROUND = Duration.ofMillis(500);

    @Test
    void tensOfThousandsOfDeadJobsAreRetriedWhileOthersRunOn() {
        store.query(
                "insert into millrace.job (id, job_type, queue, priority, status, payload, attempt, failures, max_retries,"
                        + " retry_base_ms, retry_max_ms, timeout_seconds, created_at, run_at, dead_at, error)"
                        + " select gen_random_uuid(), 'noop', 'default', i % 3, 'dead', '{\"n\": 1}', 1, 1, 0, 2000, 300000, 60, now(),"
                        + " now(), now(), '{\"type\": \"Oops\", \"message\": \"it went wrong\"}' from generate_series(1, "
                        + JOBS
                        + ") as i");
        BulkOperations unbounded = operations(store, 1_000_000);

        long begun = System.nanoTime();
        BulkOperation operation = begin(unbounded, BulkAction.RETRY);
        Duration freezing = Duration.ofNanos(System.nanoTime() - begun);
        AtomicInteger largest = new AtomicInteger();
        List<Duration> rounds = new ArrayList<>();
        try (FreshBroker broker = RealServices.freshBroker();
                TicketPublisher publisher = new TicketPublisher(BrokerAddress.parse(broker.amqpUrl()), "pace test");
                BulkRunner runner = new BulkRunner(
                        runs,
                        new TicketAnnouncer(publisher, store.outbox()),
                        (action, batch) -> largest.accumulateAndGet(batch.done(), Math::max),
                        new BulkPace(BATCH, Duration.ofMillis(10), LEASE, 1))) {
            runner.wake();
            while (find(operation.id()).state() == BulkState.RUNNING
                    && since(begun).compareTo(LONGEST) < 0) {
                rounds.add(liveRound());
            }
        }

        assertCounts(find(operation.id()), JOBS, 0, 0);
        assertThat(store.count("select count(*) from millrace.job where status = 'pending' and dead_at is null"))
                .isEqualTo(JOBS);
        assertThat(freezing).isLessThan(Duration.ofSeconds(4));
        assertThat(largest).hasValue(BATCH);
        Collections.sort(rounds);
        assertThat(rounds.get(rounds.size() * 95 / 100))
                .as(rounds.size() + " rounds")
                .isLessThan(USUAL_ROUND);
        System.getLogger(getClass().getName())
                .log(
                        System.Logger.Level.INFO,
                        "froze in {0}, retried in {1}; a job's round took {2} (median), {3} (95th percentile of {4})",
                        freezing,
                        since(begun),
                        rounds.get(rounds.size() / 2),
                        rounds.get(rounds.size() * 95 / 100),
                        rounds.size());
    }

    /** A job accepted, claimed and completed. */
    private Duration liveRound() {
        long begun = System.nanoTime();
        NewJob job = aJob().build();
        await(jobs.accept(job));
        claim(job.id());
        complete(job.id(), 1);
        return since(begun);
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}
