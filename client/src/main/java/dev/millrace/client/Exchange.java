package dev.millrace.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * Sends a request until it is answered for good: 2xx, or a refusal. While the server is away, busy, or asks for a moment, the same
 * request is sent again, so callers must send only what may be repeated.
 */
final class Exchange {
    private static final int SUCCESS = 2;
    private static final int SERVER_ERROR = 5;
    private static final int CONFLICT = 409;
    private static final Set<Integer> FOR_A_MOMENT = Set.of(408, 425, 429);
    private static final String IN_FLIGHT = "idempotency_in_flight";

    private final HttpClient http;
    private final String base;
    private final String authorization;
    private final Patience patience;
    private final DoubleSupplier chance;
    private final Set<Call> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * @param base where the API stands, without a slash at the end
     * @param apiKey or null
     * @param chance in [0, 1)
     */
    Exchange(HttpClient http, String base, String apiKey, Patience patience, DoubleSupplier chance) {
        this.http = http;
        this.base = base;
        this.authorization = apiKey == null ? null : "Bearer " + apiKey;
        this.patience = patience;
        this.chance = chance;
    }

    /**
     * Whoever cancels the answer ends the asking.
     *
     * @param answerWithin what a single request may take
     */
    CompletableFuture<byte[]> get(String path, Map<String, String> headers, Duration answerWithin) {
        return send(request(path, headers).GET(), answerWithin);
    }

    CompletableFuture<byte[]> post(String path, byte[] body, Map<String, String> headers) {
        return ask("POST", path, body, headers);
    }

    /** @param body empty for none */
    CompletableFuture<byte[]> ask(String method, String path, byte[] body, Map<String, String> headers) {
        HttpRequest.BodyPublisher publisher =
                body.length == 0 ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body);
        return send(
                request(path, headers)
                        .header("Content-Type", "application/json")
                        .method(method, publisher),
                patience.request());
    }

    /** What the server tells live. */
    LiveEvents listen(String path, Map<String, String> query, String lastLine) {
        if (closed) {
            throw new MillraceUnavailable("the client was closed", null);
        }
        return new LiveEvents(
                after -> http.send(
                        request(path + JsonApi.written(LiveEvents.from(query, after)), Map.of())
                                .setHeader("Accept", "text/event-stream")
                                .timeout(patience.request())
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream()),
                patience,
                lastLine);
    }

    private HttpRequest.Builder request(String path, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).header("Accept", "application/json");
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        headers.forEach(request::header);
        return request;
    }

    private CompletableFuture<byte[]> send(HttpRequest.Builder request, Duration answerWithin) {
        Call call = new Call(request, answerWithin);
        open.add(call);
        var unused = call.answered.whenComplete((answer, failure) -> {
            open.remove(call);
            call.stop();
        });
        call.attempt();
        return call.answered;
    }

    /** Whether the same request may be answered otherwise a moment later. */
    static boolean isPassing(Problem problem) {
        return problem.status() / 100 == SERVER_ERROR
                || FOR_A_MOMENT.contains(problem.status())
                || (problem.status() == CONFLICT && problem.code().equals(IN_FLIGHT));
    }

    /** Gives up whatever is under way. */
    void close() {
        closed = true;
        open.forEach(call -> call.fail(new MillraceUnavailable("the client was closed", null)));
    }

    /** One request with its repetitions. */
    private final class Call {
        private final HttpRequest.Builder request;
        private final Duration answerWithin;
        private final long begun = System.nanoTime();
        private final CompletableFuture<byte[]> answered = new CompletableFuture<>();
        private volatile CompletableFuture<?> underWay = CompletableFuture.completedFuture(null);
        private int attempts;

        Call(HttpRequest.Builder request, Duration answerWithin) {
            this.request = request;
            this.answerWithin = answerWithin;
        }

        void attempt() {
            if (closed) {
                fail(new MillraceUnavailable("the client was closed", null));
            }
            if (answered.isDone()) {
                return;
            }
            attempts++;
            Duration left = left();
            Duration limit = answerWithin.compareTo(left) < 0 ? answerWithin : left;
            CompletableFuture<HttpResponse<byte[]>> response;
            try {
                response = http.sendAsync(request.timeout(limit).build(), HttpResponse.BodyHandlers.ofByteArray());
            } catch (RuntimeException unsendable) {
                fail(unsendable);
                return;
            }
            underWay = response;
            var unused = response.whenComplete((answer, failure) -> {
                try {
                    if (failure == null) {
                        settle(answer);
                    } else {
                        settle(failure instanceof CompletionException ? failure.getCause() : failure);
                    }
                } catch (RuntimeException unforeseen) {
                    fail(unforeseen);
                }
            });
            if (answered.isDone()) {
                stop();
            }
        }

        void stop() {
            underWay.cancel(true);
        }

        void fail(Throwable failure) {
            answered.completeExceptionally(failure);
        }

        private void settle(Throwable failure) {
            if (failure instanceof IOException) {
                repeat(Optional.empty(), String.valueOf(failure), failure);
            } else {
                fail(failure);
            }
        }

        private void settle(HttpResponse<byte[]> answer) {
            int status = answer.statusCode();
            if (status / 100 == SUCCESS) {
                answered.complete(answer.body());
                return;
            }
            Problem problem = ClientJson.readProblem(status, answer.body());
            if (isPassing(problem)) {
                repeat(RetryAfter.of(answer.headers(), Instant.now()), problem.toString(), null);
            } else {
                fail(new RequestRefused(problem));
            }
        }

        private void repeat(Optional<Duration> asked, String reason, Throwable cause) {
            Duration own = patience.waitBefore(attempts, chance.getAsDouble());
            Duration wait = asked.filter(told -> told.compareTo(own) > 0).orElse(own);
            Duration left = left();
            if (wait.compareTo(left) >= 0) {
                fail(new MillraceUnavailable(
                        "no answer after " + attempts + " requests in "
                                + patience.whole().minus(left).toMillis() + " ms; the last one: " + reason,
                        cause));
                return;
            }
            CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(this::attempt);
        }

        private Duration left() {
            Duration left = patience.whole().minusNanos(System.nanoTime() - begun);
            return left.compareTo(Patience.SHORTEST) < 0 ? Patience.SHORTEST : left;
        }
    }
}
