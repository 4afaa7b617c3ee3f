package dev.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client does while the server is slow, and when its callers lose patience. */
class BackPressureTest {
    private static final JobRequest JOB = JobRequest.of("noop", Map.of());

    private final StubServer server = new StubServer();
    private final CountDownLatch go = new CountDownLatch(1);

    @AfterEach
    void stop() {
        go.countDown();
        server.close();
    }

    @Test
    void atMostSoManyBulksAreUnderWayAsMayBe() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        server.answers(asked -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            StubServer.Answer answer = StubServer.acceptAll(asked);
            now.decrementAndGet();
            return answer;
        });
        try (MillraceClient client = MillraceClient.at(server.address()).build()) {
            List<CompletableFuture<AcceptedJob>> jobs = IntStream.range(0, 5_000)
                    .mapToObj(place -> client.submitAsync(JobRequest.of("noop", Map.of("place", place))))
                    .toList();
            for (int i = 0; i < jobs.size(); i++) {
                assertThat(jobs.get(i).join().id()).isEqualTo(StubServer.idOf(i));
            }
        }

        assertThat(most.get()).isLessThanOrEqualTo(2);
    }

    @Test
    void aSecondRequestGoesWhenManyJobsWait() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        server.answers(asked -> {
            (asked.jobs() == 1 ? first : second).countDown();
            hold();
            return StubServer.acceptAll(asked);
        });
        try (MillraceClient client = MillraceClient.at(server.address())
                .company(Duration.ofMinutes(10))
                .build()) {
            List<CompletableFuture<AcceptedJob>> jobs = new ArrayList<>();
            jobs.add(client.submitAsync(JOB));
            first.await();

            IntStream.range(0, 32).forEach(i -> jobs.add(client.submitAsync(JOB)));

            second.await();
            assertThat(jobs.get(0)).isNotDone();
            go.countDown();
            jobs.forEach(CompletableFuture::join);
            assertThat(server.asked()).extracting(StubServer.Asked::jobs).containsExactly(1, 32);
        }
    }

    @Test
    void aJobThatComesAloneIsSentThoughALargeRequestHangs() throws Exception {
        CountDownLatch others = new CountDownLatch(1);
        CountDownLatch large = new CountDownLatch(1);
        server.answers(asked -> {
            if (asked.jobs() == 1 && large.getCount() == 1) {
                awaitHowever(others);
            } else if (asked.jobs() > 1) {
                large.countDown();
                hold();
            }
            return StubServer.acceptAll(asked);
        });
        try (MillraceClient client = MillraceClient.at(server.address()).build()) {
            List<CompletableFuture<AcceptedJob>> jobs =
                    IntStream.range(0, 7).mapToObj(i -> client.submitAsync(JOB)).toList();
            others.countDown();
            large.await();
            jobs.get(0).join();

            CompletableFuture<AcceptedJob> alone = client.submitAsync(JOB);

            assertThat(alone).succeedsWithin(Duration.ofSeconds(10));
            assertThat(jobs.get(2)).isNotDone();
            go.countDown();
        }
    }

    @Test
    void whoWaitsForNothingIsToldThatThereIsNoRoom() {
        holdAnswers();
        try (MillraceClient client = waitingAtMost(3, Long.MAX_VALUE)) {
            List<CompletableFuture<AcceptedJob>> held =
                    IntStream.range(0, 3).mapToObj(i -> client.submitAsync(JOB)).toList();

            assertThatThrownBy(() -> client.submitAsync(JOB).join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(TooManyWaiting.class);

            go.countDown();
            held.forEach(CompletableFuture::join);
            assertThat(client.submit(JOB).status()).isEqualTo(JobStatus.PENDING);
        }
    }

    @Test
    void whatIsHeldIsBoundInBytesToo() {
        holdAnswers();
        try (MillraceClient client = waitingAtMost(1_000, 100)) {
            CompletableFuture<AcceptedJob> large = client.submitAsync(JobRequest.of("noop", "x".repeat(1_000)));

            assertThatThrownBy(() -> client.submitAsync(JOB).join()).hasCauseInstanceOf(TooManyWaiting.class);

            go.countDown();
            assertThat(large.join().status()).isEqualTo(JobStatus.PENDING);
        }
    }

    @Test
    void aBlockingCallerWaitsForRoom() throws Exception {
        holdAnswers();
        try (MillraceClient client = waitingAtMost(1, Long.MAX_VALUE)) {
            CompletableFuture<AcceptedJob> first = client.submitAsync(JOB);
            AtomicReference<AcceptedJob> second = new AtomicReference<>();
            Thread caller = new Thread(() -> second.set(client.submit(JOB)));
            caller.start();
            await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);
            assertThat(server.asked()).hasSizeLessThanOrEqualTo(1);

            go.countDown();

            caller.join();
            assertThat(first.join().status()).isEqualTo(JobStatus.PENDING);
            assertThat(second.get().status()).isEqualTo(JobStatus.PENDING);
        }
    }

    @Test
    void anInterruptedCallersJobIsTakenBackIfItIsNotSentYet() throws Exception {
        holdAnswers();
        try (MillraceClient client =
                MillraceClient.at(server.address()).requestsAtOnce(1).build()) {
            CompletableFuture<AcceptedJob> first = client.submitAsync(JOB);
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            AtomicReference<Boolean> stillInterrupted = new AtomicReference<>();
            Thread caller = new Thread(() -> {
                try {
                    client.submit(JobRequest.of("taken_back", Map.of()));
                } catch (CallInterrupted interrupted) {
                    thrown.set(interrupted);
                    stillInterrupted.set(Thread.currentThread().isInterrupted());
                }
            });
            caller.start();
            await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);

            caller.interrupt();

            caller.join();
            assertThat(thrown.get()).isInstanceOf(CallInterrupted.class);
            assertThat(stillInterrupted.get()).isTrue();
            go.countDown();
            first.join();
            client.submit(JOB);
            assertThat(server.asked())
                    .flatExtracting(asked -> asked.body().findValuesAsText("job_type"))
                    .containsExactly("noop", "noop");
        }
    }

    @Test
    void aSilentServerIsNotWaitedForBeyondTheCallersPatience() {
        holdAnswers();
        MillraceClient client = MillraceClient.at(server.address())
                .patience(Duration.ofMillis(400))
                .requestTimeout(Duration.ofMillis(100))
                .build();

        assertThatThrownBy(() -> client.submit(JOB)).isInstanceOf(MillraceUnavailable.class);

        assertThat(server.asked()).hasSizeGreaterThan(1);
        assertThat(server.asked())
                .extracting(StubServer.Asked::idempotencyKey)
                .containsOnly(server.asked().get(0).idempotencyKey());
        client.close();
    }

    @Test
    void thoseWhoWaitedBehindAFailedBulkForAllOfTheirPatienceFailWithIt() {
        server.answers(asked -> StubServer.problem(503, "unavailable"));
        try (MillraceClient client = MillraceClient.at(server.address())
                .requestsAtOnce(1)
                .patience(Duration.ofMillis(600))
                .build()) {
            List<CompletableFuture<AcceptedJob>> jobs = IntStream.range(0, 2_500)
                    .mapToObj(i -> client.submitAsync(JOB))
                    .toList();

            long begun = System.nanoTime();
            jobs.forEach(job -> assertThatThrownBy(job::join).hasCauseInstanceOf(MillraceUnavailable.class));

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(2 * 600 + 500));
        }
    }

    @Test
    void closingWaitsForTheJobsOnTheirWayAndTakesNoMore() throws Exception {
        holdAnswers();
        MillraceClient client =
                MillraceClient.at(server.address()).requestsAtOnce(1).build();
        List<CompletableFuture<AcceptedJob>> jobs =
                IntStream.range(0, 10).mapToObj(i -> client.submitAsync(JOB)).toList();
        Thread closing = new Thread(client::close);
        closing.start();
        await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        assertThatThrownBy(() -> client.submit(JOB)).isInstanceOf(IllegalStateException.class);

        go.countDown();

        closing.join();
        assertThat(jobs).allSatisfy(job -> assertThat(job).isCompleted());
    }

    @Test
    void closingGivesUpWhoeverWaitsForAJob() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        server.answers(request -> {
            asked.countDown();
            hold();
            return StubServer.acceptAll(request);
        });
        MillraceClient client = MillraceClient.at(server.address()).build();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread waiting = new Thread(() -> {
            try {
                client.await(UUID.randomUUID(), Duration.ofMinutes(5));
            } catch (MillraceUnavailable unavailable) {
                thrown.set(unavailable);
            }
        });
        waiting.start();
        asked.await();

        client.close();

        waiting.join();
        assertThat(thrown.get()).hasMessageContaining("closed");
    }

    private MillraceClient waitingAtMost(int jobs, long bytes) {
        return MillraceClient.at(server.address()).mostWaiting(jobs, bytes).build();
    }

    private void holdAnswers() {
        server.answers(asked -> {
            hold();
            return StubServer.acceptAll(asked);
        });
    }

    private void hold() {
        awaitHowever(go);
    }

    private static void awaitHowever(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
