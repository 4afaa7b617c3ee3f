package dev.millrace.api.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.api.testing.Answer;
import dev.millrace.api.testing.ApiCase;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(RateLimitIT.LowRates.class)
class RateLimitIT extends ApiCase {
    private static final String KEY = "mr_firstadmin_" + "A1b2".repeat(11);
    private static final String ADMIN = "Bearer " + KEY;

    @Test
    void anAddressWithoutCredentialsIsLimitedAndToldHowMuchIsLeft() {
        List<CompletableFuture<Answer>> asked = IntStream.range(0, 120)
                .mapToObj(ignored -> getLater("/q/openapi"))
                .toList();
        List<Answer> answers = asked.stream().map(CompletableFuture::join).toList();
        List<Answer> refused =
                answers.stream().filter(answer -> answer.status() == 429).toList();

        assertThat(refused).isNotEmpty().allSatisfy(answer -> {
            answer.expectProblem(429, "rate_limited");
            assertThat(answer.header("Retry-After")).isEqualTo("1");
        });
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.header("RateLimit-Policy")).isEqualTo("\"address\";q=20;w=1");
            assertThat(answer.header("RateLimit")).matches("\"address\";r=\\d+;t=\\d+");
        });
        assertThat(answers.stream().filter(answer -> answer.status() == 200)).isNotEmpty();
    }

    @Test
    void aKeyIsLimitedByItself() {
        List<Answer> answers = ask(150, "/api/v1/queues", ADMIN);

        assertThat(answers.stream().filter(answer -> answer.status() == 200)).isNotEmpty();
        assertThat(answers.stream().filter(answer -> answer.status() == 429))
                .isNotEmpty()
                .allSatisfy(answer -> answer.expectProblem(429, "rate_limited"));
        assertThat(answers).allSatisfy(answer -> assertThat(answer.header("RateLimit-Policy"))
                .isEqualTo("\"caller\";q=30;w=1"));
        Awaitility.await().untilAsserted(() -> get("/api/v1/queues", "Authorization", ADMIN)
                .expect(200));
    }

    @Test
    void whoeverGuessesKeysIsStoppedAndWhoHasARightOneIsNot() {
        Awaitility.await().untilAsserted(() -> get("/api/v1/queues", "Authorization", ADMIN)
                .expect(200));
        for (int guess = 0; guess < 5; guess++) {
            get("/api/v1/queues", "Authorization", guess(guess)).expectProblem(401, "unauthenticated");
        }

        Answer stopped = get("/api/v1/queues", "Authorization", guess(9));

        stopped.expectProblem(429, "rate_limited");
        assertThat(stopped.header("RateLimit-Policy")).isEqualTo("\"credentials\";q=5;w=60");
        assertThat(Integer.parseInt(stopped.header("Retry-After"))).isBetween(1, 60);
        Awaitility.await().untilAsserted(() -> get("/api/v1/queues", "Authorization", ADMIN)
                .expect(200));
    }

    private List<Answer> ask(int times, String path, String authorization) {
        List<CompletableFuture<Answer>> asked = IntStream.range(0, times)
                .mapToObj(ignored -> getLater(path, "Authorization", authorization))
                .toList();
        return asked.stream().map(CompletableFuture::join).toList();
    }

    private static String guess(int number) {
        return "Bearer mr_firstadmin_" + number + "x".repeat(43);
    }

    /** Authentication, and few requests a second without it. */
    public static final class LowRates implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "millrace.auth.mode", "required",
                    "millrace.auth.pepper", "a pepper for tests, of more than 32 characters",
                    "millrace.auth.first-admin.api-key", KEY,
                    "millrace.limits.requests-per-second", "30",
                    "millrace.limits.wrong-credentials-per-minute", "5",
                    "millrace.limits.anonymous-requests-per-second", "20");
        }
    }
}
