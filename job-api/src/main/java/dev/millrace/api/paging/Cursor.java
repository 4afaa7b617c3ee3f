package dev.millrace.api.paging;

import dev.millrace.api.json.StorableJson;
import dev.millrace.core.listing.ListPosition;
import dev.millrace.core.listing.SortValue;
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
    private static final byte VERSION = 2;
    private static final int BINDING_BYTES = 8;
    private static final int HEAD_BYTES = 2 + BINDING_BYTES + 2 * Long.BYTES;
    private static final int LONGEST_TEXT_BYTES = 1_000;
    private static final long MICROSECONDS = 1_000_000;
    private static final int NANOSECONDS = 1_000;

    private Cursor() {}

    /**
     * Writes a cursor.
     *
     * @param list what the list shows and how it is sorted, always written the same way
     */
    public static String write(String list, ListPosition position) {
        byte[] value = bytes(position.value());
        ByteBuffer bytes = ByteBuffer.allocate(HEAD_BYTES + value.length)
                .put(VERSION)
                .put(binding(list))
                .put((byte) position.value().kind().ordinal())
                .putLong(position.id().getMostSignificantBits())
                .putLong(position.id().getLeastSignificantBits())
                .put(value);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** Reads a cursor; empty when it was not written for this list, which is sorted by a time. */
    public static Optional<ListPosition> read(String list, String cursor) {
        return read(list, SortValue.Kind.TIME, cursor);
    }

    /** Reads a cursor; empty when it was not written for this list, which is sorted by values of {@code kind}. */
    public static Optional<ListPosition> read(String list, SortValue.Kind kind, String cursor) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
            byte version = bytes.get();
            byte[] binding = new byte[BINDING_BYTES];
            bytes.get(binding);
            if (version != VERSION || !Arrays.equals(binding, binding(list)) || bytes.get() != kind.ordinal()) {
                return Optional.empty();
            }
            UUID id = new UUID(bytes.getLong(), bytes.getLong());
            Optional<SortValue> value = value(kind, bytes);
            return bytes.hasRemaining() ? Optional.empty() : value.map(known -> new ListPosition(known, id));
        } catch (IllegalArgumentException | BufferUnderflowException unreadable) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(SortValue value) {
        return switch (value) {
            case SortValue.Time time ->
                ByteBuffer.allocate(Long.BYTES)
                        .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, time.value()))
                        .array();
            case SortValue.Number number ->
                ByteBuffer.allocate(Integer.BYTES).putInt(number.value()).array();
            case SortValue.Text text -> text.value().getBytes(StandardCharsets.UTF_8);
        };
    }

    private static Optional<SortValue> value(SortValue.Kind kind, ByteBuffer bytes) {
        return switch (kind) {
            case TIME -> time(bytes.getLong());
            case NUMBER -> Optional.of(new SortValue.Number(bytes.getInt()));
            case TEXT -> text(bytes);
        };
    }

    private static Optional<SortValue> time(long micros) {
        Instant time = Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROSECONDS), Math.floorMod(micros, MICROSECONDS) * NANOSECONDS);
        boolean isStorable = !time.isBefore(ListPosition.BEGINNING_OF_TIME) && !time.isAfter(ListPosition.END_OF_TIME);
        return isStorable ? Optional.of(new SortValue.Time(time)) : Optional.empty();
    }

    private static Optional<SortValue> text(ByteBuffer bytes) {
        if (bytes.remaining() > LONGEST_TEXT_BYTES) {
            return Optional.empty();
        }
        byte[] text = new byte[bytes.remaining()];
        bytes.get(text);
        String value = new String(text, StandardCharsets.UTF_8);
        return StorableJson.flaw(value) == null ? Optional.of(new SortValue.Text(value)) : Optional.empty();
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
