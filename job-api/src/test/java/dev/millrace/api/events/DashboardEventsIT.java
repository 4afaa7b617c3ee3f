package dev.millrace.api.events;

import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.testing.Answer;
import dev.millrace.api.testing.ApiCase;
import dev.millrace.api.testing.EventClient;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class DashboardEventsIT extends ApiCase {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void everyTopicIsShownAtTheBeginningAsItsRouteShowsIt() {
        try (EventClient client = watch("/api/v1/events?topics=stats,queues,workers,dead,jobs")) {
            List.of("stats", "queues", "workers", "dead", "jobs").forEach(client::await);

            assertThat(Answer.names(client.events("stats").getFirst().json()))
                    .isEqualTo(Answer.names(get("/api/v1/stats").expect(200)));
            assertThat(Answer.names(client.events("queues")
                            .getFirst()
                            .json()
                            .path("items")
                            .path(0)))
                    .isEqualTo(Answer.names(
                            get("/api/v1/queues").expect(200).path("items").path(0)));
            assertThat(Answer.names(client.events("workers")
                            .getFirst()
                            .json()
                            .path("items")
                            .path(0)))
                    .isEqualTo(Answer.names(
                            get("/api/v1/workers").expect(200).path("items").path(0)));
        }
        await().atMost(SOON).until(() -> streams("dashboard") == 0);
    }

    @Test
    void withoutTopicsTheUsualOnesAreShown() {
        try (EventClient client = watch("/api/v1/events")) {
            List.of("stats", "queues", "workers", "dead").forEach(client::await);

            assertThat(client.events("jobs")).isEmpty();
        }
    }

    @Test
    void newAndDeadJobsAppearWithoutWhatMayBeLarge() {
        try (EventClient client = watch("/api/v1/events?topics=jobs,dead")) {
            client.await("jobs");
            UUID id = submitId(",\"payload\":{\"large\":true}");
            client.await("jobs", jobs -> holds(jobs, id, "pending"));
            bury(id);

            JsonNode dead =
                    client.await("dead", jobs -> holds(jobs, id, "dead")).json();
            client.await("jobs", jobs -> holds(jobs, id, "dead"));

            assertThat(dead.path("items").path(0).has("payload")).isFalse();
            assertThat(dead.path("items").path(0).path("error").has("stacktrace"))
                    .isFalse();
        }
    }

    @Test
    void whatHasNotChangedIsNotSentAgain() {
        try (EventClient client = watch("/api/v1/events?topics=dead")) {
            client.await("dead");
            // The stream is silent for as long as nothing changes: then come comments.
            await().atMost(SOON).until(() -> client.comments() >= 2);

            assertThat(client.events("dead")).hasSize(1);
        }
    }

    @Test
    void oneWhoComesLateIsShownThePresentThoughItHasNotChanged() {
        try (EventClient early = watch("/api/v1/events?topics=queues")) {
            early.await("queues");
            try (EventClient late = watch("/api/v1/events?topics=queues")) {
                late.await("queues");
            }
        }
    }

    @Test
    void singleJobsAreWatchedOnTheSameStreamWhichOutlivesThem() {
        UUID one = submitId("");
        UUID other = submitId("");
        UUID unknown = new UUID(1, 2);
        try (EventClient client =
                watch("/api/v1/events?topics=job:" + one + ",job:" + other + ",job:" + unknown + ",queues")) {
            client.await("job", job -> job.path("id").asText().equals(one.toString()));
            client.await("job", job -> job.path("id").asText().equals(other.toString()));
            client.await("gone", gone -> gone.path("id").asText().equals(unknown.toString()));
            complete(one, "1");
            client.await(
                    "job",
                    job -> job.path("id").asText().equals(one.toString())
                            && job.path("status").asText().equals("completed"));
            claim(other);
            client.await(
                    "job",
                    job -> job.path("id").asText().equals(other.toString())
                            && job.path("status").asText().equals("running"));
            assertThat(client.hasEnded()).isFalse();
        }
    }

    @Test
    void workersShowTheJobsInTheirHands() {
        UUID id = submitId("");
        claim(id);
        await(store.workers().heartbeat(WORKER, 1, false, List.of(id, new UUID(3, 4)), List.of()));

        JsonNode jobs = workerOf(get("/api/v1/workers").expect(200)).path("current_jobs");

        assertThat(jobs).hasSize(1);
        assertThat(Answer.names(jobs.path(0))).containsExactly("id", "job_type", "attempt", "started_at");
        assertThat(jobs.path(0).path("id").asText()).isEqualTo(id.toString());
        try (EventClient client = watch("/api/v1/events?topics=workers")) {
            client.await("workers", workers -> workerOf(workers)
                    .path("current_jobs")
                    .path(0)
                    .path("id")
                    .asText()
                    .equals(id.toString()));
        }
    }

    @Test
    void aStreamSurvivesThatPostgresqlIsAwayAndThenShowsThePresentAgain() {
        try (EventClient client = watch("/api/v1/events?topics=queues,dead")) {
            client.await("queues");
            client.await("dead");

            toDatabase.refuse(true);
            toDatabase.cut();
            client.await("unavailable", topic -> topic.path("topic").asText().equals("queues"));
            client.await("unavailable", topic -> topic.path("topic").asText().equals("dead"));
            toDatabase.heal();

            await().atMost(SOON)
                    .until(() -> client.events("queues").size() == 2
                            && client.events("dead").size() == 2);
            assertThat(client.events("unavailable")).hasSize(2);
        } finally {
            toDatabase.heal();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"topics=weather", "topics=job:1", "topics=stats,,queues", "topics=", "colour=red"})
    void whatIsNoTopicIsRefused(String query) {
        get("/api/v1/events?" + query, "Accept", "text/event-stream").expectProblem(422, "invalid_request");
    }

    private static JsonNode workerOf(JsonNode workers) {
        return StreamSupport.stream(workers.path("items").spliterator(), false)
                .filter(worker -> worker.path("id").asText().equals(WORKER.toString()))
                .findFirst()
                .orElseThrow();
    }

    private static boolean holds(JsonNode jobs, UUID id, String status) {
        return StreamSupport.stream(jobs.path("items").spliterator(), false)
                .anyMatch(job -> job.path("id").asText().equals(id.toString())
                        && job.path("status").asText().equals(status));
    }
}
