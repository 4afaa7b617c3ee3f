package dev.millrace.core.retention;

import java.time.Instant;
import java.util.UUID;

/**
 * A part of the old attempts that was looked at.
 *
 * @param lookedAt how many
 * @param forgotten how many of them went; the others' jobs are still known
 * @param last up to where
 */
public record AttemptSweep(int lookedAt, int forgotten, Place last) {
    /** A place in the order in which attempts ended. */
    public record Place(Instant finishedAt, UUID jobId, int attempt) {
        /** Before all attempts. */
        public static final Place BEGINNING = new Place(Instant.EPOCH, new UUID(0, 0), 0);
    }
}
