package dev.millrace.core.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

class OneLineFilterTest {
    private final OneLineFilter filter = new OneLineFilter();

    @Test
    void aLineThatSomebodySentBecomesNoLineOfTheLog() {
        ExtLogRecord logged = record("path=%s", "/x\r\n2026-01-01 INFO all is well\u001b[2J\u2028");

        assertThat(filter.isLoggable(logged)).isTrue();
        assertThat(logged.getFormattedMessage()).isEqualTo("path=/x\\r\\n2026-01-01 INFO all is well\\u001b[2J\\u2028");
    }

    @Test
    void aPlainMessageStaysAsItIs() {
        ExtLogRecord logged = record("queue=%s\tü€😀", "default");

        filter.isLoggable(logged);

        assertThat(logged.getFormattedMessage()).isEqualTo("queue=default\tü€😀");
        assertThat(logged.getMessage()).isEqualTo("queue=%s\tü€😀");
    }

    @Test
    void aMessageThatHoldsAPercentSignIsNotFormattedAgain() {
        ExtLogRecord logged = record("path=%s", "/%s\n%n");

        filter.isLoggable(logged);

        assertThat(logged.getFormattedMessage()).isEqualTo("path=/%s\\n%n");
    }

    @Test
    void soDoTheMessagesOfFailuresAndTheirCauses() {
        RuntimeException failure =
                new IllegalStateException("outer", new IllegalArgumentException("inner\nfaked line\nmore"));
        failure.addSuppressed(new IllegalStateException("suppressed\nfaked line"));
        ExtLogRecord logged = record("failed", "");
        logged.setThrown(failure);

        filter.isLoggable(logged);

        StringWriter printed = new StringWriter();
        logged.getThrown().printStackTrace(new PrintWriter(printed));
        assertThat(printed.toString().lines()).noneMatch(line -> line.startsWith("faked line"));
        assertThat(printed.toString())
                .contains("java.lang.IllegalStateException: outer")
                .contains("Caused by: java.lang.IllegalArgumentException: inner\\nfaked line\\nmore")
                .contains("Suppressed: java.lang.IllegalStateException: suppressed\\nfaked line")
                .contains("OneLineFilterTest");
    }

    @Test
    void aPlainFailureStaysItself() {
        RuntimeException failure = new IllegalStateException("plain");
        ExtLogRecord logged = record("failed", "");
        logged.setThrown(failure);

        filter.isLoggable(logged);

        assertThat(logged.getThrown()).isSameAs(failure);
    }

    private static ExtLogRecord record(String format, String parameter) {
        ExtLogRecord made = new ExtLogRecord(Level.INFO, format, ExtLogRecord.FormatStyle.PRINTF, "test");
        made.setParameters(new Object[] {parameter});
        return made;
    }
}
