package dev.millrace.api.queues;

import dev.millrace.api.stats.Overview;
import dev.millrace.api.stats.StatsView.LastMinuteView;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.Priority;
import dev.millrace.core.messaging.Lane;
import dev.millrace.core.messaging.Topology;
import dev.millrace.core.statistics.LaneDepth;
import dev.millrace.core.statistics.QueueWorkers;
import dev.millrace.core.store.Queues.QueueState;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A logical queue. */
@Schema(name = "Queue", description = "A logical queue")
@RegisterForReflection
public record QueueView(
        @Schema(examples = "default") String name,
        Instant createdAt,

        @Schema(description = "Whether its jobs are held back")
        boolean paused,

        @Schema(nullable = true) Instant pausedAt,

        @Schema(description = "Who paused it", nullable = true)
        String pausedBy,

        @Schema(description = "Why", nullable = true, examples = "the mail server is away")
        String pausedReason,

        @Schema(description = "Live jobs by priority, as last measured")
        Map<String, DepthView> depth,

        @Schema(description = "How long the oldest pending job has been ready; null when none is", nullable = true)
        Double oldestPendingAgeSeconds,

        @Schema(description = "When the depth was measured; null when there is nothing in it", nullable = true)
        Instant measuredAt,

        @Schema(description = "Workers that serve it and take jobs; 0 means that its jobs wait")
        long activeWorkers,

        @Schema(description = "The slots of these workers, which they share with the other queues they serve")
        long totalSlots,

        LastMinuteView lastMinute) {
    /** What clients see of {@code queue}. */
    public static QueueView of(QueueState queue, Overview overview, BrokerPages pages) {
        List<LaneDepth> own = overview.depth().stream()
                .filter(depth -> depth.queue().equals(queue.name()))
                .toList();
        Map<String, DepthView> byPriority = new LinkedHashMap<>();
        for (Priority priority : Priority.values()) {
            byPriority.put(priority.wireName(), DepthView.of(new Lane(queue.name(), priority), own, pages));
        }
        QueueWorkers workers = overview.queueWorkers().getOrDefault(queue.name(), QueueWorkers.NONE);
        return new QueueView(
                queue.name(),
                queue.createdAt(),
                queue.pausedAt() != null,
                queue.pausedAt(),
                queue.pausedBy(),
                queue.pausedReason(),
                byPriority,
                byPriority.values().stream()
                        .map(DepthView::oldestPendingAgeSeconds)
                        .filter(age -> age != null)
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                own.stream()
                        .map(LaneDepth::measuredAt)
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                workers.workers(),
                workers.slots(),
                LastMinuteView.of(overview.recent(), overview.recent().jobs(queue.name())));
    }

    /** How many live jobs one lane holds. */
    @Schema(name = "LaneDepth", description = "How many live jobs one priority of a queue holds")
    @RegisterForReflection
    public record DepthView(
            long scheduled,
            long pending,
            long running,
            long retrying,
            long dead,

            @Schema(description = "How long the oldest pending job has been ready; null when none is", nullable = true)
            Double oldestPendingAgeSeconds,

            @Schema(description = "What its lane is called in RabbitMQ", examples = "millrace.work.default.high")
            String brokerQueue,

            @Schema(
                    description = "Where RabbitMQ's management UI shows it; null unless the service knows",
                    nullable = true)
            String brokerUrl) {
        static DepthView of(Lane lane, List<LaneDepth> depths, BrokerPages pages) {
            List<LaneDepth> own = depths.stream()
                    .filter(depth -> depth.priority() == lane.priority())
                    .toList();
            return new DepthView(
                    count(own, JobStatus.SCHEDULED),
                    count(own, JobStatus.PENDING),
                    count(own, JobStatus.RUNNING),
                    count(own, JobStatus.RETRYING),
                    count(own, JobStatus.DEAD),
                    own.stream()
                            .filter(depth -> depth.status() == JobStatus.PENDING)
                            .map(depth -> Math.max(0, depth.oldestAgeSeconds()))
                            .max(Comparator.naturalOrder())
                            .orElse(null),
                    Topology.laneQueue(lane),
                    pages.of(lane));
        }

        private static long count(List<LaneDepth> depths, JobStatus status) {
            return depths.stream()
                    .filter(depth -> depth.status() == status)
                    .mapToLong(LaneDepth::jobs)
                    .sum();
        }
    }
}
