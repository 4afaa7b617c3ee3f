package dev.millrace.api.submit;

import dev.millrace.core.store.AcceptedJob;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;

/** What is told of an accepted job to those who prefer little. */
@RegisterForReflection
record AcceptedJobView(UUID id, String status) {
    static AcceptedJobView of(AcceptedJob job) {
        return new AcceptedJobView(job.submitted().id(), job.status().wireName());
    }
}
