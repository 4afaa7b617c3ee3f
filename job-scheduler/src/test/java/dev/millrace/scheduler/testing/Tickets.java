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

/** Looks at the tickets that lie in the lane that tests use, the medium one, and in that of rescued jobs, the high one. */
public final class Tickets {
    private static final String LANE = laneQueue(Priority.MEDIUM);
    private static final String RESCUE_LANE = laneQueue(Priority.HIGH);

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
        return drain(broker, LANE);
    }

    /** Takes all tickets out of the lane of rescued jobs. Returns the ids they name, as often as they do. */
    public static List<UUID> drainRescued(FreshBroker broker) {
        return drain(broker, RESCUE_LANE);
    }

    private static List<UUID> drain(FreshBroker broker, String queue) {
        if (broker.queue(queue).isEmpty()) {
            return List.of();
        }
        return broker.drain(queue).stream()
                .flatMap(message -> JobTicket.decode(message.body()).orElseThrow().jobIds().stream())
                .toList();
    }

    private static String laneQueue(Priority priority) {
        return Topology.laneQueue(new Lane("default", priority));
    }
}
