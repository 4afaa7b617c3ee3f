package dev.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MillraceClientTest {
    private final StubServer server = new StubServer();
    private final MillraceClient client = MillraceClient.at(server.address())
            .requestsAtOnce(1)
            .patience(Duration.ofSeconds(20))
            .build();

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void aLoneJobGoesAtOnce() {
        AcceptedJob job = client.submit(JobRequest.of("noop", Map.of("place", 1)));

        assertThat(job).isEqualTo(new AcceptedJob(StubServer.idOf(1), JobStatus.PENDING));
        assertThat(server.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.path()).isEqualTo("/api/v1/jobs/bulk");
            assertThat(asked.idempotencyKey()).isNotEmpty();
            assertThat(asked.prefer()).isEqualTo("return=minimal");
        });
    }

    @Test
    void jobsThatArriveWhileARequestIsUnderWayTravelTogether() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        server.answers(asked -> {
            first.countDown();
            await(go);
            return StubServer.acceptAll(asked);
        });
        CompletableFuture<AcceptedJob> alone = client.submitAsync(JobRequest.of("noop", Map.of("place", 0)));
        first.await();
        List<CompletableFuture<AcceptedJob>> others = IntStream.range(1, 1_501)
                .mapToObj(place -> client.submitAsync(JobRequest.of("noop", Map.of("place", place))))
                .toList();

        go.countDown();

        alone.join();
        for (int i = 0; i < others.size(); i++) {
            assertThat(others.get(i).join().id()).isEqualTo(StubServer.idOf(i + 1));
        }
        assertThat(server.asked()).extracting(StubServer.Asked::jobs).containsExactly(1, 1_000, 500);
    }

    @Test
    void anInvalidJobFailsNoNeighbourAndLearnsWhatIsWrongAsIfItHadComeAlone() {
        server.answers(asked -> {
            for (int i = 0; i < asked.jobs(); i++) {
                if (asked.body().at("/jobs/" + i + "/payload/place").asInt() == 7) {
                    return StubServer.problem(422, "invalid_request", "/jobs/" + i + "/payload/to");
                }
            }
            return StubServer.acceptAll(asked);
        });

        List<CompletableFuture<AcceptedJob>> jobs = together(20);

        for (int i = 0; i < 20; i++) {
            CompletableFuture<AcceptedJob> job = jobs.get(i);
            if (i == 7) {
                RequestRefused refused = refusal(job);
                assertThat(refused.problem().errors())
                        .containsExactly(new Problem.Violation("/payload/to", "is wrong"));
            } else {
                assertThat(job.join().id()).isEqualTo(StubServer.idOf(i));
            }
        }
    }

    @Test
    void whereTheServerPointsAtNoJobTheBulkIsHalvedUntilTheOneIsFound() {
        server.answers(asked -> asked.body().findValuesAsText("place").contains("3")
                ? StubServer.problem(422, "invalid_request", "/jobs")
                : StubServer.acceptAll(asked));

        List<CompletableFuture<AcceptedJob>> jobs = together(6);

        for (int i = 0; i < 6; i++) {
            if (i == 3) {
                assertThat(refusal(jobs.get(i)).problem().code()).isEqualTo("invalid_request");
            } else {
                assertThat(jobs.get(i).join().status()).isEqualTo(JobStatus.PENDING);
            }
        }
    }

    @Test
    void whatIsAboutTheSenderFailsAllAndIsNotTriedOneByOne() {
        server.answers(asked -> StubServer.problem(401, "unauthenticated"));

        List<CompletableFuture<AcceptedJob>> jobs = together(5);

        jobs.forEach(job -> assertThat(refusal(job).problem().status()).isEqualTo(401));
        assertThat(server.asked()).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void aSubmissionWhoseAnswerIsLostIsRepeatedWithTheSameKey() {
        AtomicInteger requests = new AtomicInteger();
        server.answers(asked -> switch (requests.incrementAndGet()) {
            case 1 -> new StubServer.Answer(-1, "", null);
            case 2 -> StubServer.problem(409, "idempotency_in_flight");
            case 3 -> StubServer.problem(503, "unavailable");
            default -> StubServer.acceptAll(asked);
        });

        client.submit(JobRequest.of("noop", Map.of()));

        assertThat(server.asked()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(server.asked())
                .extracting(StubServer.Asked::idempotencyKey)
                .containsOnly(server.asked().get(0).idempotencyKey());
    }

    @Test
    void aServerThatAsksForAMomentIsGivenIt() {
        AtomicInteger requests = new AtomicInteger();
        server.answers(asked ->
                requests.incrementAndGet() == 1 ? new StubServer.Answer(429, "", "1") : StubServer.acceptAll(asked));
        long begun = System.nanoTime();

        client.submit(JobRequest.of("noop", Map.of()));

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(server.asked()).hasSize(2);
    }

    @Test
    void aWaitBeyondItsPatienceIsNotBegun() {
        server.answers(asked -> new StubServer.Answer(503, "", "Tue, 31 Dec 2199 23:59:59 GMT"));

        assertThatThrownBy(() -> client.submit(JobRequest.of("noop", Map.of())))
                .isInstanceOf(MillraceUnavailable.class)
                .hasMessageContaining("503");
    }

    @Test
    void aRefusalIsNotRepeated() {
        server.answers(asked -> StubServer.problem(422, "invalid_request", "/jobs/0/job_type"));

        RequestRefused refused =
                catchThrowableOfType(RequestRefused.class, () -> client.submit(JobRequest.of("nop", Map.of())));

        assertThat(refused).hasMessageContaining("/job_type: is wrong");
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void waitingAsksAgainUntilTheJobIsSettled() {
        UUID id = UUID.randomUUID();
        AtomicInteger requests = new AtomicInteger();
        server.answers(asked -> new StubServer.Answer(
                200,
                StubServer.job(
                                id,
                                StubServer.JSON.createObjectNode(),
                                requests.incrementAndGet() < 3 ? "running" : "dead")
                        .toString(),
                null));

        Job job = client.await(id, Duration.ofMinutes(5));

        assertThat(job.status()).isEqualTo(JobStatus.DEAD);
        assertThat(server.asked()).hasSize(3).allSatisfy(asked -> assertThat(asked.prefer())
                .isEqualTo("wait=30"));
    }

    @Test
    void aJobThatIsNotThereIsNothing() {
        server.answers(asked -> StubServer.problem(404, "not_found"));

        assertThat(client.find(UUID.randomUUID())).isEmpty();
        assertThatThrownBy(() -> client.await(UUID.randomUUID(), Duration.ofSeconds(1)))
                .isInstanceOf(RequestRefused.class);
    }

    @Test
    void aJobWhoseUniqueKeyIsHeldLearnsWhoHoldsItAndFailsNoNeighbour() {
        UUID holder = UUID.randomUUID();
        server.answers(asked -> {
            List<String> pointers = IntStream.range(0, asked.jobs())
                    .filter(i -> asked.body()
                            .at("/jobs/" + i + "/unique_key")
                            .asText()
                            .startsWith("held"))
                    .mapToObj(i -> "/jobs/" + i + "/unique_key")
                    .toList();
            return pointers.isEmpty()
                    ? StubServer.acceptAll(asked)
                    : StubServer.held(holder, pointers.toArray(String[]::new));
        });
        List<String> keys = List.of("first", "held-1", "free", "held-2", "other");

        List<CompletableFuture<AcceptedJob>> jobs = keys.stream()
                .map(key -> client.submitAsync(JobRequest.builder("noop")
                        .payload(Map.of("place", key.length()))
                        .uniqueKey(key)
                        .build()))
                .toList();

        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i).startsWith("held")) {
                Problem problem = refusal(jobs.get(i)).problem();
                assertThat(problem.heldBy()).isEqualTo(holder);
                assertThat(problem.errors())
                        .extracting(Problem.Violation::pointer)
                        .containsExactly("/unique_key");
            } else {
                assertThat(jobs.get(i).join().status()).isEqualTo(JobStatus.PENDING);
            }
        }
    }

    @Test
    void twoJobsWithOneUniqueKeyDoNotTravelTogether() {
        CountDownLatch go = new CountDownLatch(1);
        server.answers(asked -> {
            await(go);
            return StubServer.acceptAll(asked);
        });
        List<CompletableFuture<AcceptedJob>> jobs = IntStream.range(0, 5)
                .mapToObj(place -> client.submitAsync(JobRequest.builder("noop")
                        .payload(Map.of("place", place))
                        .uniqueKey(place == 2 || place == 3 ? "same" : null)
                        .build()))
                .toList();

        go.countDown();

        jobs.forEach(CompletableFuture::join);
        assertThat(server.asked()).extracting(StubServer.Asked::jobs).containsExactly(1, 2, 2);
    }

    @Test
    void aJobThatIsTooLargeIsRefusedBeforeItIsSent() {
        JobRequest large = JobRequest.of("noop", Map.of("text", "x".repeat(256 << 10)));

        assertThat(refusal(client.submitAsync(large)).problem().status()).isEqualTo(413);
        assertThatThrownBy(() -> client.submit(large)).isInstanceOf(RequestRefused.class);
        assertThatThrownBy(() -> client.submitAll(
                        Collections.nCopies(40, JobRequest.of("noop", Map.of("text", "x".repeat(250 << 10))))))
                .isInstanceOf(RequestRefused.class)
                .hasMessageContaining("8 MiB");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void noBulkIsLargerThanTheServerTakes() {
        CountDownLatch go = new CountDownLatch(1);
        server.answers(asked -> {
            await(go);
            return StubServer.acceptAll(asked);
        });
        List<CompletableFuture<AcceptedJob>> jobs = IntStream.range(0, 81)
                .mapToObj(place -> client.submitAsync(
                        JobRequest.of("noop", Map.of("place", place, "text", "x".repeat(200 << 10)))))
                .toList();

        go.countDown();

        jobs.forEach(CompletableFuture::join);
        assertThat(server.asked()).hasSize(3).allSatisfy(asked -> assertThat(asked.bytes())
                .isLessThanOrEqualTo(8 << 20));
    }

    @Test
    void allOrNoneGoInOneRequestAndErrorsPointAtTheJobs() {
        List<AcceptedJob> accepted = client.submitAll(
                List.of(JobRequest.of("noop", Map.of("place", 4)), JobRequest.of("noop", Map.of("place", 9))));
        assertThat(accepted).extracting(AcceptedJob::id).containsExactly(StubServer.idOf(4), StubServer.idOf(9));

        server.answers(asked -> StubServer.problem(422, "invalid_request", "/jobs/1/payload/to"));
        RequestRefused refused = catchThrowableOfType(
                RequestRefused.class,
                () -> client.submitAll(Collections.nCopies(2, JobRequest.of("noop", Map.of("place", 1)))));
        assertThat(refused.problem().errors())
                .extracting(Problem.Violation::pointer)
                .containsExactly("/jobs/1/payload/to");
        assertThatThrownBy(() -> client.submitAll(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAnswerThatCannotBeReadFailsItsCallersAndNobodyElse() {
        AtomicInteger requests = new AtomicInteger();
        server.answers(asked -> switch (requests.incrementAndGet()) {
            case 1 -> new StubServer.Answer(201, "{\"items\": []}", null);
            case 2 -> new StubServer.Answer(201, "<html>", null);
            case 3 -> new StubServer.Answer(422, "null", null);
            default -> StubServer.acceptAll(asked);
        });
        JobRequest job = JobRequest.of("noop", Map.of());

        assertThatThrownBy(() -> client.submit(job)).isInstanceOf(MillraceUnavailable.class);
        assertThatThrownBy(() -> client.submit(job)).isInstanceOf(MillraceUnavailable.class);
        assertThatThrownBy(() -> client.submit(job)).isInstanceOf(RequestRefused.class);
        assertThat(client.submit(job).status()).isEqualTo(JobStatus.PENDING);
    }

    @Test
    void everyFieldOfAJobIsWrittenAsTheContractHasIt() throws Exception {
        JobRequest job = JobRequest.builder("send_email")
                .payload(new Greeting("Ada", Instant.parse("2026-03-29T01:30:00Z"), new BigDecimal("1.50")))
                .priority(Priority.HIGH)
                .queue("media")
                .maxRetries(0)
                .retry(Duration.ofMillis(1_500), Duration.ofMinutes(5))
                .delay(Duration.ofMillis(250))
                .timeout(Duration.ofMillis(1_001))
                .uniqueKey("a\"b")
                .tags("x", "y")
                .build();

        client.submit(job);
        client.submit(JobRequest.builder("noop")
                .runAt(Instant.parse("2026-03-29T01:30:00Z"))
                .build());

        assertThat(server.asked().get(0).body().at("/jobs/0")).isEqualTo(StubServer.JSON.readTree("""
                {"job_type": "send_email",
                 "payload": {"first_name": "Ada", "sent_at": "2026-03-29T01:30:00Z", "price": 1.50},
                 "priority": "high", "queue": "media", "max_retries": 0,
                 "retry": {"base_seconds": 1.5, "max_seconds": 300}, "delay_seconds": 0.25, "timeout_seconds": 2,
                 "unique_key": "a\\"b", "tags": ["x", "y"]}"""));
        assertThat(server.asked().get(1).body().at("/jobs/0")).isEqualTo(StubServer.JSON.readTree("""
                {"job_type": "noop", "run_at": "2026-03-29T01:30:00Z"}"""));
    }

    @Test
    void aPayloadThatIsNoJsonFailsItsCallerAlone() {
        assertThatThrownBy(() -> client.submit(JobRequest.of("noop", new Object())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void aJobIsCanceledOnceAndAskedForTwice() {
        UUID id = UUID.randomUUID();
        String canceled = StubServer.job(id, StubServer.JSON.createObjectNode(), "canceled")
                .toString();
        server.answers(asked -> asked.method().equals("GET")
                ? new StubServer.Answer(200, canceled, null)
                : StubServer.forbids("canceled"));

        assertThat(client.cancel(id).status()).isEqualTo(JobStatus.CANCELED);

        server.answers(asked -> StubServer.forbids("completed"));
        assertThatThrownBy(() -> client.cancel(id)).isInstanceOf(RequestRefused.class);
    }

    @Test
    void aServerBehindAPathIsFoundThere() {
        try (MillraceClient behind = MillraceClient.at(server.address() + "/millrace/")
                .apiKey("mr_a_b")
                .build()) {
            behind.submit(JobRequest.of("noop", Map.of()));
        }

        assertThat(server.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.path()).isEqualTo("/millrace/api/v1/jobs/bulk");
            assertThat(asked.authorization()).isEqualTo("Bearer mr_a_b");
        });
        assertThatThrownBy(() -> MillraceClient.at("127.0.0.1:8080")).isInstanceOf(IllegalArgumentException.class);
    }

    record Greeting(String firstName, Instant sentAt, BigDecimal price) {}

    /** Submits jobs of which all but the first wait until it is answered. */
    private List<CompletableFuture<AcceptedJob>> together(int count) {
        return IntStream.range(0, count)
                .mapToObj(place -> client.submitAsync(JobRequest.of("noop", Map.of("place", place))))
                .toList();
    }

    private static RequestRefused refusal(CompletableFuture<AcceptedJob> job) {
        CompletionException failure = catchThrowableOfType(CompletionException.class, job::join);
        return (RequestRefused) failure.getCause();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
