package dev.millrace.core.tracing;

/**
 * Where spans begin. While tracing is off, which it is unless an operator says where spans go, none of OpenTelemetry's classes is
 * even loaded (docs/adr/0017).
 */
public interface Tracing extends AutoCloseable {
    /** Records nothing; the traces of others pass through. */
    Tracing OFF = new Tracing() {
        @Override
        public boolean isOn() {
            return false;
        }

        @Override
        public JobSpan begin(SpanKind kind, String name, String parent) {
            return JobSpan.unrecorded(parent);
        }

        @Override
        public void close() {}
    };

    /** Whether anything is recorded. */
    boolean isOn();

    /**
     * Begins a span.
     *
     * @param name one of few
     * @param parent the {@code traceparent} of what it follows from; with null, or what is none, a new trace begins. A trace that its
     *     caller does not record is not recorded here
     */
    JobSpan begin(SpanKind kind, String name, String parent);

    /** Sends what has not been sent yet, for some seconds at most. */
    @Override
    void close();

    /** What part of a job's road it is. */
    enum SpanKind {
        /** A request that is answered. */
        REQUEST,
        /** A job that is made here and run elsewhere. */
        SUBMIT,
        /** An attempt. */
        ATTEMPT
    }
}
