package dev.millrace.worker.execution;

import dev.millrace.core.job.ClaimedJob;
import dev.millrace.core.tracing.Traceparent;
import org.jboss.logging.MDC;

/** What every line of the service's log carries that is about a job: fields of their own in JSON, under {@code mdc}. */
final class JobLabels {
    static final String JOB_ID = "job_id";
    static final String ATTEMPT = "attempt";
    static final String JOB_TYPE = "job_type";
    static final String QUEUE = "queue";
    static final String TRACE_ID = "trace_id";
    static final String SPAN_ID = "span_id";

    private JobLabels() {}

    /**
     * Labels what this thread says from now on; for a thread that does nothing else.
     *
     * @param traceparent of the attempt, or null
     */
    static void put(ClaimedJob job, String traceparent) {
        MDC.put(JOB_ID, job.id());
        MDC.put(ATTEMPT, job.attempt());
        MDC.put(JOB_TYPE, job.type());
        MDC.put(QUEUE, job.queue());
        if (traceparent != null) {
            Traceparent.parse(traceparent).ifPresent(place -> {
                MDC.put(TRACE_ID, place.traceId());
                MDC.put(SPAN_ID, place.spanId());
            });
        }
    }

    /**
     * Labels what {@code saying} says of a job, from whatever thread. It is said on a thread of its own: labels that an event loop's
     * thread is given are kept in a context, of which there is none where the database's answers come in, and would be lost.
     */
    static void around(ClaimedJob job, Runnable saying) {
        Thread.ofVirtual()
                .name("job-line")
                .inheritInheritableThreadLocals(false)
                .start(() -> {
                    put(job, job.traceparent());
                    saying.run();
                });
    }
}
