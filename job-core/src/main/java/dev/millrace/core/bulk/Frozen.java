package dev.millrace.core.bulk;

import java.util.List;
import java.util.UUID;

/** What came of freezing the jobs that a filter finds. */
public sealed interface Frozen {
    /**
     * They are frozen, and nothing has been asked of them yet.
     *
     * @param token starts exactly this set
     * @param samples the first of them
     */
    record Previewed(BulkOperation operation, UUID token, List<BulkSample> samples) implements Frozen {
        public Previewed {
            samples = List.copyOf(samples);
        }
    }

    /** They are frozen and the operation is under way. */
    record Started(BulkOperation operation) implements Frozen {}

    /** More than {@code most} were found; none was frozen. */
    record TooMany(int most) implements Frozen {}
}
