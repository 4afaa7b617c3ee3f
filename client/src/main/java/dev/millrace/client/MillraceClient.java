package dev.millrace.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Submits jobs to Millrace and follows them. Make one for a program and keep it: it is safe for use by many threads, and those that
 * submit at the same time share requests.
 *
 * <p>When a submission returns, the job is accepted: it is committed, and will run. While the server is away or busy requests are
 * repeated, waiting as long as it asks; every submission carries an idempotency key, so that none makes two jobs of one.
 *
 * <p>Blocking methods throw {@link RequestRefused} when the server refuses, {@link MillraceUnavailable} when it gave no useful
 * answer for the client's patience (60 s, if not said otherwise), {@link CallInterrupted} when their thread is interrupted, and
 * {@link IllegalStateException} when the client is closed.
 */
public final class MillraceClient implements AutoCloseable {
    private static final Duration LONGEST_WAIT_A_REQUEST = Duration.ofSeconds(30);
    private static final Duration ANSWER_MARGIN = Duration.ofSeconds(10);
    /** Between two looks at a job, when the server has no room for one more who waits. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private static final String JOBS = "/api/v1/jobs";
    private static final String EVENTS = "/api/v1/events";
    private static final int NOT_FOUND = 404;

    private final HttpClient http;
    private final boolean ownsHttp;
    private final Patience patience;
    private final Exchange exchange;
    private final SubmitBatcher batcher;

    private MillraceClient(Builder builder) {
        patience = builder.patience;
        ownsHttp = builder.http == null;
        http = ownsHttp
                ? HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(patience.request())
                        .build()
                : builder.http;
        exchange = new Exchange(http, builder.address, builder.apiKey, patience, () -> ThreadLocalRandom.current()
                .nextDouble());
        batcher = new SubmitBatcher(this::submitTogether, builder.limits);
    }

    /**
     * Begins to make a client.
     *
     * @param address of job-api, such as {@code http://127.0.0.1:8080}; a path before {@code /api} is kept
     */
    public static Builder at(String address) {
        return new Builder(address);
    }

    /**
     * Submits a job; returns when it is accepted. Jobs that are submitted at the same time travel together. While the client holds
     * as many jobs as it may, the caller waits.
     *
     * @throws IllegalArgumentException when the payload cannot be written as JSON
     * @throws TooManyWaiting when there was no room for the job for all of the client's patience
     */
    public AcceptedJob submit(JobRequest job) {
        long end = System.nanoTime() + patience.whole().toNanos();
        PendingSubmission pending = new PendingSubmission(written(job), job.uniqueKey(), end);
        try {
            batcher.put(pending, patience.whole().toNanos());
        } catch (InterruptedException interrupt) {
            throw Answers.interrupted(interrupt);
        }
        return answer(pending, Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }

    /**
     * Submits a job without waiting; done when it is accepted. It fails at once with {@link TooManyWaiting} while the client holds
     * as many jobs as it may. What depends on it is run by the client's own threads, and must not block them. A job that is not
     * sent yet is taken back by canceling the future.
     *
     * @throws IllegalArgumentException when the payload cannot be written as JSON
     */
    public CompletableFuture<AcceptedJob> submitAsync(JobRequest job) {
        byte[] json;
        try {
            json = written(job);
        } catch (RequestRefused tooLarge) {
            return CompletableFuture.failedFuture(tooLarge);
        }
        PendingSubmission pending = new PendingSubmission(
                json, job.uniqueKey(), System.nanoTime() + patience.whole().toNanos());
        batcher.offer(pending);
        return pending;
    }

    /**
     * Submits jobs, all or none, in a request of their own.
     *
     * @param jobs 1 to 1,000, of 8 MiB together
     * @return the accepted jobs, in the same order
     * @throws IllegalArgumentException when there are none or too many, or one cannot be written as JSON
     * @throws RequestRefused when the server refuses one of them; its errors point at the jobs, such as {@code /jobs/17/payload/to}
     */
    public List<AcceptedJob> submitAll(List<JobRequest> jobs) {
        if (jobs.isEmpty() || jobs.size() > SubmitLimits.JOBS_A_REQUEST) {
            throw new IllegalArgumentException(
                    "1 to " + SubmitLimits.JOBS_A_REQUEST + " jobs are submitted at once, not " + jobs.size());
        }
        List<byte[]> written = new ArrayList<>(jobs.size());
        int bytes = 0;
        for (JobRequest job : jobs) {
            byte[] json = written(job);
            written.add(json);
            bytes += json.length + BulkBody.BYTES_BETWEEN;
        }
        if (bytes > SubmitLimits.BYTES_A_REQUEST - BulkBody.FRAME_BYTES) {
            throw new RequestRefused(Problem.bulkTooLarge(bytes));
        }
        BulkBody body = new BulkBody(bytes);
        written.forEach(body::add);
        return accepted(answer(postBulk(body.end())), jobs.size());
    }

    /** The job, or nothing when there is none with this id. */
    public Optional<Job> find(UUID id) {
        return found(id, Map.of(), patience.request());
    }

    /**
     * Waits until a job is {@linkplain JobStatus#isSettled() settled}, or for as long as {@code atMost}, in whole seconds (rounded
     * up).
     *
     * @return the job as it stands then
     * @throws RequestRefused when there is no such job
     */
    public Job await(UUID id, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            long asked = System.nanoTime();
            Duration left = Duration.ofNanos(Math.max(0, end - asked));
            Duration wait = left.compareTo(LONGEST_WAIT_A_REQUEST) > 0 ? LONGEST_WAIT_A_REQUEST : left;
            Job job = found(id, Map.of("Prefer", "wait=" + ClientJson.wholeSeconds(wait)), wait.plus(ANSWER_MARGIN))
                    .orElseThrow(() -> new RequestRefused(Problem.noSuchJob(id)));
            long answered = System.nanoTime();
            if (job.status().isSettled() || answered - end >= 0) {
                return job;
            }
            if (answered - asked < wait.toNanos() / 2) {
                pause(Math.min(BETWEEN_LOOKS.toNanos(), end - answered));
            }
        }
    }

