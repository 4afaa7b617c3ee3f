package dev.millrace.worker.execution;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** What a worker serves, and with how much. */
@ConfigMapping(prefix = "millrace.worker")
public interface WorkerSettings {
    /** How many jobs of a queue run at once, where {@link #queues} does not say. */
    @WithDefault("16")
    @Min(1)
    @Max(QueueSlots.MOST)
    int slots();

    /** The queues it serves, each once. */
    @WithDefault("default")
    @NotEmpty
    List<QueueSlots> queues();

    /** The job types it runs; all that it has handlers for when absent. */
    Optional<List<String>> types();

    /** How many tickets of a lane it holds unsettled. */
    @WithDefault("32")
    @Min(1)
    @Max(1_000)
    int prefetch();

    /** How long a claimable job may wait in this worker's hands before it is handed back for others. */
    @WithDefault("3s")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 10)
    Duration holdLimit();

    /** How long running jobs may take to end at shutdown before they are interrupted and handed back. */
    @WithDefault("25s")
    @DurationMin(seconds = 0)
    @DurationMax(hours = 24)
    Duration drainTimeout();
}
