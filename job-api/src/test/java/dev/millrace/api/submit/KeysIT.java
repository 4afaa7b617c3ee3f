package dev.millrace.api.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.testing.Answer;
import dev.millrace.api.testing.ApiCase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class KeysIT extends ApiCase {
    private static final String JOB = "{\"job_type\":\"any\",\"payload\":{\"n\":1.50},\"tags\":[\"a\"]}";

    @Test
    void aRepetitionIsAnsweredAsTheFirstRequestWasAndSaysSo() {
        Answer first = post("/api/v1/jobs", JOB, "Idempotency-Key", "first");
        complete(UUID.fromString(first.expect(201).path("id").asText()), "{}");

        Answer again = post("/api/v1/jobs", JOB, "Idempotency-Key", "first");

        assertThat(again.expect(201)).isEqualTo(first.json());
        assertThat(first.header("Idempotent-Replayed")).isNull();
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    }

    @Test
    void theSameKeyWithAnotherBodyOrAtAnotherRouteIsRefused() {
        post("/api/v1/jobs", JOB, "Idempotency-Key", "second").expect(201);

        post("/api/v1/jobs", "{\"job_type\":\"any\"}", "Idempotency-Key", "second")
                .expectProblem(422, "idempotency_key_reused");
        post("/submit-job", JOB.replace(",\"tags\":[\"a\"]", ""), "Idempotency-Key", "second")
                .expectProblem(422, "idempotency_key_reused");
    }

    @Test
    void aBulkAndALegacySubmitMayBeRepeatedToo() {
        String bulk = "{\"jobs\":[" + JOB + "," + JOB + "]}";
        JsonNode first =
                post("/api/v1/jobs/bulk", bulk, "Idempotency-Key", "third").expect(201);
        Answer again = post("/api/v1/jobs/bulk", bulk, "Idempotency-Key", "third");
        assertThat(again.expect(201)).isEqualTo(first);
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");

        String legacy = "{\"job_type\":\"any\",\"priority\":\"high\",\"payload\":{}}";
        JsonNode submitted =
                post("/submit-job", legacy, "Idempotency-Key", "fourth").expect(201);
        assertThat(post("/submit-job", legacy, "Idempotency-Key", "fourth").expect(201))
                .isEqualTo(submitted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"with blank", "two  blanks"})
    void aKeyThatIsNoKeyIsRefused(String key) {
        Answer answer = post("/api/v1/jobs", JOB, "Idempotency-Key", key);

        answer.expectProblem(422, "invalid_request");
        assertThat(answer.pointers()).containsExactly("Idempotency-Key");
    }

    @Test
    void aKeyThatIsTooLongIsRefused() {
        post("/api/v1/jobs", JOB, "Idempotency-Key", "k".repeat(256)).expectProblem(422, "invalid_request");
        post("/api/v1/jobs", JOB, "Idempotency-Key", "k".repeat(255)).expect(201);
    }

    @Test
    void anInvalidRequestDoesNotUseItsKeyUp() {
        post("/api/v1/jobs", "{\"job_type\":\"unheard_of\"}", "Idempotency-Key", "fifth")
                .expectProblem(422, "invalid_request");

        post("/api/v1/jobs", JOB, "Idempotency-Key", "fifth").expect(201);
    }

    @Test
    void aHeldUniqueKeyIsRefusedAndTheHolderNamed() {
        UUID holder = submitId(",\"unique_key\":\"invoice-1\"");

        Answer refused = post("/api/v1/jobs", "{\"job_type\":\"any\",\"unique_key\":\"invoice-1\"}");

        JsonNode problem = refused.expectProblem(409, "unique_key_held");
        assertThat(problem.path("held_by").asText()).isEqualTo(holder.toString());
        assertThat(refused.pointers()).containsExactly("/unique_key");
        assertThat(get("/api/v1/jobs/" + holder).expect(200).path("unique_key").asText())
                .isEqualTo("invoice-1");
    }

    @Test
    void allHeldUniqueKeysInABulkArePointedAtAndNothingIsAccepted() {
        UUID holder = submitId(",\"unique_key\":\"invoice-2\"");
        submitId(",\"unique_key\":\"invoice-2b\"");
        long before = store.count("select count(*) from millrace.job");

        Answer refused = post("/api/v1/jobs/bulk", """
                {"jobs":[{"job_type":"any"},{"job_type":"any","unique_key":"invoice-2"},
                         {"job_type":"any","unique_key":"invoice-free"},{"job_type":"any","unique_key":"invoice-2b"}]}""");

        assertThat(refused.expectProblem(409, "unique_key_held").path("held_by").asText())
                .isEqualTo(holder.toString());
        assertThat(refused.pointers()).containsExactly("/jobs/1/unique_key", "/jobs/3/unique_key");
        assertThat(store.count("select count(*) from millrace.job")).isEqualTo(before);
    }

    @Test
    void aUniqueKeyThatStandsTwiceInABulkIsRefused() {
        Answer refused = post("/api/v1/jobs/bulk", """
                {"jobs":[{"job_type":"any","unique_key":"x"},{"job_type":"any","unique_key":"x"}]}""");

        refused.expectProblem(422, "invalid_request");
        assertThat(refused.pointers()).containsExactly("/jobs/1/unique_key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"  \"", "7", "[]", "\"\\u0000\""})
    void aUniqueKeyThatIsNoKeyIsRefused(String key) {
        Answer refused = post("/api/v1/jobs", "{\"job_type\":\"any\",\"unique_key\":" + key + "}");

        refused.expectProblem(422, "invalid_request");
        assertThat(refused.pointers()).isEqualTo(List.of("/unique_key"));
    }

    @Test
    void aDeadJobWhoseUniqueKeyIsHeldByAnotherIsNotRetried() {
        UUID dead = submitId(",\"unique_key\":\"invoice-3\"");
        bury(dead);
        UUID holder = submitId(",\"unique_key\":\"invoice-3\"");

        assertThat(post("/api/v1/jobs/" + dead + "/retry", "")
                        .expectProblem(409, "unique_key_held")
                        .path("held_by")
                        .asText())
                .isEqualTo(holder.toString());
    }
}
