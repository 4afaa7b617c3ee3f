package dev.millrace.core.store;

import dev.millrace.core.tls.TlsFailure;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Tells once in an outage why PostgreSQL lets nobody in, which no caller is told. Safe for use by many threads. */
final class Outage {
    private static final Logger LOG = Logger.getLogger(Outage.class);

    private final AtomicBoolean told = new AtomicBoolean();

    void began(Throwable failure) {
        if (!told.get() && told.compareAndSet(false, true)) {
            LOG.warnf(
                    "cannot connect to PostgreSQL, trying on: %s",
                    TlsFailure.explain(failure).orElseGet(() -> String.valueOf(failure.getMessage())));
        }
    }

    void ended() {
        // Read first: every statement comes by, and a write would be shared by all processors.
        if (told.get() && told.compareAndSet(true, false)) {
            LOG.info("connected to PostgreSQL again");
        }
    }
}
