package dev.millrace.core.logging;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;

/**
 * Keeps each message on one line, so that nobody outside can write lines of his own into a log by what he sends: line ends and
 * other control characters of messages, and of the messages of failures, are shown as {@code \n} or {@code \}{@code u001b}.
 */
@LoggingFilter(name = "one-line")
public final class OneLineFilter implements Filter {
    @Override
    public boolean isLoggable(LogRecord record) {
        if (record instanceof ExtLogRecord extended) {
            String message = extended.getFormattedMessage();
            if (message != null && !PlainText.isPlain(message)) {
                extended.setMessage(PlainText.of(message), FormatStyle.NO_FORMAT);
            }
        }
        if (record.getThrown() != null && !LoggedFailure.isPlain(record.getThrown())) {
            record.setThrown(LoggedFailure.of(record.getThrown()));
        }
        return true;
    }
}
