package dev.millrace.worker.execution;

import dev.millrace.core.job.ClaimedJob;
import dev.millrace.core.joblog.LogLevel;
import dev.millrace.core.joblog.LogLine;
import dev.millrace.worker.handler.JobLog;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** What one attempt says. Handlers may call it from any thread. */
final class AttemptLog implements JobLog {
    private final ClaimedJob job;
    private final LogWriter writer;
    private final AtomicInteger lines = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    AttemptLog(ClaimedJob job, LogWriter writer) {
        this.job = job;
        this.writer = writer;
    }

    @Override
    public void log(LogLevel level, String message, Object... fields) {
        int number = lines.incrementAndGet();
        int most = writer.settings().linesPerAttempt();
        if (number > most) {
            // Does not count up for ever: an attempt may say more than an int can count.
            lines.set(most + 1);
            writer.metrics().logLinesLost(LostLines.ATTEMPT_LIMIT, 1);
            if (number == most + 1) {
                writer.buffer()
                        .offerNotice(line(
                                LogLevel.WARN, "the log is cut here: an attempt may say " + most + " lines", null));
            }
            return;
        }
        LineText text = LineText.of(message, fields, writer.settings().lineLength());
        if (!tellOfRefused(writer.buffer()::offer)
                || !writer.buffer().offer(line(level, text.message(), text.fields()))) {
            refused.incrementAndGet();
            writer.metrics().logLinesLost(LostLines.BUFFER_FULL, 1);
        }
    }

    /** Says at last what is missing, even where there is no room for anything else. */
    void close() {
        tellOfRefused(writer.buffer()::offerNotice);
    }

    /** Returns whether the log tells of all that is missing up to here. */
    private boolean tellOfRefused(Predicate<LogLine> offer) {
        int missing = refused.getAndSet(0);
        if (missing == 0) {
            return true;
        }
        boolean told = offer.test(line(
                LogLevel.WARN,
                "lines are missing here: more was said than could be written",
                "{\"missing_lines\":" + missing + "}"));
        if (!told) {
            refused.addAndGet(missing);
        }
        return told;
    }

    private LogLine line(LogLevel level, String message, String fields) {
        return new LogLine(
                job.id(),
                job.attempt(),
                job.type(),
                job.queue(),
                level,
                writer.clock().instant(),
                message,
                fields);
    }
}
