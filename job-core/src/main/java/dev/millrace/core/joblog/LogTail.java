package dev.millrace.core.joblog;

import java.time.Duration;

/**
 * How far a reader of all lines has come.
 *
 * @param snapshot which transactions it has seen, as PostgreSQL writes it; null before the first look
 * @param floor the transaction below which nothing new is looked for
 * @param nextFloor what becomes the floor when it is old enough
 * @param nextFloorNanos when that was noted
 */
public record LogTail(String snapshot, String floor, String nextFloor, long nextFloorNanos) {
    /** Before the first look: what stands in the log by then counts as seen. */
    public static final LogTail BEGINNING = new LogTail(null, "0", "0", 0);

    /** Longer than any write of lines takes: a transaction this old that still writes lines is not waited for. */
    private static final Duration LONGEST_WRITE = Duration.ofSeconds(30);

    LogTail movedTo(String seen, String newest, long nowNanos) {
        boolean oldEnough = snapshot == null || nowNanos - nextFloorNanos > LONGEST_WRITE.toNanos();
        return oldEnough
                ? new LogTail(seen, snapshot == null ? floor : nextFloor, newest, nowNanos)
                : new LogTail(seen, floor, nextFloor, nextFloorNanos);
    }
}
