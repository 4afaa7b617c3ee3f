package dev.millrace.api.stats;

import dev.millrace.core.job.JobStatus;
import dev.millrace.core.statistics.FailingType;
import dev.millrace.core.statistics.Histogram;
import dev.millrace.core.statistics.LaneDepth;
import dev.millrace.core.statistics.OutboxState;
import dev.millrace.core.statistics.Recent;
import dev.millrace.core.statistics.WorkerSlots;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Everything in numbers. */
@Schema(name = "Statistics", description = "Everything in numbers, from maintained counts")
@RegisterForReflection
public record StatsView(
        @Schema(
                description = "When the live jobs were counted in the background; null when there are none",
                nullable = true)
        Instant measuredAt,

        @Schema(description = "Live jobs by status as last measured; finished ones since the beginning")
        Map<String, Long> jobs,

        List<LaneView> queues,
        long deadLetters,
        WorkersView workers,
        LastMinuteView lastMinute,

        @Schema(description = "How long attempts of the last minute had waited")
        PercentilesView waitSeconds,

        @Schema(description = "How long attempts of the last minute ran")
        PercentilesView runSeconds,

        @Schema(description = "Job types of which attempts failed in the last 15 minutes, the most failures first")
        List<FailingTypeView> failingTypes,

        OutboxView outbox,
        PostgresqlView postgresql,
        RabbitmqView rabbitmq) {
    private static final double MILLISECONDS = 1_000;
    private static final double NANOSECONDS = 1e9;

    /** What clients see of what was read. */
    public static StatsView of(Overview overview, boolean brokerAvailable) {
        List<LaneDepth> depth = overview.depth();
        WorkerSlots workers = overview.workers();
        Recent recent = overview.recent();
        Map<String, Long> jobs = jobs(depth, overview.totals());
        return new StatsView(
                depth.stream()
                        .map(LaneDepth::measuredAt)
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                jobs,
                depth.stream()
                        .filter(lane -> lane.status() == JobStatus.PENDING)
                        .map(LaneView::of)
                        .toList(),
                jobs.get(JobStatus.DEAD.wireName()),
                new WorkersView(
                        workers.workers(), workers.late(), workers.lost(), workers.busySlots(), workers.slots()),
                LastMinuteView.of(recent, recent.jobs()),
                PercentilesView.of(recent.waits()),
                PercentilesView.of(recent.runs()),
                overview.failingTypes().stream().map(FailingTypeView::of).toList(),
                new OutboxView(
                        overview.outbox().tickets(),
                        overview.outbox().tickets() == OutboxState.MOST_COUNTED,
                        overview.outbox().overdueSeconds()),
                new PostgresqlView(overview.answeredIn().toNanos() / NANOSECONDS),
                new RabbitmqView(brokerAvailable));
    }

    private static Map<String, Long> jobs(List<LaneDepth> depth, Map<String, Long> totals) {
        Map<String, Long> jobs = new LinkedHashMap<>();
        for (JobStatus status : JobStatus.values()) {
            long count = status.isFinal()
                    ? totals.getOrDefault(status.wireName(), 0L)
                    : depth.stream()
                            .filter(lane -> lane.status() == status)
                            .mapToLong(LaneDepth::jobs)
                            .sum();
            jobs.put(status.wireName(), count);
        }
        return jobs;
    }

    /** The pending jobs of one lane. */
    @Schema(name = "PendingLane", description = "The pending jobs of one priority of a queue")
    @RegisterForReflection
    public record LaneView(
            String queue,
            String priority,
            long pending,

            @Schema(description = "How long the oldest of them has been ready")
            double oldestPendingAgeSeconds) {
        static LaneView of(LaneDepth lane) {
            return new LaneView(
                    lane.queue(), lane.priority().wireName(), lane.jobs(), Math.max(0, lane.oldestAgeSeconds()));
        }
    }

    /** The workers that live. */
    @Schema(name = "WorkerSlots")
    @RegisterForReflection
    public record WorkersView(
            @Schema(description = "Workers whose lease has not run out, late ones included")
            long active,

            @Schema(description = "Of these, those that have been silent for more than 5 s")
            long late,

            @Schema(description = "Workers silent for more than 30 s that did not end in order")
            long lost,

            long busySlots,
            long totalSlots) {}

    /** What happened lately. */
    @Schema(name = "LastMinute", description = "What happened since the beginning of the last whole minute")
    @RegisterForReflection
    public record LastMinuteView(
            Instant since,

            @Schema(description = "How long ago that was: 60 to 120")
            double seconds,

            long submitted,
            long completed,

            @Schema(description = "Attempts that failed and are followed by another")
            long retried,

            long dead,
            long canceled,
            long discarded,
            double submittedPerSecond,
            double completedPerSecond,

            @Schema(description = "Failed attempts among all that ended; null when none ended", nullable = true)
            Double errorRatio) {
        /** Of the jobs of all queues, or of one. */
        public static LastMinuteView of(Recent recent, Map<String, Long> jobs) {
            double seconds = seconds(recent.span());
            long submitted = count(jobs, "submitted");
            long completed = count(jobs, "completed");
            long failed = count(jobs, "retried") + count(jobs, "dead");
            return new LastMinuteView(
                    recent.since(),
                    seconds,
                    submitted,
                    completed,
                    count(jobs, "retried"),
                    count(jobs, "dead"),
                    count(jobs, "canceled"),
                    count(jobs, "discarded"),
                    submitted / seconds,
                    completed / seconds,
                    completed + failed == 0 ? null : (double) failed / (completed + failed));
        }

        private static long count(Map<String, Long> jobs, String outcome) {
            return jobs.getOrDefault(outcome, 0L);
        }

        private static double seconds(Duration span) {
            return Math.max(1, span.toMillis()) / MILLISECONDS;
        }
    }

    /** A job type of which attempts fail. */
    @Schema(name = "FailingType")
    @RegisterForReflection
    public record FailingTypeView(
            @Schema(examples = "send_email") String jobType,
            @Schema(description = "Attempts that failed") long failed,

            @Schema(description = "Attempts that ended, the failed ones included")
            long ended,

            double errorRatio) {
        static FailingTypeView of(FailingType type) {
            return new FailingTypeView(
                    type.jobType(), type.failed(), type.ended(), (double) type.failed() / type.ended());
        }
    }

    /** What waits to be published. */
    @Schema(name = "OutboxState", description = "Tickets of accepted jobs that the broker has not confirmed yet")
    @RegisterForReflection
    public record OutboxView(
            @Schema(description = "How many; counted up to 10,000")
            long pending,

            @Schema(description = "Whether there may be more")
            boolean capped,

            @Schema(description = "For how long the first of them has been left to the scheduler's relay")
            double overdueSeconds) {}

    /** PostgreSQL as this service sees it. */
    @Schema(name = "PostgresqlState", description = "When PostgreSQL is away, the whole answer is a 503")
    @RegisterForReflection
    public record PostgresqlView(
            @Schema(description = "How long it took to answer an empty question")
            double answerSeconds) {}

    /** RabbitMQ as this service sees it. */
    @Schema(name = "RabbitmqState")
    @RegisterForReflection
    public record RabbitmqView(
            @Schema(description = "Whether it takes tickets; while it does not, jobs are accepted nevertheless")
            boolean available) {}

    /** Percentiles in seconds, at most 19 % too long. */
    @Schema(name = "Percentiles", description = "In seconds, at most 19 % too long; null when nothing was measured")
    @RegisterForReflection
    public record PercentilesView(
            @Schema(nullable = true) Double p50,
            @Schema(nullable = true) Double p95,
            @Schema(nullable = true) Double p99) {
        private static final double MEDIAN = 0.5;
        private static final double NINETY_FIFTH = 0.95;
        private static final double NINETY_NINTH = 0.99;

        static PercentilesView of(Histogram histogram) {
            return new PercentilesView(
                    value(histogram.quantile(MEDIAN)),
                    value(histogram.quantile(NINETY_FIFTH)),
                    value(histogram.quantile(NINETY_NINTH)));
        }

        private static Double value(OptionalDouble quantile) {
            return quantile.isPresent() ? quantile.getAsDouble() : null;
        }
    }
}