    /**
     * Asks for a job's end: at once when it does not run, else as soon as its handler heeds its interrupt. A job that is canceled
     * already is answered as it is.
     *
     * @throws RequestRefused when there is no such job, or it has ended otherwise
     */
    public Job cancel(UUID id) {
        try {
            return act(id, "cancel");
        } catch (RequestRefused refused) {
            if (refused.problem().currentStatus() == JobStatus.CANCELED) {
                return find(id).orElseThrow(() -> refused);
            }
            throw refused;
        }
    }

    /**
     * Has a dead job, or one that waits for its next attempt, tried at once, with its budget renewed.
     *
     * @throws RequestRefused when there is no such job, or it is neither; also when an earlier answer was lost
     */
    public Job retry(UUID id) {
        return act(id, "retry");
    }

    /**
     * Watches jobs: tells each as it stands ({@code job}), at the beginning and at each change, and those that there are not
     * ({@code gone}).
     *
     * @param ids 1 to 100
     */
    public LiveEvents watch(Collection<UUID> ids) {
        String topics = ids.stream().map(id -> "job:" + id).collect(Collectors.joining(","));
        return exchange.listen(EVENTS, Map.of("topics", topics), null);
    }

    /**
     * Watches a job and its log: tells the job as {@link #watch} does, and each line of its log ({@code log}), those of the past
     * first, until it is final.
     *
     * @param afterLine the id of a line, to be told only what follows it; or null
     */
    public LiveEvents follow(UUID id, String afterLine) {
        return exchange.listen(JOBS + "/" + id + "/events", Map.of("logs", "true"), afterLine);
    }

    /** Every route of the API, as JSON, for what this client has no method for. */
    public JsonApi json() {
        return new JsonApi(exchange, longestAnswer());
    }

    /**
     * Takes no more jobs on, waits for those that are on their way, for as long as the client's patience, and gives up whatever
     * else is under way. An interrupt ends the waiting; jobs that were not answered then may be accepted.
     */
    @Override
    public void close() {
        boolean interrupted = false;
        try {
            batcher.close(patience.whole().toNanos());
        } catch (InterruptedException interrupt) {
            interrupted = true;
        }
        exchange.close();
        // From Java 21 on it can be closed, and need not wait for the garbage collector.
        if (ownsHttp && http instanceof AutoCloseable closeable) {
            closeQuietly(closeable);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception unlikely) {
            throw new IllegalStateException(unlikely);
        }
    }

