package dev.millrace.core.messaging;

import com.rabbitmq.client.impl.ForgivingExceptionHandler;
import org.jboss.logging.Logger;

/** Keeps the client library's log lines low: who uses the connection logs its loss once, with what it means. */
final class QuietExceptionHandler extends ForgivingExceptionHandler {
    private static final Logger LOG = Logger.getLogger(QuietExceptionHandler.class);

    @Override
    protected void log(String message, Throwable cause) {
        LOG.debug(message, cause);
    }
}
