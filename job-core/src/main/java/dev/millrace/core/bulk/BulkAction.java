package dev.millrace.core.bulk;

import dev.millrace.core.job.JobAction;
import dev.millrace.core.job.JobStatus;
import java.util.Arrays;
import java.util.Optional;

/** What may be asked of many jobs at once. */
public enum BulkAction {
    CANCEL(JobAction.CANCEL),
    RETRY(JobAction.RETRY),
    DISCARD(JobAction.DISCARD);

    private final JobAction ofOne;

    BulkAction(JobAction ofOne) {
        this.ofOne = ofOne;
    }

    /** The lower-case name used in the REST contract and in the database. */
    public String wireName() {
        return ofOne.wireName();
    }

    /** Whether a job in this status may be asked. */
    public boolean isAllowed(JobStatus status) {
        return ofOne.isAllowed(status);
    }

    /** The action of this wire name, or empty when there is none. */
    public static Optional<BulkAction> find(String wireName) {
        return Arrays.stream(values())
                .filter(action -> action.wireName().equals(wireName))
                .findFirst();
    }
}
