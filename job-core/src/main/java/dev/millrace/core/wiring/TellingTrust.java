package dev.millrace.core.wiring;

import dev.millrace.core.tls.TlsFailure;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jboss.logging.Logger;

/**
 * Verifies PostgreSQL's certificate, and tells the log why one is refused: the reactive client only says that the connection
 * was closed. The same reason is told once, until a certificate was believed.
 */
final class TellingTrust extends X509ExtendedTrustManager {
    private static final Logger LOG = Logger.getLogger(TellingTrust.class);

    private final X509ExtendedTrustManager verifying;
    private final AtomicReference<String> told = new AtomicReference<>();

    private TellingTrust(X509ExtendedTrustManager verifying) {
        this.verifying = verifying;
    }

    static TrustManager of(TrustManagerFactory factory) {
        return new TellingTrust(Arrays.stream(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this Java verifies no certificates")));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        telling(() -> verifying.checkServerTrusted(chain, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        telling(() -> verifying.checkServerTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        telling(() -> verifying.checkServerTrusted(chain, authType));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        verifying.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        verifying.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        verifying.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return verifying.getAcceptedIssuers();
    }

    private void telling(Verification verification) throws CertificateException {
        try {
            verification.run();
            told.set(null);
        } catch (CertificateException refusal) {
            String reason = TlsFailure.explain(refusal).orElseGet(() -> String.valueOf(refusal.getMessage()));
            if (!reason.equals(told.getAndSet(reason))) {
                LOG.warnf("PostgreSQL is not believed, trying on: %s", reason);
            }
            throw refusal;
        }
    }

    @FunctionalInterface
    private interface Verification {
        void run() throws CertificateException;
    }
}
