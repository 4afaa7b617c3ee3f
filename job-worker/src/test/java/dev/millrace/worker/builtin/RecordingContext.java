package dev.millrace.worker.builtin;

import dev.millrace.worker.handler.JobContext;
import dev.millrace.worker.handler.JobLog;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** An attempt of a test, which notes what its handler says. */
final class RecordingContext implements JobContext {
    static final UUID JOB = UUID.fromString("0198c0de-0000-7000-8000-000000000001");

    private final int attempt;
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<Integer> percents = new CopyOnWriteArrayList<>();

    RecordingContext(int attempt) {
        this.attempt = attempt;
    }

    List<String> messages() {
        return messages;
    }

    List<Integer> percents() {
        return percents;
    }

    @Override
    public UUID jobId() {
        return JOB;
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public Instant deadline() {
        return Instant.MAX;
    }

    @Override
    public boolean isStopping() {
        return false;
    }

    @Override
    public void progress(int percent, String message) {
        percents.add(percent);
    }

    @Override
    public JobLog log() {
        return (level, message, fields) -> messages.add(message);
    }
}
