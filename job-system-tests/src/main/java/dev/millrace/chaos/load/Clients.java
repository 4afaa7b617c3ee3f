package dev.millrace.chaos.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.chaos.process.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Clients as they should be: each request has a key, and is repeated with it, at whichever API process, until it is answered
 * for good. They write down all they are told.
 */
public final class Clients {
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final int NOBODY_THERE = 0;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final List<URI> addresses;
    private final ClientLedger ledger;
    private volatile boolean stopped;

    /** @param addresses the API's processes */
    public Clients(List<URI> addresses, ClientLedger ledger) {
        this.addresses = addresses;
        this.ledger = ledger;
    }

    /** Makes all requests at their times; returns when the last one has begun. */
    public void submit(LoadPlan plan) {
        long began = System.nanoTime();
        for (PlannedRequest request : plan.requests()) {
            Duration early = request.at().minusNanos(System.nanoTime() - began);
            if (early.isPositive()) {
                Patience.pause(early);
            }
            submit(request);
        }
    }

    /** Makes a request, and repeats it until it is answered. */
    public void submit(PlannedRequest request) {
        for (int client = 0; client < (request.twice() ? 2 : 1); client++) {
            boolean first = client == 0;
            ledger.begun();
            Thread.ofVirtual().start(() -> {
                try {
                    submitUntilAnswered(request, first);
                } finally {
                    ledger.over();
                }
            });
        }
    }

    /** Asks again and again for what people look at, until told to stop; nothing of it may fail but by 503. */
    public void look() {
        List<String> pages = List.of(
                "/api/v1/jobs?limit=20",
                "/api/v1/stats",
                "/api/v1/workers",
                "/api/v1/queues",
                "/api/v1/dead-letters?limit=5",
                "/api/v1/jobs/" + new UUID(0x7fffL << 12 | 0x7, Long.MIN_VALUE));
        Thread.ofVirtual().start(() -> {
            while (!stopped) {
                for (String page : pages) {
                    try {
                        Answer answer = send("GET", page, null, null);
                        if (answer.status != 200 && answer.status != 404 && !answer.isForNow()) {
                            ledger.wrong("GET:" + page, answer.status, answer.text);
                        }
                    } catch (IOException away) {
                        Patience.pause(PAUSE);
                    }
                    Patience.pause(PAUSE);
                }
            }
        });
    }

    /** Gives up what has not been answered. */
    public void stop() {
        stopped = true;
    }

    /**
     * Makes a schedule.
     *
     * @return its id
     */
    public UUID schedule(String name, String cron) {
        Answer answer = until(
                201, "POST", "/api/v1/scheduled-jobs", "schedule-" + name.replace(" ", "-"), """
                {"name": "%s", "job_type": "chaos", "cron_expression": "%s",
                 "payload": {"number": 0, "sleep_ms": 20, "fail_times": 0, "halt_times": 0}}""".formatted(name, cron));
        return UUID.fromString(answer.json().get("id").asText());
    }

    /** Pauses a schedule. */
    public void pause(UUID schedule) {
        until(200, "POST", "/api/v1/scheduled-jobs/" + schedule + "/pause", null, "{}");
    }

    private Answer until(int wanted, String method, String path, String key, String body) {
        while (true) {
            try {
                Answer answer = send(method, path, key, body);
                if (answer.status == wanted) {
                    return answer;
                }
                if (!answer.isForNow()) {
                    throw new IllegalStateException(path + " was answered " + answer.status + ": " + answer.text);
                }
            } catch (IOException away) {
                ledger.unknown(path, away);
            }
            Patience.pause(PAUSE);
        }
    }

    private void submitUntilAnswered(PlannedRequest request, boolean first) {
        while (!stopped) {
            ledger.invoked(request.key());
            try {
                Answer answer = send("POST", request.path(), request.key(), request.json());
                if (answer.status == 201) {
                    List<UUID> ids = answer.ids();
                    ledger.ok(request.key(), ids);
                    if (first) {
                        cancel(request, ids);
                    }
                    return;
                }
                if (!answer.isForNow() && !answer.isInFlight()) {
                    ledger.wrong(request.key(), answer.status, answer.text);
                    return;
                }
                ledger.failed(request.key(), answer.status);
            } catch (ConnectException nobodyThere) {
                ledger.failed(request.key(), NOBODY_THERE);
            } catch (IOException unanswered) {
                ledger.unknown(request.key(), unanswered);
            }
            Patience.pause(PAUSE);
        }
    }

    private void cancel(PlannedRequest request, List<UUID> ids) {
        for (int i = 0; i < ids.size(); i++) {
            if (request.jobs().get(i).cancel()) {
                cancelUntilAnswered(ids.get(i));
            }
        }
    }

    private void cancelUntilAnswered(UUID id) {
        while (!stopped) {
            try {
                Answer answer = send("POST", "/api/v1/jobs/" + id + "/cancel", null, "{}");
                if (answer.status == 200) {
                    ledger.canceled(id, answer.json().get("status").asText());
                }
                if (answer.status == 200 || answer.status == 409) {
                    return;
                }
                if (!answer.isForNow()) {
                    ledger.wrong("cancel:" + id, answer.status, answer.text);
                    return;
                }
            } catch (IOException unanswered) {
                ledger.unknown("cancel:" + id, unanswered);
            }
            Patience.pause(PAUSE);
        }
    }

    private Answer send(String method, String path, String key, String body) throws IOException {
        URI address = addresses.get(ThreadLocalRandom.current().nextInt(addresses.size()));
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path))
                .timeout(PATIENCE)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Retry-After").isPresent(),
                    response.body());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private record Answer(int status, boolean tellsWhen, String text) {
        /** Whether it says: not now, but then. */
        boolean isForNow() {
            return (status == 503 || status == 429) && tellsWhen;
        }

        boolean isInFlight() {
            return status == 409 && text.contains("idempotency_in_flight");
        }

        JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        List<UUID> ids() {
            List<UUID> ids = new ArrayList<>();
            JsonNode json = json();
            if (json.has("items")) {
                json.get("items")
                        .forEach(job -> ids.add(UUID.fromString(job.get("id").asText())));
            } else {
                ids.add(UUID.fromString(json.get("id").asText()));
            }
            return ids;
        }
    }
}
