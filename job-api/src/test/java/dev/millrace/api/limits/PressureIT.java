package dev.millrace.api.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.api.testing.Answer;
import dev.millrace.api.testing.ApiCase;
import dev.millrace.api.testing.UnusualSettings;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** PostgreSQL is there, but says nothing: requests must end in bounded time, and not pile up. */
@QuarkusTest
@TestProfile(UnusualSettings.class)
class PressureIT extends ApiCase {
    private static final int PLACES = UnusualSettings.PLACES;
    private static final int CONNECTIONS = UnusualSettings.CONNECTIONS;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @AfterEach
    void heal() {
        toDatabase.heal();
        Awaitility.await().atMost(PATIENCE).until(() -> get("/q/health/ready").status() == 200);
    }

    @Test
    void withASilentDatabaseEveryRequestIsAnsweredWithinItsBound() {
        toDatabase.blackhole(true);

        List<CompletableFuture<Answer>> asked = askForQueues(3 * PLACES);
        List<Answer> answers = asked.stream().map(CompletableFuture::join).toList();

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.contentType()).isEqualTo("application/problem+json");
            assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
        });
        assertThat(codes(answers)).contains("unavailable", "overloaded");
        assertThat(codes(answers).stream().filter("unavailable"::equals).count())
                .isLessThanOrEqualTo(PLACES);
    }

    @Test
    void placesAreFreeAgainAfterwardsAndNothingIsKept() {
        for (int round = 0; round < 3; round++) {
            toDatabase.blackhole(true);
            askForQueues(2 * PLACES).forEach(CompletableFuture::join);
            toDatabase.heal();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> get("/api/v1/queues").status() == 200);
        }

        assertThat(metric("millrace_api_requests_active")).isLessThanOrEqualTo(1);
        assertThat(metric("millrace_api_bodies_held_bytes")).isZero();
        List<Answer> answers = askForQueues(CONNECTIONS * 4).stream()
                .map(CompletableFuture::join)
                .toList();
        assertThat(answers).allSatisfy(answer -> answer.expect(200));
    }

    @Test
    void healthIsAnsweredHoweverBusyTheServiceIs() {
        toDatabase.blackhole(true);
        List<CompletableFuture<Answer>> busy = askForQueues(2 * PLACES);

        assertThat(get("/q/health/live").status()).isEqualTo(200);
        busy.forEach(CompletableFuture::join);
    }

    private List<CompletableFuture<Answer>> askForQueues(int times) {
        return IntStream.range(0, times)
                .mapToObj(ignored -> getLater("/api/v1/queues"))
                .toList();
    }

    private double metric(String name) {
        return get("/q/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static List<String> codes(List<Answer> answers) {
        return answers.stream()
                .map(answer -> answer.json().path("code").asText())
                .toList();
    }
}
