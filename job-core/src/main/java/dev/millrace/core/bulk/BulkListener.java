package dev.millrace.core.bulk;

/** Told what a runner does, for the metrics. Called on any thread. */
public interface BulkListener {
    /** A batch is committed. */
    void acted(BulkAction action, BatchResult.Committed batch);
}
