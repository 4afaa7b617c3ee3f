package dev.millrace.api.streams;

import java.util.Locale;

/** Why a stream ends. */
public enum StreamEnd {
    /** The job will not change any more. */
    FINAL,
    /** The job is not known any more. */
    UNKNOWN,
    /** The client may not see it any more. */
    REFUSED,
    /** The service stops; another one may go on. */
    STOPPING;

    String reason() {
        return name().toLowerCase(Locale.ROOT);
    }
}