    /** Refused here, for the server refuses a bulk with such a job as a whole. */
    private static byte[] written(JobRequest job) {
        byte[] json = ClientJson.write(job);
        if (json.length > SubmitLimits.BYTES_A_JOB) {
            throw new RequestRefused(Problem.jobTooLarge(json.length));
        }
        return json;
    }

    private Job act(UUID id, String action) {
        return job(answer(exchange.post(JOBS + "/" + id + "/" + action, new byte[0], Map.of())));
    }

    private Optional<Job> found(UUID id, Map<String, String> headers, Duration answerWithin) {
        try {
            return Optional.of(job(answer(exchange.get(JOBS + "/" + id, headers, answerWithin))));
        } catch (RequestRefused refused) {
            if (refused.problem().status() == NOT_FOUND) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    private CompletableFuture<List<AcceptedJob>> submitTogether(byte[] body, int number) {
        return postBulk(body).thenApply(answer -> accepted(answer, number));
    }

    private CompletableFuture<byte[]> postBulk(byte[] body) {
        String key = UUID.randomUUID().toString();
        return exchange.post(JOBS + "/bulk", body, Map.of("Idempotency-Key", key, "Prefer", "return=minimal"));
    }

    private static List<AcceptedJob> accepted(byte[] answer, int number) {
        try {
            return ClientJson.readAccepted(answer, number);
        } catch (IOException unreadable) {
            throw MillraceUnavailable.unreadable(unreadable);
        }
    }

    private static Job job(byte[] body) {
        try {
            return ClientJson.readJob(body);
        } catch (IOException unreadable) {
            throw MillraceUnavailable.unreadable(unreadable);
        }
    }

    private <T> T answer(CompletableFuture<T> asked) {
        return answer(asked, longestAnswer());
    }

    private static <T> T answer(CompletableFuture<T> asked, Duration atMost) {
        return Answers.await(asked, atMost);
    }

    /** The exchange itself bounds how long an answer takes. */
    private Duration longestAnswer() {
        return patience.whole().plus(LONGEST_WAIT_A_REQUEST).plus(ANSWER_MARGIN);
    }

    private static void pause(long nanoseconds) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanoseconds);
        } catch (InterruptedException interrupt) {
            throw Answers.interrupted(interrupt);
        }
    }

    /** How a client is made. */
    public static final class Builder {
        private static final Set<String> SCHEMES = Set.of("http", "https");

        private final String address;
        private String apiKey;
        private HttpClient http;
        private SubmitLimits limits = SubmitLimits.USUAL;
        private Patience patience = Patience.USUAL;

        private Builder(String address) {
            URI uri = URI.create(address);
            if (uri.getHost() == null || !SCHEMES.contains(uri.getScheme())) {
                throw new IllegalArgumentException(address + " is no address of an HTTP server");
            }
            this.address = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        }

        /** Whose name the requests carry; none in open mode. */
        public Builder apiKey(String value) {
            apiKey = value;
            return this;
        }

        /** The JDK's client to send with: for a proxy, for certificates of one's own. It is not closed with this one. */
        public Builder http(HttpClient value) {
            http = value;
            return this;
        }

        /** How many requests with gathered jobs may be under way at once, at least 1; 2 if not said. */
        public Builder requestsAtOnce(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("at least one request must be possible, not " + value);
            }
            limits = limits.withRequests(value);
            return this;
        }

        /**
         * How much of what the server has not accepted yet the client may hold; 10,000 jobs and 64 MiB if not said.
         *
         * @param jobs at least 1
         * @param bytes of JSON; a single job is always taken
         */
        public Builder mostWaiting(int jobs, long bytes) {
            if (jobs < 1 || bytes < 1) {
                throw new IllegalArgumentException("there must be room for one job");
            }
            limits = limits.withWaiting(jobs, bytes);
            return this;
        }

        /** How long a few jobs wait for more to travel with, while a request is under way. */
        Builder company(Duration longest) {
            limits = limits.withCompany(longest);
            return this;
        }

        /** How long a call is tried in all; 60 s if not said. */
        public Builder patience(Duration value) {
            patience = patience.withWhole(value);
            return this;
        }

        /** How long one request may take before it is repeated; 20 s if not said. */
        public Builder requestTimeout(Duration value) {
            patience = patience.withRequest(value);
            return this;
        }

        public MillraceClient build() {
            return new MillraceClient(this);
        }
    }
}
