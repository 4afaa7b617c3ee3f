package dev.millrace.core.wiring;

import dev.millrace.core.messaging.BrokerAddress;
import dev.millrace.core.settings.BrokerSettings;
import dev.millrace.core.settings.DatabaseSettings;
import dev.millrace.core.settings.PostgresqlAddress;
import dev.millrace.core.settings.UnsafeConfiguration;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Refuses to start a service with settings that anybody could guess. */
@Singleton
public class SafeStart {
    private static final int FIRST = 1;

    private final DatabaseSettings database;
    private final BrokerSettings broker;

    public SafeStart(DatabaseSettings database, BrokerSettings broker) {
        this.database = database;
        this.broker = broker;
    }

    /** Before anything connects. */
    void check(@Observes @Priority(FIRST) Startup started) {
        PostgresqlAddress postgresql = PostgresqlAddress.parse(database.url());
        BrokerAddress rabbitmq = BrokerAddress.parse(broker.url());
        Optional<String> migration = database.migrationUrl()
                .map(PostgresqlAddress::parse)
                .flatMap(address -> UnsafeConfiguration.ofServer(
                        "millrace.pg.migration-url", address.host(), address.user(), address.password()));
        List<String> flaws = Stream.of(
                        migration,
                        UnsafeConfiguration.ofServer(
                                "millrace.pg.url", postgresql.host(), postgresql.user(), postgresql.password()),
                        UnsafeConfiguration.ofServer(
                                "millrace.amqp.url", rabbitmq.host(), rabbitmq.user(), rabbitmq.password()))
                .flatMap(Optional::stream)
                .toList();
        if (!flaws.isEmpty()) {
            throw new ConfigurationException(String.join("; ", flaws));
        }
    }
}
