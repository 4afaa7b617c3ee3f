package dev.millrace.scheduler.testing;

import dev.millrace.core.job.Priority;
import dev.millrace.core.messaging.JobTicket;
import dev.millrace.core.messaging.Lane;
import dev.millrace.core.messaging.Topology;
import dev.millrace.core.testing.FreshBroker;
import java.util.List;
import java.util.UUID;

/** Looks at the tickets that lie in the lane that tests use. */
public final class Tickets {
    private static final String LANE = Topology.laneQueue(new Lane("default", Priority.MEDIUM));

    private Tickets() {}

    /** Takes all tickets out of the lane. Returns the ids they name, as often as they do. */
    public static List<UUID> drain(FreshBroker broker) {
        if (broker.queue(LANE).isEmpty()) {
            return List.of();
        }
        return broker.drain(LANE).stream()
                .flatMap(message -> JobTicket.decode(message.body()).orElseThrow().jobIds().stream())
                .toList();
    }
}
