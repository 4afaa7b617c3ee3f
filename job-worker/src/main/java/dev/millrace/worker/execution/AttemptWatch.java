package dev.millrace.worker.execution;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** Stops an attempt that takes longer than its timeout, or whose handler shows no life for longer than it may. */
final class AttemptWatch {
    private final JobExecution execution;
    private final Duration heartbeatTimeout;
    private final ScheduledExecutorService timers;
    private final BiConsumer<JobExecution, StopCause> stop;
    private Future<?> timeout;
    private Future<?> nextLook;
    private boolean ended;

    private AttemptWatch(
            JobExecution execution,
            Duration heartbeatTimeout,
            ScheduledExecutorService timers,
            BiConsumer<JobExecution, StopCause> stop) {
        this.execution = execution;
        this.heartbeatTimeout = heartbeatTimeout;
        this.timers = timers;
        this.stop = stop;
    }

    /**
     * Watches from now on.
     *
     * @param heartbeatTimeout how long the handler may show no life; null when it need not show any
     */
    static AttemptWatch over(
            JobExecution execution,
            Duration heartbeatTimeout,
            ScheduledExecutorService timers,
            BiConsumer<JobExecution, StopCause> stop) {
        AttemptWatch watch = new AttemptWatch(execution, heartbeatTimeout, timers, stop);
        watch.begin();
        return watch;
    }

    /** As given; null when the handler need not show life. */
    Duration heartbeatTimeout() {
        return heartbeatTimeout;
    }

    /** The attempt is over. Its timers are dropped, else it would stay in memory until they are due. */
    synchronized void end() {
        ended = true;
        timeout.cancel(false);
        if (nextLook != null) {
            nextLook.cancel(false);
        }
    }

    private synchronized void begin() {
        timeout = timers.schedule(
                () -> stop.accept(execution, StopCause.TIMEOUT),
                execution.job().timeout().toMillis(),
                TimeUnit.MILLISECONDS);
        if (heartbeatTimeout != null) {
            lookAfter(heartbeatTimeout);
        }
    }

    private synchronized void look() {
        if (ended) {
            return;
        }
        Duration left = heartbeatTimeout.minus(execution.silence());
        if (left.isPositive()) {
            lookAfter(left);
        } else {
            stop.accept(execution, StopCause.SILENCE);
        }
    }

    private void lookAfter(Duration wait) {
        nextLook = timers.schedule(this::look, wait.toNanos(), TimeUnit.NANOSECONDS);
    }
}
