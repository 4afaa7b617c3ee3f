package dev.millrace.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The code of docs/client.md, which {@link GuideTest} compares. */
final class Guide {
    private static final JobType<Email> SEND_EMAIL = JobType.of("send_email", Email.class);

    record Email(String to, String subject) {}

    record Sent(int recipients, boolean simulated) {}

    private Guide() {}

    static Sent firstSteps(String address) {
        try (MillraceClient millrace = MillraceClient.at(address).build()) {
            AcceptedJob accepted = millrace.submit(SEND_EMAIL.with(new Email("ada@example.org", "Hello")));

            Job job = millrace.await(accepted.id(), Duration.ofSeconds(30));
            if (job.status() == JobStatus.COMPLETED) {
                return job.resultAs(Sent.class);
            }
            throw new IllegalStateException(job.status() + ": " + job.error());
        }
    }

    static MillraceClient atItsFullest() {
        return MillraceClient.at("https://jobs.example.org")
                .apiKey(System.getenv("MILLRACE_API_KEY"))
                .requestsAtOnce(2)
                .mostWaiting(10_000, 64 << 20)
                .patience(Duration.ofSeconds(60))
                .requestTimeout(Duration.ofSeconds(20))
                .build();
    }

    static JobRequest particular() {
        return SEND_EMAIL
                .builder(new Email("ada@example.org", "Your invoice"))
                .priority(Priority.HIGH)
                .delay(Duration.ofMinutes(10))
                .maxRetries(5)
                .retry(Duration.ofSeconds(1), Duration.ofMinutes(1))
                .uniqueKey("invoice-4711")
                .tags("billing")
                .build();
    }

    static List<AcceptedJob> allOrNone(MillraceClient millrace, List<Email> emails) {
        return millrace.submitAll(emails.stream().map(SEND_EMAIL::with).toList());
    }

    static CompletableFuture<UUID> withoutWaiting(MillraceClient millrace, Email email) {
        return millrace.submitAsync(SEND_EMAIL.with(email)).thenApply(AcceptedJob::id);
    }

    static void whatMayGoWrong(MillraceClient millrace, Email email) {
        try {
            millrace.submit(SEND_EMAIL.with(email));
        } catch (RequestRefused refused) {
            refused.problem().errors().forEach(error -> System.err.println(error.pointer() + " " + error.detail()));
        } catch (MillraceUnavailable unavailable) {
            System.err.println("nobody knows whether it was accepted: " + unavailable.getMessage());
        }
    }

    static Job steered(MillraceClient millrace, UUID id) {
        Job job = millrace.find(id).orElseThrow();
        return job.status() == JobStatus.DEAD ? millrace.retry(id) : millrace.cancel(id);
    }

    static JobStatus watch(MillraceClient millrace, UUID id) {
        try (LiveEvents events = millrace.follow(id, null)) {
            while (true) {
                LiveEvent event = events.next(Duration.ofMinutes(10)).orElseThrow();
                switch (event.name()) {
                    case "log" -> System.out.println(event.data().get("message").asText());
                    case "end" -> {
                        return millrace.find(id).orElseThrow().status();
                    }
                    default -> System.out.println(event.data());
                }
            }
        }
    }

    static JsonNode pause(MillraceClient millrace, String queue) {
        return millrace.json().post(JsonApi.path("queues", queue, "pause"), null);
    }
}
