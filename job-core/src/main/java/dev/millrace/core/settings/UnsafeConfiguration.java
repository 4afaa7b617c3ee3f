package dev.millrace.core.settings;

import dev.millrace.core.messaging.BrokerAddress;
import dev.millrace.core.tls.Authorities;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds credentials that stand in every manual or follow from the user's name, and connections that anybody on the way may
 * read. On loopback both do no harm.
 */
public final class UnsafeConfiguration {
    private static final Set<String> IN_EVERY_MANUAL = Set.of(
            "",
            "guest",
            "postgres",
            "postgresql",
            "rabbitmq",
            "rabbit",
            "millrace",
            "admin",
            "administrator",
            "root",
            "user",
            "pass",
            "password",
            "passw0rd",
            "p@ssw0rd",
            "secret",
            "changeme",
            "change-me",
            "change_me",
            "default",
            "example",
            "letmein",
            "qwerty",
            "123456",
            "12345678",
            "123456789",
            "test");

    private UnsafeConfiguration() {}

    /**
     * What is unsafe about the credentials for a server, and what to do; empty when nothing is. The password is never told.
     *
     * @param setting where they stand
     * @param host the server's name or address
     */
    public static Optional<String> ofCredentials(String setting, String host, String user, String password) {
        if (Loopback.isLoopback(host)) {
            return Optional.empty();
        }
        String guess = password.toLowerCase(Locale.ROOT);
        if (IN_EVERY_MANUAL.contains(guess) || guess.equals(user.toLowerCase(Locale.ROOT))) {
            return Optional.of(setting + " has a password that anybody would guess for the user " + user + " at " + host
                    + ": give the server and the setting another one, such as openssl rand -hex 24 makes");
        }
        return Optional.empty();
    }

    /**
     * What is unsafe about the way to PostgreSQL, and what to do; empty when nothing is.
     *
     * @param setting where the address stands
     * @param allowed hosts of which somebody has said that it need not be safe
     */
    public static Optional<String> ofWay(String setting, PostgresqlAddress address, Collection<String> allowed) {
        return switch (address.tls().mode()) {
            case VERIFY_FULL, VERIFY_CA ->
                flawOf(setting + ": sslrootcert", address.tls().authorities());
            case REQUIRE ->
                isOwn(address.host(), allowed)
                        ? Optional.empty()
                        : Optional.of(
                                setting + " has sslmode=require, which encrypts for whoever answers in the name of "
                                        + address.host()
                                        + ": set sslmode=verify-full, with sslrootcert when the authority is your"
                                        + " own; or name the host in millrace.security.unverified-hosts");
            case DISABLE ->
                isOwn(address.host(), allowed)
                        ? Optional.empty()
                        : Optional.of(setting + " sends passwords and payloads unencrypted to " + address.host()
                                + ", which need not be on a network of your own: add ?sslmode=verify-full, with sslrootcert"
                                + " when the authority is your own; or name the host in"
                                + " millrace.security.unverified-hosts");
        };
    }

    /** As {@link #ofWay(String, PostgresqlAddress, Collection)}, for RabbitMQ. */
    public static Optional<String> ofWay(BrokerAddress address, Collection<String> allowed) {
        if (address.encrypted()) {
            return flawOf("millrace.amqp.url: cacertfile", address.authorities());
        }
        return isOwn(address.host(), allowed)
                ? Optional.empty()
                : Optional.of("millrace.amqp.url sends passwords unencrypted to " + address.host()
                        + ", which need not be on a network of your own: let it begin with amqps://, and add"
                        + " ?cacertfile=/path/ca.pem when the authority is your own; or name the host in"
                        + " millrace.security.unverified-hosts");
    }

    private static boolean isOwn(String host, Collection<String> allowed) {
        return OwnNetwork.isWithin(host) || allowed.stream().anyMatch(host::equalsIgnoreCase);
    }

    private static Optional<String> flawOf(String setting, Authorities authorities) {
        return authorities.flaw().map(flaw -> setting + ": " + authorities + " cannot be believed; the file " + flaw);
    }
}
