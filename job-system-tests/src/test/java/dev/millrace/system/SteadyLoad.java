package dev.millrace.system;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A client that submits jobs and looks at lists, at an even pace and whatever happens, to whichever API it is told to; as behind
 * a load balancer. Nothing is repeated: each answer counts.
 */
final class SteadyLoad implements AutoCloseable {
    private static final int CLIENTS = 4;
    private static final long PERIOD_MS = 25;
    private static final Duration SOON = Duration.ofSeconds(20);

    private static final List<String> JOBS = List.of(
            "{\"job_type\": \"noop\"}",
            "{\"job_type\": \"noop\", \"payload\": {\"sleep_ms\": 100}, \"priority\": \"high\"}",
            "{\"job_type\": \"noop\", \"delay_seconds\": 1, \"priority\": \"low\"}",
            "{\"job_type\": \"noop\", \"payload\": {\"fail_times\": 1},"
                    + " \"retry\": {\"base_seconds\": 1, \"max_seconds\": 1}}");

    private static final List<String> LOOKS = List.of(
            "/api/v1/jobs?limit=20",
            "/api/v1/jobs?status=completed&limit=20",
            "/api/v1/queues",
            "/api/v1/workers",
            "/api/v1/scheduled-jobs",
            "/api/v1/stats",
            "/api/v1/dead-letters");

    private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService clients = Executors.newScheduledThreadPool(CLIENTS);
    private volatile Api api;

    SteadyLoad(Api api) {
        this.api = api;
        for (int client = 0; client < CLIENTS; client++) {
            Client each = new Client(client);
            var unused = clients.scheduleAtFixedRate(
                    each, client * PERIOD_MS / CLIENTS, PERIOD_MS * CLIENTS, TimeUnit.MILLISECONDS);
        }
    }

    /** Whom requests go to from now on; those under way are waited for by nobody but their client. */
    void turnTo(Api other) {
        api = other;
    }

    /** Waits until so many more jobs are accepted; fails when something was refused. */
    void awaitMore(int jobs) {
        int before = accepted.size();
        await().atMost(SOON).until(() -> accepted.size() >= before + jobs || !refused.isEmpty());
    }

    /** What was accepted so far. */
    List<String> accepted() {
        return List.copyOf(accepted);
    }

    /** What was answered with anything but success, in words. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    /** Ends after the requests that are under way. */
    @Override
    public void close() {
        clients.shutdown();
        clients.close();
    }

    private final class Client implements Runnable {
        private int turn;

        private Client(int first) {
            turn = first;
        }

        @Override
        public void run() {
            turn++;
            try {
                Api asked = api;
                if (turn % CLIENTS == 0) {
                    note(LOOKS.get(turn / CLIENTS % LOOKS.size()), asked.get(LOOKS.get(turn / CLIENTS % LOOKS.size())));
                } else {
                    String job = JOBS.get(turn % JOBS.size());
                    Api.Answer answer = asked.post("/api/v1/jobs", job);
                    note(job, answer);
                    if (answer.status() == 201) {
                        accepted.add(answer.body().get("id").asText());
                    }
                }
            } catch (RuntimeException failure) {
                refused.add(Instant.now() + " " + failure);
            }
        }

        private void note(String request, Api.Answer answer) {
            if (answer.status() >= 300) {
                refused.add(Instant.now() + " " + request + " -> " + answer);
            }
        }
    }
}
