package dev.millrace.core.tls;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificate authorities whose word is believed that a server is the one that it says.
 *
 * @param file their certificates, in PEM; empty for those that the JVM trusts
 */
public record Authorities(Optional<Path> file) {
    /** Those that the JVM trusts, which are the well-known public ones unless somebody has changed that. */
    public static final Authorities OF_THE_JVM = new Authorities(Optional.empty());

    /** Those whose certificates a PEM file holds, and no others. */
    public static Authorities in(String file) {
        return new Authorities(Optional.of(Path.of(file)));
    }

    /** What is wrong with the file, or empty. */
    public Optional<String> flaw() {
        try {
            trust();
            return Optional.empty();
        } catch (IOException unreadable) {
            return Optional.of("cannot be read: " + unreadable);
        } catch (GeneralSecurityException noCertificates) {
            return Optional.of("holds no certificates in PEM: " + noCertificates.getMessage());
        }
    }

    /**
     * Reads the certificates anew, so that a file that was exchanged counts from the next connection on.
     *
     * @throws IOException when the file cannot be read
     * @throws GeneralSecurityException when it holds no certificates
     */
    public TrustManagerFactory trust() throws IOException, GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(file.isPresent() ? holding(certificatesOf(file.get())) : null);
        return factory;
    }

    /** For TLS 1.2 and 1.3 with a server that one of these speaks for; fails as {@link #trust()} does. */
    public SSLContext context() throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust().getTrustManagers(), null);
        return context;
    }

    @Override
    public String toString() {
        return file.map(path -> "the authorities in " + path).orElse("the authorities that Java trusts");
    }

    private static Collection<? extends Certificate> certificatesOf(Path path)
            throws IOException, CertificateException {
        try (InputStream open = new BufferedInputStream(Files.newInputStream(path))) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(open);
            if (certificates.isEmpty()) {
                throw new CertificateException("there is none in it");
            }
            return certificates;
        }
    }

    private static KeyStore holding(Collection<? extends Certificate> certificates)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Certificate certificate : certificates) {
            store.setCertificateEntry("authority-" + number++, certificate);
        }
        return store;
    }
}
