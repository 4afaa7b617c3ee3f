package dev.millrace.cli.submit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.connection.Session;
import dev.millrace.cli.outcome.ExitCode;
import dev.millrace.cli.outcome.FailureReport;
import dev.millrace.cli.output.LiveLines;
import dev.millrace.cli.output.Output;
import dev.millrace.cli.output.ProgressBar;
import dev.millrace.cli.output.Table;
import dev.millrace.client.AcceptedJob;
import dev.millrace.client.JobRequest;
import dev.millrace.client.MillraceException;
import dev.millrace.client.RequestRefused;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;

/**
 * Submits the jobs of many lines; they travel together, and each line learns of its own job. A line that is refused stops none of
 * the others; when the server is out of reach, the rest is not read any more.
 */
final class LineSubmission {
    /** On their way at once: enough that requests are full, and no more memory than for so many. */
    private static final int MOST_ON_THEIR_WAY = 4_000;

    private static final long NANOSECONDS_BETWEEN_LOOKS = Duration.ofMillis(100).toNanos();
    private static final double NANOSECONDS_A_SECOND = 1e9;

    private final long bytes;
    private final Session session;
    private final ObjectNode template;
    private final Output output;
    private final LiveLines live;
    private final Semaphore room = new Semaphore(MOST_ON_THEIR_WAY);
    private final long began = System.nanoTime();

    private volatile CountedInput read;

    // Guarded by this.
    private long accepted;
    private long refused;
    private long unknown;
    private long shownAt = began - NANOSECONDS_BETWEEN_LOOKS;
    private boolean notAllowed;

    /** @param bytes of all lines; 0 when nobody knows */
    LineSubmission(Session session, ObjectNode template, long bytes) {
        this.bytes = bytes;
        this.session = session;
        this.template = template;
        this.output = session.output();
        this.live = output.isErrorLive() ? new LiveLines(output.err()) : null;
    }

    /** @return one of {@link ExitCode} */
    int submit(InputStream in) throws IOException {
        read = new CountedInput(in);
        BufferedReader lines = new BufferedReader(new InputStreamReader(read, StandardCharsets.UTF_8));
        long number = 0;
        for (String line = lines.readLine(); line != null && !isHopeless(); line = lines.readLine()) {
            number++;
            if (!line.isBlank()) {
                submit(number, line);
            }
        }
        room.acquireUninterruptibly(MOST_ON_THEIR_WAY);
        return end();
    }

    private void submit(long number, String line) {
        JobRequest job;
        CompletableFuture<AcceptedJob> submitted;
        room.acquireUninterruptibly();
        try {
            job = JobLine.read(line, template);
            submitted = session.client().submitAsync(job);
        } catch (IllegalArgumentException wrong) {
            refuse(number, wrong.getMessage());
            room.release();
            return;
        }
        var unused = submitted.whenComplete((done, failure) -> {
            try {
                settle(number, done, failure instanceof CompletionException ? failure.getCause() : failure);
            } finally {
                room.release();
            }
        });
    }

    private void settle(long number, AcceptedJob done, Throwable failure) {
        if (failure == null) {
            accept(number, done);
        } else if (failure instanceof RequestRefused refusal) {
            int exitCode = FailureReport.exitCode(refusal);
            refuse(number, FailureReport.text(refusal));
            if (exitCode == ExitCode.NOT_ALLOWED) {
                giveUp();
            }
        } else {
            lose(number, failure instanceof MillraceException known ? known.getMessage() : failure.toString());
        }
    }

    private synchronized void accept(long number, AcceptedJob job) {
        accepted++;
        if (output.isJson()) {
            ObjectNode told = JsonNodeFactory.instance.objectNode();
            told.put("line", number)
                    .put("id", job.id().toString())
                    .put("status", job.status().name().toLowerCase(Locale.ROOT));
            output.jsonLine(told);
        } else {
            output.out().println(job.id());
        }
        showProgress(false);
    }

    private synchronized void refuse(long number, String reason) {
        refused++;
        say("line " + number + ": " + reason);
    }

    private synchronized void lose(long number, String reason) {
        if (unknown == 0) {
            say("line " + number + ": nobody knows whether it was accepted: " + reason);
        }
        unknown++;
    }

    private synchronized void giveUp() {
        notAllowed = true;
    }

    private synchronized boolean isHopeless() {
        return unknown > 0 || notAllowed;
    }

    private void say(String message) {
        if (live != null) {
            live.clear();
        }
        output.say(message);
        showProgress(true);
    }

    private void showProgress(boolean atOnce) {
        long now = System.nanoTime();
        if (live != null && (atOnce || now - shownAt >= NANOSECONDS_BETWEEN_LOOKS)) {
            shownAt = now;
            String bar = bytes == 0 ? "" : ProgressBar.of(read.bytes(), bytes) + "  ";
            live.show(List.of(Table.cut(bar + summary(now), output.columns() - 1)));
        }
    }

    private synchronized int end() {
        if (live != null) {
            live.clear();
        }
        output.out().flush();
        output.say(summary(System.nanoTime()));
        if (notAllowed) {
            return ExitCode.NOT_ALLOWED;
        }
        if (unknown > 0) {
            return ExitCode.OUT_OF_REACH;
        }
        return refused > 0 ? ExitCode.REFUSED : ExitCode.DONE;
    }

    private String summary(long now) {
        double seconds = (now - began) / NANOSECONDS_A_SECOND;
        return "%,d accepted, %,d refused%s in %.1f s (%,.0f a second)"
                .formatted(
                        accepted,
                        refused,
                        unknown == 0 ? "" : ", %,d unknown".formatted(unknown),
                        seconds,
                        accepted / Math.max(seconds, 1e-3));
    }
}
