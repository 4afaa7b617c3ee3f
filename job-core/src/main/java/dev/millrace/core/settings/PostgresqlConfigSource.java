package dev.millrace.core.settings;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Derives Quarkus's several datasource settings from {@code millrace.pg.url}, so that an operator says where the database
 * is once.
 */
public final class PostgresqlConfigSource implements ConfigSourceFactory {
    /** Above the defaults and application.properties, below environment variables, which may still say otherwise. */
    private static final int ORDINAL = 275;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        ConfigValue url = context.getValue("millrace.pg.url");
        if (url == null || url.getValue() == null || url.getValue().isBlank()) {
            return List.of();
        }
        PostgresqlAddress address = PostgresqlAddress.parse(url.getValue());
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus.datasource.username", address.user());
        settings.put("quarkus.datasource.password", address.password());
        settings.put("quarkus.datasource.reactive.url", address.reactiveUrl());
        if (migrates()) {
            settings.put("quarkus.datasource.jdbc.url", address.jdbcUrl());
        }
        return List.of(new PropertiesConfigSource(settings, "millrace.pg.url", ORDINAL));
    }

    /** A service without migrations has no JDBC, and Quarkus would warn of the setting at every start. */
    private static boolean migrates() {
        return Thread.currentThread().getContextClassLoader().getResource("org/postgresql/Driver.class") != null;
    }
}
