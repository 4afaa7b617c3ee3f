package dev.millrace.api.jobs;

import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.testing.Answer;
import dev.millrace.api.testing.ApiCase;
import dev.millrace.core.job.AttemptOutcome;
import dev.millrace.core.job.ClaimedJob;
import dev.millrace.core.job.JobError;
import dev.millrace.core.job.Progress;
import dev.millrace.core.store.AttemptEnd;
import dev.millrace.core.store.AttemptProgress;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class JobIT extends ApiCase {
    private static final List<String> ATTEMPT_FIELDS =
            List.of("attempt", "worker_id", "started_at", "finished_at", "outcome", "error");

    @Test
    void aRunningJobShowsItsWorkerAndItsProgress() {
        UUID id = submitId("");
        ClaimedJob claimed = claim(id);
        await(store.jobs().recordProgress(List.of(new AttemptProgress(claimed.key(), new Progress(40, "halfway")))));

        JsonNode job = get("/api/v1/jobs/" + id).expect(200);

        assertThat(job.path("status").asText()).isEqualTo("running");
        assertThat(job.path("attempts").asInt()).isEqualTo(1);
        assertThat(job.path("worker_id").asText()).isEqualTo(WORKER.toString());
        assertThat(job.path("last_heartbeat_at").asText()).endsWith("Z");
        assertThat(job.path("progress").toString()).isEqualTo("{\"percent\":40,\"message\":\"halfway\"}");
        assertThat(job.path("allowed_actions").toString()).isEqualTo("[\"cancel\"]");
    }

    @Test
    void aCompletedJobShowsItsResultExactly() {
        UUID id = submitId("");
        complete(id, "{\"n\":12345678901234567890}");

        JsonNode job = get("/api/v1/jobs/" + id).expect(200);

        assertThat(job.path("status").asText()).isEqualTo("completed");
        assertThat(job.path("result").path("n").toString()).isEqualTo("12345678901234567890");
        assertThat(job.path("finished_at").isNull()).isFalse();
        assertThat(job.path("allowed_actions").toString()).isEqualTo("[\"replay\"]");
    }

    @Test
    void aDeadJobShowsItsError() {
        UUID id = submitId("");
        bury(id);

        JsonNode job = get("/api/v1/jobs/" + id).expect(200);

        assertThat(job.path("status").asText()).isEqualTo("dead");
        assertThat(Answer.names(job.path("error"))).containsExactly("type", "message", "stacktrace", "fingerprint");
        assertThat(job.path("error").path("message").asText()).isEqualTo("it broke");
        assertThat(job.path("allowed_actions").toString()).isEqualTo("[\"retry\",\"discard\",\"replay\",\"change\"]");
    }

    @Test
    void everyAttemptIsListedTheRunningAndTheSuccessfulOneToo() {
        UUID id = submitId("");
        fail(claim(id));
        makeDue(id);
        ClaimedJob second = claim(id);

        JsonNode running = get("/api/v1/jobs/" + id + "/attempts").expect(200).path("items");
        await(store.jobs().end(new AttemptEnd.Completed(second.key(), null)));
        JsonNode finished = get("/api/v1/jobs/" + id + "/attempts").expect(200).path("items");

        assertThat(running)
                .extracting(attempt -> attempt.path("outcome").asText())
                .containsExactly("failed", "null");
        assertThat(finished)
                .extracting(attempt -> attempt.path("outcome").asText())
                .containsExactly("failed", "completed");
        assertThat(finished)
                .extracting(attempt -> attempt.path("attempt").asInt())
                .containsExactly(1, 2);
        assertThat(Answer.names(finished.get(0))).containsExactlyElementsOf(ATTEMPT_FIELDS);
        assertThat(finished.get(0).path("error").path("type").asText()).isEqualTo("Broken");
        assertThat(get("/api/v1/jobs/" + submitId("") + "/attempts").expect(200).path("items"))
                .isEmpty();
    }

    @Test
    void aWaitingJobIsCanceledAtOnce() {
        UUID id = submitId("");

        JsonNode job = post("/api/v1/jobs/" + id + "/cancel", "").expect(200);

        assertThat(job.path("status").asText()).isEqualTo("canceled");
        JsonNode problem = post("/api/v1/jobs/" + id + "/cancel", "").expectProblem(409, "status_forbids");
        assertThat(problem.path("current_status").asText()).isEqualTo("canceled");
    }

    @Test
    void aRunningJobIsOnlyFlaggedForCancel() {
        UUID id = submitId("");
        claim(id);

        JsonNode job = post("/api/v1/jobs/" + id + "/cancel", "").expect(200);

        assertThat(job.path("status").asText()).isEqualTo("running");
        assertThat(job.path("cancel_requested").asBoolean()).isTrue();
        assertThat(job.path("allowed_actions")).isEmpty();
    }

    @Test
    void aRetryRenewsTheBudgetAndKeepsTheHistory() {
        UUID id = submitId("");
        bury(id);

        JsonNode job = post("/api/v1/jobs/" + id + "/retry", "").expect(200);

        assertThat(job.path("status").asText()).isEqualTo("pending");
        assertThat(job.path("failures").asInt()).isZero();
        assertThat(job.path("attempts").asInt()).isEqualTo(1);
        assertThat(get("/api/v1/jobs/" + id + "/attempts").expect(200).path("items"))
                .hasSize(1);
        post("/api/v1/jobs/" + id + "/retry", "").expectProblem(409, "status_forbids");
    }

    @Test
    void attemptsArePagedByTheirCursors() {
        UUID id = submitId(",\"max_retries\":5");
        for (int i = 0; i < 4; i++) {
            await(store.jobs()
                    .end(new AttemptEnd.RetryLater(
                            claim(id).key(),
                            AttemptOutcome.FAILED,
                            new JobError("Broken", "it broke", null),
                            Duration.ZERO,
                            Duration.ZERO)));
        }
        complete(id, "{}");
        String list = "/api/v1/jobs/" + id + "/attempts?limit=2";

        List<Integer> walked = new ArrayList<>();
        JsonNode page = get(list).expect(200);
        String cursor = page.path("next_cursor").asText();
        page.path("items").forEach(attempt -> walked.add(attempt.path("attempt").asInt()));
        while (!page.path("next_cursor").isNull()) {
            page = get(list + "&cursor=" + page.path("next_cursor").asText()).expect(200);
            page.path("items")
                    .forEach(attempt -> walked.add(attempt.path("attempt").asInt()));
        }

        assertThat(walked).containsExactly(1, 2, 3, 4, 5);
        assertThat(page.path("items").get(0).path("outcome").asText()).isEqualTo("completed");
        get("/api/v1/jobs/" + submitId("") + "/attempts?cursor=" + cursor).expectProblem(400, "cursor_refused");
        get(list + "&limit=x").expectProblem(422, "invalid_request");
        get("/api/v1/jobs/" + id + "/attempts?sort=attempt").expectProblem(422, "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/attempts"})
    void whatIsNoJobIsNotFound(String below) {
        get("/api/v1/jobs/0198c0de-7c1b-7a54-9d3b-0f3a5f6e7d01" + below).expectProblem(404, "not_found");
        get("/api/v1/jobs/1-1-1-1-1" + below).expectProblem(404, "not_found");
        get("/api/v1/jobs/bulk" + below).expectProblem(404, "not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "retry"})
    void nothingIsAskedOfAJobThatIsNone(String action) {
        post("/api/v1/jobs/0198c0de-7c1b-7a54-9d3b-0f3a5f6e7d01/" + action, "").expectProblem(404, "not_found");
        post("/api/v1/jobs/x/" + action, "").expectProblem(404, "not_found");
    }

    @Test
    void aClientThatWaitsIsAnsweredAsSoonAsTheJobIsDone() {
        UUID id = submitId("");
        CompletableFuture<Answer> waiting = getLater("/api/v1/jobs/" + id, "Prefer", "wait=20");
        long begun = System.nanoTime();
        complete(id, "{}");

        Answer answer = waiting.join();

        assertThat(answer.expect(200).path("status").asText()).isEqualTo("completed");
        assertThat(answer.header("Preference-Applied")).isEqualTo("wait=20");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aClientThatWaitsInVainIsAnsweredWithThePresentState() {
        UUID id = submitId("");

        Answer answer = get("/api/v1/jobs/" + id, "Prefer", "wait=1");

        assertThat(answer.expect(200).path("status").asText()).isEqualTo("pending");
        assertThat(answer.header("Preference-Applied")).isEqualTo("wait=1");
    }

    @Test
    void manyClientsWaitForManyJobsAtOnce() {
        List<UUID> ids = IntStream.range(0, 30).mapToObj(i -> submitId("")).toList();
        List<CompletableFuture<Answer>> waiting = ids.stream()
                .flatMap(id -> IntStream.range(0, 3)
                        .mapToObj(i -> getLater("/api/v1/jobs/" + id, "Prefer", "respond-async, wait=25")))
                .toList();
        ids.forEach(this::bury);

        assertThat(waiting).allSatisfy(answer -> assertThat(
                        answer.join().expect(200).path("status").asText())
                .isEqualTo("dead"));
    }

    @Test
    void aFinishedJobIsNotWaitedFor() {
        UUID id = submitId("");
        complete(id, null);

        Answer answer = get("/api/v1/jobs/" + id, "Prefer", "wait=30");

        assertThat(answer.expect(200).path("result").isNull()).isTrue();
        assertThat(answer.header("Preference-Applied")).isEqualTo("wait=30");
        assertThat(get("/api/v1/jobs/" + id).header("Preference-Applied")).isNull();
        get("/api/v1/jobs/0198c0de-7c1b-7a54-9d3b-0f3a5f6e7d01", "Prefer", "wait=30")
                .expectProblem(404, "not_found");
    }

    private void fail(ClaimedJob claimed) {
        await(store.jobs()
                .end(new AttemptEnd.RetryLater(
                        claimed.key(),
                        AttemptOutcome.FAILED,
                        new JobError("Broken", "it broke", null),
                        Duration.ofHours(1),
                        Duration.ZERO)));
    }

    private void makeDue(UUID id) {
        store.query("UPDATE millrace.job SET run_at = now() WHERE id = ?", id);
    }
}
