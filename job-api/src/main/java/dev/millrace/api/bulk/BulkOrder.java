package dev.millrace.api.bulk;

import dev.millrace.core.bulk.BulkAction;
import dev.millrace.core.bulk.BulkScope;
import java.util.UUID;

/** What a client asks of a bulk operation. */
sealed interface BulkOrder {
    /**
     * Freeze what is found, and start unless it is a dry run.
     *
     * @param asked the filter as JSON text
     * @param reason why, or null
     */
    record Freeze(BulkAction action, BulkScope scope, String asked, String reason, boolean dryRun)
            implements BulkOrder {}

    /**
     * Start what was frozen before.
     *
     * @param action what the token must be for, or null for whatever it is
     * @param reason why, or null to keep what the dry run said
     */
    record Start(UUID token, BulkAction action, String reason) implements BulkOrder {}
}
