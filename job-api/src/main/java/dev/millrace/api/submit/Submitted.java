package dev.millrace.api.submit;

import dev.millrace.core.store.AcceptedJob;
import java.util.List;

/**
 * What a submission came to.
 *
 * @param jobs as they were accepted, in the order of the submission
 * @param repeated whether an earlier request with the same idempotency key made them
 */
public record Submitted(List<AcceptedJob> jobs, boolean repeated) {
    public Submitted {
        jobs = List.copyOf(jobs);
    }

    /** The job of a submission of one. */
    public AcceptedJob job() {
        return jobs.getFirst();
    }
}
