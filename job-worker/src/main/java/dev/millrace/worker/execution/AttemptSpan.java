package dev.millrace.worker.execution;

import dev.millrace.core.job.ClaimedJob;
import dev.millrace.core.store.AttemptEnd;
import dev.millrace.core.tracing.JobSpan;
import dev.millrace.core.tracing.Tracing;
import java.time.temporal.ChronoUnit;

/** One attempt as a span of its job's trace, from the start of its handler until its end is recorded. */
final class AttemptSpan {
    private static final String OUTCOME = "millrace.outcome";

    private AttemptSpan() {}

    /** Every attempt follows from the submit, so that a trace shows them side by side. */
    static JobSpan begin(Tracing tracing, ClaimedJob job) {
        if (!tracing.isOn()) {
            return JobSpan.unrecorded(job.traceparent());
        }
        return tracing.begin(Tracing.SpanKind.ATTEMPT, "run " + job.type(), job.traceparent())
                .with("millrace.job.id", job.id().toString())
                .with("millrace.job.type", job.type())
                .with("millrace.job.attempt", job.attempt())
                .with("millrace.queue", job.queue())
                .with("millrace.priority", job.priority().wireName())
                .with("millrace.wait_ms", ChronoUnit.MILLIS.between(job.runAt(), job.startedAt()));
    }

    /** @param recorded null when nothing is known of it */
    static void end(JobSpan span, RecordedEnd recorded) {
        if (recorded != null) {
            span.with(OUTCOME, outcome(recorded));
            String error = error(recorded.end());
            if (error != null) {
                span.failed(error);
            }
        }
        span.end();
    }

    /** Ends it without an end of the attempt: {@code released} to others, or {@code lost} to them. */
    static void end(JobSpan span, String outcome) {
        span.with(OUTCOME, outcome).end();
    }

    private static String outcome(RecordedEnd recorded) {
        return switch (recorded.result()) {
            case LEASE_LOST -> "fenced";
            case RECORDED_AS_CANCELED -> "canceled";
            case RECORDED ->
                switch (recorded.end()) {
                    case AttemptEnd.Completed completed -> "completed";
                    case AttemptEnd.Canceled canceled -> "canceled";
                    case AttemptEnd.Discarded discarded -> "discarded";
                    case AttemptEnd.RetryLater retry -> "retried";
                    case AttemptEnd.Buried buried -> "dead";
                    case AttemptEnd.Snoozed snoozed -> "snoozed";
                    case AttemptEnd.PutOff putOff -> "put_off";
                };
        };
    }

    private static String error(AttemptEnd end) {
        return switch (end) {
            case AttemptEnd.RetryLater retry -> retry.error().type();
            case AttemptEnd.Buried buried -> buried.error().type();
            case AttemptEnd.Completed completed -> null;
            case AttemptEnd.Canceled canceled -> null;
            case AttemptEnd.Discarded discarded -> null;
            case AttemptEnd.Snoozed snoozed -> null;
            case AttemptEnd.PutOff putOff -> null;
        };
    }
}
