package dev.millrace.worker.execution;

import dev.millrace.core.encryption.Unreadable;
import dev.millrace.core.job.ClaimedJob;
import dev.millrace.core.job.Progress;
import dev.millrace.core.store.AttemptEnd;
import dev.millrace.core.tracing.JobSpan;
import dev.millrace.worker.handler.BoundHandler;
import dev.millrace.worker.handler.JobContext;
import dev.millrace.worker.handler.JobLog;
import dev.millrace.worker.handler.JobOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/**
 * One attempt under way: its handler on a virtual thread of its own. It is concluded exactly once, by whichever comes first:
 * the handler's return, or {@link #giveUp()} when the handler does not heed its interrupt.
 */
final class JobExecution implements JobContext {
    private static final Logger LOG = Logger.getLogger(JobExecution.class);

    private final ClaimedJob job;
    private final BoundHandler<?, ?> handler;
    private final Verdict verdict;
    private final JobLog log;
    private final JobSpan span;
    private final Instant deadline;
    private final BiConsumer<JobExecution, Conclusion> whenConcluded;
    private final AtomicReference<StopCause> stopCause = new AtomicReference<>();
    private final AtomicBoolean concluded = new AtomicBoolean();
    private final AtomicReference<Progress> untoldProgress = new AtomicReference<>();
    private final Thread thread;
    private final Ticker ticker;
    private volatile long lastSign;
    private volatile AttemptWatch watch;

    JobExecution(
            ClaimedJob job,
            BoundHandler<?, ?> handler,
            Verdict verdict,
            JobLog log,
            JobSpan span,
            Instant deadline,
            Ticker ticker,
            BiConsumer<JobExecution, Conclusion> whenConcluded) {
        this.job = job;
        this.handler = handler;
        this.verdict = verdict;
        this.log = (level, message, fields) -> {
            heartbeat();
            log.log(level, message, fields);
        };
        this.span = span;
        this.deadline = deadline;
        this.ticker = ticker;
        this.lastSign = ticker.nanos();
        this.whenConcluded = whenConcluded;
        this.thread = Thread.ofVirtual()
                .name("job-" + job.id() + "-" + job.attempt())
                // The thread that makes it may be another job's, whose labels are not to be said of this one.
                .inheritInheritableThreadLocals(false)
                .unstarted(this::run);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    }

    ClaimedJob job() {
        return job;
    }

    JobSpan span() {
        return span;
    }

    /** @param watch what will stop it when it takes too long; of no use once it is concluded */
    void start(AttemptWatch watch) {
        this.watch = watch;
        thread.start();
    }

    /** Asks the handler to stop, by interrupt. The first cause counts. */
    boolean stop(StopCause cause) {
        boolean first = stopCause.compareAndSet(null, cause);
        if (first) {
            thread.interrupt();
        }
        return first;
    }

    /** Concludes without the handler, which has had its time to heed the interrupt; its thread is left to itself. */
    void giveUp() {
        StopCause cause = stopCause.get();
        if (cause != null && conclude(afterStop(cause, null))) {
            LOG.warnf("handler of %s ignores its interrupt; its slot is free again, its thread is not", job.type());
        }
    }

    boolean isConcluded() {
        return concluded.get();
    }

    /** How long ago the handler last showed that it lives; its start counts. */
    Duration silence() {
        return ticker.since(lastSign);
    }

    /** What the handler has said of its progress since this was last asked, or null. */
    Progress takeProgress() {
        return untoldProgress.getAndSet(null);
    }

    @Override
    public UUID jobId() {
        return job.id();
    }

    @Override
    public int attempt() {
        return job.attempt();
    }

    @Override
    public Instant deadline() {
        return deadline;
    }

    @Override
    public Optional<String> traceparent() {
        return Optional.ofNullable(span.traceparent());
    }

    @Override
    public boolean isStopping() {
        return stopCause.get() != null;
    }

    @Override
    public void progress(int percent, String message) {
        heartbeat();
        untoldProgress.set(new Progress(percent, message));
    }

    @Override
    public void heartbeat() {
        lastSign = ticker.nanos();
    }

    @Override
    public JobLog log() {
        return log;
    }

    private void run() {
        JobLabels.put(job, span.traceparent());
        Optional<Unreadable> unreadable = Unreadable.in(job.payload());
        if (unreadable.isPresent()) {
            log.error(
                    "this worker cannot run the job: its payload is {}",
                    unreadable.get().detail());
            LOG.errorf(
                    "job %s of type %s cannot be run: its payload is %s",
                    job.id(), job.type(), unreadable.get().detail());
            conclude(new Conclusion.Ended(verdict.unreadable(job, unreadable.get())));
            return;
        }
        Conclusion conclusion;
        try (JobSpan.Scope ignored = span.enter()) {
            JobOutcome<String> outcome = handler.run(job.payload(), this);
            StopCause cause = stopCause.get();
            conclusion = cause == null ? new Conclusion.Ended(verdict.of(job, outcome)) : afterStop(cause, outcome);
        } catch (Throwable thrown) {
            StopCause cause = stopCause.get();
            conclusion = cause == null ? new Conclusion.Ended(verdict.of(job, thrown)) : afterStop(cause, null);
            LOG.debugf(thrown, "attempt of %s failed", job.type());
        }
        conclude(conclusion);
    }

    /** @param outcome what the handler returned all the same, or null when it threw or has not returned */
    private Conclusion afterStop(StopCause cause, JobOutcome<String> outcome) {
        boolean succeeded = outcome instanceof JobOutcome.Succeed<String>;
        return switch (cause) {
            case LEASE_LOST -> new Conclusion.Void();
            case TIMEOUT -> new Conclusion.Ended(verdict.timedOut(job));
            case SILENCE -> new Conclusion.Ended(verdict.silent(job, watch.heartbeatTimeout()));
            case CANCEL ->
                new Conclusion.Ended(succeeded ? verdict.of(job, outcome) : new AttemptEnd.Canceled(job.key()));
            case FENCED, DRAIN ->
                succeeded ? new Conclusion.Ended(verdict.of(job, outcome)) : new Conclusion.HandedBack();
        };
    }

    private boolean conclude(Conclusion conclusion) {
        boolean first = concluded.compareAndSet(false, true);
        if (first) {
            watch.end();
            whenConcluded.accept(this, conclusion);
        }
        return first;
    }
}
