package dev.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveEventsTest {
    private static final UUID ID = new UUID(7, 1);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String END = event("end", "", "{\"reason\":\"final\"}");

    private final StubServer server = new StubServer();
    private final MillraceClient client = MillraceClient.at(server.address())
            .apiKey("mr_key")
            .patience(Duration.ofMillis(500))
            .build();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void eventsAreToldInTheirOrderUntilTheEnd() {
        server.answers(
                asked -> stream(": a comment\n\n", event("job", "", "{\"n\":1.10}"), event("log", "l1", "{}"), END));

        try (LiveEvents events = client.follow(ID, null)) {
            List<LiveEvent> told = untilEnd(events);

            assertThat(told).extracting(LiveEvent::name).containsExactly("job", "log", "end");
            assertThat(told.get(0).data()).hasToString("{\"n\":1.10}");
            assertThat(events.next(Duration.ofMillis(1))).isEmpty();
        }
        assertThat(server.asked().get(0).path()).isEqualTo("/api/v1/jobs/" + ID + "/events?logs=true");
        assertThat(server.asked().get(0).authorization()).isEqualTo("Bearer mr_key");
    }

    @Test
    void aLostConnectionIsMadeAgainAndGoesOnAfterTheLastLine() {
        AtomicInteger connections = new AtomicInteger();
        server.answers(asked -> connections.getAndIncrement() == 0 ? stream(event("log", "l 1", "{}")) : stream(END));

        try (LiveEvents events = client.follow(ID, null)) {
            assertThat(untilEnd(events)).extracting(LiveEvent::name).containsExactly("log", "end");
        }
        assertThat(server.asked().get(1).path()).contains("after=l%201");
    }

    @Test
    void aServerThatStopsIsAskedAgain() {
        AtomicInteger connections = new AtomicInteger();
        server.answers(asked -> connections.getAndIncrement() == 0
                ? stream(event("end", "", "{\"reason\":\"stopping\"}"))
                : stream(event("job", "", "{}"), END));

        try (LiveEvents events = client.watch(List.of(ID))) {
            assertThat(untilEnd(events)).extracting(LiveEvent::name).containsExactly("job", "end");
        }
        assertThat(server.asked().get(0).path()).isEqualTo("/api/v1/events?topics=job%3A" + ID);
    }

    @Test
    void aRefusalIsNotAskedAgain() {
        server.answers(asked -> StubServer.problem(404, "not_found"));

        try (LiveEvents events = client.follow(ID, null)) {
            assertThatThrownBy(() -> events.next(SOON)).isInstanceOf(RequestRefused.class);
            assertThat(events.next(Duration.ofMillis(1))).isEmpty();
        }
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void aServerThatStaysAwayIsGivenUp() {
        server.close();

        try (LiveEvents events = client.follow(ID, null)) {
            assertThatThrownBy(() -> events.next(SOON)).isInstanceOf(MillraceUnavailable.class);
        }
    }

    private static List<LiveEvent> untilEnd(LiveEvents events) {
        List<LiveEvent> told = new ArrayList<>();
        Optional<LiveEvent> next = events.next(SOON);
        while (next.isPresent()) {
            told.add(next.get());
            next = events.next(SOON);
        }
        return told;
    }

    private static StubServer.Answer stream(String... events) {
        return new StubServer.Answer(200, String.join("", events), null);
    }

    private static String event(String name, String id, String data) {
        return "event: " + name + "\n" + (id.isEmpty() ? "" : "id: " + id + "\n") + "data: " + data + "\n\n";
    }
}
