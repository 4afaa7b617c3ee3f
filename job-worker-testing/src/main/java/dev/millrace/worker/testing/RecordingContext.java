package dev.millrace.worker.testing;

import dev.millrace.core.job.Progress;
import dev.millrace.core.joblog.LogLevel;
import dev.millrace.worker.execution.LineText;
import dev.millrace.worker.handler.JobContext;
import dev.millrace.worker.handler.JobLog;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The attempt's own context, with all that passes through it kept. */
final class RecordingContext implements JobContext, JobLog {
    /** As long as a worker keeps lines, unless it is told otherwise. */
    private static final int LINE_LENGTH = 8_192;

    private final JobContext context;
    private final RecordingHandler<?, ?> records;

    RecordingContext(JobContext context, RecordingHandler<?, ?> records) {
        this.context = context;
        this.records = records;
    }

    @Override
    public UUID jobId() {
        return context.jobId();
    }

    @Override
    public int attempt() {
        return context.attempt();
    }

    @Override
    public Instant deadline() {
        return context.deadline();
    }

    @Override
    public Optional<String> traceparent() {
        return context.traceparent();
    }

    @Override
    public boolean isStopping() {
        return context.isStopping();
    }

    @Override
    public void progress(int percent, String message) {
        context.progress(percent, message);
        records.keep(new Progress(percent, message));
    }

    @Override
    public void heartbeat() {
        context.heartbeat();
    }

    @Override
    public JobLog log() {
        return this;
    }

    @Override
    public void log(LogLevel level, String message, Object... fields) {
        context.log().log(level, message, fields);
        LineText text = LineText.of(message, fields, LINE_LENGTH);
        records.keep(new LoggedLine(level, text.message(), text.fields()));
    }
}
