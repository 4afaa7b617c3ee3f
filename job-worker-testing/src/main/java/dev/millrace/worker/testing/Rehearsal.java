package dev.millrace.worker.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.core.identity.TimeOrderedJobIds;
import dev.millrace.core.job.ClaimedJob;
import dev.millrace.core.job.JobError;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.Priority;
import dev.millrace.core.store.AttemptEnd;
import dev.millrace.worker.execution.SingleAttempt;
import dev.millrace.worker.handler.BoundHandler;
import dev.millrace.worker.handler.HandlerRegistry;
import dev.millrace.worker.handler.JobHandler;
import dev.millrace.worker.handler.JobTypeDefaults;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs a handler once, as a worker would: the payload is written to JSON, read and checked; the handler runs on a virtual
 * thread, is interrupted when it takes too long, and what it returns or throws is judged. No server is needed, and nothing is
 * recorded but in what {@link #run} returns.
 *
 * <pre>{@code
 * Rehearsed<Result> rehearsed = Rehearsal.of(new CountWords()).attempt(2).run(new Payload("to be or not to be"));
 *
 * assertThat(rehearsed.status()).isEqualTo(JobStatus.COMPLETED);
 * }</pre>
 *
 * <p>Unless a test says otherwise it is the job's first attempt, with the type's defaults. Jitter is left out of the wait for
 * the next attempt.
 */
public final class Rehearsal<P, R> {
    private final JobHandler<P, R> handler;
    private final JobTypeDefaults defaults;
    private UUID jobId = new TimeOrderedJobIds().next();
    private int attempt = 1;
    private int failures;
    private int maxRetries;
    private Duration timeout;
    private Duration heartbeatTimeout;
    private Duration cancelAfter;
    private int cancelAtPercent = Integer.MAX_VALUE;
    private String cancelAtLine;

    private Rehearsal(JobHandler<P, R> handler) {
        this.handler = handler;
        defaults = handler.defaults();
        maxRetries = defaults.maxRetries();
        timeout = defaults.timeout();
        heartbeatTimeout = defaults.heartbeatTimeout();
    }

    public static <P, R> Rehearsal<P, R> of(JobHandler<P, R> handler) {
        return new Rehearsal<>(handler);
    }

    public Rehearsal<P, R> jobId(UUID id) {
        jobId = id;
        return this;
    }

    /** The number of the attempt, from 1; those before it have failed. */
    public Rehearsal<P, R> attempt(int number) {
        attempt = number;
        failures = number - 1;
        return this;
    }

    /** How many retries the job has, 0 to 100, instead of the type's default. */
    public Rehearsal<P, R> maxRetries(int retries) {
        maxRetries = retries;
        return this;
    }

    /** How long the attempt may take, instead of the type's default; here it may be less than a second. */
    public Rehearsal<P, R> timeout(Duration limit) {
        timeout = limit;
        return this;
    }

    /** How long the handler may show no life, instead of the type's default. */
    public Rehearsal<P, R> heartbeatTimeout(Duration silence) {
        heartbeatTimeout = silence;
        return this;
    }

    /** Cancels the job when this time has passed. */
    public Rehearsal<P, R> cancelAfter(Duration wait) {
        cancelAfter = wait;
        return this;
    }

    /** Cancels the job as soon as the handler shows this progress, or more. */
    public Rehearsal<P, R> cancelAtProgress(int percent) {
        cancelAtPercent = percent;
        return this;
    }

    /** Cancels the job as soon as the handler says this. */
    public Rehearsal<P, R> cancelAtLine(String message) {
        cancelAtLine = message;
        return this;
    }

    /** Runs one attempt on this payload, written to JSON as a client would. */
    public Rehearsed<R> run(P payload) throws InterruptedException {
        try {
            return runJson(HandlerRegistry.payloadText(payload));
        } catch (JsonProcessingException unwritable) {
            throw new IllegalArgumentException("the payload cannot be written as JSON", unwritable);
        }
    }

    /** Runs one attempt on a payload that is JSON, sound or not. */
    public Rehearsed<R> runJson(String payload) throws InterruptedException {
        AtomicReference<SingleAttempt> running = new AtomicReference<>();
        RecordingHandler<P, R> recording = new RecordingHandler<>(
                handler,
                progress -> {
                    if (progress.percent() >= cancelAtPercent) {
                        running.get().cancel();
                    }
                },
                line -> {
                    if (line.message().equals(cancelAtLine)) {
                        running.get().cancel();
                    }
                });
        SingleAttempt single =
                new SingleAttempt(job(payload), bound(recording), heartbeatTimeout, () -> 0, Clock.systemUTC());
        running.set(single);
        if (cancelAfter != null) {
            single.cancelAfter(cancelAfter);
        }
        return judged(single.run(), recording);
    }

    private static BoundHandler<?, ?> bound(JobHandler<?, ?> handler) {
        return new HandlerRegistry(List.of(handler)).find(handler.type()).orElseThrow();
    }

    private ClaimedJob job(String payload) {
        Instant now = Clock.systemUTC().instant();
        return new ClaimedJob(
                jobId,
                handler.type(),
                defaults.queue(),
                Priority.MEDIUM,
                payload,
                attempt,
                failures,
                0,
                maxRetries,
                defaults.retry(),
                timeout,
                now,
                now,
                null);
    }

    private static <R> Rehearsed<R> judged(AttemptEnd end, RecordingHandler<?, R> recording) {
        return switch (end) {
            case AttemptEnd.Completed completed ->
                rehearsed(JobStatus.COMPLETED, completed.result(), null, null, recording);
            case AttemptEnd.Canceled canceled -> rehearsed(JobStatus.CANCELED, null, null, null, recording);
            case AttemptEnd.Discarded discarded ->
                rehearsed(JobStatus.DISCARDED, null, discarded.reason(), null, recording);
            case AttemptEnd.RetryLater later ->
                rehearsed(JobStatus.RETRYING, null, later.error(), later.delay(), recording);
            case AttemptEnd.Buried buried -> rehearsed(JobStatus.DEAD, null, buried.error(), null, recording);
            case AttemptEnd.Snoozed snoozed -> rehearsed(JobStatus.SCHEDULED, null, null, snoozed.delay(), recording);
            case AttemptEnd.PutOff putOff -> rehearsed(JobStatus.SCHEDULED, null, null, putOff.delay(), recording);
        };
    }

    private static <R> Rehearsed<R> rehearsed(
            JobStatus status, String result, JobError error, Duration delay, RecordingHandler<?, R> recording) {
        return new Rehearsed<>(
                status, recording.outcome(), result, error, delay, recording.progress(), recording.lines());
    }
}
