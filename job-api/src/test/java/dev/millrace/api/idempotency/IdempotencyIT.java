package dev.millrace.api.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.testing.Answer;
import dev.millrace.api.testing.ApiCase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class IdempotencyIT extends ApiCase {
    private static final String SCHEDULES = "/api/v1/scheduled-jobs";

    @Test
    void aScheduleIsMadeOnceForEachKey() {
        String body = schedule("made-once");

        Answer first = post(SCHEDULES, body, "Idempotency-Key", "schedule-1");
        Answer again = post(SCHEDULES, body, "Idempotency-Key", "schedule-1");

        assertThat(again.expect(201)).isEqualTo(first.expect(201));
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        post(SCHEDULES, schedule("another"), "Idempotency-Key", "schedule-1")
                .expectProblem(422, "idempotency_key_reused");
        post(SCHEDULES, body).expectProblem(409, "name_taken");
    }

    @Test
    void aRefusalIsNotRememberedUnderItsKey() {
        post(SCHEDULES, schedule("taken")).expect(201);
        post(SCHEDULES, schedule("taken"), "Idempotency-Key", "schedule-2").expectProblem(409, "name_taken");

        post(SCHEDULES, schedule("free"), "Idempotency-Key", "schedule-2").expect(201);
    }

    @Test
    void ofManyTriggersWithOneKeyExactlyOneSubmitsAJob() {
        JsonNode made = post(SCHEDULES, schedule("triggered")).expect(201);
        String trigger = SCHEDULES + "/" + made.path("id").asText() + "/trigger";

        List<CompletableFuture<Answer>> answers = IntStream.range(0, 10)
                .mapToObj(i -> postLater(trigger, "", "Idempotency-Key", "trigger-1"))
                .toList();

        assertThat(answers.stream().map(CompletableFuture::join))
                .allMatch(answer -> answer.status() == 201
                        || answer.status() == 409 && answer.text().contains("idempotency_in_flight"));
        assertThat(store.query(
                        "select id from millrace.job where schedule_id = ?",
                        UUID.fromString(made.path("id").asText())))
                .containsExactly(post(trigger, "", "Idempotency-Key", "trigger-1")
                        .expect(201)
                        .path("id")
                        .asText());
    }

    private static String schedule(String name) {
        return "{\"name\":\"" + name + "\",\"job_type\":\"any\",\"cron_expression\":\"0 3 * * *\",\"payload\":{}}";
    }
}
