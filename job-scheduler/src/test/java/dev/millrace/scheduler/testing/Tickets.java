package dev.millrace.scheduler.testing;

import dev.millrace.core.job.Priority;
import dev.millrace.core.messaging.JobTicket;
import dev.millrace.core.messaging.Lane;
import dev.millrace.core.messaging.PublisherCounts;
import dev.millrace.core.messaging.Topology;
import dev.millrace.core.testing.FreshBroker;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;

/** Looks at the tickets that lie in the lane that tests use. */
public final class Tickets {
    private static final String LANE = Topology.laneQueue(new Lane("default", Priority.MEDIUM));

    private Tickets() {}

    /**
     * Throws all tickets of the lane away, those too that a replica has still to publish. Much quicker than {@link #drain} when
     * there are thousands.
     */
    public static void discard(FreshBroker broker, Replica... replicas) {
        for (Replica replica : replicas) {
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> isIdle(replica));
        }
        if (broker.queue(LANE).isPresent()) {
            broker.purge(LANE);
        }
    }

    private static boolean isIdle(Replica replica) {
        PublisherCounts counts = replica.publisher.counts();
        return counts.queued() == 0 && counts.unconfirmed() == 0;
    }

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
