package dev.millrace.api.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.api.testing.Answer;
import dev.millrace.api.testing.ApiCase;
import dev.millrace.api.testing.EventClient;
import dev.millrace.api.testing.Logs;
import dev.millrace.core.joblog.LogLevel;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StreamsIT extends ApiCase {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TestHTTPResource("/")
    URI server;

    @Test
    void aStreamCanNeitherBeKeptNorHeldBackOnItsWay() {
        try (EventClient client = watch("/api/v1/events?topics=queues")) {
            client.await("queues");

            assertThat(client.response().statusCode()).isEqualTo(200);
            assertThat(header(client, "content-type")).startsWith("text/event-stream");
            assertThat(header(client, "cache-control")).isEqualTo("no-store");
            assertThat(header(client, "x-accel-buffering")).isEqualTo("no");
            assertThat(client.response().headers().firstValue("content-encoding"))
                    .isEmpty();
            assertThat(client.retry()).isEqualTo("2000");
        }
    }

    @Test
    void aCommentShowsThatASilentStreamLives() {
        try (EventClient client = watch("/api/v1/logs?job_type=none")) {
            await().atMost(SOON).until(() -> client.comments() >= 3);
        }
    }

    @Test
    void oneStreamTooManyIsRefusedAndThereIsRoomAgainWhenOthersEnd() {
        List<EventClient> clients = new ArrayList<>();
        try {
            IntStream.range(0, 50).forEach(i -> clients.add(watch("/api/v1/logs?job_type=none")));

            Answer refused = get("/api/v1/events", "Accept", "text/event-stream");

            refused.expectProblem(503, "overloaded");
            assertThat(refused.header("retry-after")).isNotNull();
            assertThat(streams("logs")).isEqualTo(50);
        } finally {
            clients.forEach(EventClient::close);
        }
        await().atMost(SOON).until(() -> streams("logs") == 0);
        try (EventClient client = watch("/api/v1/events?topics=queues")) {
            client.await("queues");
        }
    }

    @Test
    void aClientThatDoesNotReadIsGivenUpAndDelaysNobody() throws IOException {
        UUID id = submitId("");
        try (Socket deaf = new Socket();
                EventClient other = watch("/api/v1/logs?job_id=" + id)) {
            deaf.setReceiveBufferSize(4_096);
            deaf.connect(new InetSocketAddress(server.getHost(), server.getPort()));
            deaf.getOutputStream()
                    .write(("GET /api/v1/logs?job_id=" + id + " HTTP/1.1\r\nHost: " + server.getAuthority()
                                    + "\r\nAccept: text/event-stream\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            other.await("begin");
            await().atMost(SOON).until(() -> streams("logs") == 2);
            String large = "x".repeat(8_000);

            await().atMost(SOON).pollInterval(Duration.ofMillis(300)).until(() -> {
                Logs.write(
                        store,
                        WORKER,
                        IntStream.range(0, 200)
                                .mapToObj(i -> Logs.line(id, LogLevel.INFO, large))
                                .toList());
                return streams("logs") == 1;
            });

            Logs.say(store, WORKER, id, "still here");
            other.await("log", line -> line.path("message").asText().equals("still here"));
        }
        await().atMost(SOON).until(() -> streams("logs") == 0);
    }

    @Test
    void aStreamCannotBeHadAsJson() {
        get("/api/v1/events", "Accept", "application/json").expectProblem(406, "not_acceptable");
    }

    @Test
    void askingForTheHeadOfAStreamOpensNone() {
        assertThat(send("HEAD", "/api/v1/logs", null).status()).isLessThan(500);
        await().atMost(SOON).until(() -> streams("logs") == 0);
    }

    private static String header(EventClient client, String name) {
        return client.response().headers().firstValue(name).orElse(null);
    }
}
