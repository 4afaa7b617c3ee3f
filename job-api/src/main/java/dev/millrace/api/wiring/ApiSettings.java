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
}
