package dev.millrace.core.doctor;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Spares a process that only looks a port, which the service beside it may have, and a log among what it tells. */
public final class DoctorConfigSource implements ConfigSourceFactory {
    /** Above application.properties, below the environment. */
    private static final int ORDINAL = 275;

    private static final String NAME = "millrace.doctor";

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        ConfigValue wanted = context.getValue(NAME);
        if (wanted == null || !Boolean.parseBoolean(wanted.getValue())) {
            return List.of();
        }
        return List.of(new PropertiesConfigSource(
                Map.of(
                        "quarkus.http.host-enabled", "false",
                        "quarkus.banner.enabled", "false",
                        "quarkus.log.console.level", "ERROR",
                        "quarkus.log.console.json.enabled", "false"),
                NAME,
                ORDINAL));
    }
}
