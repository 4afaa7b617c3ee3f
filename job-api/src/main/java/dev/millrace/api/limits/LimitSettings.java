package dev.millrace.api.limits;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** How much may be asked. The rates do not apply in open mode. */
@ConfigMapping(prefix = "millrace.limits")
public interface LimitSettings {
    /** Requests a second of each key or signed-in user; a bulk of any size is one request. */
    @WithDefault("1000")
    @Min(1)
    @Max(1_000_000)
    int requestsPerSecond();

    /** Requests a second of each address, all together that come without credentials. */
    @WithDefault("100")
    @Min(1)
    @Max(1_000_000)
    int anonymousRequestsPerSecond();

    /** Wrong credentials a minute of each address before only those are let in that were right lately. */
    @WithDefault("30")
    @Min(1)
    @Max(1_000_000)
    int wrongCredentialsPerMinute();

    /** Requests that are answered at the same time; streams and waiting clients are not counted. */
    @WithDefault("2000")
    @Min(1)
    @Max(1_000_000)
    int concurrentRequests();

    /** Bytes of all bodies that are read at the same time. */
    @WithDefault("32M")
    MemorySize bodyMemory();
}
