package dev.millrace.worker.handler;

/**
 * Does the work of one job type. A CDI bean of this interface is all that a worker needs to run a type: its payload's
 * schema, its defaults and its example become known to the API when the worker starts.
 *
 * <p>{@link #run} is called on a virtual thread of its own and may block. It is stopped by interrupt: on cancel, on timeout,
 * when the worker shuts down or has lost its lease. It may be called again for the same job after a crash, so that effects
 * outside should carry {@link JobContext#jobId()} as an idempotency key.
 *
 * @param <P> the payload, best a record; Jakarta Validation's annotations on it become its JSON Schema. Names are
 *     snake_case in JSON
 * @param <R> the result, any type that Jackson can write; {@link Void} when there is none
 */
public interface JobHandler<P, R> {
    /** The job type's name, as clients submit it: {@code [a-z][a-z0-9_-]{0,62}}. */
    String type();

    /** What it does, in a sentence for people. */
    String description();

    /** The payload's class. */
    Class<P> payloadType();

    /** A payload that people may try. */
    P example();

    /** What holds for jobs of this type that do not say otherwise. */
    default JobTypeDefaults defaults() {
        return JobTypeDefaults.STANDARD;
    }

    /**
     * Does the work.
     *
     * @return what came of it
     * @throws Exception whatever goes wrong; the attempt then counts as failed, and is retried while the budget lasts
     */
    JobOutcome<R> run(P payload, JobContext context) throws Exception;
}
