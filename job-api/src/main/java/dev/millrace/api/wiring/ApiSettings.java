package dev.millrace.api.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;

/** How the API behaves. */
@ConfigMapping(prefix = "millrace.api")
public interface ApiSettings {
    /** How often job types and queues are read again in the background. */
    @WithName("directory.refresh")
    @WithDefault("1s")
    @NotNull
    Duration directoryRefresh();

    /** How often the jobs that clients wait for are looked at, all in one statement. */
    @WithName("wait.tick")
    @WithDefault("75ms")
    @NotNull
    Duration waitTick();

    /** How many clients may wait at once; one more is answered with the job's present state. */
    @WithName("wait.clients")
    @WithDefault("10000")
    @Min(1)
    @Max(1_000_000)
    int waitClients();

    /** How long the statement of a list or of the statistics may run before it is given up with a 503. */
    @WithName("read.timeout")
    @WithDefault("3s")
    @NotNull
    Duration readTimeout();

    /** How many jobs one bulk operation may hold. */
    @WithName("bulk.most-jobs")
    @WithDefault("1000000")
    @Min(1)
    @Max(10_000_000)
    int bulkMostJobs();

    /** How long PostgreSQL may look for the jobs of a bulk operation; never longer than nine tenths of the patience. */
    @WithName("bulk.freeze-timeout")
    @WithDefault("8s")
    @NotNull
    Duration bulkFreezeTimeout();

    /** How long a dry run may wait to be started. */
    @WithName("bulk.preview-age")
    @WithDefault("1h")
    @NotNull
    Duration bulkPreviewAge();

    /** How many jobs one transaction of a bulk operation acts on. */
    @WithName("bulk.batch")
    @WithDefault("500")
    @Min(1)
    @Max(5_000)
    int bulkBatch();

    /** How long a bulk operation rests between two batches, so that it leaves room for the live traffic. */
    @WithName("bulk.pause")
    @WithDefault("50ms")
    @NotNull
    Duration bulkPause();

    /** How long after its last batch an operation is taken over by another process. */
    @WithName("bulk.lease")
    @WithDefault("30s")
    @NotNull
    Duration bulkLease();

    /** How many bulk operations this process carries out at once; others wait. */
    @WithName("bulk.concurrency")
    @WithDefault("4")
    @Min(1)
    @Max(100)
    int bulkConcurrency();
}
