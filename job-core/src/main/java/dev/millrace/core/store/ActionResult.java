package dev.millrace.core.store;

import dev.millrace.core.job.JobStatus;
import java.util.List;
import java.util.UUID;

/** What became of an action on one job. */
public sealed interface ActionResult {
    ActionResult DONE = new Done(List.of());
    ActionResult NOT_LIVE = new NotLive();

    /**
     * It took effect.
     *
     * @param tickets to publish
     */
    record Done(List<ReadyTicket> tickets) implements ActionResult {
        public Done {
            tickets = List.copyOf(tickets);
        }
    }

    /** The job's status forbids it. */
    record Refused(JobStatus status) implements ActionResult {}

    /** Another live job holds its unique key. */
    record UniqueKeyHeld(UUID holder) implements ActionResult {}

    /** The job is finished, or was never accepted. */
    record NotLive() implements ActionResult {}
}
