package dev.millrace.core.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a tick does while a job of its schedule has not ended; a dead job counts as ended. */
public enum OverlapPolicy {
    /** Fires nevertheless. */
    ALLOW,
    /** Does not fire. */
    SKIP,
    /** Cancels what has not ended, and fires. */
    CANCEL_RUNNING,
    /** Fires when the job before has ended; at most one tick, the latest, waits for that. */
    QUEUE_ONE;

    /** As the API and the database write it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<OverlapPolicy> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(policy -> policy.wireName().equals(name))
                .findFirst();
    }
}
