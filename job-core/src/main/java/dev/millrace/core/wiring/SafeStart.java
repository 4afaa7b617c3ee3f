package dev.millrace.core.wiring;

import dev.millrace.core.encryption.EncryptionSettings;
import dev.millrace.core.encryption.KeyRing;
import dev.millrace.core.messaging.BrokerAddress;
import dev.millrace.core.settings.BrokerSettings;
import dev.millrace.core.settings.DatabaseSettings;
import dev.millrace.core.settings.PostgresqlAddress;
import dev.millrace.core.settings.SecuritySettings;
import dev.millrace.core.settings.UnsafeConfiguration;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Refuses to start a service with settings that anybody could guess, or on ways that anybody could read along. */
@Singleton
public class SafeStart {
    private static final Logger LOG = Logger.getLogger(SafeStart.class);
    private static final int FIRST = 1;

    private final DatabaseSettings database;
    private final BrokerSettings broker;
    private final SecuritySettings security;
    private final EncryptionSettings encryption;

    public SafeStart(
            DatabaseSettings database,
            BrokerSettings broker,
            SecuritySettings security,
            EncryptionSettings encryption) {
        this.database = database;
        this.broker = broker;
        this.security = security;
        this.encryption = encryption;
    }

    /** Before anything connects. */
    void check(@Observes @Priority(FIRST) Startup started) {
        List<String> flaws = flaws();
        if (!flaws.isEmpty()) {
            throw new ConfigurationException(String.join("; ", flaws));
        }
    }

    List<String> flaws() {
        Stream<Optional<String>> ofPostgresql = Stream.concat(
                ofPostgresql("millrace.pg.url", database.url()),
                database.migrationUrl().stream().flatMap(url -> ofPostgresql("millrace.pg.migration-url", url)));
        return Stream.of(ofPostgresql, ofRabbitmq(), Stream.of(flawOfKeys()))
                .flatMap(flaws -> flaws)
                .flatMap(Optional::stream)
                .toList();
    }

    private Stream<Optional<String>> ofPostgresql(String setting, String url) {
        PostgresqlAddress address = PostgresqlAddress.parse(url);
        return Stream.of(
                UnsafeConfiguration.ofCredentials(setting, address.host(), address.user(), address.password()),
                UnsafeConfiguration.ofWay(setting, address, allowed()));
    }

    private Stream<Optional<String>> ofRabbitmq() {
        BrokerAddress address = BrokerAddress.parse(broker.url());
        return Stream.of(
                UnsafeConfiguration.ofCredentials(
                        "millrace.amqp.url", address.host(), address.user(), address.password()),
                UnsafeConfiguration.ofWay(address, allowed()));
    }

    private List<String> allowed() {
        return security.unverifiedHosts().orElse(List.of());
    }

    private Optional<String> flawOfKeys() {
        try {
            KeyRing keys = KeyRing.of(encryption);
            LOG.debugf("encryption at rest: %s", keys);
            return Optional.empty();
        } catch (IllegalArgumentException flaw) {
            return Optional.of(flaw.getMessage());
        }
    }
}
