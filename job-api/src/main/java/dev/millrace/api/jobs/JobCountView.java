package dev.millrace.api.jobs;

import dev.millrace.core.listing.JobCount;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How many jobs fit a filter. */
@Schema(name = "JobCount", description = "How many jobs fit a filter, up to 10,000")
@RegisterForReflection
public record JobCountView(
        @Schema(description = "At most 10,000", examples = "10000")
        int count,

        @Schema(description = "Whether there are more than were counted", examples = "true")
        boolean capped) {
    static JobCountView of(JobCount count) {
        return new JobCountView(count.jobs(), count.isCapped());
    }
}
