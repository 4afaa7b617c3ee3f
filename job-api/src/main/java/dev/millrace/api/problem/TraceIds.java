package dev.millrace.api.problem;

import dev.millrace.core.job.JobIds;
import dev.millrace.core.tracing.Traceparent;
import jakarta.inject.Singleton;

/** Names requests, so that an answer leads to its lines in the logs. */
@Singleton
public class TraceIds {
    private final JobIds ids;

    public TraceIds(JobIds ids) {
        this.ids = ids;
    }

    /** The trace that the request belongs to, or a new one. */
    public String of(String traceparentHeader) {
        return Traceparent.parse(traceparentHeader)
                .map(Traceparent::traceId)
                .orElseGet(() -> ids.next().toString().replace("-", ""));
    }
}
