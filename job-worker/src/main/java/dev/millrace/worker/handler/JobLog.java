package dev.millrace.worker.handler;

import dev.millrace.core.joblog.LogLevel;

/**
 * What a handler says about its job, for people: it is kept with the job, shown live, and ages with it. Saying something
 * takes no time: lines are written in the background a moment later. Those not yet written when the process crashes are
 * lost.
 *
 * <pre>{@code
 * context.log().info("sent", "recipients", 3, "server", "mx1.example.org");
 * context.log().error("the server refused", "code", 451, exception);
 * }</pre>
 *
 * <p>Fields are names and values in turn. A value that is a number or a boolean stays one, any other becomes text. A last
 * argument without a name becomes the field {@code error} when it is a {@link Throwable}, and {@code value} otherwise.
 *
 * <p>What is too much is cut, and the log says so: the lines of an attempt beyond 1,000, the characters of a line beyond
 * 8,192, and lines that come faster than they can be written.
 */
public interface JobLog {
    /**
     * Says something; never fails and never waits.
     *
     * @param message the same text each time, so that it can be searched for; what varies belongs in the fields
     * @param fields names and values in turn
     */
    void log(LogLevel level, String message, Object... fields);

    /** What only the handler's author wants to know. */
    default void debug(String message, Object... fields) {
        log(LogLevel.DEBUG, message, fields);
    }

    /** What happens. */
    default void info(String message, Object... fields) {
        log(LogLevel.INFO, message, fields);
    }

    /** What should be looked at some time, though the work goes on. */
    default void warn(String message, Object... fields) {
        log(LogLevel.WARN, message, fields);
    }

    /** What keeps the work from being done. */
    default void error(String message, Object... fields) {
        log(LogLevel.ERROR, message, fields);
    }
}
