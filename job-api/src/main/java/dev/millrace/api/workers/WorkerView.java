package dev.millrace.api.workers;

import dev.millrace.core.store.WorkerState;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A worker process. */
@Schema(name = "Worker", description = "A worker process")
@RegisterForReflection
public record WorkerView(
        @Schema(description = "New at each start of the process")
        UUID id,

        String host,
        long processId,
        String version,
        List<String> queues,
        List<String> jobTypes,
        Instant startedAt,
        Instant lastHeartbeatAt,

        @Schema(enumeration = {"healthy", "late", "lost", "draining"})
        String state,

        @Schema(description = "How many jobs it runs at once")
        int slots,

        @Schema(description = "How many it ran at its last heartbeat")
        int busySlots,

        @Schema(description = "What it runs, those begun first at the front; 50 at most, where busy_slots counts all")
        List<CurrentJobView> currentJobs) {
    /** What clients see of {@code worker}. */
    public static WorkerView of(WorkerState worker) {
        return new WorkerView(
                worker.card().id(),
                worker.card().host(),
                worker.card().processId(),
                worker.card().version(),
                worker.card().queues(),
                worker.card().jobTypes(),
                worker.startedAt(),
                worker.lastHeartbeatAt(),
                worker.state(),
                worker.card().slots(),
                worker.busySlots(),
                worker.currentJobs().stream()
                        .map(job -> new CurrentJobView(job.id(), job.jobType(), job.attempt(), job.startedAt()))
                        .toList());
    }

    /** A job that a worker runs. */
    @Schema(name = "CurrentJob", description = "A job that a worker runs")
    @RegisterForReflection
    public record CurrentJobView(
            UUID id,
            @Schema(examples = "send_email") String jobType,
            @Schema(examples = "1") int attempt,
            Instant startedAt) {}
}
