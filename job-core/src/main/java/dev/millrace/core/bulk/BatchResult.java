package dev.millrace.core.bulk;

import dev.millrace.core.store.ReadyTicket;
import java.util.List;

/** What one batch of a run did. */
public sealed interface BatchResult {
    /**
     * It is committed.
     *
     * @param complete whether it was the last
     * @param tickets to publish
     */
    record Committed(int done, int skipped, int failed, boolean complete, List<ReadyTicket> tickets)
            implements BatchResult {
        public Committed {
            tickets = List.copyOf(tickets);
        }
    }

    /** Another runner holds the operation, or it was stopped; nothing was done. */
    record LeaseLost() implements BatchResult {}
}
