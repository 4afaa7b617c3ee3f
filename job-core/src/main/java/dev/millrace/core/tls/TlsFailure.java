package dev.millrace.core.tls;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Says what a failed TLS handshake means to whoever runs the services; the libraries' words name classes of Java. */
public final class TlsFailure {
    /** Java's words, and those of PostgreSQL's driver, which compares names itself. */
    private static final Pattern OTHER_NAME =
            Pattern.compile("(?i)no subject alternative|no name matching|hostname .* could not be verified");

    private TlsFailure() {}

    /** What it means, or empty when the failure is none of TLS. */
    public static Optional<String> explain(Throwable failure) {
        if (causes(failure)
                .anyMatch(cause ->
                        OTHER_NAME.matcher(String.valueOf(cause.getMessage())).find())) {
            return Optional.of("the server's certificate is for another host name than the one that it is asked by ("
                    + innermost(failure) + ")");
        }
        if (causes(failure)
                .anyMatch(cause -> cause instanceof CertificateExpiredException
                        || cause instanceof CertificateNotYetValidException)) {
            return Optional.of("the server's certificate is not valid now (" + innermost(failure) + ")");
        }
        if (causes(failure)
                .anyMatch(cause ->
                        cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException)) {
            return Optional.of("the server's certificate comes from no authority that is trusted here ("
                    + innermost(failure) + ")");
        }
        return causes(failure)
                .filter(SSLException.class::isInstance)
                .findFirst()
                .map(ssl -> "TLS with the server failed (" + innermost(failure) + ")");
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }

    private static String innermost(Throwable failure) {
        Throwable last = causes(failure).reduce(failure, (outer, inner) -> inner);
        return last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
    }
}
