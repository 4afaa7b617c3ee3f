package dev.millrace.api.jobs;

import dev.millrace.core.store.JobSight;
import java.util.List;

/** Somebody who waits for jobs, or watches them. */
public interface JobWatcher {
    /** Whether every change matters, or only that the job is final, dead or unknown. */
    boolean everyChange();

    /** What one look has shown of the jobs that it watches: at the first look each, then those that have changed. */
    void seen(List<JobSight> sights);

    /** The jobs could not be looked at. */
    default void failed() {}

    /** The jobs can be looked at again. */
    default void recovered() {}
}
