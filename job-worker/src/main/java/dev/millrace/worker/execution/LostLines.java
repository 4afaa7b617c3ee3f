package dev.millrace.worker.execution;

import java.util.Locale;

/** Why lines of jobs' logs are lost. */
enum LostLines {
    /** An attempt has said as much as one may. */
    ATTEMPT_LIMIT,
    /** More waits to be written than is kept. */
    BUFFER_FULL,
    /** The process ends while PostgreSQL is away. */
    SHUTDOWN,
    /** PostgreSQL refuses them. */
    REFUSED;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
