package dev.millrace.core.tracing;

/** A part of a job's road that is under way. To be ended exactly once; safe to hand from thread to thread. */
public interface JobSpan {
    /**
     * What those that follow from it shall have as their parent, or null when there is no trace. While tracing is off it is what
     * this span was begun with, so that the trace of others goes on.
     */
    String traceparent();

    /** Adds what is known of it. */
    JobSpan with(String attribute, String value);

    /** As {@link #with(String, String)}. */
    JobSpan with(String attribute, long value);

    /** Says what it is about, when that was not known when it began; one of few. */
    JobSpan named(String name);

    /** Notes that something has happened now. */
    JobSpan event(String name);

    /**
     * It has failed.
     *
     * @param type a kind of failure, one of few; never what a payload may have in it
     */
    JobSpan failed(String type);

    /** Makes it the parent of what this thread begins, until what is returned is closed. */
    Scope enter();

    void end();

    /** While a thread is within a span. */
    interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    /** A span that nobody records. */
    static JobSpan unrecorded(String traceparent) {
        return new UnrecordedSpan(traceparent);
    }
}
