package dev.millrace.core.bulk;

import dev.millrace.core.job.JobAction;

/** Told what a runner does, for the metrics. Called on any thread. */
public interface BulkListener {
    /** A batch is committed. */
    void acted(JobAction action, BatchResult.Committed batch);
}
