package dev.millrace.worker.testing;

import dev.millrace.core.job.Progress;
import dev.millrace.worker.handler.JobContext;
import dev.millrace.worker.handler.JobHandler;
import dev.millrace.worker.handler.JobOutcome;
import dev.millrace.worker.handler.JobTypeDefaults;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The rehearsed handler, with all that it says kept. */
final class RecordingHandler<P, R> implements JobHandler<P, R> {
    private final JobHandler<P, R> handler;
    private final Consumer<Progress> whenProgress;
    private final Consumer<LoggedLine> whenLine;
    private final List<Progress> progress = new CopyOnWriteArrayList<>();
    private final List<LoggedLine> lines = new CopyOnWriteArrayList<>();
    private volatile JobOutcome<R> outcome;

    RecordingHandler(JobHandler<P, R> handler, Consumer<Progress> whenProgress, Consumer<LoggedLine> whenLine) {
        this.handler = handler;
        this.whenProgress = whenProgress;
        this.whenLine = whenLine;
    }

    JobOutcome<R> outcome() {
        return outcome;
    }

    List<Progress> progress() {
        return Collections.unmodifiableList(progress);
    }

    List<LoggedLine> lines() {
        return Collections.unmodifiableList(lines);
    }

    void keep(Progress shown) {
        progress.add(shown);
        whenProgress.accept(shown);
    }

    void keep(LoggedLine line) {
        lines.add(line);
        whenLine.accept(line);
    }

    @Override
    public String type() {
        return handler.type();
    }

    @Override
    public String description() {
        return handler.description();
    }

    @Override
    public Class<P> payloadType() {
        return handler.payloadType();
    }

    @Override
    public P example() {
        return handler.example();
    }

    @Override
    public JobTypeDefaults defaults() {
        return handler.defaults();
    }

    @Override
    public JobOutcome<R> run(P payload, JobContext context) throws Exception {
        outcome = handler.run(payload, new RecordingContext(context, this));
        return outcome;
    }
}
