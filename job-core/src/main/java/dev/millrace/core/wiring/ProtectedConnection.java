package dev.millrace.core.wiring;

import dev.millrace.core.settings.PostgresqlTls;
import dev.millrace.core.tls.Authorities;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Set;

/** Makes connections of the reactive client as protected as PostgreSQL's URL says. */
public final class ProtectedConnection {
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

    /** Names of RFC 2818, which are compared when the certificate is verified. */
    private static final String BY_HOST_NAME = "HTTPS";

    private ProtectedConnection() {}

    /** @throws IllegalArgumentException when the authorities' file cannot be used */
    public static PgConnectOptions protect(PgConnectOptions options, PostgresqlTls tls) {
        switch (tls.mode()) {
            case DISABLE -> options.setSslMode(SslMode.DISABLE);
            case REQUIRE -> encrypt(options).setSslMode(SslMode.REQUIRE).setTrustAll(true);
            case VERIFY_CA -> encrypt(options).setSslMode(SslMode.VERIFY_CA).setTrustOptions(trust(tls.authorities()));
            case VERIFY_FULL ->
                encrypt(options)
                        .setSslMode(SslMode.VERIFY_FULL)
                        .setHostnameVerificationAlgorithm(BY_HOST_NAME)
                        .setTrustOptions(trust(tls.authorities()));
        }
        return options;
    }

    private static PgConnectOptions encrypt(PgConnectOptions options) {
        options.setEnabledSecureTransportProtocols(PROTOCOLS);
        return options;
    }

    private static TrustOptions trust(Authorities authorities) {
        try {
            return TrustOptions.wrap(TellingTrust.of(authorities.trust()));
        } catch (IOException | GeneralSecurityException unusable) {
            throw new IllegalArgumentException(authorities + " cannot be used", unusable);
        }
    }
}
