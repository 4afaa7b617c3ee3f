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
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(RateLimitIT.LowRates.class)
class RateLimitIT extends ApiCase {
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

    /** Authentication, and few requests a second without it. */
    public static final class LowRates implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "millrace.auth.mode", "required",
                    "millrace.auth.pepper", "a pepper for tests, of more than 32 characters",
                    "millrace.limits.anonymous-requests-per-second", "20");
        }
    }
}
