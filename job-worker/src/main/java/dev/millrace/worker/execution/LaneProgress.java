package dev.millrace.worker.execution;

import dev.millrace.core.messaging.Lane;
import dev.millrace.core.store.LaneReport;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far this worker has come in each lane that it consumes: the latest time at which a job that it claimed from there had
 * become ready. The reconciler learns from it that tickets which came before must have been delivered, or are lost.
 */
final class LaneProgress {
    private final Map<Lane, Instant> claimedTo = new ConcurrentHashMap<>();

    void claimed(Lane lane, Instant readyAt) {
        claimedTo.merge(lane, readyAt, (earlier, later) -> later.isAfter(earlier) ? later : earlier);
    }

    /**
     * What there is to say of these lanes.
     *
     * @param inHand those of which unsettled tickets are held
     */
    List<LaneReport> report(Collection<Lane> lanes, Set<Lane> inHand) {
        return lanes.stream()
                .map(lane -> new LaneReport(lane, inHand.contains(lane), claimedTo.get(lane)))
                .toList();
    }
}
