package dev.millrace.core.wiring;

import dev.millrace.core.messaging.BrokerAddress;
import dev.millrace.core.settings.BrokerSettings;
import dev.millrace.core.settings.DatabaseSettings;
import dev.millrace.core.settings.PostgresqlAddress;
import dev.millrace.core.settings.UnsafeConfiguration;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Refuses to start a service with settings that anybody could guess. */
@Singleton
public class SafeStart {
    private final DatabaseSettings database;
    private final BrokerSettings broker;

    public SafeStart(DatabaseSettings database, BrokerSettings broker) {
        this.database = database;
        this.broker = broker;
    }

    void check(@Observes StartupEvent started) {
        PostgresqlAddress postgresql = PostgresqlAddress.parse(database.url());
        BrokerAddress rabbitmq = BrokerAddress.parse(broker.url());
        List<String> flaws = Stream.of(
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
