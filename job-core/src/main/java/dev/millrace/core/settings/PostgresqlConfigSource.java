package dev.millrace.core.settings;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Derives Quarkus's several datasource settings from {@code millrace.pg.url}, so that an operator says where the database
 * is once; and those of the migrations from {@code millrace.pg.migration-url} where that is another way.
 */
public final class PostgresqlConfigSource implements ConfigSourceFactory {
    /** Above the defaults and application.properties, below environment variables, which may still say otherwise. */
    private static final int ORDINAL = 275;

    private static final String URL = "millrace.pg.url";
    private static final String MIGRATION_URL = "millrace.pg.migration-url";

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        Map<String, String> settings = new HashMap<>();
        boolean migrates = migrates(context);
        Optional<String> migrationUrl = value(context, MIGRATION_URL).filter(url -> migrates);
        Optional<String> url = value(context, URL);
        if (url.isEmpty() && onlyMigrates(context)) {
            url = migrationUrl;
            url.ifPresent(only -> settings.put(URL, only));
        }
        url.map(text -> parse(URL, text)).ifPresent(address -> {
            settings.put("quarkus.datasource.username", address.user());
            settings.put("quarkus.datasource.password", address.password());
            settings.put("quarkus.datasource.reactive.url", address.reactiveUrl());
            if (migrates) {
                settings.put("quarkus.datasource.jdbc.url", address.jdbcUrl());
            }
        });
        migrationUrl.map(text -> parse(MIGRATION_URL, text)).ifPresent(address -> {
            settings.put("quarkus.flyway.username", address.user());
            settings.put("quarkus.flyway.password", address.password());
            settings.put("quarkus.flyway.jdbc-url", address.jdbcUrl());
        });
        return settings.isEmpty() ? List.of() : List.of(new PropertiesConfigSource(settings, URL, ORDINAL));
    }

    private static PostgresqlAddress parse(String setting, String url) {
        try {
            return PostgresqlAddress.parse(url);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(malformed.getMessage().replace(URL, setting));
        }
    }

    /** Such a process needs no other connection than the one that it migrates by. */
    private static boolean onlyMigrates(ConfigSourceContext context) {
        return value(context, "millrace.migration.mode")
                .filter("only"::equalsIgnoreCase)
                .isPresent();
    }

    private static Optional<String> value(ConfigSourceContext context, String name) {
        return Optional.ofNullable(context.getValue(name))
                .map(ConfigValue::getValue)
                .filter(value -> !value.isBlank());
    }

    /**
     * A service without migrations has no JDBC, and Quarkus would warn of the setting at every start. Asked of the settings, for a
     * native image has no class files to look for.
     */
    private static boolean migrates(ConfigSourceContext context) {
        return value(context, "quarkus.flyway.schemas").isPresent();
    }
}
