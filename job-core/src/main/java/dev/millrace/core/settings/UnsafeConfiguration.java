package dev.millrace.core.settings;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds credentials that stand in every manual, or that follow from the user's name. On loopback they do no harm. */
public final class UnsafeConfiguration {
    private static final Set<String> IN_EVERY_MANUAL = Set.of(
            "",
            "guest",
            "postgres",
            "rabbitmq",
            "millrace",
            "admin",
            "password",
            "secret",
            "changeme",
            "change-me",
            "test");

    private UnsafeConfiguration() {}

    /**
     * What is unsafe about the credentials for a server, and what to do; empty when nothing is. The password is never told.
     *
     * @param setting where they stand
     * @param host the server's name or address
     */
    public static Optional<String> ofServer(String setting, String host, String user, String password) {
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
}
