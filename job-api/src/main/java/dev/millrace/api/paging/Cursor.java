package dev.millrace.api.paging;

import dev.millrace.core.listing.ListPosition;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * The end of a page, as clients carry it: opaque, and bound to the list that it comes from, so that it cannot be used with
 * other filters or another sort by mistake.
 */
public final class Cursor {
    private static final byte VERSION = 1;
    private static final int BINDING_BYTES = 8;
    private static final int BYTES = 1 + BINDING_BYTES + 3 * Long.BYTES;
    private static final long MICROSECONDS = 1_000_000;
    private static final int NANOSECONDS = 1_000;

    private Cursor() {}

    /**
     * Writes a cursor.
     *
     * @param list what the list shows and how it is sorted, always written the same way
     */
    public static String write(String list, ListPosition position) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .put(VERSION)
                .put(binding(list))
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, position.time()))
                .putLong(position.id().getMostSignificantBits())
                .putLong(position.id().getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** Reads a cursor; empty when it was not written for this list. */
    public static Optional<ListPosition> read(String list, String cursor) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
            byte version = bytes.get();
            byte[] binding = new byte[BINDING_BYTES];
            bytes.get(binding);
            long micros = bytes.getLong();
            UUID id = new UUID(bytes.getLong(), bytes.getLong());
            if (version != VERSION || bytes.hasRemaining() || !Arrays.equals(binding, binding(list))) {
                return Optional.empty();
            }
            Instant time = Instant.ofEpochSecond(
                    Math.floorDiv(micros, MICROSECONDS), Math.floorMod(micros, MICROSECONDS) * NANOSECONDS);
            return isStorable(time) ? Optional.of(new ListPosition(time, id)) : Optional.empty();
        } catch (IllegalArgumentException | BufferUnderflowException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean isStorable(Instant time) {
        return time.isAfter(Instant.EPOCH.minus(1, ChronoUnit.DAYS))
                && time.isBefore(Instant.parse("9999-01-01T00:00:00Z"));
    }

    private static byte[] binding(String list) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(list.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(digest, BINDING_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
