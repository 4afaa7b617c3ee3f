package dev.millrace.api.streams;

import java.util.Locale;

/** What a stream is about. */
public enum StreamKind {
    JOB,
    LOGS,
    DASHBOARD;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
