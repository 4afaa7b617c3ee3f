package dev.millrace.api.bulk;

import dev.millrace.core.bulk.BulkItem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What became of one job of an operation. */
@Schema(name = "BulkItem", description = "What became of one job of a bulk operation")
@RegisterForReflection
public record BulkItemView(
        UUID jobId,

        @Schema(description = "Executions begun when it was frozen", examples = "4")
        int attempts,

        @Schema(
                enumeration = {"pending", "done", "skipped", "failed"},
                description =
                        "pending: the operation has not come to it; skipped: it had moved on, or needs a unique key"
                                + " that another job holds; failed: it could not be changed")
        String outcome) {
    static BulkItemView of(BulkItem item) {
        return new BulkItemView(item.jobId(), item.attempt(), item.outcome().wireName());
    }
}
