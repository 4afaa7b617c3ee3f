package dev.millrace.worker.execution;

import dev.millrace.core.job.ClaimedJob;
import dev.millrace.core.job.Jitter;
import dev.millrace.core.store.AttemptEnd;
import dev.millrace.core.tracing.JobSpan;
import dev.millrace.worker.handler.BoundHandler;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One attempt without a worker or any server: run, watched and judged as a worker's are, but its end is only told, recorded
 * nowhere. What the handler says of its progress and its job is dropped. For test kits.
 */
public final class SingleAttempt {
    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().daemon().name("attempt-timer").factory(),
            // A cancel may come when all is over.
            new ThreadPoolExecutor.DiscardPolicy());
    private final CompletableFuture<Conclusion> concluded = new CompletableFuture<>();
    private final Duration heartbeatTimeout;
    private final JobExecution execution;

    /** @param heartbeatTimeout how long the handler may show no life; null when it need not show any */
    public SingleAttempt(
            ClaimedJob job, BoundHandler<?, ?> handler, Duration heartbeatTimeout, Jitter jitter, Clock clock) {
        this.heartbeatTimeout = heartbeatTimeout;
        this.execution = new JobExecution(
                job,
                handler,
                new Verdict(jitter),
                (level, message, fields) -> {},
                JobSpan.unrecorded(job.traceparent()),
                clock.instant().plus(job.timeout()),
                System::nanoTime,
                (over, conclusion) -> concluded.complete(conclusion));
    }

    /** Asks the handler to stop, as the cancel of a job does. */
    public void cancel() {
        stop(execution, StopCause.CANCEL);
    }

    /** As {@link #cancel()}, when this time has passed. */
    public void cancelAfter(Duration wait) {
        var unused = timers.schedule(this::cancel, wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Runs it to its end, once. */
    public AttemptEnd run() throws InterruptedException {
        try {
            execution.start(AttemptWatch.over(execution, heartbeatTimeout, timers, this::stop));
            return switch (concluded.get()) {
                case Conclusion.Ended ended -> ended.end();
                case Conclusion.HandedBack handedBack -> throw new IllegalStateException("nobody asked to hand back");
                case Conclusion.Void nothing -> throw new IllegalStateException("no lease can be lost");
            };
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            timers.shutdownNow();
        }
    }

    private void stop(JobExecution stopped, StopCause cause) {
        if (!stopped.isConcluded() && stopped.stop(cause)) {
            var unused = timers.schedule(stopped::giveUp, Worker.INTERRUPT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
