package dev.millrace.worker.testing;

import dev.millrace.core.joblog.LogLevel;

/**
 * A line that a handler said about its job.
 *
 * @param fields a JSON object as text, as it would be kept; null when there are none
 */
public record LoggedLine(LogLevel level, String message, String fields) {}
