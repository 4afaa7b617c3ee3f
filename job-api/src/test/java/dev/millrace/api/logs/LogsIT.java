package dev.millrace.api.logs;

import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.testing.Answer;
import dev.millrace.api.testing.ApiCase;
import dev.millrace.api.testing.EventClient;
import dev.millrace.api.testing.Logs;
import dev.millrace.core.identity.TimeOrderedJobIds;
import dev.millrace.core.joblog.LogLevel;
import dev.millrace.core.store.WorkerCard;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class LogsIT extends ApiCase {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void aJobsLogIsReadPageByPageOldestFirst() {
        UUID id = submitId("");
        Logs.say(store, WORKER, id, "one", "two", "three");
        Logs.say(store, WORKER, id, "four", "five");
        awaitLines(id, 5);

        JsonNode first = get("/api/v1/jobs/" + id + "/logs?limit=2").expect(200);
        JsonNode second = get("/api/v1/jobs/" + id + "/logs?limit=2&after="
                        + first.path("next_cursor").asText())
                .expect(200);
        JsonNode third = get("/api/v1/jobs/" + id + "/logs?limit=2&after="
                        + second.path("next_cursor").asText())
                .expect(200);

        assertThat(messages(first)).containsExactly("one", "two");
        assertThat(messages(second)).containsExactly("three", "four");
        assertThat(messages(third)).containsExactly("five");
        assertThat(third.path("next_cursor").isNull()).isTrue();
        JsonNode line = first.path("items").path(0);
        assertThat(Answer.names(line))
                .containsExactly(
                        "id",
                        "job_id",
                        "attempt",
                        "worker_id",
                        "job_type",
                        "queue",
                        "level",
                        "time",
                        "message",
                        "fields");
        assertThat(line.path("fields").toString()).isEqualTo("{\"n\":1}");
        assertThat(line.path("time").asText()).isEqualTo("2026-01-01T00:00:00.000Z");
    }

    @Test
    void afterTheLastLineComesWhatIsSaidLater() {
        UUID id = submitId("");
        Logs.say(store, WORKER, id, "one");
        awaitLines(id, 1);
        String last = get("/api/v1/jobs/" + id + "/logs")
                .expect(200)
                .path("items")
                .path(0)
                .path("id")
                .asText();
        assertThat(messages(get("/api/v1/jobs/" + id + "/logs?after=" + last).expect(200)))
                .isEmpty();

        Logs.say(store, WORKER, id, "two");

        await().atMost(SOON).until(() -> messages(
                        get("/api/v1/jobs/" + id + "/logs?after=" + last).expect(200))
                .equals(List.of("two")));
    }

    @Test
    void whatIsNoLogIsRefused() {
        UUID id = submitId("");
        UUID other = submitId("");
        Logs.say(store, WORKER, other, "one");
        awaitLines(other, 1);
        String foreign = get("/api/v1/jobs/" + other + "/logs")
                .expect(200)
                .path("items")
                .path(0)
                .path("id")
                .asText();

        assertThat(messages(get("/api/v1/jobs/" + id + "/logs").expect(200))).isEmpty();
        get("/api/v1/jobs/" + new UUID(1, 2) + "/logs").expectProblem(404, "not_found");
        get("/api/v1/jobs/nonsense/logs").expectProblem(404, "not_found");
        get("/api/v1/jobs/" + id + "/logs?after=" + foreign).expectProblem(400, "cursor_refused");
        get("/api/v1/jobs/" + id + "/logs?after=%00").expectProblem(422, "invalid_request");
        get("/api/v1/jobs/" + id + "/logs?limit=0").expectProblem(422, "invalid_request");
        get("/api/v1/jobs/" + id + "/logs?colour=red").expectProblem(422, "invalid_request");
    }

    @Test
    void theLinesOfAllWorkersAreShownAsTheyAreWritten() {
        UUID id = submitId("");
        UUID otherWorker = new TimeOrderedJobIds().next();
        await(store.workers()
                .register(new WorkerCard(otherWorker, "host-2", 1, "1", List.of("default"), List.of("any"), 1)));
        try (EventClient all = watch("/api/v1/logs?job_id=" + id);
                EventClient one = watch("/api/v1/logs?worker_id=" + otherWorker);
                EventClient errors = watch("/api/v1/logs?level=error&queue=default&job_type=any&job_id=" + id);
                EventClient found = watch("/api/v1/logs?contains=NEEDLE&job_id=" + id);
                EventClient none = watch("/api/v1/logs?job_type=other")) {
            List.of(all, one, errors, found, none).forEach(client -> client.await("begin"));

            Logs.say(store, WORKER, id, "hay", "a needle");
            Logs.write(store, WORKER, List.of(Logs.line(id, LogLevel.ERROR, "broken")));
            await(store.jobLogs().write(otherWorker, 1, List.of(Logs.line(id, LogLevel.DEBUG, "mine"))));

            await().atMost(SOON).until(() -> said(all).size() == 4);
            assertThat(said(all)).containsExactly("hay", "a needle", "broken", "mine");
            await().atMost(SOON)
                    .until(() -> !said(one).isEmpty()
                            && !said(errors).isEmpty()
                            && !said(found).isEmpty());
            assertThat(said(one)).containsExactly("mine");
            assertThat(said(errors)).containsExactly("broken");
            assertThat(said(found)).containsExactly("a needle");
            assertThat(said(none)).isEmpty();
            assertThat(all.events("log").getFirst().id())
                    .isEqualTo(all.events("log").getFirst().json().path("id").asText());
        }
    }

    @Test
    void noLineIsMissedOrDoubledHoweverManyWriteAtOnce() {
        UUID id = submitId("");
        List<UUID> workers = IntStream.range(0, 5)
                .mapToObj(i -> new TimeOrderedJobIds().next())
                .toList();
        workers.forEach(worker -> await(store.workers()
                .register(new WorkerCard(worker, "host", 1, "1", List.of("default"), List.of("any"), 1))));
        try (EventClient client = watch("/api/v1/logs?job_id=" + id)) {
            client.await("begin");

            CompletableFuture.allOf(workers.stream()
                            .map(worker -> CompletableFuture.runAsync(() -> IntStream.rangeClosed(1, 40)
                                    .forEach(write -> await(store.jobLogs()
                                            .write(
                                                    worker,
                                                    write,
                                                    List.of(Logs.line(id, LogLevel.INFO, worker + " " + write)))))))
                            .toArray(CompletableFuture[]::new))
                    .join();

            await().atMost(SOON).until(() -> said(client).size() >= 200);
            assertThat(said(client)).hasSize(200).doesNotHaveDuplicates();
            assertThat(client.events("skipped")).isEmpty();
        }
    }

    @Test
    void underAFloodTheLatestLinesAreShownAndTheOthersCounted() {
        UUID id = submitId("");
        try (EventClient client = watch("/api/v1/logs?job_id=" + id)) {
            client.await("begin");

            Logs.write(
                    store,
                    WORKER,
                    IntStream.range(0, 6_000)
                            .mapToObj(i -> Logs.line(id, LogLevel.INFO, "line " + i))
                            .toList());

            client.await("skipped");
            Logs.say(store, WORKER, id, "after the flood");
            client.await("log", line -> line.path("message").asText().equals("after the flood"));
            long skipped = client.events("skipped").stream()
                    .mapToLong(event -> event.json().path("lines").asLong())
                    .sum();
            assertThat(skipped + said(client).size()).isEqualTo(6_001);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "level=loud",
                "level=info,warn",
                "worker_id=me",
                "job_id=1",
                "contains=",
                "contains=%00",
                "colour=red",
                "job_type=a,,b"
            })
    void aFilterThatIsNotUnderstoodIsRefused(String query) {
        get("/api/v1/logs?" + query, "Accept", "text/event-stream").expectProblem(422, "invalid_request");
    }

    private void awaitLines(UUID id, int count) {
        await().atMost(SOON)
                .until(() -> get("/api/v1/jobs/" + id + "/logs")
                                .expect(200)
                                .path("items")
                                .size()
                        == count);
    }

    private static List<String> said(EventClient client) {
        return new ArrayList<>(client.events("log").stream()
                .map(event -> event.json().path("message").asText())
                .toList());
    }

    private static List<String> messages(JsonNode page) {
        return StreamSupport.stream(page.path("items").spliterator(), false)
                .map(line -> line.path("message").asText())
                .toList();
    }
}
