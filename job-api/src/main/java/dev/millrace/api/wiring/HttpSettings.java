package dev.millrace.api.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;
import java.util.List;
import java.util.Optional;

/** Which other sites' pages may use the API. */
@ConfigMapping(prefix = "millrace.http")
public interface HttpSettings {
    /** Origins, each {@code scheme://host} or {@code scheme://host:port}, compared exactly. */
    @WithName("cors.origins")
    Optional<List<String>> corsOrigins();
}
