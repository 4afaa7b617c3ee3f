package dev.millrace.api.bulk;

import dev.millrace.core.bulk.BatchResult;
import dev.millrace.core.bulk.BulkAction;
import dev.millrace.core.bulk.BulkListener;
import dev.millrace.core.bulk.BulkOutcome;
import dev.millrace.core.bulk.BulkState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** Counts bulk operations and what they do, for the metrics. */
@Singleton
class BulkCounters implements BulkListener {
    private final MeterRegistry registry;

    BulkCounters(MeterRegistry registry) {
        this.registry = registry;
        for (BulkAction action : BulkAction.values()) {
            for (BulkState state : BulkState.values()) {
                operations(action, state);
            }
            for (BulkOutcome outcome : BulkOutcome.values()) {
                jobs(action, outcome);
            }
        }
    }

    @Override
    public void acted(BulkAction action, BatchResult.Committed batch) {
        jobs(action, BulkOutcome.DONE).increment(batch.done());
        jobs(action, BulkOutcome.SKIPPED).increment(batch.skipped());
        jobs(action, BulkOutcome.FAILED).increment(batch.failed());
        if (batch.complete()) {
            reached(action, BulkState.COMPLETED);
        }
    }

    void reached(BulkAction action, BulkState state) {
        operations(action, state).increment();
    }

    private Counter operations(BulkAction action, BulkState state) {
        return Counter.builder("millrace.bulk.operations")
                .description("Bulk operations that this process has brought to a state")
                .tag("action", action.wireName())
                .tag("state", state.wireName())
                .register(registry);
    }

    private Counter jobs(BulkAction action, BulkOutcome outcome) {
        return Counter.builder("millrace.bulk.jobs")
                .description("Jobs that bulk operations have come to")
                .tag("action", action.wireName())
                .tag("outcome", outcome.wireName())
                .register(registry);
    }
}
