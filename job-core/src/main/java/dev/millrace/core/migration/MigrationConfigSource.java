package dev.millrace.core.migration;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Spares a process that only migrates what a service needs beside the database: a broker, and a port to be asked at. */
public final class MigrationConfigSource implements ConfigSourceFactory {
    /** Below application.properties and the environment: an address that is given stays. */
    private static final int DEFAULTS = 50;
    /** Above application.properties. */
    private static final int DERIVED = 275;

    private static final String NAME = "millrace.migration.mode";

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        ConfigValue mode = context.getValue(NAME);
        if (mode == null || !MigrationMode.ONLY.name().equalsIgnoreCase(mode.getValue())) {
            return List.of();
        }
        return List.of(
                new PropertiesConfigSource(
                        Map.of("millrace.amqp.url", "amqp://nobody:connects@127.0.0.1:1/nowhere"), NAME, DEFAULTS),
                new PropertiesConfigSource(Map.of("quarkus.http.host-enabled", "false"), NAME, DERIVED));
    }
}
