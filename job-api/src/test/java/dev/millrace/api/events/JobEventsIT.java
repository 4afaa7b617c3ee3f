package dev.millrace.api.events;

import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.testing.ApiCase;
import dev.millrace.api.testing.EventClient;
import dev.millrace.api.testing.Logs;
import dev.millrace.core.job.ClaimedJob;
import dev.millrace.core.job.Progress;
import dev.millrace.core.store.AttemptEnd;
import dev.millrace.core.store.AttemptProgress;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class JobEventsIT extends ApiCase {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void aJobIsShownWholeAtTheBeginningAndAtEachChangeAndTheStreamEndsWithIt() {
        UUID id = submitId(",\"payload\":{\"n\":12345678901234567890}");
        try (EventClient client = watch("/api/v1/jobs/" + id + "/events")) {
            JsonNode first = client.await("job", status("pending")).json();
            assertThat(first).isEqualTo(get("/api/v1/jobs/" + id).expect(200));
            assertThat(client.events("job").getFirst().data()).contains("12345678901234567890");

            ClaimedJob claimed = claim(id);
            client.await("job", status("running"));
            await(store.jobs()
                    .recordProgress(List.of(new AttemptProgress(claimed.key(), new Progress(40, "halfway")))));
            client.await("job", job -> job.path("progress").path("percent").asInt() == 40);
            post("/api/v1/jobs/" + id + "/cancel", "").expect(200);
            client.await("job", job -> job.path("cancel_requested").asBoolean());
            await(store.jobs().end(new AttemptEnd.Completed(claimed.key(), "{\"done\":true}")));

            client.awaitEnd("final");
            assertThat(client.events("job").getLast().json())
                    .isEqualTo(get("/api/v1/jobs/" + id).expect(200));
            assertThat(client.events("job")).hasSize(5);
        }
        awaitNoStreams();
    }

    @Test
    void aHeartbeatOfTheWorkerIsNoChange() {
        UUID id = submitId("");
        ClaimedJob claimed = claim(id);
        try (EventClient client = watch("/api/v1/jobs/" + id + "/events")) {
            client.await("job", status("running"));

            await(store.workers().heartbeat(WORKER, 1, false, List.of(id), List.of()));
            await(store.workers().heartbeat(WORKER, 1, false, List.of(id), List.of()));
            await(store.jobs().end(new AttemptEnd.Completed(claimed.key(), null)));

            client.awaitEnd("final");
            assertThat(client.events("job")).hasSize(2);
        }
    }

    @Test
    void aJobThatIsFinalAlreadyIsShownAndTheStreamEnds() {
        UUID id = submitId("");
        complete(id, "1");

        try (EventClient client = watch("/api/v1/jobs/" + id + "/events")) {
            client.awaitEnd("final");
            assertThat(client.events("job")).hasSize(1);
        }
    }

    @Test
    void aDeadJobIsWatchedOnForItMayBeRetried() {
        UUID id = submitId("");
        bury(id);

        try (EventClient client = watch("/api/v1/jobs/" + id + "/events")) {
            client.await("job", status("dead"));
            post("/api/v1/dead-letters/" + id + "/retry", "").expect(200);
            client.await("job", status("pending"));
            complete(id, null);
            client.awaitEnd("final");
        }
    }

    @Test
    void aJobThatAgesOutWhileItIsWatchedEndsTheStream() {
        UUID id = submitId("");
        try (EventClient client = watch("/api/v1/jobs/" + id + "/events")) {
            client.await("job");

            store.query("DELETE FROM millrace.job WHERE id = '" + id + "'");

            client.awaitEnd("unknown");
        }
    }

    @Test
    void manyWatchersOfOneJobAllSeeItsEndAndSoDoThoseWhoCameLate() {
        UUID id = submitId("");
        List<EventClient> clients = new ArrayList<>(watchers(15, id));
        clients.forEach(client -> client.await("job", status("pending")));
        ClaimedJob claimed = claim(id);
        clients.forEach(client -> client.await("job", status("running")));
        clients.addAll(watchers(15, id));
        await(store.jobs().end(new AttemptEnd.Completed(claimed.key(), "7")));

        clients.forEach(client -> client.awaitEnd("final"));

        clients.forEach(client -> assertThat(
                        client.events("job").getLast().json().path("status").asText())
                .isEqualTo("completed"));
        awaitNoStreams();
    }

    @Test
    void withLogsTheLinesOfThePastAndOfThePresentComeInOrderAndTheLastBeforeTheEnd() {
        UUID id = submitId("");
        ClaimedJob claimed = claim(id);
        String[] past = IntStream.range(0, 250).mapToObj(i -> "past " + i).toArray(String[]::new);
        Logs.say(store, WORKER, id, past);
        try (EventClient client = watch("/api/v1/jobs/" + id + "/events?logs=true")) {
            client.await("log", line -> line.path("message").asText().equals("past 249"));
            Logs.say(store, WORKER, id, "present");
            client.await("log", line -> line.path("message").asText().equals("present"));
            await(store.jobs().end(new AttemptEnd.Completed(claimed.key(), null)));
            client.await("job", status("completed"));
            Logs.say(store, WORKER, id, "last words");

            client.awaitEnd("final");

            List<String> said = client.events("log").stream()
                    .map(line -> line.json().path("message").asText())
                    .toList();
            assertThat(said).hasSize(252).startsWith("past 0", "past 1").endsWith("present", "last words");
            String after = client.events("log").get(249).id();
            try (EventClient later = watch("/api/v1/jobs/" + id + "/events?logs=true&after=" + after)) {
                later.awaitEnd("final");
                assertThat(later.events("log")).hasSize(2);
            }
        }
    }

    @Test
    void aStreamSurvivesThatPostgresqlIsAway() {
        UUID id = submitId("");
        try (EventClient client = watch("/api/v1/jobs/" + id + "/events")) {
            client.await("job", status("pending"));

            toDatabase.refuse(true);
            toDatabase.cut();
            client.await("unavailable");
            ClaimedJob claimed = claim(id);
            toDatabase.heal();

            client.await("job", status("running"));
            await(store.jobs().end(new AttemptEnd.Completed(claimed.key(), null)));
            client.awaitEnd("final");
        } finally {
            toDatabase.heal();
        }
    }

    @Test
    void aClientThatGoesAwayLeavesNothingBehind() {
        UUID id = submitId("");
        EventClient client = watch("/api/v1/jobs/" + id + "/events?logs=true");
        client.await("job");
        assertThat(streams("job")).isEqualTo(1);

        client.close();

        awaitNoStreams();
    }

    @ParameterizedTest
    @ValueSource(strings = {"logs=maybe", "colour=red", "after=%00"})
    void whatIsNotUnderstoodIsRefused(String query) {
        get("/api/v1/jobs/" + submitId("") + "/events?" + query, "Accept", "text/event-stream")
                .expectProblem(422, "invalid_request");
    }

    @Test
    void anUnknownJobCannotBeWatched() {
        get("/api/v1/jobs/" + new UUID(1, 2) + "/events", "Accept", "text/event-stream")
                .expectProblem(404, "not_found");
        get("/api/v1/jobs/nonsense/events", "Accept", "text/event-stream").expectProblem(404, "not_found");
        get("/api/v1/jobs/" + submitId("") + "/events?logs=true&after=x").expectProblem(400, "cursor_refused");
    }

    private List<EventClient> watchers(int count, UUID id) {
        List<CompletableFuture<EventClient>> coming = IntStream.range(0, count)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> watch("/api/v1/jobs/" + id + "/events"),
                        task -> Thread.ofVirtual().start(task)))
                .toList();
        return coming.stream().map(CompletableFuture::join).toList();
    }

    private void awaitNoStreams() {
        await().atMost(SOON).until(() -> streams("job") == 0);
    }

    private static Predicate<JsonNode> status(String expected) {
        return job -> job.path("status").asText().equals(expected);
    }
}
