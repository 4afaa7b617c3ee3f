package dev.millrace.api.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.testing.Answer;
import dev.millrace.api.testing.ApiCase;
import dev.millrace.core.job.RetryPolicy;
import dev.millrace.core.store.JobTypeCard;
import dev.millrace.core.testing.TestStore;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SubmitIT extends ApiCase {
    /** The contract's fields, in its order. */
    private static final List<String> JOB_FIELDS = List.of(
            "id",
            "job_type",
            "queue",
            "priority",
            "status",
            "payload",
            "result",
            "error",
            "attempts",
            "failures",
            "max_retries",
            "retry",
            "created_at",
            "run_at",
            "started_at",
            "finished_at",
            "worker_id",
            "last_heartbeat_at",
            "cancel_requested",
            "progress",
            "timeout_seconds",
            "unique_key",
            "tags",
            "schedule_id",
            "replay_of",
            "allowed_actions");

    @Test
    void anAcceptedJobIsShownWithAllItsFieldsAndWhereItIs() {
        Answer answer = post("/api/v1/jobs", "{\"job_type\":\"any\"}");
        JsonNode job = answer.expect(201);

        assertThat(Answer.names(job)).containsExactlyElementsOf(JOB_FIELDS);
        assertThat(answer.header("Location"))
                .isEqualTo("/api/v1/jobs/" + job.path("id").asText());
        assertThat(UUID.fromString(job.path("id").asText()).version()).isEqualTo(7);
        assertThat(job.path("status").asText()).isEqualTo("pending");
        assertThat(job.path("created_at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(job.path("retry").toString()).isEqualTo("{\"base_seconds\":2,\"max_seconds\":300}");
        assertThat(job.path("allowed_actions").toString()).isEqualTo("[\"cancel\",\"change\"]");
    }

    @Test
    void whatIsAnsweredIsWhatIsReadLater() {
        JsonNode accepted = submit(",\"payload\":{\"a\":1},\"priority\":\"low\",\"tags\":[\"x, \\\"y\\\"\",\"ü\"],"
                + "\"retry\":{\"base_seconds\":0.5,\"max_seconds\":60},\"timeout_seconds\":5,\"max_retries\":0");

        JsonNode read = get("/api/v1/jobs/" + accepted.path("id").asText()).expect(200);

        assertThat(read).isEqualTo(accepted);
    }

    @Test
    void numbersInThePayloadKeepEveryDigit() {
        UUID id = submitId(",\"payload\":{\"big\":12345678901234567890,\"fine\":0.1000,\"text\":\"\\ud83d\\ude00\"}");

        JsonNode payload = get("/api/v1/jobs/" + id).expect(200).path("payload");

        assertThat(payload.path("big").toString()).isEqualTo("12345678901234567890");
        assertThat(payload.path("fine").toString()).isEqualTo("0.1000");
        assertThat(payload.path("text").asText()).isEqualTo("😀");
    }

    @Test
    void aDelayedJobIsScheduled() {
        JsonNode job = submit(",\"delay_seconds\":3600");

        assertThat(job.path("status").asText()).isEqualTo("scheduled");
        assertThat(store.count(
                        "SELECT count(*) FROM millrace.outbox WHERE ? = ANY (job_ids)",
                        UUID.fromString(job.path("id").asText())))
                .isZero();
    }

    @Test
    void theTicketIsPublishedAndThenForgotten() {
        UUID id = submitId(",\"priority\":\"high\"");

        Awaitility.await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> assertThat(
                        store.count("SELECT count(*) FROM millrace.outbox WHERE ? = ANY (job_ids)", id))
                .isZero());
        assertThat(broker.drain("millrace.work.default.high"))
                .anySatisfy(message -> assertThat(new String(message.body(), StandardCharsets.UTF_8))
                        .contains(id.toString()));
    }

    @Test
    void jobsSubmittedAtTheSameMomentAreEachAnnounced() {
        List<UUID> ids = IntStream.range(0, 60)
                .parallel()
                .mapToObj(i -> submitId(",\"queue\":\"mail\""))
                .toList();

        Awaitility.await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> assertThat(
                        store.count("SELECT count(*) FROM millrace.outbox WHERE queue = 'mail'"))
                .isZero());
        List<String> bodies = new ArrayList<>();
        broker.drain("millrace.work.mail.medium")
                .forEach(message -> bodies.add(new String(message.body(), StandardCharsets.UTF_8)));
        assertThat(ids).allSatisfy(id -> assertThat(bodies).anyMatch(body -> body.contains(id.toString())));
    }

    @Test
    void theTraceContextIsKeptWithTheJob() {
        String traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        String id = post("/api/v1/jobs", "{\"job_type\":\"any\"}", "traceparent", traceparent)
                .expect(201)
                .path("id")
                .asText();

        assertThat(claim(UUID.fromString(id)).traceparent()).isEqualTo(traceparent);
    }

    @Test
    void aTypeRegisteredThisMomentIsKnown() {
        post("/api/v1/jobs", "{\"job_type\":\"brand-new\"}").expectProblem(422, "invalid_request");
        TestStore.await(store.jobTypes()
                .register(new JobTypeCard(
                        "brand-new", "", "{}", "{}", 1, RetryPolicy.DEFAULT, Duration.ofMinutes(1), 1, "default")));

        post("/api/v1/jobs", "{\"job_type\":\"brand-new\"}").expect(201);
    }

    @Test
    void valuesThatPostgresqlRefusesAreInvalidAndHarmNoNeighbour() {
        post("/api/v1/jobs", "{\"job_type\":\"any\",\"payload\":{\"n\":1e200000}}")
                .expectProblem(422, "invalid_request");
        Answer nul = post("/api/v1/jobs", "{\"job_type\":\"any\",\"payload\":{\"n\":\"\\u0000\"}}");

        nul.expectProblem(422, "invalid_request");
        assertThat(nul.pointers()).containsExactly("/payload/n");
    }

    @Test
    void aBulkIsAcceptedInItsOrder() {
        JsonNode items = post(
                        "/api/v1/jobs/bulk",
                        "{\"jobs\":[{\"job_type\":\"any\",\"payload\":{\"n\":1}},"
                                + "{\"job_type\":\"greet\",\"payload\":{\"to\":\"ada@example.org\"},\"priority\":\"low\"},"
                                + "{\"job_type\":\"any\",\"delay_seconds\":60}]}")
                .expect(201)
                .path("items");

        assertThat(items).extracting(job -> job.path("job_type").asText()).containsExactly("any", "greet", "any");
        assertThat(items)
                .extracting(job -> job.path("status").asText())
                .containsExactly("pending", "pending", "scheduled");
        assertThat(Answer.names(items.get(0))).containsExactlyElementsOf(JOB_FIELDS);
    }

    @Test
    void aBulkOfAThousandIsAcceptedAndOneMoreRefused() {
        String thousand = "{\"job_type\":\"any\"},".repeat(999) + "{\"job_type\":\"any\"}";

        assertThat(post("/api/v1/jobs/bulk", "{\"jobs\":[" + thousand + "]}")
                        .expect(201)
                        .path("items"))
                .hasSize(1_000);
        post("/api/v1/jobs/bulk", "{\"jobs\":[" + thousand + ",{\"job_type\":\"any\"}]}")
                .expectProblem(422, "invalid_request");
        post("/api/v1/jobs/bulk", "{\"jobs\":[]}").expectProblem(422, "invalid_request");
        post("/api/v1/jobs/bulk", "{}").expectProblem(422, "invalid_request");
        post("/api/v1/jobs/bulk", "[]").expectProblem(422, "invalid_request");
    }

    @Test
    void ofABulkWithOneMistakeNothingIsAccepted() {
        long before = store.count("SELECT count(*) FROM millrace.job");

        Answer answer = post(
                "/api/v1/jobs/bulk",
                "{\"jobs\":[{\"job_type\":\"any\"},{\"job_type\":\"greet\",\"payload\":{\"to\":1}},{\"job_type\":\"any\",\"x\":1}]}");

        answer.expectProblem(422, "invalid_request");
        assertThat(answer.pointers()).containsExactly("/jobs/1/payload/to", "/jobs/2/x");
        assertThat(store.count("SELECT count(*) FROM millrace.job")).isEqualTo(before);
    }

    @Test
    void whatIsTooLargeIsRefused() {
        String payload = "{\"job_type\":\"any\",\"payload\":{\"a\":\"" + "x".repeat(256 << 10) + "\"}}";

        post("/api/v1/jobs", payload).expectProblem(413, "too_large");
        post("/api/v1/jobs/bulk", "{\"jobs\":[{\"job_type\":\"any\"}," + payload + "]}")
                .expectProblem(413, "too_large");
        post("/api/v1/jobs/bulk", " ".repeat(8 << 20) + "{\"jobs\":[]}").expectProblem(413, "too_large");
    }

    @Test
    void whoPrefersLittleOfABulkIsToldIdsAndStatusInOrder() {
        Answer answer = post("/api/v1/jobs/bulk", """
                {"jobs":[{"job_type":"any"},{"job_type":"any","delay_seconds":3600}]}""", "Prefer", "foo, return=minimal");

        JsonNode jobs = answer.expect(201).path("items");
        assertThat(answer.header("Preference-Applied")).isEqualTo("return=minimal");
        assertThat(jobs).hasSize(2).allSatisfy(job -> assertThat(Answer.names(job))
                .containsExactly("id", "status"));
        assertThat(jobs.findValuesAsText("status")).containsExactly("pending", "scheduled");
        jobs.findValuesAsText("id").forEach(id -> get("/api/v1/jobs/" + id).expect(200));
    }

    @Test
    void aJobOfNearlyTheLargestSizeIsAccepted() {
        UUID id = submitId(",\"payload\":{\"a\":\"" + "x".repeat(255 << 10) + "\"}");

        assertThat(get("/api/v1/jobs/" + id)
                        .expect(200)
                        .path("payload")
                        .path("a")
                        .asText())
                .hasSize(255 << 10);
    }

    @Test
    void whatWasAcceptedIsCounted() {
        submit(",\"priority\":\"high\"");

        assertThat(get("/q/metrics").text())
                .containsPattern(
                        "millrace_jobs_submitted_total\\{job_type=\"any\",priority=\"high\",queue=\"default\"[^}]*} [1-9]");
    }
}
