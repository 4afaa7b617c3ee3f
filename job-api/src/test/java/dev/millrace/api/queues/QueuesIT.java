package dev.millrace.api.queues;

import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.testing.Answer;
import dev.millrace.api.testing.ApiCase;
import dev.millrace.core.job.Priority;
import dev.millrace.core.messaging.Lane;
import dev.millrace.core.messaging.Topology;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class QueuesIT extends ApiCase {
    @Test
    void anOperatorMakesAQueueAndThenJobsMayNameIt() {
        post("/api/v1/jobs", "{\"job_type\":\"any\",\"queue\":\"made\"}").expectProblem(422, "invalid_request");

        Answer made = send("PUT", "/api/v1/queues/made", null);
        Answer again = send("PUT", "/api/v1/queues/made", null);

        JsonNode queue = made.expect(201);
        assertThat(made.header("location")).endsWith("/api/v1/queues/made");
        assertThat(queue.path("name").asText()).isEqualTo("made");
        assertThat(queue.path("paused").asBoolean()).isFalse();
        assertThat(queue.path("active_workers").asInt()).isZero();
        assertThat(again.expect(200).path("created_at")).isEqualTo(queue.path("created_at"));
        UUID job = submitId(",\"queue\":\"made\"");
        assertThat(get("/api/v1/jobs/" + job).expect(200).path("status").asText())
                .isEqualTo("pending");
        assertThat(audited("queue.put", "made")).isEqualTo(1);
    }

    @Test
    void theTicketOfAQueueThatNobodyServesWaitsInItsLane() {
        send("PUT", "/api/v1/queues/lonely", null).expect(201);
        UUID job = submitId(",\"queue\":\"lonely\",\"priority\":\"high\"");

        String lane = Topology.laneQueue(new Lane("lonely", Priority.HIGH));
        Awaitility.await().until(() -> broker.queue(lane).isPresent());
        Awaitility.await()
                .until(() -> store.count("select count(*) from millrace.outbox where ? = any (job_ids)", job) == 0);
        assertThat(get("/api/v1/queues/lonely")
                        .expect(200)
                        .path("depth")
                        .path("high")
                        .path("broker_queue")
                        .asText())
                .isEqualTo(lane);
        assertThat(broker.drain(lane)).hasSize(1);
        assertThat(claim(job).queue()).isEqualTo("lonely");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upper", "1st", "under_score", "%20", "a%00b", "-", "x.y"})
    void aQueueIsNamedLikeAQueue(String name) {
        send("PUT", "/api/v1/queues/" + name, null).expectProblem(422, "invalid_request");
    }

    @Test
    void whatIsPausedIsHeldBackUntilItIsResumed() {
        send("PUT", "/api/v1/queues/pausing", null).expect(201);
        UUID job = submitId(",\"queue\":\"pausing\"");

        JsonNode paused = post("/api/v1/queues/pausing/pause", "{\"reason\":\"the mail server is away\"}")
                .expect(200);

        assertThat(paused.path("paused").asBoolean()).isTrue();
        assertThat(paused.path("paused_at").isNull()).isFalse();
        assertThat(paused.path("paused_by").asText()).isEqualTo("open");
        assertThat(paused.path("paused_reason").asText()).isEqualTo("the mail server is away");
        assertThat(await(store.jobs().claim(List.of(job), WORKER))).isEmpty();
        submit(",\"queue\":\"pausing\"");
        JsonNode again =
                post("/api/v1/queues/pausing/pause", "{\"reason\":\"still\"}").expect(200);
        assertThat(again.path("paused_at")).isEqualTo(paused.path("paused_at"));
        assertThat(again.path("paused_reason").asText()).isEqualTo("still");

        JsonNode resumed = send("POST", "/api/v1/queues/pausing/resume", null).expect(200);
        send("POST", "/api/v1/queues/pausing/resume", null).expect(200);

        assertThat(resumed.path("paused").asBoolean()).isFalse();
        assertThat(resumed.path("paused_reason").isNull()).isTrue();
        assertThat(store.count("select count(*) from millrace.queue where announce_requested_at is not null"
                        + " and name = 'pausing'"))
                .isEqualTo(1);
        assertThat(claim(job).id()).isEqualTo(job);
        assertThat(audited("queue.pause", "pausing")).isEqualTo(2);
        assertThat(audited("queue.resume", "pausing")).isEqualTo(1);
        assertThat(store.query("select reason from millrace.audit_event where action = 'queue.pause' order by id"))
                .contains("the mail server is away", "still");
    }

    @Test
    void aReasonIsOptionalAndBounded() {
        send("PUT", "/api/v1/queues/reasons", null);

        assertThat(post("/api/v1/queues/reasons/pause", "{}")
                        .expect(200)
                        .path("paused_reason")
                        .isNull())
                .isTrue();
        assertThat(post("/api/v1/queues/reasons/pause", "")
                        .expect(200)
                        .path("paused")
                        .asBoolean())
                .isTrue();
        for (String bad : List.of(
                "{\"reason\":\" \"}",
                "{\"reason\":1}",
                "{\"reason\":\"" + "x".repeat(1_001) + "\"}",
                "{\"reason\":\"a\\u0000\"}",
                "{\"why\":\"x\"}",
                "[]")) {
            post("/api/v1/queues/reasons/pause", bad).expectProblem(422, "invalid_request");
        }
        post("/api/v1/queues/reasons/pause", "{").expectProblem(400, "malformed_request");
    }

    @Test
    void whatIsNotThereIsNeitherShownNorPausedNorResumed() {
        get("/api/v1/queues/nowhere").expectProblem(404, "not_found");
        post("/api/v1/queues/nowhere/pause", "{}").expectProblem(404, "not_found");
        send("POST", "/api/v1/queues/nowhere/resume", null).expectProblem(404, "not_found");
        assertThat(audited("queue.pause", "nowhere")).isZero();
    }

    @Test
    void aQueueTellsWhoServesItAndWhatHappensInIt() {
        complete(submitId(",\"queue\":\"mail\""), "{}");

        JsonNode queue = get("/api/v1/queues/mail").expect(200);

        assertThat(queue.path("active_workers").asInt()).isEqualTo(1);
        assertThat(queue.path("total_slots").asInt()).isEqualTo(16);
        assertThat(queue.path("last_minute").path("completed").asInt()).isPositive();
        assertThat(queue.path("last_minute").path("completed_per_second").asDouble())
                .isPositive();
    }

    private long audited(String action, String target) {
        return store.count("select count(*) from millrace.audit_event where action = ? and target = ?", action, target);
    }
}
