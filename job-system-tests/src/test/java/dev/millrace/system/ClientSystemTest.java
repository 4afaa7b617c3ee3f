package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.client.AcceptedJob;
import dev.millrace.client.Job;
import dev.millrace.client.JobRequest;
import dev.millrace.client.JobStatus;
import dev.millrace.client.MillraceClient;
import dev.millrace.client.Priority;
import dev.millrace.client.RequestRefused;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The Java client and the packaged services understand each other. */
class ClientSystemTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final MillraceClient CLIENT = MillraceClient.at(
                    RunningMillrace.shared().environment("MILLRACE_URL"))
            .build();

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    @Test
    void aJobIsSubmittedAwaitedAndFoundWithAllThatWasSaidOfIt() {
        UUID id = CLIENT.submit(JobRequest.builder("send_email")
                        .payload(Map.of("to", "ada@example.org", "subject", "Hello"))
                        .priority(Priority.HIGH)
                        .maxRetries(2)
                        .retry(Duration.ofMillis(1_500), Duration.ofSeconds(60))
                        .timeout(Duration.ofSeconds(90))
                        .tags("greeting")
                        .build())
                .id();

        Job job = CLIENT.await(id, SOON);

        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.result().get("recipients").asInt()).isEqualTo(1);
        assertThat(job.priority()).isEqualTo(Priority.HIGH);
        assertThat(job.retry().base()).isEqualTo(Duration.ofMillis(1_500));
        assertThat(job.timeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(job.tags()).containsExactly("greeting");
        assertThat(job.finishedAt()).isAfterOrEqualTo(job.startedAt());
        assertThat(CLIENT.find(id)).contains(job);
        assertThat(CLIENT.find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void jobsThatAreSubmittedTogetherAreAcceptedEachForItself() {
        AcceptedJob holder = CLIENT.submit(JobRequest.builder("noop")
                .delay(Duration.ofHours(1))
                .uniqueKey("client-held")
                .build());
        List<CompletableFuture<AcceptedJob>> submitted = IntStream.range(0, 2_000)
                .mapToObj(place -> CLIENT.submitAsync(
                        switch (place) {
                            case 700 -> JobRequest.of("no_such_type", Map.of());
                            case 1_300 -> JobRequest.of("send_email", Map.of("to", "nobody"));
                            case 1_301 ->
                                JobRequest.builder("noop")
                                        .uniqueKey("client-held")
                                        .build();
                            case 1_302 -> JobRequest.of("noop", Map.of("note", "not \u0000 storable"));
                            default -> JobRequest.of("noop", Map.of("note", "place " + place));
                        }))
                .toList();

        assertThat(pointers(submitted.get(700))).containsExactly("/job_type");
        assertThat(pointers(submitted.get(1_300))).contains("/payload/to");
        assertThat(refusal(submitted.get(1_301)).problem().heldBy()).isEqualTo(holder.id());
        assertThat(refusal(submitted.get(1_302)).problem().status()).isEqualTo(422);
        List<UUID> accepted = submitted.stream()
                .filter(job -> !job.isCompletedExceptionally())
                .map(CompletableFuture::join)
                .map(AcceptedJob::id)
                .toList();
        assertThat(accepted).hasSize(1_996).doesNotHaveDuplicates();
        assertThat(CLIENT.find(submitted.get(1_999).join().id())
                        .orElseThrow()
                        .payload()
                        .get("note")
                        .asText())
                .isEqualTo("place 1999");
        assertThat(CLIENT.cancel(holder.id()).status()).isEqualTo(JobStatus.CANCELED);
        assertThat(CLIENT.cancel(holder.id()).status()).isEqualTo(JobStatus.CANCELED);
    }

    @Test
    void jobsAreAcceptedAllOrNone() {
        List<AcceptedJob> accepted = CLIENT.submitAll(List.of(
                JobRequest.of("noop", Map.of()),
                JobRequest.builder("noop").delay(Duration.ofHours(1)).build()));
        assertThat(accepted).extracting(AcceptedJob::status).containsExactly(JobStatus.PENDING, JobStatus.SCHEDULED);
        assertThatThrownBy(() -> CLIENT.submitAll(
                        List.of(JobRequest.of("noop", Map.of()), JobRequest.of("no_such_type", Map.of()))))
                .isInstanceOfSatisfying(RequestRefused.class, refused -> assertThat(
                                refused.problem().errors().get(0).pointer())
                        .isEqualTo("/jobs/1/job_type"));
        CLIENT.cancel(accepted.get(1).id());
    }

    @Test
    void aDeadJobIsRetriedByHand() {
        UUID id = CLIENT.submit(JobRequest.builder("noop")
                        .payload(Map.of("fail_times", 1))
                        .maxRetries(0)
                        .build())
                .id();
        Job dead = CLIENT.await(id, SOON);
        assertThat(dead.status()).isEqualTo(JobStatus.DEAD);
        assertThat(dead.error().fingerprint()).isNotEmpty();
        assertThat(dead.allowedActions()).contains("retry");

        CLIENT.retry(id);

        assertThat(CLIENT.await(id, SOON).status()).isEqualTo(JobStatus.COMPLETED);
        assertThatThrownBy(() -> CLIENT.retry(id)).isInstanceOf(RequestRefused.class);
    }

    private static List<String> pointers(CompletableFuture<AcceptedJob> job) {
        return refusal(job).problem().errors().stream()
                .map(error -> error.pointer())
                .toList();
    }

    private static RequestRefused refusal(CompletableFuture<AcceptedJob> job) {
        return (RequestRefused)
                catchThrowableOfType(CompletionException.class, job::join).getCause();
    }
}
