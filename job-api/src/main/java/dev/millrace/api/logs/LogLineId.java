package dev.millrace.api.logs;

import dev.millrace.core.joblog.LogPosition;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** A line's id as clients carry it: opaque, and bound to its job, so that it is not used with another by mistake. */
public final class LogLineId {
    private static final byte VERSION = 1;
    private static final int BYTES = 1 + 2 * Long.BYTES + Integer.BYTES;

    private LogLineId() {}

    /** Writes the id of a line. */
    public static String write(UUID jobId, LogPosition position) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .put(VERSION)
                .putLong(binding(jobId))
                .putLong(position.transaction())
                .putInt(position.line());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** Where the line of this id stands; empty when it is no line of this job. */
    public static Optional<LogPosition> read(UUID jobId, String id) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(id));
            boolean own = bytes.get() == VERSION && bytes.getLong() == binding(jobId);
            LogPosition position = new LogPosition(bytes.getLong(), bytes.getInt());
            return own && !bytes.hasRemaining() ? Optional.of(position) : Optional.empty();
        } catch (IllegalArgumentException | BufferUnderflowException unreadable) {
            return Optional.empty();
        }
    }

    private static long binding(UUID jobId) {
        return jobId.getMostSignificantBits() ^ Long.rotateLeft(jobId.getLeastSignificantBits(), 1);
    }
}
