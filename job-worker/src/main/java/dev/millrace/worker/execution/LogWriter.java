package dev.millrace.worker.execution;

import dev.millrace.core.joblog.JobLogs;
import dev.millrace.core.joblog.LogLine;
import dev.millrace.core.store.StoreFault;
import io.smallrye.mutiny.TimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Writes what handlers say, many lines at a time, on a thread of its own and one write after the other, so that the lines
 * of an attempt stand in their order. While PostgreSQL is away the same write is offered again; what comes meanwhile gathers in
 * the {@link LogBuffer}, and is refused, counted and told of when that is full.
 */
final class LogWriter {
    private static final Logger LOG = Logger.getLogger(LogWriter.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(5);

    private final JobLogs store;
    private final UUID workerId;
    private final JobLogSettings settings;
    private final WorkerMetrics metrics;
    private final Clock clock;
    private final LogBuffer buffer;
    private final Thread thread;
    private volatile boolean stopping;
    private long writes;

    LogWriter(JobLogs store, UUID workerId, JobLogSettings settings, WorkerMetrics metrics, Clock clock) {
        this.store = store;
        this.workerId = workerId;
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
        buffer = new LogBuffer(settings.bufferLines(), settings.bufferLength());
        metrics.watch(buffer);
        thread = Thread.ofPlatform().daemon().name("job-log").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    LogBuffer buffer() {
        return buffer;
    }

    JobLogSettings settings() {
        return settings;
    }

    WorkerMetrics metrics() {
        return metrics;
    }

    Clock clock() {
        return clock;
    }

    /** Writes what waits, for as long as a process that ends may take. A worker that never began has nothing to write. */
    void stop() throws InterruptedException {
        stopping = true;
        buffer.close();
        boolean begun = thread.getState() != Thread.State.NEW;
        if (begun && !thread.join(LAST_PATIENCE)) {
            thread.interrupt();
            LOG.warnf("ending with lines of jobs' logs unwritten: lines=%d", buffer.size());
        }
    }

    private void run() {
        try {
            List<LogLine> batch = buffer.take(settings.linger());
            while (!batch.isEmpty()) {
                write(batch);
                batch = buffer.take(settings.linger());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(List<LogLine> batch) throws InterruptedException {
        writes++;
        Duration wait = FIRST_WAIT;
        boolean told = false;
        while (true) {
            try {
                store.write(workerId, writes, batch).await().atMost(PATIENCE);
                metrics.logged(batch.size());
                return;
            } catch (RuntimeException | Error failure) {
                boolean away = failure instanceof TimeoutException || StoreFault.of(failure) != StoreFault.REFUSED;
                if (!away) {
                    giveUp(batch, failure);
                    return;
                }
                if (stopping || Thread.currentThread().isInterrupted()) {
                    metrics.logLinesLost(LostLines.SHUTDOWN, batch.size());
                    return;
                }
                if (!told) {
                    LOG.warnf("jobs' logs cannot be written, trying on: %s", failure.getMessage());
                    told = true;
                }
                buffer.pause(wait);
                wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
            }
        }
    }

    /** A line that PostgreSQL refuses takes none with it. */
    private void giveUp(List<LogLine> batch, Throwable refusal) throws InterruptedException {
        if (batch.size() == 1) {
            metrics.logLinesLost(LostLines.REFUSED, 1);
            LOG.errorf(refusal, "a line of job %s was refused", batch.getFirst().jobId());
            return;
        }
        for (LogLine line : batch) {
            write(List.of(line));
        }
    }
}
