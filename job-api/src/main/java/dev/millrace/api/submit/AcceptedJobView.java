package dev.millrace.api.submit;

import dev.millrace.core.store.AcceptedJob;
import java.util.UUID;

/** What is told of an accepted job to those who prefer little. */
record AcceptedJobView(UUID id, String status) {
    static AcceptedJobView of(AcceptedJob job) {
        return new AcceptedJobView(job.submitted().id(), job.status().wireName());
    }
}
